//! What a run of characters without spaces is, by its shape alone.

use super::Kind;

/// Returns what it is; `None` when it should be taken apart at its signs.
pub(super) fn kind(core: &str) -> Option<Kind> {
    if core.contains("://") || core.starts_with("www.") {
        return Some(Kind::Url);
    }
    if email(core) {
        return Some(Kind::Email);
    }
    let mut chars = core.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let name = |it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '-' | '/');
    if first == '@' && rest.starts_with(char::is_alphabetic) && rest.chars().all(name) {
        return Some(Kind::Handle);
    }
    if first == '#' && rest.chars().any(char::is_alphabetic) && rest.chars().all(name) {
        return Some(Kind::Channel);
    }
    if instant(core) {
        return Some(Kind::Instant);
    }
    if clock(core) {
        return Some(Kind::Clock);
    }
    if date(core) {
        return Some(Kind::Date);
    }
    if number(core) {
        return Some(Kind::Number);
    }
    if word(core) {
        return Some(Kind::Word);
    }
    if core.chars().count() == 1 && !first.is_alphanumeric() {
        return Some(Kind::Punct);
    }
    let apart =
        |it: char| matches!(it, '/' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '&' | '+' | '→' | ',' | ';');
    let mut parts = core.split(apart);
    if core.contains(apart) && parts.all(|it| !it.is_empty() && (word(it) || number(it) || clock(it))) {
        return None;
    }
    Some(Kind::Ident)
}

fn email(core: &str) -> bool {
    let Some((local, domain)) = core.split_once('@') else { return false };
    let inside = |it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '-' | '+' | '%');
    !local.is_empty()
        && local.chars().all(inside)
        && domain.contains('.')
        && !domain.contains(':')
        && domain.split('.').all(|it| !it.is_empty() && it.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && domain.rsplit('.').next().is_some_and(|it| it.len() >= 2 && it.chars().all(char::is_alphabetic))
}

/// Splits the digits at the front off.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn instant(core: &str) -> bool {
    let Some((day, clock_text)) = core.split_once(['T', 't']) else { return false };
    iso_date(day) && clock(clock_text)
}

fn iso_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |it: &str, most: u32| it.parse::<u32>().is_ok_and(|it| (1..=most).contains(&it));
    year.len() == 4
        && year.parse::<u32>().is_ok_and(|it| (1900..=2199).contains(&it))
        && month.len() == 2
        && day.len() == 2
        && number(month, 12)
        && number(day, 31)
}

/// `14:05`, `9:30:01.5Z`, `14:05+02:00`, `14:05UTC`, `5pm`, `2:05PM`, `16h30`, `22:XX`, all with `~` or without.
fn clock(core: &str) -> bool {
    let core = core.trim_start_matches(['~', '≈']);
    let (hour, rest) = digits(core);
    if hour.is_empty() || hour.len() > 2 || hour.parse::<u32>().is_ok_and(|it| it > 24) {
        return false;
    }
    let lower = rest.to_lowercase();
    if matches!(lower.as_str(), "am" | "pm" | "a.m" | "p.m") {
        return true;
    }
    let Some(rest) = lower.strip_prefix(':').or_else(|| lower.strip_prefix('h')) else { return false };
    if rest == "xx" || rest == "??" {
        return true;
    }
    let (minute, mut rest) = digits(rest);
    if minute.len() != 2 || minute.parse::<u32>().is_ok_and(|it| it > 59) {
        return false;
    }
    if let Some(after) = rest.strip_prefix(':') {
        let (second, after) = digits(after);
        if second.len() != 2 || second.parse::<u32>().is_ok_and(|it| it > 60) {
            return false;
        }
        rest = after;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            let (fraction, after) = digits(after);
            if fraction.is_empty() {
                return false;
            }
            rest = after;
        }
    }
    let signed = rest.strip_prefix(['+', '-', '\u{2212}']);
    rest.is_empty()
        || matches!(rest, "z" | "am" | "pm" | "a.m" | "p.m" | "h" | "uhr")
        || (rest.len() <= 5 && rest.chars().all(|it| it.is_ascii_alphabetic()) && rest.len() >= 2)
        || signed.is_some_and(|it| {
            let it = it.replace(':', "");
            (2..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit())
        })
}

