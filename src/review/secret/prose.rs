//! Passwords in addresses, commands, password files and sentences.

use std::ops::Range;

use super::harmless::{harmless, make, name_like, password, random};
use super::hit::Hit;
use super::words::{Word, words};

/// Adds what stands in addresses, lines of password files and sentences.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    addresses(text, hits);
    let words = words(text);
    for (place, word) in words.iter().enumerate() {
        pgpass(word, hits);
        login(text, word, hits);
        spoken(text, &words, place, hits);
    }
}

/// `scheme://name:password@host`.
fn addresses(text: &str, hits: &mut Vec<Hit>) {
    let mut done = 0;
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        // What lies within an address is no second address.
        if start < done {
            continue;
        }
        let rest = &text[start..];
        let end = rest
            .find(|it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '`' | '>' | '“' | '”'))
            .unwrap_or(rest.len());
        done = start + end;
        let address = &rest[..end];
        let authority = &address[..address.find(['/', '?', '#']).unwrap_or(end)];
        // A password may hold a `/`, `?` or `#` that nobody escaped.
        let info = match authority.rfind('@') {
            Some(sign) => &address[..sign],
            None => match (authority.split_once(':'), address.rfind('@')) {
                (Some((_, port)), Some(sign)) if !port.bytes().all(|it| it.is_ascii_digit()) => {
                    &address[..sign]
                }
                _ => continue,
            },
        };
        let (from, secret, least) = match info.split_once(':') {
            Some((name, secret)) => (start + name.len() + 1, secret, 2),
            None if random(info, 16) => (start, info, 16),
            None => continue,
        };
        if secret.len() >= least && !harmless(secret) && !secret.starts_with(['$', '<', '{']) {
            hits.push(Hit { span: from..from + secret.len(), what: "a password in an address" });
        }
    }
}

/// `host:5432:database:name:password`.
fn pgpass(word: &Word<'_>, hits: &mut Vec<Hit>) {
    let parts: Vec<&str> = word.text.splitn(5, ':').collect();
    let [_, port, database, name, secret] = parts[..] else { return };
    let number = port == "*" || ((2..=5).contains(&port.len()) && port.bytes().all(|it| it.is_ascii_digit()));
    // The parts of an ARN, of a MAC address and of a time are no login.
    let plain = |it: &str| {
        !it.is_empty()
            && (it == "*"
                || it.bytes().any(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit())
                || it.len() > 2)
    };
    if number && plain(database) && plain(name) && secret.len() >= 4 && !harmless(secret) {
        hits.push(Hit { span: word.end - secret.len()..word.end, what: "a password" });
    }
}

/// `name:password@tcp(host)`, `name/password@//host`, `name:password@host.example` without a scheme.
fn login(text: &str, word: &Word<'_>, hits: &mut Vec<Hit>) {
    if word.text.contains("://") || word.text.contains("=") {
        return;
    }
    let Some((info, host)) = word.text.rsplit_once('@') else { return };
    let rooted = host.starts_with("tcp(")
        || host.starts_with("unix(")
        || host.starts_with("//")
        || host.starts_with('(');
    let Some((name, secret)) = info.rsplit_once([':', '/']) else { return };
    if name.is_empty() {
        return;
    }
    let place = word.start + info.len() - secret.len();
    let named = host.contains(['.', '-']) || host.contains(':');
    if !harmless(secret)
        && secret.len() >= 3
        && (rooted || (named && password(secret)))
        && text.is_char_boundary(place)
    {
        hits.push(Hit { span: place..place + secret.len(), what: "a password" });
    }
}

/// Words for what is told in a sentence, and whether a person chose it.
fn trigger(word: &Word<'_>) -> Option<bool> {
    const CHOSEN: &[&str] = &[
        "password",
        "passwords",
        "passwd",
        "pwd",
        "pw",
        "pws",
        "passphrase",
        "passcode",
        "credentials",
        "creds",
        "credential",
        "login",
        "logins",
        "pass",
        "passwort",
        "kennwort",
        "logon",
        "psk",
        "passkey",
        "logged",
        "signed",
    ];
    const MADE: &[&str] =
        &["secret", "token", "key", "tokens", "keys", "secrets", "pat", "apikey", "api-key", "api_key"];
    if word.any(CHOSEN) {
        return Some(true);
    }
    word.any(MADE).then_some(false)
}

/// Words that may stand between what is told and its value.
const BETWEEN: &[&str] = &[
    "is",
    "was",
    "were",
    "are",
    "be",
    "being",
    "been",
    "to",
    "as",
    "with",
    "still",
    "only",
    "just",
    "now",
    "simply",
    "set",
    "reset",
    "changed",
    "rotated",
    "switched",
    "updated",
    "of",
    "value",
    "the",
    "default",
    "literally",
    "temporarily",
    "temporary",
    "again",
    "back",
    "has",
    "had",
    "new",
    "old",
    "shared",
    "current",
    "initial",
    "same",
    "being",
    "used",
    "has",
    "into",
    "equals",
    "=",
    "called",
    "namely",
    "→",
    "->",
    "from",
    "hardcoded",
    "in",
    "e.g",
    "reads",
    "plain",
    "actual",
    "exact",
    "weak",
    "it",
    "i.e",
    "always",
    "even",
    "trivial",
];

