//! Values behind their names: settings, headers, parameters, flags of commands.

use std::ops::Range;

use super::harmless::{self, harmless, make, name_like, random};
use super::hit::Hit;

/// What a name says about the value that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// A password: whatever stands there is one.
    Password,
    /// A token or a key: long, and made by a machine.
    Key,
    /// A number that opens something: digits.
    Pin,
}

const PASSWORD: &str = "a password";
const KEY: &str = "a secret key or token";

/// Ends of names, without their separators.
const NAMES: &[(&str, Name)] = &[
    ("password", Name::Password),
    ("passwd", Name::Password),
    ("passwort", Name::Password),
    ("kennwort", Name::Password),
    ("contrasena", Name::Password),
    ("motdepasse", Name::Password),
    ("passphrase", Name::Password),
    ("passcode", Name::Password),
    ("pwd", Name::Password),
    ("psk", Name::Password),
    ("secret", Name::Key),
    ("token", Name::Key),
    ("apikey", Name::Key),
    ("accesskey", Name::Key),
    ("secretkey", Name::Key),
    ("privatekey", Name::Key),
    ("accountkey", Name::Key),
    ("signingkey", Name::Key),
    ("encryptionkey", Name::Key),
    ("masterkey", Name::Key),
    ("servicekey", Name::Key),
    ("storagekey", Name::Key),
    ("authkey", Name::Key),
    ("sharedkey", Name::Key),
    ("hmackey", Name::Key),
    ("subscriptionkey", Name::Key),
    ("integrationkey", Name::Key),
    ("routingkeysecret", Name::Key),
    ("deploykey", Name::Key),
    ("licensekey", Name::Key),
    ("licencekey", Name::Key),
    ("sessionkey", Name::Key),
    ("ingestkey", Name::Key),
    ("appkey", Name::Key),
    ("credential", Name::Key),
    ("credentials", Name::Key),
    ("clientsecret", Name::Key),
    ("sharedsecret", Name::Key),
    ("webhooksecret", Name::Key),
    ("bearer", Name::Key),
];

/// Names that mean it only when they stand alone or behind a separator: `pw`, `DB_PASS`.
const SHORT: &[(&str, Name)] = &[
    ("pw", Name::Password),
    ("pass", Name::Password),
    ("clave", Name::Password),
    ("sig", Name::Key),
    ("auth", Name::Key),
    ("jwt", Name::Key),
    ("sas", Name::Key),
    ("pat", Name::Key),
    ("pin", Name::Pin),
];

/// Tokens that open nothing.
const PLAIN_TOKENS: &[&str] = &[
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "paginationtoken",
    "synctoken",
    "fencingtoken",
    "canceltoken",
    "cancellationtoken",
    "locktoken",
    "resumetoken",
    "changetoken",
    "requesttoken",
    "idempotencytoken",
    "cursortoken",
    "starttoken",
    "publickey",
    "cancellationtoken",
    "snapshottoken",
    "versiontoken",
    "trackingtoken",
    "tracetoken",
];

/// Adds the values that stand behind a name.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    for (at, sign) in text.match_indices(['=', ':']) {
        if let Some(name) = name_before(text, at) {
            named(text, at + sign.len(), name, hits);
        }
    }
    elements(text, hits);
    schemes(text, hits);
    super::prose::flags(text, hits);
}