/// `2025-05-02`, `2025/05/02`, `03/04`, `3/4/25`, `2.3.2025`.
fn date(core: &str) -> bool {
    if iso_date(core) || iso_date(&core.replace('/', "-")) {
        return true;
    }
    let sign = if core.contains('/') {
        '/'
    } else if core.contains('.') {
        '.'
    } else {
        '-'
    };
    let parts: Vec<&str> = core.split(sign).collect();
    let small = |it: &str| it.len() <= 2 && it.parse::<u32>().is_ok_and(|it| (1..=31).contains(&it));
    let year = |it: &str| {
        (it.len() == 2 || it.len() == 4)
            && it.bytes().all(|b| b.is_ascii_digit())
            && (it.len() == 2 || it.starts_with(['1', '2']))
    };
    match parts[..] {
        [a, b] => sign == '/' && small(a) && small(b),
        // `1.20.25` is a version as much as a date: with points, only a year of four digits tells.
        // So do two digits everywhere with a zero in front: `03.04.25`.
        [a, b, c] => {
            let padded = core.len() == 8 && sign == '.' && core.starts_with('0');
            small(a) && small(b) && year(c) && (sign == '/' || c.len() == 4 || padded)
        }
        _ => false,
    }
}

/// Digits with separators, a sign or currency before and a short unit behind.
fn number(core: &str) -> bool {
    let core = core.trim_start_matches([
        '~', '≈', '<', '>', '=', '≥', '≤', '+', '-', '\u{2212}', '±', '$', '€', '£', '¥', '₹',
    ]);
    if !core.starts_with(|it: char| it.is_ascii_digit()) {
        return false;
    }
    let body_end = core
        .find(|it: char| {
            !(it.is_ascii_digit() || matches!(it, '.' | ',' | '\'' | '’' | '_' | '\u{a0}' | '\u{202f}'))
        })
        .unwrap_or(core.len());
    let (body, unit) = core.split_at(body_end);
    // `1.2.3` is a version or an address.
    let points = body.matches('.').count();
    let grouped = |sign: char| {
        let mut groups = body.split(sign);
        groups.next().is_some_and(|it| (1..=3).contains(&it.len())) && groups.all(|it| it.len() == 3)
    };
    if points > 1 && !grouped('.') {
        return false;
    }
    // A range or a sum of times: `3-5`, `1h20`, `2d4h`.
    let unit_like = |it: &str| {
        it.is_empty()
            || it.chars().all(|c| matches!(c, '%' | '‰' | '°' | '€' | '$' | '£'))
            || UNITS.contains(&it.to_lowercase().as_str())
            || matches!(it, "th" | "st" | "nd" | "rd" | "x" | "×" | "+")
    };
    if unit_like(unit) {
        return true;
    }
    if let Some(rest) = unit.strip_prefix(['-', '\u{2013}', '/', '\u{d7}', 'x']) {
        return !rest.is_empty() && number(rest);
    }
    // `1h20m`
    let letters = unit.find(|it: char| it.is_ascii_digit()).unwrap_or(unit.len());
    letters < unit.len()
        && UNITS.contains(&unit[..letters].to_lowercase().as_str())
        && number(&unit[letters..])
}

/// Units that are written onto their number.
const UNITS: &[&str] = &[
    "k", "m", "g", "t", "b", "bn", "mn", "mio", "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib",
    "ki", "mi", "gi", "s", "sec", "secs", "min", "mins", "h", "hr", "hrs", "d", "w", "y", "ms", "us", "µs",
    "ns", "kw", "mw", "hz", "khz", "mhz", "ghz", "rps", "qps", "tps", "gbps", "mbps", "kbps", "usd", "eur",
    "gbp", "inr", "jpy", "chf", "pp", "bp", "cm", "mm", "km", "kg", "v", "c",
];

/// Letters, with apostrophes, hyphens and full stops of abbreviations between them.
fn word(core: &str) -> bool {
    let mut before = false;
    for ch in core.chars() {
        let letter = ch.is_alphabetic() || unicode_normalization::char::is_combining_mark(ch);
        let joins = before && matches!(ch, '\'' | '’' | '-' | '\u{2011}' | '.');
        if !letter && !joins {
            return false;
        }
        before = letter;
    }
    // `e.g`, `p.m` and `a.k.a` are words; `config.yaml` and `db.internal` are names of things.
    let points = core.contains('.');
    before && (!points || core.split('.').all(|it| it.chars().count() <= 2))
}
