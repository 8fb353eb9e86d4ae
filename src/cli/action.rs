//! `coe action`: corrective steps and what makes them checkable.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::action::{Action, ActionKind, ActionStatus, Priority, parse_due};
use crate::domain::change::{Change, Edit, Row};
use crate::domain::clean;
use crate::domain::document::{ActionForm, action_json};
use crate::domain::id::{ActionId, Handle};
use crate::domain::incident::{Header, Parts};
use crate::store::Written;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::Result;
use super::output::{Doc, Form, Style};
use super::part::{Told, action_of, line_of, rung_of, tell, tell_removed};
use super::word::offered;

/// The commands of `coe action`.
#[derive(Debug, Subcommand)]
pub enum ActionCommand {
    /// Add an action
    Add(AddArgs),
    /// List the actions and what each still lacks
    List(ListArgs),
    /// Mark an action as done
    Done(DoneArgs),
    /// Change parts of an action
    Edit(EditArgs),
    /// Remove actions
    Rm(RmArgs),
}

/// The parts of an action besides its title.
#[derive(Debug, Default, Args)]
pub struct PartArgs {
    /// Who answers for it
    #[arg(long, value_name = "O")]
    owner: Option<String>,
    /// The day it is due: 2026-12-15, +14d, +2w, tomorrow or a weekday
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// high, medium or low
    #[arg(long, value_name = "P", hide_possible_values = true, value_parser = offered(Priority::ALL.iter().map(|it| it.word())))]
    priority: Option<String>,
    /// prevent, detect, mitigate or process
    #[arg(long, value_name = "K", hide_possible_values = true, value_parser = offered(ActionKind::ALL.iter().map(|it| it.word())))]
    kind: Option<String>,
    /// The measurable test that shows that it is done
    #[arg(long, value_name = "TEXT")]
    done_when: Option<String>,
    /// Where it is tracked
    #[arg(long, value_name = "URL")]
    ticket: Option<String>,
    /// A why that it addresses; may be given several times
    #[arg(long, value_name = "w5", value_delimiter = ',')]
    addresses: Vec<String>,
}

/// Arguments of `coe action add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe action add \"bound the connection pool\" --owner \"Basket team\" --due +14d --priority high \\
      --kind prevent --done-when \"load test holds 2x peak for 30 min\" --addresses w5
  coe action add \"alarm on pool use\" --kind detect")]
pub struct AddArgs {
    /// What will be done
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    #[command(flatten)]
    parts: PartArgs,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe action list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Also those that are done
    #[arg(long)]
    all: bool,
}

