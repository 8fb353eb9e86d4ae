//! `coe check`: the bar raiser on an incident of the database, on `coe/1` documents or on Markdown.

mod print;

use std::collections::HashMap;
use std::path::Path;

use clap::Args;

use crate::domain::clean;
use crate::domain::id::IdSource;
use crate::domain::word::BadWord;
use crate::import::coe;
use crate::review::report::{self, Report, Source};
use crate::review::rule::Example;
use crate::review::{FAMILIES, Level, Options, Rule, markdown, review_by, rule, rules};
use crate::spread::on_threads;

use super::context::{Context, seed};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Output, Style, Table};
use super::word::offered;

/// The forms in which findings are printed.
const FORMATS: [&str; 4] = ["human", "json", "sarif", "github"];

/// Arguments of `coe check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe check                                # the current incident
  coe check INC-7 --fail-on warning
  coe check postmortems/*.md --format github
  coe check postmortem.md --format sarif > coe.sarif
  coe export --format json | coe check -
  coe check --explain why/weak-root-cause

A file is Markdown, or a coe/1 document as `coe export --format json` writes it. In Markdown the usual headings tell what
stands below them, and the rules are those that its parts allow; <!-- coe: allow RULE: reason --> on a line or the line
above sets a finding aside. Exit code 1 when something was found at or above --fail-on.")]
pub struct CheckArgs {
    /// INC-7, 7, the beginning of an id or words of a title; or files, `-` for standard input
    #[arg(value_name = "REF|FILE")]
    targets: Vec<String>,
    /// human, json, sarif (for code scanning) or github (notes at the lines of a pull request)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true, value_parser = offered(FORMATS))]
    format: String,
    /// The least severity that makes the exit code 1: error, warning or note
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = offered(Level::ALL.iter().map(|it| it.word())))]
    fail_on: String,
    /// List what was set aside, with the reasons
    #[arg(long)]
    waived: bool,
    /// Say what a rule finds, why it matters and what to write instead
    #[arg(long, value_name = "RULE", conflicts_with_all = ["targets", "list"])]
    explain: Option<String>,
    /// List the rules
    #[arg(long, conflicts_with = "targets")]
    list: bool,
}

/// Reviews, or tells about the rules.
pub fn check(context: &mut Context, args: &CheckArgs) -> Result<()> {
    if args.list {
        return list(&mut context.out);
    }
    if let Some(id) = &args.explain {
        return explain(&mut context.out, id);
    }
    let format = args.format.to_lowercase();
    if !FORMATS.contains(&format.as_str()) {
        let message = format!("`{}` is not a format of findings", clean::line(&args.format));
        return Err(Failure::usage(message).hint(format!("use one of {}", FORMATS.join(", "))));
    }
    let level: Level = args.fail_on.parse().map_err(|error: BadWord| Failure::usage(error.to_string()))?;
    let (reports, unread) = reports(context, &args.targets)?;
    let out = &mut context.out;
    match format.as_str() {
        "sarif" => {
            let log = report::sarif(&reports, env!("CARGO_PKG_VERSION"));
            out.json_part(&format!("{log:#}\n"))?;
        }
        "github" => out.exact(&report::github(&reports))?,
        "human" if !out.is_json() && args.waived => {
            return reports.iter().try_for_each(|it| print::waived(out, it));
        }
        "human" if !out.is_json() => reports.iter().try_for_each(|it| print::findings(out, it))?,
        _ => print::json(out, &reports, reports.len() > 1 || unread.is_some())?,
    }
    if let Some(failure) = unread {
        return Err(failure);
    }
    let failed: Vec<&Report> = reports.iter().filter(|it| it.reaches(level)).collect();
    let Some(first) = failed.first() else { return Ok(()) };
    let message = match failed.len() {
        1 => format!("{}: {}", first.target, first.tally()),
        several => format!("{several} of {} have findings at or above `{level}`", reports.len()),
    };
    let hint = "`coe check --explain RULE` says why a rule matters and what to write instead".to_owned();
    Err(Failure { code: Code::No, message, hint: Some(hint) })
}

/// Reviews each target, or the current incident when there is none. The failure is that of the first file that could not be
/// read while others could.
fn reports(context: &mut Context, targets: &[String]) -> Result<(Vec<Report>, Option<Failure>)> {
    let options = context.config().review(context.now);
    let reference = |it: &String| {
        let num = it.to_ascii_uppercase();
        num.strip_prefix("INC-").is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
    };
    if targets.len() > 1 && targets.iter().any(reference) {
        return targets
            .iter()
            .map(|it| if is_file(it) { file(context, it, &options) } else { incident(context, it, &options) })
            .collect::<Result<Vec<_>>>()
            .map(|it| (it, None));
    }
    let files = targets.iter().filter(|it| is_file(it)).count();
    if files == 0 {
        return Ok((vec![incident(context, &targets.join(" "), &options)?], None));
    }
    // One file that cannot be read does not keep the others from being reviewed.
    let mut reports = Vec::new();
    let mut failed = None;
    for target in targets {
        match file(context, target, &options) {
            Ok(report) => reports.push(report),
            Err(failure) if targets.len() > 1 => {
                context.out.caution(&failure.message);
                failed.get_or_insert(failure);
            }
            Err(failure) => return Err(failure),
        }
    }
    match failed {
        Some(failure) if reports.is_empty() => Err(failure),
        failed => Ok((reports, failed)),
    }
}

/// Reviews an incident of the database; an empty name stands for the current one.
fn incident(context: &mut Context, name: &str, options: &Options) -> Result<Report> {
    let header = context.incident_of(Some(name).filter(|it| !it.is_empty()))?;
    let incident = context.store()?.incident(header.id)?;
    let findings = review_by(&incident, options, on_threads);
    Ok(Report::new(header.reference(), incident, HashMap::new(), findings))
}

/// Tells whether a target is a file rather than a reference: it is there, or is named as only files are.
fn is_file(target: &str) -> bool {
    target == "-"
        || target.contains(std::path::MAIN_SEPARATOR)
        || [".json", ".md", ".markdown"].iter().any(|it| target.ends_with(it))
        || std::fs::metadata(target).is_ok()
}

fn file(context: &mut Context, target: &str, options: &Options) -> Result<Report> {
    let shown = clean::line(target);
    if Path::new(target).is_dir() {
        return Err(Failure::usage(format!("{shown} is a folder; name the files, such as {shown}/*.md")));
    }
    let (_, bytes) = super::import::read(Path::new(target))?;
    if bytes.trim_ascii().is_empty() {
        let hint = "a pipe that broke looks like this; nothing was reviewed";
        return Err(Failure::invalid(format!("{shown} is empty")).hint(hint));
    }
    if bytes.contains(&0) {
        let hint = "give Markdown or a coe/1 document, saved as UTF-8";
        return Err(Failure::invalid(format!("{shown} is no text: it holds NUL bytes")).hint(hint));
    }
    // `{{…}}` begins a placeholder, and no JSON.
    let json = bytes.trim_ascii_start().starts_with(b"{") && !bytes.trim_ascii_start().starts_with(b"{{");
    if !json && !(coe::FORMAT.sniff)(&bytes) && !target.ends_with(".json") {
        return Ok(foreign(context, shown, &bytes, options));
    }
    let named = |it: Failure| Failure { message: format!("{shown}: {}", it.message), ..it };
    let imported = coe::read(&bytes, &mut IdSource::seeded(seed()), context.now)
        .map_err(|error| named(Failure::from(error)))?;
    for warning in &imported.warnings {
        context.out.caution(&format!("{shown}: {warning}"));
    }
    let incident = imported.incident();
    let findings = review_by(&incident, options, on_threads);
    let report = Report::new(shown, incident, imported.names, findings);
    Ok(Report { file: true, ..report })
}

/// Reviews a file as Markdown.
fn foreign(context: &mut Context, target: String, bytes: &[u8], options: &Options) -> Report {
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        context.out.caution(&format!("{target}: what is not UTF-8 was read as \u{fffd}"));
    }
    let (incident, layout) = markdown::read(&text, context.now);
    let mut findings = review_by(&incident, &layout.options(options), on_threads);
    layout.settle(&mut findings);
    for (line, why) in &layout.mistakes {
        context.out.caution(&format!("{target}:{line}: this comment sets nothing aside: {why}"));
    }
    if layout.is_empty() {
        context.out.caution(&format!(
            "{target}: nothing of an incident was recognised, only its words were reviewed"
        ));
    }
    let mut report = Report::new(target, incident, HashMap::new(), findings);
    report.findings.sort_by_key(|it| layout.span(it).start);
    Report { file: true, source: Some(Source { text: text.into_owned(), layout }), ..report }
}

fn list(out: &mut Output) -> Result<()> {
    if out.is_json() {
        let all: Vec<serde_json::Value> = rules()
            .map(|it| serde_json::json!({"rule": it.id, "severity": it.level.word(), "live": it.live, "summary": it.summary}))
            .collect();
        return out.json(Doc::new().with("rules", &all));
    }
    let mut table = Table::new(&["RULE", "SEVERITY", "FINDS"]);
    for it in rules() {
        table.push([it.id, it.level.word(), it.summary]);
    }
    out.table(&table)
}

/// Returns the rule of an id, or says which it may have been.
pub(super) fn rule_of(id: &str) -> Result<&'static Rule> {
    let missing = || {
        Failure::not_found(format!("there is no rule `{}`", clean::line(id))).hint(report::no_such_rule(id))
    };
    rule(id).ok_or_else(missing)
}

fn explain(out: &mut Output, id: &str) -> Result<()> {
    let id = id.trim().to_lowercase();
    if let Some((family, rules)) = FAMILIES.iter().find(|(name, _)| *name == id) {
        let ids: Vec<&str> = rules.iter().map(|it| it.id).collect();
        let message = format!("`{family}` is a family of rules");
        return Err(Failure::usage(message).hint(format!("name one of {}", ids.join(", "))));
    }
    let found = rule_of(&id)?;
    let shown = |it: &[Example]| it.iter().map(Example::line).collect::<Vec<_>>();
    if out.is_json() {
        let doc = Doc::new()
            .with("rule", found.id)
            .with("severity", found.level.word())
            .with("summary", found.summary);
        let doc = doc.with("what", found.what).with("why", found.why).with("instead", found.instead);
        return out.json(doc.with("bad", &shown(found.bad)).with("good", &shown(found.good)));
    }
    told(out, found, &shown(found.bad), &shown(found.good))
}

fn told(out: &mut Output, rule: &Rule, bad: &[String], good: &[String]) -> Result<()> {
    let head = format!("{} ({})", rule.id, rule.level);
    out.styled(&[(Style::Strong, &head), (Style::Plain, &format!(": {}", rule.summary))])?;
    for (title, text) in
        [("What it does", rule.what), ("Why it matters", rule.why), ("Write instead", rule.instead)]
    {
        out.line("")?;
        out.styled(&[(Style::Strong, title)])?;
        out.line(text)?;
    }
    for (title, examples) in [("Found", bad), ("Left alone", good)] {
        out.line("")?;
        out.styled(&[(Style::Strong, title)])?;
        examples.iter().try_for_each(|it| out.line(&format!("  - {it}")))?;
    }
    Ok(())
}
