//! The rows of a list, each read on its own: what cannot be read costs itself and nothing beside it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::clean;
use crate::import::Warnings;
use crate::import::fields::shown;

/// How deep a value that cannot be read as a whole is searched for what can; the document itself nests to 6.
const SEARCHED: usize = 12;

/// A list at the top of a document, whose rows are not read yet.
pub(super) struct Rows<'t> {
    /// The whole document, to find the lines of.
    pub text: &'t str,
    pub name: &'static str,
    pub list: Vec<&'t RawValue>,
}

impl Rows<'_> {
    /// Reads a row, with its path; what is no object is left out with a warning that names its line.
    pub fn object(&self, row: usize, warnings: &mut Warnings) -> Option<(String, Value)> {
        let raw = self.list[row];
        let path = format!("{}[{row}]", self.name);
        if raw.get().starts_with('{') {
            return value(raw, &path, warnings).filter(Value::is_object).map(|it| (path, it));
        }
        if let Some(other) = value(raw, &path, warnings) {
            let what =
                || format!("{path} (line {}): {} is not an object; left out", self.line(raw), shown(&other));
            warnings.add(what);
        }
        None
    }

    /// Returns the line, from 1, on which a row begins.
    fn line(&self, raw: &RawValue) -> usize {
        let offset = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        1 + before.iter().filter(|it| **it == b'\n').count()
    }
}

/// Reads a value whose syntax was checked. What can still fail are numbers beyond a float, escapes without a character
/// and nesting without end: each is read as missing, and none if that is the whole of it.
pub(super) fn value(raw: &RawValue, path: &str, warnings: &mut Warnings) -> Option<Value> {
    patient(raw, path, SEARCHED, warnings)
}

fn patient(raw: &RawValue, path: &str, depth: usize, warnings: &mut Warnings) -> Option<Value> {
    let error = match Value::deserialize(raw) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let deeper = depth.checked_sub(1);
    if let Some(depth) = deeper
        && let Ok(list) = <Vec<&RawValue>>::deserialize(raw)
    {
        let read = |(index, raw)| patient(raw, &format!("{path}[{index}]"), depth, warnings);
        // A place is kept for each, so that the ones behind it keep their numbers.
        return Some(list.into_iter().enumerate().map(read).map(Option::unwrap_or_default).collect());
    }
    if let Some(depth) = deeper
        && let Ok(fields) = <BTreeMap<String, &RawValue>>::deserialize(raw)
    {
        let read = |(name, raw): (String, &RawValue)| {
            let value = patient(raw, &format!("{path}.{}", clean::line(&name)), depth, warnings);
            (name, value.unwrap_or_default())
        };
        return Some(fields.into_iter().map(read).collect());
    }
    warnings.add(|| {
        let text: String = raw.get().chars().take(200).collect();
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        let text = clean::line(&text);
        format!(
            "{path}: {} cannot be read ({}); read as missing",
            clean::truncate(&text, 40),
            clean::line(why)
        )
    });
    None
}
