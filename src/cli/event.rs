//! `coe event`: the timeline as a list, and changes to its events.

use clap::{Args, Subcommand, ValueEnum};

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::document::EventForm;
use crate::domain::event::{Event, Kind, Link, Milestone};
use crate::domain::id::Handle;
use crate::domain::incident::Header;
use crate::domain::plan;
use crate::domain::timeline::Anchor;
use crate::store::Written;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::line::{self, Lines};
use super::log::{read_input, tag_of};
use super::mark::event_of;
use super::output::{Doc, Form};
use super::part::{still_cited, tell_removed};
use super::word::{known, offered};

/// The commands of `coe event`.
#[derive(Debug, Subcommand)]
pub enum EventCommand {
    /// List the timeline, one line an event
    List(ListArgs),
    /// Change parts of an event
    Edit(EditArgs),
    /// Remove events
    Rm(RmArgs),
    /// Change the time of an event
    Move(MoveArgs),
    /// Change the order of events of the same minute
    Reorder(ReorderArgs),
}

/// Arguments of `coe event list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only events of this kind
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = known(Kind::ALL, Kind::word))]
    kind: Option<Kind>,
    /// Only events with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

/// Arguments of `coe event edit`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe event edit e3 --text \"rolled back web-42\"
  coe event edit e3 --kind decision --tag rollback --star
  coe event edit e3 --milestone none")]
pub struct EditArgs {
    /// The event
    #[arg(value_name = "e3")]
    event: Handle,
    /// What happened; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// When it happened
    #[arg(short = 't', long = "at", value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// change, alert, observation, hypothesis, decision, action, communication or note
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = known(Kind::ALL, Kind::word))]
    kind: Option<Kind>,
    /// The milestone that it is, or `none`
    #[arg(long, value_name = "MILESTONE", hide_possible_values = true, value_parser = offered(Milestone::words().into_iter().chain(["none"])))]
    milestone: Option<String>,
    /// Add a tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Take a tag away; may be given several times
    #[arg(long = "untag", value_name = "TAG")]
    untags: Vec<String>,
    /// Add a link; may be given several times
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,
    /// It belongs in the summary
    #[arg(long, conflicts_with = "no_star")]
    star: bool,
    /// It does not belong in the summary
    #[arg(long)]
    no_star: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe event rm`.
#[derive(Debug, Args)]
pub struct RmArgs {
    /// The events
    #[arg(required = true, value_name = "e3")]
    events: Vec<Handle>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe event move`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe event move e3 14:02
  coe event move e3 -5m        # five minutes ago
  coe event move e3 e3-5m      # five minutes earlier than it is")]
pub struct MoveArgs {
    /// The event
    #[arg(value_name = "e3")]
    event: Handle,
    /// When it happened: 14:02, -5m, e3-5m, 2026-11-22T14:02:07Z
    #[arg(value_name = "TIME", required_unless_present = "at", conflicts_with = "at")]
    time: Vec<String>,
    /// The same as a flag
    #[arg(short = 't', long = "at", value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe event reorder`.
#[derive(Debug, Args)]
pub struct ReorderArgs {
    /// The event
    #[arg(value_name = "e3")]
    event: Handle,
    /// Where to: before its neighbour or after it
    #[arg(value_name = "up|down")]
    way: Way,
    #[command(flatten)]
    dry: DryRun,
}

/// Which way an event moves among those of its minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Before its neighbour.
    Up,
    /// After its neighbour.
    Down,
}

/// Runs one of the commands of `coe event`.
pub fn event(context: &mut Context, command: &EventCommand) -> Result<()> {
    let header = context.incident()?;
    match command {
        EventCommand::List(args) => list(context, args, &header),
        EventCommand::Edit(args) => edit(context, args, &header),
        EventCommand::Rm(args) => remove(context, args, &header),
        EventCommand::Move(args) => shift(context, args, &header),
        EventCommand::Reorder(args) => reorder(context, args, &header),
    }
}

fn list(context: &mut Context, args: &ListArgs, header: &Header) -> Result<()> {
    let tag = args.tag.as_ref().map(|it| it.trim_start_matches('#').to_lowercase());
    let wanted = |event: &Event| {
        args.kind.is_none_or(|it| it == event.kind)
            && tag.as_ref().is_none_or(|tag| event.tags.iter().any(|it| it.to_lowercase() == *tag))
    };
    let mut lines = Lines::brief(header, context.zone(header));
    let (store, out) = context.reading_and_printing()?;
    let json = out.is_json();
    if json {
        let open = Doc::new().with("incident", &header.reference()).finish();
        out.json_part(open.trim_end_matches('}'))?;
        out.json_part(",\"events\":[")?;
    }
    let mut count = 0_u64;
    let mut done = Ok(());
    store.each_event(header.id, |event| {
        if !wanted(&event) {
            return true;
        }
        count += 1;
        done = match json {
            true => {
                let comma = if count > 1 { "," } else { "" };
                let text = serde_json::to_string(&EventForm::of(&event)).unwrap_or_default();
                out.json_part(&format!("{comma}{text}"))
            }
            false => lines.print(out, &event),
        };
        done.is_ok()
    })?;
    done?;
    match json {
        true => out.json_part("]}\n"),
        false if count == 0 => {
            out.note("no events; log one with `coe log TEXT`");
            Ok(())
        }
        false => Ok(()),
    }
}

