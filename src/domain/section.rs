//! Sections: the titled prose of the document.

use serde::{Deserialize, Serialize};

use super::word::words;

/// The longest text of a section, in bytes.
pub const MAX_SECTION: usize = 1024 * 1024;

words! {
    /// Which section of the document.
    SectionName as "section" {
        /// Stands alone: who, when, how long, how found, how mitigated, what next.
        Summary = "summary",
        /// What customers felt, in words around the figures.
        Impact = "impact",
        /// What a reader must know about the system.
        Background = "background",
        /// How it was found, and how that could take half the time.
        Detection = "detection",
        /// How the cause was found, and what made that hard.
        Diagnosis = "diagnosis",
        /// How it was ended, and how recovery was confirmed.
        Mitigation = "mitigation",
        /// What would have kept it from happening.
        Prevention = "prevention",
        /// What went well, what went badly, where we were lucky.
        Lessons = "lessons",
        /// Earlier incidents, tickets, dashboards, runbooks.
        Related = "related",
    }
}

impl SectionName {
    /// Returns its heading in the document.
    pub fn title(self) -> &'static str {
        match self {
            SectionName::Summary => "Summary",
            SectionName::Impact => "Impact",
            SectionName::Background => "Background",
            SectionName::Detection => "Detection",
            SectionName::Diagnosis => "Diagnosis",
            SectionName::Mitigation => "Mitigation",
            SectionName::Prevention => "Prevention",
            SectionName::Lessons => "Lessons",
            SectionName::Related => "Related",
        }
    }
}

/// A section that holds text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which one.
    pub name: SectionName,
    /// Its Markdown, at most [`MAX_SECTION`] bytes.
    pub text: String,
}
