//! What the bar raiser found in the open incident, as the screen shows it: counts, marks beside rows, the list.

use std::collections::HashMap;

use crate::domain::id::Handle;
use crate::domain::section::SectionName;
use crate::review::finding::{Subject, tally};
use crate::review::{Finding, Level, Place};

/// The most events whose texts are reviewed while the screen is open; `coe check` reads them all.
pub const MOST_REVIEWED: u64 = 50_000;

/// The findings of the open incident.
#[derive(Debug, Default)]
pub struct Findings {
    /// All of them, those set aside among them, in the order of the document.
    pub list: Vec<Finding>,
    /// Whether a review was done since the incident was opened.
    pub reviewed: bool,
    /// The worst that is open of each row.
    marks: HashMap<Handle, Level>,
    /// The finding that is being set aside, while its reason is asked for: the rule and the place.
    pub waiving: Option<(&'static str, Place)>,
    /// The finding that is being gone to, while its event is loaded.
    pub going: Option<Finding>,
    /// The row of the list to come back to once what was begun from it is done.
    pub back: Option<usize>,
}

impl Findings {
    /// Takes what a review found.
    pub fn take(&mut self, list: Vec<Finding>) {
        self.marks.clear();
        for finding in list.iter().filter(|it| it.is_open()) {
            if let Subject::Row(handle) = finding.place.subject {
                let mark = self.marks.entry(handle).or_insert(finding.level);
                *mark = (*mark).min(finding.level);
            }
        }
        self.list = list;
        self.reviewed = true;
    }

    /// Returns the worst that is open of a row.
    pub fn mark(&self, handle: Handle) -> Option<Level> {
        self.marks.get(&handle).copied()
    }

    /// Says what is open of a section, the worst first: `1 error, 2 warnings`; nothing when nothing is.
    pub fn of_section(&self, name: SectionName) -> String {
        let here = |it: &&Finding| it.is_open() && it.place.subject == Subject::Section(name);
        tally(|level| self.list.iter().filter(here).filter(|it| it.level == level).count())
    }

    /// Says whether the document is ready for review, and if not, of what errors are open: `not ready for review: summary,
    /// why, action (4 errors)`. Nothing before the first review.
    pub fn readiness(&self) -> Option<String> {
        if !self.reviewed {
            return None;
        }
        let errors = || self.list.iter().filter(|it| it.level == Level::Error && it.is_open());
        let mut families: Vec<&str> = Vec::new();
        for finding in errors() {
            let family = finding.rule.split('/').next().unwrap_or_default();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        let said = tally(|level| if level == Level::Error { errors().count() } else { 0 });
        Some(match families.as_slice() {
            [] => "ready for review".to_owned(),
            families => format!("not ready for review: {} ({said})", families.join(", ")),
        })
    }

    /// Says how many are open of each level.
    pub fn tally(&self) -> String {
        tally(|level| self.count(level))
    }

    /// Counts the open ones of a level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|it| it.level == level && it.is_open()).count()
    }

    /// Returns those that hold all words of a filter in their rule, place, level or message: the worst first, those set
    /// aside last.
    pub fn shown(&self, filter: &str) -> Vec<&Finding> {
        let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut shown: Vec<&Finding> = self
            .list
            .iter()
            .filter(|it| {
                let aside = if !it.is_open() { "waived" } else { "" };
                let text =
                    format!("{} {} {} {} {aside}", it.level, it.rule, it.place, it.message).to_lowercase();
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect();
        shown.sort_by_key(|it| (!it.is_open(), it.level));
        shown
    }

    /// Says how many errors and warnings are open, as short as can be; nothing when there are none.
    pub fn short(&self) -> String {
        let counted =
            [(Level::Error, "err"), (Level::Warning, "warn")].map(|(level, word)| (self.count(level), word));
        let said: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        said.join(" ")
    }
}

/// Returns the letter that marks a row with a finding.
pub fn letter(level: Level) -> &'static str {
    match level {
        Level::Error => "E",
        Level::Warning => "W",
        Level::Note => "n",
    }
}
