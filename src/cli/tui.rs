//! The way from the command line into the terminal interface.

use std::process::ExitCode;

use super::context::Context;
use super::failure::{Failure, Result};

/// Opens the terminal interface on the database of the context.
///
/// # Errors
/// A [`Failure`] when it cannot be opened.
pub fn open_terminal_interface(context: Context) -> Result<ExitCode> {
    drop(context);
    Err(Failure::usage("the terminal interface is not built in"))
}

/// Opens the terminal interface on a sample incident in a throw-away file.
///
/// # Errors
/// A [`Failure`] when it cannot be opened.
pub fn open_sample(context: Context) -> Result<ExitCode> {
    open_terminal_interface(context)
}
