//! Actions: tables and lists, with owner, date and ticket in columns or in the line.

use std::ops::Range;

use uuid::Uuid;

use super::build::Builder;
use super::date::{date_in, due_in};
use super::heading::Column;
use crate::domain::action::{Action, ActionStatus};
use crate::domain::id::{ActionId, Handle, Part};
use crate::review::finding::Subject;

/// Where in the actions one is.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Whether items below the next one belong to an action.
    open: bool,
}

impl State {
    /// Begins another list.
    pub fn section(&mut self) {
        self.open = false;
    }
}

/// Words before a colon that tell about an action.
const KEYS: &[(&str, Column)] = &[
    ("owner", Column::Owner),
    ("owners", Column::Owner),
    ("assignee", Column::Owner),
    ("assigned to", Column::Owner),
    ("responsible", Column::Owner),
    ("dri", Column::Owner),
    ("who", Column::Owner),
    ("due", Column::Due),
    ("due date", Column::Due),
    ("deadline", Column::Due),
    ("eta", Column::Due),
    ("target date", Column::Due),
    ("by", Column::Due),
    ("priority", Column::Priority),
    ("prio", Column::Priority),
    ("done when", Column::DoneWhen),
    ("success criteria", Column::DoneWhen),
    ("measured by", Column::DoneWhen),
    ("metric", Column::DoneWhen),
    ("ticket", Column::Ticket),
    ("issue", Column::Ticket),
    ("bug", Column::Ticket),
    ("jira", Column::Ticket),
    ("status", Column::Status),
    ("type", Column::Kind),
    ("kind", Column::Kind),
];

