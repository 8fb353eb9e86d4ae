//! Ids of customers, and the addresses of their networks.

mod kinds;

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use kinds::{BEHIND, ID, OWN, PEOPLE, PLAINLY, SYSTEMS};

use super::hit::Hit;
use super::words::{Word, words};

/// Adds the ids and addresses of customers in a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let words = words(text);
    for (place, word) in words.iter().enumerate() {
        keyed(text, word, hits);
        if word.digit() {
            in_prose(text, &words, place, hits);
            address(text, &words, place, hits);
        } else if word.text.contains(':') {
            address(text, &words, place, hits);
        }
    }
}

/// `cust_id=771204`, `"customerId": 8841023` and the id that a payment service gives: `cus_…`.
fn keyed(text: &str, word: &Word<'_>, hits: &mut Vec<Hit>) {
    if let Some(rest) = word.text.strip_prefix("cus_")
        && rest.len() >= 8
        && rest.bytes().all(|it| it.is_ascii_alphanumeric())
        && rest.bytes().any(|it| it.is_ascii_digit())
    {
        hits.push(Hit { span: word.span(), what: "the customer id" });
    }
    let mut from = word.start;
    // Parameters of one address are separated by `&`.
    for part in word.text.split(['&', '?', ';', ',']) {
        let start = from;
        from += part.len() + 1;
        let Some(at) = part.find(['=', ':']) else { continue };
        let value = part[at + 1..].trim_start_matches(['=', ':', '"', '\'']);
        let begin = start + part.len() - value.len();
        let value = value.trim_end_matches(['"', '\'']);
        if key(&part[..at]).is_some_and(|plain| id(value, plain, 4)) {
            hits.push(Hit { span: begin..begin + value.len(), what: "the customer id" });
        }
    }
    // The value stands in the next word: `"customerId": 8841023`, `customer_id = 8841023`.
    let sign = word.tail.contains([':', '=']);
    let spaced = !sign && text[word.end..].trim_start().starts_with('=');
    if (sign || spaced)
        && let Some(plain) = key(word.text)
    {
        let rest = &text[word.end..];
        let skipped = rest.len() - rest.trim_start_matches(['"', '\'', '`', ':', '=', ' ', '#']).len();
        let begin = word.end + skipped;
        let value = &text[begin..];
        let end = value
            .find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '*')))
            .unwrap_or(value.len());
        let value = value[..end].trim_end_matches(['-', '_']);
        if id(value, plain, 4) {
            hits.push(Hit { span: begin..begin + value.len(), what: "the customer id" });
        }
    }
}

/// Tells whether the name of a setting is that of a customer's id, and whether it can be nothing else.
fn key(name: &str) -> Option<bool> {
    let mut parts: Vec<String> = Vec::new();
    let mut last_lower = false;
    for ch in name.chars() {
        let fresh = parts.is_empty() || (ch.is_uppercase() && last_lower);
        last_lower = ch.is_lowercase() || ch.is_ascii_digit();
        if !ch.is_alphanumeric() {
            parts.push(String::new());
            continue;
        }
        if fresh {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(ch.to_lowercase());
        }
    }
    parts.retain(|it| !it.is_empty());
    let [.., who, what] = &parts[..] else {
        return match &parts[..] {
            [one]
                if matches!(
                    one.as_str(),
                    "custid" | "customerid" | "custno" | "customerno" | "kundennr" | "patientid"
                ) =>
            {
                Some(true)
            }
            [one]
                if matches!(
                    one.as_str(),
                    "userid" | "accountid" | "memberid" | "subscriberid" | "accountno" | "acctno"
                ) =>
            {
                Some(false)
            }
            _ => None,
        };
    };
    let system = parts.len() > 2
        && matches!(
            parts[parts.len() - 3].as_str(),
            "aws" | "service" | "cloud" | "gcp" | "azure" | "billing" | "o" | "oauth"
        );
    let found = PEOPLE.contains(&who.as_str()) && ID.contains(&what.as_str()) && what != "key" && !system;
    found.then(|| PLAINLY.contains(&who.as_str()))
}