/// Arguments of `coe action done`.
#[derive(Debug, Args)]
pub struct DoneArgs {
    /// The action
    #[arg(value_name = "a1")]
    action: Handle,
    /// It is not done after all
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe action edit`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe action edit a1 --owner \"Basket team\" --due 2026-12-15
  coe action edit a1 --ticket \"\"     # an empty value clears
  coe action edit a1 --addresses w4,w5")]
pub struct EditArgs {
    /// The action
    #[arg(value_name = "a1")]
    action: Handle,
    /// What will be done
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    parts: PartArgs,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe action rm`.
#[derive(Debug, Args)]
pub struct RmArgs {
    /// The actions
    #[arg(required = true, value_name = "a1")]
    actions: Vec<Handle>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs one of the commands of `coe action`.
pub fn action(context: &mut Context, command: &ActionCommand) -> Result<()> {
    let header = context.incident()?;
    let parts = context.store()?.parts(header.id)?;
    match command {
        ActionCommand::Add(args) => add(context, args, &header, &parts),
        ActionCommand::List(args) => list(context, args, &header, &parts),
        ActionCommand::Done(args) => done(context, args, &header, &parts),
        ActionCommand::Edit(args) => edit(context, args, &header, &parts),
        ActionCommand::Rm(args) => remove(context, args, &header, &parts),
    }
}

fn add(context: &mut Context, args: &AddArgs, header: &Header, parts: &Parts) -> Result<()> {
    let title = line_of(&args.title, "the title is empty; say what will be done")?;
    let mut action = Action::new(ActionId(context.id()), title);
    assign(context, header, parts, (&args.parts, &mut action))?;
    let step = Step::new(header.id, args.dry.dry_run);
    let written = context.write(step, vec![Change::action(header.id, Edit::add(action.clone()))])?;
    told(context, args.dry, header, (&written, "added", action))
}

fn edit(context: &mut Context, args: &EditArgs, header: &Header, parts: &Parts) -> Result<()> {
    let before = action_of(parts, args.action)?;
    let mut action = before.clone();
    if let Some(title) = &args.title {
        let empty = "the title is empty; `coe action rm` removes an action";
        action.title = line_of(std::slice::from_ref(title), empty)?;
    }
    assign(context, header, parts, (&args.parts, &mut action))?;
    replace(context, args.dry, header, (before, "edited", action))
}

fn done(context: &mut Context, args: &DoneArgs, header: &Header, parts: &Parts) -> Result<()> {
    let before = action_of(parts, args.action)?;
    let status = if args.open { ActionStatus::Open } else { ActionStatus::Done };
    let action = Action { status, ..before.clone() };
    replace(context, args.dry, header, (before, if args.open { "reopened" } else { "finished" }, action))
}

/// Sets the parts that are given; an empty value clears.
fn assign(
    context: &mut Context,
    header: &Header,
    parts: &Parts,
    (given, action): (&PartArgs, &mut Action),
) -> Result<()> {
    for (text, slot) in [
        (&given.owner, &mut action.owner),
        (&given.done_when, &mut action.done_when),
        (&given.ticket, &mut action.ticket),
    ] {
        if let Some(text) = text {
            *slot = clean::line(text);
        }
    }
    if let Some(text) = &given.due {
        action.due =
            if text.trim().is_empty() { None } else { Some(parse_due(text, today(context, header))?) };
    }
    if let Some(word) = &given.priority {
        action.priority = if word.trim().is_empty() { None } else { Some(word.parse()?) };
    }
    if let Some(word) = &given.kind {
        action.kind = if word.trim().is_empty() { None } else { Some(word.parse()?) };
    }
    if !given.addresses.is_empty() {
        action.addresses.clear();
    }
    for word in given.addresses.iter().filter(|it| !it.trim().is_empty()) {
        let handle: Handle = word.parse()?;
        rung_of(parts, handle)?;
        if !action.addresses.contains(&handle) {
            action.addresses.push(handle);
        }
    }
    Ok(())
}

/// Returns the day it is where the incident's times are read.
fn today(context: &Context, header: &Header) -> NaiveDate {
    context.zone(header).date(context.now)
}

/// Writes the edit of one action and reports it.
fn replace(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (before, verb, action): (&Action, &'static str, Action),
) -> Result<()> {
    let change = Change::action(header.id, Edit::replace(before.clone(), action.clone()));
    let step = Step::new(header.id, dry.dry_run).label(format!("{verb} {{}}"));
    let written = context.write(step, vec![change])?;
    told(context, dry, header, (&written, verb, action))
}

fn told(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (written, verb, action): (&Written, &'static str, Action),
) -> Result<()> {
    let after = written.changes.first().and_then(|it| match &it.row {
        Row::Action(edit) => edit.after.clone(),
        _ => None,
    });
    let action = after.unwrap_or(action);
    let told = Told {
        part: ("action", action_json(&action)),
        record: record(&action),
        verb,
        subject: action.handle().to_string(),
        tail: lacks(&action),
        warnings: Vec::new(),
    };
    tell(context, header, dry, (written, told))
}

/// Names the parts that an open action still lacks.
fn lacks(action: &Action) -> String {
    let missing = action.missing();
    if missing.is_empty() || action.status == ActionStatus::Done {
        return String::new();
    }
    format!(" (no {})", missing.join(", no "))
}

/// Returns an action as a record: handle, status, title, owner, due, priority, kind, done-when, ticket, addresses.
fn record(action: &Action) -> Vec<String> {
    vec![
        action.handle().to_string(),
        action.status.to_string(),
        action.title.clone(),
        action.owner.clone(),
        action.due.map_or_else(String::new, |it| it.to_string()),
        action.priority.map_or_else(String::new, |it| it.to_string()),
        action.kind.map_or_else(String::new, |it| it.to_string()),
        action.done_when.clone(),
        action.ticket.clone(),
        action.addresses.iter().map(Handle::to_string).collect::<Vec<_>>().join(","),
    ]
}

fn list(context: &mut Context, args: &ListArgs, header: &Header, parts: &Parts) -> Result<()> {
    let (shown, hidden): (Vec<&Action>, Vec<&Action>) =
        parts.actions.iter().partition(|it| args.all || it.status == ActionStatus::Open);
    let today = today(context, header);
    let out = &mut context.out;
    match out.form() {
        Form::Json => {
            let actions: Vec<ActionForm<'_>> = shown.into_iter().map(ActionForm::of).collect();
            return out.json(Doc::new().with("incident", &header.reference()).with("actions", &actions));
        }
        Form::Plain => {
            return shown.iter().try_for_each(|action| {
                out.record(&record(action).iter().map(String::as_str).collect::<Vec<_>>())
            });
        }
        Form::Human => {}
    }
    shown.iter().try_for_each(|action| {
        let head = format!("{:<4} [{}] ", action.handle().to_string(), action.status);
        let lacks = lacks(action);
        out.styled(&[(Style::Dim, &head), (Style::Plain, &action.title), (Style::Warning, &lacks)])?;
        details(action, today).iter().try_for_each(|(name, value)| {
            out.styled(&[(Style::Dim, &format!("       {name:<10} ")), (Style::Plain, value)])
        })
    })?;
    match (shown.is_empty(), hidden.len()) {
        (true, 0) => out.note("no actions yet; add one with `coe action add TITLE`"),
        (_, 0) => {}
        (_, n) => out.note(&format!("{n} done, shown with --all")),
    }
    Ok(())
}

/// Returns the parts that an action has, with their names.
fn details(action: &Action, today: NaiveDate) -> Vec<(&'static str, String)> {
    let due = action.due.map_or_else(String::new, |due| {
        let late = due < today && action.status == ActionStatus::Open;
        format!("{due}{}", if late { ", overdue" } else { "" })
    });
    let addresses: Vec<String> = action.addresses.iter().map(Handle::to_string).collect();
    let all = [
        ("owner", action.owner.clone()),
        ("due", due),
        ("priority", action.priority.map_or_else(String::new, |it| it.to_string())),
        ("kind", action.kind.map_or_else(String::new, |it| it.to_string())),
        ("done when", action.done_when.clone()),
        ("ticket", action.ticket.clone()),
        ("addresses", addresses.join(", ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn remove(context: &mut Context, args: &RmArgs, header: &Header, parts: &Parts) -> Result<()> {
    let mut handles = args.actions.clone();
    handles.sort_unstable();
    handles.dedup();
    let mut changes = Vec::new();
    for handle in &handles {
        let action = action_of(parts, *handle)?;
        changes.push(Change::action(header.id, Edit::remove(action.clone())));
    }
    let names: Vec<String> = handles.iter().map(Handle::to_string).collect();
    context.write(Step::new(header.id, args.dry.dry_run), changes)?;
    tell_removed(context, header, args.dry, (&names, &[]))
}
