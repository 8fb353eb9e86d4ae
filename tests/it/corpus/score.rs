//! Scores the bar raiser on labelled writing: each line of a corpus becomes an incident that holds nothing but it, and
//! what the rules find in it is compared with its labels.
//!
//! The labels are those of the corpus: `R1:high` and `R1:low` (blame), `R2` (weak causes), `R3` (amounts), `R4` (actions),
//! `R5:…` (chains of whys), `R6` (times), `R7` (secrets). Rules without a label are not scored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use coe::domain::action::{Action, ActionKind, Priority};
use coe::domain::event::{Event, Milestone};
use coe::domain::id::{ActionId, EventId, IncidentId, LadderId, MetricId, Part, RungId};
use coe::domain::incident::{Header, Incident, Severity, Status};
use coe::domain::ladder::{Ladder, Rung, Topic};
use coe::domain::metric::Metric;
use coe::domain::section::{Section, SectionName};
use coe::domain::time::{Timestamp, Zone};
use coe::review::finding::Subject;
use coe::review::{Finding, Options, review};
use serde_json::Value;
use uuid::Uuid;

/// Rules and the labels of the corpus that they stand for.
const LABELS: &[(&str, &str)] = &[
    ("blame/person-at-fault", "R1:high"),
    ("blame/person-named", "R1:low"),
    ("why/weak-root-cause", "R2"),
    ("impact/unquantified", "R3"),
    ("action/vague", "R4"),
    ("action/no-owner", "R4"),
    ("action/no-due-date", "R4"),
    ("action/not-measurable", "R4"),
    ("why/restates", "R5:restates"),
    ("why/circular", "R5:circular"),
    ("why/jumps", "R5:jumps"),
    ("why/not-an-answer", "R5:not-an-answer"),
    ("why/compound", "R5:compound"),
    ("time/vague", "R6"),
    ("secret/credential", "R7"),
    ("secret/personal-data", "R7"),
];

/// What is counted for one label.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Found and labelled.
    pub hits: usize,
    /// Found and not labelled.
    pub false_alarms: usize,
    /// Labelled and not found.
    pub misses: usize,
    /// The mistakes: what kind, the id of the line, its text.
    pub mistakes: Vec<(&'static str, String, String)>,
}

impl Tally {
    /// Of what was found, how much is labelled.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// Of what is labelled, how much was found.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.hits + self.misses)
    }

    /// The harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Tallies by label.
pub type Scores = BTreeMap<String, Tally>;

/// Counts one label on one line: what was wanted and what was found, each as places within the line.
fn compare(tally: &mut Tally, [wanted, found]: [&BTreeSet<String>; 2], id: &str, text: &str) {
    tally.hits += wanted.intersection(found).count();
    for (kind, from, other) in [("false alarm", found, wanted), ("miss", wanted, found)] {
        for place in from.difference(other) {
            let count = if kind == "miss" { &mut tally.misses } else { &mut tally.false_alarms };
            *count += 1;
            let place = if place.is_empty() { String::new() } else { format!(" {place}") };
            tally.mistakes.push((kind, format!("{id}{place}"), text.to_owned()));
        }
    }
}

fn of_label<'s>(scores: &'s mut Scores, label: &str) -> &'s mut Tally {
    scores.entry(label.to_owned()).or_default()
}

fn label(rule: &str) -> Option<&'static str> {
    LABELS.iter().find(|(id, _)| *id == rule).map(|(_, label)| *label)
}

fn family(label: &str) -> &str {
    label.split(':').next().unwrap_or(label)
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-01-15T12:00:00Z").unwrap()
}

fn bare(title: &str) -> Incident {
    let mut header = Header::new(IncidentId(Uuid::from_u128(1)), title, Zone::Utc, now());
    header.severity = Some(Severity::Sev2);
    header.status = Status::InReview;
    Incident::new(header)
}

fn event(incident: &mut Incident, at: &str, text: &str, milestone: Option<Milestone>) {
    let num = u32::try_from(incident.events.len()).unwrap() + 1;
    let at = Timestamp::parse_rfc3339(at).unwrap();
    let mut event = Event::new(EventId(Uuid::from_u128(u128::from(num))), at, Zone::Utc, text);
    event.num = num;
    event.milestone = milestone;
    incident.events.push(event);
}

