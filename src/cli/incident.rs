//! `coe new`, `list` and `use`.

use clap::Args;
use serde::Serialize;

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::document::{EventForm, IncidentForm};
use crate::domain::event::{Event, Kind, Milestone, Source};
use crate::domain::id::{EventId, IncidentId};
use crate::domain::incident::{Header, Severity, Status};
use crate::domain::plan;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone, day, hm};

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::limit;
use super::output::{Doc, Form, Table};
use super::status::clock;
use super::word::known;

/// The most incidents that `coe list` shows to people unless told otherwise.
const LISTED: usize = 50;

/// Arguments of `coe new`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe new \"checkout returns 503\"
  coe new \"checkout returns 503\" --severity SEV2 --service checkout --started -12m
  coe new \"login slow in Tokyo\" --zone Asia/Tokyo")]
pub struct NewArgs {
    /// The problem as the customer sees it
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    /// SEV1 (worst) to SEV5
    #[arg(long, value_name = "SEV", hide_possible_values = true, value_parser = known(Severity::ALL, Severity::word))]
    severity: Option<Severity>,
    /// A service concerned; may be given several times
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// When customer impact began (14:02, -12m, 2026-11-22T14:02Z); logs the milestone `start`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    started: Option<String>,
    /// The zone in which the incident's times are read and shown; by default --tz, else `zone` of config.toml, else UTC
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    zone: Option<Zone>,
    #[command(flatten)]
    dry: DryRun,
}

/// Starts an incident.
pub fn new(context: &mut Context, args: &NewArgs) -> Result<()> {
    let title = clean::line(&args.title.join(" "));
    if title.is_empty() {
        return Err(Failure::usage(
            "the title is empty; say what the customer sees, such as \"checkout returns 503\"",
        ));
    }
    let chosen = args.zone.or(context.global.tz).or_else(|| context.config().zone);
    let now = context.now;
    let mut header = Header::new(IncidentId(context.id()), title, chosen.unwrap_or_default(), now);
    header.severity = args.severity;
    header.services = args.services.iter().map(|it| clean::line(it)).filter(|it| !it.is_empty()).collect();
    let mut changes: Vec<Change> = Change::header(Edit::add(header.clone())).into_iter().collect();
    // A title that is refused makes no file.
    limit::check(&changes)?;
    context.create_store(args.dry.dry_run)?;
    let mut warnings = Vec::new();
    if let Some(text) = &args.started {
        let when = context.time(&header, text)?;
        warnings.extend(when.note.as_ref().map(ToString::to_string));
        let mut event = Event::new(EventId(context.id()), now, header.zone, Milestone::Start.sentence());
        plan::set_time(&mut event, &when);
        event.milestone = Some(Milestone::Start);
        event.kind = Kind::Observation;
        event.source = Source { kind: "cli".to_owned(), id: None };
        changes.push(Change::event(header.id, Edit::add(event)));
    }
    let step = Step::new(header.id, args.dry.dry_run).label("opened the incident");
    let written = context.write(step, changes)?;
    let header = match written.changes.first().map(|it| &it.row) {
        Some(crate::domain::change::Row::Incident(edit)) => edit.after.clone().unwrap_or(header),
        _ => header,
    };
    if !args.dry.dry_run {
        context.store()?.set_current(header.id)?;
    }
    warnings.iter().for_each(|it| context.out.warn(it));
    if context.out.is_json() {
        let doc = head_doc(&header).dry_run(args.dry.dry_run).warnings(&warnings);
        let doc = match written.event() {
            Some(event) => doc.with("event", &EventForm::of(event)),
            None => doc,
        };
        return context.out.json(doc);
    }
    context.out.line(&header.reference())?;
    let zone = match chosen {
        Some(zone) => format!("times are in {zone}"),
        None => "times are in UTC (`coe set zone ZONE` changes that)".to_owned(),
    };
    let would = if args.dry.dry_run { "would start" } else { "started" };
    let note = format!(
        "{would} {} \"{}\"; {zone}; next: coe log \"what you see\"",
        header.reference(),
        header.title
    );
    context.out.note(&note);
    Ok(())
}

