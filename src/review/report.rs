//! Findings as others see them: the verdict, the counts, the JSON that `coe check` prints, and the line around the words.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Value, json};

use super::finding::{Finding, Level, Subject, tally};
use super::markdown::Layout;
use super::passage::passages;
use super::{Place, rules};
use crate::domain::clean;
use crate::domain::id::{Handle, Part};
use crate::domain::incident::Incident;

mod github;
mod sarif;

pub use github::commands as github;
pub use sarif::log as sarif;

/// The Markdown file that was reviewed.
#[derive(Debug)]
pub struct Source {
    /// All of it.
    pub text: String,
    /// Where in it each part stands.
    pub layout: Layout,
}

/// Where in a file the words of a finding stand. Lines and columns count from 1, columns in characters; the end is
/// behind the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Line and column of the beginning.
    pub start: (usize, usize),
    /// Line and column of the end; the same when nothing but the place is meant.
    pub end: (usize, usize),
}

/// What was reviewed, and what was found in it.
#[derive(Debug)]
pub struct Report {
    /// The name of the file, or the reference of the incident.
    pub target: String,
    /// What was reviewed.
    pub incident: Incident,
    /// What a file calls rows whose ids are not their handles.
    pub names: HashMap<Handle, String>,
    /// What was found, without what was set aside.
    pub findings: Vec<Finding>,
    /// What was set aside.
    pub waived: Vec<Finding>,
    /// The file, when it was Markdown.
    pub source: Option<Source>,
    /// Whether a file was reviewed, rather than an incident of the database.
    pub file: bool,
}

impl Report {
    /// Makes a report of what a review found.
    pub fn new(
        target: String,
        incident: Incident,
        names: HashMap<Handle, String>,
        found: Vec<Finding>,
    ) -> Self {
        let (waived, findings) = found.into_iter().partition(|it| !it.is_open());
        Report { target, incident, names, findings, waived, source: None, file: false }
    }

    /// Counts the findings of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|it| it.level == level).count()
    }

    /// Tells whether nothing stands in the way of a review by people.
    pub fn ready(&self) -> bool {
        self.count(Level::Error) == 0
    }

    /// Tells whether a finding is at this level or worse.
    pub fn reaches(&self, level: Level) -> bool {
        self.findings.iter().any(|it| it.level <= level)
    }

    /// Says how many there are of each level: `2 errors, 1 note`.
    pub fn tally(&self) -> String {
        let said = tally(|level| self.count(level));
        if said.is_empty() { "nothing to mend".to_owned() } else { said }
    }

    /// Returns the id of a place as the file gives it, else its handle.
    pub fn id(&self, place: Place) -> Option<String> {
        match place.subject {
            Subject::Row(handle) => {
                Some(self.names.get(&handle).cloned().unwrap_or_else(|| handle.to_string()))
            }
            Subject::Section(name) => Some(name.word().to_owned()),
            Subject::Incident | Subject::Part(_) => None,
        }
    }

    /// Returns where in its file the words of a finding stand.
    pub fn region(&self, finding: &Finding) -> Option<Region> {
        let source = self.source.as_ref()?;
        let span = source.layout.span(finding);
        let at = |it: usize| source.layout.position(&source.text, it);
        Some(Region { start: at(span.start), end: at(span.end) })
    }

    /// Returns a place as people read it: `postmortem.md:12:5`, `INC-7 e3.text`.
    pub fn place(&self, finding: &Finding) -> String {
        if let Some(Region { start: (line, column), .. }) = self.region(finding) {
            return format!("{}:{line}:{column}", self.target);
        }
        format!("{} {}", self.target, self.name(finding))
    }

    /// Returns what a finding is about: `e3.text`, `summary`, `timeline`.
    pub fn name(&self, finding: &Finding) -> String {
        let field = finding.place.field;
        match self.id(finding.place) {
            Some(id) if id != field && !field.is_empty() => format!("{id}.{field}"),
            Some(id) => id,
            None => finding.place.to_string(),
        }
    }

    /// Returns the texts around the words of findings, with stars in the place of secrets.
    pub fn lines(&self) -> Lines<'_> {
        let secret = |it: &&Finding| it.rule.starts_with("secret/");
        let secrets = self.findings.iter().chain(&self.waived).filter(secret);
        if let Some(source) = &self.source {
            let spans: Vec<Range<usize>> = secrets.map(|it| source.layout.span(it)).collect();
            return Lines {
                file: Some((masked(&source.text, &spans), &source.layout)),
                texts: HashMap::new(),
            };
        }
        let mut spans: HashMap<Place, Vec<Range<usize>>> = HashMap::new();
        for it in secrets {
            spans.entry(it.place).or_default().push(it.span.clone());
        }
        let none = Vec::new();
        let texts = self
            .texts()
            .into_iter()
            .map(|(place, text)| (place, masked(text, spans.get(&place).unwrap_or(&none))));
        Lines { file: None, texts: texts.collect() }
    }

    /// Returns the object that `coe check --format json` prints.
    pub fn json(&self) -> Value {
        let findings: Vec<Value> = self.findings.iter().map(|it| self.finding(it)).collect();
        let waived: Vec<Value> = self
            .waived
            .iter()
            .map(|it| {
                let mut form = self.finding(it);
                form["reason"] = json!(it.waived);
                form
            })
            .collect();
        let verdict = if self.ready() { "ready" } else { "not-ready" };
        let counts: serde_json::Map<String, Value> =
            Level::ALL.iter().map(|it| (it.word().to_owned(), json!(self.count(*it)))).collect();
        json!({
            "schema": 1, "target": self.target, "verdict": verdict, "counts": counts, "findings": findings,
            "waived": waived,
        })
    }

    fn finding(&self, it: &Finding) -> Value {
        let field = (!it.place.field.is_empty()).then_some(it.place.field);
        let region = self.region(it);
        json!({
            "rule": it.rule,
            "severity": it.level.word(),
            "place": {
                "part": it.place.subject.part(), "id": self.id(it.place), "field": field,
                "index": it.place.index, "line": region.map(|it| it.start.0),
                "column": region.map(|it| it.start.1),
            },
            "span": [it.span.start, it.span.end],
            "excerpt": it.excerpt,
            "message": it.message,
            "help": it.help,
        })
    }

    /// Returns the texts that findings stand in.
    pub fn texts(&self) -> HashMap<Place, &str> {
        let mut texts: HashMap<Place, &str> =
            passages(&self.incident).into_iter().map(|it| (it.place, it.text)).collect();
        for (index, action) in self.incident.parts.actions.iter().enumerate() {
            texts.insert(Place::row(Handle::new(Part::Action, action.num), "owner", index), &action.owner);
        }
        texts
    }
}