fn ladder<'a>(
    incident: &mut Incident,
    topic: Topic,
    problem: &str,
    rungs: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let parts = &mut incident.parts;
    let num = u32::try_from(parts.ladders.len()).unwrap() + 1;
    let id = LadderId(Uuid::from_u128(u128::from(num)));
    parts.ladders.push(Ladder { id, num, topic, problem: problem.into() });
    let mut parent = None;
    for (why, because) in rungs {
        let num = u32::try_from(parts.rungs.len()).unwrap() + 1;
        let rung = RungId(Uuid::from_u128(u128::from(num)));
        let (why, because) = (why.to_owned(), because.to_owned());
        parts.rungs.push(Rung {
            id: rung,
            num,
            ladder: id,
            parent,
            place: 0,
            why,
            because,
            cites: Vec::new(),
            root: false,
        });
        parent = Some(rung);
    }
}

fn action(incident: &mut Incident, row: &Value) {
    let num = u32::try_from(incident.parts.actions.len()).unwrap() + 1;
    let mut action = Action::new(ActionId(Uuid::from_u128(u128::from(num))), text_of(&row["title"]));
    action.num = num;
    action.owner = text_of(&row["owner"]);
    action.due = row["due"].as_str().and_then(|it| it.parse().ok());
    action.done_when = text_of(&row["metric"]);
    action.kind = Some(row["kind"].as_str().and_then(|it| it.parse().ok()).unwrap_or(ActionKind::Prevent));
    action.priority = Some(Priority::High);
    incident.parts.actions.push(action);
}

const SOUND_END: &str = "The release pipeline has no step that compares the schema with the consumer's before the \
    rollout, so any breaking field reaches production.";

/// Returns the incident that holds a line and nothing else, and which findings are about it.
pub fn line(row: &Value) -> (Incident, fn(&Finding) -> bool) {
    let mut incident = bare("Service failed");
    let text = text_of(&row["text"]);
    let rung = |it: &Finding| matches!(it.place.subject.part(), "rung" | "ladder");
    let section = |it: &Finding| it.place.subject.part() == "section";
    match row["field"].as_str().unwrap() {
        "timeline" => {
            event(&mut incident, "2025-04-03T13:06:00Z", &text, None);
            (incident, |it| it.place.subject.part() == "event")
        }
        field @ ("summary" | "impact" | "lesson") => {
            let name = if field == "lesson" { SectionName::Lessons } else { field.parse().unwrap() };
            incident.parts.sections.push(Section { name, text });
            (incident, section)
        }
        "why_last" | "root_cause" => {
            ladder(&mut incident, Topic::Cause, "The service failed", [("Why?", text.as_str())].into_iter());
            (incident, rung)
        }
        "why" => {
            let rungs = [("Why?", text.as_str()), ("Why?", SOUND_END)];
            ladder(&mut incident, Topic::Cause, "The service failed", rungs.into_iter());
            (incident, |it| it.place.to_string().starts_with("w1."))
        }
        "action" => {
            action(&mut incident, &row["action"]);
            (incident, |it| it.place.subject.part() == "action")
        }
        "ladder" => {
            let rungs = list(&row["rungs"]).iter().map(|it| ("Why?", it.as_str().unwrap()));
            ladder(&mut incident, Topic::Cause, row["problem"].as_str().unwrap(), rungs);
            (incident, rung)
        }
        other => panic!("{}: unknown field {other}", row["id"]),
    }
}

/// Scores a corpus of labelled lines.
pub fn lines(corpus: &str) -> Scores {
    let mut scores = Scores::new();
    for row in corpus.lines().filter(|it| !it.trim().is_empty()) {
        let row: Value = serde_json::from_str(row).unwrap();
        let (incident, here) = line(&row);
        let found: Vec<Finding> = review(&incident, &Options::new(now())).into_iter().filter(here).collect();
        score_line(&mut scores, &row, &found);
    }
    scores
}

