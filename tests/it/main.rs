//! The one integration binary.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set up its world must fail; clippy knows only the test functions themselves"
)]

mod cli;
mod env;
mod generated;
mod harness;
mod export;
mod oplog;
mod schema;
mod store_properties;
mod screens;
mod tidy;
mod update;
