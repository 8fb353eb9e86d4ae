//! Mail addresses and phone numbers.

use std::ops::Range;

use super::hit::Hit;
use super::words::{Word, words};

/// Adds the mail addresses and phone numbers of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    mails(text, hits);
    if text.bytes().filter(u8::is_ascii_digit).count() >= 7 {
        phones(text, hits);
    }
}

/// Adds the mail addresses of a text.
fn mails(text: &str, hits: &mut Vec<Hit>) {
    let mut done = 0;
    for (at, sign) in text.match_indices(['@', '%']) {
        let sign = match sign {
            "%" if text[at..].starts_with("%40") => 3,
            "%" => continue,
            _ => 1,
        };
        let local = text[done..at]
            .rfind(|it: char| !(it.is_alphanumeric() || matches!(it, '.' | '_' | '-' | '+' | '\'')))
            .map_or(done, |it| done + it + text[done + it..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + sign..];
        let length =
            rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '.' | '-'))).unwrap_or(rest.len());
        let domain = rest[..length].trim_end_matches(['.', '-']);
        let start =
            local + (text[local..at].len() - text[local..at].trim_start_matches(['.', '-', '\'', '_']).len());
        let end = at + sign + domain.len();
        done = end;
        if start < at && mail(&text[start..at], domain) && !elsewhere(text, start, end) {
            hits.push(Hit { span: start..end, what: "the mail address" });
        }
    }
}

/// Mailboxes of machines, and of roles, which are as public as the role.
const NO_PERSON: &str = "git hg svn noreply no-reply no_reply donotreply do-not-reply mailer-daemon bounce bounces support \
    info contact help helpdesk sales security abuse postmaster hostmaster webmaster noc oncall on-call \
    alerts status press billing";

fn mail(local: &str, domain: &str) -> bool {
    // Endings of files and units, and names that are no domains outside of one's own walls.
    const NO_TOP: &[&str] = &[
        "service",
        "timer",
        "socket",
        "mount",
        "target",
        "scope",
        "slice",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "svg",
        "webp",
        "json",
        "yaml",
        "yml",
        "js",
        "tsx",
        "css",
        "conf",
        "log",
        "txt",
        "tgz",
        "gz",
        "internal",
        "local",
        "localdomain",
        "localhost",
        "lan",
        "intra",
        "svc",
        "cluster",
        "example",
        "latest",
        "onion",
        "arpa",
        "home",
    ];
    const NO_DOMAIN: &[&str] = &[
        "example.com",
        "example.org",
        "example.net",
        "example.edu",
        "users.noreply.github.com",
        "gserviceaccount.com",
        "domain.com",
        "domain.tld",
        "yourdomain.com",
        "yourcompany.com",
        "company.com",
        "email.com",
        "acme.example",
        "xxx.com",
        "xxxx.com",
        "foo.com",
        "bar.com",
    ];
    let local = local.to_lowercase();
    let domain = domain.to_lowercase();
    let Some((_, top)) = domain.rsplit_once('.') else { return false };
    let known = |it: &str| domain == it || domain.strip_suffix(it).is_some_and(|rest| rest.ends_with('.'));
    top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic)
        && domain.split('.').all(|it| !it.is_empty())
        && !NO_TOP.contains(&top)
        && !NO_DOMAIN.iter().any(|it| known(it))
        && !NO_PERSON.split_ascii_whitespace().any(|it| it == local)
        && !local.chars().all(|it| it == 'x')
}

