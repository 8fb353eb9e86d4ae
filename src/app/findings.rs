//! What the bar raiser found in the open incident, as the screen shows it: counts, marks beside rows, the list.

use std::collections::HashMap;

use crate::domain::id::Handle;
use crate::domain::section::SectionName;
use crate::review::finding::Subject;
use crate::review::{Finding, Level, Place};

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
        for finding in list.iter().filter(|it| it.waived.is_none()) {
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
        let mine = |level: Level| {
            let here = |it: &&Finding| {
                it.level == level && it.waived.is_none() && it.place.subject == Subject::Section(name)
            };
            self.list.iter().filter(here).count()
        };
        counted(mine)
    }

    /// Says whether the document is ready for review, and if not, of what errors are open: `not ready for review: summary,
    /// why, action (4 errors)`. Nothing before the first review.
    pub fn readiness(&self) -> Option<String> {
        if !self.reviewed {
            return None;
        }
        let errors = || self.list.iter().filter(|it| it.level == Level::Error && it.waived.is_none());
        let mut families: Vec<&str> = Vec::new();
        for finding in errors() {
            let family = finding.rule.split('/').next().unwrap_or_default();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        let count = errors().count();
        Some(match count {
            0 => "ready for review".to_owned(),
            1 => format!("not ready for review: {} (1 error)", families.join(", ")),
            several => format!("not ready for review: {} ({several} errors)", families.join(", ")),
        })
    }

    /// Counts the open ones of a level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|it| it.level == level && it.waived.is_none()).count()
    }

    /// Returns those that hold all words of a filter in their rule, place, level or message: the worst first, those set
    /// aside last.
    pub fn shown(&self, filter: &str) -> Vec<&Finding> {
        let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut shown: Vec<&Finding> = self
            .list
            .iter()
            .filter(|it| {
                let aside = if it.waived.is_some() { "waived" } else { "" };
                let text =
                    format!("{} {} {} {} {aside}", it.level, it.rule, it.place, it.message).to_lowercase();
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect();
        shown.sort_by_key(|it| (it.waived.is_some(), it.level));
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

/// Says how many there are of each level, in words.
fn counted(count: impl Fn(Level) -> usize) -> String {
    let said: Vec<String> = Level::ALL
        .iter()
        .map(|level| (count(*level), level.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    said.join(", ")
}

/// Returns the letter that marks a row with a finding.
pub fn letter(level: Level) -> &'static str {
    match level {
        Level::Error => "E",
        Level::Warning => "W",
        Level::Note => "n",
    }
}