/// Words that tell what a password is or became.
const LINKS: &[&str] =
    &["is", "was", "were", "to", "as", "=", "are", "with", "still", "→", "->", "/", "literally", "being"];
/// Verbs after which `to` is followed by the new value.
const SET: &[&str] = &[
    "set",
    "reset",
    "changed",
    "rotated",
    "switched",
    "updated",
    "back",
    "equal",
    "defaults",
    "defaulted",
    "change",
];

/// A password in a sentence: "the root password on the jump host was set to …".
fn spoken(text: &str, words: &[Word<'_>], place: usize, hits: &mut Vec<Hit>) {
    let word = &words[place];
    let Some(chosen) = trigger(word) else { return };
    let rest = &words[place + 1..];
    let proper = chosen && (word.lower.starts_with("pass") || word.any(&["pw", "pwd", "kennwort"]));
    let mut bound = false;
    for (distance, next) in
        rest.iter().take(12).enumerate().take_while(|(_, it)| it.sentence == word.sentence)
    {
        let before = if distance == 0 { word } else { &rest[distance - 1] };
        let set = rest[distance.saturating_sub(4)..distance].iter().any(|it| it.any(SET));
        let said =
            before.tail.ends_with([':', '=']) || (before.any(LINKS) && (!before.lower.eq("to") || set));
        let filler = BETWEEN.contains(&next.lower.as_str());
        let link = distance == 0
            || said
            || (bound && BETWEEN.contains(&before.lower.as_str()) && before.lower != "to");
        bound = link && (distance > 0 || filler);
        if !link || filler {
            continue;
        }
        let quoted = text[..next.start].ends_with(['"', '\'', '`', '“']);
        let sure = if proper && set && said && quoted {
            Sure::Quoted
        } else if proper && (said || distance == 0) {
            Sure::Said
        } else {
            Sure::No
        };
        let Some(span) = secret(text, next, (chosen, sure)) else { continue };
        hits.push(Hit { span, what: if chosen { "a password" } else { "a secret key or token" } });
        return;
    }
}

/// How sure it is that a value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// The value alone must tell.
    No,
    /// "the password is …".
    Said,
    /// "the password was set to '…'": a word will do.
    Quoted,
}

/// Returns the bytes of the word that are a secret, if it reads as one.
fn secret(text: &str, word: &Word<'_>, (chosen, sure): (bool, Sure)) -> Option<Range<usize>> {
    // Exclamation and question marks belong to a password.
    let more = word.tail.bytes().take_while(|it| matches!(it, b'!' | b'?' | b'*')).count();
    let whole = word.start..word.end + more;
    let mut value = &text[whole.clone()];
    let mut start = whole.start;
    if value.contains("://") || value.contains('@') && value.contains('.') && !value.contains(['!', '$', '#'])
    {
        return None;
    }
    // `name/password`, `name:password`.
    if let Some((name, tail)) = value
        .split_once(['/', ':'])
        .filter(|(it, _)| it.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))
        && chosen
        && password(tail)
    {
        start += name.len() + 1;
        value = tail;
    }
    let fits = match sure {
        _ if !chosen => spoken_key(value),
        Sure::No => spoken_password(value),
        Sure::Said => spoken_password(value) || said_password(value),
        Sure::Quoted => spoken_password(value) || said_password(value) || make(value).lower >= 5,
    };
    (fits && !harmless(value)).then(|| start..start + value.len())
}

/// Beginnings of names that are no passwords: algorithms, protocols, formats.
const TECHNICAL: &[&str] = &[
    "sha", "md5", "base64", "bcrypt", "pbkdf2", "argon2", "aes", "oauth", "utf", "http", "k8s", "x509",
    "pkcs", "rsa", "ed25519", "log4j", "oidc", "saml", "tls", "ntlm", "scrypt", "crypt", "step", "version",
    "2fa", "mfa", "totp", "u2f",
];

fn technical(value: &str) -> bool {
    let lower = value.to_lowercase();
    TECHNICAL.iter().any(|it| lower.starts_with(it))
}

fn spoken_password(value: &str) -> bool {
    let made = make(value);
    let marks = value.contains(['!', '$', '#', '@', '^', '&', '*', '?']);
    let path = value.contains('/')
        || value.starts_with(['#', '@', '-', '$', '/', '~', '+', '='])
        || value.contains('=');
    let handle = value.ends_with("()") || value.contains("::") || value.ends_with('%');
    password(value)
        && !path
        && !handle
        && !technical(value)
        && (marks && made.length >= 6 || (!name_like(value) && made.length >= 7))
}

