//! Text that is longer than its field: nothing is lost, it moves to evidence.

use crate::domain::clean;
use crate::domain::event::{Event, Evidence, MAX_EVIDENCE, MAX_TEXT};
use crate::domain::timeline::first_line;

/// What the evidence is called that holds the whole of a long text.
const WHOLE: &str = "whole text";

/// Gives an event its text, cleaned; text over [`MAX_TEXT`] becomes evidence and leaves its first words. Tells whether
/// that was so.
pub fn set_text(event: &mut Event, text: &str) -> bool {
    let text = clean::block(text);
    let text = text.trim();
    if text.len() <= MAX_TEXT {
        text.clone_into(&mut event.text);
        return false;
    }
    event.text = first_words(text);
    add_evidence(event, WHOLE, text);
    true
}

/// Returns the first line of a long text, cut to what a row shows, with a sign that there was more.
pub fn first_words(text: &str) -> String {
    let (line, _) = first_line(text);
    format!("{}…", line.trim_end())
}

/// Adds evidence that is clean already, in pieces of at most [`MAX_EVIDENCE`] bytes.
pub(super) fn add_evidence(event: &mut Event, label: &str, text: &str) {
    let mut rest = text;
    let mut piece = 1;
    while rest.len() > MAX_EVIDENCE {
        // Between lines if there are any, so that the pieces can be read.
        let most = (0..=MAX_EVIDENCE).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(MAX_EVIDENCE);
        let end = rest[..most].rfind('\n').map_or(most, |at| at + 1);
        event.evidence.push(Evidence { label: numbered(label, piece), text: rest[..end].to_owned() });
        rest = &rest[end..];
        piece += 1;
    }
    let label = if piece > 1 { numbered(label, piece) } else { label.to_owned() };
    event.evidence.push(Evidence { label, text: rest.to_owned() });
}

fn numbered(label: &str, piece: usize) -> String {
    format!("{label} (part {piece})").trim_start().to_owned()
}
