//! Timelines: tables, lists, and lines that begin with a time.

use std::ops::Range;

use uuid::Uuid;

use super::build::Builder;
use super::date::{Front, front, time};
use super::heading::Column;
use crate::domain::event::{Event, Link, Milestone};
use crate::domain::id::{EventId, Handle, Part};
use crate::domain::section::SectionName;
use crate::domain::span::Span;
use crate::domain::time::{Precision, Timestamp};
use crate::review::finding::Subject;

/// How milestones are called in front of an event.
const MILESTONES: &[(&str, Milestone)] = &[
    ("trigger", Milestone::Trigger),
    ("impact starts", Milestone::Start),
    ("outage begins", Milestone::Start),
    ("incident begins", Milestone::Start),
    ("start of impact", Milestone::Start),
    ("start of customer impact", Milestone::Start),
    ("customer impact starts", Milestone::Start),
    ("impact start", Milestone::Start),
    ("start", Milestone::Start),
    ("detected", Milestone::Detected),
    ("acknowledged", Milestone::Acknowledged),
    ("cause identified", Milestone::Identified),
    ("mitigated, impact ends", Milestone::Mitigated),
    ("mitigated", Milestone::Mitigated),
    ("outage mitigated", Milestone::Mitigated),
    ("outage ends", Milestone::Resolved),
    ("incident ends", Milestone::Resolved),
    ("resolved", Milestone::Resolved),
];

/// Words behind the name of a milestone in plain text: `Detected by alarm`, `Mitigated at last`.
const BEHIND: &[&str] = &["by", "at", "via", "through", "after", "when", "with", "as", "on", "in"];

/// Reads a milestone that an event begins with in plain words: alone, or with how it came about.
fn plain(text: &str) -> Option<Milestone> {
    let lower = text.trim_start_matches(['[', '(']).to_lowercase();
    let name = |name: &str| {
        let rest = lower.strip_prefix(name)?;
        let word = rest.split_whitespace().next().unwrap_or_default();
        let ends = rest.trim_matches(|it: char| !it.is_alphanumeric()).is_empty();
        let goes_on = rest.starts_with(' ') && name != "start" && BEHIND.contains(&word);
        (ends || goes_on).then_some(())
    };
    MILESTONES.iter().find(|(it, _)| name(it).is_some()).map(|(_, milestone)| *milestone)
}

/// Six hours: a time of day that much earlier than the one before it belongs to the next day.
const NEXT_DAY: i64 = 6 * 3_600_000;

/// Where in the timeline one is.
#[derive(Debug, Default)]
pub(super) struct State {
    last: Option<Timestamp>,
    /// Whether the events stand in a table: lists beside it tell of them.
    table: bool,
    /// Whether a time without a zone was met: the event of the first one shows it to the rules.
    bare: bool,
}

impl State {
    /// Begins another day.
    pub fn turn(&mut self) {
        self.last = None;
    }
}

