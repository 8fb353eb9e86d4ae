//! The line of the log bar: `[TIME] text [!milestone] [#tag]…`, with a leading `?` for a hypothesis.
//!
//! What is no token is text, and text is kept to the letter. Tokens at either end are taken out; a tag inside a
//! sentence counts and stays. A leading backslash or quotation mark makes the line literal. The rule to keep: only
//! a word that looks like a time and is none may refuse the line, as nobody should lose a line in an incident.

use super::time::{TimeContext, TimeError, When, split_leading};

/// Longer words are no tags but text.
const LONGEST_TAG: usize = super::event::MAX_TAG;

/// A line of the log bar, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickLog {
    /// The time in front, if there was one.
    pub when: Option<When>,
    /// What happened, without the tokens at either end; empty when the line holds nothing else.
    pub text: String,
    /// The full name of the milestone this sets.
    pub milestone: Option<String>,
    /// The tags in the order they came, without `#`, each once.
    pub tags: Vec<String>,
    /// Whether the line is a guess at a cause.
    pub hypothesis: bool,
}

/// Takes a line of the log bar apart.
///
/// A milestone is `!` and one of `milestone_names`, or three or more letters that begin only one of them.
///
/// # Errors
/// Only a first word that is meant as a time but is none, such as `-5x`.
pub fn parse(text: &str, ctx: &TimeContext<'_>, milestone_names: &[&str]) -> Result<QuickLog, TimeError> {
    let mut line = Line { names: milestone_names, ..Line::default() };
    let mut rest = line.question(text.trim());
    let mut when = None;
    if literal(rest).is_none() {
        (when, rest) = split_leading(rest, ctx)?;
        rest = line.question(rest);
    }
    let text = match literal(rest) {
        Some(literal) => literal,
        None => line.tokens(rest),
    };
    let Line { milestone, tags, hypothesis, .. } = line;
    Ok(QuickLog { when, text: text.trim().to_string(), milestone, tags, hypothesis })
}

/// Gives the text of a line that a backslash or a quotation mark makes literal; the quotation mark belongs to it.
fn literal(text: &str) -> Option<&str> {
    text.strip_prefix('\\').or_else(|| text.starts_with(['"', '\'', '“', '‘', '«']).then_some(text))
}

#[derive(Default)]
struct Line<'n> {
    names: &'n [&'n str],
    milestone: Option<String>,
    tags: Vec<String>,
    hypothesis: bool,
}

impl Line<'_> {
    /// Takes one leading question mark; `??` and a lone `?` are text.
    fn question<'t>(&mut self, text: &'t str) -> &'t str {
        match text.strip_prefix('?').map(str::trim_start) {
            Some(rest) if !self.hypothesis && !rest.is_empty() && !rest.starts_with(['?', '!']) => {
                self.hypothesis = true;
                rest
            }
            _ => text,
        }
    }

    /// Takes the tokens off both ends and notes the tags between; gives the text.
    fn tokens<'t>(&mut self, text: &'t str) -> &'t str {
        let mut body = text.trim();
        while let Some(word) = body.split_whitespace().next() {
            if !self.token(word) {
                break;
            }
            body = body[word.len()..].trim_start();
        }
        let front = std::mem::take(&mut self.tags);
        while let Some(word) = body.split_whitespace().next_back() {
            if !self.token(word) {
                break;
            }
            body = body[..body.len() - word.len()].trim_end();
        }
        let back = std::mem::take(&mut self.tags);
        let punctuation = [',', '.', ':', ';', '!', '?', ')'];
        let inside = body.split_whitespace().filter_map(|word| tag(word.trim_end_matches(punctuation)));
        let all = front.iter().map(String::as_str).chain(inside).chain(back.iter().rev().map(String::as_str));
        for tag in all {
            if !self.tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
                self.tags.push(tag.to_string());
            }
        }
        body
    }

    /// Takes a word if it is a tag or the first milestone.
    fn token(&mut self, word: &str) -> bool {
        if let Some(tag) = tag(word) {
            self.tags.push(tag.to_string());
            return true;
        }
        if self.milestone.is_none() {
            self.milestone = word.strip_prefix('!').and_then(|name| milestone(name, self.names));
            return self.milestone.is_some();
        }
        false
    }
}

/// Reads `#deploy`; `#123` is a ticket and stays text.
fn tag(word: &str) -> Option<&str> {
    let name = word.strip_prefix('#')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let tag = name.starts_with(char::is_alphabetic) && name.chars().all(plain);
    (tag && name.chars().count() <= LONGEST_TAG).then_some(name)
}

fn milestone(word: &str, names: &[&str]) -> Option<String> {
    let word = word.to_lowercase();
    if let Some(exact) = names.iter().find(|name| name.to_lowercase() == word) {
        return Some((*exact).to_string());
    }
    let mut fit = names.iter().filter(|name| name.to_lowercase().starts_with(&word));
    match (fit.next(), fit.next()) {
        (Some(only), None) if word.chars().count() >= 3 => Some((*only).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
