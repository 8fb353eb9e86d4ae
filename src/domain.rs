//! What an incident is made of: values and rules, without a clock, a file, a database or a terminal.

pub mod amount;
pub mod clean;
pub mod quicklog;
pub mod span;
pub mod time;
