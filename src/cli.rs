//! The command line: one file for each family of commands, on top of `args`, `context`, `output` and `failure`.
//!
//! A command reads its arguments, asks the store, plans with `domain::plan` as the terminal interface does, writes one
//! step and prints through `output`. No command prints by itself, opens the database by itself or reads the clock.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::clock::Clock;

pub mod args;
pub mod context;
pub mod failure;
pub mod output;

mod action;
mod backup;
mod check;
mod completions;
mod config;
mod doctor;
mod editor;
mod event;
mod export;
mod import;
mod incident;
mod limit;
mod line;
mod log;
mod mark;
mod metric;
mod part;
mod rewrite;
mod search;
mod section;
mod set;
mod show;
mod status;
mod tail;
mod tui;
mod undo;
mod waive;
mod why;
mod word;

pub use log::MAX_INPUT;

use args::{Cli, Command, Global};
use context::Context;
use failure::{Code, Failure, Result};
use output::{Doc, Output};

/// Runs the command line and returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let (args, unreadable) = rewrite::readable(args.into_iter().collect());
    let args = rewrite::times(args);
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, &args),
    };
    let global = cli.global.clone();
    match dispatch(cli, unreadable) {
        Ok(code) => code,
        Err(failure) => report(&mut Output::new(&global), &failure),
    }
}

fn dispatch(cli: Cli, unreadable: usize) -> Result<ExitCode> {
    let mut context = Context::new(cli.global, Clock::from_env()?);
    if unreadable > 0 {
        let were =
            if unreadable == 1 { "character of the arguments is" } else { "characters of the arguments are" };
        context.out.caution(&format!("{unreadable} {were} not UTF-8, could not be read and became \u{fffd}"));
    }
    let Some(command) = cli.command else {
        if output::on_a_terminal() {
            return tui::open_terminal_interface(context);
        }
        status::status(&mut context, &status::StatusArgs::default())?;
        context.out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    if matches!(command, Command::Demo) {
        return tui::open_sample(context);
    }
    let done = perform(&mut context, command);
    // What was printed before a failure is shown before it is reported.
    let shown = context.out.flush();
    done.and(shown).map(|()| ExitCode::SUCCESS).map_err(|failure| context.unless_saved(failure))
}

fn perform(context: &mut Context, command: Command) -> Result<()> {
    match command {
        Command::Demo => Ok(()),
        Command::New(args) => incident::new(context, &args),
        Command::List(args) => incident::list(context, &args),
        Command::Show(args) => show::show(context, &args),
        Command::Use(args) => incident::choose(context, &args),
        Command::Set(args) => set::set(context, &args),
        Command::Status(args) => status::status(context, &args),
        Command::Log(args) => log::log(context, &args),
        Command::Mark(args) => mark::mark(context, &args),
        Command::Tail(args) => tail::tail(context, &args),
        Command::Event(command) => event::event(context, &command),
        Command::Metric(command) => metric::metric(context, &command),
        Command::Why(command) => why::why(context, &command),
        Command::Action(command) => action::action(context, &command),
        Command::Section(command) => section::section(context, &command),
        Command::Check(args) => check::check(context, &args),
        Command::Waive(args) => waive::waive(context, &args),
        Command::Export(args) => export::export(context, &args),
        Command::Import(args) => import::import(context, &args),
        Command::Undo(args) => undo::undo(context, &args),
        Command::Redo(args) => undo::redo(context, &args),
        Command::History(args) => undo::history(context, &args),
        Command::Search(args) => search::search(context, &args),
        Command::Backup(args) => backup::backup(context, &args),
        Command::Doctor(args) => doctor::doctor(context, &args),
        Command::Config(command) => config::config(context, &command),
        Command::Completions(args) => completions::completions(context, &args),
        Command::Man(args) => completions::man(context, &args),
    }
}

fn report(out: &mut Output, failure: &Failure) -> ExitCode {
    out.fail(failure);
    ExitCode::from(failure.code as u8)
}

/// Shows help and version, or says why the command line cannot be understood.
fn refuse(error: &clap::Error, args: &[OsString]) -> ExitCode {
    let global = Global { json: rewrite::wants_json(args), ..Global::default() };
    let mut out = Output::new(&global);
    if !error.use_stderr() {
        let version = error.kind() == clap::error::ErrorKind::DisplayVersion;
        let printed = match version && global.json {
            true => out.json(Doc::new().with("name", "coe").with("version", env!("CARGO_PKG_VERSION"))),
            false => out.exact(&error.render().to_string()),
        };
        return match printed.and_then(|()| out.flush()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => report(&mut out, &failure),
        };
    }
    let failure = rewrite::mistaken_time(args).map_or_else(
        || explain(&error.render().to_string()),
        |it| Failure {
            code: Code::Usage,
            message: format!("`{it}` is neither a time nor a flag"),
            hint: Some(
                "a time in front is written -5m, -1h30 or -90s; put -- in front of text that begins so"
                    .to_owned(),
            ),
        },
    );
    report(&mut out, &failure)
}

/// Shortens clap's explanation to one line and the best hint in it.
fn explain(text: &str) -> Failure {
    let mut paragraphs = text.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = paragraphs.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(&message).to_owned();
    let rest: Vec<String> = paragraphs.collect();
    let tip = rest.iter().find_map(|it| it.strip_prefix("tip: "));
    // What the environment says is no part of the command line, but clap shows it as if it had to be given.
    let usage = rest.iter().find_map(|it| it.strip_prefix("Usage: "));
    let usage = usage.map(|it| it.replace(" --db <FILE>", "").replace(" --incident <REF>", ""));
    let hint = match (tip, usage) {
        (Some(tip), _) if tip.starts_with("to pass ") => {
            "put `--` in front of text that begins with a hyphen, such as coe log -- \"- disk full\""
                .to_owned()
        }
        (Some(tip), _) => tip.to_owned(),
        (None, Some(usage)) => format!("usage: {usage} (more with --help)"),
        (None, None) => "see `coe --help`".to_owned(),
    };
    Failure { code: Code::Usage, message, hint: Some(hint) }
}
