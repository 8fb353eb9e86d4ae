//! Waivers: findings of the bar raiser that were set aside, each with its reason.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::time::Timestamp;

/// The longest reason, in characters.
pub const MAX_REASON: usize = 500;

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
