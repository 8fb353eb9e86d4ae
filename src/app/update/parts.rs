//! Commands of the impact, whys and actions panes, and of the incident's header.

use crate::app::command::Command;
use crate::app::effect::{Act, Effect};
use crate::app::field::{Base, FieldKind};
use crate::app::state::{Choice, Item, Overlay, State, Then, Tone, WhyRow};
use crate::domain::action::{Action, ActionKind, ActionStatus, Priority};
use crate::domain::amount::{MetricLine, format_amount, share};
use crate::domain::change::{Change, Edit};
use crate::domain::id::{Handle, RungId};
use crate::domain::incident::{Severity, Status};
use crate::domain::ladder::{Rung, Topic};
use crate::domain::metric::Metric;
use crate::domain::plan;
use crate::domain::time::hm;

use super::{act, fields};

/// Does what a command of these panes stands for; `None` for other commands.
pub(super) fn run(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    Some(match command {
        Command::MetricAdd => fields::open(state, FieldKind::MetricNew),
        Command::MetricEdit => {
            let metric = state.selected_metric()?.clone();
            let text = metric_line(&metric);
            fields::open_with(state, FieldKind::Metric(metric.id), text.clone(), Base::Text(text))
        }
        Command::MetricRemove => {
            let metric = state.selected_metric()?.clone();
            remove(state, Change::metric, metric)
        }
        Command::RungChild => add_rung(state, true),
        Command::RungSibling => add_rung(state, false),
        Command::RungAnswer => match state.selected_rung().cloned() {
            Some(rung) => edit_text(state, FieldKind::RungBecause(rung.id), rung.because),
            // On the ladder itself, the answer to "what is the problem?".
            None => match state.selected_ladder().map(|it| it.topic) {
                Some(topic) => problem(state, topic),
                None => Vec::new(),
            },
        },
        Command::RungEdit => match state.selected_rung().cloned() {
            Some(rung) => edit_text(state, FieldKind::RungWhy(rung.id), rung.why),
            None => Vec::new(),
        },
        Command::RungCite => cite(state),
        Command::RungRoot => edit_rung(state, None, |rung| rung.root = !rung.root),
        Command::RungRemove => {
            let (incident, rung) = (state.incident()?, state.selected_rung()?.clone());
            let changes = plan::remove_rung(incident, &state.open.as_ref()?.parts.rungs, &rung);
            let below = changes.len() - 1;
            let label = if below > 0 {
                format!("removed {} and {below} below it", rung.handle())
            } else {
                format!("removed {}", rung.handle())
            };
            act(state, Act::Changes(changes), Some(label), Then::Reload)
        }
        Command::LadderCause => problem(state, Topic::Cause),
        Command::LadderDetection => problem(state, Topic::Detection),
        Command::LadderRecovery => problem(state, Topic::Recovery),
        Command::IncidentSeverity => pick_severity(state),
        Command::IncidentStatus => pick_status(state),
        Command::IncidentTitle => {
            let title = state.open.as_ref()?.header.title.clone();
            edit_text(state, FieldKind::Title, title)
        }
        other => return run_action(state, other),
    })
}

fn run_action(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    if command == Command::ActionAdd {
        return Some(fields::open(state, FieldKind::ActionNew));
    }
    let action = state.selected_action().cloned();
    Some(match (command, action) {
        (Command::ActionEdit, Some(it)) => edit_text(state, FieldKind::ActionTitle(it.id), it.title),
        (Command::ActionOwner, Some(it)) => edit_text(state, FieldKind::ActionOwner(it.id), it.owner),
        (Command::ActionDoneWhen, Some(it)) => {
            edit_text(state, FieldKind::ActionDoneWhen(it.id), it.done_when)
        }
        (Command::ActionTicket, Some(it)) => edit_text(state, FieldKind::ActionTicket(it.id), it.ticket),
        (Command::ActionDue, Some(it)) => {
            let due = it.due.map(|it| it.to_string()).unwrap_or_default();
            edit_text(state, FieldKind::ActionDue(it.id), due)
        }
        (Command::ActionDone, Some(_)) => edit_action(state, |it| {
            it.status = match it.status {
                ActionStatus::Open => ActionStatus::Done,
                ActionStatus::Done => ActionStatus::Open,
            };
        }),
        (Command::ActionPriority, Some(_)) => {
            edit_action(state, |it| it.priority = next_of(Priority::ALL, it.priority))
        }
        (Command::ActionKind, Some(_)) => {
            edit_action(state, |it| it.kind = next_of(ActionKind::ALL, it.kind))
        }
        (Command::ActionAddresses, Some(it)) => pick_addresses(state, &it),
        (Command::ActionRemove, Some(it)) => remove(state, Change::action, it),
        _ => return None,
    })
}

