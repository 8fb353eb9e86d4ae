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
    /// Lines with comments that set nothing aside, and why.
    pub mistakes: Vec<(usize, String)>,
    /// Bytes in which names belong, and bytes that no reader sees, where only secrets matter.
    quiet: Vec<(Range<usize>, Quiet)>,
    lines: Vec<usize>,
    len: usize,
}

/// Where a rule has less to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quiet {
    /// Who took part, who owns what.
    Names,
    /// Comments and what stands before the document.
    Hidden,
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
    /// The lines that it covers, from 0: its own, or, if it stands alone, the next that holds text.
    lines: [usize; 2],
}

/// Reads a Markdown file. Whatever it holds is read; nothing is refused.
pub fn read(text: &str, now: Timestamp) -> (Incident, Layout) {
    let lines: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let comments = block::comments(text);
    let bare = blanked(text, &comments);
    // The end of a line within a cell; a row must stay one line while blocks are told apart.
    let plain = bare.replace("<br>", " \n\n ");
    let mut built = build::build(&bare, &plain, now);
    build::hide(&mut built, text, &comments);
    let (mut allowed, mut mistakes) = (Vec::new(), Vec::new());
    for range in &comments {
        match allow(&bare, &text[range.clone()], range, &lines) {
            Some(Ok(it)) => allowed.push(it),
            Some(Err(why)) => mistakes.push((lines.partition_point(|it| *it <= range.start), why)),
            None => {}
        }
    }
    built.spots.starts.entry(Subject::Incident).or_insert(0);
    let layout = Layout {
        zone_stated: built.zone_stated,
        parts: built.found,
        spots: built.spots,
        allowed,
        mistakes,
        quiet: built.quiet,
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
    // A byte order mark is no part of the first word.
    if bare.starts_with('\u{feff}') {
        bare.replace_range(..3, "   ");
    }
    bare
}

/// Reads a comment that sets findings aside, or says why it does not.
fn allow(
    bare: &str,
    comment: &str,
    range: &Range<usize>,
    lines: &[usize],
) -> Option<Result<Allowed, String>> {
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let rest = inner.strip_prefix("coe:")?.trim_start();
    let Some(rest) = rest.strip_prefix("allow ") else {
        return Some(Err("`coe:` is followed by `allow RULE: reason`".to_owned()));
    };
    let (rule, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let rule = rule.trim();
    if super::rule(rule).is_none() {
        let hint = super::report::no_such_rule(rule);
        return Some(Err(format!("there is no rule `{}`; {hint}", clean::line(rule))));
    }
    let line = lines.partition_point(|it| *it <= range.start) - 1;
    let next = bare[range.end..].find(|it: char| !it.is_whitespace()).map_or(bare.len(), |it| range.end + it);
    let next = lines.partition_point(|it| *it <= next) - 1;
    let alone = bare[lines[line]..].lines().next().is_none_or(|it| it.trim().is_empty());
    let reason = clean::line(reason.trim());
    if reason.is_empty() {
        return Some(Err("a reason must follow: `allow RULE: reason`".to_owned()));
    }
    Some(Ok(Allowed { rule: rule.to_owned(), reason, lines: [line, if alone { next } else { line }] }))
}

impl Layout {
    /// Returns what a review of it depends on.
    pub fn options(&self, options: &Options) -> Options {
        Options { zone_stated: self.zone_stated, ..options.clone() }
    }

    /// Tells whether nothing in the file was recognised as a part of a COE.
    pub fn is_empty(&self) -> bool {
        let it = &self.parts;
        !(it.summary || it.impact || it.timeline || it.whys || it.causes || it.actions)
    }

    /// Takes out what makes no sense for a file with these parts, and marks what comments in it set aside.
    pub fn settle(&self, findings: &mut Vec<Finding>) {
        findings.retain(|it| self.allows(it.rule) && !self.hushed(it));
        if !self.parts.columns.is_empty() && !self.parts.columns.contains(&heading::Column::Due) {
            self.one_for_all(findings);
        }
        for finding in findings {
            let span = self.span(finding);
            let line = self.line(span.start);
            // What is said of the file as a whole has no line of its own.
            let whole = span.is_empty() && !self.spots.starts.contains_key(&finding.place.subject);
            let allowed = self
                .allowed
                .iter()
                .find(|it| it.rule == finding.rule && (whole || it.lines.contains(&(line - 1))));
            finding.waived = allowed.map(|it| it.reason.clone());
            if !self.parts.own {
                finding.message = self.by_line(&finding.message);
            }
        }
    }

    /// Names rows by their line where a message names them by handles that the file does not show. What is quoted stays.
    fn by_line(&self, message: &str) -> String {
        let mut out = String::with_capacity(message.len());
        let mut quoted = false;
        for word in message.split_inclusive(|it: char| !it.is_alphanumeric()) {
            let name = word.trim_end_matches(|it: char| !it.is_alphanumeric());
            let row = name.parse().ok().filter(|_| !quoted);
            match row.and_then(|it| self.spots.starts.get(&Subject::Row(it))) {
                Some(start) => out.push_str(&format!("line {}{}", self.line(*start), &word[name.len()..])),
                None => out.push_str(word),
            }
            quoted ^= word.ends_with('`');
        }
        out
    }

    /// Tells whether a finding stands where its rule has nothing to say.
    fn hushed(&self, finding: &Finding) -> bool {
        let span = self.span(finding);
        let secret = finding.rule.starts_with("secret/");
        self.quiet.iter().any(|(range, quiet)| {
            range.contains(&span.start)
                && match quiet {
                    Quiet::Names => finding.rule == "blame/person-named",
                    Quiet::Hidden => !secret,
                }
        })
    }

    /// A table of actions without a column for dates is one finding.
    fn one_for_all(&self, findings: &mut Vec<Finding>) {
        let undated = |it: &Finding| it.rule == "action/no-due-date";
        let count = findings.iter().filter(|it| undated(it)).count();
        if count < 2 {
            return;
        }
        let mut first = true;
        findings.retain_mut(|it| {
            if !undated(it) {
                return true;
            }
            it.message = format!("none of these {count} actions has a due date");
            std::mem::take(&mut first)
        });
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
