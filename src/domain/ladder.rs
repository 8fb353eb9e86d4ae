//! Why ladders: a problem and its tree of rungs, each one why and its because.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::id::{Handle, LadderId, Part, RungId};
use super::word::words;

words! {
    /// What a ladder asks about.
    Topic as "ladder" {
        /// Why it happened.
        Cause = "cause",
        /// Why it was noticed late.
        Detection = "detection",
        /// Why recovery took so long.
        Recovery = "recovery",
    }
}

/// A problem and the topic of its whys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// Identity, made by the client.
    pub id: LadderId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// What it asks about.
    pub topic: Topic,
    /// The problem at its top, as the customer saw it.
    #[serde(default)]
    pub problem: String,
}

impl Ladder {
    /// Returns its handle, `l1`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Ladder, self.num)
    }
}

/// One why and its because.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Identity, made by the client.
    pub id: RungId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// The ladder it stands on.
    pub ladder: LadderId,
    /// The rung whose because it asks about; none at the top.
    #[serde(default)]
    pub parent: Option<RungId>,
    /// Place among its siblings, from 0; equal places are ordered by number.
    #[serde(default)]
    pub place: i64,
    /// The question.
    pub why: String,
    /// The answer; empty while unanswered.
    #[serde(default)]
    pub because: String,
    /// Events and metrics that back the answer.
    #[serde(default)]
    pub cites: Vec<Handle>,
    /// Whether it was marked as a root cause, where the whys stop on purpose.
    #[serde(default)]
    pub root: bool,
}

impl Rung {
    /// Returns its handle, `w2`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Rung, self.num)
    }

    /// Tells whether the question has an answer.
    pub fn answered(&self) -> bool {
        !self.because.trim().is_empty()
    }
}

/// A rung as it stands in its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The rung.
    pub rung: &'a Rung,
    /// How many whys deep it is, from 1.
    pub depth: usize,
    /// Its number in the outline: the depth, and a letter for each fork above it: `2`, `3a`, `3b`, `4ba`.
    pub number: String,
    /// Whether nothing hangs below it.
    pub leaf: bool,
}

/// Returns the rungs of `ladder` from the top down, each before its children.
///
/// A rung whose parent is missing stands at the top, so that none is ever hidden, and a cycle made by another program
/// is cut.
pub fn walk(ladder: LadderId, rungs: &[Rung]) -> Vec<Step<'_>> {
    let mine: Vec<&Rung> = rungs.iter().filter(|it| it.ladder == ladder).collect();
    let known: HashSet<RungId> = mine.iter().map(|it| it.id).collect();
    let mut children: HashMap<Option<RungId>, Vec<&Rung>> = HashMap::new();
    for rung in &mine {
        children.entry(rung.parent.filter(|it| known.contains(it))).or_default().push(rung);
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(|it| (it.place, it.num, it.id));
    }
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut seen = HashSet::new();
    // Depth first by hand: a ladder from a hostile file may be deeper than the stack.
    let mut todo = below(&children, None, 1, "");
    loop {
        while let Some((rung, depth, branch)) = todo.pop() {
            if !seen.insert(rung.id) {
                continue;
            }
            let mut next = below(&children, Some(rung.id), depth + 1, &branch);
            steps.push(Step { rung, depth, number: format!("{depth}{branch}"), leaf: next.is_empty() });
            todo.append(&mut next);
        }
        // Whatever is left hangs in a cycle: its first rung is shown at the top.
        match mine.iter().find(|it| !seen.contains(&it.id)) {
            Some(rung) => todo.push((rung, 1, String::new())),
            None => return steps,
        }
    }
}

/// Returns the children of `parent` with their depth and branch, last first, as a stack takes them.
fn below<'a>(
    children: &HashMap<Option<RungId>, Vec<&'a Rung>>,
    parent: Option<RungId>,
    depth: usize,
    branch: &str,
) -> Vec<(&'a Rung, usize, String)> {
    let siblings = children.get(&parent).map_or(&[][..], Vec::as_slice);
    let forks = siblings.len() > 1;
    let mut found: Vec<_> = siblings
        .iter()
        .zip(0_u32..)
        .map(|(rung, index)| {
            let letter = char::from_u32(u32::from('a') + index.min(25)).unwrap_or('z');
            (*rung, depth, if forks { format!("{branch}{letter}") } else { branch.to_owned() })
        })
        .collect();
    found.reverse();
    found
}

/// Returns how many whys deep the longest branch of `ladder` is that ends in an answer.
pub fn depth(ladder: LadderId, rungs: &[Rung]) -> usize {
    walk(ladder, rungs).iter().filter(|it| it.rung.answered()).map(|it| it.depth).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn rung(num: u32, parent: Option<u32>) -> Rung {
        let id = |num: u32| RungId(Uuid::from_u128(num.into()));
        Rung {
            id: id(num),
            num,
            ladder: LadderId(Uuid::from_u128(99)),
            parent: parent.map(id),
            place: 0,
            why: format!("why {num}?"),
            because: if num == 4 { String::new() } else { "because".into() },
            cites: vec![],
            root: false,
        }
    }

    fn numbers(rungs: &[Rung]) -> Vec<String> {
        walk(LadderId(Uuid::from_u128(99)), rungs)
            .iter()
            .map(|it| format!("w{}={}", it.rung.num, it.number))
            .collect()
    }

    #[test]
    fn a_ladder_is_numbered_by_depth_and_forks_by_letter() {
        let rungs = [rung(1, None), rung(2, Some(1)), rung(3, Some(2)), rung(4, Some(2)), rung(5, Some(3))];
        assert_eq!(numbers(&rungs), ["w1=1", "w2=2", "w3=3a", "w5=4a", "w4=3b"]);
        assert_eq!(depth(LadderId(Uuid::from_u128(99)), &rungs), 4);
    }

    #[test]
    fn orphans_and_cycles_are_shown_once() {
        let rungs = [rung(1, Some(77)), rung(2, Some(3)), rung(3, Some(2))];
        assert_eq!(numbers(&rungs), ["w1=1", "w2=1", "w3=2"]);
    }
}
