//! `coe metric`: impact figures.

use clap::{Args, Subcommand};

use crate::domain::amount::{Amount, AmountError, format_amount, parse_amount, parse_metric_line};
use crate::domain::change::{Change, Edit, Row};
use crate::domain::clean;
use crate::domain::document::{MetricForm, metric_json};
use crate::domain::id::{Handle, MetricId, Part};
use crate::domain::incident::{Header, Parts};
use crate::domain::metric::Metric;
use crate::domain::time::{Timestamp, hm, stamp};

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Table};
use super::part::{Told, line_of, missing, still_cited, tell, tell_removed};

/// The commands of `coe metric`.
#[derive(Debug, Subcommand)]
pub enum MetricCommand {
    /// Add a figure, or change one that is there
    Set(Box<SetArgs>),
    /// List the figures
    List,
    /// Remove figures
    Rm(RmArgs),
}

/// Arguments of `coe metric set`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe metric set \"failed checkouts\" --value 48,210 --total 4.0M --unit requests
  coe metric set failed checkouts 48,210 of 4.0M requests
  coe metric set m1 --baseline 120 --source https://grafana.example/d/checkout

A figure is written as people do: 12.4k, 99.2%, €3k, 1h 20m. An empty value clears a field.")]
pub struct SetArgs {
    /// What is counted, or the handle of a figure (m1), or the whole figure as one line
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// The figure during the incident
    #[arg(long, value_name = "V", allow_hyphen_values = true)]
    value: Option<String>,
    /// What it is counted in
    #[arg(long, value_name = "U")]
    unit: Option<String>,
    /// The same figure on a normal day
    #[arg(long, value_name = "B", allow_hyphen_values = true)]
    baseline: Option<String>,
    /// Of how many
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    total: Option<String>,
    /// When the window that it covers begins: 14:02, -20m, start
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    from: Option<String>,
    /// When that window ends
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    to: Option<String>,
    /// Where the figure comes from: a dashboard, a query
    #[arg(long, value_name = "S")]
    source: Option<String>,
    /// Anything that a reader needs to understand it
    #[arg(long, value_name = "N")]
    note: Option<String>,
    /// Call it something else
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Arguments of `coe metric rm`.
#[derive(Debug, Args)]
pub struct RmArgs {
    /// The figures: handles or names
    #[arg(required = true, value_name = "m1")]
    metrics: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs one of the commands of `coe metric`.
pub fn metric(context: &mut Context, command: &MetricCommand) -> Result<()> {
    let header = context.incident()?;
    let parts = context.store()?.parts(header.id)?;
    match command {
        MetricCommand::Set(args) => set(context, args, &header, &parts),
        MetricCommand::List => list(context, &header, &parts),
        MetricCommand::Rm(args) => remove(context, args, &header, &parts),
    }
}

/// Finds a metric by handle or, in any case, by name.
fn find<'a>(parts: &'a Parts, name: &str) -> Result<Option<&'a Metric>> {
    if let Ok(handle) = name.parse::<Handle>() {
        if handle.part != Part::Metric {
            return Ok(None);
        }
        let found = parts.metrics.iter().find(|it| it.num == handle.num);
        return found.map(Some).ok_or_else(|| missing(handle, "metric"));
    }
    let wanted = name.to_lowercase();
    Ok(parts.metrics.iter().find(|it| it.name.to_lowercase() == wanted))
}

fn set(context: &mut Context, args: &SetArgs, header: &Header, parts: &Parts) -> Result<()> {
    let name = line_of(&args.name, "the name is empty; say what is counted, such as \"failed checkouts\"")?;
    let before = find(parts, &name)?.cloned();
    let line = before.is_none() && args.value.is_none();
    let (before, mut after) = match before {
        Some(found) => (Some(found.clone()), found),
        None if line => from_line(context, parts, &name)?,
        None => (None, Metric::new(MetricId(context.id()), name)),
    };
    if before.is_some() && !line && !says_anything(args) {
        let handle = after.handle();
        return Err(Failure::usage(format!(
            "nothing is said about {handle}; give a field such as --value 12.4k"
        )));
    }
    figures(args, &mut after)?;
    texts(args, &mut after)?;
    let same = |it: &&Metric| it.id != after.id && it.name.to_lowercase() == after.name.to_lowercase();
    if let Some(other) = parts.metrics.iter().find(same).filter(|_| args.rename.is_some()) {
        let message = format!("{} is called `{}` already", other.handle(), other.name);
        return Err(
            Failure::new(Code::Conflict, message).hint("choose another name, or remove the other figure")
        );
    }
    let mut warnings = Vec::new();
    window(context, args, header, (&mut after, &mut warnings))?;
    let change = match &before {
        Some(before) => Edit::replace(before.clone(), after.clone()),
        None => Edit::add(after.clone()),
    };
    let verb = if before.is_some() { "set" } else { "added" };
    let step = Step::new(header.id, args.dry.dry_run).label(format!("{verb} {{}}"));
    let written = context.write(step, vec![Change::metric(header.id, change)])?;
    let metric = written.changes.first().and_then(|it| match &it.row {
        Row::Metric(edit) => edit.after.clone(),
        _ => None,
    });
    let metric = metric.unwrap_or(after);
    let told = Told {
        part: ("metric", metric_json(&metric)),
        record: record(&metric),
        verb,
        subject: metric.handle().to_string(),
        tail: format!(" {}: {}", metric.name, metric.figure()),
        warnings,
    };
    tell(context, header, args.dry, (&written, told))
}