/// Returns the value after `now`, the first after none, none after the last.
fn next_of<T: Copy + PartialEq>(all: &[T], now: Option<T>) -> Option<T> {
    match now {
        None => all.first().copied(),
        Some(now) => all.iter().position(|it| *it == now).and_then(|at| all.get(at + 1)).copied(),
    }
}

fn edit_text(state: &mut State, kind: FieldKind, text: String) -> Vec<Effect> {
    fields::open_with(state, kind, text.clone(), Base::Text(text))
}

fn remove<T>(
    state: &mut State,
    change: impl Fn(crate::domain::id::IncidentId, Edit<T>) -> Change,
    row: T,
) -> Vec<Effect> {
    match state.incident() {
        Some(incident) => {
            act(state, Act::Changes(vec![change(incident, Edit::remove(row))]), None, Then::Reload)
        }
        None => Vec::new(),
    }
}

/// Returns a metric as the line it was, or could have been, typed in.
pub(super) fn metric_line(metric: &Metric) -> String {
    match metric.value {
        Some(value) => MetricLine {
            name: metric.name.clone(),
            value,
            total: metric.total,
            baseline: metric.baseline,
            unit: metric.unit.clone(),
        }
        .to_string(),
        None => metric.name.clone(),
    }
}

/// Says what was understood of a metric's line.
pub(super) fn describe_metric(line: &MetricLine) -> String {
    let mut words = format!("= {}: {}", line.name, format_amount(line.value, &line.unit));
    if let Some(total) = line.total {
        words.push_str(&format!(" of {}", format_amount(total, &line.unit)));
        if let Some(share) = share(line.value, total) {
            words.push_str(&format!(" ({share})"));
        }
    }
    if let Some(baseline) = line.baseline {
        words.push_str(&format!(" · baseline {}", format_amount(baseline, &line.unit)));
    }
    words
}

/// Edits the selected rung.
pub(super) fn edit_rung(state: &mut State, label: Option<String>, edit: impl Fn(&mut Rung)) -> Vec<Effect> {
    let (Some(incident), Some(before)) = (state.incident(), state.selected_rung().cloned()) else {
        return Vec::new();
    };
    let mut after = before.clone();
    edit(&mut after);
    let change = Change::rung(incident, Edit::replace(before, after));
    act(state, Act::Changes(vec![change]), label, Then::Reload)
}

/// Edits the selected action.
pub(super) fn edit_action(state: &mut State, edit: impl Fn(&mut Action)) -> Vec<Effect> {
    let (Some(incident), Some(before)) = (state.incident(), state.selected_action().cloned()) else {
        return Vec::new();
    };
    let mut after = before.clone();
    edit(&mut after);
    act(state, Act::Changes(vec![Change::action(incident, Edit::replace(before, after))]), None, Then::Reload)
}

/// Asks the next why: below the selected rung, beside it, or at the top of the selected ladder.
fn add_rung(state: &mut State, child: bool) -> Vec<Effect> {
    let topic = state.selected_ladder().map_or(Topic::Cause, |it| it.topic);
    let parent: Option<RungId> = match state.selected_rung() {
        Some(rung) if child => Some(rung.id),
        Some(rung) => rung.parent,
        None => None,
    };
    fields::open(state, FieldKind::RungNew(topic, parent))
}

