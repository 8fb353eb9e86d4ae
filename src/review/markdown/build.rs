//! Walks through the blocks and gives each to the part that it stands in.

use std::ops::Range;

use uuid::Uuid;

use super::block::{Block, blocks};
use super::date::{Frame, date_in};
use super::heading::{self, Column, Kind};
use super::{Found, Quiet, Spots};
use crate::domain::clean;
use crate::domain::id::{IncidentId, Part};
use crate::domain::incident::{Header, Incident, Status};
use crate::domain::section::{Section, SectionName};
use crate::domain::time::{Timestamp, Zone};
use crate::review::finding::Subject;
use crate::review::text::Text;
use crate::review::time;

/// What was made of a file.
pub(super) struct Built {
    pub incident: Incident,
    pub found: Found,
    pub spots: Spots,
    pub zone_stated: bool,
    pub quiet: Vec<(Range<usize>, Quiet)>,
}

/// What is being made, and where in the file one is.
pub(super) struct Builder<'t> {
    /// The file, with spaces for comments.
    pub text: &'t str,
    pub incident: Incident,
    pub found: Found,
    pub spots: Spots,
    pub frame: Frame,
    pub zone_stated: bool,
    quiet: Vec<(Range<usize>, Quiet)>,
    /// The headings around the place, with what each says stands below it.
    stack: Vec<(u8, Option<Kind>)>,
    /// What the columns of the table hold.
    pub columns: Vec<Column>,
    pub events: super::event::State,
    pub whys: super::ladder::State,
    pub actions: super::action::State,
    /// The first item or row of the list or table, for prose.
    list: Option<usize>,
}

/// Reads a file whose comments are blanked; `text` is the same without marks for line ends in cells.
pub(super) fn build(bare: &str, text: &str, now: Timestamp) -> Built {
    let id = IncidentId(Uuid::from_u128(1));
    let mut header = Header::new(id, "", Zone::Utc, now);
    header.num = 1;
    header.status = Status::Drafting;
    let (zone_stated, zone) = stated_zone(text);
    header.zone = zone;
    let day = text.lines().find_map(date_in);
    let frame = Frame {
        day: day.unwrap_or_else(|| zone.date(now).pred_opt().unwrap_or_default()),
        dated: day.is_some(),
        zone,
        now,
    };
    let mut builder = Builder {
        text,
        incident: Incident::new(header),
        found: Found::default(),
        spots: Spots::default(),
        frame,
        zone_stated,
        quiet: Vec::new(),
        stack: Vec::new(),
        columns: Vec::new(),
        events: super::event::State::default(),
        whys: super::ladder::State::default(),
        actions: super::action::State::default(),
        list: None,
    };
    for block in blocks(bare) {
        builder.block(block);
    }
    builder.finish_events();
    builder.finish_causes();
    let Builder { incident, found, spots, zone_stated, quiet, .. } = builder;
    Built { incident, found, spots, zone_stated, quiet }
}

/// Adds what no reader sees, such as comments, for the rules about secrets.
pub(super) fn hide(built: &mut Built, source: &str, hidden: &[Range<usize>]) {
    for range in hidden {
        append(&mut built.incident, &mut built.spots, SectionName::Background, (source, range.clone()));
        built.quiet.push((range.clone(), Quiet::Hidden));
    }
}

/// Adds bytes of a file to a section.
fn append(
    incident: &mut Incident,
    spots: &mut Spots,
    name: SectionName,
    (source, range): (&str, Range<usize>),
) {
    let sections = &mut incident.parts.sections;
    let at = sections.iter().position(|it| it.name == name).unwrap_or_else(|| {
        sections.push(Section { name, text: String::new() });
        sections.len() - 1
    });
    let text = &mut sections[at].text;
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let piece = (text.len(), range.start);
    text.push_str(&source[range]);
    let subject = Subject::Section(name);
    spots.starts.entry(subject).or_insert(piece.1);
    spots.texts.entry((subject, name.word())).or_default().push(piece);
}

