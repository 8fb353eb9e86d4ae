//! What a few typed letters mean: commands and items that fit them, best first.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::command::Command;
use super::state::{Item, State};
use crate::review::{Rule, rules};

/// A row of the palette.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    /// A command, which Enter runs.
    Command(Command),
    /// A rule of the bar raiser: Enter shows what it found, or tells what it looks for.
    Rule(&'static Rule),
}

/// Returns what fits `filter`: commands first; then, once something is typed and an incident is open, rules.
pub fn entries(state: &State, filter: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = commands(state, filter).into_iter().map(Entry::Command).collect();
    if !filter.trim().is_empty() && state.incident().is_some() {
        let text = |it: &&'static Rule| format!("{} {}", it.id, it.summary);
        found.extend(fit(rules(), filter, AtomKind::Substring, text).into_iter().map(Entry::Rule));
    }
    found
}

/// Returns the commands that fit `filter`: those that work here first, then the rest, each in order of fit.
pub fn commands(state: &State, filter: &str) -> Vec<Command> {
    let here = state.contexts();
    let works = |command: &Command| command.spec().contexts.iter().any(|it| here.contains(it));
    let mut found = fit(Command::ALL.iter().copied(), filter, AtomKind::Fuzzy, |it| {
        let spec = it.spec();
        format!("{} {}", spec.id, spec.doc)
    });
    found.retain(|it| works(it) || state.screen == super::state::Screen::Live);
    if filter.trim().is_empty() {
        found.sort_by_key(|it| !works(it));
    }
    found
}

/// Returns the items that hold the words of `filter`: letters strewn over a sentence are no match.
pub fn items<'a>(items: &'a [Item], filter: &str) -> Vec<&'a Item> {
    fit(items.iter(), filter, AtomKind::Substring, |it| it.label.clone())
}

/// Keeps what fits, best first; with nothing typed everything, as it was.
fn fit<T>(all: impl Iterator<Item = T>, filter: &str, kind: AtomKind, text: impl Fn(&T) -> String) -> Vec<T> {
    if filter.trim().is_empty() {
        return all.collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(filter, CaseMatching::Ignore, Normalization::Smart, kind);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, T)> = all
        .filter_map(|it| {
            let text = text(&it);
            pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher).map(|score| (score, it))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, it)| it).collect()
}
