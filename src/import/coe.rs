//! The `coe/1` document, read back: a new incident with the handles of the file, so that cites stay right.
//!
//! A document may come from this program, from a script or from a person's editor. Every field but `format` and
//! `incident.title` may be missing; a value of the wrong type is read as missing; both the value and a field that
//! `coe/1` does not have are named in a warning. What is lost on this way: the words in which a time was entered.
//! Events of the same minute keep the order of the file, all others are put in the order of their times.

mod identity;
mod numbers;
mod rows;
mod rungs;
mod waivers;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::fields::Fields;
use super::fit::{add_evidence, set_text};
use super::{Format, ImportError, Imported, MAX_FILE, Warnings};
use crate::domain::action::{Action, ActionStatus};
use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::document;
use crate::domain::event::{Event, Kind, MAX_EVENTS, Milestone, Source, position};
use crate::domain::id::{ActionId, EventId, Handle, IdSource, IncidentId, MetricId, Part};
use crate::domain::incident::{Header, Status};
use crate::domain::metric::Metric;
use crate::domain::section::{MAX_SECTION, SectionName};
use crate::domain::time::{Precision, Timestamp, Zone};
use numbers::{Numbers, handles};
use rows::{Rows, value};

/// `--format coe`.
pub static FORMAT: Format = Format {
    id: "coe",
    title: "coe/1 JSON",
    extensions: &["json"],
    doc: "a whole incident, as `coe export --format json` writes it",
    sniff,
    read,
};

/// How far into a file its format is looked for.
const SNIFFED: usize = 4_096;

fn sniff(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFFED)]);
    let start: String = start.chars().filter(|it| !it.is_whitespace()).collect();
    start.trim_start_matches('\u{feff}').starts_with('{') && start.contains(r#""format":"coe/"#)
}

/// Reads a document into a new incident, whose ids are made for the time `now`.
///
/// # Errors
/// When the bytes are no JSON, no `coe/1` document, have no title, or hold more than an incident may.
pub fn read(bytes: &[u8], ids: &mut IdSource, now: Timestamp) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_FILE {
        return Err(ImportError::TooLarge(bytes.len()));
    }
    let mut warnings = Warnings::default();
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        warnings.add(|| "the file is not UTF-8 throughout; what is not was replaced by \u{fffd}".to_owned());
    }
    let mut top = Top::read(text.trim_start_matches('\u{feff}'))?;
    let value = top.value("incident", &mut warnings);
    let mut reader = Reader {
        ids,
        now,
        warnings,
        zone: Zone::Utc,
        dated: false,
        called: String::new(),
        names: HashMap::new(),
    };
    let mut header = reader.header(value)?;
    let incident = header.id;
    reader.zone = header.zone;
    let mut changes = Vec::new();
    let value = top.value("sections", &mut reader.warnings);
    reader.sections(value, incident, &mut changes)?;
    let mut events = Numbers::new(Part::Event);
    let list = top.events(&mut reader.warnings)?;
    for event in reader.events(list, &mut events) {
        changes.push(Change::event(incident, Edit::add(event)));
    }
    let mut metrics = Numbers::new(Part::Metric);
    let list = top.list("metrics", &mut reader.warnings);
    for metric in reader.metrics(list, &mut metrics) {
        changes.push(Change::metric(incident, Edit::add(metric)));
    }
    let list = top.list("ladders", &mut reader.warnings);
    let ladders = rungs::read(&mut reader, list, &[&events, &metrics]);
    changes.extend(ladders.ladders.into_iter().map(|it| Change::ladder(incident, Edit::add(it))));
    changes.extend(ladders.rungs.into_iter().map(|it| Change::rung(incident, Edit::add(it))));
    let list = top.list("actions", &mut reader.warnings);
    for action in reader.actions(list, &ladders.numbers) {
        changes.push(Change::action(incident, Edit::add(action)));
    }
    let list = top.list("waivers", &mut reader.warnings);
    for waiver in waivers::read(&mut reader, list) {
        changes.push(Change::waiver(incident, Edit::add(waiver)));
    }
    top.done(&mut reader.warnings);
    header.id = identity::identity(&header, &changes, reader.dated);
    for change in &mut changes {
        change.incident = header.id;
    }
    let Reader { called, names, warnings, .. } = reader;
    Ok(Imported { header, changes, called, names, warnings: warnings.done() })
}

