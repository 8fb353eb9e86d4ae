//! Corrective actions and the parts that make one checkable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::{ActionId, Handle, Part};
use super::word::words;

words! {
    /// How soon it must be done.
    Priority as "priority" {
        /// It removes a root cause or what hindered recovery.
        High = "high" | "p0" | "p1",
        /// It matters.
        Medium = "medium" | "med" | "p2",
        /// It helps.
        Low = "low" | "p3",
    }
}

words! {
    /// What it changes.
    ActionKind as "kind of action" {
        /// Keeps it from happening again.
        Prevent = "prevent",
        /// Notices it sooner.
        Detect = "detect",
        /// Makes it shorter or smaller.
        Mitigate = "mitigate",
        /// Changes how people work.
        Process = "process",
    }
}

words! {
    /// Whether it is done.
    ActionStatus as "status of an action" {
        /// Not done.
        Open = "open",
        /// Done.
        Done = "done",
    }
}

/// A corrective step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Identity, made by the client.
    pub id: ActionId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// What will be done.
    pub title: String,
    /// Who answers for it; empty while nobody does.
    #[serde(default)]
    pub owner: String,
    /// The day it is due.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// How soon it must be done.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// What it changes.
    #[serde(default)]
    pub kind: Option<ActionKind>,
    /// Whether it is done.
    pub status: ActionStatus,
    /// The measurable test that shows that it is done.
    #[serde(default)]
    pub done_when: String,
    /// Where it is tracked.
    #[serde(default)]
    pub ticket: String,
    /// The rungs it addresses.
    #[serde(default)]
    pub addresses: Vec<Handle>,
}

impl Action {
    /// Makes an open action with a title and nothing else.
    pub fn new(id: ActionId, title: impl Into<String>) -> Self {
        Action {
            id,
            num: 0,
            title: title.into(),
            owner: String::new(),
            due: None,
            priority: None,
            kind: None,
            status: ActionStatus::Open,
            done_when: String::new(),
            ticket: String::new(),
            addresses: Vec::new(),
        }
    }

    /// Returns its handle, `a4`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Action, self.num)
    }

    /// Returns the words for what it still lacks to be checkable, most important first.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.owner.trim().is_empty() {
            missing.push("owner");
        }
        if self.due.is_none() {
            missing.push("due date");
        }
        if self.done_when.trim().is_empty() {
            missing.push("done-when");
        }
        if self.priority.is_none() {
            missing.push("priority");
        }
        if self.kind.is_none() {
            missing.push("kind");
        }
        missing
    }
}