impl Builder<'_> {
    /// Takes a row of a table.
    pub fn timeline_row(&mut self, cells: &[Range<usize>]) {
        let columns = self.columns.clone();
        let of = |wanted: Column| {
            let at = columns.iter().position(|it| *it == wanted)?;
            cells.get(at).cloned().filter(|it| !it.is_empty())
        };
        let (day, clock) = (of(Column::Date), of(Column::Time));
        let kind = of(Column::Kind).and_then(|it| self.text[it].parse().ok());
        let texts: Vec<Range<usize>> = cells
            .iter()
            .zip(self.columns.iter().chain(std::iter::repeat(&Column::Text)))
            .filter(|(cell, column)| {
                !cell.is_empty()
                    && matches!(
                        column,
                        Column::Text | Column::Owner | Column::Why | Column::Ticket | Column::Status
                    )
            })
            .map(|(cell, _)| cell.clone())
            .collect();
        if let Some(day) = day.clone().filter(|_| clock.is_some()) {
            self.day_of(day);
        }
        let cell = clock.or(day).or_else(|| texts.first().filter(|_| texts.len() > 1).cloned());
        let read = cell.clone().and_then(|it| {
            let found = time(&self.text[it.clone()].replace(['~', '*', '`', '\\'], ""), &self.frame);
            let rough = self.text[it.clone()].contains('~');
            let found = found.map(|(when, dated)| {
                let precision = if rough { Precision::Approximate } else { when.precision };
                let when = crate::domain::time::When { precision, ..when };
                Front { when, dated, rest: 0, span: it.clone() }
            });
            found.or_else(|| {
                front(&self.text[it.clone()], &self.frame).map(|found| Front { span: it, ..found })
            })
        });
        let texts = match (&read, &cell) {
            // A time that nobody can read stays part of the text, so that the rules see it.
            (None, Some(cell)) if !texts.contains(cell) => {
                std::iter::once(cell.clone()).chain(texts).collect()
            }
            (Some(_), Some(cell)) => texts.into_iter().filter(|it| it != cell).collect(),
            _ => texts,
        };
        if texts.is_empty() {
            return;
        }
        self.events.table = true;
        self.event(read, texts);
        let named = of(Column::Milestone).and_then(|it| self.text[it].parse::<Milestone>().ok());
        let id = of(Column::Id).and_then(|it| self.text[it].parse::<Handle>().ok());
        self.mark(named, id.filter(|_| self.found.own));
        if let (Some(kind), Some(event)) = (kind, self.incident.events.last_mut()) {
            event.kind = kind;
        }
    }

    /// Takes an item of a list.
    pub fn timeline_item(&mut self, depth: usize, range: Range<usize>) {
        let found = front(&self.text[range.clone()], &self.frame);
        match found {
            Some(found) => {
                let text = range.start + found.rest..range.end;
                let span = range.start + found.span.start..range.start + found.span.end;
                self.event(Some(Front { span, ..found }), vec![text]);
            }
            // What the export of this program says about its own timeline is said of the events.
            None if self.events.table && self.found.own => {}
            None if self.events.table => self.append(SectionName::Background, range),
            None if depth > 0 && !self.incident.events.is_empty() => self.go_on(range),
            None => self.event(None, vec![range]),
        }
    }

    /// Takes a paragraph: lines that begin with a time are events, others go on with what stands before them.
    pub fn timeline_prose(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut at = range.start;
        let mut rest: Option<Range<usize>> = None;
        let mut open = false;
        for line in text[range.clone()].split_inclusive('\n') {
            let here = self.trimmed(at..at + line.len());
            at += line.len();
            match front(&text[here.clone()], &self.frame) {
                Some(found) => {
                    open = true;
                    let span = here.start + found.span.start..here.start + found.span.end;
                    let words = here.start + found.rest..here.end;
                    self.event(Some(Front { span, ..found }), vec![words]);
                }
                None if open => self.go_on(here),
                None => match &mut rest {
                    Some(rest) => rest.end = here.end,
                    None => rest = Some(here),
                },
            }
        }
        if let Some(rest) = rest.filter(|_| !(self.events.table && self.found.own)) {
            self.day_of(rest.clone());
            self.append(SectionName::Background, rest);
        }
    }

    fn go_on(&mut self, range: Range<usize>) {
        let Some(event) = self.incident.events.last_mut() else { return };
        event.text.push(' ');
        let piece = (event.text.len(), range.start);
        event.text.push_str(&self.text[range]);
        let place = Subject::Row(event.handle());
        self.spots.texts.entry((place, "text")).or_default().push(piece);
    }

    fn event(&mut self, found: Option<Front>, texts: Vec<Range<usize>>) {
        // Numbers of the file are below this one.
        let count = u32::try_from(self.incident.events.len() + 1).unwrap_or(u32::MAX);
        let num = count.saturating_add(if self.found.own { 1_000_000 } else { 0 });
        let handle = Handle::new(Part::Event, num);
        let mut texts: Vec<Range<usize>> = texts.into_iter().filter(|it| !it.is_empty()).collect();
        let milestone = texts.first().cloned().and_then(|it| self.milestone(&it));
        if let (Some((_, rest)), Some(first)) = (&milestone, texts.first_mut()) {
            first.start += rest;
        }
        let (at, precision) = self.time_of(found.as_ref());
        if let Some(found) = &found {
            let clock = &self.text[found.span.clone()];
            let zoned = crate::review::time::states_zone(&crate::review::text::Text::read(clock));
            if !zoned && !self.zone_stated && !self.events.bare {
                self.events.bare = true;
                texts.insert(0, found.span.clone());
            }
        }
        let (mut text, mut pieces) = (String::new(), Vec::new());
        for range in texts {
            if !text.is_empty() {
                text.push(' ');
            }
            pieces.push((text.len(), range.start));
            text.push_str(&self.text[range]);
        }
        let mut event =
            Event::new(EventId(Uuid::from_u128(1_000 + u128::from(num))), at, self.frame.zone, text);
        event.num = num;
        event.precision = precision;
        event.milestone = milestone.map(|(it, _)| it);
        self.found.milestones += usize::from(event.milestone.is_some());
        if event.text.contains("://") {
            event.links.push(Link { label: String::new(), url: "https://".to_owned() });
        }
        self.place(Subject::Row(handle), "text", pieces);
        self.incident.events.push(event);
    }

    /// Gives the last event the milestone and the number of its columns.
    fn mark(&mut self, named: Option<Milestone>, id: Option<Handle>) {
        let named = named.filter(|name| self.incident.events.iter().all(|it| it.milestone != Some(*name)));
        let known = |id: &Handle| self.spots.starts.contains_key(&Subject::Row(*id));
        let num = id.filter(|it| it.part == Part::Event && !known(it)).map(|it| it.num);
        let Some(event) = self.incident.events.last_mut() else { return };
        if event.milestone.is_none() {
            event.milestone = named;
            self.found.milestones += usize::from(named.is_some());
        }
        if let Some(num) = num {
            let before = Subject::Row(event.handle());
            event.num = num;
            let after = Subject::Row(event.handle());
            if let Some(pieces) = self.spots.texts.remove(&(before, "text")) {
                self.spots.texts.insert((after, "text"), pieces);
            }
            if let Some(start) = self.spots.starts.remove(&before) {
                self.spots.starts.insert(after, start);
            }
        }
    }

    /// Reads `**Detected**: …` and `DETECTED: …`; returns the milestone and where the rest begins.
    fn milestone(&self, range: &Range<usize>) -> Option<(Milestone, usize)> {
        let text = &self.text[range.clone()];
        let open = text.trim_start_matches(['★', ' ']);
        let bold = open.strip_prefix("**").and_then(|it| it.split_once("**"));
        if bold.is_none()
            && let Some(found) = plain(open)
        {
            // The words say more than the name: they stay.
            let new = self.incident.events.iter().all(|it| it.milestone != Some(found));
            return new.then_some((found, text.len() - open.len()));
        }
        let (name, rest) = bold.or_else(|| open.split_once(':').filter(|it| it.0.len() < 30))?;
        let lower = name.trim_matches([':', ' ']).to_lowercase();
        let found = MILESTONES.iter().find(|(word, _)| *word == lower)?.1;
        if self.incident.events.iter().any(|it| it.milestone == Some(found)) {
            return None;
        }
        let rest = rest.trim_start_matches([':', ' ', '-', '–', '—']);
        Some((found, text.len() - rest.len()))
    }

    /// Gives an event its time: what stands there, on the day that the lines before it lead to.
    fn time_of(&mut self, found: Option<&Front>) -> (Timestamp, Precision) {
        let Some(found) = found else {
            let at = self.events.last.or_else(|| self.incident.events.last().map(|it| it.at));
            let noon = self.frame.day.and_hms_opt(12, 0, 0).map(|it| it.and_utc().timestamp_millis());
            return (at.unwrap_or(Timestamp::from_millis(noon.unwrap_or(0))), Precision::Approximate);
        };
        let mut at = found.when.at;
        if found.dated {
            let zone = found.when.zone;
            self.frame.day = zone.date(at);
            self.frame.dated = true;
        } else if let Some(last) = self.events.last
            && last.millis() - at.millis() > NEXT_DAY
        {
            self.frame.day = self.frame.day.succ_opt().unwrap_or(self.frame.day);
            at = at + Span::days(1);
        }
        self.events.last = Some(at);
        (at, found.when.precision)
    }

    /// Puts the events into the order of their times, without changing what they are called. A file without any date
    /// lies before the moment of the review as a whole.
    pub fn finish_events(&mut self) {
        if let (false, Some(last)) = (self.frame.dated, self.incident.events.iter().map(|it| it.at).max()) {
            let late = last.millis() - self.frame.now.millis();
            if late > 0 {
                let days = late / 86_400_000 + 1;
                for event in &mut self.incident.events {
                    let at = event.at - Span::days(days);
                    event.move_to(at);
                }
            }
        }
        self.incident.events.sort_by_key(|it| it.at);
    }
}
