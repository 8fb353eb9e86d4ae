//! What was found in passages before, so that a review after a small edit looks only at what changed.

use std::collections::HashMap;

use super::{Finding, Options, Passage, Place, Role, Sink, passage, review_passage, review_whole, waive};
use crate::domain::incident::Incident;

/// The findings of passages by role, field and text.
#[derive(Debug, Default)]
pub struct Memory {
    options: Option<Options>,
    kept: HashMap<Role, HashMap<String, Vec<Finding>>>,
}

impl Memory {
    /// Reviews as [`super::review`] does, and looks only at the passages that it has not seen in the last review.
    pub fn review(&mut self, incident: &Incident, options: &Options) -> Vec<Finding> {
        // The time is of no concern to single passages.
        let rules = Options { now: crate::domain::time::Timestamp::from_millis(0), ..options.clone() };
        if self.options.as_ref() != Some(&rules) {
            self.kept.clear();
            self.options = Some(rules);
        }
        let mut before = std::mem::take(&mut self.kept);
        let mut sink = Sink::new(options);
        for passage in passage::passages(incident) {
            let kept = self.kept.entry(passage.role).or_default();
            if !kept.contains_key(passage.text) {
                let known = before.get_mut(&passage.role).and_then(|it| it.remove(passage.text));
                let found = known.unwrap_or_else(|| findings(&passage, options));
                kept.insert(passage.text.to_owned(), found);
            }
            sink.extend(kept[passage.text].iter().map(|it| at(it, passage.place)));
        }
        review_whole(incident, &mut sink);
        let mut found = sink.done();
        waive(incident, &mut found);
        found
    }
}

fn findings(passage: &Passage<'_>, options: &Options) -> Vec<Finding> {
    let mut sink = Sink::new(options);
    review_passage(passage, &mut sink);
    sink.done()
}

fn at(finding: &Finding, place: Place) -> Finding {
    Finding { place, ..finding.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{review, sound};

    #[test]
    fn what_is_remembered_is_what_would_be_found() {
        let mut memory = Memory::default();
        let options = Options::new(sound::now());
        let mut incident = sound::incident();
        for text in
            ["Bob forgot to drain node 4", "it was fixed later", "pw is hunter22 of Bob", "the queue drained"]
        {
            incident.events[3].text = text.to_owned();
            incident.parts.actions[0].title = text.to_owned();
            assert_eq!(memory.review(&incident, &options), review(&incident, &options), "{text}");
            assert_eq!(memory.review(&incident, &options), review(&incident, &options), "again: {text}");
            incident.events.rotate_left(1);
        }
    }
}
