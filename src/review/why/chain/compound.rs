//! Two causes in one answer.

use std::ops::Range;

use super::verb;
use crate::review::text::{Kind, Text, Token};
use crate::review::why::content::Content;
use crate::review::why::weak;

/// The longest sentence in which two causes are looked for, in tokens.
const LONGEST_SENTENCE: usize = 120;

/// Words by which an author says that a second cause stands beside the first.
const BESIDE: &str =
    "besides independently separately unrelated additionally moreover furthermore coincidentally";

/// Finds two causes in one answer: clauses with a subject and a verb of their own that share nothing and are not cause and
/// effect, or causes that the author counts or calls independent. `A, and B` is mostly one mechanism told in two steps.
/// Returns where the second is, and whether the author tells them apart by number or word.
pub(super) fn compound(text: &Text<'_>) -> Option<(Range<usize>, bool)> {
    if let Some(second) = counted(text) {
        return Some((second..text.tokens.len(), true));
    }
    // `The code was cut off. Besides that, the table was stale.`
    if let Some(second) = text.sentences().into_iter().skip(1).find(|it| {
        let first = &text.tokens[it.start];
        first.among(BESIDE) || (first.is("also") && text.after(it.start).is_some_and(|it| it.sign(',')))
    }) {
        return Some((second, true));
    }
    // `The manifest was incomplete. The screenshots also showed an old logo.`
    let sentences = text.sentences();
    if let [first, second, ..] = &sentences[..]
        && text.tokens[second.clone()].iter().take(6).any(|it| it.is("also"))
        && Content::of(text, first.clone()).shared(&Content::of(text, second.clone())) == 0
    {
        return Some((second.clone(), false));
    }
    // What has no end is no sentence; each word of it would be looked at from each other.
    sentences.into_iter().filter(|it| it.len() <= LONGEST_SENTENCE).find_map(|sentence| {
        let from = sentence.start + 3..sentence.end.saturating_sub(4) + 1;
        from.into_iter().find_map(|at| joint(text, &sentence, at))
    })
}

/// Returns where the second cause stands, if the word at `at` joins it to the first.
fn joint(text: &Text<'_>, sentence: &Range<usize>, at: usize) -> Option<(Range<usize>, bool)> {
    let token = &text.tokens[at];
    let well = token.is("as")
        && text.after(at).is_some_and(|it| it.is("well"))
        && text.tokens.get(at + 2).is_some_and(|it| it.is("as"));
    let beside = token.among(BESIDE) || other_side(text, sentence, at);
    if !(token.any(&["and", "plus"]) || well || beside) {
        return None;
    }
    let (left, right) = (sentence.start..at, at + 1..sentence.end);
    let after = &text.tokens[right.clone()];
    // `X was cut and is not tied to Y`: the subject goes on.
    let goes_on = after.first().is_some_and(|it| {
        it.among("is are was were has have had does do did can could will not never")
            || weak::act(it)
            || it.norm.ends_with("ed")
            || it.kind == Kind::Code
    });
    if goes_on || verb(text, left.clone()).is_none() {
        return None;
    }
    let said =
        text.tokens[at..sentence.end.min(at + 5)].iter().any(|it| it.among(BESIDE) || it.is("addition"))
            || after.iter().any(|it| it.is("also"))
            || well_ends(text, sentence.end);
    if !said && one_mechanism(text, sentence, at) {
        return None;
    }
    // `as well as the API having no limit` is a cause, `as well as test tables` belongs to the first.
    let having = after.iter().any(|it| it.any(&["having", "being", "lacking"]));
    if beside || well {
        return (!well || having).then_some((at..sentence.end, true));
    }
    apart(text, left, right).map(|it| (it, said))
}

/// `on the one side …, and on the other the printer was broken`, `…; also, the spare sensor …`.
fn other_side(text: &Text<'_>, sentence: &Range<usize>, at: usize) -> bool {
    let token = &text.tokens[at];
    let before = |word: &str| text.before(at).is_some_and(|it| it.is(word));
    let sided = || text.tokens[sentence.clone()].iter().any(|it| it.is("side"));
    (token.is("also") && text.tokens[at - 1].sign(';'))
        || (token.is("other")
            && (text.after(at).is_some_and(|it| it.any(&["side", "hand"])) || (before("the") && sided())))
}

