//! Word lists that lie under `assets/review`, built into the program and searched where they lie: nothing is read,
//! copied or hashed on start-up.
//!
//! A list is a sorted text with one lower-case entry a line. Lines that begin with `#` stand at the top and say what
//! the list is and where it comes from.

/// A list of words, sorted by their bytes.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon {
    text: &'static str,
    /// Where the comments at the top end.
    start: usize,
}

impl Lexicon {
    /// Takes the text of a list: comments at the top, then sorted lines.
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() && bytes[start] == b'#' {
            while start < bytes.len() && bytes[start] != b'\n' {
                start += 1;
            }
            if start < bytes.len() {
                start += 1;
            }
        }
        Lexicon { text, start }
    }

    /// Tells whether the list holds a word, which must be in lower case.
    pub fn has(&self, word: &str) -> bool {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (self.start, bytes.len());
        while low < high {
            // The line around the middle.
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|it| *it == b'\n').map_or(low, |at| low + at + 1);
            let end = bytes[middle..high].iter().position(|it| *it == b'\n').map_or(high, |at| middle + at);
            match bytes[start..end].cmp(word.as_bytes()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = (end + 1).min(high),
                std::cmp::Ordering::Greater => high = start,
            }
        }
        false
    }

    /// Returns the entries in their order.
    pub fn entries(&self) -> impl Iterator<Item = &'static str> {
        self.text[self.start..].lines().filter(|it| !it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_and_nothing_else() {
        let lexicon = Lexicon::new("# what\n# whence\nab\nabc\nb\nzoë\n");
        let entries: Vec<_> = lexicon.entries().collect();
        assert_eq!(entries, ["ab", "abc", "b", "zoë"]);
        assert!(entries.iter().all(|it| lexicon.has(it)));
        for other in ["", "a", "abcd", "aa", "zo", "zoëe", "# what", "what", "c"] {
            assert!(!lexicon.has(other), "{other}");
        }
        assert!(!Lexicon::new("").has("a") && !Lexicon::new("# only\n").has("a"));
    }
}
