//! Root causes that explain nothing: labels, symptoms, third parties, what is not known yet, prose without a mechanism.
//!
//! A good root cause tells what a process or a design lets happen. That shows: in the present tense, with parts of a
//! process or a system as subject and object, a gap is named (`no step compares`, `runs only on`, `is set once and never
//! revisited`) or what follows from it (`so any malformed value reaches production`). Length shows nothing.

use std::sync::LazyLock;

use crate::domain::clean;
use crate::review::finding::{Level, Sink};
use crate::review::lexicon::Lexicon;
use crate::review::passage::{Passage, Role};
use crate::review::rule::{Check, Example, Rule};
use crate::review::text::{Kind, Patterns, Text, Token};

const ACTS: Lexicon = Lexicon::new(include_str!("../../../assets/review/why-acts.txt"));
const ACT_STEMS: Lexicon = Lexicon::new(include_str!("../../../assets/review/why-act-stems.txt"));
pub(super) const THINGS: Lexicon = Lexicon::new(include_str!("../../../assets/review/why-things.txt"));
const LABELS: Lexicon = Lexicon::new(include_str!("../../../assets/review/why-labels.txt"));

/// The lists, for the test of their form.
#[cfg(test)]
pub(super) const LISTS: &[(&str, Lexicon)] =
    &[("why-acts", ACTS), ("why-act-stems", ACT_STEMS), ("why-things", THINGS), ("why-labels", LABELS)];

pub(super) const RULE: Rule = Rule {
    id: "why/weak-root-cause",
    level: Level::Error,
    summary: "the last answer names a label, not what let it happen",
    what: "Looks at the last answer of each branch. A label (a bug, human error, insufficient testing), a symptom (out of \
           memory), a third party, what is unknown or pending, and prose without a mechanism are found; an answer that \
           says what in the process or the design lets this happen is left alone, whatever labels it begins with.",
    why: "\"We had a bug in the code\" ends the questions where they should begin: why did review, tests, alarms and the \
          blast radius let it through? Only a mechanism can be mended.",
    instead: "Ask once more why, and say what the process or the design lets happen: \"the pipeline has no step that \
              compares the schema with the consumer's, so any breaking field reaches production\".",
    live: false,
    bad: &[
        Example::Text(Role::LastBecause, "There was a bug in the code."),
        Example::Text(Role::LastBecause, "Human error during the switch replacement."),
        Example::Text(Role::LastBecause, "Under investigation by the vendor."),
        Example::Text(Role::LastBecause, "The process was not followed."),
    ],
    good: &[
        Example::Text(Role::LastBecause, "Nothing alarms on certificate age."),
        Example::Text(
            Role::LastBecause,
            "There was a bug in the retry loop: it treated 429 as success. Our contract tests stub only 200 and 500.",
        ),
        Example::Text(Role::LastBecause, "Rollbacks are not part of the release test."),
    ],
    check: Check::Text(weak),
};

fn weak(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if passage.role != Role::LastBecause {
        return;
    }
    let text = passage.read();
    if mechanism(text) {
        return;
    }
    let label = text.tokens.iter().position(|it| it.word() && !it.quoted && LABELS.has(&it.norm));
    let span = 0..passage.text.trim_end().len();
    let message = match label {
        Some(_) if passage.text.trim().chars().count() <= SHOWN => {
            format!("`{}` names a cause and does not explain it", clean::line(passage.text))
        }
        Some(at) => format!("`{}` names a cause and does not explain it", text.slice(at..at + 1)),
        None => "this root cause names no mechanism".to_owned(),
    };
    sink.words(
        passage,
        span,
        message,
        "ask why once more: what in the process or the design lets this happen?",
    );
}

/// The longest cause that is shown whole, in characters.
const SHOWN: usize = 60;

/// What follows from a mechanism, or how it works.
static CONSEQUENCES: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("so any|every|each|a|an|one|whoever|whatever|no|nothing|nobody|all|only|the|its|it|they|that", ()),
        (
            "which ?silently ?also lets|let|allows|allowed|means|makes|leaves|left|leads|keeps|hides|drops|turns",
            (),
        ),
        ("that lets|allows|makes|leaves", ()),
        ("therefore|hence|whenever", ()),
        ("lets|allows|permits ?any ?a ?an ?every ?the <any>", ()),
        ("by design|default|hand|convention|exit", ()),
        ("regardless of", ()),
        ("even if|when|though", ()),
        ("at once", ()),
        ("instead of", ()),
        ("rather than", ()),
        ("no matter", ()),
        ("as soon as", ()),
        ("but not|never|nothing|no", ()),
        ("with no|nothing", ()),
        ("nothing|nobody put|set|added|takes|took|replaced|replaces", ()),
    ])
});

