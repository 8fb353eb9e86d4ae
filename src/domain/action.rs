//! Corrective actions and the parts that make one checkable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::{ActionId, Handle, Part};
use super::word::words;

words! {
    /// How soon it must be done.
    Priority as "priority" {
        /// It removes a root cause or what hindered recovery.
        High = "high" | "p0" | "p1",
        /// It matters.
        Medium = "medium" | "med" | "p2",
        /// It helps.
        Low = "low" | "p3",
    }
}

words! {
    /// What it changes.
    ActionKind as "kind of action" {
        /// Keeps it from happening again.
        Prevent = "prevent",
        /// Notices it sooner.
        Detect = "detect",
        /// Makes it shorter or smaller.
        Mitigate = "mitigate",
        /// Changes how people work.
        Process = "process",
    }
}

words! {
    /// Whether it is done.
    ActionStatus as "status of an action" {
        /// Not done.
        Open = "open",
        /// Done.
        Done = "done",
    }
}

/// A due date that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day: write 2026-12-15, +14d, +2w, tomorrow or a weekday")]
pub struct BadDue(pub String);

/// Reads a due date: a date, a distance from `today`, or the next day of a name.
///
/// # Errors
/// [`BadDue`] for anything else, and for days that no calendar has.
pub fn parse_due(text: &str, today: NaiveDate) -> Result<NaiveDate, BadDue> {
    let bad = || BadDue(super::clean::line(text));
    let word = text.trim().to_lowercase();
    if let Ok(date) = NaiveDate::parse_from_str(&word, "%Y-%m-%d") {
        let sane = (1970..=9999).contains(&chrono::Datelike::year(&date));
        return if sane { Ok(date) } else { Err(bad()) };
    }
    match word.as_str() {
        "today" => return Ok(today),
        "tomorrow" => return today.succ_opt().ok_or_else(bad),
        _ => {}
    }
    if let Some(rest) = word.strip_prefix('+') {
        let digits = rest.trim_end_matches(|it: char| !it.is_ascii_digit());
        let count: u64 = digits.parse().map_err(|_| bad())?;
        let days = match &rest[digits.len()..] {
            "d" | "" => count,
            "w" => count.checked_mul(7).ok_or_else(bad)?,
            _ => return Err(bad()),
        };
        let date = today.checked_add_days(chrono::Days::new(days)).ok_or_else(bad)?;
        return if chrono::Datelike::year(&date) <= 9999 { Ok(date) } else { Err(bad()) };
    }
    let day: chrono::Weekday = word.parse().map_err(|_| bad())?;
    let ahead =
        (day.num_days_from_monday() + 7 - chrono::Datelike::weekday(&today).num_days_from_monday() + 6) % 7
            + 1;
    today.checked_add_days(chrono::Days::new(ahead.into())).ok_or_else(bad)
}

/// A corrective step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Identity, made by the client.
    pub id: ActionId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// What will be done.
    pub title: String,
    /// Who answers for it; empty while nobody does.
    #[serde(default)]
    pub owner: String,
    /// The day it is due.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// How soon it must be done.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// What it changes.
    #[serde(default)]
    pub kind: Option<ActionKind>,
    /// Whether it is done.
    pub status: ActionStatus,
    /// The measurable test that shows that it is done.
    #[serde(default)]
    pub done_when: String,
    /// Where it is tracked.
    #[serde(default)]
    pub ticket: String,
    /// The rungs it addresses.
    #[serde(default)]
    pub addresses: Vec<Handle>,
}

impl Action {
    /// Makes an open action with a title and nothing else.
    pub fn new(id: ActionId, title: impl Into<String>) -> Self {
        Action {
            id,
            num: 0,
            title: title.into(),
            owner: String::new(),
            due: None,
            priority: None,
            kind: None,
            status: ActionStatus::Open,
            done_when: String::new(),
            ticket: String::new(),
            addresses: Vec::new(),
        }
    }

    /// Returns its handle, `a4`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Action, self.num)
    }

    /// Returns the words for what it still lacks to be checkable, most important first.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.owner.trim().is_empty() {
            missing.push("owner");
        }
        if self.due.is_none() {
            missing.push("due date");
        }
        if self.done_when.trim().is_empty() {
            missing.push("done-when");
        }
        if self.priority.is_none() {
            missing.push("priority");
        }
        if self.kind.is_none() {
            missing.push("kind");
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_dates_are_read_as_people_write_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(); // a Sunday
        for (text, wanted) in [
            ("2026-12-15", "2026-12-15"),
            ("+14d", "2026-12-06"),
            ("+2w", "2026-12-06"),
            ("today", "2026-11-22"),
            (" Tomorrow", "2026-11-23"),
            ("fri", "2026-11-27"),
            ("sunday", "2026-11-29"),
            ("monday", "2026-11-23"),
        ] {
            assert_eq!(parse_due(text, today).map(|it| it.to_string()), Ok(wanted.to_owned()), "{text}");
        }
        for text in
            ["", "next sprint", "2026-02-30", "+", "+5y", "15.12.", "+99999999999999999999d", "+9999999w"]
        {
            assert!(parse_due(text, today).is_err(), "{text}");
        }
    }
}
