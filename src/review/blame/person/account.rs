//! Handles and log-ins: `@marta.k`, `jsmith`, `m.kowalska2`, and words in lower case that act as only people do.

use super::super::lists::{BEFORE_PERSON, GROUP_PARTS, HUMAN, MAYBE, NAMES, THING_NOUNS, THINGS, common};
use super::super::thing::thing_noun;
use super::{FAMILY, HANDED, MIND, Reader};
use crate::review::text::{Case, Token};

impl Reader<'_> {
    /// `@marta.k` is a person, `@payments-oncall`, `@here` and `@Override` are not.
    pub(super) fn handle(&self, token: &Token) -> bool {
        let name = token.norm.trim_start_matches('@').trim_end_matches('.');
        if self.known(name) {
            return true;
        }
        if name.contains('/') || token.case == Case::Mixed || name.len() < 2 {
            return false;
        }
        let mut parts = name
            .split(['.', '_', '-'])
            .map(|it| it.trim_end_matches(|c: char| c.is_ascii_digit()))
            .filter(|it| !it.is_empty());
        let person = |it: &str| NAMES.has(it) || MAYBE.has(it);
        // `@deniz-dev` is a person, whatever follows the name; `@marvin-bot` is none.
        let named = parts
            .clone()
            .next()
            .is_some_and(|it| it.len() > 3 && !common(it) && !THINGS.has(it) && !GROUP_PARTS.has(it));
        let machine = |it: &str| it.ends_with("bot") || it.ends_with("team");
        if parts.clone().any(|it| machine(it) || (!named && GROUP_PARTS.has(it))) {
            return false;
        }
        if parts.clone().any(person) {
            return true;
        }
        !parts.any(|it| it.len() > 2 && (common(it) || THINGS.has(it)))
    }

    /// `jsmith`, `m.kowalska`, `annak`, `priya.n2`.
    pub(super) fn login(&self, word: &str) -> bool {
        let whole = word;
        let word = word.trim_end_matches(|it: char| it.is_ascii_digit());
        let numbered = word.len() < whole.len();
        if word.len() < 3 || self.known(word) {
            return self.known(word);
        }
        if let Some((a, b)) = word.split_once(['.', '_']) {
            let letters = |it: &str| !it.is_empty() && it.chars().all(char::is_alphabetic);
            let name = |it: &str| NAMES.has(it) || MAYBE.has(it);
            let initial = |it: &str| it.chars().count() == 1;
            return letters(a)
                && letters(b)
                && ((name(a) && (name(b) || initial(b))) || (initial(a) && NAMES.has(b)));
        }
        if !word.chars().all(char::is_alphabetic) || common(word) {
            return false;
        }
        let first = word.chars().next().map_or(0, char::len_utf8);
        let last = word.chars().next_back().map_or(0, char::len_utf8);
        let (rest, front) = (&word[first..], &word[..word.len() - last]);
        (rest.len() >= if numbered { 3 } else { 4 }
            && (NAMES.has(rest) || FAMILY.split(' ').any(|it| it == rest)))
            || (front.len() >= 4 && NAMES.has(front))
            || NAMES.has(word)
    }

    /// `acked by jsmith`, `jsmith restarted it`.
    pub(super) fn acts_as_login(&self, at: usize) -> bool {
        let token = self.token(at);
        let named = self
            .text
            .before(at)
            .is_some_and(|it| BEFORE_PERSON.has(&it.norm) && !it.any(&["and", "&", "with"]))
            || (at > 1 && self.token(at - 1).sign(':') && BEFORE_PERSON.has(&self.token(at - 2).norm));
        let acts = (token.first || self.starts_clause(at)) && self.verb_after(at + 1, false);
        // `reza: flushing the cache`, `handed over from kpatel7`.
        let speaks = token.first
            && token.end - token.start > 3
            && self.text.tokens.get(at + 1).is_some_and(|it| it.sign(':') && it.start == token.end);
        let given = self.text.before(at).is_some_and(|it| it.any(&["to", "from"]))
            && (at > 1 && self.token(at - 2).among(HANDED)
                || token.norm.ends_with(|it: char| it.is_ascii_digit()));
        // `login jpetrov`, `user pverhoeven`, `(fatou.ndiaye)`, `mgarcia2 on db-7`.
        let word = token.norm.trim_end_matches(|it: char| it.is_ascii_digit());
        let account = self
            .text
            .before(at)
            .is_some_and(|it| it.any(&["login", "user", "username", "account", "operator"]));
        let dotted = word.split_once('.').is_some_and(|(a, b)| a.len() > 1 && NAMES.has(a) && NAMES.has(b));
        let numbered = token.first
            && word.len() < token.norm.len()
            && self.text.after(at).is_some_and(|it| it.any(&["on", "at", "in", "from"]));
        let named = named || given || account || dotted || numbered;
        let acts = acts || (token.first && self.logs_in(at));
        speaks || named && !self.text.after(at).is_some_and(thing_noun) || acts
    }

    /// `achieng logged in`, `kaleo forgot the flag`: a word that no list knows, in front, does what only people do.
    pub(super) fn unknown_acts(&self, at: usize) -> bool {
        let token = self.token(at);
        let norm = token.norm.as_str();
        let unknown = token.first
            && norm.len() >= 4
            && norm.chars().all(char::is_alphabetic)
            && !common(norm)
            && !THINGS.has(norm)
            && !MAYBE.has(norm)
            && !THING_NOUNS.has(norm);
        let mind = |it: &str| {
            MIND.split_ascii_whitespace().any(|word| word == it) && !it.starts_with("sa") && it != "declared"
        };
        unknown && (self.logs_in(at) || self.verb(at + 1, HUMAN).is_some_and(mind))
    }

    pub(super) fn logs_in(&self, at: usize) -> bool {
        self.text.after(at).is_some_and(|it| it.is("logged"))
            && self.text.tokens.get(at + 2).is_some_and(|it| it.any(&["in", "into", "on", "off", "out"]))
    }
}
