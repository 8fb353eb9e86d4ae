//! `coe new`, `list`, `use` and `status`.

use clap::Args;
use serde::Serialize;

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::event::{Event, Kind, Milestone, Milestones, Source};
use crate::domain::id::{EventId, IncidentId};
use crate::domain::incident::{Header, Severity, Status};
use crate::domain::plan;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone, stamp};
use crate::metrics::{DERIVED, Reading};

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::output::{Doc, Form, Style, Table};
use super::{line, part};

/// The most incidents that `coe list` shows unless told otherwise.
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
    #[arg(long, value_name = "SEV")]
    severity: Option<Severity>,
    /// A service concerned; may be given several times
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// When customer impact began (14:02, -12m, 2026-11-22T14:02Z); logs the milestone `start`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    started: Option<String>,
    /// The zone in which the incident's times are read and shown; by default --tz, else UTC
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
    let chosen = args.zone.or(context.global.tz);
    let now = context.now;
    let mut header = Header::new(IncidentId(context.id()), title, chosen.unwrap_or_default(), now);
    header.severity = args.severity;
    header.services = args.services.iter().map(|it| clean::line(it)).filter(|it| !it.is_empty()).collect();
    context.create_store(args.dry.dry_run)?;
    let mut changes: Vec<Change> = Change::header(Edit::add(header.clone())).into_iter().collect();
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
            Some(event) => doc.with("event", &part::event(event)),
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

/// Returns the document that `new`, `use` and `set` print: the reference and the facts of the header.
pub fn head_doc(header: &Header) -> Doc {
    #[derive(Serialize)]
    struct Facts<'a> {
        title: &'a str,
        severity: Option<Severity>,
        status: Status,
        zone: Zone,
        services: &'a [String],
        team: &'a str,
        presenter: &'a str,
        tags: &'a [String],
        links: &'a [crate::domain::event::Link],
        created: Timestamp,
    }
    Doc::new().with("incident", &header.reference()).with_all(&Facts {
        title: &header.title,
        severity: header.severity,
        status: header.status,
        zone: header.zone,
        services: &header.services,
        team: &header.team,
        presenter: &header.presenter,
        tags: &header.tags,
        links: &header.links,
        created: header.created,
    })
}

/// Arguments of `coe list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Show at most N incidents
    #[arg(long, value_name = "N", default_value_t = LISTED)]
    last: usize,
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
        Some(store) => (store.incidents(args.last)?, store.current()?),
        None => (Vec::new(), None),
    };
    found.retain(|it| !args.open || it.status == Status::Open);
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
        context.out.note("no incidents yet; start one with `coe new TITLE`");
        return Ok(());
    }
    let plain = context.out.form() == Form::Plain;
    let mut table = Table::new(&["", "REF", "SEV", "STATUS", "STARTED", "LASTED", "EVENTS", "TITLE"]);
    for it in &found {
        let started = it.milestones.at(Milestone::Start).unwrap_or(it.created);
        let lasted = clock(&it.milestones, it.status, it.created, now);
        table.push([
            if Some(it.id) == current { "*" } else { "" },
            &format!("INC-{}", it.num),
            it.severity.map_or("", Severity::word),
            it.status.word(),
            &if plain { started.to_string() } else { stamp(started, &zone) },
            &lasted.map(Span::short).unwrap_or_default(),
            &it.events.to_string(),
            &it.title,
        ]);
    }
    context.out.table(&table)
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
        Form::Plain => context.out.record(&[&header.reference(), &header.title]),
        Form::Human => {
            let would = if args.dry.dry_run { "would use" } else { "using" };
            context.out.line(&format!("{would} {} {}", header.reference(), header.title))
        }
    }
}

/// Arguments of `coe status`.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:
  coe status
  PS1='$(coe status --short) \\w$ '     # INC-7 SEV2 open 01:47
  coe status --json | jq .derived")]
pub struct StatusArgs {
    /// One short line for a shell prompt; nothing when no incident is under way
    #[arg(long)]
    short: bool,
}

/// Says how the incident stands.
pub fn status(context: &mut Context, args: &StatusArgs) -> Result<()> {
    let header = match context.store_if_any()? {
        Some(_) => context.incident().map(Some),
        None => Ok(None),
    };
    // Without an incident the answer is empty; a prompt must not break because of that.
    let named = context.global.incident.as_ref().is_some_and(|it| !it.trim().is_empty());
    let header = match header {
        Err(failure) if named && !args.short => return Err(failure),
        Err(failure) if failure.code == super::failure::Code::Io && !args.short => return Err(failure),
        Err(_) => None,
        Ok(header) => header,
    };
    let Some(header) = header else {
        if context.out.is_json() {
            return context.out.json(Doc::new().with("incident", &None::<String>));
        }
        if !args.short {
            context.out.note("no incident is under way; start one with `coe new TITLE`");
        }
        return Ok(());
    };
    if args.short && !context.out.is_json() {
        return short(context, &header);
    }
    let milestones = context.store()?.milestones(header.id)?;
    let events = context.store()?.window(header.id, crate::domain::timeline::Anchor::End, 1, 0)?.total;
    full(context, &header, (&milestones, events))
}