impl Builder<'_> {
    /// Takes a row of a table.
    pub fn action_row(&mut self, cells: &[Range<usize>]) {
        let columns = self.columns.clone();
        let of = |wanted: Column| {
            let at = columns.iter().position(|it| *it == wanted)?;
            cells.get(at).cloned()
        };
        let title = of(Column::Text).filter(|it| !it.is_empty());
        let Some(title) = title.or_else(|| cells.iter().find(|it| !it.is_empty()).cloned()) else { return };
        let struck = self.text[title.clone()].starts_with("~~");
        let at = self.action(title);
        if struck {
            self.incident.parts.actions[at].status = ActionStatus::Done;
        }
        for (column, cell) in columns.iter().zip(cells) {
            self.field(at, *column, cell.clone());
        }
        self.actions.open = false;
    }

    /// Takes an item of a list.
    pub fn action_item(&mut self, depth: usize, range: Range<usize>, task: Option<bool>) {
        let fields = fields(&self.text[range.clone()]);
        let at_once = fields
            .first()
            .is_some_and(|(_, from, _)| self.text[range.start..range.start + from].trim().is_empty());
        let last = self.incident.parts.actions.len().checked_sub(1);
        if depth > 0 && self.actions.open {
            // `- Owner: …` below an action is a field of it; other items below it explain it.
            if let Some(last) = last {
                for (column, _, value) in fields {
                    self.field(last, column, range.start + value.start..range.start + value.end);
                }
            }
            return;
        }
        if at_once && last.is_none() {
            return;
        }
        let end = fields.first().map_or(range.end, |(_, from, _)| range.start + from);
        let text = &self.text[range.start..end];
        let cut = text.trim_end_matches(|it: char| {
            it.is_whitespace() || matches!(it, '(' | '[' | '|' | ',' | ';' | '-' | '–' | '—' | '*' | '_')
        });
        let mut named = None;
        let mut title = range.start..range.start + cut.len();
        if cut.contains("**") && cut.matches("**").count() % 2 == 1 {
            title.end = (title.end + 2).min(range.end);
        }
        let owned = fields.iter().any(|(column, ..)| *column == Column::Owner);
        // `Kim: add canaries`, `@kim: …`, `@kim to …`
        if !owned && let Some((owner, from)) = owner_before(&self.text[title.clone()]) {
            named = Some(title.start + owner.start..title.start + owner.end);
            title.start += from;
        }
        // A date at the end is read from the whole item; what stands before it can be the owner.
        title.end = title.start + without_date(&self.text[title.clone()]).len();
        // `… @ada` and `… (Tariq)` at the end say whose it is.
        if !owned
            && named.is_none()
            && let Some((from, owner)) = owner_behind(&self.text[title.clone()])
        {
            named = Some(title.start + owner.start..title.start + owner.end);
            title.end = title.start + from;
        }
        // A link to a ticket alone: owner and date are kept there.
        if title.is_empty() || only_a_link(&self.text[title.clone()]) {
            self.found.tickets |= !title.is_empty();
            return;
        }
        let struck = self.text[title.clone()].starts_with("~~");
        let at = self.action(title);
        self.actions.open = true;
        if let Some(owner) = named {
            self.field(at, Column::Owner, owner);
        }
        if struck {
            self.incident.parts.actions[at].status = ActionStatus::Done;
        }
        for (column, _, value) in fields {
            self.field(at, column, range.start + value.start..range.start + value.end);
        }
        let whole = &self.text[range.clone()];
        let action = &mut self.incident.parts.actions[at];
        if action.due.is_none() {
            action.due = date_in(whole);
        }
        if action.owner.is_empty()
            && let Some(handle) =
                whole.split_whitespace().find(|it| it.trim_start_matches(['(', '[']).starts_with('@'))
        {
            action.owner = handle.trim_matches(|it: char| !it.is_alphanumeric()).to_owned();
        }
        if task == Some(true) {
            action.status = ActionStatus::Done;
        }
    }

    fn action(&mut self, title: Range<usize>) -> usize {
        let at = self.incident.parts.actions.len();
        let num = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let id = ActionId(Uuid::from_u128(5_000_000 + u128::from(num)));
        let mut action = Action::new(id, self.text[title.clone()].to_owned());
        action.num = num;
        self.incident.parts.actions.push(action);
        self.place(Subject::Row(Handle::new(Part::Action, num)), "title", vec![(0, title.start)]);
        at
    }

    fn field(&mut self, at: usize, column: Column, range: Range<usize>) {
        let text = self.text[range.clone()].trim();
        let today = self.frame.zone.date(self.frame.now);
        let Some(action) = self.incident.parts.actions.get_mut(at) else { return };
        let handle = action.handle();
        if matches!(text, "" | "-" | "–" | "—") {
            return;
        }
        let word = text.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
        match column {
            Column::Owner => action.owner = text.to_owned(),
            Column::Due => action.due = due_in(text, today),
            Column::Priority => action.priority = word.parse().ok(),
            Column::Kind => action.kind = word.parse().ok(),
            Column::DoneWhen => action.done_when = text.to_owned(),
            Column::Ticket => action.ticket = text.to_owned(),
            Column::Addresses => {
                action.addresses = text.split([',', ' ']).filter_map(|it| it.parse().ok()).collect();
            }
            Column::Status
                if ["done", "closed", "complete", "completed", "fixed", "resolved"]
                    .contains(&word.as_str()) =>
            {
                action.status = ActionStatus::Done;
            }
            _ => return,
        }
        let name = match column {
            Column::Owner => "owner",
            Column::DoneWhen => "done_when",
            Column::Ticket => "ticket",
            _ => return,
        };
        self.place(Subject::Row(handle), name, vec![(0, range.start)]);
    }
}

/// Finds `owner: …`, `due: …` in an item: what each is, where it begins, and the bytes of its value.
fn fields(text: &str) -> Vec<(Column, usize, Range<usize>)> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(Column, usize, Range<usize>)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = lower[..colon].trim_end_matches(['*', '_', ' ']);
        let key = KEYS
            .iter()
            .filter(|(key, _)| {
                before.ends_with(key)
                    && !before[..before.len() - key.len()]
                        .ends_with(|it: char| it.is_alphanumeric() || it == '-')
            })
            .max_by_key(|(key, _)| key.len());
        let Some((key, column)) = key else { continue };
        let name = before.len() - key.len();
        let from = text[..name].trim_end_matches(['*', '_', '(', '[', ' ']).len();
        let rest = &text[colon + 1..];
        let start = text.len() - rest.trim_start_matches(['*', '_', ' ']).len();
        let stop =
            text[start..].find([',', ';', '|', ')', ']', '\n', '·']).map_or(text.len(), |it| start + it);
        if let Some((_, _, last)) = found.last_mut() {
            last.end = last.end.min(from.max(last.start));
        }
        found.push((*column, from, start..stop));
    }
    found
}

