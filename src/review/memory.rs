//! What was found in passages before, so that a review after a small edit looks only at what changed.

use std::collections::HashMap;

use super::{Finding, Options, Passage, Place, Role, Sink, Spread, passage, review_whole, waive};
use crate::domain::incident::Incident;

/// The findings of passages by role, field and text.
#[derive(Debug, Default)]
pub struct Memory {
    options: Option<Options>,
    kept: HashMap<Role, HashMap<String, Vec<Finding>>>,
}

impl Memory {
    /// Reviews as [`super::review_by`] does, and looks only at the passages that it has not seen in the last review.
    pub fn review(&mut self, incident: &Incident, options: &Options, spread: Spread) -> Vec<Finding> {
        // The time is of no concern to single passages.
        let rules = Options { now: crate::domain::time::Timestamp::from_millis(0), ..options.clone() };
        if self.options.as_ref() != Some(&rules) {
            self.kept.clear();
            self.options = Some(rules);
        }
        let mut before = std::mem::take(&mut self.kept);
        let passages = passage::passages(incident);
        let mut unread = Vec::new();
        for it in &passages {
            let kept = self.kept.entry(it.role).or_default();
            if !kept.contains_key(it.text) {
                let known = before.get_mut(&it.role).and_then(|role| role.remove(it.text));
                if known.is_none() {
                    unread.push(Passage::new(it.place, it.role, it.text));
                }
                kept.insert(it.text.to_owned(), known.unwrap_or_default());
            }
        }
        let named: Vec<(Role, &str)> = unread.iter().map(|it| (it.role, it.text)).collect();
        for ((role, text), found) in named.into_iter().zip(spread(unread, options)) {
            self.kept.entry(role).or_default().insert(text.to_owned(), found);
        }
        let mut sink = Sink::new(options);
        for it in &passages {
            let found = self.kept.get(&it.role).and_then(|role| role.get(it.text));
            sink.extend(found.into_iter().flatten().map(|finding| at(finding, it.place)));
        }
        review_whole(incident, &mut sink);
        let mut found = sink.done();
        waive(incident, &mut found);
        found
    }
}

fn at(finding: &Finding, place: Place) -> Finding {
    Finding { place, ..finding.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{in_turn, review, sound};

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
            assert_eq!(memory.review(&incident, &options, in_turn), review(&incident, &options), "{text}");
            assert_eq!(
                memory.review(&incident, &options, in_turn),
                review(&incident, &options),
                "again: {text}"
            );
            incident.events.rotate_left(1);
        }
    }
}