/// Returns the document that `new`, `use`, `set` and `status` print: the reference and the header in its `coe/1` form.
pub fn head_doc(header: &Header) -> Doc {
    Doc::new().with("incident", &header.reference()).with_all(&IncidentForm::of(header))
}

/// Arguments of `coe list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Show at most N incidents; by default 50, and all with --json and --plain
    #[arg(long, value_name = "N")]
    last: Option<usize>,
    /// Show only open incidents
    #[arg(long)]
    open: bool,
}

/// Lists the incidents.
pub fn list(context: &mut Context, args: &ListArgs) -> Result<()> {
    #[derive(Serialize)]
    struct Line {
        #[serde(rename = "ref")]
        reference: String,
        title: String,
        severity: Option<Severity>,
        status: Status,
        created: Timestamp,
        start: Option<Timestamp>,
        mitigated: Option<Timestamp>,
        resolved: Option<Timestamp>,
        events: u64,
        current: bool,
    }
    let (now, zone) = (context.now, context.global.tz.unwrap_or_default());
    let (mut found, current) = match context.store_if_any()? {
        Some(store) => (store.incidents(u32::MAX as usize)?, store.current()?),
        None => (Vec::new(), None),
    };
    let any = !found.is_empty();
    found.retain(|it| !args.open || it.status == Status::Open);
    let all = found.len();
    found.truncate(args.last.unwrap_or(if context.out.form() == Form::Human { LISTED } else { all }));
    if context.out.is_json() {
        let lines = found.into_iter().map(|it| Line {
            reference: format!("INC-{}", it.num),
            current: Some(it.id) == current,
            title: it.title,
            severity: it.severity,
            status: it.status,
            created: it.created,
            start: it.milestones.at(Milestone::Start),
            mitigated: it.milestones.at(Milestone::Mitigated),
            resolved: it.milestones.at(Milestone::Resolved),
            events: it.events,
        });
        return context.out.json(Doc::new().with("incidents", &lines.collect::<Vec<_>>()));
    }
    if found.is_empty() {
        context.out.note(match (any, all) {
            (false, _) => "no incidents yet; start one with `coe new TITLE`",
            (true, 0) => "no incident is open; `coe list` shows the others",
            (true, _) => "none shown, as --last 0 asks for",
        });
        return Ok(());
    }
    let plain = context.out.form() == Form::Plain;
    let started = format!("STARTED {}", zone.label(now));
    let mut table = Table::new(&["", "REF", "SEV", "STATUS", &started, "LASTED", "EVENTS", "TITLE"]);
    for it in &found {
        let started = it.milestones.at(Milestone::Start).unwrap_or(it.created);
        let lasted = clock(&it.milestones, it.status, it.created, now);
        table.push([
            if Some(it.id) == current { "*" } else { "" },
            &format!("INC-{}", it.num),
            it.severity.map_or("", Severity::word),
            it.status.word(),
            &if plain {
                started.to_string()
            } else {
                format!("{} {}", day(started, &zone), hm(started, &zone))
            },
            &lasted.map(Span::short).unwrap_or_default(),
            &it.events.to_string(),
            &it.title,
        ]);
    }
    context.out.table(&table)?;
    if all > found.len() && !plain && !context.out.is_quiet() {
        let flag = if args.open { " --open" } else { "" };
        context.out.line(&format!("… and {} more (coe list{flag} --last {all})", all - found.len()))?;
    }
    Ok(())
}

/// Arguments of `coe use`.
#[derive(Debug, Args)]
pub struct UseArgs {
    /// INC-7, 7, the beginning of its id, or words of its title
    #[arg(required = true, value_name = "REF")]
    reference: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Makes an incident the current one.
pub fn choose(context: &mut Context, args: &UseArgs) -> Result<()> {
    let header = context.incident_of(Some(&args.reference.join(" ")))?;
    if !args.dry.dry_run {
        context.store()?.set_current(header.id)?;
    }
    match context.out.form() {
        Form::Json => context.out.json(head_doc(&header).dry_run(args.dry.dry_run)),
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => context.out.record(&[&header.reference(), &header.title]),
        Form::Human => {
            let would = if args.dry.dry_run { "would use" } else { "using" };
            context.out.line(&format!("{would} {} {}", header.reference(), header.title))
        }
    }
}