/// Tells whether an address belongs to a log-in on a host, a remote, a package or the password of an address.
fn elsewhere(text: &str, start: usize, end: usize) -> bool {
    let before = &text[..start];
    let chunk_from = before.rfind(char::is_whitespace).map_or(0, |it| it + 1);
    let chunk = before.get(chunk_from..).unwrap_or_default();
    // `scheme://name:password@host`; what stands in the path or the parameters is a mail address again.
    if let Some(at) = chunk.rfind("://") {
        return !chunk[at + 3..].contains(['/', '?', '=', '&']);
    }
    if before.ends_with(['@', '/', ':', '*', '%']) && !chunk.ends_with("mailto:") && !chunk.ends_with("sip:")
    {
        // `Contact:bob@corp.test` is one; `root:pass@host` and `@name@host` are not.
        let name = chunk.trim_end_matches(':').to_lowercase();
        let label = [
            "email", "e-mail", "mail", "contact", "to", "from", "cc", "user", "customer", "login", "account",
        ];
        return !(before.ends_with(':') && label.iter().any(|it| name.ends_with(it)));
    }
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or_default().to_lowercase();
    let remote = text[end..].starts_with(":/") || text[end..].starts_with(":~");
    let command = ["ssh", "scp", "rsync", "sftp", "mosh", "ssh-copy-id", "autossh"];
    let flags = last.starts_with('-') || last.ends_with(".pem") || last.bytes().all(|it| it.is_ascii_digit());
    let commanded = command.contains(&last.trim_start_matches(['`', '$', '"', '\'']))
        || (flags
            && before
                .split_whitespace()
                .rev()
                .take(6)
                .any(|it| command.contains(&it.trim_start_matches('`'))));
    let mut from = before.len().saturating_sub(100);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let line = before[from..].rsplit('\n').next().unwrap_or_default().to_lowercase();
    let message = line.contains("message-id") || line.contains("message id");
    remote || commanded || message
}

/// Words that tell that the digits behind them are dialled.
const DIALLED: &[&str] = &[
    "call",
    "called",
    "calls",
    "calling",
    "phone",
    "phoned",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "dial",
    "dialled",
    "dialed",
    "rang",
    "ring",
    "reach",
    "reached",
    "reachable",
    "callback",
    "hotline",
    "sms",
    "text",
    "texted",
    "whatsapp",
    "fax",
    "landline",
    "voicemail",
    "handy",
    "telefon",
    "cellphone",
    "ph",
    "mob",
    "contact",
    "phones",
    "number",
    "signal",
    "telephoned",
    "helpline",
    "line",
    "back",
];
/// Of these, the ones that leave no doubt, so that digits without separators are enough.
const PHONE: &[&str] = &[
    "phone",
    "phoned",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "dial",
    "dialled",
    "dialed",
    "sms",
    "texted",
    "whatsapp",
    "fax",
    "landline",
    "hotline",
    "callback",
    "handy",
    "telefon",
    "cellphone",
    "ph",
    "mob",
    "msisdn",
    "helpline",
    "call",
    "called",
];
/// Words before digits that are no phone number.
const NUMBERED: &[&str] = &[
    "order",
    "orders",
    "ticket",
    "invoice",
    "case",
    "part",
    "serial",
    "build",
    "ref",
    "reference",
    "rma",
    "tracking",
    "epoch",
    "version",
    "firmware",
    "release",
    "issue",
    "pr",
    "commit",
    "job",
    "run",
    "batch",
    "shipment",
    "sku",
    "rows",
    "id",
    "ids",
    "request",
    "trace",
    "span",
    "timestamp",
    "ts",
    "offset",
    "lsn",
    "port",
    "model",
    "account",
    "acct",
    "pid",
    "line",
    "isbn",
    "change",
    "incident",
    "error",
    "code",
    "ssn",
    "imei",
    "iccid",
    "serials",
    "iban",
    "card",
    "policy",
    "barcode",
    "ean",
];
/// Words behind digits that they count.
const COUNTED: &[&str] = &[
    "bytes",
    "rows",
    "requests",
    "events",
    "users",
    "records",
    "messages",
    "ms",
    "ns",
    "us",
    "times",
    "lines",
    "orders",
    "items",
    "keys",
    "entries",
    "rps",
    "customers",
    "sessions",
    "calls",
    "hits",
    "files",
    "packets",
    "euros",
    "dollars",
    "eur",
    "usd",
    "seconds",
    "connections",
    "documents",
    "objects",
    "tokens",
    "points",
    "units",
    "kb",
    "mb",
    "gb",
    "clients",
    "accounts",
    "of",
    "transactions",
    "payments",
    "invoices",
    "jobs",
    "errors",
    "shares",
    "per",
    "km",
    "m",
    "kwh",
    "mwh",
    "€",
    "$",
    "million",
];