/// The fields of the document, not read yet: a long timeline is read event by event.
struct Top<'t> {
    text: &'t str,
    fields: BTreeMap<String, &'t RawValue>,
}

impl<'t> Top<'t> {
    fn read(text: &'t str) -> Result<Self, ImportError> {
        let mut top: BTreeMap<String, &RawValue> =
            serde_json::from_str(text).map_err(|error| syntax(&error))?;
        let format = top.remove("format").and_then(|it| String::deserialize(it).ok()).unwrap_or_default();
        match format.as_str() {
            document::FORMAT => Ok(Top { text, fields: top }),
            "" => Err(ImportError::NotCoe("`format` is missing".to_owned())),
            other if other.starts_with("coe/") => Err(ImportError::Newer(clean::line(other))),
            other => Err(ImportError::NotCoe(format!("`format` is `{}`", clean::line(other)))),
        }
    }

    fn value(&mut self, name: &str, warnings: &mut Warnings) -> Value {
        let raw = self.fields.remove(name);
        raw.and_then(|raw| value(raw, name, warnings)).unwrap_or_default()
    }

    fn list(&mut self, name: &'static str, warnings: &mut Warnings) -> Rows<'t> {
        let Some(raw) = self.fields.remove(name).filter(|it| it.get() != "null") else {
            return Rows { text: self.text, name, list: Vec::new() };
        };
        let list = <Vec<&RawValue>>::deserialize(raw).unwrap_or_else(|_| {
            if let Some(other) = value(raw, name, warnings) {
                warnings.add(|| format!("{name}: {} is not a list; left out", super::fields::shown(&other)));
            }
            Vec::new()
        });
        Rows { text: self.text, name, list }
    }

    fn events(&mut self, warnings: &mut Warnings) -> Result<Rows<'t>, ImportError> {
        let rows = self.list("events", warnings);
        let most = usize::try_from(MAX_EVENTS).unwrap_or(usize::MAX);
        if rows.list.len() > most {
            return Err(ImportError::Limit {
                what: "the timeline".to_owned(),
                have: rows.list.len(),
                unit: "events",
                most,
            });
        }
        Ok(rows)
    }

    /// Warns about what is left.
    fn done(self, warnings: &mut Warnings) {
        for name in self.fields.keys() {
            // `schema` is what `coe show --json` adds to the same document.
            if name != "schema" {
                warnings.add(|| format!("{}: not a field of coe/1; left out", clean::line(name)));
            }
        }
    }
}

fn syntax(error: &serde_json::Error) -> ImportError {
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
    match error.classify() {
        Category::Data => ImportError::NotCoe("it is not a JSON object".to_owned()),
        _ => ImportError::Syntax { line: error.line(), column: error.column(), what: clean::line(what) },
    }
}

/// What every part of a document is read with.
struct Reader<'i> {
    ids: &'i mut IdSource,
    now: Timestamp,
    warnings: Warnings,
    zone: Zone,
    /// Whether any event says when it was.
    dated: bool,
    /// What the file calls the incident.
    called: String,
    /// What the file calls the rows whose ids are not their handles.
    names: HashMap<Handle, String>,
}

