//! `coe why`: ladders of whys.

use clap::{Args, Subcommand};

use crate::domain::change::{Change, Edit, Row};
use crate::domain::clean;
use crate::domain::document::{ladder_json, rung_json};
use crate::domain::id::{Handle, LadderId, RungId};
use crate::domain::incident::{Header, Parts};
use crate::domain::ladder::{Ladder, Rung, Step as Place, Topic, depth, walk};
use crate::domain::plan;
use crate::store::Written;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::log::read_input;
use super::output::{Doc, Form, Style};
use super::part::{Told, cites, line_of, rung_of, tell, tell_removed};
use super::word::known;

/// The commands of `coe why`.
#[derive(Debug, Subcommand)]
pub enum WhyCommand {
    /// State the problem at the top of a ladder
    Problem(ProblemArgs),
    /// Ask the next why
    Add(AddArgs),
    /// Answer a why
    Answer(AnswerArgs),
    /// Change the question, the answer or what it rests on
    Edit(EditArgs),
    /// Mark a why as a root cause, where the ladder stops on purpose
    Root(RootArgs),
    /// Remove whys and all below them
    Rm(RmArgs),
    /// Show the ladders
    List(ListArgs),
}

/// Arguments of `coe why problem`.
#[derive(Debug, Args)]
pub struct ProblemArgs {
    /// cause, detection or recovery
    #[arg(long, value_name = "L", default_value = "cause", hide_possible_values = true, value_parser = known(Topic::ALL, Topic::word))]
    ladder: Topic,
    /// The problem, as the customer saw it
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe why add \"why did checkout answer 503?\" --because \"the pool was empty\" --cite e3 --cite m1
  coe why add \"why was the pool empty?\"          # below the last why
  coe why add --under w2 \"why did no alarm ring?\"
  coe why add --ladder detection \"why did it take 20 minutes to notice?\"")]
