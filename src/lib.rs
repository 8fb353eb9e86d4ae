//! `coe`: live incident timelines and Correction of Error drafting, in the terminal.
//!
//! `src/README.md` is the map of this crate.

pub mod domain;

pub mod metrics;
pub mod store;

pub mod app;
pub mod ui;

pub mod docs;
