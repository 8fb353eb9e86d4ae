//! What headings, labels and columns are called in the templates of Google SRE, PagerDuty, Atlassian, AWS and GitLab, and
//! in the files of those who follow none.

use crate::domain::section::SectionName;

/// What stands below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Prose of a section.
    Section(SectionName),
    /// Events.
    Timeline,
    /// A chain of whys.
    Whys,
    /// Root causes without the chain that leads to them.
    Causes,
    /// Actions.
    Actions,
    /// Who took part: names belong there.
    People,
    /// Facts about the document.
    Facts,
}

/// Words of headings, the first that fits decides.
const HEADINGS: &[(&str, Kind)] = &[
    (
        "responders|participants|attendees|authors|contributors|involved|contacts|incident team|roster|reviewers|sign-off|signoff|approvals",
        Kind::People,
    ),
    ("timeline|time line|chronology|sequence of events|event log|incident log", Kind::Timeline),
    (
        "5 whys|five whys|5-whys|5 why's|five why's|why's|5 why|whys|why ladder|why chain|why analysis",
        Kind::Whys,
    ),
    ("actions taken|immediate actions taken|action taken", Kind::Section(SectionName::Mitigation)),
    (
        "todos|preventive measures|preventative measures|preventive actions|measures|action items|action item|actions|action|corrective|follow-up|follow-ups|follow up|followup|followups|next steps|to do|to-do|todo|remediation items|improvements",
        Kind::Actions,
    ),
    ("what happened|background|context|architecture|system overview", Kind::Section(SectionName::Background)),
    (
        "summary|overview|tl;dr|tldr|abstract|synopsis|executive summary|in short",
        Kind::Section(SectionName::Summary),
    ),
    (
        "lessons|lesson|learned|learnt|learnings|what went|didn't go|did not go|went well|went wrong|went badly|lucky|luck|retrospective|how'd we do|how did we do|takeaways",
        Kind::Section(SectionName::Lessons),
    ),
    ("root cause|root causes|causes|cause", Kind::Causes),
    ("impact|impacted|affected|customer effect|damage|blast radius", Kind::Section(SectionName::Impact)),
    ("detection|detected|detect|alerting|alerted|monitoring", Kind::Section(SectionName::Detection)),
    ("prevention|prevented|prevent|recurrence|backlog", Kind::Section(SectionName::Prevention)),
    (
        "mitigation|mitigated|resolution|resolved|recovery|remediation|fix|restored|restoration",
        Kind::Section(SectionName::Mitigation),
    ),
    (
        "contributing|diagnosis|diagnosed|investigation|trigger|triggers|fault|leadup|lead-up|response|analysis|escalation",
        Kind::Section(SectionName::Diagnosis),
    ),
    (
        "related|references|links|appendix|resources|supporting|further reading|metrics|graphs",
        Kind::Section(SectionName::Related),
    ),
    (
        "metadata|status|severity|date|owner|document|ticket|incident details|details|service|services|team|presenter|tags|time zone|timezone|duration|priority|incident commander|commander|reported by|meeting|customer impact window|id|customer impact time",
        Kind::Facts,
    ),
];

/// Tells what stands below a heading or behind a label.
pub(super) fn kind(heading: &str) -> Option<Kind> {
    let words = plain(heading);
    let padded = format!(" {words} ");
    let named = |names: &str| names.split('|').any(|it| padded.contains(&format!(" {it} ")));
    if matches!(words.as_str(), "why" | "the why" | "whys") {
        return Some(Kind::Whys);
    }
    HEADINGS.iter().find(|(names, _)| named(names)).map(|(_, kind)| *kind)
}

