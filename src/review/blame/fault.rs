//! What is held against somebody: verbs of fault, duties not done, the wrong thing done, labels and judgements.

mod cause;
mod deed;
mod patterns;

use std::ops::Range;

use cause::{agent, cause, had, owner, remedy, singled_out};
use deed::did_wrong;
use patterns::{FAULTS, LABELS, OUGHT};

use super::human::{Human, Who, predicate};
use super::lists::{BETWEEN, DUTY, FAULT, HUMAN, JUDGEMENTS, MEND, SLIPS, STATES};
use crate::review::text::{Case, Kind, Text, Token};

/// How far a reason is looked for, in tokens: sentences without an end must not cost more than their length.
const REACH: usize = 60;

/// Finds what is held against somebody, as ranges of tokens.
pub(super) fn faults(text: &Text<'_>, humans: &[Human]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for human in humans {
        found.extend(of(text, human));
    }
    for hit in LABELS.scan(text) {
        let label = &text.tokens[hit.tokens.clone()];
        if !label.iter().any(|it| it.quoted)
            && (text.tokens[hit.tokens.start].any(&["my", "that", "it", "competence", "skills", "is", "was"])
                || !rejected(text, &hit.tokens))
            && !technical_label(text, &hit.tokens)
        {
            found.push(hit.tokens);
        }
    }
    for (at, token) in text.tokens.iter().enumerate() {
        // `negligence flag`, `negligence insurance`: the name of a field or of a trade.
        let term = text.after(at).is_some_and(|it| {
            it.among("flag flags field fields column claim claims clause insurance policy code codes lawsuit rate score")
        });
        if token.word()
            && !token.quoted
            && !term
            && JUDGEMENTS.has(&token.norm)
            && !rejected(text, &(at..at + 1))
        {
            found.push(at..at + 1);
        }
    }
    found.sort_by_key(|it| (it.start, it.end));
    found
}

/// `Operator error rate`, `user error page`, `driver error 43`, `manual errors.log`: no label of anybody.
fn technical_label(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let (head, last) = (&text.tokens[tokens.start], tokens.end - 1);
    let noun = text.after(last).is_some_and(|it| {
        it.among(
            "rate rates log logs code codes message messages budget handling handler page pages count \
            counter reports reporting injection class metric metrics screen text response responses \
            boundary event events tracking channel state",
        ) || matches!(it.kind, Kind::Number | Kind::Ident | Kind::Code)
    });
    let last_word = &text.tokens[last];
    let counted = head.any(&["user", "driver", "manual"]) && last_word.norm.ends_with('s');
    let driver = (counted || head.any(&["driver", "keyboard"]))
        && !text.before(tokens.start).is_some_and(|it| it.any(&["by", "to", "of"]));
    let machine = head.any(&["operator", "driver", "user"])
        && text
            .before(tokens.start)
            .is_some_and(|it| it.word() && it.case != Case::Lower && !it.first && it.kind == Kind::Word);
    noun || driver || machine
}

/// Tells whether a label is named to be rejected: `"human error" is where the review starts, not a root cause`.
fn rejected(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let sentence = text.tokens[tokens.start].sentence;
    let from = tokens.start.saturating_sub(6);
    let before = text.tokens[from..tokens.start].iter().filter(|it| it.sentence == sentence);
    let mut after = text.tokens[tokens.end..].iter().take_while(|it| it.sentence == sentence).take(10);
    let negated = before.clone().any(|it| {
        it.among(
            "not never no isn't wasn't rather than instead beyond avoid nor without say label call \
            calling labelled reject prevents prevent catch catches tolerate tolerates against stop \
            stops guard guards reduce room susceptible prone stopping writing write neither called \
            assume assumes blaming survive survives",
        )
    });
    let denied =
        after.any(|it| it.among("not never isn't no cannot can't starts rather banned explains tolerant"));
    negated || denied
}

/// Returns what is held against one of those that the text speaks of.
fn of(text: &Text<'_>, human: &Human) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if human.subject {
        found.extend(subject(text, human));
    }
    found.extend(owner(text, human));
    found.extend(agent(text, human));
    found.extend(cause(text, human));
    found.extend(judged(text, human));
    found.extend(remedy(text, human));
    found.extend(had(text, human));
    found.extend(singled_out(text, human));
    if found.is_empty() && human.who == Who::Person && human.subject {
        found.extend(reproach(text, human));
    }
    found
}

/// What nobody says of a deed that was right. Of a named person one such word in the same breath is a reproach.
const REPROACH: &str = "wrong wrongly mistake mistakenly accident accidentally inadvertently careless carelessly negligent sloppy \
    hastily rashly prematurely unreviewed untested unapproved unauthorised unauthorized anyway disregarded disregarding \
    ignoring skipping bypassing shortcut shortcuts asleep blindly unfortunately predictably typo fat-fingered nobody \
    nuked wiped botched messed screwed broke crashed killed panicked clueless incompetent unaware late forgot failed \
    neglected overlooked misread mistyped misconfigured blame fault guilty culprit";

