//! Times of day and dates in digits.

use super::{Hit, What};
use crate::review::text::{Case, Kind, Text, Token};

/// Abbreviations of zones, in upper case (IANA tz database and common use).
const ZONES: &str = "utc gmt z zulu cet cest est edt pst pdt mst mdt cst cdt et pt ct mt ist jst kst sgt hkt aest aedt \
    acst acdt awst nzst nzdt bst wet west eet eest msk trt wat cat eat sast brt brst art pkt wib wita wit ict pht gst \
    ast adt hst akst akdt clt clst cot pet uyt vet ect npt irst irdt uzt almt yekt krat vlat chst sst hdt mmt bdt slst \
    myt gst azt amt get aft lhst";

/// What makes a duration or a ratio of what follows.
const NOT_A_TIME: &str = "ttl lag duration took takes lasted lasts for interval timeout ratio score uptime elapsed within \
    runtime length offset skew drift period every total downtime mttr backoff expiry age rtt delay latency in over during \
    of won lost beat version verse chapter track aspect scale port ports mix blend npk ttd ttm ttr took: needed needs";

/// Tells whether a token is a zone.
pub(super) fn is_zone(token: &Token) -> bool {
    let upper = token.case == Case::Upper
        || token.any(&["utc", "gmt"])
        || token.norm == "z" && token.case == Case::Capital;
    match token.kind {
        Kind::Word => upper && token.among(ZONES),
        // `UTC+2`, `GMT-03:00`, `Europe/Berlin`, `+02:00`.
        Kind::Ident | Kind::Number | Kind::Clock => {
            let norm = token.norm.as_str();
            norm.starts_with("utc+")
                || norm.starts_with("utc-")
                || norm.starts_with("gmt+")
                || norm.starts_with("gmt-")
                || norm.starts_with("utc\u{2212}")
                || [
                    "europe/",
                    "america/",
                    "asia/",
                    "africa/",
                    "australia/",
                    "pacific/",
                    "atlantic/",
                    "indian/",
                ]
                .iter()
                .any(|it| norm.starts_with(it))
        }
        _ => false,
    }
}

/// Tells whether a clock time has its zone without a space: `14:05Z`, `14:05UTC`, `14:05+02:00`.
fn has_zone(token: &Token) -> bool {
    if token.kind == Kind::Instant {
        return token.norm.ends_with('z')
            || token.norm[token.norm.find('t').unwrap_or(0)..].contains(['+', '-']);
    }
    let digits = token.norm.trim_start_matches(['~', '≈']);
    let rest = digits.trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, ':' | '.' | ','));
    rest == "z"
        || rest.starts_with(['+', '-', '\u{2212}'])
        || rest.len() >= 2
            && rest
                .split_ascii_whitespace()
                .next()
                .is_some_and(|it| ZONES.split_ascii_whitespace().any(|zone| zone == it))
}

/// Tells whether a zone stands anywhere in the text: it covers all its times.
pub(super) fn zoned(text: &Text<'_>) -> bool {
    text.tokens.iter().enumerate().any(|(at, token)| {
        if is_zone(token) || matches!(token.kind, Kind::Clock | Kind::Instant) && has_zone(token) {
            // `ET` and `PT` are letters of other things as well: a time must be near.
            let short = token.norm.len() <= 2 && token.kind == Kind::Word && !token.is("z");
            return !short || (at.saturating_sub(2)..at).any(|it| text.tokens[it].kind == Kind::Clock);
        }
        // `Berlin time`, `Eastern Standard Time`, `UTC+2`.
        let named = token.is("time")
            && text.before(at).is_some_and(|it| {
                it.word()
                    && it.case == Case::Capital
                    && !it.first
                    && !it.any(&["local", "the", "all", "response", "lead", "real"])
            });
        let plus = token.is("+") && at > 0 && text.tokens[at - 1].any(&["utc", "gmt"]);
        named || plus
    })
}

