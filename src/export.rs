//! Ways out: an incident as a file that others read.
//!
//! One file per format, each with a `static FORMAT`; [`FORMATS`] lists them for the command line and the documentation.
//! Nothing here writes a file, reads a clock or asks for a locale. The rule to keep: the same record gives the same
//! bytes, and no text that came from a person can change the structure of what is written.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;

use crate::domain::incident::Incident;

/// A way out.
#[derive(Debug)]
pub struct Format {
    /// Its name after `--format`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// What it is good for, in one sentence.
    pub doc: &'static str,
    /// Writes the incident; the text ends with a line feed.
    pub render: fn(&Incident) -> String,
}

/// Every way out, the default first.
pub static FORMATS: &[&Format] =
    &[&markdown::FORMAT, &html::FORMAT, &json::FORMAT, &csv::EVENTS, &csv::ACTIONS];

/// Returns the format called `id`.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|it| it.id == id)
}