/// Tells whether a value is an id with at least so many digits. Whoever is plainly a customer may have a UUID as id.
fn id(value: &str, plain: bool, least: usize) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let allowed =
        value.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'/' | b'.'));
    if !allowed || value.len() > 40 || value.to_lowercase().contains("xxx") {
        return false;
    }
    let nobody = matches!(value, "65534" | "65532" | "1000" | "1001") || value.bytes().all(|it| it == b'0');
    // Twelve digits are the account of a cloud.
    let cloud = !plain && value.len() == 12 && digits == 12;
    let hex = (letters > 4 || (letters > 0 && value.len() >= 12))
        && value.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    let clock = value.contains('.') && !value.ends_with(|it: char| it.is_ascii_alphabetic());
    if nobody || cloud || clock {
        return false;
    }
    if plain && hex && digits >= 4 {
        return true;
    }
    digits >= least && (letters <= 4 || (plain && letters <= 10 && digits >= 5)) && !hex
}

/// "customer id 8841023", "tenant account no. 4400-118-902", "customer 8841023".
fn in_prose(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    let same = |it: &&Word<'_>| it.sentence == word.sentence;
    let before: Vec<&Word<'_>> = words[..place].iter().rev().take(6).take_while(same).collect();
    let Some(mut at) = named(&before) else { return };
    // Whose id it is: the word before the word for a number.
    let explicit = at > 0;
    let who = loop {
        match before.get(at) {
            Some(it) if PEOPLE.contains(&it.base()) => break it,
            // "user's id", "account (tenant) no", "customer with the id".
            Some(it) if explicit && it.any(&["with", "the", "whose", "of", "for", "and"]) => at += 1,
            _ => return,
        }
    };
    let previous = before.get(at + 1);
    if previous.is_some_and(|it| it.any(SYSTEMS)) || word.text.contains(['=', ':']) {
        return;
    }
    let nearby = |it: &&&Word<'_>| PLAINLY.contains(&it.base());
    let plain = PLAINLY.contains(&who.base()) || previous.filter(nearby).is_some();
    let plural = who.lower.ends_with('s') && !explicit && !who.lower.ends_with("'s");
    let value = word.text.trim_start_matches('#');
    let counted = words.get(place + 1).filter(same).is_some_and(|it| {
        !explicit
            && it.start == word.end + 1
            && it.among("errors error times requests sessions ms accounts users seconds of orders responses")
    });
    let least = if explicit { 4 } else { 5 };
    let dated = value.len() >= 8 && value.starts_with("20") && value.contains('-');
    if plural || counted || dated || (!explicit && value.contains('.')) || !id(value, plain, least) {
        return;
    }
    let start = word.end - value.len();
    hits.push(Hit { span: start..word.end, what: "the customer id" });
    others(text, words, place, hits);
}