/// What is no password elsewhere, and is one behind "the password is": `tomcat123`, `Spring_Admin99`.
fn said_password(value: &str) -> bool {
    let made = make(value);
    let mixed = made.upper > 0 && made.digits > 0 && made.length >= 8;
    let sign = |it: u8| it == b'_' || (it == b'-' && mixed && made.upper > 1);
    let plain = value.bytes().all(|it| it.is_ascii_alphanumeric() || sign(it));
    plain
        && !technical(value)
        && made.lower >= 3
        && (mixed || (made.digits >= 2 && made.length >= 7 && !value.contains('_')))
}

fn spoken_key(value: &str) -> bool {
    let made = make(value);
    random(value, 20)
        && !value.contains(['/', ':', '.', '(', '='])
        && made.digits >= 3
        && !uuid(value)
        && value.split('-').any(|it| it.len() >= 16)
}

fn uuid(value: &str) -> bool {
    value.len() == 36
        && value
            .bytes()
            .enumerate()
            .all(|(at, it)| if matches!(at, 8 | 13 | 18 | 23) { it == b'-' } else { it.is_ascii_hexdigit() })
}

/// Commands whose `-p` or the like is followed by a password.
const COMMANDS: &[&str] = &[
    "mysql",
    "mysqldump",
    "mysqladmin",
    "mariadb",
    "mariadb-dump",
    "sshpass",
    "docker",
    "podman",
    "oc",
    "az",
    "7z",
    "zip",
    "unzip",
    "sqlcmd",
    "bcp",
    "ldapsearch",
    "ldapmodify",
    "redis-cli",
    "mongo",
    "mongosh",
    "mongodump",
    "htpasswd",
    "curl",
    "wget",
    "smbclient",
    "rabbitmqadmin",
    "influx",
    "cqlsh",
    "ipmitool",
    "snmpwalk",
    "vncviewer",
    "helm",
    "nexus",
    "crictl",
    "skopeo",
    "xtrabackup",
    "mysqlcheck",
    "net",
    "psexec",
    "lftp",
    "kinit",
    "mosquitto_pub",
    "mosquitto_sub",
    "clickhouse-client",
];
const LONG_FLAGS: &[&str] = &[
    "--password",
    "--pass",
    "--passwd",
    "--pwd",
    "--token",
    "--secret",
    "--api-key",
    "--apikey",
    "--access-token",
    "--auth-token",
    "--passphrase",
    "-password",
    "-pass",
    "-token",
    "--secret-key",
    "--bearer-token",
    "--client-secret",
    "--storepass",
    "-storepass",
    "--access-key",
    "--key",
];
const SHORT_FLAGS: &[&str] = &["-p", "-P", "-a", "-w", "-pw", "-D"];

/// Adds passwords behind the flags of commands: `--password x`, `mysql -px`, `curl -u name:x`.
pub(super) fn flags(text: &str, hits: &mut Vec<Hit>) {
    if !text.contains('-') {
        return;
    }
    let words = words(text);
    let mut command: Option<(u32, &str)> = None;
    for (place, word) in words.iter().enumerate() {
        let name = word.lower.rsplit('/').next().unwrap_or_default();
        if let Some(known) = COMMANDS.iter().find(|it| **it == name) {
            command = Some((word.sentence, known));
        }
        if !word.text.starts_with('-') {
            continue;
        }
        let known = command.is_some_and(|(sentence, _)| sentence == word.sentence);
        let next =
            words.get(place + 1).filter(|it| it.sentence == word.sentence && !it.text.starts_with('-'));
        let span = if LONG_FLAGS.contains(&word.lower.as_str()) {
            next.map(|it| whole(text, it))
                .filter(|it| flag_value(&text[it.clone()], word.lower.contains("pass")))
        } else if known && matches!(word.text, "-u" | "--user") {
            next.map(|it| whole(text, it)).and_then(|it| {
                let (name, secret) = text[it.clone()].split_once([':', '%'])?;
                (secret.len() >= 3 && !harmless(secret)).then(|| it.start + name.len() + 1..it.end)
            })
        } else if known && SHORT_FLAGS.contains(&word.text) {
            next.map(|it| whole(text, it))
                .filter(|it| password(&text[it.clone()]) && !text[it.clone()].contains(['/', ':']))
        } else if known && word.text.len() > 4 && word.text.starts_with("-p") {
            let value = word.start + 2..whole(text, word).end;
            let bare = text[value.clone()].trim_matches(['"', '\'']);
            (!harmless(bare) && (password(bare) || make(bare).marks > 0 || make(bare).upper > 0))
                .then_some(value)
        } else {
            None
        };
        hits.extend(span.map(|span| Hit { span, what: "a password" }));
    }
}

fn flag_value(value: &str, chosen: bool) -> bool {
    let made = make(value);
    let fits = if chosen { password(value) || made.marks > 0 } else { random(value, 10) };
    fits && !harmless(value) && !value.contains("://")
}

/// Returns a word with the exclamation and question marks that belong to it.
fn whole(text: &str, word: &Word<'_>) -> Range<usize> {
    let more = text[word.end..].bytes().take_while(|it| matches!(it, b'!' | b'?')).count();
    word.start..word.end + more
}