fn says_anything(args: &SetArgs) -> bool {
    let fields = [
        &args.value,
        &args.unit,
        &args.baseline,
        &args.total,
        &args.from,
        &args.to,
        &args.source,
        &args.note,
        &args.rename,
    ];
    fields.iter().any(|it| it.is_some())
}

/// Reads the whole figure from one line; the name on it may be one that is there.
fn from_line(context: &mut Context, parts: &Parts, text: &str) -> Result<(Option<Metric>, Metric)> {
    let line = parse_metric_line(text).map_err(|it| money(it, text))?;
    let before = find(parts, &line.name)?.cloned();
    let mut after = before.clone().unwrap_or_else(|| Metric::new(MetricId(context.id()), line.name));
    after.value = Some(line.value);
    after.unit = line.unit;
    after.total = line.total.or(after.total);
    after.baseline = line.baseline.or(after.baseline);
    Ok((before, after))
}

/// Says of money in `m` what is meant by it: the letter stands for minutes, and a million is `M`.
fn money(error: AmountError, text: &str) -> Failure {
    let code = |unit: &str| unit.len() == 3 && unit.bytes().all(|it| it.is_ascii_uppercase());
    match &error {
        AmountError::UnitMismatch { first, second } if code(first) && second == "min" => {
            Failure::invalid(format!(
                "`m` in `{}` reads as minutes, which are no money",
                clean::truncate(&clean::line(text), 40)
            ))
            .hint(format!("write a million with a large M, such as 2M {first}"))
        }
        _ => error.into(),
    }
}

/// Brings the figures that are given into one unit: the one that is said, the one in use, or the one typed first.
fn figures(args: &SetArgs, metric: &mut Metric) -> Result<()> {
    let read = |text: &Option<String>| -> Result<Option<Option<Amount>>> {
        match text.as_deref().map(str::trim) {
            None => Ok(None),
            Some("") => Ok(Some(None)),
            Some(text) => Ok(Some(Some(parse_amount(text).map_err(|it| money(it, text))?))),
        }
    };
    let given = [read(&args.value)?, read(&args.total)?, read(&args.baseline)?];
    if let [Some(Some(value)), Some(Some(total)), _] = &given
        && value.unit == "%"
        && total.unit != "%"
    {
        let text =
            format!("{} of {}", args.value.as_deref().unwrap_or(""), format_amount(total.value, &total.unit));
        return Err(AmountError::ShareOfTotal { text: clean::line(&text) }.into());
    }
    let kept = [metric.value, metric.total, metric.baseline];
    let stays = kept.iter().zip(&given).any(|(kept, given)| kept.is_some() && given.is_none());
    let typed = given.iter().flatten().flatten().map(|it| it.unit.clone()).find(|it| !it.is_empty());
    let mut scale = 1.0;
    metric.unit = match (&args.unit, typed) {
        (Some(unit), _) => {
            let (unit, factor) = unit_of(unit);
            scale = factor;
            unit
        }
        (None, Some(typed)) if metric.unit.is_empty() || !stays => typed,
        _ => metric.unit.clone(),
    };
    let slots = [&mut metric.value, &mut metric.total, &mut metric.baseline];
    for (slot, given) in slots.into_iter().zip(given) {
        match given {
            None => {}
            Some(None) => *slot = None,
            Some(Some(amount)) if amount.unit.is_empty() => *slot = Some(amount.value * scale),
            Some(Some(amount)) => *slot = Some(amount.within(&metric.unit)?),
        }
    }
    Ok(())
}

/// Reads a unit as it would be read behind a number: `hours` are 60 `min` each; what is unknown stays as it is.
fn unit_of(text: &str) -> (String, f64) {
    let text = clean::line(text);
    match parse_amount(&format!("1 {text}")) {
        Ok(amount) if !text.is_empty() && !amount.unit.is_empty() => (amount.unit, amount.value),
        _ => (text, 1.0),
    }
}

