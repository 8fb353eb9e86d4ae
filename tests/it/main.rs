//! The one integration binary.

mod oplog;
mod tidy;
