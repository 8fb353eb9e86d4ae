//! Fields: what text is being typed for. One field is open at a time; what it holds is kept as a draft.

use std::str::FromStr;

use uuid::Uuid;

use crate::domain::event::Event;
use crate::domain::id::{ActionId, EventId, LadderId, MetricId, RungId};
use crate::domain::ladder::Topic;
use crate::domain::section::SectionName;
use crate::domain::time::Timestamp;

use super::editor::Editor;

/// What text is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A line for the log.
    Log,
    /// The text of an event.
    EventText(EventId),
    /// The time of an event.
    EventTime(EventId),
    /// The tags of an event.
    EventTags(EventId),
    /// The title of a new incident.
    NewIncident,
    /// A file to import.
    ImportPath,
    /// The title of the open incident.
    Title,
    /// A new metric.
    MetricNew,
    /// A metric.
    Metric(MetricId),
    /// A new why: on the ladder, below the rung if one is given.
    RungNew(Topic, Option<RungId>),
    /// The question of a rung.
    RungWhy(RungId),
    /// The answer of a rung.
    RungBecause(RungId),
    /// The problem of the ladder of a topic.
    Problem(Topic),
    /// A new action.
    ActionNew,
    /// The title of an action.
    ActionTitle(ActionId),
    /// The owner of an action.
    ActionOwner(ActionId),
    /// The due date of an action.
    ActionDue(ActionId),
    /// The done-when of an action.
    ActionDoneWhen(ActionId),
    /// The ticket of an action.
    ActionTicket(ActionId),
    /// Words to look for in the timeline.
    Find,
    /// Words that filter the list of incidents.
    Filter,
    /// A file to export to, with the format in the second place of the export formats.
    ExportPath,
    /// A section of the document.
    Section(SectionName),
    /// The reason to set a finding aside.
    Waive,
}

impl FieldKind {
    /// Tells whether its text is worth keeping when it is left or the program is killed.
    pub fn keeps(self) -> bool {
        !matches!(
            self,
            FieldKind::Find
                | FieldKind::Filter
                | FieldKind::ExportPath
                | FieldKind::ImportPath
                | FieldKind::Waive
        )
    }

    /// Returns the words in front of it.
    pub fn label(self) -> &'static str {
        match self {
            FieldKind::Log => "log",
            FieldKind::EventText(_) => "event",
            FieldKind::EventTime(_) => "time",
            FieldKind::EventTags(_) => "tags",
            FieldKind::NewIncident => "new incident",
            FieldKind::ImportPath => "import",
            FieldKind::Title => "title",
            FieldKind::MetricNew | FieldKind::Metric(_) => "metric",
            FieldKind::RungNew(..) | FieldKind::RungWhy(_) => "why",
            FieldKind::RungBecause(_) => "because",
            FieldKind::Problem(_) => "problem",
            FieldKind::ActionNew | FieldKind::ActionTitle(_) => "action",
            FieldKind::ActionOwner(_) => "owner",
            FieldKind::ActionDue(_) => "due",
            FieldKind::ActionDoneWhen(_) => "done when",
            FieldKind::ActionTicket(_) => "ticket",
            FieldKind::Find => "find",
            FieldKind::Filter => "filter",
            FieldKind::ExportPath => "export to",
            FieldKind::Section(_) => "section",
            FieldKind::Waive => "set aside because",
        }
    }

    /// Returns its name in the database, which brings it back after a kill.
    pub fn name(self) -> String {
        match self {
            FieldKind::Log => "log".into(),
            FieldKind::EventText(id) => format!("event.text {id}"),
            FieldKind::EventTime(id) => format!("event.time {id}"),
            FieldKind::EventTags(id) => format!("event.tags {id}"),
            FieldKind::NewIncident => "incident.new".into(),
            FieldKind::ImportPath => "import".into(),
            FieldKind::Title => "incident.title".into(),
            FieldKind::MetricNew => "metric.new".into(),
            FieldKind::Metric(id) => format!("metric {id}"),
            FieldKind::RungNew(topic, None) => format!("rung.new {topic}"),
            FieldKind::RungNew(topic, Some(id)) => format!("rung.new {topic} {id}"),
            FieldKind::RungWhy(id) => format!("rung.why {id}"),
            FieldKind::RungBecause(id) => format!("rung.because {id}"),
            FieldKind::Problem(topic) => format!("ladder.problem {topic}"),
            FieldKind::ActionNew => "action.new".into(),
            FieldKind::ActionTitle(id) => format!("action.title {id}"),
            FieldKind::ActionOwner(id) => format!("action.owner {id}"),
            FieldKind::ActionDue(id) => format!("action.due {id}"),
            FieldKind::ActionDoneWhen(id) => format!("action.done_when {id}"),
            FieldKind::ActionTicket(id) => format!("action.ticket {id}"),
            FieldKind::Find => "find".into(),
            FieldKind::Filter => "filter".into(),
            FieldKind::ExportPath => "export".into(),
            FieldKind::Section(name) => format!("section {name}"),
            FieldKind::Waive => "waive".into(),
        }
    }

    /// Returns the field of a name in the database, if this program knows it.
    pub fn from_name(name: &str) -> Option<FieldKind> {
        let mut words = name.split(' ');
        let kind = words.next()?;
        let first = words.next();
        let id = || first.and_then(|it| Uuid::from_str(it).ok());
        let topic = || first.and_then(|it| Topic::from_str(it).ok());
        Some(match kind {
            "log" => FieldKind::Log,
            "event.text" => FieldKind::EventText(EventId(id()?)),
            "event.time" => FieldKind::EventTime(EventId(id()?)),
            "event.tags" => FieldKind::EventTags(EventId(id()?)),
            "incident.new" => FieldKind::NewIncident,
            "incident.title" => FieldKind::Title,
            "metric.new" => FieldKind::MetricNew,
            "metric" => FieldKind::Metric(MetricId(id()?)),
            "rung.new" => {
                let parent = words.next().and_then(|it| Uuid::from_str(it).ok()).map(RungId);
                FieldKind::RungNew(topic()?, parent)
            }
            "rung.why" => FieldKind::RungWhy(RungId(id()?)),
            "rung.because" => FieldKind::RungBecause(RungId(id()?)),
            "ladder.problem" => FieldKind::Problem(topic()?),
            "action.new" => FieldKind::ActionNew,
            "action.title" => FieldKind::ActionTitle(ActionId(id()?)),
            "action.owner" => FieldKind::ActionOwner(ActionId(id()?)),
            "action.due" => FieldKind::ActionDue(ActionId(id()?)),
            "action.done_when" => FieldKind::ActionDoneWhen(ActionId(id()?)),
            "action.ticket" => FieldKind::ActionTicket(ActionId(id()?)),
            "section" => FieldKind::Section(SectionName::from_str(first?).ok()?),
            _ => return None,
        })
    }
}

