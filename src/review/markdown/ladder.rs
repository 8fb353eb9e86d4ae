//! Whys: lists, tables and lines of questions and answers; root causes that stand alone.

use std::ops::Range;

use uuid::Uuid;

use super::build::Builder;
use super::heading::Column;
use crate::domain::id::{Handle, LadderId, Part, RungId};
use crate::domain::ladder::{Ladder, Rung, Topic};
use crate::review::finding::Subject;

/// Where in the whys one is.
#[derive(Debug, Default)]
pub(super) struct State {
    /// What the ladder to come asks about.
    topic: Option<Topic>,
    /// Whether the next rung begins a ladder.
    fresh: bool,
    /// The rungs that lead to the last one: how deep each lies, and its index.
    path: Vec<(usize, usize)>,
    /// Root causes that stand in no ladder: whether each is an item of a list.
    causes: Vec<(Range<usize>, bool)>,
}

/// What a line of a ladder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Why,
    Because,
    Problem,
    /// What the export of this program adds: cites, depth, marks.
    Aside,
    Plain,
}

impl Builder<'_> {
    /// Begins a ladder at the next rung.
    pub fn open_ladder(&mut self, heading: &str) {
        let lower = heading.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|it| lower.contains(it));
        self.whys.topic = Some(match () {
            () if any(&["notice", "detect", "found"]) => Topic::Detection,
            () if any(&["recover", "mitigat", "so long", "take as long"]) => Topic::Recovery,
            () => Topic::Cause,
        });
        self.whys.fresh = true;
    }

    /// Takes an item or a paragraph, line by line.
    pub fn why_lines(&mut self, range: Range<usize>, depth: usize) {
        let text = self.text;
        let mut at = range.start;
        let mut begun = false;
        for line in text[range.clone()].split_inclusive('\n') {
            let here = self.trimmed(at..at + line.len());
            at += line.len();
            if here.is_empty() {
                continue;
            }
            let (what, skip) = what(&text[here.clone()]);
            let words = here.start + skip..here.start + text[here].trim_end_matches("<br>").trim_end().len();
            if what != Line::Aside && words.start <= words.end {
                self.why_line(what, words, depth, &mut begun);
            }
        }
    }

    fn why_line(&mut self, what: Line, words: Range<usize>, depth: usize, begun: &mut bool) {
        let text = &self.text[words.clone()];
        // `Why did it fail? Because …` holds both.
        let question = text.match_indices('?').map(|(at, _)| at + 1).find(|end| {
            text[*end..].starts_with(|it: char| it.is_whitespace() || it == '*' || it == '_')
                || *end == text.len()
        });
        match (what, question) {
            (Line::Problem, _) => self.problem(words),
            (Line::Because, _) => {
                self.because(words, depth);
                *begun = true;
            }
            (_, Some(end)) => {
                let why = words.start..words.start + end;
                let rest = text[end..].trim_start_matches(['*', '_', ' ', ':', '-', '–', '—']);
                let rest = if handle(rest) { "" } else { rest };
                let answer = words.end - rest.len()..words.end;
                self.rung(why, depth);
                if !answer.is_empty() {
                    let (_, skip) = self::what(&self.text[answer.clone()]);
                    self.because(answer.start + skip..answer.end, depth);
                }
                *begun = true;
            }
            (_, None) if *begun => {
                let open = self
                    .whys
                    .path
                    .last()
                    .is_some_and(|(_, it)| self.incident.parts.rungs[*it].because.is_empty());
                if open { self.because(words, depth) } else { self.go_on_because(words) }
            }
            (_, None) => {
                let unanswered = self.whys.path.last().is_some_and(|(_, it)| {
                    let rung = &self.incident.parts.rungs[*it];
                    rung.because.is_empty() && !rung.why.is_empty()
                });
                if !unanswered || self.whys.fresh {
                    self.rung(words.start..words.start, depth);
                }
                self.because(words, depth);
                *begun = true;
            }
        }
    }

    /// Takes a row of a table.
    pub fn why_row(&mut self, cells: &[Range<usize>]) {
        let cells: Vec<Range<usize>> = cells
            .iter()
            .zip(self.columns.iter().chain(std::iter::repeat(&Column::Text)))
            .filter(|(cell, column)| **column != Column::Id && !cell.is_empty())
            .map(|(cell, _)| cell.clone())
            .filter(|it| self.text[it.clone()].contains(char::is_alphabetic))
            .collect();
        match cells.as_slice() {
            [] => {}
            [one] => self.why_lines(one.clone(), 0),
            [why, because, ..] => {
                self.rung(why.clone(), 0);
                self.because(because.clone(), 0);
            }
        }
    }

    fn problem(&mut self, words: Range<usize>) {
        let ladder = self.ladder(words.start);
        let Some(it) = self.incident.parts.ladders.get_mut(ladder) else { return };
        it.problem = self.text[words.clone()].to_owned();
        let subject = Subject::Row(it.handle());
        self.place(subject, "problem", vec![(0, words.start)]);
    }

    /// Returns the index of the ladder in which rungs go, beginning one where it must.
    fn ladder(&mut self, at: usize) -> usize {
        let ladders = &mut self.incident.parts.ladders;
        if self.whys.fresh || ladders.is_empty() {
            self.whys.fresh = false;
            self.whys.path.clear();
            let num = u32::try_from(ladders.len() + 1).unwrap_or(u32::MAX);
            let id = LadderId(Uuid::from_u128(3_000_000 + u128::from(num)));
            let topic = self.whys.topic.unwrap_or(Topic::Cause);
            ladders.push(Ladder { id, num, topic, problem: String::new() });
            let ladder = Subject::Row(Handle::new(Part::Ladder, num));
            self.spots.starts.entry(ladder).or_insert(at);
        }
        self.incident.parts.ladders.len() - 1
    }

    fn rung(&mut self, why: Range<usize>, depth: usize) {
        let ladder = self.ladder(why.start);
        let path = &mut self.whys.path;
        // A flat list is a chain; in a nested one, what lies equally deep stands side by side.
        let side_by_side = |last: usize| last > depth || last == depth && depth > 0;
        while path.last().is_some_and(|it| side_by_side(it.0)) {
            path.pop();
        }
        let rungs = &mut self.incident.parts.rungs;
        let parent = path.last().map(|(_, it)| rungs[*it].id);
        let at = rungs.len();
        let num = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let id = RungId(Uuid::from_u128(4_000_000 + u128::from(num)));
        rungs.push(Rung {
            id,
            num,
            ladder: self.incident.parts.ladders[ladder].id,
            parent,
            place: 0,
            why: self.text[why.clone()].to_owned(),
            because: String::new(),
            cites: Vec::new(),
            root: false,
        });
        self.whys.path.push((depth, at));
        self.place(Subject::Row(Handle::new(Part::Rung, num)), "why", vec![(0, why.start)]);
    }

    fn because(&mut self, words: Range<usize>, depth: usize) {
        let answered = |it: &Rung| !it.because.is_empty();
        let last = self.whys.path.last().map(|it| it.1);
        if self.whys.fresh || last.is_none_or(|it| answered(&self.incident.parts.rungs[it])) {
            self.rung(words.start..words.start, depth);
        }
        let Some((_, at)) = self.whys.path.last().copied() else { return };
        let rung = &mut self.incident.parts.rungs[at];
        rung.because = self.text[words.clone()].to_owned();
        let subject = Subject::Row(rung.handle());
        self.place(subject, "because", vec![(0, words.start)]);
    }

    fn go_on_because(&mut self, words: Range<usize>) {
        let Some((_, at)) = self.whys.path.last().copied() else { return };
        let rung = &mut self.incident.parts.rungs[at];
        rung.because.push(' ');
        let piece = (rung.because.len(), words.start);
        rung.because.push_str(&self.text[words]);
        let subject = Subject::Row(rung.handle());
        self.spots.texts.entry((subject, "because")).or_default().push(piece);
    }

    /// Takes a root cause outside of a ladder.
    pub fn cause(&mut self, range: Range<usize>, item: bool) {
        self.whys.causes.push((range, item));
    }

    /// Makes rungs of root causes: each item of a list is one, and so is all prose together.
    pub fn finish_causes(&mut self) {
        let causes = std::mem::take(&mut self.whys.causes);
        if causes.is_empty() {
            return;
        }
        self.open_ladder("");
        let items = causes.iter().any(|it| it.1);
        let mut begun = false;
        for (range, item) in causes {
            if item || !begun && !items {
                self.whys.path.clear();
                self.rung(range.start..range.start, 0);
                self.because(range, 0);
                begun = true;
            } else if begun || !self.whys.path.is_empty() {
                self.go_on_because(range);
            } else {
                self.append(crate::domain::section::SectionName::Diagnosis, range);
            }
        }
    }
}

