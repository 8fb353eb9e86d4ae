//! The COE as GitHub-flavoured Markdown, in the order in which a review reads it.
//!
//! Prose of sections stays Markdown, made safe by `prose`; everything else that people wrote is plain text, escaped by
//! `escape`. Our own HTML is `<br>` in cells and lists, `<details>` around evidence and an empty comment that keeps a
//! sign from a name, and holds no text of theirs.
//! The rule to keep: headings, tables and lists come from the code here alone, so that no text can forge one.
//!
//! Times stand in the zone of the incident, with the date and the name of the zone beside each.

mod address;
mod escape;
mod impact;
mod prose;
mod timeline;
mod whys;

use super::Format;
use crate::domain::action::Action;
use crate::domain::clean;
use crate::domain::event::{Event, Link, Milestone, Milestones};
use crate::domain::id::Handle;
use crate::domain::incident::Incident;
use crate::domain::section::SectionName;
use crate::domain::span::Span;
use crate::domain::time::{Precision, Timestamp, Zone, day, hm, hms};
use escape::{HEADING, INLINE, plain};

/// `--format md`.
pub static FORMAT: Format = Format {
    id: "md",
    title: "Markdown",
    extension: "md",
    doc: "the COE for review, in GitHub-flavoured Markdown",
    render,
};

/// What stands where a record says nothing.
const NOTHING: &str = "—";
const NOT_WRITTEN: &str = "_Not written yet._\n";

fn render(incident: &Incident) -> String {
    let texts: usize = incident.events.iter().map(|it| it.text.len() + 160).sum();
    let mut page = Page {
        out: String::with_capacity(texts + 4_096),
        incident,
        zone: incident.header.zone,
        milestones: incident.milestones(),
    };
    page.header();
    page.section(SectionName::Summary, true);
    impact::write(&mut page);
    page.section(SectionName::Background, false);
    timeline::write(&mut page);
    for name in
        [SectionName::Detection, SectionName::Diagnosis, SectionName::Mitigation, SectionName::Prevention]
    {
        page.section(name, false);
    }
    whys::write(&mut page);
    page.actions();
    page.section(SectionName::Lessons, true);
    page.related();
    page.out
}

/// The document as far as it is written, and what it is written from.
struct Page<'i> {
    out: String,
    incident: &'i Incident,
    zone: Zone,
    milestones: Milestones,
}

