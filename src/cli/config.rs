//! `coe config`: where the configuration lies, what holds, what is wrong with it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::app::command::Command;
use crate::config::{self, Config, Problem, SETTINGS, VARIABLE};
use crate::file;
use crate::store::create_folder;

use super::context::Context;
use super::editor;
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Style};

/// The commands of `coe config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print where the configuration file lies
    Path,
    /// Print every setting in force and where it comes from
    Show(ShowArgs),
    /// Edit the file in your editor, made with all defaults in comments when it is missing
    Edit,
    /// Name what is wrong with the file; exit code 1 when something is
    Check,
}

/// Arguments of `coe config show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Print a file with every setting, its default and what it does
    #[arg(long)]
    default: bool,
}

/// Returns the configuration in force and what is wrong with it.
pub fn in_force() -> (Config, Vec<Problem>) {
    config::path().map(|it| config::load(&it)).unwrap_or_default()
}

/// Runs one of the commands of `coe config`.
pub fn config(context: &mut Context, command: &ConfigCommand) -> Result<()> {
    match command {
        ConfigCommand::Path => path(context),
        ConfigCommand::Show(args) if args.default => default(context),
        ConfigCommand::Show(_) => show(context),
        ConfigCommand::Edit => edit(context),
        ConfigCommand::Check => check(context),
    }
}

/// Returns where the file lies.
fn file() -> Result<PathBuf> {
    config::path().ok_or_else(|| {
        Failure::usage(format!(
            "there is no home directory to look for the configuration in; name a file in {VARIABLE}"
        ))
    })
}

fn path(context: &mut Context) -> Result<()> {
    let path = file()?;
    let shown = path.display().to_string();
    match context.out.form() {
        Form::Json => context.out.json(Doc::new().with("path", &shown).with("exists", &path.exists())),
        _ => context.out.line(&shown),
    }
}

fn default(context: &mut Context) -> Result<()> {
    let text = config::default_file();
    match context.out.form() {
        Form::Json => context.out.json(Doc::new().with("text", &text)),
        _ => context.out.exact(&text),
    }
}

fn problems_json(problems: &[Problem]) -> Value {
    problems.iter().map(|it| json!({ "line": it.line, "message": it.message })).collect()
}

fn show(context: &mut Context) -> Result<()> {
    let path = file()?;
    let (config, problems) = config::load(&path);
    if context.out.is_json() {
        let mut settings = Map::new();
        for setting in SETTINGS {
            let value = json!({ "value": (setting.show)(&config), "line": config.lines.get(setting.name) });
            settings.insert(setting.name.to_owned(), value);
        }
        let mut keys = Map::new();
        for command in Command::ALL {
            let id = command.spec().id;
            let value = json!({ "keys": config.keys_of(*command), "line": config.lines.get(id) });
            keys.insert(id.to_owned(), value);
        }
        let doc = Doc::new().with("path", &path.display().to_string()).with("exists", &path.exists());
        let mut review = Map::new();
        for (name, value) in config::review_rows(&config.review) {
            let line = config.lines.get(&name.replace('"', ""));
            review.insert(name, json!({ "value": value, "line": line }));
        }
        let doc = doc.with("settings", &settings).with("review", &review).with("keys", &keys);
        return context.out.json(doc.with("problems", &problems_json(&problems)));
    }
    let keys = |command: &Command| {
        let keys: Vec<String> = config.keys_of(*command).iter().map(|it| format!("\"{it}\"")).collect();
        (command.spec().id, format!("[{}]", keys.join(", ")))
    };
    let review = config::review_rows(&config.review);
    let rows = SETTINGS.iter().map(|it| (it.name, (it.show)(&config)));
    let rows = rows.chain(review.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let rows = rows.chain(Command::ALL.iter().map(keys));
    let origin = |name: &str| match config.lines.get(&name.replace('"', "")) {
        Some(line) => format!("{}:{line}", config::NAME),
        None => "default".to_owned(),
    };
    let out = &mut context.out;
    if out.form() == Form::Human {
        let exists = if path.exists() { "" } else { " (not there)" };
        out.styled(&[(Style::Dim, &format!("{}{exists}", path.display()))])?;
    }
    for (name, value) in rows {
        match out.form() {
            Form::Plain => out.record(&[name, &value, &origin(name)])?,
            _ => {
                let set = config.lines.contains_key(name);
                let style = if set { Style::Strong } else { Style::Plain };
                let text = format!("{name:<20} {value:<26} ");
                out.styled(&[(style, &text), (Style::Dim, &origin(name))])?;
            }
        }
    }
    problems.iter().for_each(|it| out.warn(&it.to_string()));
    Ok(())
}

fn edit(context: &mut Context) -> Result<()> {
    if context.global.no_input {
        return Err(Failure::usage("an editor asks for input and --no-input forbids that")
            .hint("write the file yourself: `coe config path` names it"));
    }
    let path = file()?;
    let command = editor::split(&editor::command(in_force().0.editor.as_deref()))?;
    if !path.exists() {
        let folder = file::folder(&path);
        let failed = |error| Failure::io("make the folder", &folder.display().to_string(), &error);
        create_folder(folder).map_err(failed)?;
        file::write(&path, &config::default_file(), false)?;
    }
    context.out.flush()?;
    editor::run(&command, &path)?;
    let (_, problems) = config::load(&path);
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("path", &path.display().to_string());
            context.out.json(doc.with("problems", &problems_json(&problems)))
        }
        _ => {
            problems.iter().for_each(|it| context.out.warn(&it.to_string()));
            Ok(())
        }
    }
}

fn check(context: &mut Context) -> Result<()> {
    let path = file()?;
    let (_, problems) = config::load(&path);
    let shown = path.display().to_string();
    let out = &mut context.out;
    match out.form() {
        Form::Json => {
            let doc = Doc::new().with("path", &shown).with("ok", &problems.is_empty());
            out.json(doc.with("problems", &problems_json(&problems)))?;
        }
        Form::Plain => problems.iter().try_for_each(|it| {
            let line = it.line.map_or_else(String::new, |it| it.to_string());
            out.record(&[&line, &it.message])
        })?,
        Form::Human => problems.iter().try_for_each(|it| out.line(&it.to_string()))?,
    }
    match problems.len() {
        0 => {
            let there = if path.exists() { "is in order" } else { "is not there, so the defaults hold" };
            out.note(&format!("{shown} {there}"));
            Ok(())
        }
        1 => Err(wrong(&shown, "one problem")),
        n => Err(wrong(&shown, &format!("{n} problems"))),
    }
}

fn wrong(path: &str, count: &str) -> Failure {
    let message = format!("{path} has {count}; the settings concerned keep their defaults");
    Failure { code: Code::No, message, hint: Some("mend it with `coe config edit`".to_owned()) }
}
