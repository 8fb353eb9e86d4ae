//! What is learned about ladders: a forest of decision trees, grown on labelled ladders, that says how an answer looks
//! beside the answers above it.
//!
//! Rules know the ways to break a chain that have a form. Whether two sentences say the same, or have nothing to do with each
//! other, is a matter of degree: of the words shared, by the whole and by each clause, and of how it is told. The forest
//! weighs that. It is grown by extremely randomised trees (Geurts, Ernst and Wehenkel, 2006) from the ladders under
//! `tests/data/corpus` and kept as text under `assets/review`; the test of generated files grows it anew.

use std::sync::LazyLock;

use super::chain::{Answer, Break};
use super::content::Content;
use crate::review::text::Text;

/// Classes of answers: sound, then the ways to be broken.
pub(super) const CLASSES: [Option<Break>; 6] = [
    None,
    Some(Break::Restates),
    Some(Break::Circular),
    Some(Break::Jumps),
    Some(Break::NoAnswer),
    Some(Break::Compound),
];

/// The longest answer that is looked at, in tokens: a rung is a sentence or two.
const LONGEST: usize = 150;
/// The most clauses of an answer that are compared.
const MOST_CLAUSES: usize = 10;
/// The most answers above that are compared, the problem among them.
const MOST_ABOVE: usize = 8;

/// Words and signs that are counted in an answer, and looked for in the one above it.
const MARKS: &[&str] = &[
    "no not never nobody nothing only none without neither nor cannot can't don't doesn't didn't isn't wasn't aren't weren't \
     won't couldn't haven't hasn't hadn't",
    "because since as so due",
    "we our us i",
    "will shall should must need needs let's please",
    "?",
    "and",
    "also besides independently additionally plus moreover separately too second",
    "has have had",
    "was were",
    "is are",
    ";",
    ",",
    "every each all any",
    "then now later meanwhile afterwards",
    "it its they their them this that these those",
    "by",
];

/// Words that an answer may begin with.
const BEGINNINGS: &[&str] = &["we i", "the a an", "it its they their", "this that", "on in at for since as"];

/// Tells what is seen of an answer beside the answers above it, nearest first; `None` for one too long to be a rung.
pub(super) fn features(answer: &Answer<'_>, above: &[&Answer<'_>]) -> Option<Vec<f32>> {
    let (text, mine) = (&answer.text, &answer.content);
    if text.tokens.len() > LONGEST || mine.stems.is_empty() {
        return None;
    }
    let near = above.first()?;
    let older: Vec<&Content> = above.iter().skip(1).take(MOST_ABOVE).map(|it| &it.content).collect();
    let clauses = clauses(text);
    let mut seen = Vec::with_capacity(60);
    seen.extend([covered(mine, &near.content), unsaid(mine, &near.content)]);
    seen.extend([covered(&near.content, mine), unsaid(&near.content, mine)]);
    let of_older = |all: &[&Content], by: &dyn Fn(&Content, &Content) -> f32| {
        most(all.iter().flat_map(|a| older.iter().map(|b| by(a, b))))
    };
    seen.push(of_older(&[mine], &covered));
    seen.push(least(older.iter().map(|it| unsaid(mine, it))));
    seen.push(of_older(&[mine], &|a, b| covered(b, a)));
    let each: Vec<&Content> = clauses.iter().collect();
    seen.push(of_older(&each, &covered));
    seen.push(most(each.iter().map(|it| covered(it, &near.content))));
    seen.push(least(each.iter().map(|it| covered(it, &near.content))));
    let pairs = || {
        each.iter().enumerate().flat_map(|(x, a)| {
            each.iter().enumerate().filter(move |(y, _)| *y != x).map(move |(_, b)| covered(a, b))
        })
    };
    seen.extend([most(pairs()), least(pairs())]);
    seen.push(count(each.len()));
    for mark in MARKS {
        let marked = |text: &Text<'_>| text.tokens.iter().filter(|it| it.among(mark)).count();
        seen.push(count(marked(text)));
        seen.push(if marked(&near.text) > 0 { 1.0 } else { 0.0 });
    }
    for numbered in [text, &near.text] {
        seen.push(count(numbered.tokens.iter().filter(|it| it.number()).count()));
    }
    let begins = |words: &&&str| text.tokens.first().is_some_and(|it| it.among(words));
    seen.extend(BEGINNINGS.iter().map(|it| if begins(&it) { 1.0 } else { 0.0 }));
    seen.extend([text, &near.text].map(|it| if super::chain::organisation(it) { 1.0 } else { 0.0 }));
    Some(seen)
}

