//! `coe mark`: a milestone, on a new event or on one that is there.

use clap::Args;

use crate::domain::document::EventForm;
use crate::domain::event::{Event, Milestone, Source};
use crate::domain::id::{EventId, Handle, Part};
use crate::domain::incident::Header;
use crate::domain::plan;
use crate::domain::quicklog;
use crate::domain::time::hm;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Code, Failure, Result};
use super::line;
use super::output::{Doc, Form};
use super::word::known;

/// Arguments of `coe mark`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe mark detected
  coe mark mitigated -3m \"rollback done\"
  coe mark start --event e4
  coe mark mitigated --event e17 --move     # e9 had it")]
pub struct MarkArgs {
    /// trigger, start, detected, acknowledged, identified, mitigated or resolved
    #[arg(value_name = "MILESTONE", hide_possible_values = true, value_parser = known(Milestone::ALL, Milestone::word))]
    milestone: Milestone,
    /// When it was; `coe mark mitigated -3m` works, too
    #[arg(short = 't', long = "at", value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// Mark this event instead of logging a new one
    #[arg(long, value_name = "e17", conflicts_with_all = ["at", "text"])]
    event: Option<Handle>,
    /// Take the milestone from the event that has it now
    #[arg(long = "move")]
    moves: bool,
    #[command(flatten)]
    dry: DryRun,
    /// What happened
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
}

/// Marks a milestone.
pub fn mark(context: &mut Context, args: &MarkArgs) -> Result<()> {
    let header = context.incident()?;
    let milestone = args.milestone;
    let mut warnings = Vec::new();
    let event = match args.event {
        Some(handle) => event_of(context, &header, handle)?,
        None => new_event(context, args, &header, &mut warnings)?,
    };
    let holder = match context.store()?.milestones(header.id)?.holder(milestone) {
        Some(handle) => Some(context.store()?.event_by_handle(header.id, handle)?),
        None => None,
    };
    if holder.as_ref().is_some_and(|it| it.id == event.id) {
        return report(context, args, &header, (&event, None, &warnings));
    }
    may_move(context, args, &header, (&event, holder.as_ref()))?;
    let changes = match args.event {
        Some(_) => plan::mark(header.id, &event, holder.as_ref(), Some(milestone)),
        None => plan::log_mark(header.id, event, holder.as_ref()),
    };
    let step = Step::new(header.id, args.dry.dry_run).label(format!("marked {milestone}"));
    let written = context.write(step, changes)?;
    let Some(event) = written.event().cloned() else { return Ok(()) };
    report(context, args, &header, (&event, holder.as_ref(), &warnings))
}

/// Returns the event of a handle, which must be one of an event.
pub fn event_of(context: &mut Context, header: &Header, handle: Handle) -> Result<Event> {
    if handle.part != Part::Event {
        return Err(Failure::usage(format!(
            "{handle} is no event; name one such as e17 (see `coe event list`)"
        )));
    }
    Ok(context.store()?.event_by_handle(header.id, handle)?)
}

fn new_event(
    context: &mut Context,
    args: &MarkArgs,
    header: &Header,
    warnings: &mut Vec<String>,
) -> Result<Event> {
    let text = args.text.join(" ");
    // The milestone is said, so none is looked for in the text.
    let mut line = context.reading(header, &text, |ctx| quicklog::parse(&text, ctx, &[]))??;
    if let Some(at) = &args.at {
        line.when = Some(context.time(header, at)?);
    }
    warnings.extend(line.when.iter().filter_map(|it| it.note.as_ref()).map(ToString::to_string));
    line.milestone = Some(args.milestone.word().to_owned());
    let source = Source { kind: "cli".to_owned(), id: None };
    let id = EventId(context.id());
    Ok(plan::event(id, context.now, context.zone(header), &line, source)?)
}

/// Refuses to take a milestone from an event, unless it is wanted: by `--move`, or by a yes on a terminal.
fn may_move(
    context: &mut Context,
    args: &MarkArgs,
    header: &Header,
    (event, holder): (&Event, Option<&Event>),
) -> Result<()> {
    let zone = context.zone(header);
    let taken = match (holder, event.milestone.filter(|it| *it != args.milestone)) {
        (Some(holder), _) => {
            let at = format!("{} {}", hm(holder.at, &zone), zone.label(holder.at));
            format!("{} is already {} at {at}", args.milestone, holder.handle())
        }
        (None, Some(other)) => {
            format!("{} is {other} already, and an event is one milestone", event.handle())
        }
        (None, None) => return Ok(()),
    };
    if args.moves {
        return Ok(());
    }
    match context.out.ask(&format!("{taken}; move it here?")) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::new(Code::Conflict, format!("{taken}; it was left there"))),
        None => Err(Failure::new(Code::Conflict, taken).hint("move it on purpose with --move")),
    }
}

fn report(
    context: &mut Context,
    args: &MarkArgs,
    header: &Header,
    (event, holder, warnings): (&Event, Option<&Event>, &[String]),
) -> Result<()> {
    warnings.iter().for_each(|it| context.out.warn(it));
    let dry_run = args.dry.dry_run;
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("incident", &header.reference()).with("event", &EventForm::of(event));
            let doc = match holder {
                Some(holder) => doc.with("moved_from", &holder.handle()),
                None => doc,
            };
            context.out.json(doc.dry_run(dry_run).warnings(warnings))
        }
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => line::record(&mut context.out, event),
        Form::Human => {
            let verb = if dry_run { "would mark" } else { "marked" };
            let when = line::when(event.at, &context.zone(header), context.now);
            let from = holder.map_or_else(String::new, |it| format!(" (was {})", it.handle()));
            let undo = if dry_run { "" } else { "; undo: coe undo" };
            let reference = header.reference();
            let (handle, milestone) = (event.handle(), args.milestone);
            context.out.line(&format!("{verb} {milestone} {handle} at {when} in {reference}{from}{undo}"))
        }
    }
}
