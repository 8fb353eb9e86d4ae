//! What scanners find, and how it is shown without being repeated.

use std::ops::Range;

/// Something that must not stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The bytes of the value itself, without its key.
    pub span: Range<usize>,
    /// What it is, with its article: `a GitHub token`.
    pub what: &'static str,
}

/// Puts hits in order and keeps one of those that overlap: the first that was found, made as wide as all of them.
pub(super) fn merge(hits: Vec<Hit>) -> Vec<Hit> {
    let mut order: Vec<(usize, Hit)> = hits.into_iter().enumerate().collect();
    order.sort_by_key(|(place, it)| (it.span.start, *place));
    let mut merged: Vec<(usize, Hit)> = Vec::new();
    for (place, hit) in order {
        match merged.last_mut() {
            Some((first, last)) if hit.span.start < last.span.end => {
                last.span.end = last.span.end.max(hit.span.end);
                if place < *first {
                    (*first, last.what) = (place, hit.what);
                }
            }
            _ => merged.push((place, hit)),
        }
    }
    merged.into_iter().map(|(_, it)| it).collect()
}

/// Returns the first letters of a secret, at most four and at most a third of it, and `…`.
pub(super) fn mask(secret: &str) -> String {
    let length = secret.chars().take(12).count();
    let mut shown: String = secret.chars().take((length / 3).min(4)).filter(|it| !it.is_control()).collect();
    shown.push('…');
    shown
}
