//! Postal addresses, national ids, dates of birth, bank accounts and cards.

use super::hit::Hit;
use super::words::{Word, words};

/// Adds what stands in the text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let words = words(text);
    for (place, word) in words.iter().enumerate() {
        if !word.digit() {
            continue;
        }
        shaped(text, &words, place, hits);
        named(text, &words, place, hits);
        card(text, &words, place, hits);
        street(&words, place, hits);
    }
    ibans(text, &words, hits);
}

/// Replaces digits by `9` and letters by `A` or `a`, so that shapes can be compared.
fn shape(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            'a'..='z' => 'a',
            it => it,
        })
        .collect()
}

/// Ids that tell what they are by their shape.
fn shaped(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    if word.text.len() > 24 {
        return;
    }
    let numbered =
        place > 0 && words[place - 1].among("order ticket invoice case part serial build rma sku version");
    let found = match shape(word.text).as_str() {
        "999-99-9999" if !word.text.starts_with("000") && !word.text.starts_with("666") => {
            "a social security number"
        }
        "999.999.999-99" => "a tax number",
        "AAAAAA99A99A999A" => "a tax number",
        "999999-999A" | "999999A999A"
            if word.text.as_bytes()[6] == b'-' || word.text.as_bytes()[6] == b'A' =>
        {
            "a national id"
        }
        "AA999999A" if matches!(word.text.as_bytes()[8], b'A'..=b'D') => "a national insurance number",
        "99999999999999999X" => "a national id",
        _ => {
            insurance(text, words, place, hits);
            return;
        }
    };
    if !numbered {
        hits.push(Hit { span: word.span(), what: found });
    }
}

/// `QQ 12 34 56 C`: a national insurance number with its spaces.
fn insurance(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let (Some(first), Some(last)) = (place.checked_sub(1).map(|it| &words[it]), words.get(place + 3)) else {
        return;
    };
    if last.start < first.start || last.end - first.start > 16 {
        return;
    }
    if shape(&text[first.start..last.end]) == "AA 99 99 99 A" {
        hits.push(Hit { span: first.start..last.end, what: "a national insurance number" });
    }
}

/// Names of numbers that tell one person from all others, and how many digits they have at least.
const NAMES: &[(&[&str], usize, &str)] = &[
    (&["ssn", "itin", "sin", "tfn"], 8, "a social security number"),
    (&["social", "security"], 9, "a social security number"),
    (&["social", "insurance"], 9, "a social security number"),
    (&["national", "insurance"], 6, "a national insurance number"),
    (&["nino"], 6, "a national insurance number"),
    (&["national", "id"], 6, "a national id"),
    (&["national", "identity"], 6, "a national id"),
    (&["nid"], 8, "a national id"),
    (&["identity", "card"], 6, "a national id"),
    (&["id", "card"], 6, "a national id"),
    (&["identity", "number"], 6, "a national id"),
    (&["id-card"], 6, "a national id"),
    (&["citizen", "number"], 6, "a national id"),
    (&["personal", "number"], 6, "a national id"),
    (&["personal", "id"], 6, "a national id"),
    (&["aadhaar", "aadhar"], 12, "an Aadhaar number"),
    (&["pan"], 4, "a tax number"),
    (
        &["cpf", "nif", "nie", "dni", "tin", "curp", "rut", "bsn", "cnp", "hetu", "egn", "oib", "amka"],
        7,
        "a national id",
    ),
    (&["tax", "id"], 8, "a tax number"),
    (&["tax", "number"], 8, "a tax number"),
    (&["tax", "file"], 8, "a tax number"),
    (&["steuer-id", "steueridentifikationsnummer", "steuernummer"], 8, "a tax number"),
    (&["fiscale"], 5, "a tax number"),
    (
        &["personnummer", "personnr", "cpr", "pesel", "nric", "fnr", "fødselsnummer", "jmbg", "hkid"],
        6,
        "a national id",
    ),
    (&["kimlik", "kennitala", "tckn"], 10, "a national id"),
    (&["insee", "nir"], 13, "a national id"),
    (&["passport"], 5, "a passport number"),
    (&["driving", "licence"], 5, "a driving licence"),
    (&["driving", "license"], 5, "a driving licence"),
    (&["driver's", "license"], 5, "a driving licence"),
    (&["driver's", "licence"], 5, "a driving licence"),
    (&["drivers", "license"], 5, "a driving licence"),
    (&["driver", "license"], 5, "a driving licence"),
    (&["mrn"], 5, "a medical record number"),
    (&["medical", "record"], 5, "a medical record number"),
    (&["nhs"], 10, "an NHS number"),
    (&["medicare"], 8, "a health insurance number"),
    (&["health", "insurance"], 8, "a health insurance number"),
    (&["insurance", "number"], 8, "an insurance number"),
    (&["born"], 6, "a date of birth"),
    (&["birth"], 6, "a date of birth"),
    (&["dob", "birthdate", "birthday", "d.o.b"], 6, "a date of birth"),
    (&["cvv", "cvc", "cvv2", "cvc2"], 3, "a card's check code"),
    (&["sort", "code"], 6, "a bank account"),
    (&["routing", "number"], 9, "a bank account"),
    (&["bank", "account"], 6, "a bank account"),
];

