//! Impact: the prose, the figures, and the times that follow from the milestones.

use super::{NOTHING, Page};
use crate::domain::amount::{format_amount, format_number};
use crate::domain::event::Milestone;
use crate::domain::metric::Metric;
use crate::domain::section::SectionName;
use crate::metrics::{DERIVED, Derived, Reading};

pub(super) fn write(page: &mut Page<'_>) {
    page.section(SectionName::Impact, true);
    let metrics = &page.incident.parts.metrics;
    if !metrics.is_empty() {
        page.push("\n| Id | Metric | During the incident | Normally | Window | Source | Note |\n");
        page.push("| --- | --- | --- | --- | --- | --- | --- |\n");
        for metric in metrics {
            row(page, metric);
        }
    }
    page.push("\n| Measure | Duration | From | To |\n| --- | --- | --- | --- |\n");
    for derived in &DERIVED {
        time(page, derived);
    }
}

fn row(page: &mut Page<'_>, metric: &Metric) {
    let figure = if metric.value.is_some() { metric.figure() } else { String::new() };
    let baseline = metric.baseline.map(|it| format_amount(it, &metric.unit)).unwrap_or_default();
    let window = match (metric.start, metric.end) {
        (Some(start), Some(end)) => format!("{} to {}", page.instant(start), page.instant(end)),
        (Some(start), None) => format!("from {}", page.instant(start)),
        (None, Some(end)) => format!("until {}", page.instant(end)),
        (None, None) => String::new(),
    };
    let mut note = metric.note.trim().to_owned();
    if let Some(samples) = samples(metric) {
        note = if note.is_empty() { samples } else { format!("{note}\n{samples}") };
    }
    page.push("| ");
    page.push(&metric.handle().to_string());
    for cell in [metric.name.as_str(), &figure, &baseline, &window, &metric.source, &note] {
        page.push(" | ");
        page.or_nothing(cell);
    }
    page.push(" |\n");
}

/// Says what the samples of a metric span.
fn samples(metric: &Metric) -> Option<String> {
    let values = metric.series.iter().map(|(_, value)| *value).filter(|it| it.is_finite());
    let lowest = values.clone().reduce(f64::min)?;
    let highest = values.reduce(f64::max)?;
    let count = format_number(f64::from(u32::try_from(metric.series.len()).unwrap_or(u32::MAX)));
    Some(format!("{count} samples, {} to {}", format_number(lowest), format_number(highest)))
}

fn time(page: &mut Page<'_>, derived: &Derived) {
    let duration = match derived.read(&page.milestones, None) {
        Reading::Final(span) | Reading::Running(span) => span.to_string(),
        Reading::Missing(milestone) => format!("{NOTHING} ({milestone} is not recorded)"),
        Reading::Contradiction => format!("{NOTHING} ({} is before {})", derived.to, derived.from),
    };
    let from = end(page, derived.from);
    let to = end(page, derived.to);
    page.push(&format!("| {} | {duration} | {from} | {to} |\n", derived.title));
}

/// Names a milestone and its instant.
fn end(page: &Page<'_>, milestone: Milestone) -> String {
    match page.milestones.at(milestone) {
        Some(at) => format!("{milestone}, {}", page.instant(at)),
        None => milestone.to_string(),
    }
}
