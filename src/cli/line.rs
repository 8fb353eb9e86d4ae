//! Events as lines: for the timeline in `tail`, `event list` and `show`, and for what a write reports.

use crate::domain::clean;
use crate::domain::document::EventForm;
use crate::domain::event::Event;
use crate::domain::incident::Header;
use crate::domain::span::Span;
use crate::domain::time::{Precision, Timestamp, Zone, day, hm, hms};

use super::failure::Result;
use super::output::{Doc, Form, Output, Style};

/// Prints events one after the other, with a line for each new day.
#[derive(Debug)]
pub struct Lines {
    zone: Zone,
    reference: String,
    day: Option<String>,
    brief: bool,
}

impl Lines {
    /// Prints events of this incident in `zone`.
    pub fn new(header: &Header, zone: Zone) -> Self {
        Lines { zone, reference: header.reference(), day: None, brief: false }
    }

    /// As [`Lines::new`], with each event on one line that fits the width.
    pub fn brief(header: &Header, zone: Zone) -> Self {
        Lines { brief: true, ..Lines::new(header, zone) }
    }

    /// Prints one event in the form that is wanted: a line, a record, or a JSON document on a line.
    ///
    /// # Errors
    /// A [`Failure`](super::failure::Failure) when standard output is gone.
    pub fn print(&mut self, out: &mut Output, event: &Event) -> Result<()> {
        match out.form() {
            Form::Json => {
                out.json(Doc::new().with("incident", &self.reference).with("event", &EventForm::of(event)))
            }
            Form::Plain => record(out, event),
            Form::Human => self.human(out, event),
        }
    }

    fn human(&mut self, out: &mut Output, event: &Event) -> Result<()> {
        let today = format!("{} {}", day(event.at, &self.zone), self.zone.label(event.at));
        if self.day.as_ref() != Some(&today) {
            out.styled(&[(Style::Dim, &format!("-- {today} --"))])?;
            self.day = Some(today);
        }
        let rough = if event.precision == Precision::Approximate { "~" } else { " " };
        let head = format!("{:>5} {rough}{}  ", event.handle().to_string(), hms(event.at, &self.zone));
        let star = if event.key { "* " } else { "" };
        let mark = event.milestone.map_or_else(|| star.to_owned(), |it| format!("[{it}] {star}"));
        let kind = format!("{:<13} ", event.kind);
        let mut lines = event.text.lines();
        let first = lines.next().unwrap_or_default();
        if self.brief {
            let more = lines.count();
            let more = if more > 0 { format!(" (+{more} lines)") } else { String::new() };
            let room = out.width().saturating_sub(head.len() + kind.len() + mark.len() + more.len()).max(12);
            let first = clean::for_terminal(first);
            let first = clean::truncate(&first, room);
            let pieces = [
                (Style::Dim, head.as_str()),
                (Style::Dim, &kind),
                (Style::Strong, &mark),
                (Style::Plain, &first),
            ];
            return out.styled(&[&pieces[..], &[(Style::Dim, more.as_str())]].concat());
        }
        out.styled(&[
            (Style::Dim, &head),
            (Style::Dim, &kind),
            (Style::Strong, &mark),
            (Style::Plain, first),
            (Style::Dim, &unsaid_tags(event)),
        ])?;
        let indent = " ".repeat(head.len() + 14);
        lines.try_for_each(|line| out.line(&format!("{indent}{line}")))?;
        event.links.iter().try_for_each(|link| out.line(&format!("{indent}{}", link.url)))?;
        for evidence in &event.evidence {
            let label = if evidence.label.is_empty() { "evidence" } else { &evidence.label };
            out.styled(&[(Style::Dim, &format!("{indent}[{label}: {} bytes]", evidence.text.len()))])?;
        }
        Ok(())
    }
}

/// Returns the tags that the first line does not say.
fn unsaid_tags(event: &Event) -> String {
    let unsaid = event.tags.iter().map(|it| format!("#{it}")).filter(|it| !event.text.contains(it.as_str()));
    unsaid.map(|it| format!(" {it}")).collect()
}

/// Prints an event as a record: handle, instant, kind, milestone, tags, text.
pub fn record(out: &mut Output, event: &Event) -> Result<()> {
    out.record(&[
        &event.handle().to_string(),
        &event.at.to_string(),
        event.kind.word(),
        event.milestone.map_or("", |it| it.word()),
        &event.tags.join(","),
        &event.text,
    ])
}

/// Says when something happened, seen from `now`: `14:27 UTC (-5m)`, with the date when it was another day.
pub fn when(at: Timestamp, zone: &Zone, now: Timestamp) -> String {
    let date = if day(at, zone) == day(now, zone) { String::new() } else { format!("{} ", day(at, zone)) };
    let away = Span::between(now, at);
    let away = match away.whole_seconds() {
        0 => String::new(),
        seconds if seconds > 0 => format!(" (+{})", away.short()),
        _ => format!(" ({})", away.short()),
    };
    format!("{date}{} {}{away}", hm(at, zone), zone.label(at))
}
