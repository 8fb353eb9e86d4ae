//! Persons that a text names: by given or family name, initial, handle, log-in or mail address.
//!
//! A name alone does not tell: `Jenkins` builds, `Victoria` is a station, `Will` begins a question. Lists of names are
//! where this begins; what stands around the word decides. A word that no list knows is a person when it is written
//! with a capital and does what only people do.

mod account;

use std::collections::HashSet;
use std::ops::Range;

use super::lists::{
    BEFORE_PERSON, BEFORE_PLACE, FAULT, HUMAN, HUMAN_ONLY, MAYBE, NAMES, SYSTEM, THING_NOUNS, THINGS, TITLES,
    common,
};
use super::thing::{behind_thing, named_thing, things};
use super::verb::{auxiliary_verb, finite_form, irregular};
use crate::review::lexicon::Lexicon;
use crate::review::text::{Case, Kind, Text, Token};

/// A person named in a text: these tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    /// The tokens of the name.
    pub tokens: Range<usize>,
}

/// Family names that are English words, for log-ins such as `jsmith`.
const FAMILY: &str = "smith brown white green black king wright hill wood hall young walker cook baker carter turner \
    parker cooper ward bell brooks price wood long ford stone fisher hunter mason marsh bishop banks bush fox lane \
    lamb potter page park pope powers rice rose shepherd short sharp snow spencer steel summers swift taylor ray \
    burns butler carpenter chambers church clay cross day field fields flowers forest frost gates golden grant \
    graves gray grey hardy hart hayes hood hope knight lake little love major marks may miller moon moss noble north \
    west weaver webb wells winter winters wolf woods";

/// What even a word that is a product or a place elsewhere does only as a person.
const MIND: &str = "said says told tells asked asks thinks thought suggested suggests noticed notices spotted realised \
    realized decided agreed proposed volunteered explained remembered wrote phoned acknowledged acked escalated \
    declared investigated debugged woke joined joins suspects suspected believes apologised apologized reviewed \
    approved merged investigates forgot";

/// What is called after people.
const CALLED_AFTER: &str = "springs nord sud international memorial airport university hospital street road avenue station stadium prize foundation \
    institute center centre bridge terminal square park building plant mine school college library museum clinic";

/// What is done to a person with `to` or `from`.
const HANDED: &str = "escalated escalate handed over handover passed pinged assigned reassigned back forwarded according \
    talked spoke reported";

/// What a word that no list knows is a person behind.
const UNKNOWN_AFTER: &str = "by per ask asked pinged ping told cc mr mr. ms ms. mrs mrs. dr dr. thanks kudos thank woke \
    phoned texted emailed";

/// What people own in an incident, and programs hardly.
const OWNED: &str = "patch change changes pr prs commit commits fix branch laptop idea suggestion review approval message \
    comment query note notes mail email fault mistake error blunder oversight negligence typo account merge rollback question mistake shift team hunch guess analysis theory \
    script dashboard spreadsheet history notebook terminal phone desk manager colleague machine workstation pull hotfix edit edits \
    typo credentials handover advice request work summary write-up draft ticket";

/// Finds the persons that a text names; `known` are names from elsewhere, such as the actors of an import.
pub(super) fn people(text: &Text<'_>, known: &[String]) -> Vec<Person> {
    let reader = Reader { text, known, things: things(text) };
    let mut found: Vec<Person> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        match reader.person(at) {
            Some(end) if end > at => {
                found.push(Person { tokens: at..end });
                at = end;
            }
            _ => at += 1,
        }
    }
    reader.joined(&mut found);
    found
}