/// Finds times of day that have no zone.
pub(super) fn bare(text: &Text<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        let noon =
            token.any(&["noon", "midday", "midnight"]) && token.word() && !token.quoted && !named(text, at);
        let time = matches!(token.kind, Kind::Clock | Kind::Instant)
            && !token.quoted
            && !has_zone(token)
            && !no_time(text, at);
        if time || noon {
            let first = at.checked_sub(1).filter(|_| {
                text.before(at)
                    .is_some_and(|it| it.any(&["around", "about", "after", "before", "until", "by", "since"]))
            });
            let mut end = at + 1;
            if text
                .after(at)
                .is_some_and(|it| it.any(&["am", "pm", "a.m", "p.m", "a.m.", "p.m.", "hrs", "hours"]))
            {
                end += 1;
            }
            // `08:12 local time`.
            if text.tokens.get(end).is_some_and(|it| it.any(&["local", "server", "our", "my"]))
                && text.tokens.get(end + 1).is_some_and(|it| it.is("time"))
            {
                end += 2;
            }
            hits.push(Hit { tokens: first.filter(|_| noon).unwrap_or(at)..end, what: What::NoZone });
        }
        // `5 pm`, `11 o'clock`.
        let dotted = token
            .norm
            .split_once('.')
            .is_some_and(|(hour, minute)| hour.len() <= 2 && minute.len() == 2 && minute < "60");
        let spoken = token.kind == Kind::Number
            && (token.norm.len() <= 2 || dotted)
            && text
                .after(at)
                .is_some_and(|it| it.any(&["am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock", "uhr"]));
        if spoken && !token.quoted {
            hits.push(Hit { tokens: at..at + 2, what: What::NoZone });
        }
        // `0640 hrs`.
        let military = token.kind == Kind::Number
            && token.norm.len() == 4
            && token.norm.bytes().all(|it| it.is_ascii_digit())
            && token.norm.as_str() < "2400"
            && token.norm[2..] < *"60"
            && text.after(at).is_some_and(|it| it.any(&["hrs", "hours", "h", "uhr"]));
        if military
            && !token.quoted
            && (token.norm.starts_with('0') || text.after(at).is_some_and(|it| it.is("hrs")))
        {
            hits.push(Hit { tokens: at..at + 2, what: What::NoZone });
        }
    }
    hits
}

/// `the 02:00 backup`: the name of something that runs each day. Durations and ratios: `took 1:30 h`, `TTL 00:05:00`.
fn no_time(text: &Text<'_>, at: usize) -> bool {
    let token = &text.tokens[at];
    let norm = token.norm.trim_start_matches(['~', '≈']);
    let parts = norm.matches(':').count();
    let lengthy = parts == 2 && (norm.starts_with("00:") || norm.starts_with("0:"));
    let behind = text.after(at);
    if lengthy
        || behind.is_some_and(|it| {
            it.any(&[
                "min", "mins", "minutes", "ratio", "long", "m", "mm", "split", "odds", "win", "lead",
                "against", "elapsed", "duration",
            ]) || (it.any(&["h", "hours", "hrs", "hr"]) && norm.len() < 5)
        })
    {
        return true;
    }
    if named(text, at) {
        return true;
    }
    let before: Vec<&Token> = (1..=3)
        .filter_map(|it| at.checked_sub(it))
        .map(|it| &text.tokens[it])
        .take_while(|it| it.sentence == token.sentence)
        .collect();
    let french = norm.contains('h') && !norm.contains(':');
    if french {
        return !token.first
            && !before.first().is_some_and(|it| {
                it.any(&[
                    "at", "from", "to", "until", "by", "around", "since", "till", "before", "after", "and",
                    "between", "ca", "ca.", "circa", "approx", "approx.", ".",
                ])
            });
    }
    // `ramp 1:20`, but `9:30 deploy` and `at 9:30`.
    let one_digit = norm.find(':') == Some(1) && parts == 1;
    if one_digit
        && !token.first
        && norm.len() == 4
        && !before.first().is_some_and(|it| {
            it.kind == Kind::Punct
            || it.among(
                "at from to until till by around about since between and before after near circa the approx",
            )
        })
        && !behind.is_some_and(|it| it.any(&["am", "pm", "a.m", "p.m", "a.m.", "p.m."]))
    {
        return true;
    }
    let mut skipped = before.iter().skip_while(|it| {
        it.any(&[
            "=", ":", "of", "to", "was", "is", "about", "around", "(", "roughly", "a", "the", "from", "than",
            "less", "more", "at",
        ])
    });
    let next = before.first();
    let measured = skipped
        .next()
        .is_some_and(|it| it.among(NOT_A_TIME) && !it.any(&["in", "of", "over", "during", "for", "within"]));
    let directly = next.is_some_and(|it| {
        it.any(&[
            "for", "within", "lasted", "took", "lag", "ttl", "ratio", "score", "won", "lost", "every", "port",
        ])
    });
    measured || directly
}

