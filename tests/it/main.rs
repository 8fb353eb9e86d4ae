//! The one integration binary.

mod oplog;
