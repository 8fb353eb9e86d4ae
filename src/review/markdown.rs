//! Any Markdown file as an incident: what `coe check` reviews in a repository of postmortems.
//!
//! ```text
//! file ──► blocks ──► headings tell what stands below them ──► events, rungs, actions, sections ──► an incident
//!                                                                        └──► where each text stood in the file
//! ```
//!
//! A reader of foreign writing, not an importer: it takes what it recognises, keeps where each text stood, and says which
//! rules make sense for what is there. The rule to keep: every text of the incident is bytes of the file, in pieces, so
//! that a finding has its line and column.

mod action;
mod block;
mod build;
mod date;
mod event;
mod heading;
mod ladder;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use super::finding::{Finding, Subject};
use super::options::Options;
use crate::domain::clean;
use crate::domain::incident::Incident;
use crate::domain::time::Timestamp;

/// How a Markdown file is laid out: what it has, and where each text of it stood.
#[derive(Debug)]
pub struct Layout {
    /// Whether the file says once in which zone its times are.
    pub zone_stated: bool,
    parts: Found,
    spots: Spots,
    allowed: Vec<Allowed>,
    lines: Vec<usize>,
    len: usize,
}

/// Which parts a file has.
#[derive(Debug, Default, Clone)]
struct Found {
    summary: bool,
    impact: bool,
    timeline: bool,
    whys: bool,
    causes: bool,
    actions: bool,
    /// Whether actions are named by their tickets alone.
    tickets: bool,
    milestones: usize,
    columns: Vec<heading::Column>,
    /// Whether it is an export of this program.
    own: bool,
}

impl Found {
    /// Tells whether the file is about an incident at all, rather than any text.
    fn postmortem(&self) -> bool {
        let parts = [self.summary || self.impact, self.timeline, self.whys || self.causes, self.actions];
        parts.iter().filter(|it| **it).count() >= 2
    }
}

/// Where texts stood.
#[derive(Debug, Default)]
struct Spots {
    /// The pieces of a text: where each begins in it, and in the file.
    texts: HashMap<(Subject, &'static str), Vec<(usize, usize)>>,
    /// Where rows, sections and parts begin.
    starts: HashMap<Subject, usize>,
}

/// A comment that sets a finding aside: `<!-- coe: allow blame/person-named: the name of a product -->`.
#[derive(Debug)]
struct Allowed {
    rule: String,
    reason: String,
    /// The line it stands on, and the next that holds text, from 0.
    lines: [usize; 2],
}

/// Reads a Markdown file. Whatever it holds is read; nothing is refused.
pub fn read(text: &str, now: Timestamp) -> (Incident, Layout) {
    let lines: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let comments = block::comments(text);
    let bare = blanked(text, &comments);
    let mut built = build::build(&bare, now);
    let allowed = comments.iter().filter_map(|it| allow(&bare, &text[it.clone()], it, &lines)).collect();
    built.spots.starts.entry(Subject::Incident).or_insert(0);
    let layout = Layout {
        zone_stated: built.zone_stated,
        parts: built.found,
        spots: built.spots,
        allowed,
        lines,
        len: text.len(),
    };
    (built.incident, layout)
}

/// Puts spaces in the place of comments, so that what follows stays where it is.
fn blanked(text: &str, comments: &[Range<usize>]) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for range in comments {
        bare.push_str(&text[at..range.start]);
        for ch in text[range.clone()].chars() {
            let space = if ch == '\n' { "\n" } else { " " };
            bare.extend(std::iter::repeat_n(space, ch.len_utf8()));
        }
        at = range.end;
    }
    bare.push_str(&text[at..]);
    bare
}

/// Reads a comment that sets findings aside.
fn allow(bare: &str, comment: &str, range: &Range<usize>, lines: &[usize]) -> Option<Allowed> {
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let rest = inner.strip_prefix("coe:")?.trim_start().strip_prefix("allow ")?.trim_start();
    let (rule, reason) = rest.split_once(':')?;
    let line = lines.partition_point(|it| *it <= range.start) - 1;
    let next = bare[range.end..].find(|it: char| !it.is_whitespace()).map_or(bare.len(), |it| range.end + it);
    let next = lines.partition_point(|it| *it <= next) - 1;
    let reason = clean::line(reason.trim());
    (!reason.is_empty()).then(|| Allowed { rule: rule.trim().to_owned(), reason, lines: [line, next] })
}

impl Layout {
    /// Returns what a review of it depends on.
    pub fn options(&self, options: &Options) -> Options {
        Options { zone_stated: self.zone_stated, ..options.clone() }
    }

    /// Takes out what makes no sense for a file with these parts, and marks what comments in it set aside.
    pub fn settle(&self, findings: &mut Vec<Finding>) {
        findings.retain(|it| self.allows(it.rule));
        for finding in findings {
            let line = self.line(self.span(finding).start);
            let allowed =
                self.allowed.iter().find(|it| it.rule == finding.rule && it.lines.contains(&(line - 1)));
            finding.waived = allowed.map(|it| it.reason.clone());
        }
    }

    /// Tells whether the parts of the file allow a rule: one that asks for milestones needs a file that marks them.
    fn allows(&self, rule: &str) -> bool {
        use heading::Column;
        let parts = &self.parts;
        let column = |it: Column| parts.columns.contains(&it);
        match rule {
            "impact/no-metric" | "impact/no-unit" => false,
            "timeline/no-source" | "timeline/milestones" | "why/topics" => parts.own,
            "timeline/no-trigger" | "timeline/order" => parts.milestones >= 2,
            "timeline/empty" | "summary/missing" | "document/empty-section" => parts.postmortem(),
            "action/none" => parts.postmortem() && !parts.tickets,
            "why/none" | "why/too-few" | "why/far-too-few" | "why/unanswered" => parts.whys,
            "why/leaf-without-action" | "action/without-cause" => column(Column::Addresses),
            "action/no-prevention" => column(Column::Kind),
            "action/one-priority" => column(Column::Priority),
            "action/not-measurable" => column(Column::DoneWhen),
            _ => true,
        }
    }

    /// Returns the bytes of the file that a finding means; empty at the beginning of the part when it is the whole.
    pub fn span(&self, finding: &Finding) -> Range<usize> {
        let place = finding.place;
        if let Some(pieces) = self.spots.texts.get(&(place.subject, place.field)).filter(|it| !it.is_empty())
        {
            let file = |at: usize| {
                let piece = pieces.partition_point(|it| it.0 <= at).saturating_sub(1);
                pieces[piece].1 + at.saturating_sub(pieces[piece].0)
            };
            let start = file(finding.span.start);
            let last = finding.span.end.max(finding.span.start + 1) - 1;
            let end = if finding.span.is_empty() { start } else { file(last) + 1 };
            return start.min(self.len)..end.clamp(start, self.len.max(start));
        }
        let part = match place.subject {
            Subject::Row(handle) => Some(Subject::Part(handle.part)),
            _ => None,
        };
        let start = self.spots.starts.get(&place.subject);
        let start = start.or_else(|| part.and_then(|it| self.spots.starts.get(&it)));
        let start = start.copied().unwrap_or(0);
        start..start
    }

    /// Returns the line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|it| *it <= at)
    }

    /// Returns the line and the column of a byte of the file, from 1. Columns count characters.
    pub fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let before = text.get(self.lines[line - 1]..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}
