//! The bar raiser: reads an incident as a demanding reader of COEs would, and says what it finds.
//!
//! ```text
//!  Incident ──► passages ──► text rules ───┐
//!           └─────────────► whole rules ───┴──► findings, in the order of the document
//! ```
//!
//! Here: the table of rules by family, and the one function that runs them. A rule is a record ([`rule::Rule`]); a new
//! one is a file or an entry in the file of its family, listed in its `RULES`. Not here: files, printing, the screen.
//!
//! The rules to keep: the same incident and options give the same findings in the same order; a text rule sees its
//! passage and the options and nothing else, so that its findings can be kept until the passage changes; nothing a rule
//! does may take longer than in proportion to the text.

pub mod finding;
pub mod fix;
pub mod lexicon;
pub mod markdown;
pub mod memory;
pub mod options;
pub mod passage;
pub mod report;
pub mod rule;
pub mod text;

mod action;
mod blame;
mod document;
mod impact;
mod secret;
mod summary;
mod time;
mod timeline;
mod why;

#[cfg(test)]
pub mod sound;
#[cfg(test)]
mod tests;

use crate::domain::change::Edit;
use crate::domain::incident::Incident;
use crate::domain::time::Timestamp;
use crate::domain::waiver::{Waiver, fingerprint};

pub use finding::{Finding, Level, Place, Sink};
pub use options::Options;
pub use passage::{Passage, Role};
pub use rule::{Check, Rule, Whole};
pub use why::{LADDER_CLASSES, ladder_features};

/// The families of rules, in the order of the documentation. Ids of rules are `family/name`.
pub static FAMILIES: &[(&str, &[Rule])] = &[
    ("blame", blame::RULES),
    ("impact", impact::RULES),
    ("time", time::RULES),
    ("timeline", timeline::RULES),
    ("why", why::RULES),
    ("action", action::RULES),
    ("summary", summary::RULES),
    ("secret", secret::RULES),
    ("document", document::RULES),
];

/// Returns every rule, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|(_, rules)| rules.iter())
}

/// Returns the rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|it| it.id == id)
}

/// Reviews an incident: what every rule in force finds, in the order of the document, worst first at equal places.
pub fn review(incident: &Incident, options: &Options) -> Vec<Finding> {
    review_by(incident, options, in_turn)
}

/// Reviews as [`review`] does, with passages looked at in a way of the caller's.
pub fn review_by(incident: &Incident, options: &Options, spread: Spread) -> Vec<Finding> {
    let mut sink = Sink::new(options);
    sink.extend(spread(passage::passages(incident), options).into_iter().flatten());
    review_whole(incident, &mut sink);
    let mut findings = sink.done();
    waive(incident, &mut findings);
    findings
}

/// Finds the credentials in everything that an export writes, but for those that were set aside with a reason. What the
/// configuration makes of the rule plays no part: what has left cannot be called back.
pub fn credentials(incident: &Incident) -> Vec<Finding> {
    // The time is of no concern to this rule.
    let options = Options::new(Timestamp::from_millis(0));
    let mut sink = Sink::new(&options);
    for passage in passage::passages(incident) {
        sink.run(&secret::CREDENTIAL, |sink| secret::credential(&passage, sink));
    }
    let mut findings = sink.done();
    waive(incident, &mut findings);
    findings.retain(Finding::is_open);
    findings
}

/// Marks the findings that were set aside, as long as the text that they are about is the same.
pub fn waive(incident: &Incident, findings: &mut [Finding]) {
    if incident.parts.waivers.is_empty() {
        return;
    }
    let texts = passage::by_place(incident);
    for finding in findings {
        let subject = finding.place.subject.to_string();
        let text = texts.get(&finding.place).map_or("", |it| it);
        let place = (finding.rule, subject.as_str(), finding.place.field);
        let waiver = incident.parts.waivers.iter().find(|it| it.covers(place, text));
        finding.waived = waiver.map(|it| it.reason.clone());
    }
}

/// Returns the edit that sets what a rule finds at a place aside; in place of the waiver that is there already, if one is.
pub fn set_aside(
    waivers: &[Waiver],
    (rule, place): (&str, Place),
    reason: String,
    at: Timestamp,
) -> Edit<Waiver> {
    let waiver = Waiver {
        rule: rule.to_owned(),
        subject: place.subject.to_string(),
        field: place.field.to_owned(),
        text: String::new(),
        reason,
        at,
    };
    let before = waivers.iter().find(|it| it.key() == waiver.key()).cloned();
    Edit { before, after: Some(waiver) }
}

/// Gives a new waiver the fingerprint of the text that it is for.
pub fn seal(mut edit: Edit<Waiver>, incident: &Incident, place: Place) -> Edit<Waiver> {
    let texts = passage::by_place(incident);
    // The row may stand elsewhere in its list by now.
    let here = texts.iter().find(|(it, _)| (it.subject, it.field) == (place.subject, place.field));
    if let (Some(waiver), Some((_, text))) = (&mut edit.after, here) {
        waiver.text = fingerprint(text);
    }
    edit
}

/// A way to look for what the text rules find in passages, in their order: one after the other, or on several threads.
pub type Spread = fn(Vec<Passage<'_>>, &Options) -> Vec<Vec<Finding>>;

/// Looks at passages one after the other.
pub fn in_turn(passages: Vec<Passage<'_>>, options: &Options) -> Vec<Vec<Finding>> {
    passages.iter().map(|it| found_in(it, options)).collect()
}

/// Returns what the text rules find in a passage.
fn found_in(passage: &Passage<'_>, options: &Options) -> Vec<Finding> {
    let mut sink = Sink::new(options);
    review_passage(passage, &mut sink);
    sink.done()
}

/// Runs the text rules over one passage.
pub fn review_passage(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    for rule in rules() {
        if let Check::Text(check) | Check::Both(check, _) = rule.check
            && passage.role.is_for(rule)
        {
            sink.run(rule, |sink| check(passage, sink));
        }
    }
}

/// Runs the rules that look at more than one passage.
pub fn review_whole(incident: &Incident, sink: &mut Sink<'_>) {
    let whole = Whole::new(incident);
    for rule in rules() {
        if let Check::Whole(check) | Check::Both(_, check) = rule.check {
            sink.run(rule, |sink| check(&whole, sink));
        }
    }
}