/// What the field's row was when it was opened: a change made from it is refused when the row has changed since.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// A new row, or a field that reads its row when it is entered.
    None,
    /// An event.
    Event(Box<Event>),
    /// A text: a section's, a title's.
    Text(String),
    /// A ladder, for its problem.
    Ladder(Option<LadderId>),
}

/// A field that is open.
#[derive(Debug)]
pub struct Field {
    /// What it is for.
    pub kind: FieldKind,
    /// Its text.
    pub editor: Editor,
    /// Whether it takes the body of the screen and Enter makes a new line; leaving it saves it.
    pub block: bool,
    /// When it was opened: the time of an event logged from it.
    pub opened: Timestamp,
    /// What its row was then.
    pub base: Base,
    /// Why its text was not accepted, or what must be confirmed.
    pub complaint: Option<String>,
    /// What the bar raiser found in the text when the typing last paused.
    pub remark: Option<String>,
    /// Whether that is what somebody came for: it stays until the text changes.
    pub told: bool,
    /// Whether the text has changed since it was reviewed last.
    pub unreviewed: bool,
    /// Which entry of the history it shows, counted from the newest; none shows what was typed.
    pub recalled: Option<usize>,
    /// What was typed of the word that Tab is completing, until something else is typed.
    pub completing: Option<String>,
    /// Whether Enter has been pressed on text that asks for a second one.
    pub confirmed: bool,
    /// Whether it has changed since it was kept last.
    pub dirty: bool,
}

impl Field {
    /// Tells what somebody came for, until the text changes.
    pub fn tell(&mut self, remark: String) {
        self.remark = Some(remark);
        self.told = true;
    }
}

/// Text of a field that was closed without being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The text.
    pub text: String,
    /// Where the cursor stood, in characters.
    pub cursor: usize,
    /// When the field was opened.
    pub opened: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_bring_the_field_back() {
        let id = Uuid::from_u128(5);
        for kind in [
            FieldKind::Log,
            FieldKind::EventText(EventId(id)),
            FieldKind::EventTime(EventId(id)),
            FieldKind::NewIncident,
            FieldKind::Metric(MetricId(id)),
            FieldKind::RungNew(Topic::Cause, None),
            FieldKind::RungNew(Topic::Recovery, Some(RungId(id))),
            FieldKind::Problem(Topic::Detection),
            FieldKind::ActionDue(ActionId(id)),
            FieldKind::Section(SectionName::Summary),
        ] {
            assert_eq!(FieldKind::from_name(&kind.name()), Some(kind));
            assert!(kind.keeps());
        }
        assert_eq!(FieldKind::from_name("event.text nonsense"), None);
    }
}
