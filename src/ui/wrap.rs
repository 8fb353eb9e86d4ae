//! Breaking prose into rows, for texts that are shown and not edited.
//!
//! Rows are ranges of bytes of the text, so that a caller can style parts of it. The rule to keep: no row is wider than
//! the columns, save a single character that is.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the rows of a text: broken at line ends and between words, and within words that are longer than a row.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, columns, &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap_line(line: &str, base: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    let (mut from, mut used) = (0, 0);
    // The end of the row and the start of the next, if it is broken at the last white space.
    let mut space: Option<(usize, usize)> = None;
    for (at, character) in line.grapheme_indices(true) {
        let cells = character.width();
        let blank = character == " " || character == "\t";
        if used + cells > columns && !blank && at > from {
            let (end, next) = space.unwrap_or((at, at));
            rows.push(base + from..base + end);
            from = next;
            used = line[from..at].width();
            space = None;
        }
        used += cells;
        if blank {
            let end = space.filter(|(_, next)| *next == at).map_or(at, |(end, _)| end);
            space = Some((end, at + character.len()));
        }
    }
    rows.push(base + from..base + line.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|it| &text[it]).collect()
    }

    #[test]
    fn words_stay_whole_and_long_ones_are_cut() {
        assert_eq!(rows("page fired at noon", 10), ["page fired", "at noon"]);
        assert_eq!(rows("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(rows("日本語", 4), ["日本", "語"]);
        assert_eq!(rows("", 4), [""]);
    }

    #[test]
    fn rows_are_never_wider_than_asked() {
        let text = "a quick brown 狐 jumps  over   the lazy 犬 and  runs\naway";
        for columns in 2..30 {
            for row in rows(text, columns) {
                assert!(row.trim_end().width() <= columns, "{columns}: {row:?}");
            }
        }
    }
}