fn score_line(scores: &mut Scores, row: &Value, found: &[Finding]) {
    let id = text_of(&row["id"]);
    let is_ladder = row["field"] == "ladder";
    let text = match row["field"].as_str().unwrap() {
        "ladder" => format!(
            "{} // {}",
            text_of(&row["problem"]),
            list(&row["rungs"]).iter().map(text_of).collect::<Vec<_>>().join(" / ")
        ),
        "action" => row["action"].to_string(),
        field => format!("[{field}] {}", text_of(&row["text"])),
    };
    let wanted: Vec<(String, String)> = list(&row["expect"])
        .iter()
        .map(|it| match it {
            Value::String(label) => (label.clone(), String::new()),
            other => (text_of(&other["rule"]), format!("rung {}", other["rung"])),
        })
        .collect();
    let found: Vec<(String, String)> = found
        .iter()
        .filter_map(|it| {
            let label = label(it.rule)?;
            let rung = match it.place.subject {
                Subject::Row(handle) if is_ladder && handle.part == Part::Rung => {
                    format!("rung {}", handle.num)
                }
                _ => String::new(),
            };
            Some((label.to_owned(), rung))
        })
        .collect();
    let accepted: BTreeSet<&str> =
        list(&row["accept"]).iter().filter_map(|it| it.as_str()).map(family).collect();
    let of = |rows: &[(String, String)], name: &str| -> BTreeSet<String> {
        rows.iter().filter(|(it, _)| family(it) == name || it == name).map(|(_, rung)| rung.clone()).collect()
    };
    for name in ["R1", "R2", "R3", "R4", "R5", "R6", "R7"] {
        if is_ladder && !matches!(name, "R1" | "R5" | "R7") {
            continue;
        }
        let (wanted, found) = (of(&wanted, name), of(&found, name));
        if !(accepted.contains(name) && wanted.is_empty()) {
            compare(of_label(scores, name), [&wanted, &found], &id, &text);
        }
    }
    if !is_ladder && !accepted.contains("R1") {
        let high = !of(&wanted, "R1:high").is_empty() && !of(&found, "R1:high").is_empty();
        compare(of_label(scores, "R1:high"), [&of(&wanted, "R1:high"), &of(&found, "R1:high")], &id, &text);
        // A milder finding beside the worse one that was wanted is no mistake.
        let low = if high { BTreeSet::new() } else { of(&found, "R1:low") };
        compare(of_label(scores, "R1:low"), [&of(&wanted, "R1:low"), &low], &id, &text);
    }
    if is_ladder {
        let kinds = |rows: &[(String, String)]| -> BTreeSet<String> {
            rows.iter()
                .filter(|(it, _)| it.starts_with("R5:"))
                .map(|(it, rung)| format!("{rung} {it}"))
                .collect()
        };
        compare(of_label(scores, "R5 with kind"), [&kinds(&wanted), &kinds(&found)], &id, &text);
    }
}

/// Reads a whole document of the corpus.
fn document(doc: &Value) -> Incident {
    let mut incident = bare(doc["title"].as_str().unwrap());
    let impact = &doc["impact"];
    incident.header.severity = text_of(&doc["severity"]).replace('-', "").parse().ok();
    incident.header.services = vec![text_of(&doc["service"])];
    incident.header.team = text_of(&doc["team"]);
    let lessons: Vec<String> = ["went_well", "went_poorly", "lucky"]
        .iter()
        .flat_map(|it| list(&doc["lessons"][it]))
        .map(|it| format!("- {}", text_of(it)))
        .collect();
    let texts = [
        (SectionName::Summary, text_of(&doc["summary"])),
        (SectionName::Impact, text_of(&impact["description"])),
        (SectionName::Lessons, lessons.join("\n")),
    ];
    incident.parts.sections = texts.map(|(name, text)| Section { name, text }).into();
    let mut milestones: Vec<(String, Milestone)> = [
        ("started_at", Milestone::Start),
        ("detected_at", Milestone::Detected),
        ("mitigated_at", Milestone::Mitigated),
        ("resolved_at", Milestone::Resolved),
    ]
    .into_iter()
    .filter_map(|(name, it)| Some((impact[name].as_str()?.to_owned(), it)))
    .collect();
    for row in list(&doc["timeline"]) {
        let at = text_of(&row["at"]);
        let mine = milestones.iter().position(|(it, _)| *it == at);
        event(&mut incident, &at, row["text"].as_str().unwrap(), mine.map(|it| milestones.remove(it).1));
    }
    for (num, row) in (1..).zip(list(&impact["metrics"])) {
        let mut metric = Metric::new(MetricId(Uuid::from_u128(u128::from(num))), text_of(&row["name"]));
        metric.num = num;
        metric.value = row["value"].as_f64();
        metric.unit = text_of(&row["unit"]);
        incident.parts.metrics.push(metric);
    }
    for row in list(&doc["whys"]) {
        let topic = match row["id"].as_str().unwrap_or_default() {
            "mitigation" => Topic::Recovery,
            other => other.parse().unwrap_or(Topic::Cause),
        };
        let rungs = list(&row["rungs"])
            .iter()
            .map(|it| (it["why"].as_str().unwrap_or("Why?"), it["because"].as_str().unwrap()));
        ladder(&mut incident, topic, row["problem"].as_str().unwrap_or_default(), rungs);
    }
    if let Some(text) = doc["root_cause"].as_str() {
        ladder(&mut incident, Topic::Cause, "The service failed", [("Why?", text)].into_iter());
    }
    for row in list(&doc["actions"]) {
        action(&mut incident, row);
    }
    incident
}

