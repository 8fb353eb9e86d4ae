//! The `coe` program: hands its arguments to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    coe::cli::run(std::env::args_os())
}
