//! `coe status`: how the incident stands, in full or as a few words for a shell prompt.

use clap::Args;
use serde::Serialize;

use crate::domain::event::{Milestone, Milestones};
use crate::domain::incident::{Header, Severity, Status};
use crate::domain::span::Span;
use crate::domain::time::Timestamp;
use crate::domain::timeline::Anchor;
use crate::metrics::{DERIVED, Reading};

use super::context::Context;
use super::failure::{Code, Result};
use super::incident::head_doc;
use super::line;
use super::output::{Doc, Form, Style};

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
    let header = match context.store_if_any() {
        Ok(Some(_)) => context.incident().map(Some),
        Ok(None) => Ok(None),
        Err(failure) => Err(failure),
    };
    // Having no incident is an answer; only a prompt gets no other errors either, which would break it.
    let named = context.global.incident.as_ref().is_some_and(|it| !it.trim().is_empty());
    let header = match header {
        Ok(header) => header,
        Err(_) if args.short => None,
        Err(failure) if failure.code == Code::NotFound && !named => None,
        Err(failure) => return Err(failure),
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
    let events = context.store()?.window(header.id, Anchor::End, 1, 0)?.total;
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
        return context.out.json(
            head_doc(header)
                .with("created", &header.created)
                .with("events", &events)
                .with_all(&times(milestones, running)),
        );
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
