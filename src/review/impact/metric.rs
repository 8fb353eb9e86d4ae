//! Metrics of the impact: that there is one, and in which unit.

use crate::domain::id::Part;
use crate::review::finding::{Level, Place, Sink};
use crate::review::rule::{Check, Example, Rule, Whole};

pub(super) const NONE: Rule = Rule {
    id: "impact/no-metric",
    level: Level::Warning,
    summary: "no metric tells the impact",
    what: "Looks whether the incident has a metric at all.",
    why: "A COE is driven by data: the metrics are what a reader compares with the last incident and the next one.",
    instead: "Add what customers lost: failed requests of all, orders not taken, minutes without service.",
    live: false,
    bad: &[Example::Incident("no metrics", |it| it.parts.metrics.clear())],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(none),
};

fn none(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    if incident.parts.metrics.is_empty() {
        let place = Place::part(Part::Metric);
        let help = "add what customers lost, with its unit and of how many: failed checkouts 48,210 of 4.0M requests";
        sink.whole(place, "no metric tells the impact".into(), help);
    }
}

pub(super) const NO_UNIT: Rule = Rule {
    id: "impact/no-unit",
    level: Level::Warning,
    summary: "a metric has no unit",
    what: "Looks at metrics that have a value and no unit.",
    why: "A number without a unit cannot be compared: 48,210 of what?",
    instead: "Add the unit: requests, orders, EUR, minutes.",
    live: false,
    bad: &[Example::Incident("a metric without a unit", |it| {
        if let Some(metric) = it.parts.metrics.first_mut() {
            metric.unit.clear();
        }
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(no_unit),
};

fn no_unit(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    for (index, metric) in incident.parts.metrics.iter().enumerate() {
        if metric.value.is_some() && metric.unit.trim().is_empty() {
            let message = format!("`{}` has no unit", metric.name);
            sink.whole(
                Place::row(metric.handle(), "unit", index),
                message,
                "add what is counted: requests, orders, EUR, minutes",
            );
        }
    }
}
