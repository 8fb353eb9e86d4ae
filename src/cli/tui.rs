//! The way from the command line into the terminal interface.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::app::keymap::Keymap;
use crate::app::runtime::{self, Outcome, RunError, Setup};
use crate::app::state::Settings;
use crate::config::{Ascii, Config, Problem};
use crate::domain::change::{Change, Edit};
use crate::domain::id::{IdSource, StepId};
use crate::domain::span::Span;
use crate::import::sample;
use crate::store::{Mode, Origin, Store, Write};
use crate::ui::theme::Theme;

use super::args::{ColorWhen, Global};
use super::context::{Context, local_zone, seed};
use super::failure::{Code, Failure, Result};

/// Opens the terminal interface on the database of the context.
///
/// # Errors
/// A [`Failure`] when it cannot be opened.
pub fn open_terminal_interface(mut context: Context) -> Result<ExitCode> {
    let db = context.db()?;
    match run(&mut context, db)? {
        Outcome::Exit(code) => Ok(exit_code(code)),
        Outcome::Sample => open_sample(context),
    }
}

/// Opens the terminal interface on a sample incident in a throw-away file.
///
/// # Errors
/// A [`Failure`] when it cannot be opened.
pub fn open_sample(mut context: Context) -> Result<ExitCode> {
    let folder = crate::file::private_folder("coe-demo-").map_err(|error| Failure {
        code: Code::Io,
        message: format!("no temporary folder can be made for the sample: {error}"),
        hint: Some("set TMPDIR to a folder that can be written to".to_owned()),
    })?;
    let db = folder.path().join("demo.db");
    write_sample(&context, &db)?;
    match run(&mut context, db)? {
        Outcome::Exit(code) => Ok(exit_code(code)),
        Outcome::Sample => Ok(ExitCode::SUCCESS),
    }
}

fn exit_code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

fn write_sample(context: &Context, db: &std::path::Path) -> Result<()> {
    let mut ids = IdSource::seeded(seed());
    let now = context.now;
    let sample = sample::read(&mut ids, now).map_err(|error| Failure {
        code: Code::Invalid,
        message: format!("the sample cannot be read: {error}"),
        hint: None,
    })?;
    let write = Write {
        step: StepId(ids.next(now)),
        incident: sample.header.id,
        at: now,
        origin: Origin::Import,
        label: Some("opened the sample".to_owned()),
        enters: None,
    };
    let header = Change::header(Edit::add(sample.header));
    Store::open(db, Mode::Create)?.write(&write, header.into_iter().chain(sample.changes))?;
    Ok(())
}

fn run(context: &mut Context, db: PathBuf) -> Result<Outcome> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(Failure::usage("the terminal interface needs a terminal")
            .hint("in scripts use the commands, such as `coe status` and `coe log`; see `coe --help`"));
    }
    if std::env::var_os("TERM").is_some_and(|it| it == "dumb") {
        return Err(Failure::usage(
            "the terminal says that it is dumb (TERM=dumb), and cannot show a screen",
        )
        .hint("use the commands: `coe log TEXT`, `coe tail -f`, `coe status`; see `coe --help`"));
    }
    let colour = colour(&context.global);
    let (config, problems) = super::config::in_force();
    let editor = super::editor::command(config.editor.as_deref());
    let incident = match &context.global.incident {
        Some(name) if !name.trim().is_empty() => Some(context.incident()?.id),
        _ => None,
    };
    let setup = Setup {
        db,
        incident,
        settings: settings(context, config, &problems),
        theme: if colour { Theme::colour() } else { Theme::plain() },
        colour,
        clock: context.clock,
        ids: IdSource::seeded(seed()),
        state_dir: state_dir(),
        editor,
    };
    let ended = runtime::run(setup).map_err(|error| match error {
        RunError::Store(error) => Failure::from(error),
        RunError::Terminal(error) => Failure { code: Code::Io, message: error.to_string(), hint: None },
    })?;
    for note in &ended.notes {
        context.out.warn(note);
    }
    Ok(ended.outcome)
}

/// Tells whether colours are wanted: `--color`, then `NO_COLOR`.
fn colour(global: &Global) -> bool {
    match global.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
    }
}

fn settings(context: &Context, config: Config, problems: &[Problem]) -> Settings {
    let review = config.review(context.now);
    let mut keymap = Keymap::default();
    for (command, keys) in config.keys {
        keymap.set(command, keys);
    }
    Settings {
        keymap,
        local: local_zone(),
        zone: context.global.tz.or(config.zone).unwrap_or_default(),
        ascii: match config.ascii {
            Ascii::On => true,
            Ascii::Off => false,
            Ascii::Auto => ascii(),
        },
        sticky: config.sticky,
        footer: config.footer,
        still: config.still || std::env::var_os("NO_MOTION").is_some_and(|it| !it.is_empty()),
        gap: Span::minutes(config.gap_minutes.into()),
        review,
        problems: problems.iter().map(Problem::to_string).collect(),
    }
}

/// Tells whether the terminal can be trusted with ASCII only: by its name, or by a locale that is not UTF-8.
fn ascii() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    let utf8 = locale.is_none_or(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("utf-8") || it.contains("utf8")
    });
    !utf8 || set("TERM").is_some_and(|it| it == "linux")
}

fn state_dir() -> PathBuf {
    directories::ProjectDirs::from("", "", "coe")
        .map(|it| it.state_dir().unwrap_or_else(|| it.data_dir()).to_owned())
        .unwrap_or_else(std::env::temp_dir)
}
