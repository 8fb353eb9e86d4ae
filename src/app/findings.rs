//! What the bar raiser found in the open incident, as the screen shows it: counts, marks beside rows, the list.

use std::collections::HashMap;

use crate::domain::id::Handle;
use crate::review::finding::Subject;
use crate::review::{Finding, Level, Place};

/// The findings of the open incident.
#[derive(Debug, Default)]
pub struct Findings {
    /// All of them, those set aside among them, in the order of the document.
    pub list: Vec<Finding>,
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
    }

    /// Returns the worst that is open of a row.
    pub fn mark(&self, handle: Handle) -> Option<Level> {
        self.marks.get(&handle).copied()
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

/// Returns the letter that marks a row with a finding.
pub fn letter(level: Level) -> &'static str {
    match level {
        Level::Error => "E",
        Level::Warning => "W",
        Level::Note => "n",
    }
}
