//! `coe check`: the bar raiser on an incident of the database or on `coe/1` files.

use std::collections::HashMap;
use std::path::Path;

use clap::Args;

use crate::domain::clean;
use crate::domain::id::IdSource;
use crate::domain::span::Span;
use crate::import::coe;
use crate::review::report::{self, Report};
use crate::review::rule::Example;
use crate::review::{Finding, Level, Options, Rule, review, rule, rules};

use super::context::{Context, seed};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Output, Style, Table};
use super::word::offered;

/// The forms in which findings are printed.
const FORMATS: [&str; 2] = ["human", "json"];

/// Arguments of `coe check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe check                                # the current incident
  coe check INC-7 --fail-on warning
  coe check inc-7.json inc-8.json --format json
  coe export --format json | coe check -
  coe check --explain why/weak-root-cause

A file is a coe/1 document, as `coe export --format json` writes it. Exit code 1 when something was found at or above
--fail-on.")]
pub struct CheckArgs {
    /// INC-7, 7, the beginning of an id or words of a title; or files, `-` for standard input
    #[arg(value_name = "REF|FILE")]
    targets: Vec<String>,
    /// human or json
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
    let json = context.out.is_json() || args.format.eq_ignore_ascii_case("json");
    if !json && !args.format.eq_ignore_ascii_case("human") {
        let message = format!("`{}` is not a format of findings", clean::line(&args.format));
        return Err(Failure::usage(message).hint(format!("use one of {}", FORMATS.join(", "))));
    }
    let level: Level = args.fail_on.parse()?;
    let reports = reports(context, &args.targets)?;
    if args.waived && !json {
        return reports.iter().try_for_each(|it| waived(&mut context.out, it));
    }
    if json {
        print_json(&mut context.out, &reports)?;
    } else {
        reports.iter().try_for_each(|it| print(&mut context.out, it))?;
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

/// Reviews each target, or the current incident when there is none.
fn reports(context: &mut Context, targets: &[String]) -> Result<Vec<Report>> {
    let config = context.config();
    let mut options = Options::new(context.now);
    options.gap = Span::minutes(i64::from(config.gap_minutes));
    let files = targets.iter().filter(|it| is_file(it)).count();
    if files == 0 {
        let reference = targets.join(" ");
        let header = context.incident_of((!reference.is_empty()).then_some(reference.as_str()))?;
        let incident = context.store()?.incident(header.id)?;
        let findings = review(&incident, &options);
        return Ok(vec![Report::new(header.reference(), incident, HashMap::new(), findings)]);
    }
    targets.iter().map(|it| file(context, it, &options)).collect()
}

/// Tells whether a target is a file rather than a reference: it is there, or is named as only files are.
fn is_file(target: &str) -> bool {
    target == "-"
        || target.contains(std::path::MAIN_SEPARATOR)
        || target.ends_with(".json")
        || Path::new(target).is_file()
}

fn file(context: &mut Context, target: &str, options: &Options) -> Result<Report> {
    let (_, bytes) = super::import::read(Path::new(target))?;
    let named = |it: Failure| Failure { message: format!("{}: {}", clean::line(target), it.message), ..it };
    let imported = coe::read(&bytes, &mut IdSource::seeded(seed()), context.now)
        .map_err(|error| named(Failure::from(error)))?;
    for warning in &imported.warnings {
        context.out.caution(&format!("{}: {warning}", clean::line(target)));
    }
    let incident = imported.incident();
    let findings = review(&incident, options);
    Ok(Report::new(clean::line(target), incident, imported.names, findings))
}

fn print_json(out: &mut Output, reports: &[Report]) -> Result<()> {
    let one = |report: &Report| report.json().to_string();
    match reports {
        [report] => out.json_part(&one(report))?,
        several => {
            let all: Vec<String> = several.iter().map(one).collect();
            out.json_part(&format!("[{}]", all.join(",\n")))?;
        }
    }
    out.json_part("\n")
}

/// Prints the findings as compilers do: what, where, the words underlined, what to do.
fn print(out: &mut Output, report: &Report) -> Result<()> {
    let texts = report.texts();
    let columns = out.width().saturating_sub(4).clamp(20, 120);
    for finding in &report.findings {
        if out.form() == Form::Plain {
            let place = place(report, finding);
            out.record(&[&report.target, &place, finding.level.word(), finding.rule, &finding.message])?;
            continue;
        }
        let style = match finding.level {
            Level::Error => Style::Error,
            Level::Warning => Style::Warning,
            Level::Note => Style::Strong,
        };
        let head = format!("{}[{}]", finding.level, finding.rule);
        out.styled(&[(style, &head), (Style::Strong, &format!(": {}", finding.message))])?;
        out.styled(&[
            (Style::Dim, "  --> "),
            (Style::Plain, &format!("{} {}", report.target, place(report, finding))),
        ])?;
        let text = texts.get(&finding.place).copied().unwrap_or_default();
        if let Some(shown) = report::shown(text, &finding.span, columns) {
            out.styled(&[(Style::Dim, "  | "), (Style::Plain, &shown.line)])?;
            let marks = "^".repeat(shown.width);
            out.styled(&[(Style::Dim, "  | "), (Style::Plain, &" ".repeat(shown.before)), (style, &marks)])?;
        }
        out.styled(&[(Style::Dim, "  = "), (Style::Plain, &finding.help)])?;
        out.line("")?;
    }
    if out.form() == Form::Human && !out.is_quiet() {
        let verdict = if report.ready() { "ready for review" } else { "not ready for review" };
        out.styled(&[
            (Style::Strong, &format!("{}: {verdict}", report.target)),
            (Style::Plain, &format!(" ({})", report.tally())),
        ])?;
    }
    Ok(())
}

/// Prints what was set aside.
fn waived(out: &mut Output, report: &Report) -> Result<()> {
    let mut table = Table::new(&["RULE", "PLACE", "REASON", "FINDING"]);
    for it in &report.waived {
        table.push([it.rule, &place(report, it), it.waived.as_deref().unwrap_or_default(), &it.message]);
    }
    if report.waived.is_empty() {
        out.note(&format!("nothing is set aside in {}", report.target));
        return Ok(());
    }
    out.table(&table)
}

fn place(report: &Report, finding: &Finding) -> String {
    match report.id(finding.place) {
        Some(id) if id != finding.place.field && !finding.place.field.is_empty() => {
            format!("{id}.{}", finding.place.field)
        }
        Some(id) => id,
        None => finding.place.to_string(),
    }
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

fn explain(out: &mut Output, id: &str) -> Result<()> {
    let Some(found) = rule(id) else {
        let hint = match report::nearest(id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`coe check --list` names them all".to_owned(),
        };
        return Err(Failure::not_found(format!("there is no rule `{}`", clean::line(id))).hint(hint));
    };
    let shown = |it: &[Example]| it.iter().map(example).collect::<Vec<_>>();
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

/// Writes an example on one line.
fn example(example: &Example) -> String {
    match example {
        Example::Text(_, text) | Example::Incident(text, _) => clean::line(text),
        Example::Action([title, owner, due, done_when]) => {
            let missing = |it: &str, name: &str| {
                if it.is_empty() { format!("no {name}") } else { format!("{name} {it}") }
            };
            format!(
                "{title} ({}, {}, {})",
                missing(owner, "owner"),
                missing(due, "due"),
                missing(done_when, "done when")
            )
        }
        Example::Ladder(problem, answers) => format!("{problem}: {}", answers.join(" → ")),
    }
}
