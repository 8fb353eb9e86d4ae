//! JSON documents: the schema number first, then fields in the order they were added.

use serde::Serialize;

/// A JSON object that opens with `"schema":1`.
#[derive(Debug, Clone)]
pub struct Doc {
    text: String,
    warnings: Vec<String>,
}

impl Default for Doc {
    fn default() -> Self {
        Doc { text: "{\"schema\":1".to_owned(), warnings: Vec::new() }
    }
}

impl Doc {
    /// Makes a document without further fields.
    pub fn new() -> Self {
        Doc::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn with<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.text.push(',');
        push(&mut self.text, name);
        self.text.push(':');
        push(&mut self.text, value);
        self
    }

    /// Adds the fields of an object.
    #[must_use]
    pub fn with_all<T: Serialize + ?Sized>(mut self, object: &T) -> Self {
        let text = serde_json::to_string(object).unwrap_or_default();
        let fields = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        if let Some(fields) = fields.filter(|it| !it.is_empty()) {
            self.text.push(',');
            self.text.push_str(fields);
        }
        self
    }

    /// Adds `"dry_run":true` when nothing was written.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        if dry_run { self.with("dry_run", &true) } else { self }
    }

    /// Adds to `"warnings"`, which stand last and only when there are any.
    #[must_use]
    pub fn warnings(mut self, warnings: &[String]) -> Self {
        self.warnings.extend_from_slice(warnings);
        self
    }

    /// Returns the text, on one line, with nothing in it that acts on a terminal.
    pub fn finish(mut self) -> String {
        let warnings = std::mem::take(&mut self.warnings);
        if !warnings.is_empty() {
            self = self.with("warnings", &warnings);
        }
        self.text.push('}');
        inert(&self.text)
    }
}

fn push<T: Serialize + ?Sized>(text: &mut String, value: &T) {
    // Only maps with keys that are no strings cannot be written, and no such thing is.
    text.push_str(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()));
}

/// Escapes what JSON lets through and a terminal or an eye would not: in JSON such characters stand in strings only.
pub(super) fn inert(json: &str) -> String {
    let acts = |ch: char| {
        (ch.is_control() && ch != '\n')
            || matches!(ch, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
            || matches!(ch, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    if json.bytes().all(|it| it.is_ascii() && it != 0x7f) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for ch in json.chars() {
        if !acts(ch) {
            out.push(ch);
            continue;
        }
        for unit in ch.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_their_order_and_are_inert() {
        let doc = Doc::new().with("zebra", "a\u{202e}b\u{1b}c\u{9b}d\u{e0041}").with("ant", &1).dry_run(true);
        let text = doc.finish();
        assert_eq!(
            text,
            r#"{"schema":1,"zebra":"a\u202eb\u001bc\u009bd\udb40\udc41","ant":1,"dry_run":true}"#
        );
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["zebra"], "a\u{202e}b\u{1b}c\u{9b}d\u{e0041}");
    }
}