/// Looks for a word of reproach in what is said of a person, up to where something else is spoken of.
fn reproach(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let sentence = text.tokens[human.tokens.start].sentence;
    let start = predicate(text, human);
    let verb = word_at(text, start, sentence)?;
    let mends = |it: &Token| {
        MEND.has(&it.norm) || it.among("found noticed spotted saw identified discovered reported saying said says asked confirmed suspected suspects thinks thought")
    };
    if mends(verb) || word_at(text, start + 1, sentence).is_some_and(mends) {
        return None;
    }
    for at in start..start + 22 {
        let token = word_at(text, at, sentence)?;
        let turns = token.among(
            "because bc since which that when where while whether why if so who but after before until",
        ) || token.sign(';')
            || token.sign(':')
            || (token.sign(',') && text.after(at).is_some_and(|it| it.among("the a an our it this that")));
        if turns {
            return None;
        }
        let denied = (1..3)
            .filter_map(|it| at.checked_sub(it))
            .any(|it| text.tokens[it].among("not no never without nothing isn't wasn't"));
        if token.among(REPROACH) && !token.quoted && !denied {
            return Some(human.tokens.start..at + 1);
        }
    }
    None
}

fn word_at<'t>(text: &'t Text<'_>, at: usize, sentence: u32) -> Option<&'t Token> {
    text.tokens.get(at).filter(|it| it.sentence == sentence)
}

/// Looks at what is said of a subject, and at what it did next: `was paged, and did not answer`.
fn subject(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let sentence = text.tokens[human.tokens.start].sentence;
    let first = predicate(text, human);
    let mut starts = vec![first];
    let mut at = first;
    let mut covered = true;
    // Coordinated predicates, as long as nobody and nothing else becomes the subject.
    while let Some(token) = word_at(text, at, sentence) {
        if token.among(
            "because bc since which that when where while if whether why how after before until so as \
            although though",
        ) {
            covered = false;
        }
        if covered && (token.any(&["and", "but", "then", "or", "yet"]) || token.sign(',')) {
            starts.push(at + 1);
        }
        at += 1;
        if at - first > 24 {
            break;
        }
    }
    // `The developer who wrote the parser never considered it`: both are said of the developer.
    let who = text.after(human.tokens.end - 1).is_some_and(|it| it.is("who"));
    if text.tokens[human.tokens.start].is("whoever") || who {
        starts.extend(first + 1..first + 9);
    }
    starts.into_iter().find_map(|start| says(text, human, start, start == first))
}

/// Tells what fault the words from `start` on say.
fn says(text: &Text<'_>, human: &Human, start: usize, first: bool) -> Option<Range<usize>> {
    let sentence = text.tokens[human.tokens.start].sentence;
    for at in start..start + 5 {
        let token = word_at(text, at, sentence)?;
        let range = |end: usize| Some(human.tokens.start..end.max(at + 1));
        if SLIPS.has(&token.norm) && text.after(at).is_some_and(|it| it.word()) {
            return range(at + 2);
        }
        if let Some(hit) = OUGHT.at(text, at) {
            return (first && !program(text, human) && !neutral_duty(text, human, at))
                .then_some(human.tokens.start..hit.tokens.end);
        }
        // `Ingrid should ask first`: of a role that is a rule, of a person a reproach.
        if token.is("should")
            && human.who == Who::Person
            && text.after(at).is_some_and(|it| DUTY.has(&it.norm) || it.among("ask wait stop listen"))
        {
            return range(at + 2);
        }
        if let Some(hit) = FAULTS.at(text, at)
            && plausible(text, human, at)
        {
            return (!excused(text, human, at)).then_some(human.tokens.start..hit.tokens.end);
        }
        if FAULT.has(&token.norm)
            && (first || token.norm.ends_with("ed") || token.is("forgot") || token.is("misread"))
            && plausible(text, human, at)
        {
            let noun = text.after(at).is_some_and(|it| it.any(&["by", "of"])) && token.norm.ends_with('s');
            return (!noun && !excused(text, human, at)).then_some(human.tokens.start..at + 1);
        }
        // `two engineers who did not write it`: says which, and reproaches nobody.
        let which = text.before(at).is_some_and(|it| it.is("who")) && !token.is("never");
        if let Some(end) = left_undone(text, at, sentence).filter(|_| !which) {
            let theirs = !human.technical
                || text.tokens[end - 1].among("think bother realise realize remember read ask asked notice noticed look looked tell told \
                    understand pay care escalate double-check inform follow test review communicate announce \
                    warn coordinate consult listen heed check checked take taken verify document");
            return (theirs && plausible(text, human, at) && !excused(text, human, at))
                .then_some(human.tokens.start..end);
        }
        if let Some(range) = state(text, human, at) {
            return Some(range);
        }
        let between = BETWEEN.has(&token.norm) || (token.word() && token.norm.ends_with("ly"));
        if !between && (HUMAN.has(&token.norm) || (token.norm.ends_with("ed") && token.word())) {
            return did_wrong(text, human, at);
        }
        if !between {
            return None;
        }
    }
    None
}