/// The texts that findings stand in, without their secrets.
#[derive(Debug)]
pub struct Lines<'r> {
    file: Option<(Cow<'r, str>, &'r Layout)>,
    texts: HashMap<Place, Cow<'r, str>>,
}

impl Lines<'_> {
    /// Returns the line around the words of a finding, cut to a width.
    pub fn shown(&self, finding: &Finding, columns: usize) -> Option<Shown> {
        match &self.file {
            Some((text, layout)) => shown(text, &layout.span(finding), columns),
            None => shown(self.texts.get(&finding.place)?, &finding.span, columns),
        }
    }
}

/// The line around the words of a finding, cut to a width, and where they stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The line, clean.
    pub line: String,
    /// Columns before the words.
    pub before: usize,
    /// Columns of the words; at least 1.
    pub width: usize,
}

/// Puts stars in the place of secrets, byte for byte, so that what stands around them stays where it is.
fn masked<'t>(text: &'t str, secrets: &[Range<usize>]) -> Cow<'t, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for secret in secrets {
        if text.get(secret.clone()).is_some() {
            bytes[secret.clone()].fill(b'*');
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Cuts the line out of a text that holds the bytes of a span, so that the beginning of the words is in sight.
pub fn shown(text: &str, span: &Range<usize>, columns: usize) -> Option<Shown> {
    text.get(span.clone()).filter(|it| !it.is_empty())?;
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    let words = clean::line(&text[span.start..span.end.min(end)]);
    let mut before = clean::line(&text[start..span.start]);
    // What `line` trims off the end stands between the two.
    if text[start..span.start].ends_with(char::is_whitespace) && !before.is_empty() {
        before.push(' ');
    }
    let most = columns / 2;
    if clean::width(&before) > most {
        let mut tail: Vec<char> = Vec::new();
        for ch in before.chars().rev() {
            if tail.len() + 1 >= most {
                break;
            }
            tail.push(ch);
        }
        before = std::iter::once('…').chain(tail.into_iter().rev()).collect();
    }
    let rest = clean::line(&text[span.end.min(end)..end]);
    let gap = text[span.end.min(end)..end].starts_with(char::is_whitespace) && !rest.is_empty();
    let line = format!("{before}{words}{}{rest}", if gap { " " } else { "" });
    let line = clean::truncate(&line, columns).into_owned();
    let before = clean::width(&before);
    let width = clean::width(&words).min(columns.saturating_sub(before)).max(1);
    Some(Shown { line, before, width })
}

/// Says what to do about the name of a rule that there is not.
pub fn no_such_rule(word: &str) -> String {
    match nearest(word) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`coe check --list` names them all".to_owned(),
    }
}

/// Returns the id of a rule that is most like a word, for "did you mean".
pub fn nearest(word: &str) -> Option<&'static str> {
    let like = |id: &str| {
        let name = id.split_once('/').map_or(id, |(_, name)| name);
        strsim::jaro_winkler(word, id).max(strsim::jaro_winkler(word, name))
    };
    let best = rules().map(|it| (like(it.id), it.id)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.7).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_cut_around_the_words() {
        let text = "first line\nBob  restarted the fleet\nlast";
        let at = text.find("restarted").unwrap();
        let cut = shown(text, &(at..at + 9), 40).unwrap();
        assert_eq!((cut.line.as_str(), cut.before, cut.width), ("Bob restarted the fleet", 4, 9));
        let long = format!("{}Bob did it{}", "x".repeat(300), "y".repeat(300));
        let cut = shown(&long, &(300..303), 40).unwrap();
        assert_eq!(clean::width(&cut.line), 40);
        assert!(
            cut.line.starts_with('…')
                && cut.line[cut.line.char_indices().nth(cut.before).unwrap().0..].starts_with("Bob")
        );
        assert_eq!(shown("abc", &(0..0), 40), None);
        assert_eq!(shown("abc", &(2..9), 40), None);
    }
}
