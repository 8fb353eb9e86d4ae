//! What a text says, as stems of its content words, so that two texts can be compared by meaning rather than by letter.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::review::text::{Kind, Text, small_number};

/// Words that carry no content of their own.
const EMPTY: &str = "the a an this that these those it its they them their there here which who whom whose what when where why how \
    is are was were be been being am do does did done has have had having can could will would shall should may might must \
    of in on at to from by with for as into onto over under about after before between through during against within per \
    and or but nor so because since if then than also too very just only both each every all any some such same other \
    another more most much many few own up down out off again still yet already ever never not no nothing none without \
    our we us you your i he she his her my one ones us upon via until while due therefore thus hence however even either \
    neither left got get gets getting become became kept made make makes making took take takes taken went go gone came come coming side \
    had began begun let's less s t";

/// Ways to say one thing: the first stands for all. Small on purpose; a class must hold in any trade.
const SAME: &[&str] = &[
    "wrong incorrect false bad invalid erroneous mistaken inaccurate",
    "late delayed overdue",
    "slow sluggish",
    "fail failure broken broke break error fault malfunction crash abort",
    "down unavailable offline outage unreachable inaccessible",
    "full exhausted saturated",
    "memory ram oom heap",
    "reject refuse decline denied",
    "remove delete purge erase",
    "stop halt cease shut",
    "empty blank vacant",
    "remain stay persist",
    "start begin began launch",
    "expire lapse validity end",
    "message notification",
    "customer client user caller",
    "config configuration",
    "server host machine",
    "twice double second duplicate",
    "increase grow grew rise rose",
    "missing lacking absent",
    "show display shown",
    "send sent dispatch deliver transmit",
    "write wrote written",
    "deploy release rollout",
    "check verify validate",
    "know knew aware",
    "alarm alert",
    "big large huge",
    "overload overwhelm",
    "forgot forgotten forget",
    "lost lose loss",
    "vehicle truck",
    "power electricity",
    "connect connection",
    "manual hand",
    "budget spend cost",
    "rename name",
    "block barred lock",
    "answer respond response reply",
    "calendar timetable schedule",
    "refresh update",
    "produce generate create",
    "hang hung freeze froze frozen stuck unresponsive",
    "dispense give gave",
    "zero nothing",
    "retry repeat",
    "log-in login sign-in",
    "previous old former earlier",
    "crash die died",
    "load fetch",
    "visible seen",
    "correct right",
    "backlog queue",
    "limit cap quota maximum",
    "weight weigh",
    "unlimited unbounded",
    "kill terminate",
    "mb megabyte",
    "gb gigabyte",
    "value reading",
];

/// Two texts that say what is not so and what is: `not deleted` and `stay`.
const OPPOSITE: &[(&str, &str)] = &[
    ("remove", "remain"),
    ("wrong", "correct"),
    ("stop", "run"),
    ("down", "respond"),
    ("reject", "accept"),
    ("missing", "exist"),
];

/// What a text says.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// Stems of its content words, in classes of one meaning; negated ones of a pair of opposites as their opposite.
    pub stems: BTreeSet<String>,
}

impl Content {
    /// Takes what tokens say.
    pub fn of(text: &Text<'_>, tokens: std::ops::Range<usize>) -> Self {
        let mut stems = BTreeSet::new();
        let negated = text.tokens[tokens.clone()].iter().any(|it| it.among("not no never without nothing n't isn't wasn't weren't aren't doesn't didn't don't cannot can't couldn't"));
        for token in &text.tokens[tokens] {
            let counts = matches!(token.kind, Kind::Word | Kind::Ident | Kind::Number | Kind::Code);
            if !counts || (token.kind == Kind::Word && token.among(EMPTY)) {
                continue;
            }
            if let Some(number) = small_number(&token.norm) {
                stems.insert(number.to_string());
                continue;
            }
            if token.kind != Kind::Word {
                stems.insert(text.source[token.start..token.end].trim_matches('`').to_lowercase());
                continue;
            }
            for part in token.norm.split('-').filter(|it| it.len() > 1) {
                // `left unprocessed` says that it was not processed.
                let part =
                    part.strip_prefix("un").filter(|it| it.len() > 5 && it.ends_with("ed")).unwrap_or(part);
                let stem = class(&stem(part));
                let opposite = OPPOSITES.get(&stem).filter(|_| negated).cloned();
                stems.insert(opposite.unwrap_or(stem));
            }
        }
        Content { stems }
    }

