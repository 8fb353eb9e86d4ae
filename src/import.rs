//! Ways in: what other programs wrote, as changes to an incident.
//!
//! One file per format, each with a `static FORMAT`; [`FORMATS`] lists them for the command line and the documentation.
//! Nothing here opens a file or reads a clock. The rule to keep: a file is hostile until it is cleaned, and what
//! cannot be read is named in a warning, with its place, and never stops the rest from being read.

pub mod coe;
mod fields;
mod fit;
pub mod sample;

use std::collections::HashMap;

use crate::domain::change::{Change, Row};
use crate::domain::id::{Handle, IdSource};
use crate::domain::incident::{Header, Incident};
use crate::domain::time::Timestamp;

pub use fit::{first_words, set_text};

/// The largest file that is read, in bytes.
pub const MAX_FILE: usize = 1024 * 1024 * 1024;
/// How many warnings an import lists; the rest is counted.
pub const MAX_WARNINGS: usize = 200;

/// A way in.
#[derive(Debug)]
pub struct Format {
    /// Its name after `--format`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The extensions of its files, without the dot.
    pub extensions: &'static [&'static str],
    /// What it brings in, in one sentence.
    pub doc: &'static str,
    /// Tells whether bytes look like this format.
    pub sniff: fn(&[u8]) -> bool,
    /// Reads bytes; the ids are made for the time `now`.
    pub read: fn(&[u8], &mut IdSource, Timestamp) -> Result<Imported, ImportError>,
}

/// Every way in.
pub static FORMATS: &[&Format] = &[&coe::FORMAT];

/// Returns the format called `id`.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|it| it.id == id)
}

/// Returns the first format that recognises the bytes.
pub fn recognise(bytes: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|it| (it.sniff)(bytes))
}

/// A new incident as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Its header. The store gives it a number of its own, since the number in the file may be taken. Its id follows
    /// from what was read, so that a record that is there already is known.
    pub header: Header,
    /// What the file calls it, such as `INC-7`; nothing if it does not say.
    pub called: String,
    /// Everything else, in an order in which it can be written: what is referred to comes first.
    pub changes: Vec<Change>,
    /// What the file calls the rows whose ids are not their handles here.
    pub names: HashMap<Handle, String>,
    /// What could not be taken over, one sentence each, at most [`MAX_WARNINGS`] and a count of the rest.
    pub warnings: Vec<String>,
}

impl Imported {
    /// Returns the incident as it will be once everything is written.
    pub fn incident(&self) -> Incident {
        let mut incident = Incident::new(self.header.clone());
        let parts = &mut incident.parts;
        for change in &self.changes {
            match change.row.clone() {
                Row::Incident(_) => {}
                Row::Event(it) => incident.events.extend(it.after),
                Row::Metric(it) => parts.metrics.extend(it.after),
                Row::Ladder(it) => parts.ladders.extend(it.after),
                Row::Rung(it) => parts.rungs.extend(it.after),
                Row::Action(it) => parts.actions.extend(it.after),
                Row::Section(it) => parts.sections.extend(it.after),
                Row::Waiver(it) => parts.waivers.extend(it.after),
            }
        }
        incident.events.sort_by_key(crate::domain::event::Event::order);
        incident
    }
}

/// Why a file could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is too long.
    #[error("the file has {0} bytes and {MAX_FILE} are the most; split it")]
    TooLarge(usize),
    /// It is no JSON.
    #[error("line {line}, column {column}: {what}; mend the JSON there and import again")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// It is JSON of another kind.
    #[error("this is no coe/1 document: {0}; write one with `coe export --format json`")]
    NotCoe(String),
    /// It was written by a later version.
    #[error("this is a {0} document and this program reads coe/1; update the program")]
    Newer(String),
    /// There is nothing to call the incident.
    #[error("`incident.title` is missing; give the incident a title in the file and import again")]
    NoTitle,
    /// It holds more than an incident may.
    #[error("{what} has {have} {unit} and {most} are the most; shorten it and import again")]
    Limit {
        /// What is too long.
        what: String,
        /// How much it has.
        have: usize,
        /// Of what.
        unit: &'static str,
        /// The limit.
        most: usize,
    },
}

/// Warnings as they are collected.
#[derive(Debug, Default)]
struct Warnings {
    list: Vec<String>,
    more: usize,
}

impl Warnings {
    fn add(&mut self, warning: impl FnOnce() -> String) {
        if self.list.len() < MAX_WARNINGS {
            self.list.push(warning());
        } else {
            self.more += 1;
        }
    }

    fn done(mut self) -> Vec<String> {
        if self.more > 0 {
            self.list.push(format!("and {} more", self.more));
        }
        self.list
    }
}
