//! The one integration binary.

mod oplog;
mod schema;
mod store_properties;
mod tidy;
