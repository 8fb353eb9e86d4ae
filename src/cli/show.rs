//! `coe show`: an incident as a whole, to be read, or as the `coe/1` document.

use clap::Args;

use crate::domain::action::Action;
use crate::domain::document::Document;
use crate::domain::incident::{Header, Incident, Parts, Severity, Status};
use crate::domain::ladder::walk;
use crate::metrics::DERIVED;

use super::context::Context;
use super::failure::Result;
use super::line::{self, Lines};
use super::output::{Doc, Form, Output, Style};
use super::status::said;

/// Arguments of `coe show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe show
  coe show INC-7
  coe show checkout --json | jq '.events | length'")]
pub struct ShowArgs {
    /// INC-7, 7, the beginning of its id, or words of its title; by default the current incident
    #[arg(value_name = "REF")]
    reference: Vec<String>,
}

/// Shows an incident.
pub fn show(context: &mut Context, args: &ShowArgs) -> Result<()> {
    let reference = args.reference.join(" ");
    let named = (!reference.is_empty()).then_some(reference.as_str());
    let header = context.incident_of(named)?;
    let incident = context.store()?.incident(header.id)?;
    match context.out.form() {
        Form::Json => context.out.json(Doc::new().with_all(&Document::of(&incident))),
        Form::Plain => incident.events.iter().try_for_each(|event| line::record(&mut context.out, event)),
        Form::Human => human(context, &incident),
    }
}

fn human(context: &mut Context, incident: &Incident) -> Result<()> {
    facts(context, &incident.header)?;
    let zone = context.zone(&incident.header);
    let running = (incident.header.status == Status::Open).then_some(context.now);
    let milestones = incident.milestones();
    let times: Vec<(&str, String)> =
        DERIVED.iter().filter_map(|it| Some((it.title, said(it.read(&milestones, running))?))).collect();
    let out = &mut context.out;
    if !times.is_empty() || !incident.parts.metrics.is_empty() {
        heading(out, "Impact")?;
    }
    times.iter().try_for_each(|(title, text)| out.line(&format!("  {title:<20} {text}")))?;
    for metric in &incident.parts.metrics {
        out.line(&format!("  {:<4} {}: {}", metric.handle().to_string(), metric.name, metric.figure()))?;
    }
    heading(out, "Timeline")?;
    if incident.events.is_empty() {
        out.line("  no events yet; log one with `coe log TEXT`")?;
    }
    let mut lines = Lines::new(&incident.header, zone);
    incident.events.iter().try_for_each(|event| lines.print(out, event))?;
    whys(out, &incident.parts)?;
    actions(out, &incident.parts.actions)?;
    for section in &incident.parts.sections {
        heading(out, section.name.title())?;
        section.text.lines().try_for_each(|line| out.line(line))?;
    }
    Ok(())
}

/// Prints the reference, the title and the facts that are known.
fn facts(context: &mut Context, header: &Header) -> Result<()> {
    let opened = line::when(header.created, &context.zone(header), context.now);
    let links: Vec<String> =
        header.links.iter().map(|it| format!("{} {}", it.label, it.url).trim().to_owned()).collect();
    let out = &mut context.out;
    out.styled(&[(Style::Strong, &format!("{} {}", header.reference(), header.title))])?;
    let facts = [
        ("severity", header.severity.map_or("", Severity::word).to_owned()),
        ("status", header.status.word().to_owned()),
        ("zone", header.zone.to_string()),
        ("opened", opened),
        ("services", header.services.join(", ")),
        ("team", header.team.clone()),
        ("presenter", header.presenter.clone()),
        ("tags", header.tags.join(", ")),
        ("links", links.join(", ")),
    ];
    let known = facts.iter().filter(|(_, value)| !value.is_empty());
    known.into_iter().try_for_each(|(name, value)| {
        out.styled(&[(Style::Dim, &format!("  {name:<10} ")), (Style::Plain, value)])
    })
}

fn heading(out: &mut Output, title: &str) -> Result<()> {
    out.line("")?;
    out.styled(&[(Style::Strong, title)])
}

fn whys(out: &mut Output, parts: &Parts) -> Result<()> {
    for ladder in &parts.ladders {
        heading(out, &format!("Whys: {}", ladder.topic))?;
        if !ladder.problem.is_empty() {
            out.line(&format!("  {}", ladder.problem))?;
        }
        for step in walk(ladder.id, &parts.rungs) {
            let indent = "  ".repeat(step.depth.min(20));
            let rung = step.rung;
            let root = if rung.root { " [root cause]" } else { "" };
            out.line(&format!("{indent}{} {} {}{root}", step.number, rung.handle(), rung.why))?;
            let cites: Vec<String> = rung.cites.iter().map(ToString::to_string).collect();
            let cites = if cites.is_empty() { String::new() } else { format!(" ({})", cites.join(", ")) };
            let because = if rung.answered() { rung.because.as_str() } else { "not answered yet" };
            out.line(&format!("{indent}   {because}{cites}"))?;
        }
    }
    Ok(())
}

fn actions(out: &mut Output, actions: &[Action]) -> Result<()> {
    if actions.is_empty() {
        return Ok(());
    }
    heading(out, "Actions")?;
    for action in actions {
        let missing = action.missing();
        let missing =
            if missing.is_empty() { String::new() } else { format!(" (no {})", missing.join(", ")) };
        let due = action.due.map_or_else(String::new, |it| format!(", due {it}"));
        let owner = if action.owner.is_empty() { String::new() } else { format!(", {}", action.owner) };
        let (handle, status) = (action.handle().to_string(), action.status);
        out.line(&format!("  {handle:<4} [{status}] {}{owner}{due}{missing}", action.title))?;
    }
    Ok(())
}
