//! Findings: where, which words, what is wrong with them and what to write instead.

use std::fmt;
use std::ops::Range;

use super::options::Options;
use super::passage::Passage;
use super::rule::Rule;
use crate::domain::clean;
use crate::domain::id::{Handle, Part};
use crate::domain::section::SectionName;
use crate::domain::word::words;

/// The most findings of a rule in one field. More of the same says nothing more.
const MOST: usize = 100;

/// The longest excerpt of a finding, in columns.
const EXCERPT: usize = 80;

words! {
    /// How bad a finding is, worst first.
    Level as "severity" {
        /// Must be mended before the COE is ready for review.
        Error = "error",
        /// Should be mended, or set aside with a reason.
        Warning = "warning",
        /// Worth a look.
        Note = "note",
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The header, or the incident as a whole.
    Incident,
    /// A section.
    Section(SectionName),
    /// A row with a handle.
    Row(Handle),
    /// A part as a whole, such as a timeline without a trigger.
    Part(Part),
}

impl Subject {
    /// Returns the name of the part in messages and in JSON.
    pub fn part(self) -> &'static str {
        match self {
            Subject::Incident => "incident",
            Subject::Section(_) => "section",
            Subject::Row(handle) => handle.part.name(),
            Subject::Part(part) => part.name(),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Incident => f.write_str("incident"),
            Subject::Section(name) => f.write_str(name.word()),
            Subject::Row(handle) => handle.fmt(f),
            Subject::Part(Part::Event) => f.write_str("timeline"),
            Subject::Part(Part::Metric) => f.write_str("metrics"),
            Subject::Part(Part::Ladder | Part::Rung) => f.write_str("whys"),
            Subject::Part(Part::Action) => f.write_str("actions"),
        }
    }
}

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// What it is about.
    pub subject: Subject,
    /// The field, as `coe/1` calls it (`text`, `because`, `done_when`; for a section its name); empty for the whole.
    pub field: &'static str,
    /// Index within the list of its part, from 0; 0 where there is no list.
    pub index: usize,
}

impl Place {
    /// Makes the place of a field of a row that stands at `index` in its list.
    pub fn row(handle: Handle, field: &'static str, index: usize) -> Self {
        Place { subject: Subject::Row(handle), field, index }
    }

    /// Makes the place of a section.
    pub fn section(name: SectionName) -> Self {
        Place { subject: Subject::Section(name), field: name.word(), index: name as usize }
    }

    /// Makes the place of a field of the header; an empty name stands for the incident as a whole.
    pub fn incident(field: &'static str) -> Self {
        Place { subject: Subject::Incident, field, index: 0 }
    }

    /// Makes the place of a part as a whole.
    pub fn part(part: Part) -> Self {
        Place { subject: Subject::Part(part), field: "", index: 0 }
    }

    /// Returns where it comes in the document: the order in which findings are listed.
    fn order(&self) -> (usize, usize) {
        let part = match self.subject {
            Subject::Incident => 0,
            Subject::Section(name) => 1 + name as usize,
            Subject::Row(Handle { part, .. }) | Subject::Part(part) => 100 + part as usize,
        };
        (part, self.index)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subject {
            Subject::Row(_) if !self.field.is_empty() => write!(f, "{}.{}", self.subject, self.field),
            Subject::Incident if !self.field.is_empty() => f.write_str(self.field),
            _ => self.subject.fmt(f),
        }
    }
}

/// A rewrite that is safe to offer: these bytes of the field become these words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a button would say: `add the zone`.
    pub label: String,
    /// The bytes that go.
    pub span: Range<usize>,
    /// What stands there instead.
    pub with: String,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Where it is.
    pub place: Place,
    /// The bytes of the field that are meant; empty at 0 when it is the field, or what it lacks, as a whole.
    pub span: Range<usize>,
    /// The words meant, cleaned and cut; empty when none are.
    pub excerpt: String,
    /// What is wrong, naming the words. One line, lower case, without a final period.
    pub message: String,
    /// What to do, in one sentence without a final period.
    pub help: String,
    /// A safe rewrite, where there is one.
    pub fix: Option<Fix>,
    /// Why it was set aside, if it was.
    pub waived: Option<String>,
}

impl Finding {
    /// Tells whether it is still to be mended: it was not set aside.
    pub fn is_open(&self) -> bool {
        self.waived.is_none()
    }

