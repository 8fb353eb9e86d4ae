//! The one integration binary.

mod cli;
mod env;
mod oplog;
mod tidy;
