//! Amounts, degrees and durations in words.

use std::ops::Range;
use std::sync::LazyLock;

use super::measures;
use crate::review::text::{Case, Kind, Patterns, Text};

/// What kind of vagueness, which decides where its number must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// An amount: its number stands right behind it, in brackets or after a comma.
    Amount,
    /// An amount, if a plural follows.
    Plural,
    /// A degree: its number stands near.
    Degree,
    /// A degree, if what it is of follows.
    DegreeOf,
    /// A duration.
    Duration,
    /// That something may have been.
    Perhaps,
}

use What::{Amount, Degree, DegreeOf, Duration, Perhaps, Plural};

static PATTERNS: LazyLock<Patterns<What>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "several|many|few|some|multiple|couple|a hundred|hundreds|thousand|thousands|dozen|dozens|million|millions",
            Amount,
        ),
        (
            "hundreds|thousands|millions|billions|dozens|scores|tens|loads|tons|plenty|lots|heaps|masses ?upon ?and ?hundreds ?thousands of",
            Amount,
        ),
        ("hundreds|thousands|millions|dozens|lots", Amount),
        (
            "a ?very ?quite ?fairly ?relatively ?rather small|large|big|great|good|tiny|limited|certain|fair|decent|considerable|significant|substantial|sizeable|sizable|growing|high|low|modest|non-trivial|minor|major|vast|huge|unknown|fraction|part|portion ?number|amount|part|portion|share|fraction|proportion|percentage|subset|group|majority|minority|deal|volume|quantity|chunk|handful|set|segment|section|majority of",
            Amount,
        ),
        (
            "a|the|in ?the number|amount|part|portion|share|fraction|proportion|percentage|subset|group|majority|minority|handful|bunch|couple|volume|range|series|chunk|lot|minority|variety|host|slew|string|segment of",
            Amount,
        ),
        ("a lot|bunch|handful|majority|minority", Amount),
        ("handful|bunch|lots|plenty|majority|parts|portions of", Amount),
        (
            "?nearly ?almost ?virtually ?practically ?more ?or ?less all|every|everyone|everybody",
            What::Amount,
        ),
        ("some|several|many|certain|various|numerous|multiple|countless|innumerable|umpteen|sundry", Plural),
        ("some|several|many|most|few|much of ?the ?our ?those ?them", Amount),
        ("some|several|many", Amount),
        ("most", Plural),
        ("a ?very ?quite few", Amount),
        ("few|fewer", Plural),
        ("mostly|largely|mainly|partly|partially|predominantly|chiefly", Degree),
        ("in ?most ?some part|parts|cases|places|instances", Degree),
        ("to some|a ?certain ?large ?small ?great ?lesser extent|degree", Degree),
        ("?around ?about <num> ?percent ?% or so", Amount),
        ("or so", Amount),
        (
            "significant|significantly|considerable|considerably|substantial|substantially|negligible|negligibly|noticeable|noticeably|massive|massively|enormous|enormously|tremendous|immense|immensely|huge|hugely|widespread|extensive|extensively|drastic|drastically|dramatic|dramatically|marked|markedly|marginal|marginally|appreciable|appreciably|insignificant|tiny|vast|vastly|colossal|hefty|sizeable|sizable|moderate|moderately|minimal|minimally|severe|severely|serious|seriously|heavy|heavily|slight|slightly|notable|notably|sporadic|sporadically|intermittent|intermittently|occasional|occasionally|infrequent|infrequently|sometimes|frequently|rarely|repeatedly|periodically|elevated|abnormal|abnormally|unusually|excessive|excessively|sluggish|sluggishly|badly|greatly|strongly|somewhat|sharply|poorly|patchy|spotty|quite ?a",
            Degree,
        ),
        ("from time to time", Degree),
        ("now and then|again", Degree),
        ("at times", Degree),
        ("every so often|while", Degree),
        ("off and on", Degree),
        ("on and off", Degree),
        (
            "major|minor|large|larger|big|bigger|small|smaller|high|higher|low|lower|limited|increased|increasing|reduced|decreased|degraded|bad|poor|long|longer|short|shorter|partial|heavy|unknown|great|greater|real|slow|slower|strong|rising|growing|worse|visible|severe|measurable|certain|material|critical",
            DegreeOf,
        ),
        (
            "impact ?on ?customers ?users was|is|were ?quite ?very ?rather ?fairly ?relatively ?also big|small|low|high|large|limited|minor|major|unclear|unknown|bad|moderate|medium|severe|minimal|small|contained",
            Degree,
        ),
        (
            "was|were|is|are|became|got|ran|felt|been|being ?very ?quite ?rather ?extremely ?really ?a ?bit ?noticeably slow|slower|slowly|sluggish|laggy|flaky|unstable|unreliable|degraded|limited|overloaded|unresponsive",
            Degree,
        ),
        (
            "slower|higher|longer|lower|worse|more|fewer|less than ?is usual|normal|expected|average|usually|usual",
            Degree,
        ),
        ("a|went|gone|down|up a lot", Degree),
        (
            "for ?quite ?just ?only a|some ?very ?relatively ?fairly ?rather ?quite ?short|long|brief|little|extended|limited|considerable|certain|while ?a while|time|period|moment|moments|bit|spell|stretch|duration|interval",
            Duration,
        ),
        (
            "for a|an ?very ?relatively ?fairly ?rather ?quite short|long|brief|extended|prolonged|considerable|certain|limited|significant ?period|time|while|spell|duration|amount ?of ?time",
            Duration,
        ),
        (
            "?a ?very ?relatively ?fairly brief|short|extended|prolonged|temporary|momentary|transient|short-lived|lengthy|long-lasting outage|interruption|period|disruption|downtime|unavailability|time|while|blip|window|loss|delay|outages|interruptions|disruptions|delays|degradation|incident|hiccup|spike|glitch|pause|failure|errors|drop|moment|spell|slowdown|impact|freeze",
            Duration,
        ),
        ("brief|prolonged|short-lived|momentary", Duration),
        ("briefly|temporarily|momentarily|shortly|fleetingly", Duration),
        ("for hours|minutes|days|weeks|seconds|ages|long|moments|months", Duration),
        ("a few|couple|several ?of seconds|minutes|hours|days|weeks|moments", Duration),
        ("quite some time", Duration),
        ("a while", Duration),
        ("some time", Duration),
        (
            "may|might|could ?also ?possibly have ?also ?been affected|impacted|seen|experienced|lost|received|noticed|failed|hit|touched|missed",
            Perhaps,
        ),
        ("may|might|could be|experience|see affected|impacted", Perhaps),
    ])
});

