//! A text that is a time as a whole.
use super::{Precision, TimeContext, TimeError, Timestamp, When};

/// Reads a text that is a time as a whole.
///
/// # Errors
/// Every text that is not wholly a time, with the reason.
pub fn parse_time(text: &str, ctx: &TimeContext<'_>) -> Result<When, TimeError> {
    let at = Timestamp::parse_rfc3339(text).ok_or_else(|| TimeError::unrecognised(text))?;
    Ok(When { at, zone: ctx.zone, precision: Precision::Exact, entered: text.to_string(), note: None })
}