/// Tells what a line is by how it begins, and how many bytes its label takes.
fn what(line: &str) -> (Line, usize) {
    const MARKS: &[char] = &['*', '_', ' ', '#', '>', '-'];
    let open = line.trim_start_matches(MARKS);
    let start = line.len() - open.len();
    let lower = open.to_lowercase();
    if ["backed by", "depth:", "depth:**", "root cause.", "not answered yet"]
        .iter()
        .any(|it| lower.starts_with(it))
    {
        return (Line::Aside, line.len());
    }
    // `1.`, `**4a.**`, `1st why:`, `Why 2:`, `Q:`, `Because:`.
    let label = open.char_indices().take(24).find(|(at, it)| {
        matches!(it, ':' | ')') || (*it == '.' && *at <= 4 && open[*at + 1..].starts_with([' ', '*']))
    });
    if let Some((end, _)) = label {
        let name = lower.get(..end).unwrap_or_default().trim_matches(MARKS).trim();
        let rest = &open[end + 1..];
        let skip = line.len() - rest.trim_start_matches(['*', '_', ' ']).len();
        let number = name.trim_end_matches(|it: char| it.is_ascii_alphabetic() && name.len() <= 4);
        let counted = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
        let why = name
            .strip_prefix("why")
            .map(str::trim)
            .is_some_and(|it| it.trim_start_matches(['#', ' ']).bytes().all(|it| it.is_ascii_digit()))
            || name.ends_with(" why");
        return match name {
            "because" | "answer" | "a" | "root cause" | "cause" => (Line::Because, skip),
            "problem" | "problem statement" | "impact" | "incident" | "issue" => (Line::Problem, skip),
            "q" | "question" => (Line::Why, skip),
            _ if why => (Line::Why, skip),
            _ if counted => (Line::Plain, skip),
            _ => (Line::Plain, start),
        };
    }
    if let Some(rest) = open.get(8..).filter(|_| lower.starts_with("because ")) {
        return (Line::Because, line.len() - rest.len());
    }
    (Line::Plain, if line.trim_start().starts_with("**") { 0 } else { start })
}

/// Tells whether a text is the handle that this program writes behind a why: `(w1)`.
fn handle(text: &str) -> bool {
    let text = text.trim().trim_end_matches("<br>");
    text.strip_prefix("(w")
        .and_then(|it| it.strip_suffix(')'))
        .is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
}