/// Tells whether words are the name of a person or a role, as they stand beside an action.
fn name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=3).contains(&count)
        && words.split_whitespace().all(|it| it.starts_with(|it: char| it.is_uppercase() || it == '@'))
        && !words.contains(|it: char| it.is_ascii_digit())
}

/// Returns the bytes of the owner in front of a title, and where the title begins.
fn owner_before(title: &str) -> Option<(Range<usize>, usize)> {
    let after = |from: usize| from + (title[from..].len() - title[from..].trim_start().len());
    if title.starts_with('@') {
        let end = title.find(|it: char| it.is_whitespace() || it == ':')?;
        let rest = title[end..].trim_start_matches(':').trim_start();
        let begin = rest.strip_prefix("to ").unwrap_or(rest);
        return (!begin.is_empty()).then(|| (0..end, title.len() - begin.len()));
    }
    let colon = title.find(": ").filter(|it| *it <= 30)?;
    let lead = &title[..colon];
    // What stands in front can be the part of the system that is changed; a person has a name that lists know.
    let person = lead.split_whitespace().any(crate::review::blame::is_name);
    (name(lead) && person).then(|| (0..colon, after(colon + 1)))
}

/// Cuts a date and its signs off the end of a title.
fn without_date(title: &str) -> &str {
    let signs =
        |it: char| it.is_whitespace() || matches!(it, '(' | ')' | '[' | ']' | ',' | ';' | '-' | '–' | '—');
    let text = title.trim_end_matches(signs);
    let from = text.trim_end_matches(|it: char| it.is_ascii_digit() || it == '-').len();
    let date = text[from..].len() == 10 && date_in(&text[from..]).is_some();
    let before = text[..from].trim_end_matches([' ', ',', '(', '[']);
    // `by 2026-12-13` is said of the work, and belongs to its words.
    if date && !before.ends_with(" by") { before } else { title }
}

/// Returns where the owner at the end of a title begins with its signs, and the bytes of the owner.
fn owner_behind(title: &str) -> Option<(usize, Range<usize>)> {
    let text = title.trim_end();
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(at) = text.strip_suffix(close).and_then(|it| it.rfind(open)) {
            let inner = &text[at + 1..text.len() - 1];
            return name(inner).then(|| (text[..at].trim_end().len(), at + 1..text.len() - 1));
        }
    }
    // `… — Kim`
    let dash = text.rfind(['—', '–']).filter(|it| text[..*it].ends_with(' '));
    if let Some(dash) = dash {
        let inner = text[dash..].trim_start_matches(['—', '–', ' ']);
        let from = text.len() - inner.len();
        return name(inner).then(|| (text[..dash].trim_end().len(), from..text.len()));
    }
    let last = text.rsplit(char::is_whitespace).next().filter(|it| it.len() < text.len())?;
    let at = text.len() - last.len();
    last.starts_with('@').then(|| (text[..at].trim_end().len(), at..text.len()))
}

/// Tells whether a text is a link, an address or the number of a ticket and nothing else.
fn only_a_link(text: &str) -> bool {
    let text = text.trim();
    let bracket = text.starts_with('[') && text.ends_with(')') && text.matches("](").count() == 1;
    let address = (text.starts_with("http") || text.starts_with('<')) && !text.contains(char::is_whitespace);
    let title = bracket && text.find("](").is_some_and(|it| text[1..it].split_whitespace().count() > 2);
    (bracket && !title)
        || address
        || (text.starts_with('#') && text[1..].bytes().all(|it| it.is_ascii_digit()))
}