/// A number behind its name: "passport no. X1234567", "ssn=…".
fn named(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    // What stands before the value within the word: `ssn=`.
    let (key, value_at) = match word.text.find(['=', ':']) {
        Some(at) if !word.text[..at].bytes().any(|it| it.is_ascii_digit()) => {
            (word.text[..at].to_lowercase(), at + 1)
        }
        _ => (String::new(), 0),
    };
    let start = word.start + value_at;
    // Its groups may be apart: `1234 5678 9012`.
    let mut end = word.end;
    for next in words[place + 1..].iter().take(5) {
        let near = next.start == end + 1 && next.sentence == word.sentence && next.text.len() <= 6;
        if !near || !next.text.bytes().all(|it| it.is_ascii_digit() || it == b'-') {
            break;
        }
        end = next.end;
    }
    let value = &text[start..end];
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let plain = value.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b' ' | b'-' | b'.' | b'/'));
    if !plain || !(3..=20).contains(&digits) {
        return;
    }
    let same = |it: &&Word<'_>| it.sentence == word.sentence;
    const FILL: &[&str] = &[
        "no", "number", "numbers", "nr", "id", "is", "was", "of", "on", "code", "date", "the", "#", "ending",
        "with", "data", "=", ":", "in", "card",
    ];
    let mut before: Vec<&str> = Vec::new();
    if !key.is_empty() {
        before.push(key.trim_matches(['"', '\'']));
    } else {
        let left = words[..place].iter().rev().take(6).take_while(same);
        before.extend(left.map(|it| it.lower.as_str()));
    }
    let skip = before.iter().take_while(|it| FILL.contains(it)).count();
    if before[..skip].iter().any(|it| matches!(*it, "ending")) {
        return;
    }
    let fits = |names: &[&str]| match names {
        [first, second]
            if matches!(
                *second,
                "insurance"
                    | "security"
                    | "id"
                    | "identity"
                    | "card"
                    | "licence"
                    | "license"
                    | "record"
                    | "file"
                    | "code"
                    | "number"
                    | "account"
            ) =>
        {
            (0..=skip).any(|it| before.get(it) == Some(second) && before.get(it + 1) == Some(first))
        }
        any => before.get(skip).is_some_and(|it| {
            any.iter().any(|name| it.trim_matches(['"', '\'']) == *name || it.ends_with(&format!("_{name}")))
        }),
    };
    let Some((_, least, what)) = NAMES.iter().find(|(names, ..)| fits(names)) else { return };
    let year = what.contains("birth");
    let count = before.first() == Some(&"of") && !year;
    if digits >= *least && !count && (!year || (6..=8).contains(&digits)) {
        hits.push(Hit { span: start..end, what });
    }
}

/// A card number: in groups of four or behind a word for a card.
fn card(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    let near = |it: &&Word<'_>| it.sentence == word.sentence;
    let mut end = word.end;
    let mut groups = 1;
    for next in words[place + 1..].iter().take(4).take_while(near) {
        let digits = next.text.len();
        if next.start != end + 1
            || !(3..=6).contains(&digits)
            || !next.text.bytes().all(|it| it.is_ascii_digit())
        {
            break;
        }
        end = next.end;
        groups += 1;
    }
    let core_start = word.text.rfind(['=', ':', '"']).map_or(word.start, |it| word.start + it + 1);
    let value = &text[core_start..end];
    if !value.bytes().all(|it| it.is_ascii_digit() || matches!(it, b' ' | b'-')) {
        return;
    }
    let lengths: Vec<usize> = value.split([' ', '-']).map(str::len).collect();
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let grouped = matches!(lengths[..], [4, 4, 4, 4] | [4, 6, 5] | [4, 4, 4, 4, 3]);
    let first = digits.as_bytes().first().copied().unwrap_or(b'0');
    let brand = matches!(first, b'2'..=b'6');
    let about = |it: &Word<'_>| {
        it.among("card cards pan visa mastercard amex maestro credit debit discover pans cardholder")
            || it.lower.contains("card") && it.lower.contains(['=', '_', ':', '"'])
    };
    let context =
        words[..place].iter().rev().take(8).take_while(|it| it.sentence == word.sentence).any(about)
            || about(word);
    let test = ["test", "sandbox", "staging", "dummy", "example", "documentation", "stripe's", "docs"];
    let documented = [
        "4242424242424242",
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "4000000000000002",
        "4000056655665556",
    ];
    let harmless = documented.contains(&digits.as_str())
        && words[place.saturating_sub(20)..words.len().min(place + 20)]
            .iter()
            .any(|it| it.sentence == word.sentence && it.any(&test));
    let same = digits.bytes().all(|it| it == first);
    let fits = (grouped && groups + 1 > 1 && brand && (lengths.len() > 1))
        || (context && (13..=19).contains(&digits.len()) && brand);
    if fits && !harmless && !same {
        hits.push(Hit { span: core_start..end, what: "a card number" });
    }
}

