//! Words for points in time that no clock shows.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::clock::{RUNS, ambiguous};
use super::{Hit, What, exact};
use crate::review::text::{Case, Kind, Patterns, Text, Token};

/// What must hold besides the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum If {
    /// Nothing.
    Always,
    /// No noun follows that the words belong to: `morning report`.
    NoNoun,
    /// No date stands near.
    NoDate,
    /// It is not an exact offset: no number stands before it.
    NoNumber,
}

use If::{Always, NoDate, NoNoun, NoNumber};

static PATTERNS: LazyLock<Patterns<If>> = LazyLock::new(|| {
    Patterns::new(&[
        // Parts of the day.
        (
            "?early ?late ?late-night ?in ?during ?this ?that ?the ?around ?about ?before ?after ?until ?by ?since ?over ?over ?towards ?toward ?through ?all ?next ?following ?same ?previous ?mid ?late ?early morning|afternoon|evening|night|lunch|lunchtime|midday|dawn|dusk|sunrise|sunset|breakfast|dinner|dinnertime|teatime|mid-morning|mid-afternoon|daybreak|nightfall|forenoon|noontime|bedtime",
            NoNoun,
        ),
        (
            "?yesterday ?today ?tomorrow ?monday|tuesday|wednesday|thursday|friday|saturday|sunday ?early ?late morning|afternoon|evening|night|lunchtime",
            NoNoun,
        ),
        ("?during ?in the ?wee ?early ?small ?late ?morning hours of|in|before", NoNoun),
        ("in|during|at|into|till|until the ?wee ?early ?small ?late hours", Always),
        ("overnight", NoNoun),
        ("tonight", NoNoun),
        ("eod|cob|eob|bod", NoNoun),
        (
            "?by ?at ?before ?after ?the end|close|start|beginning of ?the day|business|shift|week|weekend|month|play|working|workday",
            NoNoun,
        ),
        ("?over ?during ?at ?on ?the ?this ?last ?all ?long weekend|weekends", NoNoun),
        ("over|during|after|before the holidays|holiday|break", NoNoun),
        ("first thing", Always),
        (
            "half|quarter past|to one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|midnight|noon",
            Always,
        ),
        (
            "during|after|before|once|until|by|throughout|through the morning|evening|afternoon|lunch|lunchtime|night rush|peak|shift",
            Always,
        ),
        (
            "one|two|three|four|five|six or two|three|four|five|six|seven seconds|minutes|hours|days|weeks before|later|earlier|after|ago|afterwards",
            Always,
        ),
        ("monday|tuesday|wednesday|thursday|friday|saturday|sunday :|-|–|—", NoDate),
        (
            "on|since|until|till|by the 1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th|13th|14th|15th|16th|17th|18th|19th|20th|21st|22nd|23rd|24th|25th|26th|27th|28th|29th|30th|31st",
            NoDate,
        ),
        // Days.
        ("yesterday|today|tomorrow", NoDate),
        ("the other day", Always),
        (
            "the ?very next|following|previous day|days|week|month|hour|minute|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
            NoDate,
        ),
        ("the day|week|night|evening|hour before|after", NoDate),
        (
            "last|past|next|this week|month|night|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
            NoDate,
        ),
        ("earlier|late|later|early ?on today|yesterday|this|that|in|on", NoDate),
        (
            "on|since|until|till|from|by|before|after|early|late|this|last|next ?early ?late monday|tuesday|wednesday|thursday|friday|saturday|sunday",
            NoDate,
        ),
        ("on|since|until|till|last|next mon|tue|tues|wed|thu|thur|thurs|fri|sat", NoDate),
        ("that day|week|month", NoDate),
        ("these days", Always),
        ("the|a days|weeks|day|week ?or ?so ?two before|after|earlier", NoDate),
        ("recently", NoNoun),
        ("not ?so ?too long ago|after|afterwards|before|thereafter", Always),
        ("long before|after ?the", Always),
        // Later.
        (
            "?a ?just ?only ?quite ?bit ?little ?tad ?while ?moment ?short ?time ?some ?somewhat ?sometime ?even ?much ?very ?time ?a later",
            NoNumber,
        ),
        ("later ?on", NoNumber),
        (
            "about|around|roughly|approximately|approx|some|nearly|almost|circa|maybe|perhaps|say|over|more|under|less ?than ?than ?about <any> ?<any> seconds|minutes|minute|min|mins|hours|hour|days|day|weeks|week later|after|afterwards|thereafter|earlier|before|on",
            NoDate,
        ),
        (
            "a|an ?good ?half ?quarter ?of ?an hour|minute|day|week|fortnight ?or ?so ?two later|afterwards|thereafter",
            NoDate,
        ),
        (
            "?a ?couple ?of few|several|some|couple|many|handful ?of ?more seconds|minutes|min|mins|hours|days|weeks|moments|hrs later|after|afterwards|thereafter|earlier|before|ago|back|into|prior|passed|on",
            Always,
        ),
        (
            "after|in|within ?about ?just a few|couple|several|bit|while ?of ?more ?seconds ?minutes ?min ?mins ?hours ?days ?moments",
            Always,
        ),
        (
            "after some|several|a|many ?short ?long ?little ?more ?further time|while|minutes|moments|hours|moment|bit|days",
            Always,
        ),
        (
            "seconds|minutes|hours|days|weeks|moments|ages later|after|afterwards|thereafter|earlier|before",
            NoNumber,
        ),
        (
            "?just ?right ?very ?pretty shortly|soon|directly|immediately|right|just|quickly ?there after|afterwards|afterward|before|thereafter|beforehand|following|thereupon",
            NoDate,
        ),
        ("shortly|soon|presently", NoNoun),
        ("in due course|time", Always),
        ("before long", Always),
        ("any moment|minute", Always),
        ("afterwards|afterward|thereafter|subsequently", NoNoun),
        ("eventually|ultimately", NoNoun),
        ("in the end", Always),
        ("at ?the ?very last", NoNoun),
        (
            "at some|one|a|an|any|this|that ?certain ?unknown ?later ?earlier ?given ?unspecified ?undetermined point|stage|moment|time",
            NoDate,
        ),
        ("at|around|about the|that|this|roughly ?about ?same time|moment|point", NoDate),
        ("sometime|someday", Always),
        ("some time ?later ?after ?ago ?before ?in ?around ?between ?during", NoNoun),
        ("one day|morning|evening|night", NoDate),
        (
            "a while|moment|bit|minute|moments|little|week|day|month|fortnight ?while ago|later|back|after|before|earlier|afterwards",
            Always,
        ),
        ("<num> <word> ago", Always),
        ("long|ages|years|weeks|months ago", Always),
        ("in the meantime|interim", Always),
        ("earlier", NoNumber),
        ("beforehand|previously", NoNoun),
        ("for|since ?quite some|a|ages ?long ?time ?while now", Always),
        ("around|about|near ?the turn of", Always),
        ("rush|peak|business|office|working|opening hour|hours", Always),
    ])
});

