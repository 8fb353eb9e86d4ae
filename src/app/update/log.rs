//! The log bar: reading the line, its live echo, history and completion.

use crate::app::effect::Effect;
use crate::app::field::{Field, FieldKind};
use crate::app::state::{Choice, State};
use crate::domain::event::Milestone;
use crate::domain::quicklog::{self, QuickLog};
use crate::domain::span::Span;
use crate::domain::time::{TimeContext, TimeError, Timestamp, When, Zone, hm, parse_time};

use super::fields::touch;

impl State {
    /// Reads a line of the log bar as of `now`.
    pub fn read_line(&self, line: &str, now: Timestamp) -> Result<QuickLog, TimeError> {
        let anchor = |name: &str| self.anchor(name);
        let words = Milestone::words();
        quicklog::parse(line, &self.time_context(now, &anchor), &words)
    }

    /// Reads a text that is a time and nothing else.
    pub(super) fn read_time(&self, text: &str, now: Timestamp) -> Result<When, TimeError> {
        let anchor = |name: &str| self.anchor(name);
        parse_time(text, &self.time_context(now, &anchor))
    }

    fn time_context<'a>(
        &self,
        now: Timestamp,
        anchor: &'a dyn Fn(&str) -> Option<Timestamp>,
    ) -> TimeContext<'a> {
        TimeContext { now, zone: self.zone(), local: self.settings.local, anchor }
    }

    /// Returns the instant of a name in a time: a milestone, an event near the selection, or `here`.
    fn anchor(&self, name: &str) -> Option<Timestamp> {
        let open = self.open.as_ref()?;
        if name == "here" {
            return open.timeline.selected_row().map(|it| it.at);
        }
        if let Ok(milestone) = name.parse::<Milestone>() {
            return open.milestones.at(milestone);
        }
        let num: u32 = name.strip_prefix('e')?.parse().ok()?;
        let near =
            open.timeline.window.rows.iter().chain(&open.cited).find(|it| it.num == num).map(|it| it.at);
        near.or_else(|| {
            Milestone::ALL
                .iter()
                .find(|it| open.milestones.holder(**it).is_some_and(|holder| holder.num == num))
                .and_then(|it| open.milestones.at(*it))
        })
    }

    /// Says what was understood of the field that is open, or what is wrong with it.
    pub fn echo(&self) -> Option<Echo> {
        let field = self.field.as_ref()?;
        if let Some(complaint) = &field.complaint {
            return Some(Echo::Problem(complaint.clone()));
        }
        if let Some(remark) = field.remark.as_ref().filter(|_| field.kind != FieldKind::Log) {
            return Some(Echo::Problem(remark.clone()));
        }
        let text = field.editor.text();
        match field.kind {
            FieldKind::Log => Some(self.echo_of_line(field, &text)),
            FieldKind::EventTime(_) if !text.trim().is_empty() => {
                Some(match self.read_time(&text, field.opened) {
                    Ok(when) => Echo::Understood(self.describe_time(&when, field.opened)),
                    Err(error) => Echo::Problem(error.to_string()),
                })
            }
            FieldKind::MetricNew | FieldKind::Metric(_) if text.trim().is_empty() => Some(Echo::Understood(
                "name, value, `of` total, unit, `baseline` value: failed checkouts 48,210 of 4.0M requests"
                    .to_owned(),
            )),
            FieldKind::MetricNew | FieldKind::Metric(_) => {
                Some(match crate::domain::amount::parse_metric_line(&text) {
                    Ok(line) => Echo::Understood(super::parts::describe_metric(&line)),
                    Err(error) => Echo::Problem(error.to_string()),
                })
            }
            FieldKind::ActionDue(_) if !text.trim().is_empty() => {
                let today = self.zone().date(self.now);
                Some(match crate::domain::action::parse_due(&text, today) {
                    Ok(date) => Echo::Understood(format!("= {date} {}", date.format("%a"))),
                    Err(error) => Echo::Problem(error.to_string()),
                })
            }
            FieldKind::ActionDue(_) => Some(Echo::Understood(
                "2026-12-15, +14d, +2w or a weekday".replace(
                    "2026-12-15",
                    &self
                        .zone()
                        .date(self.now)
                        .checked_add_days(chrono::Days::new(14))
                        .unwrap_or_default()
                        .to_string(),
                ),
            )),
            _ => None,
        }
    }

    fn echo_of_line(&self, field: &Field, text: &str) -> Echo {
        if text.trim().is_empty() {
            return Echo::Understood(format!(
                "= {} {}; or start with -5m, 14:02, start+3m; add #tag !milestone, ? for a guess",
                hm(field.opened, &self.zone()),
                self.zone().label(field.opened)
            ));
        }
        let line = match self.read_line(text, field.opened) {
            Ok(line) => line,
            Err(error) => return Echo::Problem(format!("{error}; put \\ in front to log it as text")),
        };
        let mut words = match &line.when {
            Some(when) => self.describe_time(when, field.opened),
            None => {
                let zone = self.zone();
                format!("= {} {} now", hm(field.opened, &zone), zone.label(field.opened))
            }
        };
        if let Some(milestone) = &line.milestone {
            words.push_str(&format!(" · {milestone}"));
        }
        if line.hypothesis {
            words.push_str(" · hypothesis");
        }
        for tag in &line.tags {
            words.push_str(&format!(" · #{tag}"));
        }
        let lines = text.lines().count();
        if lines > 1 {
            words.push_str(&format!(" · {lines} lines"));
        }
        // When it happened stays in sight: a remark of the bar raiser comes behind it.
        match &field.remark {
            Some(remark) => Echo::Problem(format!("{words} · {remark}")),
            None => Echo::Understood(words),
        }
    }

    /// Says which instant a time means: `= 14:27 UTC (15:27 CET here) today, 5 min ago`.
    fn describe_time(&self, when: &When, opened: Timestamp) -> String {
        let zone = self.zone();
        let mut words = format!("= {} {}", hm(when.at, &zone), zone.label(when.at));
        let local = self.settings.local;
        let other = if when.zone == zone { local } else { when.zone };
        if other.offset(when.at) != zone.offset(when.at) {
            words.push_str(&format!(" ({} {})", hm(when.at, &other), other.label(when.at)));
        }
        words.push_str(&format!(" {}", day_word(when.at, opened, &zone)));
        let apart = Span::between(when.at, opened);
        if apart.millis().abs() >= 1_000 {
            words.push_str(&if apart.is_negative() {
                format!(", in {}", Span::from_millis(-apart.millis()))
            } else {
                format!(", {apart} ago")
            });
        }
        if let Some(note) = &when.note {
            words.push_str(&format!(" — {note}"));
        }
        words
    }
}

