//! The terminal application: state, messages, the one function that changes the state, and the loop that runs it.

pub mod editor;
pub mod key;
pub mod runtime;