    /// Returns where the words meant stand in a text that may have changed since: at their place, else where they are found
    /// first.
    pub fn words_in(&self, text: &str) -> Option<Range<usize>> {
        // What is secret is known by its place alone.
        let same = |words: &str| excerpt(words) == self.excerpt || self.rule.starts_with("secret/");
        match text.get(self.span.clone()).filter(|it| !it.is_empty()) {
            Some(words) if same(words) => Some(self.span.clone()),
            _ if self.excerpt.is_empty() => None,
            _ => text.find(&self.excerpt).map(|at| at..at + self.excerpt.len()),
        }
    }

    /// Says in one line what is wrong and what to do.
    pub fn remark(&self) -> String {
        format!("{} {}: {}; {}", self.level, self.rule, self.message, self.help)
    }
}

/// Shortens words for a message.
fn excerpt(words: &str) -> String {
    clean::truncate(&clean::line(words), EXCERPT).into_owned()
}

/// Says how many there are of each level: `2 errors, 1 note`; nothing when there are none.
pub fn tally(count: impl Fn(Level) -> usize) -> String {
    let said = Level::ALL.iter().map(|level| (count(*level), level.word())).filter(|(count, _)| *count > 0);
    let said: Vec<String> =
        said.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" })).collect();
    said.join(", ")
}

/// Takes findings from the rules: gives them the level in force, keeps each once, and puts them in order.
#[derive(Debug)]
pub struct Sink<'o> {
    /// What the review depends on.
    pub options: &'o Options,
    rule: Option<(&'static str, Level)>,
    findings: Vec<Finding>,
    /// The place that was reported last, and how often.
    last: Option<(Place, usize)>,
}

impl<'o> Sink<'o> {
    /// Makes an empty one.
    pub fn new(options: &'o Options) -> Self {
        Sink { options, rule: None, findings: Vec::new(), last: None }
    }

    /// Runs a rule, unless it is off.
    pub fn run(&mut self, rule: &'static Rule, check: impl FnOnce(&mut Self)) {
        if let Some(level) = self.options.level(rule) {
            self.rule = Some((rule.id, level));
            self.last = None;
            check(self);
        }
    }

    /// Adds a finding about these bytes of a passage.
    pub fn words(&mut self, passage: &Passage<'_>, span: Range<usize>, message: String, help: &str) {
        self.part((passage.place, passage.text), span, message, help);
    }

    /// Adds a finding about these bytes of the text that stands at a place.
    pub fn part(&mut self, (place, text): (Place, &str), span: Range<usize>, message: String, help: &str) {
        let Some((rule, level)) = self.rule.filter(|_| self.counts(place)) else { return };
        let excerpt = excerpt(text.get(span.clone()).unwrap_or_default());
        let help = help.to_owned();
        let (fix, waived) = (None, None);
        self.findings.push(Finding { rule, level, place, span, excerpt, message, help, fix, waived });
    }

    /// Adds a finding about these bytes of a passage that must not be repeated: `shown` stands for them.
    pub fn masked(
        &mut self,
        passage: &Passage<'_>,
        span: Range<usize>,
        shown: &str,
        (message, help): (String, &str),
    ) {
        let Some((rule, level)) = self.rule.filter(|_| self.counts(passage.place)) else { return };
        let (place, excerpt, help) = (passage.place, clean::line(shown), help.to_owned());
        let message = clean::line(&message);
        let (fix, waived) = (None, None);
        self.findings.push(Finding { rule, level, place, span, excerpt, message, help, fix, waived });
    }

    /// Counts a finding; tells whether it is one that a person would still look at.
    fn counts(&mut self, place: Place) -> bool {
        let before = match self.last {
            Some((last, count)) if last == place => count,
            _ => 0,
        };
        self.last = Some((place, before + 1));
        before < MOST
    }

    /// Adds a finding about a place as a whole.
    pub fn whole(&mut self, place: Place, message: String, help: &str) {
        self.part((place, ""), 0..0, message, help);
    }

    /// Gives the finding that was added last a safe rewrite.
    pub fn with_fix(&mut self, fix: Fix) {
        if let Some(last) = self.findings.last_mut() {
            last.fix = Some(fix);
        }
    }

    /// Adds findings that were made before.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Returns the findings in the order of the document, worst first where they are at the same place.
    pub fn done(mut self) -> Vec<Finding> {
        self.findings.sort_by(|a, b| {
            let key = |it: &Finding| (it.place.order(), it.place.field, it.level, it.span.start, it.rule);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.span.end.cmp(&b.span.end))
                .then_with(|| a.message.cmp(&b.message))
        });
        self.findings.dedup_by(|a, b| {
            a.rule == b.rule && a.place == b.place && a.span == b.span && a.message == b.message
        });
        self.findings
    }
}
