//! Derived times: one table of definitions that the screen, the export and the documentation share.
//!
//! Durations come from milestones and from nothing else, so that they cannot contradict the timeline. A missing
//! milestone gives no number, not zero; two milestones in the wrong order give a contradiction, not a negative span.

use crate::domain::event::{Milestone, Milestones};
use crate::domain::span::Span;
use crate::domain::time::Timestamp;

/// The definition of one derived time.
#[derive(Debug)]
pub struct Derived {
    /// Name in references and JSON.
    pub id: &'static str,
    /// Short form for narrow panes.
    pub short: &'static str,
    /// Title in the export.
    pub title: &'static str,
    /// Where it starts.
    pub from: Milestone,
    /// Where it ends.
    pub to: Milestone,
}

/// Every derived time, in the order in which they are shown.
pub static DERIVED: [Derived; 6] = [
    Derived {
        id: "ttd",
        short: "TTD",
        title: "Time to detect",
        from: Milestone::Start,
        to: Milestone::Detected,
    },
    Derived {
        id: "tta",
        short: "TTA",
        title: "Time to acknowledge",
        from: Milestone::Detected,
        to: Milestone::Acknowledged,
    },
    Derived {
        id: "tti",
        short: "TTI",
        title: "Time to identify",
        from: Milestone::Detected,
        to: Milestone::Identified,
    },
    Derived {
        id: "ttm",
        short: "TTM",
        title: "Time to mitigate",
        from: Milestone::Start,
        to: Milestone::Mitigated,
    },
    Derived {
        id: "ttr",
        short: "TTR",
        title: "Time to resolve",
        from: Milestone::Start,
        to: Milestone::Resolved,
    },
    Derived {
        id: "impact.duration",
        short: "Impact",
        title: "Impact duration",
        from: Milestone::Start,
        to: Milestone::Mitigated,
    },
];

/// What a derived time amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Both milestones are set.
    Final(Span),
    /// The first is set and the incident is going on: time since then.
    Running(Span),
    /// A milestone is missing.
    Missing(Milestone),
    /// The second milestone is before the first.
    Contradiction,
}

impl Derived {
    /// Reads it off the milestones. `now` is given while the incident is open, and makes it run.
    pub fn read(&self, milestones: &Milestones, now: Option<Timestamp>) -> Reading {
        let Some(from) = milestones.at(self.from) else {
            return Reading::Missing(self.from);
        };
        match (milestones.at(self.to), now) {
            (Some(to), _) if to < from => Reading::Contradiction,
            (Some(to), _) => Reading::Final(Span::between(from, to)),
            (None, Some(now)) if now >= from => Reading::Running(Span::between(from, now)),
            (None, _) => Reading::Missing(self.to),
        }
    }

    /// Returns the definition of `id`.
    pub fn of(id: &str) -> Option<&'static Derived> {
        DERIVED.iter().find(|it| it.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * 60_000)
    }

    #[test]
    fn derived_times_follow_their_definitions() {
        let mut set = Milestones::default();
        for (milestone, minutes) in [
            (Milestone::Start, 10),
            (Milestone::Detected, 14),
            (Milestone::Acknowledged, 16),
            (Milestone::Identified, 24),
            (Milestone::Mitigated, 40),
            (Milestone::Resolved, 70),
        ] {
            set.set(milestone, at(minutes), 1);
        }
        let minutes: Vec<_> = DERIVED
            .iter()
            .map(|it| match it.read(&set, None) {
                Reading::Final(span) => (it.id, span.millis() / 60_000),
                other => panic!("{}: {other:?}", it.id),
            })
            .collect();
        assert_eq!(
            minutes,
            [("ttd", 4), ("tta", 2), ("tti", 10), ("ttm", 30), ("ttr", 60), ("impact.duration", 30)]
        );
    }

    #[test]
    fn a_missing_milestone_runs_only_while_the_incident_is_open() {
        let mut set = Milestones::default();
        let ttd = &DERIVED[0];
        assert_eq!(ttd.read(&set, Some(at(9))), Reading::Missing(Milestone::Start));
        set.set(Milestone::Start, at(10), 1);
        assert_eq!(ttd.read(&set, Some(at(13))), Reading::Running(Span::minutes(3)));
        assert_eq!(ttd.read(&set, None), Reading::Missing(Milestone::Detected));
        set.set(Milestone::Detected, at(8), 2);
        assert_eq!(ttd.read(&set, None), Reading::Contradiction);
    }
}