pub struct AddArgs {
    /// cause, detection or recovery; by default the one of --under, else cause
    #[arg(long, value_name = "L", hide_possible_values = true, value_parser = known(Topic::ALL, Topic::word))]
    ladder: Option<Topic>,
    /// The why whose because it asks about; by default the last one, so that one why follows the other
    #[arg(long, value_name = "w3", conflicts_with = "top")]
    under: Option<Handle>,
    /// Begin a new branch at the top of the ladder
    #[arg(long)]
    top: bool,
    /// The answer, if it is known already; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// An event or a figure that backs the answer; may be given several times
    #[arg(long = "cite", value_name = "e3", value_delimiter = ',')]
    cites: Vec<Handle>,
    /// It is a root cause, where the ladder stops on purpose
    #[arg(long)]
    root: bool,
    /// The question
    #[arg(required = true, value_name = "WHY")]
    why: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why answer`.
#[derive(Debug, Args)]
pub struct AnswerArgs {
    /// The why
    #[arg(value_name = "w3")]
    rung: Handle,
    /// The answer; `-` reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// An event or a figure that backs the answer; may be given several times
    #[arg(long = "cite", value_name = "e3", value_delimiter = ',')]
    cites: Vec<Handle>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why edit`.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// The why
    #[arg(value_name = "w3")]
    rung: Handle,
    /// The question
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The answer; empty takes it away
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// An event or a figure that backs the answer; may be given several times
    #[arg(long = "cite", value_name = "e3", value_delimiter = ',')]
    cites: Vec<Handle>,
    /// What does not back the answer after all; may be given several times
    #[arg(long = "uncite", value_name = "e3", value_delimiter = ',')]
    uncites: Vec<Handle>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why root`.
#[derive(Debug, Args)]
pub struct RootArgs {
    /// The why
    #[arg(value_name = "w5")]
    rung: Handle,
    /// It is no root cause after all
    #[arg(long)]
    not: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why rm`.
#[derive(Debug, Args)]
pub struct RmArgs {
    /// The whys
    #[arg(required = true, value_name = "w3")]
    rungs: Vec<Handle>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe why list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only this ladder: cause, detection or recovery
    #[arg(long, value_name = "L", hide_possible_values = true, value_parser = known(Topic::ALL, Topic::word))]
    ladder: Option<Topic>,
}

/// Runs one of the commands of `coe why`.
pub fn why(context: &mut Context, command: &WhyCommand) -> Result<()> {
    let header = context.incident()?;
    let parts = context.store()?.parts(header.id)?;
    match command {
        WhyCommand::Problem(args) => problem(context, args, &header, parts),
        WhyCommand::Add(args) => add(context, args, &header, &parts),
        WhyCommand::Answer(args) => answer(context, args, &header, &parts),
        WhyCommand::Edit(args) => edit(context, args, &header, &parts),
        WhyCommand::Root(args) => root(context, args, &header, &parts),
        WhyCommand::Rm(args) => remove(context, args, &header, &parts),
        WhyCommand::List(args) => list(context, args, &header, &parts),
    }
}

fn problem(context: &mut Context, args: &ProblemArgs, header: &Header, mut parts: Parts) -> Result<()> {
    let text = line_of(&args.text, "the problem is empty; say what the customer saw")?;
    let id = LadderId(context.id());
    let before = parts.ladders.iter().find(|it| it.topic == args.ladder).cloned();
    let change = match &before {
        Some(before) => Edit::replace(before.clone(), Ladder { problem: text, ..before.clone() }),
        None => Edit::add(Ladder { id, num: 0, topic: args.ladder, problem: text }),
    };
    let label = format!("stated the problem of {}", args.ladder);
    let step = Step::new(header.id, args.dry.dry_run).label(label);
    let written = context.write(step, vec![Change::ladder(header.id, change)])?;
    let after = written.changes.first().and_then(|it| match &it.row {
        Row::Ladder(edit) => edit.after.clone(),
        _ => None,
    });
    let Some(ladder) = after.or(before) else { return Ok(()) };
    parts.ladders = vec![ladder.clone()];
    let handle = ladder.handle().to_string();
    let told = Told {
        part: ("ladder", ladder_json(&ladder, &parts)),
        record: vec![handle.clone(), ladder.topic.to_string(), ladder.problem.clone()],
        verb: "stated the problem of",
        subject: handle,
        tail: format!(" ({})", ladder.topic),
        warnings: Vec::new(),
    };
    tell(context, header, args.dry, (&written, told))
}

fn add(context: &mut Context, args: &AddArgs, header: &Header, parts: &Parts) -> Result<()> {
    let text = line_of(&args.why, "the question is empty; ask why, such as \"why was the pool empty?\"")?;
    let mut warnings = Vec::new();
    let because = match &args.because {
        Some(text) => text_of(text, &mut warnings)?,
        None => String::new(),
    };
    let under = args.under.map(|handle| rung_of(parts, handle)).transpose()?;
    let topic = topic_of(args, parts, under)?;
    let new = LadderId(context.id());
    let (ladder, change) = plan::ladder(header.id, &parts.ladders, topic, new);
    let under = match under {
        None if !args.top => last(ladder, &parts.rungs),
        chosen => chosen,
    };
    if let Some(root) = under.filter(|it| it.root) {
        warnings.push(format!("{} is marked as a root cause, and now a why follows it", root.handle()));
    }
    let mut rung = Rung {
        id: RungId(context.id()),
        num: 0,
        ladder,
        parent: under.map(|it| it.id),
        place: 0,
        why: text,
        because,
        cites: cites(context, header, parts, &args.cites)?,
        root: args.root,
    };
    rung.place = plan::last_place(&parts.rungs, &rung);
    let step = Step::new(header.id, args.dry.dry_run);
    let step = match change {
        // Named after the why, not after the ladder that comes to be with it.
        Some(_) => step.label(format!("asked the first why of {topic}")),
        None => step,
    };
    let changes = change.into_iter().chain([Change::rung(header.id, Edit::add(rung.clone()))]).collect();
    let written = context.write(step, changes)?;
    let rung = after(&written).unwrap_or(rung);
    let below = match under {
        Some(under) => format!(" below {}", under.handle()),
        None => format!(" at the top of the {topic} ladder"),
    };
    told(context, args.dry, header, (parts, &written, ("added", &rung, &below, warnings)))
}

/// Returns the topic of the ladder that a new why stands on.
fn topic_of(args: &AddArgs, parts: &Parts, under: Option<&Rung>) -> Result<Topic> {
    let ladder = under.and_then(|rung| parts.ladders.iter().find(|it| it.id == rung.ladder));
    match (ladder, args.ladder) {
        (Some(ladder), Some(topic)) if ladder.topic != topic => {
            let under = args.under.map_or_else(String::new, |it| it.to_string());
            Err(Failure::usage(format!(
                "{under} stands on the {} ladder, not on {topic}; leave out --ladder",
                ladder.topic
            )))
        }
        (Some(ladder), _) => Ok(ladder.topic),
        (None, topic) => Ok(topic.unwrap_or(Topic::Cause)),
    }
}

/// Returns the end of the main branch of a ladder: from the top down, the first why at every fork.
fn last(ladder: LadderId, rungs: &[Rung]) -> Option<&Rung> {
    let steps = walk(ladder, rungs);
    let mut end: Option<&Place<'_>> = None;
    for step in &steps {
        // The first child of a rung comes right behind it.
        match end {
            Some(last) if step.depth <= last.depth => break,
            _ => end = Some(step),
        }
    }
    end.map(|it| it.rung)
}

fn answer(context: &mut Context, args: &AnswerArgs, header: &Header, parts: &Parts) -> Result<()> {
    let before = rung_of(parts, args.rung)?;
    let mut warnings = Vec::new();
    let because = text_of(&args.text.join(" "), &mut warnings)?;
    if because.is_empty() {
        return Err(Failure::usage(format!(
            "the answer is empty; `coe why edit {} --because \"\"` takes one away",
            args.rung
        )));
    }
    let mut rung = before.clone();
    rung.because = because;
    cite(&mut rung, cites(context, header, parts, &args.cites)?);
    replace(context, args.dry, header, (parts, before, rung, ("answered", "", warnings)))
}

fn edit(context: &mut Context, args: &EditArgs, header: &Header, parts: &Parts) -> Result<()> {
    let before = rung_of(parts, args.rung)?;
    let mut warnings = Vec::new();
    let mut rung = before.clone();
    if let Some(text) = &args.why {
        rung.why = line_of(std::slice::from_ref(text), "the question is empty; `coe why rm` removes a why")?;
    }
    if let Some(text) = &args.because {
        rung.because = text_of(text, &mut warnings)?;
    }
    cite(&mut rung, cites(context, header, parts, &args.cites)?);
    rung.cites.retain(|it| !args.uncites.contains(it));
    replace(context, args.dry, header, (parts, before, rung, ("edited", "", warnings)))
}

fn root(context: &mut Context, args: &RootArgs, header: &Header, parts: &Parts) -> Result<()> {
    let before = rung_of(parts, args.rung)?;
    let rung = Rung { root: !args.not, ..before.clone() };
    let mut warnings = Vec::new();
    if rung.root && parts.rungs.iter().any(|it| it.parent == Some(rung.id)) {
        warnings.push(format!("whys follow {}; a root cause is where they stop", rung.handle()));
    }
    let verb = if args.not { "unmarked" } else { "marked" };
    replace(context, args.dry, header, (parts, before, rung, (verb, " as a root cause", warnings)))
}

/// Cleans an answer; `-` is standard input.
fn text_of(text: &str, warnings: &mut Vec<String>) -> Result<String> {
    let text = if text == "-" { read_input(warnings)? } else { clean::block(text) };
    Ok(text.trim().to_owned())
}

fn cite(rung: &mut Rung, more: Vec<Handle>) {
    for handle in more {
        if !rung.cites.contains(&handle) {
            rung.cites.push(handle);
        }
    }
}

/// Writes the edit of one rung and reports it.
fn replace(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (parts, before, rung, (verb, tail, warnings)): (&Parts, &Rung, Rung, (&'static str, &str, Vec<String>)),
) -> Result<()> {
    let change = Change::rung(header.id, Edit::replace(before.clone(), rung.clone()));
    let step = Step::new(header.id, dry.dry_run).label(format!("{verb} {{}}{tail}"));
    let written = context.write(step, vec![change])?;
    told(context, dry, header, (parts, &written, (verb, &rung, tail, warnings)))
}

fn after(written: &Written) -> Option<Rung> {
    written.changes.iter().rev().find_map(|it| match &it.row {
        Row::Rung(edit) => edit.after.clone(),
        _ => None,
    })
}

fn told(
    context: &mut Context,
    dry: DryRun,
    header: &Header,
    (parts, written, done): (&Parts, &Written, (&'static str, &Rung, &str, Vec<String>)),
) -> Result<()> {
    let (verb, rung, tail, warnings) = done;
    let topic = parts.ladders.iter().find(|it| it.id == rung.ladder).map_or("", |it| it.topic.word());
    let told = Told {
        part: ("rung", rung_json(rung, parts)),
        record: record(rung, topic, ""),
        verb,
        subject: rung.handle().to_string(),
        tail: tail.to_owned(),
        warnings,
    };
    tell(context, header, dry, (written, told))
}

/// Returns a rung as a record: handle, ladder, outline number, why, because, cites, and `root` if it is one.
fn record(rung: &Rung, topic: &str, number: &str) -> Vec<String> {
    vec![
        rung.handle().to_string(),
        topic.to_owned(),
        number.to_owned(),
        rung.why.clone(),
        rung.because.clone(),
        cited(rung),
        if rung.root { "root".to_owned() } else { String::new() },
    ]
}

fn cited(rung: &Rung) -> String {
    rung.cites.iter().map(Handle::to_string).collect::<Vec<_>>().join(",")
}

fn remove(context: &mut Context, args: &RmArgs, header: &Header, parts: &Parts) -> Result<()> {
    let mut changes: Vec<Change> = Vec::new();
    let mut handles: Vec<Handle> = Vec::new();
    for handle in &args.rungs {
        let rung = rung_of(parts, *handle)?;
        for change in plan::remove_rung(header.id, &parts.rungs, rung) {
            let Row::Rung(edit) = &change.row else { continue };
            let Some(doomed) = edit.before.as_ref().map(Rung::handle) else { continue };
            // One that was named may hang below another that was.
            if !handles.contains(&doomed) {
                handles.push(doomed);
                changes.push(change);
            }
        }
    }
    handles.sort_unstable();
    let addressed = parts.actions.iter().filter(|it| it.addresses.iter().any(|it| handles.contains(it)));
    let warnings: Vec<String> = addressed
        .map(|it| {
            let gone: Vec<String> =
                it.addresses.iter().filter(|it| handles.contains(it)).map(Handle::to_string).collect();
            format!("{} still addresses {}", it.handle(), gone.join(", "))
        })
        .collect();
    let names: Vec<String> = handles.iter().map(Handle::to_string).collect();
    let label = format!("removed {}", names.join(", "));
    context.write(Step::new(header.id, args.dry.dry_run).label(label), changes)?;
    tell_removed(context, header, args.dry, (&names, &warnings))
}

fn list(context: &mut Context, args: &ListArgs, header: &Header, parts: &Parts) -> Result<()> {
    let ladders = parts.ladders.iter().filter(|it| args.ladder.is_none_or(|topic| topic == it.topic));
    let ladders: Vec<&Ladder> = ladders.collect();
    let out = &mut context.out;
    if out.is_json() {
        let ladders: Vec<_> = ladders.iter().map(|it| ladder_json(it, parts)).collect();
        return out.json(Doc::new().with("incident", &header.reference()).with("ladders", &ladders));
    }
    if out.form() == Form::Plain {
        return ladders.iter().try_for_each(|ladder| {
            walk(ladder.id, &parts.rungs).iter().try_for_each(|step| {
                let record = record(step.rung, ladder.topic.word(), &step.number);
                out.record(&record.iter().map(String::as_str).collect::<Vec<_>>())
            })
        });
    }
    if ladders.is_empty() {
        out.note("no whys yet; ask the first with `coe why add \"why …?\"`");
        return Ok(());
    }
    for (at, ladder) in ladders.into_iter().enumerate() {
        if at > 0 {
            context.out.line("")?;
        }
        human(context, ladder, &parts.rungs)?;
    }
    Ok(())
}

/// Prints a ladder as a tree: each why with its number, its because below it.
fn human(context: &mut Context, ladder: &Ladder, rungs: &[Rung]) -> Result<()> {
    let out = &mut context.out;
    let deep = match depth(ladder.id, rungs) {
        0 => "nothing answered yet".to_owned(),
        1 => "1 why deep".to_owned(),
        deep => format!("{deep} whys deep"),
    };
    let topic = ladder.topic.word();
    out.styled(&[(Style::Strong, topic), (Style::Dim, &format!(" ({}, {deep})", ladder.handle()))])?;
    if !ladder.problem.is_empty() {
        out.line(&format!("  {}", ladder.problem))?;
    }
    for step in walk(ladder.id, rungs) {
        let indent = "  ".repeat(step.depth.min(20));
        let rung = step.rung;
        let root = if rung.root { " [root cause]" } else { "" };
        let head = format!("{indent}{} {} ", step.number, rung.handle());
        out.styled(&[(Style::Dim, &head), (Style::Plain, &rung.why), (Style::Strong, root)])?;
        let indent = " ".repeat(head.len());
        if rung.answered() {
            rung.because.lines().try_for_each(|line| out.line(&format!("{indent}{line}")))?;
        } else {
            out.styled(&[(Style::Warning, &format!("{indent}not answered yet"))])?;
        }
        if !rung.cites.is_empty() {
            out.styled(&[(Style::Dim, &format!("{indent}see {}", cited(rung).replace(',', ", ")))])?;
        }
    }
    Ok(())
}