/// How long the account numbers of a country are.
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("XK", 20),
];

/// Bank accounts: the country, two digits, then groups.
fn ibans(text: &str, words: &[Word<'_>], hits: &mut Vec<Hit>) {
    let mut done = 0;
    for (place, word) in words.iter().enumerate() {
        let at = word.text.rfind(['=', ':']).map_or(0, |it| it + 1);
        let core = &word.text[at..];
        let head = core.as_bytes();
        let begins = head.len() >= 4
            && head[..2].iter().all(u8::is_ascii_uppercase)
            && head[2..4].iter().all(u8::is_ascii_digit);
        let start = word.start + at;
        if !begins || start < done {
            continue;
        }
        let Some((_, length)) = IBANS.iter().find(|(it, _)| core.starts_with(it)) else { continue };
        let mut count = core.len();
        let mut end = word.end;
        for next in words[place + 1..].iter().take(8) {
            let group = next.start == end + 1
                && next.text.len() <= 4
                && next.text.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
            if core.len() != 4 || !group || count >= *length {
                break;
            }
            count += next.text.len();
            end = next.end;
        }
        let plain = text[start..end]
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || matches!(it, b' '));
        let said = words[..place]
            .iter()
            .rev()
            .take(5)
            .any(|it| it.lower.contains("iban") || it.lower.contains("account"));
        let digits = text[start..end].bytes().filter(u8::is_ascii_digit).count();
        if plain && digits >= 8 && (count == *length || (said && count >= 15)) {
            done = end;
            hits.push(Hit { span: start..end, what: "a bank account" });
        }
    }
}

/// Kinds of streets that are nothing else.
const STREETS: &[&str] = &[
    "street",
    "road",
    "avenue",
    "lane",
    "boulevard",
    "blvd",
    "crescent",
    "terrace",
    "gardens",
    "mews",
    "parkway",
    "highway",
];
/// Kinds of streets that are other things too: they want a town behind them, or a person before.
const PERHAPS: &[&str] = &[
    "st", "rd", "ave", "ln", "drive", "dr", "court", "ct", "way", "place", "pl", "square", "close", "row",
    "grove", "hill", "park", "walk", "hwy", "quay", "view",
];
/// Ends of German, Dutch and Scandinavian streets.
const ENDS: &[&str] = &[
    "straße", "strasse", "str", "weg", "allee", "platz", "gasse", "damm", "ufer", "straat", "laan", "gracht",
    "plein", "gatan", "gata", "gate", "veien", "vej", "vägen", "katu", "tie",
];
/// Words that begin a street in Romance and Slavic tongues.
const BEGINNINGS: &[&str] = &[
    "rue", "calle", "via", "avenida", "rua", "piazza", "plaza", "chemin", "impasse", "allée", "corso",
    "viale", "ul", "ulica", "ulice", "carrer", "travessa", "quai", "paseo", "strada",
];

/// A street and a number.
fn street(words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    let number = word.text.len() <= 6
        && word.text.starts_with(|it: char| it.is_ascii_digit())
        && word
            .text
            .trim_end_matches(|it: char| it.is_ascii_alphabetic())
            .bytes()
            .all(|it| it.is_ascii_digit() || it == b'-' || it == b'/')
        && word.text.bytes().filter(u8::is_ascii_alphabetic).count() <= 1;
    if !number {
        return;
    }
    let same = |it: &&Word<'_>| it.sentence == word.sentence;
    let left: Vec<&str> = words[..place].iter().rev().take(2).map(|it| it.lower.as_str()).collect();
    let posted = matches!(left[..], ["box", "p.o" | "po"] | ["postfach", ..]);
    // The words around it, a bounded number of them.
    let around = &words[place.saturating_sub(20)..words.len().min(place + 20)];
    let home = || {
        around.iter().filter(same).any(|it| {
            it.among(
                "address lives living home delivered deliver delivery shipped parcel customer \
                 customer's patient resident addressed residence letter letters invoice package house \
                 householder subscriber tenant posted mailed flat apartment household premises \
                 technician visited",
            )
        })
    };
    let span = if posted {
        Some(words[place - 1].start..word.end)
    } else {
        english(words, place, &home).or_else(|| {
            let before: Vec<&Word<'_>> = words[..place].iter().rev().take(5).take_while(same).collect();
            german(&before, word).or_else(|| romance(&before, word, &home)).or_else(|| french(words, place))
        })
    };
    let own = || {
        words[..place].iter().rev().take(4).take_while(same).any(|it| {
            it.among(
                "datacenter datacentre data office plant depot warehouse substation exchange station \
                 store branch pop campus hub headquarters site junction terminal slot disk rack bay \
                 lane",
            )
        })
    };
    if let Some(span) = span
        && (!own() || home())
    {
        hits.push(Hit { span, what: "a postal address" });
    }
}