fn edit(context: &mut Context, args: &EditArgs, header: &Header) -> Result<()> {
    let before = event_of(context, header, args.event)?;
    let mut after = before.clone();
    let mut warnings = Vec::new();
    if let Some(text) = &args.text {
        let text = if text == "-" { read_input(&mut warnings)? } else { text.clone() };
        after.text = clean::block(&text).trim().to_owned();
        if after.text.is_empty() {
            return Err(Failure::usage("the text is empty; `coe event rm` removes an event"));
        }
        plan::spill(&mut after);
    }
    if let Some(text) = &args.at {
        let when = context.time(header, text)?;
        warnings.extend(when.note.as_ref().map(ToString::to_string));
        plan::set_time(&mut after, &when);
    }
    after.kind = args.kind.unwrap_or(after.kind);
    match args.milestone.as_deref() {
        Some("none") => after.milestone = None,
        Some(word) => after.milestone = Some(word.parse::<Milestone>()?),
        None => {}
    }
    for tag in &args.tags {
        let tag = tag_of(tag)?;
        if !after.tags.contains(&tag) {
            after.tags.push(tag);
        }
    }
    for tag in &args.untags {
        let tag = tag_of(tag)?;
        after.tags.retain(|it| *it != tag);
    }
    let links = args.links.iter().map(|it| Link { label: String::new(), url: clean::line(it) });
    after.links.extend(links.filter(|it| !it.url.is_empty()));
    after.key = (after.key || args.star) && !args.no_star;
    write(context, args.dry, header, ("edited", vec![(before, after)], warnings))
}

fn shift(context: &mut Context, args: &MoveArgs, header: &Header) -> Result<()> {
    let before = event_of(context, header, args.event)?;
    let text = args.at.clone().unwrap_or_else(|| args.time.join(" "));
    let when = context.time(header, &text)?;
    let mut after = before.clone();
    plan::set_time(&mut after, &when);
    let warnings = when.note.iter().map(ToString::to_string).collect();
    write(context, args.dry, header, ("moved", vec![(before, after)], warnings))
}

/// Writes edits of events as one step and reports the last.
fn write(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (verb, edits, warnings): (&str, Vec<(Event, Event)>, Vec<String>),
) -> Result<()> {
    let last = edits.last().map(|(_, after)| after.clone());
    let changes =
        edits.into_iter().map(|(before, after)| Change::event(header.id, Edit::replace(before, after)));
    let written =
        context.write(Step::new(header.id, dry.dry_run).label(format!("{verb} {{}}")), changes.collect())?;
    let Some(event) = written.event().cloned().or(last) else { return Ok(()) };
    report(context, dry, header, (verb, &event, &written, &warnings))
}

fn report(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (verb, event, written, warnings): (&str, &Event, &Written, &[String]),
) -> Result<()> {
    warnings.iter().for_each(|it| context.out.warn(it));
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("incident", &header.reference()).with("event", &EventForm::of(event));
            context.out.json(doc.dry_run(dry.dry_run).warnings(warnings))
        }
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => line::record(&mut context.out, event),
        Form::Human if written.rows == 0 => {
            context.out.line(&format!("nothing to change: {} is like that", event.handle()))
        }
        Form::Human => {
            let would = if dry.dry_run { "would have " } else { "" };
            let undo = if dry.dry_run { "" } else { "; undo: coe undo" };
            let when = line::when(event.at, &context.zone(header), context.now);
            let (handle, reference) = (event.handle(), header.reference());
            context.out.line(&format!("{would}{verb} {handle} at {when} in {reference}{undo}"))
        }
    }
}

fn remove(context: &mut Context, args: &RmArgs, header: &Header) -> Result<()> {
    let mut handles = args.events.clone();
    handles.sort_unstable();
    handles.dedup();
    let mut changes = Vec::new();
    for handle in &handles {
        let event = event_of(context, header, *handle)?;
        changes.push(Change::event(header.id, Edit::remove(event)));
    }
    let names: Vec<String> = handles.iter().map(Handle::to_string).collect();
    let parts = context.store()?.parts(header.id)?;
    let warnings: Vec<String> = handles.iter().filter_map(|it| still_cited(&parts, *it)).collect();
    context.write(Step::new(header.id, args.dry.dry_run), changes)?;
    tell_removed(context, header, args.dry, (&names, &warnings))
}

fn reorder(context: &mut Context, args: &ReorderArgs, header: &Header) -> Result<()> {
    let event = event_of(context, header, args.event)?;
    let store = context.store()?;
    // The neighbour is what matters; more is needed only where many events share one instant.
    let around = plan::MOST_AT_ONCE + 2;
    let window = store.window(header.id, Anchor::Place(event.order()), around, around)?;
    let mut minute = Vec::new();
    for row in window.rows.iter().filter(|it| plan::same_minute(it.pos, event.pos)) {
        minute.push(store.event(row.id)?);
    }
    let changes = plan::reorder(header.id, &minute, event.id, args.way == Way::Up)?;
    let written = context.write(
        Step::new(header.id, args.dry.dry_run).label(format!("reordered {}", event.handle())),
        changes,
    )?;
    report(context, args.dry, header, ("reordered", &event, &written, &[]))
}