/// Reads the name that ends before `at`, with the spaces within it: `X-Api-Key`, `"password"`, `secret access key`.
fn name_before(text: &str, at: usize) -> Option<Name> {
    let bytes = text.as_bytes();
    let mut from = at;
    // Forty bytes hold the end of any name.
    while from > 0 && at - from < 40 && !matches!(bytes[from - 1], b'\n' | b'=' | b',' | b';' | b'?' | b'&') {
        from -= 1;
    }
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let left =
        text[from..at].trim_end().trim_end_matches(['"', '\'', '`', '*', ')', ':', '+', '?', '“', '”']);
    let joined: String =
        left.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if PLAIN_TOKENS.iter().any(|it| joined.ends_with(it)) {
        return None;
    }
    let long = NAMES.iter().find(|(it, _)| joined.ends_with(it)).map(|(_, name)| *name);
    long.or_else(|| {
        let last = left.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        let lower = last.to_lowercase();
        let camel = |it: &str| {
            lower.ends_with(it) && last.len() > it.len() && {
                let end = &last[last.len() - it.len()..];
                end.starts_with(|c: char| c.is_ascii_uppercase())
                    && end[1..].bytes().all(|b| b.is_ascii_lowercase())
            }
        };
        SHORT.iter().find(|(it, _)| lower == *it || (it.len() > 2 && camel(it))).map(|(_, name)| *name)
    })
}

/// Looks at the value that begins at `at`.
fn named(text: &str, at: usize, name: Name, hits: &mut Vec<Hit>) {
    let tight = !text[at..].starts_with([' ', '\t']);
    let assigned = text[..at].ends_with('=');
    let Some((span, quoted)) = value(text, at) else { return };
    let value = &text[span.clone()];
    let made = make(value);
    let letters = made.lower + made.upper;
    let found = match name {
        _ if harmless(value) || reference(value) => None,
        Name::Password => {
            let strong = harmless::password(value) || (made.marks > 0 && made.length >= 4);
            let number = letters == 0 && made.digits >= 4 && (assigned || quoted);
            let plain =
                letters >= 4 && (quoted || (assigned && tight)) && !value.contains(char::is_whitespace);
            let phrase = quoted && letters >= 4 && made.digits >= 1 && made.length <= 40;
            (strong || number || plain || phrase).then_some(PASSWORD)
        }
        Name::Key => {
            let machine =
                random(value, 8) || (letters == 0 && made.digits >= 16) || (letters >= 24 && made.upper >= 4);
            (machine && !value.contains(char::is_whitespace)).then_some(KEY)
        }
        Name::Pin => {
            (letters == 0 && (4..=8).contains(&made.digits) && made.digits == made.length).then_some("a PIN")
        }
    };
    hits.extend(found.map(|what| Hit { span, what }));
}

/// What stands for a value that lies elsewhere: paths, addresses, times.
fn reference(value: &str) -> bool {
    let lower = value.to_lowercase();
    let path = value.starts_with(['/', '.', '~']) && (name_like(value) || value.ends_with(".txt"));
    let file =
        ["yaml", "yml", "json", "env", "txt", "pem", "key", "md", "go", "py", "rs", "ts", "js", "java"];
    let file = lower.rsplit_once('.').is_some_and(|(_, end)| file.contains(&end));
    path || (file && name_like(value)) || lower.contains("://") || lower.starts_with("bearer")
}

/// Returns the value that begins at `at`, behind spaces, further signs of assignment and a quotation mark, and whether
/// it stood in quotation marks.
pub(super) fn value(text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let mut start = at;
    let mut quote = None;
    for (offset, ch) in text[at..].char_indices().take(6) {
        start = at + offset;
        match ch {
            ' ' | '\t' | '=' | '>' | ':' if quote.is_none() => {}
            '"' | '\'' | '`' | '“' | '\\' if quote.is_none() || quote == Some('\\') => quote = Some(ch),
            _ => break,
        }
        start += ch.len_utf8();
    }
    let rest = &text[start..];
    let rest = clip(rest);
    let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let close = match quote {
        Some('“') => Some('”'),
        Some('\\') => None,
        other => other,
    };
    if let Some(length) = close.and_then(|it| rest.find(it)) {
        return (length > 0 && length <= 512).then(|| (start..start + length, true));
    }
    // A mask or a placeholder may hold spaces.
    if rest.starts_with(['<', '[', '{']) {
        return None;
    }
    let length = rest
        .find(|it: char| {
            it.is_whitespace()
                || matches!(it, ',' | ';' | '"' | '\'' | '`' | '<' | '>' | '”' | '“' | '&' | '|')
        })
        .unwrap_or(rest.len());
    let mut value = &rest[..length];
    loop {
        let cut = value.trim_end_matches(['.', ':', '\\']);
        let cut = match cut.chars().next_back() {
            Some(')') if !cut.contains('(') => &cut[..cut.len() - 1],
            Some(']') if !cut.contains('[') => &cut[..cut.len() - 1],
            Some('}') if !cut.contains('{') => &cut[..cut.len() - 1],
            _ => cut,
        };
        if cut.len() == value.len() {
            break;
        }
        value = cut;
    }
    (!value.is_empty()).then(|| (start..start + value.len(), false))
}