/// What an extent is of.
const EXTENTS: &str = "impact impacts number numbers amount amounts part portion share volume volumes outage outages \
    delay delays backlog backlogs loss losses drop increase decrease rise spike error errors failure failures latency \
    latencies degradation disruption disruptions interruption slowdown slowdowns rate rates load traffic response \
    responses time times wait waits queue queues queueing downtime effect effects customer customers user users service \
    performance functionality availability experience quality damage cost costs revenue subset group set degree extent \
    issue issues problem problems timeouts complaints percentage fraction proportion unavailability period duration \
    instability business consequences harm inconvenience throughput capacity packet memory usage lag page loading";

/// Finds vague words that have no number of theirs.
pub(super) fn scan(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut hits: Vec<Range<usize>> = Vec::new();
    for hit in PATTERNS.scan(text) {
        let tokens = hit.tokens.clone();
        let words = &text.tokens[tokens.clone()];
        if words.iter().any(|it| it.quoted || it.kind == Kind::Code) || exempt(text, &tokens) {
            continue;
        }
        let vague = match *hit.value {
            What::Amount => !counted(text, &tokens) && !whole(text, &tokens),
            What::Plural => plural(text, &tokens) && !counted(text, &tokens),
            What::Degree => !near(text, &tokens),
            What::DegreeOf => {
                let of = (tokens.end..tokens.end + 2).any(|it| {
                    text.tokens
                        .get(it)
                        .is_some_and(|it| it.sentence == words[0].sentence && it.word() && it.among(EXTENTS))
                });
                of && !near(text, &tokens)
            }
            What::Duration => !near(text, &tokens),
            What::Perhaps => !near(text, &tokens),
        };
        if vague {
            hits.push(tokens);
        }
    }
    hits.sort_by_key(|it| (it.start, usize::MAX - it.end));
    hits
}

/// `nearly all`, but plain `all` and `every` are absolutes.
fn whole(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() == 1 && text.tokens[tokens.start].any(&["all", "every", "everyone", "everybody"])
}

/// Tells whether the number of an amount stands beside it: `many sellers (4,112 of 9,870)`, `some 400 users`.
fn counted(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let sentence = text.tokens[tokens.start].sentence;
    let same = |at: usize| text.tokens.get(at).filter(|it| it.sentence == sentence);
    // `some 400`, `a total of`; `several hundred` is no number.
    if same(tokens.end).is_some_and(|it| it.kind == Kind::Number && measures(text, tokens.end)) {
        return true;
    }
    let mut opened = false;
    for at in tokens.end..tokens.end + 9 {
        let Some(token) = same(at) else { break };
        opened |= token.kind == Kind::Punct
            && (token.sign('(')
                || token.sign(',')
                || token.sign(':')
                || token.sign('\u{2014}')
                || token.sign('\u{2013}')
                || token.sign('-')
                || token.sign('='));
        if opened && measures(text, at) {
            return true;
        }
        if token.any(&["between", "from", "while", "because", "and", "but", "which"]) && !opened {
            break;
        }
    }
    // `4,112 sellers, a large part of them`.
    (1..=6)
        .filter_map(|it| tokens.start.checked_sub(it))
        .take_while(|it| text.tokens[*it].sentence == sentence)
        .any(|at| {
            measures(text, at)
                && (at + 1..tokens.start).any(|it| text.tokens[it].sign(',') || text.tokens[it].sign('('))
        })
}

