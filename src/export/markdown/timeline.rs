//! The timeline: one row for each event, the gaps in it, and the evidence below.

use super::escape::{self, HEADING};
use super::{NOTHING, Page, is_blank};
use crate::domain::event::{Event, Milestone};
use crate::domain::span::Span;

/// A longer time than this without an event, while customers felt the incident, is pointed out.
const GAP: Span = Span::minutes(15);

pub(super) fn write(page: &mut Page<'_>) {
    page.heading("Timeline");
    let events = &page.incident.events;
    if events.is_empty() {
        page.push("_No events yet._\n");
        return;
    }
    page.push("| Id | When | From impact start | Kind | What happened |\n| --- | --- | --- | --- | --- |\n");
    for event in events {
        row(page, event);
    }
    if events.iter().any(|it| it.key) {
        page.push("\n★ marks a key event.\n");
    }
    gaps(page);
    for event in events.iter().filter(|it| !it.evidence.is_empty()) {
        evidence(page, event);
    }
}

fn row(page: &mut Page<'_>, event: &Event) {
    let offset = match page.milestones.at(Milestone::Start) {
        Some(start) => Span::between(start, event.at).offset(),
        None => NOTHING.to_owned(),
    };
    let when = page.when(event);
    page.push(&format!("| {} | {when} | {offset} | {} | ", event.handle(), event.kind));
    if event.key {
        page.push("★ ");
    }
    if let Some(milestone) = event.milestone {
        page.push(&format!("**{}**: ", title(milestone)));
    }
    page.or_nothing(&event.text);
    for link in event.links.iter().filter(|it| !is_blank(it)) {
        page.push("<br>");
        escape::link(&mut page.out, &link.label, &link.url);
    }
    if !event.tags.is_empty() {
        page.push("<br>");
        page.tags(&event.tags);
    }
    if !event.evidence.is_empty() {
        page.push(&format!("<br>_Evidence of {} below._", event.handle()));
    }
    page.push(" |\n");
}

/// Returns how a milestone is called in front of its event.
fn title(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Trigger => "Trigger",
        Milestone::Start => "Impact starts",
        Milestone::Detected => "Detected",
        Milestone::Acknowledged => "Acknowledged",
        Milestone::Identified => "Cause identified",
        Milestone::Mitigated => "Mitigated, impact ends",
        Milestone::Resolved => "Resolved",
    }
}

/// Lists the stretches of the impact in which nothing was recorded.
fn gaps(page: &mut Page<'_>) {
    let (Some(start), Some(end)) =
        (page.milestones.at(Milestone::Start), page.milestones.at(Milestone::Mitigated))
    else {
        return;
    };
    let inside = page.incident.events.iter().filter(|it| it.at >= start && it.at <= end);
    let mut last: Option<&Event> = None;
    let mut found = String::new();
    for event in inside {
        if let Some(before) = last {
            let gap = Span::between(before.at, event.at);
            if gap > GAP {
                found.push_str(&format!(
                    "- {gap} without an event: {} to {}\n",
                    before.handle(),
                    event.handle()
                ));
            }
        }
        last = Some(event);
    }
    if !found.is_empty() {
        page.push("\nGaps of more than 15 minutes during the impact:\n\n");
        page.push(&found);
    }
}

fn evidence(page: &mut Page<'_>, event: &Event) {
    let when = page.when(event);
    page.push(&format!("\n<details>\n<summary>Evidence of {}, {when}</summary>\n", event.handle()));
    for piece in &event.evidence {
        page.push("\n");
        if !piece.label.trim().is_empty() {
            escape::plain(&mut page.out, &piece.label, HEADING);
            page.push("\n\n");
        }
        escape::fenced(&mut page.out, "text", &piece.text, "");
    }
    page.push("\n</details>\n");
}