/// Tells whether what stands on both sides of a plain `and` is told as one mechanism.
fn one_mechanism(text: &Text<'_>, sentence: &Range<usize>, at: usize) -> bool {
    let (left, right) = (sentence.start..at, at + 1..sentence.end);
    let after = &text.tokens[right.clone()];
    let commas = |at: &usize| text.tokens[*at].is("and") && text.tokens[at - 1].sign(',');
    let listed = (sentence.start + 1..sentence.end).filter(commas).count() > 1;
    let comma = text.tokens[at].is("and") && text.tokens[at - 1].sign(',');
    // `the field was empty and the template then prints it`: one thing after another.
    let follows = text.tokens[at].is("and")
        && after.iter().any(|it| {
            it.among("then afterwards later assumes includes expects needs relies depends treats thereby")
        });
    // `took 95 s and the timeout is 60 s`: what is compared belongs together.
    let counts = |it: &[Token]| it.iter().any(Token::number);
    let compared = counts(&text.tokens[left.clone()]) && counts(after);
    follows || compared || (comma && !listed && !two_states(text, left, right))
}

/// Tells whether two clauses have subjects of their own, share nothing, and are not linked as cause and effect.
fn apart(text: &Text<'_>, left: Range<usize>, right: Range<usize>) -> Option<Range<usize>> {
    let linked = text.tokens[left.start..right.end]
        .iter()
        .any(|it| it.among("so because therefore since thus hence when whenever if while until although"));
    let own = verb(text, right.clone())?;
    // The right has a subject of its own: words before its verb, and no pronoun.
    let subject = &text.tokens[right.start..own];
    let noun = subject
        .iter()
        .any(|it| it.word() && !it.among("also then not never still only already the a an our its"));
    let pronoun = subject
        .first()
        .is_some_and(|it| it.among("it they which that this these he she both each who whose"));
    if !noun || pronoun || linked || subject.len() > 8 {
        return None;
    }
    let (a, b) = (Content::of(text, left), Content::of(text, right.clone()));
    let refers = text.tokens[right.clone()].iter().any(|it| it.among("it them they their"));
    (a.shared(&b) == 0 && !refers).then(|| right.start - 1..right.end)
}

/// `…, and the battery was flat as well.`
fn well_ends(text: &Text<'_>, end: usize) -> bool {
    let words: Vec<&Token> = text.tokens[end.saturating_sub(4)..end].iter().filter(|it| it.word()).collect();
    matches!(words[..], [.., a, b] if (a.is("as") && b.is("well")) || b.is("too"))
}

/// Tells whether both clauses say what was the case and neither speaks of a gap: two conditions that merely met.
fn two_states(text: &Text<'_>, left: Range<usize>, right: Range<usize>) -> bool {
    let state = |at: usize| text.tokens[at].any(&["was", "were", "had"]);
    let past = |at: usize| {
        state(at)
            || text.tokens[at].among("ran took lost fell broke went")
            || text.tokens[at].norm.ends_with("ed")
    };
    let (was, had) = (verb(text, left), verb(text, right.clone()));
    let gap = text.tokens[right.clone()]
        .iter()
        .any(|it| it.among("no nothing nobody never not none each every same only without any still than"));
    was.is_some_and(past) && had.is_some_and(state) && !gap
}

/// Returns where the second of counted causes begins: `1) clock skew 2) a small disk`.
fn counted(text: &Text<'_>) -> Option<usize> {
    let numbered = |count: &str, from: usize| {
        (from..text.tokens.len().saturating_sub(1)).find(|at| {
            text.tokens[*at].norm.trim_start_matches('(').trim_end_matches([')', '.']) == count
                && (text.tokens[at + 1].sign(')') || text.tokens[*at].norm.ends_with(')'))
        })
    };
    let first = numbered("1", 0)?;
    numbered("2", first + 1)
}