pub(super) fn problem(state: &mut State, topic: Topic) -> Vec<Effect> {
    let ladder =
        state.open.as_ref().and_then(|it| it.parts.ladders.iter().find(|it| it.topic == topic)).cloned();
    let text = ladder.as_ref().map(|it| it.problem.clone()).unwrap_or_default();
    fields::open_with(state, FieldKind::Problem(topic), text, Base::Ladder(ladder.map(|it| it.id)))
}

fn picker(state: &mut State, title: String, items: Vec<Item>) -> Vec<Effect> {
    let selected = items.iter().position(|it| it.chosen).unwrap_or(0);
    state.show(Overlay::Picker { title, items, filter: crate::app::editor::Editor::line(""), selected });
    Vec::new()
}

fn pick_severity(state: &mut State) -> Vec<Effect> {
    let Some(open) = &state.open else { return Vec::new() };
    let now = open.header.severity;
    let words = ["critical", "major", "minor", "low", "cosmetic"];
    let mut items: Vec<Item> = Severity::ALL
        .iter()
        .zip(words)
        .map(|(it, words)| Item {
            label: format!("{it} {words}"),
            chosen: now == Some(*it),
            choice: Choice::Severity(Some(*it)),
        })
        .collect();
    items.push(Item { label: "not known yet".into(), chosen: now.is_none(), choice: Choice::Severity(None) });
    picker(state, "Severity".into(), items)
}

fn pick_status(state: &mut State) -> Vec<Effect> {
    let Some(open) = &state.open else { return Vec::new() };
    let now = open.header.status;
    let words = [
        "the incident is going on",
        "normal operation is restored",
        "the COE is being written",
        "the COE is being read by others",
        "the review is done",
        "the actions are done",
    ];
    let items = Status::ALL
        .iter()
        .zip(words)
        .map(|(it, words)| Item {
            label: format!("{it}: {words}"),
            chosen: now == *it,
            choice: Choice::Status(*it),
        })
        .collect();
    picker(state, "Status".into(), items)
}

/// Offers the events at hand and the metrics; what is cited already is marked. `e17` typed in names any event.
fn cite(state: &mut State) -> Vec<Effect> {
    let (Some(open), Some(rung)) = (&state.open, state.selected_rung()) else { return Vec::new() };
    let zone = open.header.zone;
    let title = format!("{} cites (Enter adds or takes away)", rung.handle());
    let mut items: Vec<Item> = open
        .timeline
        .window
        .rows
        .iter()
        .map(|row| Item {
            label: format!("{} {} {}", row.handle(), hm(row.at, &zone), row.text),
            chosen: rung.cites.contains(&row.handle()),
            choice: Choice::Cite(row.handle()),
        })
        .collect();
    items.extend(open.parts.metrics.iter().map(|metric| Item {
        label: format!("{} {} {}", metric.handle(), metric.name, metric.figure()),
        chosen: rung.cites.contains(&metric.handle()),
        choice: Choice::Cite(metric.handle()),
    }));
    if items.is_empty() {
        state.say(Tone::Problem, "there is no event to cite yet; i logs one".to_owned());
        return Vec::new();
    }
    picker(state, title, items)
}

fn pick_addresses(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(open) = &state.open else { return Vec::new() };
    let items: Vec<Item> = open
        .why_rows()
        .into_iter()
        .filter_map(|row| match row {
            WhyRow::Rung(step) => Some(Item {
                label: format!("{} {} {}", step.rung.handle(), step.number, step.rung.why),
                chosen: action.addresses.contains(&step.rung.handle()),
                choice: Choice::Address(step.rung.handle()),
            }),
            WhyRow::Ladder(..) => None,
        })
        .collect();
    if items.is_empty() {
        state.say(Tone::Problem, "there is no why to address yet; 3 then a asks one".to_owned());
        return Vec::new();
    }
    picker(state, format!("{} addresses (Enter adds or takes away)", action.handle()), items)
}

/// Adds a handle to a list, or takes it away.
pub(super) fn toggle(list: &mut Vec<Handle>, handle: Handle) {
    match list.iter().position(|it| *it == handle) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(handle),
    }
}
