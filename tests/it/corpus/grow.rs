//! Grows the forest that the bar raiser judges ladders by: extremely randomised trees (Geurts, Ernst and Wehenkel, 2006).
//!
//! At each node some features are drawn, each with a threshold between its least and its greatest value there, and the
//! split that tells the classes apart best is taken. What is drawn follows from a seed, so the same ladders give the same forest.

use std::fmt::Write as _;

use coe::review::{LADDER_CLASSES, ladder_features};
use serde_json::Value;

const CLASSES: usize = LADDER_CLASSES.len();
/// Trees in a forest: more of them change no figure that is measured.
const TREES: u64 = 60;
/// Features drawn at a node, about the root of their number.
const DRAWN: usize = 8;
/// A node with fewer answers is not split, and no part of a split is smaller than half of it.
const SMALLEST: usize = 4;

/// An answer of a labelled ladder.
#[derive(Debug, Clone)]
pub struct Sample {
    seen: Vec<f32>,
    class: usize,
}

impl Sample {
    /// Tells whether its label calls it broken.
    pub fn broken(&self) -> bool {
        self.class != 0
    }
}

/// Reads the answers of the ladders in a corpus.
pub fn samples(corpus: &str) -> Vec<Sample> {
    let rows = corpus.lines().filter(|it| !it.trim().is_empty());
    let rows = rows.map(|it| serde_json::from_str::<Value>(it).unwrap());
    let mut samples = Vec::new();
    for row in rows.filter(|it| it["field"] == "ladder") {
        let (incident, _) = super::score::line(&row);
        for (id, seen) in ladder_features(&incident) {
            let rung = incident.parts.rungs.iter().find(|it| it.id == id).unwrap().num;
            let label = super::score::list(&row["expect"]).iter().find(|it| it["rung"] == rung);
            let label = label.map_or("", |it| it["rule"].as_str().unwrap().trim_start_matches("R5:"));
            let class = LADDER_CLASSES.iter().position(|it| *it == label).unwrap();
            samples.push(Sample { seen, class });
        }
    }
    samples
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).unwrap()).unwrap()
    }

    /// From 0 to 1, in steps that a number of this size holds exactly.
    fn share(&mut self) -> f32 {
        f32::from(u16::try_from(self.next() >> 48).unwrap()) / 65_536.0
    }
}

/// A node: a split with both of its parts, or a leaf.
#[derive(Debug)]
pub enum Node {
    Split { feature: usize, below: f32, parts: Box<[Node; 2]> },
    Leaf([f32; CLASSES]),
}

/// Grows a forest.
pub fn grow(samples: &[Sample]) -> Vec<Node> {
    // Both sound and broken answers weigh the same together, however many there are.
    let broken = samples.iter().filter(|it| it.broken()).count().max(1);
    let weight = number(samples.len() - broken) / number(broken);
    let rows: Vec<&Sample> = samples.iter().collect();
    (0..TREES).map(|seed| node(&rows, weight, &mut Draws(seed))).collect()
}

fn node(rows: &[&Sample], weight: f32, draws: &mut Draws) -> Node {
    let here = tally(rows.iter().copied(), weight);
    if rows.len() < SMALLEST || rows.iter().all(|it| it.class == rows[0].class) {
        return leaf(here);
    }
    let mut order: Vec<usize> = (0..rows[0].seen.len()).collect();
    let mut best: Option<(f32, usize, f32)> = None;
    let mut tried = 0;
    while tried < DRAWN && !order.is_empty() {
        let feature = order.swap_remove(draws.below(order.len()));
        let values = || rows.iter().map(|it| it.seen[feature]);
        let (least, most) = (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max));
        if least >= most {
            continue;
        }
        tried += 1;
        let below = least + (most - least) * draws.share();
        // To a thousandth, as it is written; never all on one side.
        let below = ((below * 1_000.0).round() / 1_000.0).clamp(least, most);
        let count = values().filter(|it| *it < below).count();
        if count.min(rows.len() - count) < SMALLEST / 2 {
            continue;
        }
        let low = tally(rows.iter().copied().filter(|it| it.seen[feature] < below), weight);
        let mut high = here;
        high.iter_mut().zip(low).for_each(|(all, part)| *all -= part);
        let mixed = impurity(&low) + impurity(&high);
        if best.is_none_or(|(least, ..)| mixed < least) {
            best = Some((mixed, feature, below));
        }
    }
    let Some((_, feature, below)) = best else { return leaf(here) };
    let (low, high): (Vec<&Sample>, Vec<&Sample>) = rows.iter().partition(|it| it.seen[feature] < below);
    let parts = Box::new([node(&low, weight, draws), node(&high, weight, draws)]);
    Node::Split { feature, below, parts }
}

fn tally<'s>(rows: impl Iterator<Item = &'s Sample>, weight: f32) -> [f32; CLASSES] {
    let mut tally = [0.0; CLASSES];
    rows.for_each(|it| tally[it.class] += if it.broken() { weight } else { 1.0 });
    tally
}

/// Gini's impurity times the weight of what is there.
fn impurity(tally: &[f32; CLASSES]) -> f32 {
    let all: f32 = tally.iter().sum();
    if all <= 0.0 { 0.0 } else { all - tally.iter().map(|it| it * it).sum::<f32>() / all }
}

fn leaf(tally: [f32; CLASSES]) -> Node {
    let all: f32 = tally.iter().sum();
    // To a hundredth, as it is written.
    Node::Leaf(tally.map(|it| (it / all * 100.0).round() / 100.0))
}

fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap())
}

/// Returns how likely an answer is broken, from 0 to 1.
pub fn broken(forest: &[Node], sample: &Sample) -> f32 {
    let sum: f32 = forest.iter().map(|tree| 1.0 - at(tree, &sample.seen)[0]).sum();
    sum / number(forest.len())
}

fn at<'n>(mut node: &'n Node, seen: &[f32]) -> &'n [f32; CLASSES] {
    loop {
        match node {
            Node::Split { feature, below, parts } => {
                node = &parts[usize::from(seen[*feature] >= *below)];
            }
            Node::Leaf(leaf) => return leaf,
        }
    }
}

/// Writes a forest as the program reads it: a line for each tree, a split before its lower and then its upper part.
pub fn written(forest: &[Node]) -> String {
    let mut text = String::from(
        "# What an answer looks like that breaks a ladder: decision trees, grown from the ladders under tests/data/corpus.\n\
         # `3<0.5` splits at a feature; `=0:0.25,2:0.75` tells how likely each class is. Made by `UPDATE=1 cargo test --test it generated`.\n",
    );
    for tree in forest {
        let mut words = Vec::new();
        spell(tree, &mut words);
        writeln!(text, "{}", words.join(" ")).unwrap();
    }
    text
}

fn spell(node: &Node, words: &mut Vec<String>) {
    match node {
        Node::Split { feature, below, parts } => {
            words.push(format!("{feature}<{below}"));
            parts.iter().for_each(|it| spell(it, words));
        }
        Node::Leaf(leaf) => {
            let told = leaf.iter().enumerate().filter(|(_, share)| **share > 0.0);
            let told: Vec<String> = told
                .map(
                    |(class, share)| {
                        if *share >= 1.0 { class.to_string() } else { format!("{class}:{share}") }
                    },
                )
                .collect();
            words.push(format!("={}", told.join(",")));
        }
    }
}