/// Kinds of programs before `driver`, `operator` and `agent`.
const COMPUTING: &str = "print kernel gpu nic storage csi jdbc odbc printer display network usb block file device database db k8s \
    kubernetes cluster monitoring build backup log metrics scrape ci node prometheus postgres software cloud mesh cache \
    queue message graphics disk audio video sensor bluetooth wifi mail";

/// Tells whether a word that programs are called by stands for one: the Postgres operator, the kernel driver, the agent
/// (a Go process).
fn program(text: &Text<'_>, human: &Human) -> bool {
    if !human.technical {
        return false;
    }
    let noun = human.tokens.end - 1;
    let before = text.before(noun);
    let named = before.is_some_and(|it| {
        let capital = it.word() && it.case != Case::Lower && !it.first && !it.any(&["the", "a", "an", "our"]);
        let trade = it.case == Case::Upper && it.norm.len() <= 3;
        (capital && !trade) || matches!(it.kind, Kind::Ident | Kind::Code) || it.among(COMPUTING)
    });
    named || super::thing::named_thing(text, noun)
}

/// Operators, agents and drivers are programs as often: what is held against them must be what only people do.
fn plausible(text: &Text<'_>, human: &Human, at: usize) -> bool {
    if !human.technical {
        return true;
    }
    let noun = human.tokens.end - 1;
    let named = program(text, human);
    let verb = &text.tokens[at];
    // `The agent forgot its key`: who has an `its` is no person.
    let thing = (at + 1..at + 4)
        .any(|it| word_at(text, it, verb.sentence).is_some_and(|it| it.any(&["its", "itself"])));
    // `The operators who ignored the prompt` are people.
    if text.after(noun).is_some_and(|it| it.any(&["who", "whose"])) {
        return !named;
    }
    let machine = thing
        || verb.among(
            "gave wiped messed disregarded failed fail fails failing ignored ignores missed misses broke breaks caused skipped skips \
        assumed assumes bypassed lost took left dropped violated let refused made trashed \
        panicked got brought disregards omitted omits errs assume",
        );
    let organisation = text.tokens[noun].among(
        "support security vendor supplier legal marketing finance crew shift desk lead leads \
        supervisor ops operations infra",
    );
    !named && (!machine || organisation)
}

/// `did not check`, `never read`, `without reviewing`.
fn left_undone(text: &Text<'_>, at: usize, sentence: u32) -> Option<usize> {
    let token = word_at(text, at, sentence)?;
    let mut next = at;
    if token.among("did does do had has have was were")
        && text.after(at).is_some_and(|it| it.any(&["not", "never", "n't"]))
    {
        next = at + 2;
    } else if token.is("not") && text.before(at).is_some_and(|it| it.norm.ends_with("ly")) {
        // `had clearly not read`.
        next = at + 1;
    } else if token.among("didn't doesn't don't hadn't hasn't haven't never didnt wasn't weren't") {
        next = at + 1;
    }
    if next == at {
        return None;
    }
    for verb in next..next + 3 {
        let token = word_at(text, verb, sentence)?;
        let word = token.norm.as_str();
        let base = [
            word,
            word.strip_suffix("ed").unwrap_or(word),
            word.strip_suffix('d').unwrap_or(word),
            word.strip_suffix("ied").unwrap_or(word),
            word.strip_suffix('s').unwrap_or(word),
        ];
        if base.iter().any(|it| DUTY.has(it))
            || matches!(
                word,
                "done"
                    | "looked"
                    | "taken"
                    | "written"
                    | "ran"
                    | "run"
                    | "read"
                    | "noticed"
                    | "told"
                    | "stopped"
                    | "checked"
            )
        {
            return Some(verb + 1);
        }
        if !(BETWEEN.has(&token.norm)
            || token.any(&["properly", "at", "all", "ever", "double", "even"])
            || word.ends_with("ly"))
        {
            return None;
        }
    }
    None
}