/// Returns a heading in lower case, without marks, numbers in front and pictures.
fn plain(text: &str) -> String {
    let mut words = String::new();
    for ch in text.chars().take(120) {
        let keep = ch.is_alphanumeric() || matches!(ch, '-' | '\'' | ';');
        words.extend(
            if ch == '’' { Some('\'') } else { Some(if keep { ch } else { ' ' }) }
                .into_iter()
                .flat_map(char::to_lowercase),
        );
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// An id such as `e1`.
    Id,
    /// A time.
    Time,
    /// A date alone.
    Date,
    /// A distance from the start of the impact.
    Offset,
    /// The kind of an event or of an action.
    Kind,
    /// The milestone that an event is.
    Milestone,
    /// The text.
    Text,
    /// A why.
    Why,
    /// Who answers for an action.
    Owner,
    /// When it is due.
    Due,
    /// How urgent it is.
    Priority,
    /// What says that it is done.
    DoneWhen,
    /// A ticket.
    Ticket,
    /// What it addresses.
    Addresses,
    /// Whether it is done.
    Status,
}

const COLUMNS: &[(&str, Column)] = &[
    (
        "done when|success criteria|success|measure|measured by|verification|acceptance|acceptance criteria|exit criteria|definition of done|how we know",
        Column::DoneWhen,
    ),
    ("addresses|addressed", Column::Addresses),
    ("owner|assignee|assigned to|assigned|responsible|dri|who|owners|owned by|lead", Column::Owner),
    ("due|due date|deadline|target date|target|eta|by when|complete by|completion date", Column::Due),
    ("ticket|bug|issue|jira|tracking|link|tracker|tracking bug|work item", Column::Ticket),
    ("priority|prio|urgency", Column::Priority),
    ("status|state|done", Column::Status),
    ("because|answer|answers", Column::Text),
    ("why|question|whys", Column::Why),
    ("from impact start|offset|elapsed|since start|t", Column::Offset),
    ("type|kind|category", Column::Kind),
    ("milestone|phase", Column::Milestone),
    ("time|when|timestamp|utc|clock|at", Column::Time),
    ("date|day", Column::Date),
    ("id|no|nr|#", Column::Id),
];

/// Tells what a column holds by its head.
pub(super) fn column(head: &str) -> Column {
    let words = plain(head);
    let padded = format!(" {words} ");
    let exact = |names: &str| names.split('|').any(|it| words == it);
    let within = |names: &str| names.split('|').any(|it| it.len() > 2 && padded.contains(&format!(" {it} ")));
    if words.is_empty() {
        return if head.contains('#') { Column::Id } else { Column::Text };
    }
    let found = COLUMNS.iter().find(|(names, _)| exact(names));
    // `Time (UTC)`, `Due date (2026)`; but `What happened and why` is text.
    let short = words.split(' ').count() <= 3;
    found
        .or_else(|| COLUMNS.iter().filter(|_| short).find(|(names, _)| within(names)))
        .map_or(Column::Text, |(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_usual_templates_are_known() {
        let cases = [
            ("Executive summary", Kind::Section(SectionName::Summary)),
            ("⏱️ Timeline (all times UTC)", Kind::Timeline),
            ("Root cause identification: The Five Whys", Kind::Whys),
            ("3. Root Cause(s)", Kind::Causes),
            ("Contributing factors", Kind::Section(SectionName::Diagnosis)),
            ("Why?", Kind::Whys),
            ("The 5 Why’s", Kind::Whys),
            ("TODOs", Kind::Actions),
            ("What Didn't Go So Well?", Kind::Section(SectionName::Lessons)),
            ("Where we got lucky", Kind::Section(SectionName::Lessons)),
            ("Corrective Actions", Kind::Actions),
            ("Follow-up", Kind::Actions),
            ("Responders", Kind::People),
            ("How was the incident detected?", Kind::Section(SectionName::Detection)),
            ("Customer Impact", Kind::Section(SectionName::Impact)),
            ("Backlog check", Kind::Section(SectionName::Prevention)),
            ("Leadup", Kind::Section(SectionName::Diagnosis)),
        ];
        for (heading, expected) in cases {
            assert_eq!(kind(heading), Some(expected), "{heading}");
        }
        assert_eq!(kind("Why this matters to the reader"), None);
    }

    #[test]
    fn columns_are_known_by_their_heads() {
        let cases = [
            ("Time (UTC)", Column::Time),
            ("Action Item", Column::Text),
            ("Owner", Column::Owner),
            ("Due date", Column::Due),
            ("Done when", Column::DoneWhen),
            ("#", Column::Id),
            ("Bug", Column::Ticket),
            ("From impact start", Column::Offset),
            ("What happened", Column::Text),
            ("Event", Column::Text),
        ];
        for (head, expected) in cases {
            assert_eq!(column(head), expected, "{head}");
        }
    }
}