impl Reader<'_> {
    fn header(&mut self, value: Value) -> Result<Header, ImportError> {
        let id = IncidentId(self.ids.next(self.now));
        let mut fields = Fields::new("incident".to_owned(), value, &mut self.warnings);
        let title = fields.line("title");
        if title.is_empty() {
            return Err(ImportError::NoTitle);
        }
        let zone = fields.parse("zone", "a time zone").unwrap_or_default();
        let mut header = Header::new(id, title, zone, self.now);
        // The number belongs to the database it was given in.
        let called = fields.line("ref");
        header.severity = fields.parse("severity", "a severity such as SEV2");
        header.status = fields.parse("status", "a status").unwrap_or(Status::Open);
        header.services = fields.lines("services");
        header.team = fields.line("team");
        header.presenter = fields.line("presenter");
        header.tags = fields.tags("tags");
        header.links = fields.links("links");
        fields.done();
        self.called = called;
        Ok(header)
    }

    fn sections(
        &mut self,
        value: Value,
        incident: IncidentId,
        changes: &mut Vec<Change>,
    ) -> Result<(), ImportError> {
        let mut fields = Fields::new("sections".to_owned(), value, &mut self.warnings);
        for name in SectionName::ALL {
            let text = clean::block(&fields.raw(name.word()).unwrap_or_default());
            if text.len() > MAX_SECTION {
                let what = format!("section `{name}`");
                return Err(ImportError::Limit { what, have: text.len(), unit: "bytes", most: MAX_SECTION });
            }
            if !text.trim().is_empty() {
                changes.push(Change::section(incident, *name, "", &text));
            }
        }
        fields.done();
        Ok(())
    }

    fn events(&mut self, rows: Rows<'_>, numbers: &mut Numbers) -> Vec<Event> {
        let mut taken = Taken::default();
        let mut events = Vec::with_capacity(rows.list.len());
        let mut timeless = Vec::new();
        for row in 0..rows.list.len() {
            let Some((path, map)) = rows.object(row, &mut self.warnings) else { continue };
            let (event, timed) = self.event(path, map, numbers, &mut taken);
            if !timed {
                timeless.push((events.len(), row));
            }
            events.push(event);
        }
        self.place(&mut events, &timeless);
        for (event, num) in events.iter_mut().zip(numbers.settle()) {
            event.num = num;
        }
        self.names.extend(numbers.names());
        order(&mut events);
        events
    }

    /// Reads an event, and tells whether it says when it was.
    fn event(
        &mut self,
        path: String,
        value: Value,
        numbers: &mut Numbers,
        taken: &mut Taken,
    ) -> (Event, bool) {
        let id = EventId(self.ids.next(self.now));
        let mut fields = Fields::new(path, value, &mut self.warnings);
        numbers.claim(&mut fields);
        let at = fields.instant("at");
        let zone = fields.parse("zone", "a time zone").unwrap_or(self.zone);
        let mut event = Event::new(id, at.unwrap_or(self.now), zone, "");
        event.precision = precision(&mut fields);
        event.kind = fields.parse("kind", "a kind of event").unwrap_or(Kind::Note);
        event.milestone = fields.parse("milestone", "a milestone");
        if let Some(milestone) = event.milestone
            && !taken.milestones.insert(milestone)
        {
            fields.warn("milestone", || format!("another event is `{milestone}` already; left out"));
            event.milestone = None;
        }
        let text = fields.raw("text").unwrap_or_default();
        event.tags = fields.tags("tags");
        event.key = fields.flag("key");
        event.links = fields.links("links");
        evidence(&mut fields, &mut event);
        if set_text(&mut event, &text) {
            fields.warn("text", || {
                "longer than an event may be; the whole of it is kept as evidence".to_owned()
            });
        }
        event.source = source(&mut fields);
        let key = event.source.id.as_ref().map(|it| (event.source.kind.clone(), it.clone()));
        if key.is_some_and(|it| !taken.sources.insert(it)) {
            fields.warn("source.id", || "another event came from there already; left out".to_owned());
            event.source.id = None;
        }
        fields.done();
        (event, at.is_some())
    }

    /// Puts events that do not say when they were beside those before them in the file; of each, `timeless` has its
    /// index among the events and its row in the file.
    fn place(&mut self, events: &mut [Event], timeless: &[(usize, usize)]) {
        let dated = |it: &usize| timeless.binary_search_by_key(it, |(index, _)| *index).is_err();
        let first = (0..events.len()).find(dated);
        self.dated = first.is_some();
        let first = first.map_or(self.now, |it| events[it].at);
        for &(index, row) in timeless {
            let at = if index == 0 { first } else { events[index - 1].at };
            let event = &mut events[index];
            event.move_to(at);
            event.precision = Precision::Approximate;
            self.warnings.add(|| format!("events[{row}].at: no time; placed at {at} and marked approximate"));
        }
    }

    fn metrics(&mut self, rows: Rows<'_>, numbers: &mut Numbers) -> Vec<Metric> {
        let mut metrics = Vec::with_capacity(rows.list.len());
        for row in 0..rows.list.len() {
            let Some((path, value)) = rows.object(row, &mut self.warnings) else { continue };
            let id = MetricId(self.ids.next(self.now));
            let mut fields = Fields::new(path, value, &mut self.warnings);
            numbers.claim(&mut fields);
            let mut metric = Metric::new(id, fields.line("name"));
            metric.unit = fields.line("unit");
            metric.value = fields.number("value");
            metric.baseline = fields.number("baseline");
            metric.total = fields.number("total");
            metric.start = fields.instant("start");
            metric.end = fields.instant("end");
            metric.source = fields.line("source");
            metric.note = fields.block("note");
            metric.series = series(&mut fields);
            fields.done();
            metrics.push(metric);
        }
        for (metric, num) in metrics.iter_mut().zip(numbers.settle()) {
            metric.num = num;
        }
        self.names.extend(numbers.names());
        metrics.sort_by_key(|it| it.num);
        metrics
    }

    fn actions(&mut self, rows: Rows<'_>, rungs: &Numbers) -> Vec<Action> {
        let mut numbers = Numbers::new(Part::Action);
        let mut actions = Vec::with_capacity(rows.list.len());
        for row in 0..rows.list.len() {
            let Some((path, value)) = rows.object(row, &mut self.warnings) else { continue };
            let id = ActionId(self.ids.next(self.now));
            let mut fields = Fields::new(path, value, &mut self.warnings);
            numbers.claim(&mut fields);
            let mut action = Action::new(id, fields.line("title"));
            action.owner = fields.line("owner");
            action.due = fields.parse("due", "a date such as 2026-12-15");
            action.priority = fields.parse("priority", "a priority (high, medium or low)");
            action.kind = fields.parse("kind", "a kind of action");
            action.status = fields.parse("status", "a status (open or done)").unwrap_or(ActionStatus::Open);
            action.done_when = fields.block("done_when");
            action.ticket = fields.line("ticket");
            action.addresses = handles(&mut fields, "addresses", &[rungs]);
            fields.done();
            actions.push(action);
        }
        for (action, num) in actions.iter_mut().zip(numbers.settle()) {
            action.num = num;
        }
        self.names.extend(numbers.names());
        actions.sort_by_key(|it| it.num);
        actions
    }
}

