//! What the command line accepts. The doc comments are the help text that people read.
//!
//! Here are the program, its global flags and the list of commands; the arguments of a command stand beside its code.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::time::Zone;

use super::{
    action, backup, check, completions, config, doctor, event, export, import, incident, log, mark, metric,
    search, section, set, show, status, tail, undo, waive, why,
};

/// Takes down an incident as it happens and turns it into a Correction of Error.
#[derive(Debug, Parser)]
#[command(
    name = "coe",
    version,
    after_help = "Examples:
  coe                                        open the terminal interface
  coe new \"checkout returns 503\" --severity SEV2
  coe log -5m \"rolled back web-42 #deploy\"   log what happened five minutes ago
  coe mark mitigated -t 14:40                set a milestone
  coe export > coe.md                        write the COE

Exit codes: 0 done, 1 the answer is no, 2 usage, 3 not found, 4 conflict or locked,
            5 invalid data, 6 input/output or database, 130 interrupted"
)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// The command; none opens the terminal interface.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags that every command takes, before or after its name.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The database file; by default coe.db in your data directory
    #[arg(long, global = true, value_name = "FILE", env = "COE_DB", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// The incident: INC-7, 7, the beginning of its id, or words of its title; by default the one last used
    #[arg(short, long, global = true, value_name = "REF", env = "COE_INCIDENT", hide_env_values = true)]
    pub incident: Option<String>,
    /// Print JSON, with "schema": 1; errors as JSON, too
    #[arg(long, global = true)]
    pub json: bool,
    /// Print one record a line with tabs between its fields, nothing cut
    #[arg(long, global = true, conflicts_with = "json")]
    pub plain: bool,
    /// Print nothing but what was asked for, and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Read and show times in UTC instead of the incident's zone
    #[arg(long, global = true, conflicts_with = "tz")]
    pub utc: bool,
    /// Read and show times in ZONE (Europe/Berlin, +01:00) instead of the incident's
    #[arg(long, global = true, value_name = "ZONE", allow_hyphen_values = true)]
    pub tz: Option<Zone>,
    /// Never ask; what is missing is an error
    #[arg(long, global = true)]
    pub no_input: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal that has them, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The flag of every command that writes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct DryRun {
    /// Check and say what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the terminal interface on a sample incident in a throw-away file
    Demo,
    /// Start an incident and make it the current one
    New(incident::NewArgs),
    /// List incidents, open ones first
    List(incident::ListArgs),
    /// Show an incident
    Show(show::ShowArgs),
    /// Make an incident the current one
    Use(incident::UseArgs),
    /// Set a field of the incident
    Set(set::SetArgs),
    /// Say how the incident stands
    Status(status::StatusArgs),
    /// Log an event
    Log(log::LogArgs),
    /// Set a milestone: trigger, start, detected, acknowledged, identified, mitigated, resolved
    Mark(mark::MarkArgs),
    /// Show the end of the timeline as lines, and follow it with -f
    Tail(tail::TailArgs),
    /// List, edit, remove and move events
    #[command(subcommand)]
    Event(event::EventCommand),
    /// Set, list and remove the figures of the impact
    #[command(subcommand)]
    Metric(metric::MetricCommand),
    /// Ask, answer and list the whys
    #[command(subcommand)]
    Why(why::WhyCommand),
    /// Add, list, finish, edit and remove actions
    #[command(subcommand)]
    Action(action::ActionCommand),
    /// Show, set and edit the prose of the document
    #[command(subcommand)]
    Section(section::SectionCommand),
    /// Review an incident or a file as a demanding reader would
    Check(check::CheckArgs),
    /// Set a finding of the review aside, with the reason
    Waive(waive::WaiveArgs),
    /// Write the COE as Markdown or JSON
    Export(export::ExportArgs),
    /// Bring in an incident that was exported
    Import(import::ImportArgs),
    /// Take back the last step, or any other
    Undo(undo::UndoArgs),
    /// Do again what was undone last
    Redo(undo::RedoArgs),
    /// Show the steps that were made, by whatever process
    History(undo::HistoryArgs),
    /// Find events and sections by their words
    Search(search::SearchArgs),
    /// Copy the database as it is now into a file
    Backup(backup::BackupArgs),
    /// Examine the database, the configuration and the terminal
    Doctor(doctor::DoctorArgs),
    /// Show, check and edit the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Print the completions of a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual
    Man(completions::ManArgs),
}
