//! The edge of the terminal application: the loop, the terminal, the store's threads, `$EDITOR`.

pub mod input;
pub mod paint;
pub mod terminal;