/// Nouns that make an adjective of a part of the day, besides what runs at it.
const NOUNS: &str = "shift peak report handover club owl hours hour people staff temperature audience side stage \
    version versions steps step phase phases stages part parts sections section releases attempts attempt retry retries \
    commit commits change changes generation generations model models copy half reads writes requests fix run page \
    consistency consistent tier tiers lights clubs operations operator watch standby duty crews transfer express mail";

/// Finds vague words; beside an exact time with a zone they are left alone.
pub(super) fn scan(text: &Text<'_>, zoned: bool) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let two_ways: HashSet<usize> = ambiguous(text).iter().map(|it| it.tokens.start).collect();
    for hit in PATTERNS.scan(text) {
        let tokens = hit.tokens.clone();
        let words = &text.tokens[tokens.clone()];
        if words.iter().any(|it| it.quoted || matches!(it.kind, Kind::Code | Kind::Ident)) {
            continue;
        }
        // `from 09:00 UTC until the evening`: the other end has no clock.
        let bound = |it: &Token| it.any(&["until", "till", "since"]);
        let end = bound(&words[0]) || text.before(tokens.start).is_some_and(bound);
        if zoned && !end && near_exact(text, &tokens) {
            continue;
        }
        if holds(text, *hit.value, (&tokens, &two_ways)) && !exempt(text, &tokens) {
            hits.push(Hit { tokens, what: What::Vague });
        }
    }
    hits
}

/// Tells whether an exact time stands within a few words.
fn near_exact(text: &Text<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let sentence = text.tokens[tokens.start].sentence;
    let near =
        |it: &usize| text.tokens.get(*it).is_some_and(|token| token.sentence == sentence) && exact(text, *it);
    (tokens.start.saturating_sub(6)..tokens.end + 7).any(|it| near(&it))
}

fn holds(
    text: &Text<'_>,
    condition: If,
    (tokens, two_ways): (&std::ops::Range<usize>, &HashSet<usize>),
) -> bool {
    let last = tokens.end - 1;
    match condition {
        Always => true,
        NoNoun => !text.after(last).is_some_and(|it| noun(text, last, it)) && !text.tokens[last].possessive,
        NoDate => {
            !date_near(text, tokens, two_ways)
                && !text.after(last).is_some_and(|it| noun(text, last, it))
                && (!text.tokens[last].possessive || text.tokens[last].is("yesterday"))
        }
        NoNumber => {
            // `~5 min later` is no exact offset.
            let counts = |it: &Token| it.number() && !it.norm.starts_with(['~', '≈']);
            let counted = (1..=4)
                .filter_map(|it| tokens.start.checked_sub(it))
                .map(|it| &text.tokens[it])
                .take_while(|it| it.sentence == text.tokens[last].sentence && it.kind != Kind::Punct)
                .any(counts)
                || text.tokens[tokens.clone()].iter().any(counts);
            !counted && !text.after(last).is_some_and(|it| noun(text, last, it) || it.is("than"))
        }
    }
}

