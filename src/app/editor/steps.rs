//! What one undo takes back: how many edits of the buffer's history belong together.
//!
//! The buffer keeps each edit by itself; its own grouping goes by the clock and cannot join a deletion with the
//! insertion that replaces it. The rule to keep: each edit of the buffer is counted here, once.

use std::collections::VecDeque;

/// How many edits can be undone, counted before grouping.
pub(super) const MOST_EDITS: usize = 50_000;

/// A single char typed or erased, which may join the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// The char that was typed.
    Typed(char),
    /// The char that Backspace or Delete took away.
    Erased(char),
}

impl Run {
    /// Tells whether `next` belongs to the same step: a word with the white space behind it.
    fn takes(self, next: Run) -> bool {
        match (self, next) {
            (Run::Typed(before), Run::Typed(after)) | (Run::Erased(before), Run::Erased(after)) => {
                after.is_whitespace() || !before.is_whitespace()
            }
            _ => false,
        }
    }
}

/// The steps that can be undone and redone, each as its number of edits.
#[derive(Debug, Default)]
pub(super) struct Steps {
    undo: VecDeque<usize>,
    redo: Vec<usize>,
    edits: usize,
    run: Option<Run>,
}

impl Steps {
    /// Counts edits that were just made as a step, or as part of the last one if they continue its run.
    pub(super) fn push(&mut self, edits: usize, run: Option<Run>) {
        self.redo.clear();
        let joins = self.run.zip(run).is_some_and(|(before, next)| before.takes(next));
        match self.undo.back_mut() {
            Some(last) if joins => *last += edits,
            _ => self.undo.push_back(edits),
        }
        self.run = run;
        self.edits += edits;
        while self.edits > MOST_EDITS && self.undo.len() > 1 {
            self.edits -= self.undo.pop_front().unwrap_or_default();
        }
    }

    /// Ends the run, so that the next edit starts a step.
    pub(super) fn close(&mut self) {
        self.run = None;
    }

    /// Returns how many edits to undo; 0 if there is nothing left.
    pub(super) fn undo(&mut self) -> usize {
        self.close();
        let edits = self.undo.pop_back().unwrap_or_default();
        if edits > 0 {
            self.edits -= edits;
            self.redo.push(edits);
        }
        edits
    }

    /// Returns how many edits to redo; 0 if there is nothing left.
    pub(super) fn redo(&mut self) -> usize {
        self.close();
        let edits = self.redo.pop().unwrap_or_default();
        if edits > 0 {
            self.edits += edits;
            self.undo.push_back(edits);
        }
        edits
    }
}