/// "14 Rosewood Lane".
fn english(words: &[Word<'_>], place: usize, home: &dyn Fn() -> bool) -> Option<std::ops::Range<usize>> {
    let number = &words[place];
    if !number.tail.trim_end_matches(',').is_empty() {
        return None;
    }
    for (count, it) in words[place + 1..].iter().take(4).enumerate() {
        if it.sentence != number.sentence && count > 0 && !words[place + count].lower.starts_with("st") {
            return None;
        }
        if !it.text.starts_with(char::is_uppercase) && !it.any(&["of", "the"]) {
            return None;
        }
        if count >= 1 && it.text.starts_with(char::is_uppercase) {
            let town = it.tail.starts_with(',') || it.tail.starts_with(".,");
            if STREETS.contains(&it.lower.as_str())
                || (PERHAPS.contains(&it.lower.as_str()) && (town || home()))
            {
                return Some(number.start..it.end);
            }
        }
        if !it.tail.is_empty() {
            return None;
        }
    }
    None
}

/// "Lindenstraße 14", "Am Alten Weg 3".
fn german(before: &[&Word<'_>], number: &Word<'_>) -> Option<std::ops::Range<usize>> {
    let street = before.first()?;
    let lower = street.lower.trim_end_matches('.');
    let end = ENDS.iter().find(|it| lower.ends_with(**it))?;
    let capital = street.text.starts_with(char::is_uppercase);
    // `Gate 4`, `Gateway 2` and `Str 4` are no streets.
    let long = lower.len() >= end.len() + 3
        && !matches!(*end, "tie" | "gate" | "gata" | "weg" if lower.len() < end.len() + 4);
    (capital && long && street.tail.trim_matches('.').is_empty()).then_some(street.start..number.end)
}

/// "Calle Mayor 12", "Via Roma, 8", "ul. Długa 3".
fn romance(
    before: &[&Word<'_>],
    number: &Word<'_>,
    home: &dyn Fn() -> bool,
) -> Option<std::ops::Range<usize>> {
    for (count, it) in before.iter().enumerate() {
        if count >= 1 && BEGINNINGS.contains(&it.lower.trim_end_matches('.')) {
            let named = before[count - 1].text.starts_with(char::is_uppercase)
                || before[count - 1].any(&["de", "di", "da", "del", "della", "do", "la"]);
            let clear =
                it.text.starts_with(char::is_uppercase) && it.lower != "via" || home() || it.lower == "ul";
            let via = it.lower == "via"
                && it.text.starts_with('V')
                && count <= 3
                && number.sentence == it.sentence
                && it.start > 0;
            return (named && (clear || via)).then_some(it.start..number.end);
        }
        let joins =
            it.text.starts_with(char::is_uppercase) || it.among("de di da del della do dos la las los");
        if !joins {
            return None;
        }
    }
    None
}

/// "12 rue de la Paix".
fn french(words: &[Word<'_>], place: usize) -> Option<std::ops::Range<usize>> {
    let mut next = words.get(place + 1)?;
    let mut at = place + 1;
    if next.any(&["bis", "ter"]) {
        at += 1;
        next = words.get(at)?;
    }
    if !next.among("rue avenue boulevard bd chemin impasse allée quai place av bld") {
        return None;
    }
    let name = words[at + 1..]
        .iter()
        .take(4)
        .take_while(|it| it.sentence == next.sentence || next.any(&["av", "bd"]));
    let mut end = None;
    for it in name {
        let joins = it.any(&["de", "du", "des", "la", "le", "les", "d", "l"])
            || it.lower.starts_with("d'")
            || it.lower.starts_with("l'");
        if it.text.starts_with(char::is_uppercase) || it.lower.starts_with("d'") || it.lower.starts_with("l'")
        {
            end = Some(it.end);
            if !it.tail.is_empty() {
                break;
            }
        } else if !joins {
            break;
        }
    }
    end.map(|end| words[place].start..end)
}
