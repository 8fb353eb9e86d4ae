//! Events and actions as tables for spreadsheets: RFC 4180, in UTF-8, a line feed behind each row.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula, quoted or not. Such
//! text gets an apostrophe in front, which spreadsheets take for "this is text" and do not show (OWASP, "CSV Injection").

use super::Format;
use crate::domain::id::Handle;
use crate::domain::incident::Incident;
use crate::domain::time::stamp;

/// `--format events-csv`.
pub static EVENTS: Format = Format {
    id: "events-csv",
    title: "CSV of the events",
    extension: "csv",
    doc: "the timeline as a table for spreadsheets; no cell can be a formula",
    render: events,
};

/// `--format actions-csv`.
pub static ACTIONS: Format = Format {
    id: "actions-csv",
    title: "CSV of the actions",
    extension: "csv",
    doc: "the actions as a table for spreadsheets; no cell can be a formula",
    render: actions,
};

fn events(incident: &Incident) -> String {
    let zone = incident.header.zone;
    let head = [
        "incident",
        "id",
        "at",
        "local",
        "precision",
        "kind",
        "milestone",
        "key",
        "text",
        "tags",
        "links",
        "source",
    ];
    let rows = incident.events.iter().map(|it| {
        [
            incident.header.reference(),
            it.handle().to_string(),
            it.at.to_string(),
            stamp(it.at, &zone),
            it.precision.as_str().to_owned(),
            it.kind.to_string(),
            it.milestone.map(|it| it.to_string()).unwrap_or_default(),
            if it.key { "yes" } else { "" }.to_owned(),
            it.text.clone(),
            it.tags.join(" "),
            it.links.iter().map(|it| it.url.as_str()).collect::<Vec<_>>().join(" "),
            it.source.kind.clone(),
        ]
    });
    table(&head, rows)
}

fn actions(incident: &Incident) -> String {
    let head = [
        "incident",
        "id",
        "title",
        "done when",
        "owner",
        "due",
        "priority",
        "kind",
        "status",
        "ticket",
        "addresses",
    ];
    let rows = incident.parts.actions.iter().map(|it| {
        [
            incident.header.reference(),
            it.handle().to_string(),
            it.title.clone(),
            it.done_when.clone(),
            it.owner.clone(),
            it.due.map(|it| it.to_string()).unwrap_or_default(),
            it.priority.map(|it| it.to_string()).unwrap_or_default(),
            it.kind.map(|it| it.to_string()).unwrap_or_default(),
            it.status.to_string(),
            it.ticket.clone(),
            it.addresses.iter().map(Handle::to_string).collect::<Vec<_>>().join(" "),
        ]
    });
    table(&head, rows)
}

/// Writes a table; cells are text and no formula.
fn table<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut all = writer.write_record(head);
    for row in rows {
        all = all.and_then(|()| writer.write_record(row.iter().map(|it| text(it).into_owned())));
    }
    // Rows of one length into memory: there is nothing in it that could fail.
    let bytes = all.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Keeps a spreadsheet from running a cell.
fn text(cell: &str) -> std::borrow::Cow<'_, str> {
    let first = cell.trim_start_matches(|it: char| it.is_whitespace() && !matches!(it, '\t' | '\r' | '\n'));
    // Also the wide forms that some spreadsheets take for the narrow ones.
    let runs = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    if first.starts_with(runs) { format!("'{cell}").into() } else { cell.into() }
}