/// Prints `INC-7 SEV2 open 01:47`. A closed incident has no place in a prompt.
fn short(context: &mut Context, header: &Header) -> Result<()> {
    if header.status == Status::Closed {
        return Ok(());
    }
    let milestones = context.store()?.milestones(header.id)?;
    let lasted = clock(&milestones, header.status, header.created, context.now);
    let clock = lasted.map(|it| it.clock()).unwrap_or_default();
    let minutes = clock.rsplit_once(':').map_or("", |(minutes, _)| minutes);
    let reference = header.reference();
    let words =
        [reference.as_str(), header.severity.map_or("", Severity::word), header.status.word(), minutes];
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    context.out.line(&words.join(" "))
}

/// Returns how long customers have been affected, or how long they were. Without a milestone it is reckoned from the
/// opening, and only as long as the incident is open.
pub fn clock(milestones: &Milestones, status: Status, created: Timestamp, now: Timestamp) -> Option<Span> {
    let from = milestones.at(Milestone::Start).unwrap_or(created);
    let to = milestones.at(Milestone::Mitigated).or_else(|| milestones.at(Milestone::Resolved));
    let to = to.or_else(|| (status == Status::Open).then_some(now))?;
    Some(Span::between(from, to)).filter(|it| !it.is_negative())
}

fn full(context: &mut Context, header: &Header, (milestones, events): (&Milestones, u64)) -> Result<()> {
    let running = (header.status == Status::Open).then_some(context.now);
    let zone = context.zone(header);
    if context.out.is_json() {
        return context
            .out
            .json(head_doc(header).with("events", &events).with_all(&times(milestones, running)));
    }
    let severity = header.severity.map_or("", Severity::word);
    let head = [&header.reference(), severity, header.status.word(), &header.title];
    if context.out.form() == Form::Plain {
        return context.out.record(&head);
    }
    let head: Vec<&str> = head.into_iter().filter(|it| !it.is_empty()).collect();
    context.out.styled(&[(Style::Strong, &head.join(" "))])?;
    let plural = if events == 1 { "" } else { "s" };
    let opened = line::when(header.created, &zone, context.now);
    context.out.line(&format!("{events} event{plural}, opened {opened}"))?;
    for milestone in Milestone::ALL {
        if let (Some(at), Some(holder)) = (milestones.at(*milestone), milestones.holder(*milestone)) {
            let text = format!("  {:<13} {} {holder}", milestone.word(), line::when(at, &zone, context.now));
            context.out.line(&text)?;
        }
    }
    for (title, reading) in DERIVED.iter().map(|it| (it.title, it.read(milestones, running))) {
        if let Some(text) = said(reading) {
            context.out.line(&format!("  {title:<20} {text}"))?;
        }
    }
    Ok(())
}

/// Says a derived time; nothing when a milestone is missing.
pub fn said(reading: Reading) -> Option<String> {
    match reading {
        Reading::Final(span) => Some(span.to_string()),
        Reading::Running(span) => Some(format!("{} and running", span.clock())),
        Reading::Missing(_) => None,
        Reading::Contradiction => {
            Some("contradicts itself: the milestones are in the wrong order".to_owned())
        }
    }
}

/// Milestones and derived times, in JSON.
#[derive(Debug, Serialize)]
pub struct Times {
    milestones: serde_json::Map<String, serde_json::Value>,
    derived: serde_json::Map<String, serde_json::Value>,
}

/// Returns the milestones that are set, and the derived times in seconds.
pub fn times(milestones: &Milestones, running: Option<Timestamp>) -> Times {
    let set = Milestone::ALL.iter().filter_map(|it| {
        let value = serde_json::json!({ "at": milestones.at(*it)?, "event": milestones.holder(*it)? });
        Some((it.word().to_owned(), value))
    });
    let derived = DERIVED.iter().filter_map(|it| {
        let (span, runs) = match it.read(milestones, running) {
            Reading::Final(span) => (span, false),
            Reading::Running(span) => (span, true),
            Reading::Missing(_) | Reading::Contradiction => return None,
        };
        Some((it.id.to_owned(), serde_json::json!({ "seconds": span.whole_seconds(), "running": runs })))
    });
    Times { milestones: set.collect(), derived: derived.collect() }
}