/// What only one event of an incident may have.
#[derive(Default)]
struct Taken {
    milestones: HashSet<Milestone>,
    sources: HashSet<(String, String)>,
}

fn precision(fields: &mut Fields<'_>) -> Precision {
    let Some(word) = fields.raw("precision") else { return Precision::default() };
    Precision::from_name(word.trim()).unwrap_or_else(|| {
        let word = clean::line(&word);
        fields.warn("precision", || format!("`{word}` is not exact, minute or approximate; read as missing"));
        Precision::default()
    })
}

fn evidence(fields: &mut Fields<'_>, event: &mut Event) {
    for (index, value) in fields.list("evidence").into_iter().enumerate() {
        let (label, text) = match value {
            Value::String(text) => (String::new(), text),
            other => {
                let name = format!("evidence[{index}]");
                let Some(other) = fields.object(&name, other) else { continue };
                let mut inner = fields.inner(&name, other);
                let piece = (inner.line("label"), inner.raw("text").unwrap_or_default());
                inner.done();
                piece
            }
        };
        add_evidence(event, &label, &clean::block(&text));
    }
}

fn source(fields: &mut Fields<'_>) -> Source {
    let mut source = Source { kind: String::new(), id: None };
    match fields.take("source") {
        None => {}
        Some(Value::String(kind)) => source.kind = clean::line(&kind),
        Some(other) => {
            let mut inner = fields.inner("source", other);
            source.kind = inner.line("type");
            source.id = Some(inner.line("id")).filter(|it| !it.is_empty());
            inner.done();
        }
    }
    if source.kind.is_empty() {
        FORMAT.id.clone_into(&mut source.kind);
    }
    source
}

fn series(fields: &mut Fields<'_>) -> Vec<(Timestamp, f64)> {
    let mut series = Vec::new();
    for (index, value) in fields.list("series").into_iter().enumerate() {
        let pair = value.as_array().map(Vec::as_slice);
        let sample = match pair {
            Some([at, value]) => {
                let value = value.as_f64().filter(|it| it.is_finite());
                at.as_str().and_then(Timestamp::parse_rfc3339).zip(value)
            }
            _ => None,
        };
        match sample {
            Some(sample) => series.push(sample),
            None => {
                fields.warn(&format!("series[{index}]"), || "not a time and a number; left out".to_owned())
            }
        }
    }
    series
}

/// Puts events in the order of their minutes and, within a minute, of the file, and gives each a place that says so.
fn order(events: &mut [Event]) {
    events.sort_by_key(|it| it.at.millis() / 60_000);
    let mut last: Option<(i64, u32)> = None;
    for event in events {
        event.pos = position(event.at);
        if let Some((pos, num)) = last
            && (event.pos, event.num) <= (pos, num)
        {
            event.pos = if event.num > num { pos } else { pos + 1 };
        }
        last = Some((event.pos, event.num));
    }
}

#[cfg(test)]
mod tests;