struct Reader<'a> {
    text: &'a Text<'a>,
    known: &'a [String],
    /// Words that the text itself says are things: `Marvin the scheduler`.
    things: HashSet<&'a str>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> &Token {
        &self.text.tokens[at]
    }

    fn known(&self, word: &str) -> bool {
        let same = |it: &&str| it.to_lowercase() == word;
        self.known.iter().any(|it| it.split_whitespace().any(|it| same(&it)) || same(&it.as_str()))
    }

    /// Returns the end of the name of a person that begins at `at`.
    fn person(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        match token.kind {
            Kind::Handle if !token.quoted => self.handle(token).then_some(at + 1),
            Kind::Word if !token.quoted => self.word(at),
            Kind::Ident if !token.quoted => {
                (self.login(&token.norm) && self.acts_as_login(at)).then_some(at + 1)
            }
            _ => None,
        }
    }

    fn starts_clause(&self, at: usize) -> bool {
        self.text.before(at).is_none_or(|it| {
            it.kind == Kind::Punct
                || matches!(it.kind, Kind::Clock | Kind::Instant | Kind::Date)
                || it.among("because bc since as when while after before so that and but then if until where utc pm am \
                    also once though although today yesterday")
        })
    }

    /// Tells whether a verb of people follows at once, behind adverbs and auxiliaries.
    fn verb_after(&self, at: usize, only: bool) -> bool {
        self.verb(at, if only { HUMAN_ONLY } else { HUMAN }).is_some()
    }

    /// Returns the verb of a list that follows at once.
    fn verb(&self, mut at: usize, list: Lexicon) -> Option<&str> {
        let sentence = self.text.tokens.get(at.wrapping_sub(1))?.sentence;
        let mut helped = false;
        for _ in 0..4 {
            let token = self.text.tokens.get(at).filter(|it| it.sentence == sentence && it.word())?;
            let word = token.norm.as_str();
            if matches!(
                word,
                "has"
                    | "had"
                    | "have"
                    | "is"
                    | "was"
                    | "will"
                    | "did"
                    | "didn't"
                    | "not"
                    | "then"
                    | "also"
                    | "just"
                    | "should"
                    | "could"
                    | "would"
                    | "never"
                    | "hadn't"
                    | "hasn't"
                    | "wasn't"
                    | "can"
                    | "may"
                    | "must"
                    | "does"
                    | "doesn't"
                    | "only"
                    | "still"
                    | "first"
                    | "again"
                    | "quickly"
                    | "finally"
                    | "and"
                    | "to"
            ) || (word.ends_with("ly") && word.len() > 4)
            {
                helped = true;
                at += 1;
                continue;
            }
            // A plain form without a helper is a noun as often: `Marta review`, `Athena build`.
            let finite = helped || word.ends_with("ed") || word.ends_with('s') || irregular(word);
            return ((finite || word.ends_with("ing")) && (list.has(word) || FAULT.has(word)))
                .then_some(word);
        }
        None
    }

    /// Decides on a word.
    fn word(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        let norm = token.norm.as_str();
        if self.known(norm) && !common(norm) {
            return Some(self.extend(at));
        }
        if norm.trim_end_matches('.').chars().count() < 2
            || norm.contains('.') && norm.len() < 5 && token.case == Case::Upper
        {
            return self.initial(at);
        }
        if TITLES.has(norm) && token.case == Case::Capital {
            let next = self.text.after(at)?;
            let name = next.word() && next.case == Case::Capital;
            return name.then(|| self.extend(at + 1));
        }
        // `On-call`: words joined by a hyphen are no name.
        if norm.contains('-') && norm.split('-').all(|it| common(it) || it.len() < 3) {
            return None;
        }
        match token.case {
            Case::Capital => self.capital(at),
            Case::Lower => self.lower(at),
            Case::Upper
                if norm.len() > 3 && NAMES.has(norm) && !common(norm) && self.verb_after(at + 1, true) =>
            {
                Some(at + 1)
            }
            // `McDonald`, `DeShawn`, `O'Brien`.
            Case::Mixed if NAMES.has(norm) || norm.starts_with("mc") || norm.starts_with("mac") => {
                self.capital(at)
            }
            _ => None,
        }
    }

    /// `J. Smith`, `J.K. said`.
    fn initial(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        let letters: Vec<char> = token.norm.chars().collect();
        let initials =
            matches!(letters[..], [a, '.', b, '.'] | [a, '.', b] if a.is_alphabetic() && b.is_alphabetic());
        if initials && token.case == Case::Upper && self.verb_after(at + 1, false) {
            return Some(at + 1);
        }
        let stop = token.norm.ends_with('.')
            || self.text.tokens.get(at + 1).is_some_and(|it| it.sign('.') && it.start == token.end);
        if !stop || token.case != Case::Capital {
            return None;
        }
        let next = if token.norm.ends_with('.') { at + 1 } else { at + 2 };
        let name = self.text.tokens.get(next)?;
        (name.word()
            && name.case == Case::Capital
            && !THINGS.has(&name.norm)
            && (NAMES.has(&name.norm) || MAYBE.has(&name.norm) || !common(&name.norm)))
        .then(|| self.extend(next))
    }

    fn capital(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        let norm = token.norm.as_str();
        let parts = || norm.split('-');
        let clear = NAMES.has(norm)
            || (norm.contains('-')
                && parts().all(|it| NAMES.has(it) || MAYBE.has(it))
                && parts().any(|it| NAMES.has(it)));
        let maybe = !clear && MAYBE.has(norm);
        let asked = self
            .text
            .before(at)
            .is_some_and(|it| it.among("asked asks pinged called paged woke told with by thanks"));
        if !(asked && clear) && (self.things.contains(norm) || self.is_thing(at)) {
            return None;
        }
        let end = self.extend(at);
        let full = end > at + 1;
        if self.organisation(at, end) {
            return None;
        }
        if clear {
            return Some(end);
        }
        let thing = THINGS.has(norm);
        let cue = self.text.before(at).is_some_and(|it| BEFORE_PERSON.has(&it.norm) || TITLES.has(&it.norm));
        let acts = if thing {
            self.verb(end, HUMAN).is_some_and(|it| MIND.split_ascii_whitespace().any(|word| word == it))
        } else {
            self.verb_after(end, !maybe)
        };
        if maybe {
            let last_name = full && (at + 1..end).any(|it| NAMES.has(&self.token(it).norm));
            // A verb at the front, as in `Mark joined`, is a name; `Will restart` is not.
            let front = token.first && self.text.after(at).is_some_and(|it| !finite_form(&it.norm));
            let auxiliary = token.among("will may can do so an in he she my no if to at on as");
            // `pushed by Sofia`, `handed over from Grace`: what is a place elsewhere is none there.
            let by = self.text.before(at).is_some_and(|it| it.is("by"))
                && at > 1
                && (self.token(at - 2).norm.ends_with(['d', 'n', 't'])
                    || self.token(at - 2).among("master main prod"));
            let handed = self.text.before(at).is_some_and(|it| it.any(&["from", "to"]))
                && at > 1
                && self.token(at - 2).among(HANDED);
            let cue = (cue || handed)
                && !token.first
                && !auxiliary
                && (!thing || by || handed)
                && !self.text.before(at).is_some_and(|it| it.any(&["and", "&", "with"]));
            let owned =
                self.text.after(at).is_some_and(|it| OWNED.split_ascii_whitespace().any(|word| it.is(word)));
            let own = token.possessive && !auxiliary && (owned || !thing && !token.first);
            return (last_name
                || (acts && !front && !auxiliary_verb(norm, self.text.after(at)))
                || cue
                || own)
                .then_some(end);
        }
        if thing || common(norm) || norm.len() < 3 || norm.contains('.') {
            return None;
        }
        // A word that no list knows.
        let comma = self.text.after(end - 1).is_some_and(|it| it.sign(','));
        let who = !token.first
            && (self.text.after(end - 1).is_some_and(|it| it.is("who"))
                || comma && self.text.tokens.get(end + 1).is_some_and(|it| it.is("who")));
        let family = full && (at + 1..end).any(|it| NAMES.has(&self.token(it).norm));
        let by = self
            .text
            .before(at)
            .is_some_and(|it| UNKNOWN_AFTER.split_ascii_whitespace().any(|word| it.is(word)));
        let owns = token.possessive
            && self.text.after(at).is_some_and(|it| OWNED.split_ascii_whitespace().any(|word| it.is(word)));
        (acts
            || who
            || family
            || owns
            || (by && !self.text.after(end - 1).is_some_and(|it| it.word() && it.case != Case::Lower)))
        .then_some(end)
    }

    fn lower(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        let norm = token.norm.as_str();
        let name = NAMES.has(norm) && norm.len() > 2;
        if !name && !self.login(norm) && self.unknown_acts(at) {
            return Some(at + 1);
        }
        if !name && !self.login(norm) {
            let clear = MAYBE.has(norm) && !common(norm);
            return (clear && self.acts_as_login(at)).then_some(at + 1);
        }
        if self.things.contains(norm) || self.is_thing(at) || THINGS.has(norm) {
            return None;
        }
        let own = token.possessive && NAMES.has(norm) && !common(norm);
        (own || self.acts_as_login(at)).then_some(at + 1)
    }

    /// `Indira Gandhi International`, `Mercy Ships`, `San Pedro`: called after somebody.
    fn organisation(&self, at: usize, end: usize) -> bool {
        let saint = |it: &Token| {
            it.case == Case::Capital
                && it.among("mount lake port fort san santa saint st st. cape puerto villa")
        };
        let place = self.text.before(at).is_some_and(saint) || (end > at + 1 && saint(self.token(at)));
        let next =
            self.text.tokens.get(end).filter(|it| {
                it.word() && it.case == Case::Capital && it.start - self.token(end - 1).end == 1
            });
        let noun = next.is_some_and(|it| {
            let plural = self.token(at).first
                && it.norm.ends_with('s')
                && common(&it.norm)
                && !it.possessive
                && !MAYBE.has(&it.norm)
                && !FAMILY.split_ascii_whitespace().any(|word| word == it.norm);
            plural || it.among(CALLED_AFTER)
        });
        // `Bauer & Söhne`.
        let firm = self.text.tokens.get(end).is_some_and(|it| it.sign('&') || it.is("&"))
            && self.text.tokens.get(end + 1).is_some_and(|it| it.word() && it.case == Case::Capital);
        place || firm || noun && !self.token(end - 1).possessive
    }

    /// Tells by what stands around it that a name is no person's.
    fn is_thing(&self, at: usize) -> bool {
        let token = self.token(at);
        if behind_thing(self.text, at) || named_thing(self.text, at) {
            return true;
        }
        let next = self.text.after(at).filter(|it| it.start - token.end <= 1);
        let system = |it: &Token| {
            SYSTEM.has(&it.norm) || it.any(&["is", "was", "went"]) && self.says_of_system(at + 1)
        };
        if let Some(next) = next {
            let noun = next.word() && THING_NOUNS.has(&next.norm) && !self.is_verb_here(at + 1);
            let method = token.possessive
                && next.among(
                    "law algorithm test theorem method formula inequality distribution principle correction \
                    paradox rule razor transform hypothesis",
                )
                && !(next.is("test") && self.text.after(at + 1).is_some_and(Token::word));
            if (noun && !token.possessive) || method || system(next) {
                return true;
            }
            // `Marvin 2.1`, `Athena v3`, `Mercury's`.
            let version = next.kind == Kind::Number && !next.norm.contains(':')
                || next.kind == Kind::Ident
                    && next.norm.starts_with('v')
                    && next.norm[1..].starts_with(|it: char| it.is_ascii_digit());
            if version && !token.possessive {
                return true;
            }
        }
        let Some(before) = self.text.before(at) else { return false };
        // `the Athena`, but `the Priya change` says whose it was.
        let article = before.among("the a an our each every this another both all") && !token.possessive;
        let place = (MAYBE.has(&token.norm) || THINGS.has(&token.norm)) && BEFORE_PLACE.has(&before.norm);
        let both = THINGS.has(&token.norm) && before.among("from to via on of through into");
        article || place || both
    }

    /// `is down`, `was at 98%`, `went read-only`.
    fn says_of_system(&self, verb: usize) -> bool {
        // `was slow to react` is said of people.
        let acts = self.text.tokens.get(verb + 2).is_some_and(|it| it.is("to"));
        self.text.after(verb).is_some_and(|it| {
            !(acts && it.is("slow")) && it.among(
                "down up unavailable unreachable offline online slow stuck full degraded healthy unhealthy \
                read-only overloaded throttled deployed restarted migrated upgraded installed deprecated \
                replicated configured running",
            ) || (it.any(&["at", "on", "in"])
                && self.text.tokens.get(verb + 2).is_some_and(|it| it.number() || it.norm.ends_with('%')))
        })
    }

    /// `Marta reports that`, `Anil tests the fix`: a verb that is a thing in the plural elsewhere.
    fn is_verb_here(&self, at: usize) -> bool {
        let token = self.token(at);
        HUMAN.has(&token.norm)
            && (token.norm.ends_with("ed")
                || irregular(&token.norm)
                || self.text.after(at).is_some_and(|it| {
                    it.among(
                        "the a an that in on to it up out off back for with our all his her their into again",
                    ) || it.kind == Kind::Number
                        || it.kind == Kind::Ident
                }))
    }

    /// Takes the rest of a name: `Samira Haddad`, `Chen Wei`, `Tom B.`, `Ana de la Cruz`.
    fn extend(&self, at: usize) -> usize {
        let mut end = at + 1;
        let sentence = self.token(at).sentence;
        while !self.token(end - 1).possessive && end - at < 5 {
            let Some(token) = self.text.tokens.get(end).filter(|it| it.sentence == sentence) else { break };
            let close = token.start - self.token(end - 1).end <= 1;
            let title = token.case == Case::Capital && token.among("hanım hanim bey abla abi hoca ji san");
            let particle = token
                .among("de la van der den von da dos al el bin bint ben di du le ibn ter ten af av")
                && self.text.tokens.get(end + 1).is_some_and(|it| {
                    it.word() && it.case == Case::Capital || it.any(&["la", "der", "den", "los"])
                });
            let initial = token.word()
                && token.case == Case::Capital
                && token.norm.trim_end_matches('.').chars().count() == 1;
            let name = token.word()
                && matches!(token.case, Case::Capital | Case::Mixed)
                && !TITLES.has(&token.norm)
                && (NAMES.has(&token.norm)
                    || MAYBE.has(&token.norm)
                    || (!common(&token.norm) && !THINGS.has(&token.norm)));
            if !close || !(title || particle || initial || name) {
                break;
            }
            end += 1;
        }
        end
    }

    /// `Heiko and Annegret`, `from Grace to Pedro`: a name that may be one is one beside a sure one.
    fn joined(&self, found: &mut Vec<Person>) {
        let sure: Vec<Range<usize>> = found.iter().map(|it| it.tokens.clone()).collect();
        let taken = |at: usize| {
            let next = sure.partition_point(|it| it.end <= at);
            sure.get(next).is_some_and(|it| it.contains(&at))
        };
        let name = |at: usize| {
            let token = self.text.tokens.get(at)?;
            let candidate = token.word()
                && token.case == Case::Capital
                && !token.quoted
                && MAYBE.has(&token.norm)
                && !taken(at)
                && !self.is_thing(at);
            candidate.then(|| Person { tokens: at..at + 1 })
        };
        for person in &sure {
            let (start, end) = (person.start, person.end);
            let link = |at: usize| {
                self.text.tokens.get(at).is_some_and(|it| {
                    it.any(&["and", "to", "or", "&", "with"]) || it.sign(',') || it.sign('/') || it.sign('&')
                })
            };
            if link(end) {
                found.extend(name(end + 1));
            }
            if start >= 2 && link(start - 1) {
                found.extend(name(start - 2));
            }
        }
        found.sort_by_key(|it| it.tokens.start);
        found.dedup_by_key(|it| it.tokens.start);
    }
}
