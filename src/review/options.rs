//! What a review depends on besides the incident: the time, what the configuration set, the names that are known.

use std::collections::BTreeMap;

use super::finding::Level;
use super::rule::Rule;
use crate::domain::span::Span;
use crate::domain::time::Timestamp;

/// What a review depends on besides the incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What time it is: no event is later, no open action is due earlier.
    pub now: Timestamp,
    /// Whether the incident is going on: only rules that help then are run.
    pub live: bool,
    /// Silence between start and mitigation that must be explained.
    pub gap: Span,
    /// Fewest answered whys on the longest branch of a ladder.
    pub whys: usize,
    /// Most words of a summary.
    pub summary_words: usize,
    /// Latest due date of an action, in days from `now`.
    pub due_days: i64,
    /// Levels set for single rules (`blame/person-named`) and whole families (`blame`); none switches off. A rule's own
    /// setting wins over its family's.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Whether a zone was stated for all times of the document.
    pub zone_stated: bool,
    /// Names of people that are known from elsewhere, such as the actors of an import.
    pub names: Vec<String>,
}

impl Options {
    /// Makes the default options for a time.
    pub fn new(now: Timestamp) -> Self {
        Options {
            now,
            live: false,
            gap: Span::minutes(15),
            whys: 5,
            summary_words: 250,
            due_days: 90,
            levels: BTreeMap::new(),
            zone_stated: false,
            names: Vec::new(),
        }
    }

    /// Returns the level that a rule has; none when it is off.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        if self.live && !rule.live {
            return None;
        }
        let set = self.levels.get(rule.id).or_else(|| self.levels.get(rule.family()));
        set.copied().unwrap_or(Some(rule.level))
    }
}