/// Looks whether the file says once in which zone its times are: `All times are in UTC`, `Time zone: Europe/Berlin`, a
/// column `Time (UTC)`.
fn stated_zone(text: &str) -> (bool, Zone) {
    for line in text.lines().filter(|it| it.len() < 400) {
        let lower = line.to_lowercase();
        let says =
            ["all times", "times are", "times in", "time zone", "timezone", "times listed", "times utc"]
                .iter()
                .any(|it| lower.contains(it));
        let head = lower.trim_start().starts_with(['|', '#'])
            && (lower.contains("time") || lower.contains("when") || lower.contains("| utc"));
        if (says || head) && time::states_zone(&Text::read(line)) {
            let zone = line
                .split(|it: char| !(it.is_alphanumeric() || matches!(it, '/' | '_' | '+' | '-' | ':')))
                .filter(|it| it.len() >= 3)
                .find_map(|it| it.trim_matches([':', '-']).parse::<Zone>().ok());
            return (true, zone.unwrap_or(Zone::Utc));
        }
    }
    (false, Zone::Utc)
}

impl<'t> Builder<'t> {
    /// Returns the bytes without space around them.
    pub fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let end = range.end - (text.len() - text.trim_end().len());
        start..end.max(start)
    }

    /// Returns what stands below the headings around this place.
    fn kind(&self) -> Option<Kind> {
        self.stack.iter().rev().find_map(|(_, kind)| *kind)
    }

    /// Writes down where a text stood.
    pub fn place(&mut self, subject: Subject, field: &'static str, pieces: Vec<(usize, usize)>) {
        if let Some((_, start)) = pieces.first() {
            self.spots.starts.entry(subject).or_insert(*start);
        }
        self.spots.texts.insert((subject, field), pieces);
    }

    fn block(&mut self, block: Block) {
        match block {
            Block::Heading(level, range) => self.heading(level, range),
            Block::Prose(range) => {
                let range = self.trimmed(range);
                self.prose(range);
            }
            Block::Hidden(range) => {
                self.quiet.push((range.clone(), Quiet::Hidden));
                self.append(SectionName::Background, range);
            }
            Block::Item(depth, range, task) => {
                let range = self.trimmed(range);
                self.item(depth, range, task);
            }
            Block::Row(head, cells) => {
                let cells: Vec<_> = cells.into_iter().map(|it| self.trimmed(it)).collect();
                self.row(head, &cells);
            }
            Block::End(range) => {
                self.columns.clear();
                if self.list.take().is_some() {
                    let range = self.trimmed(range);
                    match self.kind() {
                        Some(Kind::Section(name)) => self.append(name, range),
                        None => self.append(SectionName::Background, range),
                        _ => {}
                    }
                }
            }
        }
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        while self.stack.last().is_some_and(|it| it.0 >= level) {
            self.stack.pop();
        }
        let text = &self.text[range.clone()];
        let first = self.spots.texts.is_empty() && self.stack.is_empty();
        let mut kind = heading::kind(text);
        // The title of the document says what happened, whatever words it has.
        if level == 1 && first && self.incident.header.title.is_empty() {
            let whole = text.split_whitespace().count() <= 2 && kind.is_some();
            if !whole {
                kind = None;
                let range = self.trimmed(range.clone());
                self.incident.header.title = self.text[range.clone()].to_owned();
                self.place(Subject::Incident, "title", vec![(0, range.start)]);
            }
        }
        // Only a label says that facts follow; a heading of such a name may hold anything.
        if kind == Some(Kind::Facts) {
            kind = None;
        }
        // `### Why did nobody notice?` below the whys is one of them; below the lessons, `What caused delays` is a lesson.
        let inherits = self.stack.iter().any(|(_, it)| {
            matches!(it, Some(Kind::Whys | Kind::Timeline | Kind::Actions))
                || matches!(it, Some(Kind::Section(SectionName::Lessons)))
        });
        if inherits {
            kind = None;
        }
        self.stack.push((level, kind));
        match kind {
            Some(Kind::Section(name)) => self.begin(Subject::Section(name), range.start),
            Some(Kind::Timeline) => self.begin(Subject::Part(Part::Event), range.start),
            Some(Kind::Whys | Kind::Causes) => {
                self.begin(Subject::Part(Part::Ladder), range.start);
                self.begin(Subject::Part(Part::Rung), range.start);
            }
            Some(Kind::Actions) => self.begin(Subject::Part(Part::Action), range.start),
            _ => {}
        }
        match self.kind() {
            Some(Kind::Timeline) => {
                self.found.timeline = true;
                self.day_of(range);
            }
            Some(Kind::Whys) => {
                self.found.whys = true;
                self.open_ladder(text);
            }
            Some(Kind::Actions) => {
                self.found.actions = true;
                self.actions.section();
            }
            Some(Kind::Causes) => self.found.causes = true,
            _ => {}
        }
    }

    fn begin(&mut self, subject: Subject, at: usize) {
        self.spots.starts.entry(subject).or_insert(at);
    }

    /// Takes a date in a heading or a paragraph of the timeline as the day of what follows.
    pub fn day_of(&mut self, range: Range<usize>) {
        if let Some(day) = date_in(&self.text[range]) {
            self.frame.day = day;
            self.frame.dated = true;
            self.events.turn();
        }
    }

    fn prose(&mut self, range: Range<usize>) {
        // `**Root cause**` and `Action items:` on a line of their own are headings that were not marked as such.
        let text = &self.text[range.clone()];
        let bold = text.len() > 4
            && text.starts_with("**")
            && text.ends_with("**")
            && text.matches("**").count() == 2;
        let colon = text.ends_with(':') && !text.contains('\n');
        let short = text.split_whitespace().count() <= 4;
        if short && (bold || colon) && heading::kind(text).is_some_and(|it| !matches!(it, Kind::Facts)) {
            let level = self.stack.last().map_or(2, |it| it.0.max(2));
            return self.heading(level, range);
        }
        match self.kind() {
            Some(Kind::Section(name)) => self.append(name, range),
            Some(Kind::Timeline) => self.timeline_prose(range),
            Some(Kind::Whys) => self.why_lines(range, 0),
            Some(Kind::Causes) => self.cause(range, false),
            Some(Kind::Actions) => self.append(SectionName::Prevention, range),
            Some(Kind::People | Kind::Facts) => self.people(range),
            None => self.labelled(range),
        }
    }

    /// A paragraph in front of the first section: lines such as `**Impact:** 48 orders failed`.
    fn labelled(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut run: Option<(Option<Kind>, Range<usize>)> = None;
        let text = self.text;
        for line in text[range.clone()].split_inclusive('\n') {
            let here = at..at + line.len();
            at += line.len();
            if let Some((kind, rest)) = label(line) {
                self.close_run(run.take());
                run = Some((kind, here.start + rest..here.end));
            } else if let Some((_, open)) = &mut run {
                open.end = here.end;
            } else {
                run = Some((Some(Kind::Section(SectionName::Background)), here));
            }
        }
        self.close_run(run);
    }

    fn close_run(&mut self, run: Option<(Option<Kind>, Range<usize>)>) {
        let Some((kind, range)) = run else { return };
        let range = self.trimmed(range);
        match kind {
            _ if range.is_empty() => {}
            Some(Kind::Section(name)) => self.append(name, range),
            Some(Kind::Causes) => {
                self.found.causes = true;
                self.cause(range, false);
            }
            Some(Kind::Facts | Kind::People | Kind::Timeline | Kind::Actions | Kind::Whys) => {
                self.people(range)
            }
            None => self.append(SectionName::Background, range),
        }
    }

    fn item(&mut self, depth: usize, range: Range<usize>, task: Option<bool>) {
        match self.kind() {
            Some(Kind::Timeline) => self.timeline_item(depth, range),
            Some(Kind::Whys) => self.why_lines(range, depth),
            Some(Kind::Causes) => self.cause(range, depth == 0),
            Some(Kind::Actions) => self.action_item(depth, range, task),
            Some(Kind::People | Kind::Facts) => self.people(range),
            // A list of facts below the title: `- **Severity:** SEV2`.
            None if label(&self.text[range.clone()]).is_some() && self.list.is_none() => {
                self.labelled(range);
            }
            Some(Kind::Section(_)) | None => {
                self.list.get_or_insert(range.start);
            }
        }
    }

    fn row(&mut self, head: bool, cells: &[Range<usize>]) {
        if head {
            self.columns = cells.iter().map(|it| heading::column(&self.text[it.clone()])).collect();
        }
        match self.kind() {
            Some(Kind::Timeline) if head => self.found.own |= self.columns.contains(&Column::Offset),
            Some(Kind::Timeline) => self.timeline_row(cells),
            Some(Kind::Whys) if !head => self.why_row(cells),
            Some(Kind::Causes) if !head => {
                cells.iter().filter(|it| !it.is_empty()).for_each(|it| self.cause(it.clone(), true));
            }
            Some(Kind::Actions) if head => self.found.columns.extend(self.columns.iter().copied()),
            Some(Kind::Actions) => self.action_row(cells),
            // `| Impact | 12 % of the customers … |`: the sections of a document as rows of a table.
            None if head && cells.len() == 2 => {}
            None if let [label, text] = cells => self.pair_row(label.clone(), text.clone()),
            Some(Kind::Section(_)) | None => {
                self.list.get_or_insert(cells.first().map_or(0, |it| it.start));
            }
            Some(Kind::People | Kind::Facts) => {
                cells.iter().filter(|it| !it.is_empty()).for_each(|it| self.people(it.clone()));
            }
            _ => {}
        }
    }

    /// Takes a row that holds a whole section: its name, and its text. A `<br>` is read as an empty line.
    fn pair_row(&mut self, label: Range<usize>, text: Range<usize>) {
        let kind = heading::kind(&self.text[label]);
        let mut lines = Vec::new();
        let mut at = text.start;
        for line in self.text[text.clone()].split("\n\n") {
            let line_of = at..at + line.len();
            at += line.len() + 2;
            lines.push(self.trimmed(line_of));
        }
        lines.retain(|it| !it.is_empty());
        match kind {
            Some(Kind::Section(name)) => lines.into_iter().for_each(|it| self.append(name, it)),
            Some(Kind::Timeline) => {
                self.found.timeline = true;
                lines.into_iter().for_each(|it| self.timeline_item(0, it));
            }
            Some(Kind::Causes) => {
                self.found.causes = true;
                lines.into_iter().for_each(|it| self.cause(it, false));
            }
            Some(Kind::Actions) => {
                self.found.actions = true;
                lines.into_iter().for_each(|it| self.action_item(0, it, None));
            }
            Some(Kind::People | Kind::Facts) => lines.into_iter().for_each(|it| self.people(it)),
            Some(Kind::Whys) | None => {
                lines.into_iter().for_each(|it| self.append(SectionName::Background, it));
            }
        }
    }

    /// Adds prose to a section.
    pub fn append(&mut self, name: SectionName, range: Range<usize>) {
        // What the export of this program writes for a section that is empty.
        if range.is_empty() || self.text[range.clone()].trim() == "_Not written yet._" {
            return;
        }
        match name {
            SectionName::Summary => self.found.summary = true,
            SectionName::Impact => self.found.impact = true,
            _ => {}
        }
        append(&mut self.incident, &mut self.spots, name, (self.text, range));
    }

    /// Adds what names belong in: who took part, who owns what.
    fn people(&mut self, range: Range<usize>) {
        self.quiet.push((range.clone(), Quiet::Names));
        self.append(SectionName::Background, range);
    }
}

/// Reads a label in front of a line: `**Impact:** …`, `Impact: …`; tells what it stands for and where the rest begins.
fn label(line: &str) -> Option<(Option<Kind>, usize)> {
    let colon = line.char_indices().take(60).find(|(_, it)| *it == ':').map(|(at, _)| at)?;
    let words = &line[..colon];
    let bold = words.contains("**") || words.contains("__");
    let name = clean::line(words);
    let name = name.trim_matches(|it: char| matches!(it, '*' | '_' | '-' | '+') || it.is_whitespace());
    let rest = &line[colon + 1..];
    let start =
        line.len() - rest.trim_start_matches(|it: char| matches!(it, '*' | '_') || it.is_whitespace()).len();
    let kind = heading::kind(name);
    let short = name.split_whitespace().count() <= 4 && name.starts_with(char::is_uppercase);
    (bold || short && kind.is_some()).then_some((kind.or(bold.then_some(Kind::Facts)), start))
}