/// Answers that end the questions, however they go on.
static EXCUSES: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("under|pending|awaiting|ongoing|further investigation|analysis|rca|review|confirmation", ()),
        ("still ..3 investigating|investigated|analysed|analyzed|unknown|unclear|checking", ()),
        (
            "not ?yet ?been ?be ?fully known|understood|clear|determined|identified|established|found|explained",
            (),
        ),
        ("only the vendor|supplier|provider|manufacturer", ()),
        ("no single reason|cause|root|explanation", ()),
        ("nothing else ?than", ()),
        ("did not ?quite behave|work|function|perform ..2 as|correctly|properly|expected", ()),
        ("always be situations|bugs|problems|incidents|failures|errors|mistakes|risks|edge", ()),
        ("bound to happen|fail", ()),
        ("nobody|one|anyone|no-one can|could foresee|predict|know|explain|have", ()),
        ("these|such things happen", ()),
        (
            "not|didn't|don't|doesn't|wasn't|never ?always ?properly ?correctly follow|followed|following ..3 process|procedure|procedures|policy|runbook|rules|checklist|guidelines|instructions",
            (),
        ),
        ("homework", ()),
        ("cannot|can't|can not|never ?be ?fully ?entirely ?completely excluded|ruled|avoided", ()),
        (
            "unfavourable|unfavorable|unfortunate|unlucky circumstances|combination|chain|coincidence|timing",
            (),
        ),
        ("wait|waiting for ?the ?a vendor|supplier|provider|answer|rca|reply", ()),
    ])
});

/// The tokens of a sentence that is read as one clause.
const SHORT: usize = 12;

/// Tells whether a text explains by what mechanism something is let happen.
pub(super) fn mechanism(text: &Text<'_>) -> bool {
    let mut score = 0.0;
    let consequences: Vec<usize> = CONSEQUENCES.scan(text).iter().map(|it| it.tokens.start).collect();
    for sentence in text.sentences() {
        let mut best: f64 = 0.0;
        for clause in clauses(text, sentence.clone()) {
            best = best.max(gap(text, clause));
        }
        // A short sentence is one thought, whatever its commas.
        if sentence.len() <= SHORT {
            best = best.max(gap(text, sentence.clone()));
        }
        let next = consequences.partition_point(|it| *it < sentence.start);
        let consequence = consequences.get(next).is_some_and(|it| sentence.contains(it));
        let things = text.tokens[sentence.clone()].iter().filter(|it| thing(it)).count();
        // `alarms are averaged over 10 minutes, so a spike of 3 never fires`: what never is follows from how it is.
        let never = consequence && text.tokens[sentence.clone()].iter().any(|it| it.is("never"));
        let present = clauses(text, sentence.clone()).into_iter().any(|it| acts(text, it));
        if best > 0.0 {
            score += best;
        }
        if consequence && (things >= 2 || (never && present)) {
            score += if present { 1.0 } else { 0.6 };
        }
        let detail = text.tokens[sentence.clone()]
            .iter()
            .filter(|it| matches!(it.kind, Kind::Code | Kind::Number | Kind::Ident))
            .count();
        if detail > 0 && things >= 2 {
            score += 0.4;
        }
    }
    if EXCUSES.scan(text).iter().any(|it| !text.tokens[it.tokens.start].quoted) {
        score -= 2.0;
    }
    score >= 1.0
}

/// Splits a sentence at signs and at words that begin a clause; each begins with what it is split at.
pub(super) fn clauses(text: &Text<'_>, sentence: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        let token = &text.tokens[at];
        let begins = token.any(&[
            "so",
            "because",
            "which",
            "since",
            "while",
            "whereas",
            "therefore",
            "and",
            "but",
            "whenever",
            "yet",
        ]);
        let sign = token.kind == Kind::Punct
            && (token.sign(',') || token.sign(';') || token.sign(':') || token.sign('\u{2014}'));
        if (begins || sign) && at > start {
            found.push(start..at);
            start = at;
        }
    }
    found.push(start..sentence.end);
    found
}

fn thing(token: &Token) -> bool {
    !token.quoted
        && (matches!(token.kind, Kind::Code | Kind::Ident)
            || token.word()
                && (THINGS.has(&token.norm)
                    || token.norm.split('-').any(|it| it.len() > 3 && THINGS.has(it))))
}

/// Tells how much a clause names a gap in a process or a design: 0 to 1.
fn gap(text: &Text<'_>, clause: std::ops::Range<usize>) -> f64 {
    let tokens = &text.tokens[clause.clone()];
    let things = tokens.iter().filter(|it| thing(it)).count();
    if things == 0 {
        return 0.0;
    }
    let negated = tokens.iter().any(|it| {
        it.among("no not never nothing nobody none nowhere neither only without cannot can't doesn't don't isn't aren't unless \
            until any anything anyone whatever each every manual manually by-hand hand once by-default alone silently \
            optional twice everywhere directly")
    });
    let present = acts(text, clause.clone());
    let past = tokens.iter().any(|it| {
        it.any(&["was", "were", "had", "did", "didn't", "wasn't", "weren't", "went", "got", "ran"])
            || (it.word() && it.norm.ends_with("ed") && it.norm.len() > 4)
    });
    let ours =
        tokens.iter().any(|it| it.any(&["we", "team", "people", "developers", "engineers", "everybody"]));
    match (present, negated) {
        (true, true) => 1.0,
        // `Config skips the canary stage`.
        (true, false) if things >= 2 && !ours => 1.0,
        (true, false) if things >= 2 => 0.6,
        (true, false) => 0.4,
        // `the check was never part of the pipeline`, `no gate compared`.
        (false, true) if things >= 2 && past && !ours => 0.6,
        _ => 0.0,
    }
}

