//! The terminal application: state, messages, the one function that changes the state, and the loop that runs it.
//!
//! ```text
//!  input ──┐                         ┌──► draw(&State)          ui
//!  store ──┼──► Msg ──► update ──────┤
//!  clock ──┘         (&mut State)    └──► Effect ──► perform    runtime, store threads
//! ```

pub mod command;
pub mod editor;
pub mod effect;
pub mod field;
pub mod findings;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod msg;
pub mod palette;
pub mod runtime;
pub mod state;
pub mod timeline;
pub mod update;
