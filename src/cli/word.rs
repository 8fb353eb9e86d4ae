//! Words of a closed set as values of arguments: read with all their aliases, and known to completions by their names.

use std::error::Error;
use std::ffi::OsStr;
use std::str::FromStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

/// A parser of values whose usual ones are known.
#[derive(Debug, Clone)]
pub struct Words<P> {
    inner: P,
    words: Vec<&'static str>,
}

/// Reads a word of a closed set, in all the ways it may be written; completions offer its name.
pub fn known<T>(all: &[T], word: fn(T) -> &'static str) -> Words<impl TypedValueParser<Value = T> + use<T>>
where
    T: FromStr<Err: Into<Box<dyn Error + Send + Sync>>> + Copy + Send + Sync + 'static,
{
    Words { inner: |text: &str| text.parse::<T>(), words: all.iter().map(|it| word(*it)).collect() }
}

/// Takes any text, as the command has more to say about it than clap; completions offer `words`.
pub fn offered(words: impl IntoIterator<Item = &'static str>) -> Words<StringValueParser> {
    Words { inner: StringValueParser::new(), words: words.into_iter().collect() }
}

impl<P: TypedValueParser> TypedValueParser for Words<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        self.inner.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.words.iter().map(PossibleValue::new)))
    }
}
