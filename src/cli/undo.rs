//! `coe undo`, `redo` and `history`: the steps of an incident, whoever made them.

use clap::Args;
use serde::Serialize;

use crate::domain::id::IncidentId;
use crate::domain::time::{Timestamp, Zone, stamp};
use crate::store::{HistoryRow, StoreError, Written};

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Table};

/// Arguments of `coe undo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe undo            takes back the last step, made here or in the terminal interface
  coe undo 12         takes back step 12 alone (see `coe history`)
  coe undo -n         says what it would take back")]
pub struct UndoArgs {
    /// The step; by default the last one that is in force
    #[arg(value_name = "STEP", value_parser = clap::value_parser!(i64).range(1..))]
    step: Option<i64>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe redo`.
#[derive(Debug, Args)]
pub struct RedoArgs {
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Show the last N steps
    #[arg(long, value_name = "N", default_value_t = 20)]
    last: usize,
}

/// The incident whose steps are meant. Undoing its very first step takes the incident itself away; that step can be
/// done again all the same.
struct Subject {
    id: IncidentId,
    /// `INC-7`; nothing when it is gone.
    reference: Option<String>,
    zone: Zone,
}

fn subject(context: &mut Context) -> Result<Subject> {
    let named = context.global.incident.as_ref().is_some_and(|it| !it.trim().is_empty());
    if !named && let Some(id) = context.store()?.current()? {
        match context.store()?.header(id) {
            Err(StoreError::NotFound(_)) if !context.store()?.history(id, None, 1)?.is_empty() => {
                let zone = context.global.tz.unwrap_or_default();
                return Ok(Subject { id, reference: None, zone });
            }
            _ => {}
        }
    }
    let header = context.incident()?;
    let zone = context.zone(&header);
    Ok(Subject { id: header.id, reference: Some(header.reference()), zone })
}

/// Takes back a step.
pub fn undo(context: &mut Context, args: &UndoArgs) -> Result<()> {
    let mut subject = subject(context)?;
    let write = context.stamp(Step::new(subject.id, args.dry.dry_run));
    let store = context.store()?;
    let written = match args.dry.dry_run {
        true => store.try_undo(&write, args.step),
        false => store.undo(&write, args.step),
    };
    let written = written.map_err(|error| nothing(error, &subject))?;
    if !args.dry.dry_run {
        context.note_saved(&written);
    }
    told(context, args.dry, &mut subject, ("undid", "undone", &written))
}

/// Does again what was undone last.
pub fn redo(context: &mut Context, args: &RedoArgs) -> Result<()> {
    let mut subject = subject(context)?;
    let write = context.stamp(Step::new(subject.id, args.dry.dry_run));
    let store = context.store()?;
    let written = if args.dry.dry_run { store.try_redo(&write) } else { store.redo(&write) };
    let written = written.map_err(|error| nothing(error, &subject))?;
    if !args.dry.dry_run {
        context.note_saved(&written);
    }
    told(context, args.dry, &mut subject, ("redid", "redone", &written))
}

/// Says in which incident there is nothing to undo or redo, as another may be meant.
fn nothing(error: StoreError, subject: &Subject) -> Failure {
    let StoreError::Nothing(what) = error else { return error.into() };
    let message = match &subject.reference {
        Some(reference) => format!("nothing to {what} in {reference}"),
        None => format!(
            "nothing to {what} in the incident last used, which is undone itself (`coe redo` brings it back)"
        ),
    };
    Failure::new(Code::No, message).hint("name another incident with -i (see `coe list`)")
}

fn told(
    context: &mut Context,
    dry: DryRun,
    subject: &mut Subject,
    (verb, field, written): (&str, &str, &Written),
) -> Result<()> {
    // The label of an undo reads `undo: added e17`; what follows the colon is what was taken back.
    let label = written.label.split_once(": ").map_or(written.label.as_str(), |(_, label)| label);
    if subject.reference.is_none() {
        subject.reference = context.store()?.header(subject.id).ok().map(|it| it.reference());
    }
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("incident", &subject.reference).with(field, label);
            let subjects: Vec<String> = written.changes.iter().map(|it| it.subject()).collect();
            let doc = doc.with("step", &written.seq).with("rows", &written.rows).with("changed", &subjects);
            context.out.json(doc.dry_run(dry.dry_run))
        }
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => context.out.record(&[field, label]),
        Form::Human => {
            let named = context.global.incident.as_ref().is_some_and(|it| !it.trim().is_empty());
            let back = if verb == "undid" { "redo: coe redo" } else { "undo: coe undo" };
            let back = match (&subject.reference, dry.dry_run) {
                (_, true) => String::new(),
                (Some(reference), false) if named => match context.store()?.header(subject.id) {
                    Ok(_) => format!("; {back} -i {reference}"),
                    // Nothing can name it any more.
                    Err(_) => String::new(),
                },
                _ => format!("; {back}"),
            };
            let would = if dry.dry_run { "would have " } else { "" };
            let would_verb = match (dry.dry_run, verb) {
                (true, "undid") => "undone",
                (true, _) => "redone",
                (false, verb) => verb,
            };
            let within = subject.reference.as_ref().map_or_else(String::new, |it| format!(" in {it}"));
            let rows = if written.rows > 1 { format!(" ({} rows)", written.rows) } else { String::new() };
            context.out.line(&format!("{would}{would_verb}: {label}{rows}{within}{back}"))
        }
    }
}

/// Shows the last steps, newest first.
pub fn history(context: &mut Context, args: &HistoryArgs) -> Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        step: i64,
        at: Timestamp,
        origin: &'a str,
        kind: &'a str,
        label: &'a str,
        undone: bool,
    }
    let subject = subject(context)?;
    let steps = context.store()?.history(subject.id, None, args.last)?;
    if context.out.is_json() {
        let line = |it: &'_ HistoryRow| -> serde_json::Value {
            let line = Line {
                step: it.seq,
                at: it.at,
                origin: &it.origin,
                kind: &it.kind,
                label: &it.label,
                undone: it.undone,
            };
            serde_json::to_value(line).unwrap_or_default()
        };
        let lines: Vec<_> = steps.iter().map(line).collect();
        return context.out.json(Doc::new().with("incident", &subject.reference).with("steps", &lines));
    }
    let plain = context.out.form() == Form::Plain;
    let mut table = Table::new(&["STEP", "AT", "BY", "", "WHAT"]);
    for it in &steps {
        let at = if plain { it.at.to_string() } else { stamp(it.at, &subject.zone) };
        let undone = if it.undone { "undone" } else { "" };
        table.push([&it.seq.to_string(), &at, &it.origin, undone, &it.label]);
    }
    context.out.table(&table)
}
