//! `coe section`: the prose of the document.

use clap::{Args, Subcommand};

use crate::domain::change::Change;
use crate::domain::clean;
use crate::domain::document::section_json;
use crate::domain::incident::{Header, Parts};
use crate::domain::section::SectionName;
use crate::store::{StoreError, Written};

use super::args::DryRun;
use super::context::{Context, Step};
use super::editor::{self, Sheet};
use super::failure::{Code, Failure, Result};
use super::log::read_input;
use super::output::{Doc, Form, Style};
use super::part::{Told, tell};
use super::word::known;

/// The commands of `coe section`.
#[derive(Debug, Subcommand)]
pub enum SectionCommand {
    /// Print a section, or all that hold text
    Show(ShowArgs),
    /// Set the text of a section
    Set(SetArgs),
    /// Edit a section in your editor
    Edit(EditArgs),
}

/// Arguments of `coe section show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// summary, impact, background, detection, diagnosis, mitigation, prevention, lessons or related
    #[arg(value_name = "NAME", hide_possible_values = true, value_parser = known(SectionName::ALL, SectionName::word))]
    name: Option<SectionName>,
}

/// Arguments of `coe section set`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe section set summary \"Checkout answered 503 to 1.2 % of customers for 34 minutes.\"
  coe section set lessons - < lessons.md
  coe section set related \"\"     # empties it")]
pub struct SetArgs {
    /// summary, impact, background, detection, diagnosis, mitigation, prevention, lessons or related
    #[arg(value_name = "NAME", hide_possible_values = true, value_parser = known(SectionName::ALL, SectionName::word))]
    name: SectionName,
    /// Its Markdown; `-` reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe section edit`.
#[derive(Debug, Args)]
#[command(after_help = "The editor is COE_EDITOR, `editor` of config.toml, VISUAL, EDITOR, or vi.")]
pub struct EditArgs {
    /// summary, impact, background, detection, diagnosis, mitigation, prevention, lessons or related
    #[arg(value_name = "NAME", hide_possible_values = true, value_parser = known(SectionName::ALL, SectionName::word))]
    name: SectionName,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs one of the commands of `coe section`.
pub fn section(context: &mut Context, command: &SectionCommand) -> Result<()> {
    let header = context.incident()?;
    let parts = context.store()?.parts(header.id)?;
    match command {
        SectionCommand::Show(args) => show(context, args, &header, &parts),
        SectionCommand::Set(args) => set(context, args, &header, &parts),
        SectionCommand::Edit(args) => edit(context, args, &header, &parts),
    }
}

fn text_of(parts: &Parts, name: SectionName) -> &str {
    parts.sections.iter().find(|it| it.name == name).map_or("", |it| it.text.as_str())
}

fn show(context: &mut Context, args: &ShowArgs, header: &Header, parts: &Parts) -> Result<()> {
    let out = &mut context.out;
    let doc = Doc::new().with("incident", &header.reference());
    let Some(name) = args.name else {
        if out.is_json() {
            let all: std::collections::BTreeMap<_, _> =
                parts.sections.iter().map(|it| (it.name, it.text.as_str())).collect();
            return out.json(doc.with("sections", &all));
        }
        if out.form() == Form::Plain {
            return parts.sections.iter().try_for_each(|it| out.record(&[it.name.word(), &it.text]));
        }
        if parts.sections.is_empty() {
            out.note("no section holds text yet; write one with `coe section edit summary`");
        }
        for (at, section) in parts.sections.iter().enumerate() {
            if at > 0 {
                out.line("")?;
            }
            out.styled(&[(Style::Strong, section.name.title())])?;
            section.text.lines().try_for_each(|line| out.line(line))?;
        }
        return Ok(());
    };
    let text = text_of(parts, name);
    match out.form() {
        Form::Json => out.json(doc.with("section", &section_json(name, text))),
        _ if text.is_empty() => {
            out.note(&format!("{name} is empty; write it with `coe section edit {name}`"));
            Ok(())
        }
        _ => out.exact(&format!("{text}\n")),
    }
}

fn set(context: &mut Context, args: &SetArgs, header: &Header, parts: &Parts) -> Result<()> {
    let mut warnings = Vec::new();
    let text = match args.text.as_slice() {
        [only] if only == "-" => read_input(&mut warnings)?,
        words => clean::block(&words.join(" ")),
    };
    let text = text.trim_end();
    let change = Change::section(header.id, args.name, text_of(parts, args.name), text);
    let written = context.write(Step::new(header.id, args.dry.dry_run), vec![change])?;
    told(context, args.dry, header, (args.name, text, &written, warnings))
}

fn told(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (name, text, written, warnings): (SectionName, &str, &Written, Vec<String>),
) -> Result<()> {
    let words = text.split_whitespace().count();
    let told = Told {
        part: ("section", section_json(name, text)),
        record: vec![name.word().to_owned(), text.to_owned()],
        verb: if text.is_empty() { "emptied" } else { "set" },
        subject: format!("section {name}"),
        tail: match words {
            0 => String::new(),
            1 => " to 1 word".to_owned(),
            n => format!(" to {n} words"),
        },
        warnings,
    };
    tell(context, header, dry, (written, told))
}

fn edit(context: &mut Context, args: &EditArgs, header: &Header, parts: &Parts) -> Result<()> {
    let name = args.name;
    if context.global.no_input {
        return Err(Failure::usage(format!(
            "an editor asks for input and --no-input forbids that; use `coe section set {name} -`"
        )));
    }
    let config = context.config();
    let command = editor::split(&editor::command(config.editor.as_deref()))?;
    let before = text_of(parts, name);
    let sheet = Sheet::new(&format!("COE-{}-{name}.md", header.reference()), before)?;
    context.out.flush()?;
    let (text, replaced) = match sheet.edit(&command) {
        Ok(back) => back,
        Err(error) => return Err(keep(sheet, before, error.into())),
    };
    let mut warnings = Vec::new();
    if replaced > 0 {
        warnings.push(format!("{replaced} malformed bytes of the text were replaced"));
    }
    // An editor may add the last line feed; that is no edit.
    let text = if text == before.trim_end() { before } else { &text };
    let change = Change::section(header.id, name, before, text);
    match context.try_step(Step::new(header.id, args.dry.dry_run), vec![change]) {
        Ok(Ok(written)) => told(context, args.dry, header, (name, text, &written, warnings)),
        Ok(Err(StoreError::Conflict(_))) => {
            let what = format!("section {name} was changed by someone else while you were editing it");
            Err(keep(sheet, before, Failure { code: Code::Conflict, message: what, hint: None }))
        }
        Ok(Err(error)) => Err(keep(sheet, before, error.into())),
        Err(failure) => Err(keep(sheet, before, failure)),
    }
}

/// Keeps what was typed in a file, if it is more than there was before, and says where.
fn keep(sheet: Sheet, before: &str, failure: Failure) -> Failure {
    let typed =
        std::fs::read(sheet.path()).is_ok_and(|it| it.trim_ascii_end() != before.trim_end().as_bytes());
    if !typed {
        return failure;
    }
    let path = sheet.keep();
    let message = match &failure.hint {
        Some(hint) => format!("{}; {hint}", failure.message),
        None => failure.message.clone(),
    };
    Failure { message, ..failure }.hint(format!("your text is kept in {}", path.display()))
}