fn day_word(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let day = zone.date(at);
    let days = zone.date(now).signed_duration_since(day).num_days();
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        _ => day.format("%Y-%m-%d %a").to_string(),
    }
}

/// What is said below a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// What was understood.
    Understood(String),
    /// Why it cannot be entered as it is.
    Problem(String),
}

/// Shows an older (1) or newer (-1) line of the history in the log bar. What was typed comes back below the newest.
pub(super) fn recall(state: &mut State, older: i64) -> Vec<Effect> {
    let incident = state.incident();
    let Some(field) = &mut state.field else { return Vec::new() };
    if field.kind != FieldKind::Log || state.logged.is_empty() {
        return Vec::new();
    }
    let now = field.recalled.map_or(-1, |it| i64::try_from(it).unwrap_or(0));
    let wanted = (now + older).clamp(-1, i64::try_from(state.logged.len()).unwrap_or(1) - 1);
    if wanted == now {
        return Vec::new();
    }
    if now == -1 {
        // The line being typed is put aside, not lost.
        let kept = crate::app::field::Kept {
            text: field.editor.text(),
            cursor: field.editor.cursor_offset(),
            opened: field.opened,
        };
        state.kept.insert((incident, FieldKind::Log), kept);
    }
    let recalled = usize::try_from(wanted).ok();
    let text = match recalled {
        Some(index) => state.logged[state.logged.len() - 1 - index].clone(),
        None => state.kept.remove(&(incident, FieldKind::Log)).map(|it| it.text).unwrap_or_default(),
    };
    if let Some(field) = &mut state.field {
        field.editor.set_text(&text);
        field.editor.set_cursor_offset(text.chars().count());
    }
    touch(state);
    if let Some(field) = &mut state.field {
        field.recalled = recalled;
    }
    Vec::new()
}

/// Completes the `#tag` or `!milestone` before the cursor; pressed again, steps through the ways to do so.
pub(super) fn complete(state: &mut State) -> Vec<Effect> {
    let Some(field) = &state.field else { return Vec::new() };
    if !matches!(field.kind, FieldKind::Log | FieldKind::EventTags(_)) {
        return Vec::new();
    }
    let (start, word) = field.editor.word_before_cursor();
    let (sigil, typed) = match word.chars().next() {
        Some(sigil @ ('#' | '!')) => (sigil, word[1..].to_lowercase()),
        _ if matches!(field.kind, FieldKind::EventTags(_)) => (' ', word.to_lowercase()),
        _ => return Vec::new(),
    };
    let end = field.editor.cursor_offset();
    let beginning = field.completing.clone().unwrap_or_else(|| typed.clone());
    let candidates: Vec<String> = match sigil {
        '!' => Milestone::words().into_iter().map(str::to_owned).collect(),
        _ => state.open.as_ref().map(|it| it.tags.clone()).unwrap_or_default(),
    };
    let fitting: Vec<String> =
        candidates.into_iter().filter(|it| it.to_lowercase().starts_with(&beginning)).collect();
    // Pressed again, it goes on to the next that begins as what was typed.
    let next = match (&field.completing, fitting.iter().position(|it| it.to_lowercase() == typed)) {
        (Some(_), Some(at)) => (at + 1) % fitting.len(),
        _ => 0,
    };
    let Some(found) = fitting.get(next).cloned() else {
        let what = if sigil == '!' { "milestone" } else { "tag in use" };
        if let Some(field) = &mut state.field {
            field.complaint = Some(format!("no {what} begins with `{typed}`"));
        }
        return Vec::new();
    };
    let with = if sigil == ' ' { found } else { format!("{sigil}{found}") };
    if let Some(field) = &mut state.field {
        field.editor.replace_range(start..end, &with);
    }
    touch(state);
    if let Some(field) = &mut state.field {
        field.completing = Some(beginning);
    }
    Vec::new()
}

/// Returns the choice of a handle typed into a picker, which need not be among the rows at hand.
pub(super) fn typed_handle(text: &str) -> Option<Choice> {
    let handle: crate::domain::id::Handle = text.trim().parse().ok()?;
    Some(Choice::Cite(handle))
}