/// `was careless`, `is to blame`.
fn state(text: &Text<'_>, human: &Human, at: usize) -> Option<Range<usize>> {
    let token = &text.tokens[at];
    let sentence = token.sentence;
    let before = text.before(at)?;
    let is = before.among("was were is are been being got became seemed be")
        || before.norm.ends_with("ly")
        || before.any(&["too", "so", "just", "very", "simply"])
        // `is new and careless`.
        || before.is("and")
            && (2..5).filter_map(|it| at.checked_sub(it)).any(|it| {
                text.tokens[it].sentence == sentence && text.tokens[it].among("was were is are")
            });
    if !is || !STATES.has(&token.norm) {
        return None;
    }
    // `was late because the page was` and `is slow` may be said of anybody; of a role only the clear ones.
    let mild = token.among("slow late unaware absent confused tired wrong mistaken blame");
    if mild
        && (text.tokens[at + 1..]
            .iter()
            .take(REACH)
            .take_while(|it| it.sentence == sentence)
            .any(|it| it.any(&["because", "since", "as"]))
            || token.is("unaware"))
        && human.who != Who::Person
    {
        return None;
    }
    (!human.technical || token.among("careless negligent asleep distracted lazy sloppy inattentive"))
        .then_some(human.tokens.start..at + 1)
}

/// `the on-call is supposed to get a page`, `the reviewer should have access`: no fault of theirs.
fn neutral_duty(text: &Text<'_>, human: &Human, at: usize) -> bool {
    let sentence = text.tokens[at].sentence;
    let behind = |from: usize, words: &[&str]| {
        (from..from + 3).any(|it| word_at(text, it, sentence).is_some_and(|it| it.any(words)))
    };
    let passive_duty = (at + 1..at + 5).any(|it| {
        word_at(text, it, sentence).is_some_and(|it| it.any(&["been", "be", "get", "gotten", "got"]))
    });
    let given =
        behind(at + 1, &["access", "paged", "received", "gotten", "got", "permission", "permissions"])
            || passive_duty
                && behind(
                    at + 2,
                    &[
                        "paged", "told", "notified", "warned", "informed", "alerted", "given", "able",
                        "access", "asked", "trained", "offered", "shown", "included", "reached", "woken",
                    ],
                );
    let passive = text.tokens[at].any(&["was", "were"])
        && (text.after(at + 1).is_none() || behind(at + 2, &["get", "receive", "be", "have", "see"]));
    human.who != Who::Person
        && (given
            || passive
            || (human.technical
                && !text.tokens[human.tokens.end - 1].among(
                    "marketing sales finance legal facilities management operator operators supervisor lead driver drivers editor dispatcher responder security \
                    ops operations support editors",
                )))
}

/// A role that could not see or know, for a reason that stands there.
fn excused(text: &Text<'_>, human: &Human, at: usize) -> bool {
    if human.who == Who::Person && !text.tokens[at].any(&["was", "were"]) {
        return false;
    }
    let sentence = text.tokens[at].sentence;
    let near: Vec<&Token> = (at..at + 4).filter_map(|it| word_at(text, it, sentence)).collect();
    let senses = near.iter().any(|it| {
        it.among(
            "see saw notice noticed respond react receive hear know acknowledge missed miss find \
            answer realise realize catch tell spot detect get understand recognise recognize ack \
            follow roll check read ignored test verify skipped look run",
        )
    });
    if !senses
        || near.iter().any(|it| it.any(&["bother", "failed", "neglected", "forgot", "overlooked", "care"]))
    {
        return false;
    }
    let reason = (at..text.tokens.len())
        .take(REACH)
        .take_while(|it| text.tokens[*it].sentence == sentence)
        .find(|it| {
            text.tokens[*it].any(&["because", "since", "as", "so"])
                || (text.tokens[*it].is("due") && text.after(*it).is_some_and(|it| it.is("to")))
        });
    reason.is_some_and(|it| {
        let rest = &text.tokens[it + 1..];
        let mut rest = rest.iter().take(REACH).take_while(|it| it.sentence == sentence);
        !rest.next().is_some_and(|it| it.any(&["he", "she", "they"]))
            && !rest.any(|it| {
                STATES.has(&it.norm) && !it.among("slow late wrong confused unaware absent blame")
                    || it.any(&["forgot", "bother", "hurry", "sleep", "attention"])
            })
    })
}

/// `an inexperienced intern`, `the careless operator`.
fn judged(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let noun = human.tokens.end - 1;
    let sentence = text.tokens[noun].sentence;
    let near = (1..=2)
        .filter_map(|it| noun.checked_sub(it))
        .take_while(|it| text.tokens[*it].word() && text.tokens[*it].sentence == sentence);
    let harsh = |it: &Token| {
        !it.quoted && it.among(
        "careless negligent reckless sloppy lazy irresponsible incompetent clueless unprofessional inattentive inexperienced \
         unqualified overconfident complacent stupid ignorant forgetful undisciplined unreliable",
    )
    };
    let adjective = near.into_iter().find(|it| harsh(&text.tokens[*it]))?;
    matches!(human.who, Who::Role | Who::Group).then_some(adjective..human.tokens.end)
}