/// Tells whether a clause says in the present what something does, is or has.
fn acts(text: &Text<'_>, clause: std::ops::Range<usize>) -> bool {
    clause.clone().any(|at| acts_at(text, at, &clause))
}

/// Tells whether a word that no list knows stands where only a verb does: `nothing validates them`, `the loader parses an
/// empty value`, `the tool merges profiles without a diff`.
fn verb_by_shape(token: &Token, before: Option<&Token>, after: [Option<&Token>; 2]) -> bool {
    let word = &token.norm;
    let formed = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    let Some(before) = before.filter(|_| formed && !token.possessive) else { return false };
    if before.among("nothing nobody none no-one") {
        return true;
    }
    let one = before.word()
        && !before.norm.ends_with('s')
        && !before.among("the a an to of in on for with by from and or");
    let [next, second] = after;
    let article = next.is_some_and(|it| it.among("a an the every each any no only its their"));
    let preposition = second.is_some_and(|it| it.among("without with from to by into before after"));
    one && (article
        || (thing(before) && preposition && next.is_some_and(|it| it.word() && it.norm.ends_with('s'))))
}

/// Tells whether a word is what systems do, in the present of one.
pub(super) fn act(token: &Token) -> bool {
    token.word() && ACTS.has(&token.norm)
}

/// Tells whether the word at `at` says so.
pub(super) fn acts_at(text: &Text<'_>, at: usize, clause: &std::ops::Range<usize>) -> bool {
    let token = &text.tokens[at];
    if !token.word() || token.quoted {
        return false;
    }
    let inside = |n: usize| text.tokens.get(at + n).filter(|_| at + n < clause.end);
    let before = at.checked_sub(1).filter(|it| clause.contains(it)).map(|it| &text.tokens[it]);
    if token.any(&[
        "is", "are", "has", "have", "does", "do", "can", "cannot", "can't", "doesn't", "don't", "isn't",
        "aren't", "must", "may", "needs", "depends", "relies", "rely",
    ]) {
        // `is a software defect`, `has accumulated`, `have been`, `is always DNS` tell nothing yet.
        let been = inside(1)
            .is_some_and(|it| it.is("been") || (it.norm.ends_with("ed") && token.any(&["has", "have"])));
        let label = token.any(&["is", "are"])
            && (1..=4).filter_map(inside).any(|it| LABELS.has(&it.norm) && !thing(it));
        return !been && !label;
    }
    let subject = before.is_some_and(|it| {
        thing(it)
            || it.any(&[
                "nothing",
                "nobody",
                "it",
                "that",
                "which",
                "and",
                "never",
                "only",
                "also",
                "silently",
                "always",
                "still",
                "each",
                "tool",
                "none",
                "ones",
                "then",
                "who",
                "we",
                "they",
                "one",
                "automatically",
                "first",
            ])
            || it.norm.ends_with("ly")
            || it.word() && it.norm.ends_with("ion")
    });
    let object = inside(1).is_none_or(|it| {
        it.kind != Kind::Word
            || it.possessive
            || it.among("the a an any no its every all each only on to from with in at by for after before if when not nothing as into their our whatever one both per once without against over through what it them up out back off first neither such this these those them anyone everyone everything anything whoever whatever verbatim twice more less many two three")
            || thing(it)
            // `accepts empty values`: a thing behind its quality.
            || inside(2).is_some_and(thing)
    });
    if verb_by_shape(token, before, [inside(1), inside(2)]) {
        return true;
    }
    if ACTS.has(&token.norm) {
        // `the screen shows no counter`: whatever the subject is, an object follows.
        let article = inside(1).is_some_and(|it| it.among("no any the a an every only"));
        let noun = before.is_some_and(|it| {
            it.word() && !it.among("the a an to of in on for with by from no any each our its at")
        });
        return (subject || (noun && article)) && object;
    }
    // A plural subject: `reviews use the average`, `tests stub only 200`.
    let plural = before.is_some_and(|it| {
        it.word() && it.norm.ends_with('s') && (thing(it) || it.any(&["engineers", "clients", "developers"]))
            || it.is("we")
            || it.is("they")
    });
    ACT_STEMS.has(&token.norm) && plural && object
}