/// Returns where a finding is in the words of the corpus.
fn path(doc: &Value, incident: &Incident, finding: &Finding) -> String {
    let (place, index) = (finding.place, finding.place.index);
    match place.subject {
        Subject::Section(SectionName::Impact) => "impact.description".into(),
        Subject::Section(name) => name.word().into(),
        Subject::Row(handle) => match handle.part.name() {
            "event" => format!("timeline[{index}]"),
            "metric" => format!("impact.metrics[{index}]"),
            "action" => format!("actions[{index}]"),
            "rung" => {
                let rung = &incident.parts.rungs[index];
                let ladder = incident.parts.ladders.iter().position(|it| it.id == rung.ladder).unwrap();
                let before =
                    incident.parts.rungs[..index].iter().filter(|it| it.ladder == rung.ladder).count();
                if ladder == list(&doc["whys"]).len() {
                    "root_cause".into()
                } else {
                    format!("whys[{ladder}].rungs[{before}]")
                }
            }
            _ => place.to_string(),
        },
        _ => place.to_string(),
    }
}

/// Scores the whole documents in a folder. The second value tells, for each excellent one, what was found in it.
pub fn documents(folder: &Path) -> (Scores, Vec<(String, Vec<Finding>)>) {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    let (mut scores, mut excellent) = (Scores::new(), Vec::new());
    for file in files {
        let doc: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let id = text_of(&doc["id"]);
        let incident = document(&doc);
        let found = review(&incident, &Options::new(reviewed(&incident)));
        let cell = |path: &str| {
            // The lessons are one section here.
            let path = if path.starts_with("lessons.") { "lessons" } else { path };
            let ends = [".text", ".because", ".title", ".value"];
            ends.iter().find_map(|it| path.strip_suffix(it)).unwrap_or(path).to_owned()
        };
        for name in ["R1", "R2", "R3", "R4", "R5", "R6", "R7"] {
            let wanted = list(&doc["expect_findings"])
                .iter()
                .filter(|it| family(it["rule"].as_str().unwrap()) == name);
            let wanted: BTreeSet<String> = wanted.map(|it| cell(it["path"].as_str().unwrap())).collect();
            let mine = found.iter().filter(|it| label(it.rule).is_some_and(|it| family(it) == name));
            let mine: BTreeSet<String> = mine.map(|it| path(&doc, &incident, it)).collect();
            let title = doc["title"].as_str().unwrap();
            compare(of_label(&mut scores, name), [&wanted, &mine], &id, title);
        }
        if doc["quality"] == "excellent" {
            excellent.push((id, found));
        }
    }
    (scores, excellent)
}

/// A document of the corpus is reviewed some days after its last event.
fn reviewed(incident: &Incident) -> Timestamp {
    let last = incident.events.iter().map(|it| it.at.millis()).max().unwrap_or_default();
    Timestamp::from_millis(last + 3 * 86_400_000)
}

/// Prints a table of scores, and the mistakes when asked: all, or those of one label.
pub fn table(scores: &Scores, mistakes: Option<&str>) -> String {
    let mut out = String::from("label          hits  false  missed  precision  recall      f1\n");
    for (label, tally) in scores {
        out.push_str(&format!(
            "{label:13}{:6}{:7}{:8}{:11.3}{:8.3}{:8.3}\n",
            tally.hits,
            tally.false_alarms,
            tally.misses,
            tally.precision(),
            tally.recall(),
            tally.f1()
        ));
    }
    for (label, tally) in
        scores.iter().filter(|(it, _)| mistakes.is_some_and(|only| only == "all" || only == it.as_str()))
    {
        for (kind, id, text) in &tally.mistakes {
            out.push_str(&format!("{label} {kind} {id}: {text}\n"));
        }
    }
    out
}