/// Tells whether a number stands near enough to be the measure of a degree or of a duration.
fn near(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let sentence = text.tokens[tokens.start].sentence;
    let in_sentence = |at: &usize| text.tokens.get(*at).is_some_and(|it| it.sentence == sentence);
    (tokens.start.saturating_sub(4)..tokens.start).filter(in_sentence).any(|at| measures(text, at))
        || (tokens.end..tokens.end + 10).take_while(in_sentence).any(|at| measures(text, at))
}

/// Tells whether a plural follows, behind adjectives.
fn plural(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let last = &text.tokens[tokens.end - 1];
    let sentence = last.sentence;
    for at in tokens.end..tokens.end + 3 {
        let Some(token) = text.tokens.get(at).filter(|it| it.sentence == sentence) else { return false };
        if token.is("of") && at == tokens.end {
            return true;
        }
        if !token.word() && token.kind != Kind::Ident {
            return false;
        }
        let singular = token.norm.ends_with("ss")
            || token.norm.ends_with("us")
            || token.norm.ends_with("is")
            || token.norm.ends_with("ous")
            || token.any(&["was", "has", "does", "its", "this", "as", "always"]);
        if (token.norm.ends_with('s') && !singular)
            || token.any(&[
                "people",
                "staff",
                "data",
                "traffic",
                "sms",
                "men",
                "women",
                "children",
                "equipment",
                "mail",
                "feedback",
                "information",
                "status",
                "sheep",
                "fish",
                "personnel",
                "aircraft",
            ])
        {
            return true;
        }
        // `the most recent`, `most likely`: a superlative, unless a plural of people or things follows it.
        if last.is("most") && (text.before(tokens.end - 1).is_some_and(|it| it.any(&["the", "a", "at", "its", "our", "their", "his", "her", "second"])) || token.among("recent likely important common critical severe expensive frequent frequently significant used probably notably affected difficult relevant urgent active costly popular visible sensitive efficient valuable")) {
            return false;
        }
    }
    false
}

/// Words that measure nothing here: terms, names, other senses.
fn exempt(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let first = &text.tokens[tokens.start];
    let last = &text.tokens[tokens.end - 1];
    let before = text.before(tokens.start);
    let after = text.after(tokens.end - 1);
    let before_is = |words: &str| before.is_some_and(|it| it.among(words));
    let after_is = |words: &str| after.is_some_and(|it| it.among(words));
    let version = first.any(&["major", "minor"])
        && after_is(
            "version versions release releases upgrade update bump incident incidents number page faults stakeholder",
        );
    let statistics = first.any(&["significant", "significantly"])
        && (before_is("statistically not least most")
            || after_is("digit digits figure figures bit bits byte figures"));
    let counting =
        before_is("how as too so that this at") && first.any(&["many", "few", "most", "much", "some"]);
    let brief = first.is("brief")
        && before_is("the a this our legal press")
        && (after_is("for to of from by was is") || after.is_none());
    let limited = first.is("limited")
        && (after_is("to by company edition liability")
            || (first.case == Case::Capital && !first.first)
            || before_is("rate is was were are not be"));
    let multiple = first.is("multiple") && (after_is("of choice") || before_is("a"));
    let most_of = last.is("most") && before_is("at the");
    let certain = first.is("certain") && before_is("a for is was be are not almost");
    let name =
        first.case == Case::Capital && !first.first && tokens.len() == 1 && !first.any(&["some", "many"]);
    let possessive = last.possessive && !last.number();
    let negated = before_is("no not without never any zero") && first.among("significant noticeable measurable major visible substantial considerable increased partial notable long-lasting material further few many");
    // `raising the number of workers` is a setting, no extent.
    let set = first.any(&["the", "number"])
        && before.is_some_and(|it| {
            it.word() && (it.norm.ends_with("ing") || it.norm.ends_with("ed") && !it.is("affected"))
        });
    let kind_of = first.is("some") && after_is("kind sort form other day point type way reason extent");
    version
        || statistics
        || counting
        || brief
        || limited
        || multiple
        || most_of
        || certain
        || name
        || possessive
        || negated
        || set
        || kind_of
}