    /// Counts what both say.
    pub fn shared(&self, other: &Content) -> usize {
        self.stems.iter().filter(|it| other.has(it)).count()
    }

    /// Tells whether both hold words of one origin: `rolled back`, `the rollback`.
    pub fn touches(&self, other: &Content) -> bool {
        let begin = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() >= 4;
        self.stems.iter().any(|a| other.stems.iter().any(|b| a == b || begin(a, b)))
    }

    fn has(&self, stem: &str) -> bool {
        self.stems.contains(stem) || self.stems.iter().any(|it| alike(it, stem))
    }

    /// Counts what it says and the other does not.
    pub fn new_to(&self, other: &Content) -> usize {
        self.stems.iter().filter(|it| !other.has(it)).count()
    }
}

/// Long words of one family: `config`, `configuration`; `retention`, `retain` stay apart.
fn alike(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    common >= 5 && common + 4 >= a.len().max(b.len())
}

/// Stems and the one that stands for all that mean the same.
static CLASSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    for line in SAME {
        let words: Vec<String> = line.split(' ').map(stem).collect();
        for word in &words {
            classes.entry(word.clone()).or_insert_with(|| words[0].clone());
        }
    }
    classes
});

/// Each of a pair of opposites with the other.
static OPPOSITES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let pairs = OPPOSITE.iter().map(|(a, b)| (class(&stem(a)), class(&stem(b))));
    pairs.flat_map(|(a, b)| [(a.clone(), b.clone()), (b, a)]).collect()
});

fn class(stem: &str) -> String {
    CLASSES.get(stem).map_or(stem, String::as_str).to_owned()
}

/// Takes the endings of inflection off, after the first steps of Porter's stemmer (1980), simplified.
fn stem(word: &str) -> String {
    let mut word = word.to_owned();
    for (ending, with) in [
        ("sses", "ss"),
        ("ies", "i"),
        ("ied", "i"),
        ("ations", "at"),
        ("ation", "at"),
        ("ings", ""),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("ness", ""),
        ("ments", ""),
        ("ment", ""),
        ("ities", ""),
        ("ity", ""),
        ("ions", ""),
        ("ion", ""),
        ("ally", "al"),
        ("ly", ""),
        ("ers", ""),
        ("er", ""),
        ("able", ""),
        ("ible", ""),
        ("ure", "ur"),
        ("s", ""),
    ] {
        if let Some(base) = word.strip_suffix(ending)
            && base.len() >= 3
            && !(ending == "s" && base.ends_with(['s', 'u', 'i']))
            && !(matches!(ending, "er" | "ers" | "ion" | "ions" | "ing" | "ed")
                && base.len() < 4
                && !matches!(ending, "ing" | "ed"))
        {
            word = format!("{base}{with}");
            break;
        }
    }
    if word.len() > 4 {
        if let Some(base) = word.strip_suffix('e') {
            word = base.to_owned();
        } else if let Some(base) = word.strip_suffix('y') {
            word = format!("{base}i");
        }
    }
    let mut ends = word.bytes().rev();
    if let (Some(a), Some(b)) = (ends.next(), ends.next())
        && a == b
        && !matches!(a, b'l' | b's' | b'z')
        && word.len() > 3
        && a.is_ascii_alphabetic()
    {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_the_same_has_the_same_content() {
        let content = |it: &str| {
            let text = Text::read(it);
            Content::of(&text, 0..text.tokens.len()).stems
        };
        assert_eq!(content("The writes failed"), content("writing failing"));
        assert_eq!(content("Prices were not correct"), content("the price was wrong"));
        assert_eq!(content("It was stopped"), content("stopping"));
        assert_eq!(content("old builds are not deleted"), content("old builds stay"));
        assert_ne!(content("the disk was full"), content("the disk was slow"));
    }
}