fn count(count: usize) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(u8::MAX))
}

/// How much of what one says the other says, from 0 to 1.
fn covered(of: &Content, by: &Content) -> f32 {
    if of.stems.is_empty() { 0.0 } else { count(of.shared(by)) / count(of.stems.len()) }
}

/// How many things one says that the other does not.
fn unsaid(of: &Content, to: &Content) -> f32 {
    count(of.new_to(to))
}

fn most(values: impl Iterator<Item = f32>) -> f32 {
    values.fold(0.0, f32::max)
}

/// The least of values; as much as none if there are none.
fn least(values: impl Iterator<Item = f32>) -> f32 {
    values.reduce(f32::min).unwrap_or(-1.0)
}

/// Returns what the clauses say that say at least two things.
fn clauses(text: &Text<'_>) -> Vec<Content> {
    let all = text.sentences().into_iter().flat_map(|it| super::weak::clauses(text, it));
    let said = all.map(|it| Content::of(text, it)).filter(|it| it.stems.len() >= 2);
    said.take(MOST_CLAUSES).collect()
}

/// A tree: splits and leaves, a split before its lower and then its upper part.
#[derive(Debug)]
enum Node {
    /// Which feature, below what, and where the upper part begins.
    Split(usize, f32, usize),
    /// How likely each class is.
    Leaf([f32; CLASSES.len()]),
}

/// A forest, read once when a ladder is first reviewed.
static FOREST: LazyLock<Vec<Vec<Node>>> =
    LazyLock::new(|| read(include_str!("../../../assets/review/why-forest.txt")));

/// Reads a forest: a line for each tree, `3<0.5` for a split, `=0:0.25,2:0.75` for a leaf.
fn read(text: &str) -> Vec<Vec<Node>> {
    text.lines().filter(|it| !it.starts_with('#')).map(tree).collect()
}

fn tree(line: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    // Splits whose upper part has not begun; the last of them is next when a leaf ends a part.
    let mut open: Vec<usize> = Vec::new();
    for word in line.split(' ') {
        if let Some((feature, below)) = word.split_once('<') {
            open.push(nodes.len());
            nodes.push(Node::Split(feature.parse().unwrap_or(0), below.parse().unwrap_or(0.0), 0));
            continue;
        }
        let mut leaf = [0.0; CLASSES.len()];
        for part in word.trim_start_matches('=').split(',') {
            let (class, share) = part.split_once(':').unwrap_or((part, "1"));
            if let (Ok(class), Ok(share)) = (class.parse::<usize>(), share.parse())
                && class < leaf.len()
            {
                leaf[class] = share;
            }
        }
        nodes.push(Node::Leaf(leaf));
        let next = nodes.len();
        if let Some(Node::Split(_, _, upper)) = open.pop().map(|it| &mut nodes[it]) {
            *upper = next;
        }
    }
    nodes
}

/// Returns how likely each class is, from 0 to 1.
pub(super) fn vote(features: &[f32]) -> [f32; CLASSES.len()] {
    let mut votes = [0.0; CLASSES.len()];
    for nodes in FOREST.iter() {
        let mut at = 0;
        while let Some(Node::Split(feature, below, upper)) = nodes.get(at) {
            let low = features.get(*feature).is_none_or(|it| it < below);
            // A split lies before both of its parts, so this ends.
            at = if low { at + 1 } else { (*upper).max(at + 1) };
        }
        if let Some(Node::Leaf(leaf)) = nodes.get(at) {
            votes.iter_mut().zip(leaf).for_each(|(vote, share)| *vote += share);
        }
    }
    let trees = count(FOREST.len().max(1));
    votes.map(|it| it / trees)
}