/// Returns the beginning of a text in which a value must end; it bounds the work at each place.
pub(super) fn clip(text: &str) -> &str {
    let mut end = text.len().min(600);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `<password>value</password>`.
fn elements(text: &str, hits: &mut Vec<Hit>) {
    for (at, _) in text.match_indices("</") {
        let name = clip(&text[at + 2..]).split('>').next().unwrap_or_default();
        if name.len() > 40 || name.is_empty() {
            continue;
        }
        let joined: String =
            name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let Some((_, kind)) = NAMES.iter().find(|(it, _)| joined.ends_with(it)) else { continue };
        let mut from = at.saturating_sub(600);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let Some(open) = text[from..at].rfind('>').map(|it| from + it) else { continue };
        let value = &text[open + 1..at];
        let (least, what) = if *kind == Name::Password { (4, PASSWORD) } else { (12, KEY) };
        if value.len() >= least
            && value.len() < 512
            && !harmless(value)
            && !value.contains(char::is_whitespace)
        {
            hits.push(Hit { span: open + 1..at, what });
        }
    }
}

/// `Bearer …`, `Basic …` and the like, whatever stands before them.
fn schemes(text: &str, hits: &mut Vec<Hit>) {
    const SCHEMES: &[(&str, &str)] = &[
        ("bearer", "a bearer token"),
        ("basic", "a login"),
        ("token", "a token"),
        ("apikey", "a key"),
        ("sso-key", "a key"),
        ("ssws", "a token"),
        ("digest", "a login"),
        ("splunk", "a token"),
        ("genieKey", "a key"),
    ];
    let words = super::words::words(text);
    for (place, word) in words.iter().enumerate() {
        let Some((scheme, what)) = SCHEMES.iter().find(|(it, _)| word.lower == *it) else { continue };
        let Some(next) = words.get(place + 1).filter(|it| text[word.end..it.start].trim().is_empty()) else {
            continue;
        };
        let header = place > 0 && words[place - 1].lower.contains("authorization");
        let value = next.text;
        let made = make(value);
        let fits = match *scheme {
            "basic" => decoded_login(value),
            "bearer" => made.length >= 12 && (random(value, 12) || (made.upper >= 4 && made.lower >= 4)),
            _ => header && made.length >= 12 && random(value, 12),
        };
        if fits && !harmless(value) {
            hits.push(Hit { span: base64_end(text, next.span()), what });
        }
    }
}

/// Puts the `=` at the end of base64 back that a word has lost.
fn base64_end(text: &str, span: Range<usize>) -> Range<usize> {
    let more = text[span.end..].bytes().take_while(|it| *it == b'=').count();
    span.start..span.end + more
}

/// Tells whether it is base64 of `name:password`.
fn decoded_login(value: &str) -> bool {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in value.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        bits = (bits << 6 | u32::from(six)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    let Ok(text) = String::from_utf8(bytes) else { return false };
    text.len() >= 5
        && !text.chars().any(char::is_control)
        && text.split_once(':').is_some_and(|(name, password)| !name.is_empty() && !harmless(password))
}
