//! The why ladders: the problem, and each why with its because, what backs it, and how deep the questions go.

use std::collections::HashMap;

use super::escape::{self, LABEL};
use super::{NOT_WRITTEN, NOTHING, Page};
use crate::domain::clean;
use crate::domain::event::Event;
use crate::domain::id::{Handle, Part};
use crate::domain::ladder::{Ladder, Step, Topic, depth, walk};
use crate::domain::timeline::first_line;

/// Rungs are indented up to this depth; their numbers tell the depth of those below.
const MAX_INDENT: usize = 12;
/// How much of a cited event is repeated, in columns.
const CITED: usize = 160;

pub(super) fn write(page: &mut Page<'_>) {
    page.heading("Whys");
    let incident = page.incident;
    if incident.parts.ladders.is_empty() {
        page.push(NOT_WRITTEN);
        return;
    }
    let events: HashMap<u32, &Event> = incident.events.iter().map(|it| (it.num, it)).collect();
    for (index, it) in incident.parts.ladders.iter().enumerate() {
        page.push(if index > 0 { "\n" } else { "" });
        ladder(page, it, &events);
    }
}

fn ladder(page: &mut Page<'_>, ladder: &Ladder, events: &HashMap<u32, &Event>) {
    let title = match ladder.topic {
        Topic::Cause => "Why it happened",
        Topic::Detection => "Why it was noticed when it was",
        Topic::Recovery => "Why recovery took as long as it did",
    };
    page.push(&format!("### {title} ({})\n\n**Problem:** ", ladder.handle()));
    page.or_nothing(&ladder.problem);
    let rungs = &page.incident.parts.rungs;
    let steps = walk(ladder.id, rungs);
    let open = steps.iter().filter(|it| !it.rung.answered()).count();
    let roots = steps.iter().filter(|it| it.rung.root).count();
    page.push(&format!("\n\n**Depth:** {}", counted(depth(ladder.id, rungs), "answered why")));
    page.push(&format!(" on the longest branch, {}", counted(roots, "root cause")));
    if open > 0 {
        page.push(&format!(", {open} unanswered"));
    }
    page.push("\n");
    if !steps.is_empty() {
        page.push("\n");
    }
    for step in &steps {
        rung(page, step, events);
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn rung(page: &mut Page<'_>, step: &Step<'_>, events: &HashMap<u32, &Event>) {
    let rung = step.rung;
    let indent = "  ".repeat(step.depth.min(MAX_INDENT) - 1);
    page.push(&format!("{indent}- **{}.** ", step.number));
    page.or_nothing(&rung.why);
    page.push(&format!(" ({})<br>\n{indent}  ", rung.handle()));
    if rung.answered() {
        page.push("**Because:** ");
        page.plain(&rung.because);
    } else {
        page.push("**Not answered yet.**");
    }
    if rung.root {
        page.push(&format!("<br>\n{indent}  **Root cause.**"));
    }
    for cite in &rung.cites {
        page.push(&format!("<br>\n{indent}  Backed by {cite}"));
        cited(page, *cite, events);
    }
    page.push("\n");
}

/// Writes what a cited handle stands for.
fn cited(page: &mut Page<'_>, cite: Handle, events: &HashMap<u32, &Event>) {
    let incident = page.incident;
    let text = match cite.part {
        Part::Event => events.get(&cite.num).map(|event| {
            let (line, _) = first_line(&event.text);
            (page.when(event), clean::truncate(&clean::line(&line), CITED).into_owned())
        }),
        Part::Metric => incident
            .parts
            .metrics
            .iter()
            .find(|it| it.num == cite.num)
            .map(|metric| (metric.figure(), metric.name.clone())),
        _ => None,
    };
    let Some((fact, text)) = text else {
        page.push(", which is no longer in the record");
        return;
    };
    page.push(" (");
    escape::plain(&mut page.out, &fact, LABEL);
    page.push("): ");
    let before = page.out.len();
    escape::plain(&mut page.out, &text, LABEL);
    if page.out.len() == before {
        page.push(NOTHING);
    }
}
