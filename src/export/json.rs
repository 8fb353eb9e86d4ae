//! The `coe/1` document as a file: everything in the record, for programs and for a later import.

use super::Format;
use crate::domain::document::Document;
use crate::domain::incident::Incident;

/// `--format json`.
pub static FORMAT: Format = Format {
    id: "json",
    title: "coe/1 JSON",
    extension: "json",
    doc: "the whole record, to be read by programs and imported again",
    render,
};

/// Writes the document, indented by two spaces so that two versions of it compare well.
fn render(incident: &Incident) -> String {
    // Text, numbers and lists only, with text for every key: there is nothing in it that could fail.
    let mut text = serde_json::to_string_pretty(&Document::of(incident)).unwrap_or_default();
    text.push('\n');
    text
}