fn phones(text: &str, hits: &mut Vec<Hit>) {
    let words = words(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = matches!(bytes[at], b'+' | b'(' | b'0'..=b'9')
            && (at == 0
                || !(bytes[at - 1].is_ascii_alphanumeric()
                    || matches!(
                        bytes[at - 1],
                        b'.' | b'_' | b'-' | b'/' | b'+' | b'$' | b'=' | b'#' | b':' | b'%' | b'~' | b','
                    )
                    || bytes[at - 1] >= 0x80)
                || (matches!(bytes[at - 1], b':' | b'=' | b'/') && bytes[at] == b'+')
                || (at >= 4
                    && bytes[at - 1] == b':'
                    && text.get(at - 4..at).is_some_and(|it| it.eq_ignore_ascii_case("tel:"))));
        let Some(number) = begins.then(|| number(text, at)).flatten() else {
            at += 1;
            continue;
        };
        if phone(text, &words, &number) {
            hits.push(Hit { span: number.span.clone(), what: "the phone number" });
        }
        at = number.span.end.max(at + 1);
    }
}

/// Digits with what separates them.
struct Number<'t> {
    span: Range<usize>,
    text: &'t str,
    /// The lengths of its groups of digits.
    groups: Vec<usize>,
    digits: String,
}

/// Reads digits in groups from `at` on.
fn number(text: &str, at: usize) -> Option<Number<'_>> {
    let bytes = text.as_bytes();
    let (mut end, mut open) = (at, 0_usize);
    let mut groups = Vec::new();
    let mut digits = String::new();
    let mut place = at;
    // The longest number has fifteen digits and as many separators.
    while place < bytes.len() && place < at + 32 {
        match bytes[place] {
            it @ b'0'..=b'9' => {
                let fresh = place == at || !bytes[place - 1].is_ascii_digit();
                if fresh {
                    groups.push(0);
                }
                if let Some(last) = groups.last_mut() {
                    *last += 1;
                }
                digits.push(char::from(it));
                end = place + 1;
            }
            b'+' if place == at => {}
            b'(' if open == 0 => open = 1,
            b')' if open == 1 => open = 2,
            b' ' | b'-' | b'.' | b'/'
                if place > at
                    && (bytes[place - 1] != b' '
                        || (matches!(bytes[place], b'-' | b'/') && bytes.get(place + 1) == Some(&b' '))) => {}
            _ => break,
        }
        place += 1;
    }
    // A letter or a further part makes it something else.
    let next = text[end..].chars().next();
    let after = text[end..].chars().nth(1);
    let goes_on = next
        .is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '%' | ':' | '=' | '@' | '*'))
        && !(next == Some(':') && after.is_none_or(char::is_whitespace))
        || (matches!(next, Some('.' | ',' | '-' | '/')) && after.is_some_and(char::is_alphanumeric));
    let span = at..end;
    (!goes_on && (7..=15).contains(&digits.len())).then(|| Number {
        text: &text[span.clone()],
        span,
        groups,
        digits,
    })
}

