//! `coe`: live incident timelines and Correction of Error drafting, in the terminal.
//!
//! `src/README.md` is the map of this crate.

pub mod domain;

pub mod export;
pub mod import;
pub mod metrics;
pub mod review;

pub mod store;

pub mod app;
pub mod ui;

pub mod cli;
pub mod clock;
pub mod config;
pub mod file;
pub mod spread;

pub mod docs;