/// Returns how many words before a value name the number that it is: 0 when it follows a customer directly.
fn named(before: &[&Word<'_>]) -> Option<usize> {
    let mut at = 0;
    while before.get(at).is_some_and(|it| it.any(&["is", "was", "=", ":", "are"])) {
        at += 1;
    }
    let linked = at > 0;
    while before.get(at).is_some_and(|it| it.any(ID)) && at < 4 {
        at += 1;
    }
    let who = before.get(at)?;
    let known = PEOPLE.contains(&who.base());
    // "the customer was 8841023" says nothing about ids.
    let explicit = at > usize::from(linked);
    if explicit {
        return Some(at);
    }
    (known && !linked).then_some(0)
}

/// The ids that follow in a list: "customer ids 771204, 771209 and 771233".
fn others(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let length = words[place].text.len();
    for pair in words[place..].windows(2) {
        let next = &pair[1];
        if next.sentence != words[place].sentence {
            return;
        }
        if next.any(&["and", "or", "&", "to", "through"]) {
            continue;
        }
        if next.text.len().abs_diff(length) > 1 || !id(next.text, true, 4) {
            return;
        }
        if text[pair[0].end..next.start].contains(['.', '(']) {
            return;
        }
        hits.push(Hit { span: next.span(), what: "the customer id" });
    }
}

/// A public address that is said to be a customer's.
fn address(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    let Some((start, end, ip)) = find_ip(word) else { return };
    if !public(ip) {
        return;
    }
    let key = word.text[..start].to_lowercase();
    let named = [
        "client",
        "user",
        "customer",
        "cust",
        "forwarded-for",
        "forwarded_for",
        "real-ip",
        "real_ip",
        "remote_addr",
        "remoteaddr",
        "connecting-ip",
        "visitor",
        "remote_ip",
        "subscriber",
    ];
    let span = word.start + start..word.start + end;
    let before = place.checked_sub(1).map(|it| &words[it]).filter(|it| it.sentence == word.sentence);
    let header = before
        .is_some_and(|it| it.tail.contains([':', '=']) && named.iter().any(|name| it.lower.contains(name)));
    let behind = super::keyed::clip(&text[span.end..]);
    let log = behind.starts_with(" - - [")
        || (behind.starts_with(" - ") && behind.contains(" [") && behind.contains("HTTP/"));
    if header || log || named.iter().any(|it| key.contains(it)) || is_theirs(words, place) {
        hits.push(Hit { span, what: "the address of a customer" });
    }
}

/// What is done from outside: who does it is no machine of ours.
const COMES: &str = "attempts login logins dials dialled dialed signed logged sign-in sign-ins";

fn is_theirs(words: &[Word<'_>], place: usize) -> bool {
    let word = &words[place];
    let before = words[..place].iter().rev().take_while(|it| it.sentence == word.sentence).take(14);
    let mut whose = false;
    let from = place > 0 && words[place - 1].any(&["from", "at"]);
    for (distance, it) in before.enumerate() {
        if distance == 0 && it.among("to against towards via through version firmware release v build") {
            return said_behind(words, place);
        }
        if BEHIND.contains(&it.base()) || (distance > 0 && from && it.among(COMES)) {
            whose = true;
            break;
        }
        if OWN.contains(&it.base()) {
            break;
        }
    }
    whose || said_behind(words, place)
}

/// "203.0.113.9 belongs to a customer", "203.0.113.9 (a customer in Porto)".
fn said_behind(words: &[Word<'_>], place: usize) -> bool {
    let word = &words[place];
    let after = words[place + 1..].iter().take_while(|it| it.sentence == word.sentence).take(7);
    let after: Vec<&Word<'_>> = after.collect();
    let linked = after.first().is_some_and(|it| {
        it.among("belongs belonging is was a an the one our used assigned which customer client from")
    });
    let at = after.iter().position(|it| BEHIND.contains(&it.base()));
    let direct = at == Some(0) && !after[0].lower.ends_with('s');
    let own = after.iter().take(at.unwrap_or(0)).any(|it| {
        OWN.contains(&it.base())
            || it.any(&["for", "by", "to", "serving", "blocked", "where"])
                && !after[0].any(&["belongs", "belonging", "assigned"])
    });
    let verb = after.first().is_some_and(|it| it.any(&["is", "was"]));
    let noun = after
        .get(1)
        .is_some_and(|it| it.any(&["a", "an", "the", "one", "our"]) || BEHIND.contains(&it.base()));
    at.is_some() && !own && (direct || (linked && (!verb || noun)))
}

/// Returns where in a word an address stands: alone, behind a key, before a port or the length of a prefix.
fn find_ip(word: &Word<'_>) -> Option<(usize, usize, IpAddr)> {
    let text = word.text;
    if text.len() > 120 || text.contains("://") {
        return None;
    }
    let start = text.rfind(['=', '"', '\'', '(', '[', '@', '>']).map_or(0, |it| it + 1);
    let core = &text[start..];
    if let Ok(ip) = core.split('/').next().unwrap_or_default().parse::<Ipv6Addr>() {
        let length = core.split('/').next().map_or(0, str::len);
        return Some((start, start + length, IpAddr::V6(ip)));
    }
    let start = start + core.find(':').filter(|it| !core[..*it].contains('.')).map_or(0, |it| it + 1);
    let core = &text[start..];
    let length = core.bytes().take_while(|it| it.is_ascii_digit() || *it == b'.').count();
    let ip: Ipv4Addr = core[..length].trim_end_matches('.').parse().ok()?;
    let rest = &core[length..];
    let ends = rest.is_empty() || rest.starts_with([':', '/', ',', '\'', '’']);
    ends.then_some((start, start + length, IpAddr::V4(ip)))
}

/// Tells whether an address belongs to somebody. The ranges for documentation stand for real ones.
fn public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let known = matches!(
                ip.octets(),
                [1, 1, 1, 1]
                    | [1, 0, 0, 1]
                    | [8, 8, 8, 8]
                    | [8, 8, 4, 4]
                    | [9, 9, 9, 9]
                    | [149, 112, 112, 112]
                    | [208, 67, 222, 222]
                    | [208, 67, 220, 220]
                    | [4, 2, 2, _]
                    | [94, 140, 14, 14]
                    | [168, 63, 129, 16]
            );
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_broadcast()
                || ip.is_multicast()
                || ip.is_unspecified()
                || shared
                || known
                || a == 0
                || a >= 240)
        }
        IpAddr::V6(ip) => {
            let first = ip.segments()[0];
            (0x2000..0x4000).contains(&first)
                && !matches!(ip.segments()[..3], [0x2606, 0x4700, 0x4700] | [0x2001, 0x4860, 0x4860])
        }
    }
}
