//! The fields of a JSON object, read with patience: what is missing is nothing, what is wrong is nothing and a warning.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::Warnings;
use crate::domain::clean;
use crate::domain::event::Link;
use crate::domain::time::Timestamp;

/// How much of a value a warning repeats, in columns.
const SHOWN: usize = 40;
/// No tag has more characters than this.
const LONGEST_TAG: usize = 64;

/// An object and where it stands in the file, as `events[3]`.
pub(super) struct Fields<'w> {
    path: String,
    map: Map<String, Value>,
    warnings: &'w mut Warnings,
}

impl<'w> Fields<'w> {
    /// Takes an object; anything else is read as an object without fields.
    pub fn new(path: String, value: Value, warnings: &'w mut Warnings) -> Self {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => Map::new(),
            other => {
                warnings.add(|| format!("{path}: {} is not an object; left out", shown(&other)));
                Map::new()
            }
        };
        Fields { path, map, warnings }
    }

    /// Returns the path of one of its fields.
    pub fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Adds a warning about one of its fields.
    pub fn warn(&mut self, name: &str, what: impl FnOnce() -> String) {
        let path = self.at(name);
        self.warnings.add(|| format!("{path}: {}", what()));
    }

    /// Takes a field out; `null` is missing.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        // Not `remove`, which would shuffle the fields that warnings list in order.
        self.map.shift_remove(name).filter(|it| !it.is_null())
    }

    fn wrong(&mut self, name: &str, value: &Value, expected: &str) {
        self.warn(name, || format!("{} is not {expected}; read as missing", shown(value)));
    }

    /// Takes text as it is in the file; a number stands for its digits.
    pub fn raw(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.wrong(name, &other, "text");
                None
            }
        }
    }

    /// Takes text of one line, cleaned.
    pub fn line(&mut self, name: &str) -> String {
        self.raw(name).map(|it| clean::line(&it)).unwrap_or_default()
    }

    /// Takes text of many lines, cleaned.
    pub fn block(&mut self, name: &str) -> String {
        self.raw(name).map(|it| clean::block(&it).trim().to_owned()).unwrap_or_default()
    }

    /// Takes a value that has a text form; `expected` says what it must be.
    pub fn parse<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.raw(name)?;
        if text.trim().is_empty() {
            return None;
        }
        let parsed = text.trim().parse().ok();
        if parsed.is_none() {
            self.wrong(name, &Value::String(text), expected);
        }
        parsed
    }

    /// Takes an instant.
    pub fn instant(&mut self, name: &str) -> Option<Timestamp> {
        let text = self.raw(name).filter(|it| !it.trim().is_empty())?;
        let at = Timestamp::parse_rfc3339(text.trim());
        if at.is_none() {
            self.wrong(name, &Value::String(text), "a time such as 2026-11-22T14:02:11Z");
        }
        at
    }

    /// Takes a number.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        let value = self.take(name)?;
        let number = value.as_f64().filter(|it| it.is_finite());
        if number.is_none() {
            self.wrong(name, &value, "a number");
        }
        number
    }

    /// Takes yes or no; no if it is missing.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(other) => {
                self.wrong(name, &other, "true or false");
                false
            }
        }
    }

    /// Takes a list.
    pub fn list(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong(name, &other, "a list");
                Vec::new()
            }
        }
    }

    /// Returns a value if it is an object, otherwise warns that it is left out; `name` says where it stands.
    pub fn object(&mut self, name: &str, value: Value) -> Option<Value> {
        if value.is_object() {
            return Some(value);
        }
        self.warn(name, || format!("{} is not an object; left out", shown(&value)));
        None
    }

    /// Takes a list of objects, each with its index; what is none is left out.
    pub fn objects(&mut self, name: &str) -> Vec<(usize, Value)> {
        let list = self.list(name).into_iter().enumerate();
        list.filter_map(|(index, it)| Some((index, self.object(&format!("{name}[{index}]"), it)?))).collect()
    }

    /// Takes a list of lines, cleaned, without the empty ones.
    pub fn lines(&mut self, name: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for value in self.list(name) {
            match value {
                Value::String(text) => lines.push(clean::line(&text)),
                Value::Number(number) => lines.push(number.to_string()),
                other => self.wrong(name, &other, "text"),
            }
        }
        lines.retain(|it| !it.is_empty());
        lines
    }

    /// Takes a list of tags: without `#`, without spaces, each once.
    pub fn tags(&mut self, name: &str) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for line in self.lines(name) {
            let words = line.split_whitespace().map(|it| it.trim_start_matches('#'));
            let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
            let tag: String = words.join("-").chars().take(LONGEST_TAG).collect();
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// Takes a list of links; a text alone is the address.
    pub fn links(&mut self, name: &str) -> Vec<Link> {
        let mut links = Vec::new();
        for (index, value) in self.list(name).into_iter().enumerate() {
            let link = match value {
                Value::String(url) => Link { label: String::new(), url: clean::line(&url) },
                other => {
                    let Some(other) = self.object(&format!("{name}[{index}]"), other) else { continue };
                    let path = self.at(&format!("{name}[{index}]"));
                    let mut fields = Fields::new(path, other, self.warnings);
                    let link = Link { label: fields.line("label"), url: fields.line("url") };
                    fields.done();
                    link
                }
            };
            if link.url.is_empty() {
                self.warn(&format!("{name}[{index}]"), || "the link has no `url`; left out".to_owned());
            } else {
                links.push(link);
            }
        }
        links
    }

    /// Takes an object within this one.
    pub fn inner(&mut self, name: &str, value: Value) -> Fields<'_> {
        Fields::new(self.at(name), value, self.warnings)
    }

    /// Warns about the fields that nobody took.
    pub fn done(self) {
        for name in self.map.keys() {
            let path = if self.path.is_empty() { name.clone() } else { format!("{}.{name}", self.path) };
            let path = clean::line(&path);
            self.warnings.add(|| format!("{path}: not a field of coe/1; left out"));
        }
    }
}

/// Returns a value as a warning shows it.
pub(super) fn shown(value: &Value) -> String {
    // A long list is not written out to be cut again.
    let text = match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => {
            let start: String = text.chars().take(SHOWN * 2).collect();
            return format!("\"{}\"", clean::truncate(&clean::line(&start), SHOWN));
        }
        other => other.to_string(),
    };
    clean::truncate(&text, SHOWN).into_owned()
}
