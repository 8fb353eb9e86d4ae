//! What an incident is made of: values and rules, without a clock, a file, a database or a terminal.
//!
//! Nothing here can fail but by a [`change::Conflict`] or by words that cannot be read.

pub mod word;

pub mod amount;
pub mod clean;
pub mod span;
pub mod time;

pub mod id;

pub mod action;
pub mod event;
pub mod incident;
pub mod ladder;
pub mod metric;
pub mod section;
pub mod waiver;

pub mod change;
pub mod document;

pub mod plan;
pub mod quicklog;
pub mod timeline;