/// Tells whether what follows is a noun that the words belong to.
fn noun(text: &Text<'_>, last: usize, next: &Token) -> bool {
    if !next.word() || next.start - text.tokens[last].end > 1 {
        return false;
    }
    let owned = |it: &Token| it.among(RUNS) || it.among(NOUNS);
    owned(next)
        || text.tokens.get(last + 2).is_some_and(|it| {
            it.sentence == next.sentence
                && next.case == Case::Lower
                && owned(it)
                && !next.any(&[
                    "the", "a", "an", "and", "of", "was", "were", "we", "is", "our", "to", "in", "all",
                    "when", "had", "in", "by", "on", "at", "this", "that", "no", "every", "each", "another",
                ])
                && !next.norm.ends_with("ed")
        })
}

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr \
    jun jul aug sep sept oct nov dec";

/// Tells whether a date stands near enough to tell the day.
fn date_near(text: &Text<'_>, tokens: &std::ops::Range<usize>, two_ways: &HashSet<usize>) -> bool {
    let sentence = text.tokens[tokens.start].sentence;
    let range = tokens.start.saturating_sub(4)..(tokens.end + 4).min(text.tokens.len());
    range
        .filter(|it| text.tokens[*it].sentence == sentence)
        .take_while(|it| *it < tokens.end || !text.tokens[*it].is("and"))
        .any(|it| {
            let token = &text.tokens[it];
            let month = token.word()
                && token.case != Case::Lower
                && token.among(MONTHS)
                && (text.before(it).is_some_and(Token::number) || text.after(it).is_some_and(Token::number));
            month || (matches!(token.kind, Kind::Date | Kind::Instant) && !two_ways.contains(&it))
        })
}

/// Names and sayings that hold such words.
fn exempt(text: &Text<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let (first, last) = (&text.tokens[tokens.start], &text.tokens[tokens.end - 1]);
    let before = text.before(tokens.start);
    let before_is = |words: &[&str]| before.is_some_and(|it| it.any(words));
    let compared =
        first.is("the") && before_is(&["of", "than", "as", "from"]) && last.any(&["before", "after"]);
    let span_of =
        last.any(&["week", "month", "hour"]) && text.after(tokens.end - 1).is_some_and(|it| it.is("of"));
    let duration = last.is("time") && before_is(&["quite", "for"]);
    let habit = compared
        || span_of
        || duration
        || before_is(&[
            "every", "each", "per", "or", "nightly", "daily", "any", "most", "black", "cyber", "good",
            "patch", "no", "not",
        ])
        || first.any(&["every", "each"])
        || last.any(&["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"]);
    // `or later`, `no later than`, `not later than`.
    let bound = last.any(&["later", "earlier"])
        && (before_is(&["or", "no", "not", "and", "sooner", "even"])
            || text.after(tokens.end - 1).is_some_and(|it| it.is("than")));
    let soon = last.is("soon")
        && (before_is(&["as", "too", "how"]) || text.after(tokens.end - 1).is_some_and(|it| it.is("as")));
    let immediately = first.any(&["immediately", "directly", "right", "just"]) && tokens.len() == 1;
    // `the migration ran overnight on 3 May` has its date; `today's edition` is a name.
    let owner = last.possessive && !first.is("yesterday");
    // `the Evening Post`, `evening out the load`.
    let after = text.after(tokens.end - 1);
    let name = last.any(&["evening", "morning", "afternoon", "night", "dawn", "sunday", "monday"])
        && (last.case == Case::Capital && after.is_some_and(|it| it.word() && it.case == Case::Capital)
            || last.is("evening") && after.is_some_and(|it| it.is("out")));
    let today = last.is("today") && before_is(&["as", "until", "still"]);
    let in_code = matches!(first.kind, Kind::Ident);
    let until_then = first.any(&["same"])
        || (last.any(&["time", "moment", "point"]) && first.is("at") && before_is(&["all"]));
    // `for the morning` as a purpose; `good night`.
    let capital_name = tokens.len() == 1 && last.case == Case::Capital && !first.first;
    // `at the time of writing`, `at the time the limit was 40`: the sentence says which.
    let at_the_time = first.any(&["at", "around", "about"])
        && last.any(&["time", "moment", "point"])
        && text.tokens[tokens.clone()].iter().any(|it| it.any(&["the", "that", "this", "same"]));
    habit
        || bound
        || soon
        || immediately
        || owner
        || today
        || in_code
        || until_then
        || name
        || capital_name
        || at_the_time
}
