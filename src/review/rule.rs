//! The one shape of a rule. The table of rules feeds the review, `coe check --list` and `--explain`, the palette, the
//! generated documentation and the tests: each example must be found, or must not.

use std::cell::OnceCell;
use std::ops::Deref;

use super::finding::{Level, Sink};
use super::passage::{Passage, Role};
use super::why::Broken;
use crate::domain::clean;
use crate::domain::incident::Incident;

/// A rule of the bar raiser.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`. It stands in configurations, waivers and scripts and never changes.
    pub id: &'static str,
    /// How bad it is, unless the configuration says otherwise.
    pub level: Level,
    /// What it finds, in one sentence without a final period.
    pub summary: &'static str,
    /// What it does, precisely: where it looks, what it takes for a finding, what it leaves alone.
    pub what: &'static str,
    /// Why it matters to the reader of a COE.
    pub why: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// Whether it helps while the incident is going on.
    pub live: bool,
    /// What it must find.
    pub bad: &'static [Example],
    /// What it must leave alone.
    pub good: &'static [Example],
    /// How it looks.
    pub check: Check,
}

impl Rule {
    /// Returns the first half of its id.
    pub fn family(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(family, _)| family)
    }
}

/// How a rule looks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// At one passage at a time, and at nothing else.
    Text(fn(&Passage<'_>, &mut Sink<'_>)),
    /// At the incident as a whole.
    Whole(fn(&Whole<'_>, &mut Sink<'_>)),
    /// At one passage at a time, and at what stands in no passage.
    Both(fn(&Passage<'_>, &mut Sink<'_>), fn(&Whole<'_>, &mut Sink<'_>)),
}

/// An incident as the rules about it see it, with what several of them look for and only one has to find.
#[derive(Debug)]
pub struct Whole<'i> {
    incident: &'i Incident,
    broken: OnceCell<Vec<Broken<'i>>>,
}

impl<'i> Whole<'i> {
    /// Makes one; nothing is looked for before a rule asks.
    pub fn new(incident: &'i Incident) -> Self {
        Whole { incident, broken: OnceCell::new() }
    }

    /// Returns the steps of its ladders that are none; looked for once, for all rules.
    pub(super) fn broken(&self, look: impl FnOnce(&'i Incident) -> Vec<Broken<'i>>) -> &[Broken<'i>] {
        self.broken.get_or_init(|| look(self.incident))
    }
}

impl Deref for Whole<'_> {
    type Target = Incident;

    fn deref(&self) -> &Incident {
        self.incident
    }
}

/// Something that a rule finds or leaves alone.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A text in a field of that role.
    Text(Role, &'static str),
    /// An action: title, owner, due date (`2026-12-15` or empty), done-when.
    Action([&'static str; 4]),
    /// A ladder: its problem and the answers from the top down.
    Ladder(&'static str, &'static [&'static str]),
    /// A sentence for the reader, and what makes it so of an incident in which no rule finds anything.
    Incident(&'static str, fn(&mut Incident)),
}

impl Example {
    /// Writes it on one line.
    pub fn line(&self) -> String {
        match self {
            Example::Text(_, text) | Example::Incident(text, _) => clean::line(text),
            Example::Action([title, owner, due, done_when]) => {
                let part = |it: &str, name: &str| {
                    if it.is_empty() { format!("no {name}") } else { format!("{name} {it}") }
                };
                format!(
                    "{title} ({}, {}, {})",
                    part(owner, "owner"),
                    part(due, "due"),
                    part(done_when, "done when")
                )
            }
            Example::Ladder(problem, answers) => format!("{problem}: {}", answers.join(" → ")),
        }
    }
}
