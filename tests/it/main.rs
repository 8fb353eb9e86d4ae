//! The one integration binary.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set up its world must fail; clippy knows only the test functions themselves"
)]

mod cli;
mod cli_parts;
mod corpus;
mod durability;
mod env;
mod export;
mod generated;
mod harness;
mod oplog;
mod pty;
mod pty_session;
mod schema;
mod screens;
mod store_properties;
mod tidy;
mod update;
