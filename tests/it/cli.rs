//! The command line, run as people and scripts run it: the real program, its output, its exit codes, its file.

mod answers;
mod incidents;
mod logging;
mod robust;
mod terminal;
mod timeline;
