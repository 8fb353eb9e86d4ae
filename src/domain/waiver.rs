//! Waivers: findings of the bar raiser that were set aside, each with its reason.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clean;
use super::time::Timestamp;

/// The longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// A reason that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadReason {
    /// It says nothing.
    #[error("say in a few words why it does not apply")]
    Empty,
    /// It says too much.
    #[error("a reason has at most {MAX_REASON} characters")]
    TooLong,
}

/// Reads a reason: one clean line.
///
/// # Errors
/// [`BadReason`] when it is empty or too long.
pub fn read_reason(text: &str) -> Result<String, BadReason> {
    let reason = clean::line(text);
    match reason.chars().count() {
        0 => Err(BadReason::Empty),
        count if count > MAX_REASON => Err(BadReason::TooLong),
        _ => Ok(reason),
    }
}

/// A finding set aside. There is at most one for a rule and a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The rule, `family/name`.
    pub rule: String,
    /// What it was found in: a handle, the name of a section, `incident`, or a part such as `timeline`.
    pub subject: String,
    /// The field; empty for every field of the subject.
    #[serde(default)]
    pub field: String,
    /// The [`fingerprint`] of the text it was found in; empty for whatever text. When the text changes, the waiver expires.
    #[serde(default)]
    pub text: String,
    /// Why it does not apply, at most [`MAX_REASON`] characters.
    pub reason: String,
    /// When it was set aside.
    pub at: Timestamp,
}

impl Waiver {
    /// Returns its place as people write it: `e3.text`, `summary`.
    pub fn place(&self) -> String {
        match self.field.as_str() {
            "" => self.subject.clone(),
            field if field == self.subject => self.subject.clone(),
            field => format!("{}.{field}", self.subject),
        }
    }

    /// Returns what tells it apart within its incident.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.rule, &self.subject, &self.field)
    }

    /// Tells whether it is about this rule and place, and the text there is still the one that it was given for.
    pub fn covers(&self, (rule, subject, field): (&str, &str, &str), text: &str) -> bool {
        self.rule == rule
            && self.subject == subject
            && (self.field.is_empty() || self.field == field)
            && (self.text.is_empty() || self.text == fingerprint(text))
    }
}

/// Returns a short name for a text, which another text does not share.
pub fn fingerprint(text: &str) -> String {
    Uuid::new_v5(&Uuid::nil(), text.as_bytes()).simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_expires_with_its_text() {
        let mut waiver = Waiver {
            rule: "blame/person-named".into(),
            subject: "e3".into(),
            field: "text".into(),
            text: fingerprint("Bob's law"),
            reason: "a theorem".into(),
            at: Timestamp::from_millis(0),
        };
        let place = ("blame/person-named", "e3", "text");
        assert!(waiver.covers(place, "Bob's law"));
        assert!(!waiver.covers(place, "Bob's law broke it"));
        assert!(!waiver.covers(("blame/person-named", "e4", "text"), "Bob's law"));
        assert!(!waiver.covers(("time/vague", "e3", "text"), "Bob's law"));
        waiver.text.clear();
        waiver.field.clear();
        assert!(waiver.covers(("blame/person-named", "e3", "why"), "anything"));
    }
}