/// What is named after the time at which it runs.
pub(super) const RUNS: &str = "job jobs batch batches run runs train trains backup backups report reports cron export exports \
    import imports shift shifts flight flights bus edition editions stand-up standup bulletin show ferry peak rush peaks \
    build builds release releases slot window windows snapshot snapshots sync cutoff cut-off deadline deploy deploys \
    handover traffic crew team service services delivery deliveries round rounds burst feed feeds broadcast news mass \
    lecture class session sessions maintenance load mode nurse desk rota rate rates menu market auction settlement \
    payroll newsletter digest cleanup clean-up rotation training school audit reboot restart schedule call-out stand routine";

fn named(text: &Text<'_>, at: usize) -> bool {
    let follows = (at + 1..=at + 3)
        .map_while(|it| text.tokens.get(it).filter(|it| it.sentence == text.tokens[at].sentence && it.word()))
        .take_while(|it| !it.any(&["the", "a", "an", "and", "we", "it", "on", "in", "at", "our", "to"]))
        .take(2)
        .any(|it| it.among(RUNS));
    let article = (1..=3)
        .filter_map(|it| at.checked_sub(it))
        .map(|it| &text.tokens[it])
        .take_while(|it| it.sentence == text.tokens[at].sentence)
        .any(|it| {
            it.any(&[
                "the", "our", "a", "every", "each", "daily", "nightly", "regular", "this", "next", "its",
                "their", "weekly",
            ])
        });
    follows && (article || text.tokens[at].any(&["noon", "midday", "midnight"]))
}

/// Finds dates in digits that can be read in two ways.
pub(super) fn ambiguous(text: &Text<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        if token.kind != Kind::Date || token.quoted {
            continue;
        }
        let slash = token.norm.contains('/');
        let parts: Vec<u32> = token.norm.split(['/', '.', '-']).filter_map(|it| it.parse().ok()).collect();
        // `11-12-2024` and `03.04.25`; versions look like the latter, so a date must be told by its place.
        if !slash {
            let year = token.norm.rsplit(['.', '-']).next().map_or(0, str::len);
            let told = year == 4
                || token.first
                || text.before(at).is_some_and(|it| it.among("on since until till dated date am vom"));
            let version = text
                .before(at)
                .is_some_and(|it| it.among("version v release to from tag build image upgrade"));
            if parts.len() != 3 || !told || version || parts[0] > 1000 {
                continue;
            }
        }
        let two_ways = |a: u32, b: u32| a != b && (1..=12).contains(&a) && (1..=12).contains(&b);
        let hit = match parts[..] {
            [a, b] => two_ways(a, b) && says_date(text, at),
            [a, b, c] => a < 1000 && c > 0 && two_ways(a, b),
            _ => false,
        };
        if hit {
            hits.push(Hit { tokens: at..at + 1, what: What::TwoWays });
        }
    }
    hits
}

/// `on 03/04`, but `3/4 of the hosts` and `10/12 pods`.
fn says_date(text: &Text<'_>, at: usize) -> bool {
    let token = &text.tokens[at];
    let zeroes = token.norm.starts_with('0') || token.norm.contains("/0");
    let behind = text.after(at);
    let fraction = behind.is_some_and(|it| {
        it.is("of")
            || (it.word()
                && (it.norm.ends_with('s')
                    || it.any(&[
                        "quorum", "majority", "full", "done", "ready", "up", "down", "healthy", "green",
                        "complete",
                    ]))
                && !it.any(&["was", "is", "this", "has"]))
    });
    let before = text.before(at).is_some_and(|it| {
        it.any(&[
            "on",
            "since",
            "from",
            "until",
            "till",
            "before",
            "after",
            "dated",
            "by",
            "between",
            "and",
            "to",
            "starting",
            "of",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
        ])
    });
    !fraction
        && (zeroes
            || (before && !text.before(at).is_some_and(|it| it.any(&["of", "by", "and", "to", "from"]))))
}
