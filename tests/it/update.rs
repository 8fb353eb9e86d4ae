//! What keys do: told by the screen and by the rows in the store.

mod ahead;
mod browse;
mod commands;
mod drafts;
mod events;
pub mod findings;
mod keys;
mod log;
mod parts;
mod paste;
mod processes;