fn texts(args: &SetArgs, metric: &mut Metric) -> Result<()> {
    if let Some(name) = &args.rename {
        metric.name = line_of(std::slice::from_ref(name), "the new name is empty; say what is counted")?;
    }
    if let Some(source) = &args.source {
        metric.source = clean::line(source);
    }
    if let Some(note) = &args.note {
        metric.note = clean::block(note).trim().to_owned();
    }
    Ok(())
}

fn window(
    context: &mut Context,
    args: &SetArgs,
    header: &Header,
    (metric, warnings): (&mut Metric, &mut Vec<String>),
) -> Result<()> {
    for (text, slot) in [(&args.from, &mut metric.start), (&args.to, &mut metric.end)] {
        match text.as_deref().map(str::trim) {
            None => {}
            Some("") => *slot = None,
            Some(text) => {
                let when = context.time(header, text)?;
                warnings.extend(when.note.as_ref().map(ToString::to_string));
                *slot = Some(when.at);
            }
        }
    }
    match (metric.start, metric.end) {
        (Some(start), Some(end)) if end < start => {
            let zone = context.zone(header);
            let (start, end) = (stamp(start, &zone), stamp(end, &zone));
            Err(Failure::invalid(format!("the window ends at {end}, before it begins at {start}"))
                .hint("give both --from and --to, with dates if they are of different days"))
        }
        _ => Ok(()),
    }
}

fn list(context: &mut Context, header: &Header, parts: &Parts) -> Result<()> {
    if context.out.is_json() {
        let metrics: Vec<MetricForm<'_>> = parts.metrics.iter().map(MetricForm::of).collect();
        return context.out.json(Doc::new().with("incident", &header.reference()).with("metrics", &metrics));
    }
    if context.out.form() == Form::Plain {
        return parts.metrics.iter().try_for_each(|metric| {
            context.out.record(&record(metric).iter().map(String::as_str).collect::<Vec<_>>())
        });
    }
    if parts.metrics.is_empty() {
        context
            .out
            .note("no figures yet; add one with `coe metric set failed checkouts 48,210 of 4.0M requests`");
        return Ok(());
    }
    let zone = context.zone(header);
    let time = |at: Option<Timestamp>| at.map_or_else(|| "…".to_owned(), |at| hm(at, &zone));
    let mut table = Table::new(&["", "FIGURE", "BASELINE", "WINDOW", "NAME"]);
    for metric in &parts.metrics {
        let window = match (metric.start, metric.end) {
            (None, None) => String::new(),
            (start, end) => format!("{}–{}", time(start), time(end)),
        };
        table.push([
            metric.handle().to_string(),
            metric.figure(),
            metric.baseline.map_or_else(String::new, |it| format_amount(it, &metric.unit)),
            window,
            metric.name.clone(),
        ]);
    }
    context.out.table(&table)
}

/// Returns a metric as a record: handle, name, value, unit, baseline, total, start, end, source, note.
fn record(metric: &Metric) -> Vec<String> {
    let number = |it: Option<f64>| it.map_or_else(String::new, |it| it.to_string());
    let time = |it: Option<Timestamp>| it.map_or_else(String::new, |it| it.to_string());
    vec![
        metric.handle().to_string(),
        metric.name.clone(),
        number(metric.value),
        metric.unit.clone(),
        number(metric.baseline),
        number(metric.total),
        time(metric.start),
        time(metric.end),
        metric.source.clone(),
        metric.note.clone(),
    ]
}

fn remove(context: &mut Context, args: &RmArgs, header: &Header, parts: &Parts) -> Result<()> {
    let mut doomed: Vec<&Metric> = Vec::new();
    for name in &args.metrics {
        let found = find(parts, &clean::line(name))?.ok_or_else(|| {
            Failure::not_found(format!("no figure is called `{}`; see `coe metric list`", clean::line(name)))
        })?;
        if !doomed.iter().any(|it| it.id == found.id) {
            doomed.push(found);
        }
    }
    let names: Vec<String> = doomed.iter().map(|it| it.handle().to_string()).collect();
    let warnings: Vec<String> = doomed.iter().filter_map(|it| still_cited(parts, it.handle())).collect();
    let changes = doomed.iter().map(|it| Change::metric(header.id, Edit::remove((*it).clone()))).collect();
    context.write(Step::new(header.id, args.dry.dry_run), changes)?;
    tell_removed(context, header, args.dry, (&names, &warnings))
}