fn phone(text: &str, words: &[Word<'_>], number: &Number<'_>) -> bool {
    let place = words.partition_point(|it| it.end <= number.span.start);
    let sentence = words.get(place).map_or(0, |it| it.sentence);
    let before: Vec<&Word<'_>> =
        words[..place].iter().rev().take(8).take_while(|it| it.sentence == sentence).collect();
    let behind = words[place..].iter().find(|it| it.start >= number.span.end && it.sentence == sentence);
    if behind.is_some_and(|it| it.any(COUNTED) && text[number.span.end..it.start].trim().is_empty()) {
        return false;
    }
    let label = |it: &&Word<'_>| it.lower.rsplit(['=', ':', '"', '_']).any(|part| PHONE.contains(&part));
    let close = before.iter().take(4).any(|it| it.any(PHONE) || label(it)) || glued(text, number.span.start);
    let dialled = close || before.iter().any(|it| it.any(DIALLED));
    let numbered = before.first().is_some_and(|it| it.any(NUMBERED))
        || before
            .get(1)
            .is_some_and(|it| it.any(NUMBERED) && before[0].any(&["no", "number", "#", "nr", "is", "was"]));
    if numbered && !(close && before[0].any(&["number", "no", "line"])) {
        return false;
    }
    // `2026-10-20`, `20.10.2026`.
    let date = matches!(number.groups[..], [4, 2, 2] | [2, 2, 4] | [4, 2, 2, 2, ..])
        && !number.text.starts_with(['+', '(']);
    if date && (number.text.contains(['-', '.', '/'])) {
        return false;
    }
    // The addresses of a dump of memory.
    if number.groups.len() > 2 && number.groups.iter().all(|it| *it == 4) {
        return false;
    }
    let international = number.text.starts_with('+')
        || (number.digits.starts_with("00") && !number.digits.starts_with("000") && number.groups.len() >= 3);
    // `release 2025.14.2`
    if number.text.contains('.') && number.groups[1..].contains(&1) {
        return false;
    }
    if international {
        return plus(number, close);
    }
    national(number, dialled, close)
}

/// Tells whether a name of a setting stands right before it: `phone=…`, `tel:…`.
fn glued(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix([':', '=', '"', '\'']) else { return false };
    let before = before.trim_end_matches([':', '=', '"', '\'', ' ']).to_lowercase();
    ["phone", "tel", "mobile", "msisdn", "fax", "cell"].iter().any(|it| before.ends_with(it))
}

fn plus(number: &Number<'_>, close: bool) -> bool {
    let digits = number.digits.trim_start_matches('0');
    let plain = number.groups.len() == 1;
    // `+2 500 000` is an amount.
    let amount = number.groups.len() > 1
        && number.groups[0] <= 3
        && number.groups[1..].iter().all(|it| *it == 3)
        && number.digits.ends_with("000");
    !number.digits.is_empty()
        && !amount
        && (8..=15).contains(&digits.len())
        && (!plain || digits.len() >= 10 || close)
}

fn national(number: &Number<'_>, dialled: bool, close: bool) -> bool {
    let groups = &number.groups[..];
    let digits = number.digits.len();
    let zero = number.digits.starts_with('0') && !number.digits.starts_with("00");
    let spaced = number.text.contains(' ');
    let same = groups.len() >= 3 && groups.iter().all(|it| *it == groups[0]);
    // A dump of memory, the columns of a table.
    if same && groups[0] > 2 {
        return false;
    }
    let area = number.text.starts_with('(') && number.text.contains(')');
    let north = matches!(groups, [3, 3, 4] | [1, 3, 3, 4]) && {
        let local = &number.digits[digits - 10..];
        local.starts_with(|it: char| ('2'..='9').contains(&it)) && !number.text.contains('/')
    };
    let pairs = groups == [2, 2, 2, 2, 2] && zero;
    let dates = number.text.contains('/') && !spaced && !dialled;
    if dates || groups.iter().any(|it| *it > 11) {
        return false;
    }
    match groups.len() {
        1 => close && (9..=13).contains(&digits) && (zero || digits <= 12),
        _ if dialled && (7..=13).contains(&digits) => !thousands(number),
        _ => {
            (area && digits >= 9)
                || north
                || pairs
                || (zero
                    && spaced
                    && (9..=12).contains(&digits)
                    && !same
                    && groups[0] >= 3
                    && groups[0] <= 5
                    && groups.len() <= 4)
        }
    }
}

/// `12 480 000`.
fn thousands(number: &Number<'_>) -> bool {
    number.groups[0] <= 3
        && number.groups[1..].iter().all(|it| *it == 3)
        && !number.digits.starts_with('0')
        && !number.text.contains(['-', '/', '('])
        && number.groups.len() <= 3
        && number.digits.ends_with("00")
}