impl<'i> Page<'i> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn plain(&mut self, text: &str) {
        plain(&mut self.out, text, INLINE);
    }

    fn heading(&mut self, text: &str) {
        self.push("\n## ");
        self.push(text);
        self.push("\n\n");
    }

    fn header(&mut self) {
        let header = &self.incident.header;
        self.push("# ");
        self.push(&header.reference());
        self.push(": ");
        // The reference in front keeps it from beginning the line.
        plain(&mut self.out, &header.title, escape::Place { starts_line: false, ..HEADING });
        self.push("\n\n");
        self.fact("Severity", header.severity.map_or(NOTHING, |it| it.word()));
        self.fact("Status", header.status.word());
        self.fact("Services", &header.services.join(", "));
        self.fact("Team", &header.team);
        self.fact("Presenter", &header.presenter);
        let (start, end) = (self.milestones.at(Milestone::Start), self.milestones.at(Milestone::Mitigated));
        let window = match (start, end) {
            (Some(start), Some(end)) if end < start => {
                "contradiction: the impact ends before it starts".to_owned()
            }
            (Some(start), Some(end)) => {
                let span = Span::between(start, end);
                format!("{} to {} ({span})", self.instant(start), self.instant(end))
            }
            (Some(start), None) => format!("from {}, no end recorded", self.instant(start)),
            (None, Some(end)) => format!("no start recorded, until {}", self.instant(end)),
            (None, None) => String::new(),
        };
        self.fact("Customer impact", &window);
        self.fact("Time zone", &self.zone.to_string());
        if !header.tags.is_empty() {
            self.push("- **Tags:** ");
            self.tags(&header.tags);
            self.push("\n");
        }
    }

    fn fact(&mut self, name: &str, value: &str) {
        self.push("- **");
        self.push(name);
        self.push(":** ");
        self.or_nothing(value);
        self.push("\n");
    }

    /// Writes plain text, or a dash where there is none.
    fn or_nothing(&mut self, text: &str) {
        let before = self.out.len();
        self.plain(text);
        if self.out.len() == before {
            self.push(NOTHING);
        }
    }

    fn tags(&mut self, tags: &[String]) {
        for (index, tag) in tags.iter().enumerate() {
            self.push(if index > 0 { " " } else { "" });
            escape::code(&mut self.out, &format!("#{}", clean::line(tag)), true);
        }
    }

    /// Writes a section of prose under its heading; one without text only if the document demands it.
    fn section(&mut self, name: SectionName, demanded: bool) {
        let text = self.text_of(name);
        if !text.trim().is_empty() || demanded {
            self.heading(name.title());
            self.prose_or_not_written(text);
        }
    }

    fn prose_or_not_written(&mut self, text: &str) {
        let before = self.out.len();
        prose::prose(&mut self.out, text, 2);
        if self.out.len() == before {
            self.push(NOT_WRITTEN);
        }
    }

    fn actions(&mut self) {
        self.heading("Actions");
        let actions = &self.incident.parts.actions;
        if actions.is_empty() {
            self.push(NOT_WRITTEN);
            return;
        }
        self.push(
            "| Id | Action | Owner | Due | Priority | Kind | Done when | Ticket | Addresses | Status |\n",
        );
        self.push("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for action in actions {
            self.action(action);
        }
    }

    fn action(&mut self, action: &Action) {
        let due = action.due.map(|it| it.format("%Y-%m-%d").to_string()).unwrap_or_default();
        let known = |it: &Handle| self.incident.parts.rungs.iter().any(|rung| rung.handle() == *it);
        let named =
            |it: &Handle| if known(it) { it.to_string() } else { format!("{it} (no longer in the record)") };
        let addresses: Vec<String> = action.addresses.iter().map(named).collect();
        self.push("| ");
        self.push(&action.handle().to_string());
        let cells = [
            action.title.as_str(),
            &action.owner,
            &due,
            action.priority.map_or("", |it| it.word()),
            action.kind.map_or("", |it| it.word()),
            &action.done_when,
            &action.ticket,
            &addresses.join(", "),
            action.status.word(),
        ];
        for cell in cells {
            self.push(" | ");
            self.or_nothing(cell);
        }
        self.push(" |\n");
    }

    fn related(&mut self) {
        let text = self.text_of(SectionName::Related);
        let links: Vec<_> = self.incident.header.links.iter().filter(|it| !is_blank(it)).collect();
        if text.trim().is_empty() && links.is_empty() {
            return;
        }
        self.heading(SectionName::Related.title());
        prose::prose(&mut self.out, text, 2);
        if !text.trim().is_empty() && !links.is_empty() {
            self.push("\n");
        }
        for link in links {
            self.push("- ");
            escape::link(&mut self.out, &link.label, &link.url);
            self.push("\n");
        }
    }

    /// Returns the text of a section, nothing if it was not begun.
    fn text_of(&self, name: SectionName) -> &'i str {
        self.incident.parts.sections.iter().find(|it| it.name == name).map_or("", |it| &it.text)
    }

    /// Writes an instant with date and zone, in seconds only if it has some.
    fn instant(&self, at: Timestamp) -> String {
        let time = if at.millis() % 60_000 == 0 { hm(at, &self.zone) } else { hms(at, &self.zone) };
        format!("{} {time} {}", day(at, &self.zone), self.zone.label(at))
    }

    /// Writes when an event was, as precisely as it is known.
    fn when(&self, event: &Event) -> String {
        let zone = &self.zone;
        let time = match event.precision {
            Precision::Exact => hms(event.at, zone),
            Precision::Minute => hm(event.at, zone),
            Precision::Approximate => format!("~{}", hm(event.at, zone)),
        };
        format!("{} {time} {}", day(event.at, zone), zone.label(event.at))
    }
}

/// Tells whether a link has neither words nor an address.
fn is_blank(link: &Link) -> bool {
    clean::line(&link.label).is_empty() && clean::line(&link.url).is_empty()
}

#[cfg(test)]
mod tests;
