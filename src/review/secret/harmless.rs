//! Values that look like secrets and are none: masks, variables, placeholders, references, the examples of manuals.

/// Values that vendors print in their manuals.
const DOCUMENTED: &[&str] = &[
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "abcdef.0123456789abcdef",
];

/// Words that stand where a value would.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "token",
    "key",
    "none",
    "null",
    "nil",
    "true",
    "false",
    "empty",
    "undefined",
    "unset",
    "required",
    "optional",
    "missing",
    "invalid",
    "expired",
    "wrong",
    "correct",
    "changed",
    "rotated",
    "revoked",
    "reset",
    "valid",
    "string",
    "value",
    "default",
    "todo",
    "tbd",
    "n/a",
    "same",
    "unknown",
    "hidden",
    "removed",
    "omitted",
    "deleted",
    "blank",
    "stored",
    "generated",
    "random",
    "prompt",
    "changeme",
    "files",
    "yes",
    "no",
    "foo",
    "bar",
    "test",
    "user",
    "username",
    "encrypted",
    "disabled",
    "enabled",
    "leaked",
    "exposed",
    "not",
    "the",
    "for",
    "from",
    "was",
    "were",
    "and",
    "access",
    "vault",
    "text",
    "plain",
];

/// Parts of values that are meant as no value.
const PARTS: &[&str] = &[
    "redacted",
    "masked",
    "placeholder",
    "example",
    "your_",
    "your-",
    "<your",
    "changeme",
    "change_me",
    "change-me",
    "insert_",
    "replace_me",
    "replaceme",
    "secrets.",
    "process.env",
    "os.environ",
    "getenv",
    "env.",
    "secretref",
    "secretkeyref",
    "valuefrom",
    "keyvault",
    "vault:",
    "vault/",
    "ssm:",
    "op://",
    "sops:",
    "arn:aws",
    "sha256:",
    "dummy",
    "_here",
    "-here",
    "***",
    "•••",
    "…",
    "...",
    "xxxx",
    "####",
    "____",
    "----",
    "%s",
    "secretsmanager",
];

/// Tells whether a value is harmless by itself.
pub(super) fn harmless(value: &str) -> bool {
    let lower = value.to_lowercase();
    value.chars().count() < 3
        || DOCUMENTED.iter().any(|it| value.starts_with(it))
        || WORDS.contains(&lower.as_str())
        || PARTS.iter().any(|it| lower.contains(it))
        || value.starts_with(['<', '[', '{', '*', '('])
        || variable(value)
        || one_sign(value)
        || call(value)
}

/// `$TOKEN`, `${token}`, `$(cat file)`, `$env:TOKEN`, `%TOKEN%`, `@Microsoft.KeyVault(…)`, `!Ref X`.
fn variable(value: &str) -> bool {
    if let Some(rest) = value.strip_prefix('$') {
        return rest.starts_with(['{', '(', '$'])
            || rest.starts_with("env:")
            || rest.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_')
            || rest.bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'_' | b'.'));
    }
    let percent = value.len() > 2 && value.starts_with('%') && value.ends_with('%');
    percent
        || value.starts_with("%(")
        || value.starts_with("%{")
        || value.starts_with("!Ref")
        || value.starts_with("#{")
}

/// The same sign again and again, as masks are; or `x` and signs only.
fn one_sign(value: &str) -> bool {
    let mut chars = value.chars().filter(|it| !matches!(it, '-' | ' ' | '.' | '_' | '/' | '+'));
    let Some(first) = chars.next() else { return true };
    chars.all(|it| it.eq_ignore_ascii_case(&first))
}

/// `get_secret("db")`, `vault.read(…)`: what a program writes to get it from elsewhere.
fn call(value: &str) -> bool {
    let Some(at) = value.find('(') else { return false };
    at > 2 && value[..at].bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'_' | b'.' | b':'))
}

/// What signs a value is made of.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Make {
    pub lower: usize,
    pub upper: usize,
    pub digits: usize,
    /// Signs that passwords hold and names do not.
    pub marks: usize,
    pub length: usize,
}

/// Counts the signs of a value.
pub(super) fn make(value: &str) -> Make {
    let mut make = Make::default();
    for ch in value.chars() {
        make.length += 1;
        match ch {
            '0'..='9' => make.digits += 1,
            'A'..='Z' => make.upper += 1,
            '!' | '@' | '#' | '$' | '%' | '^' | '&' | '*' | '?' | '+' | '=' | '~' | '§' | '|' => {
                make.marks += 1
            }
            it if it.is_uppercase() => make.upper += 1,
            it if it.is_alphabetic() => make.lower += 1,
            _ => {}
        }
    }
    make
}

/// Names, versions, dates and numbers: parts that are letters of one case or digits, with separators between them.
pub(super) fn name_like(value: &str) -> bool {
    let parts = value.split(['-', '_', '.', '/', ':', ' ']).filter(|it| !it.is_empty());
    let mut plain = true;
    for part in parts {
        let letters = part.trim_end_matches(|it: char| it.is_ascii_digit());
        let digits = part.len() - letters.len();
        let word = letters.bytes().all(|it| it.is_ascii_lowercase())
            || letters.bytes().all(|it| it.is_ascii_uppercase())
            || (letters.starts_with(|it: char| it.is_ascii_uppercase())
                && letters[1..].bytes().all(|it| it.is_ascii_lowercase()));
        plain &= part.len() <= 3 || (word && (letters.is_empty() || digits <= 3));
    }
    plain
}

/// Letters and digits without sense, as machines make them.
pub(super) fn random(value: &str, least: usize) -> bool {
    let make = make(value);
    let letters = make.lower + make.upper;
    make.length >= least && make.digits >= 1 && letters >= 1 && !name_like(value)
}

/// What a person would choose as a password, or a machine.
pub(super) fn password(value: &str) -> bool {
    let make = make(value);
    let letters = make.lower + make.upper;
    if make.length < 5 || make.length > 128 || letters == 0 {
        return false;
    }
    let mixed = make.lower > 0 && make.upper > 0 && make.digits > 0;
    // `OAuth2`, `Base64` and `Sha256` are mixed too.
    let word_and_digits = name_like(value);
    (make.marks > 0 && (make.digits > 0 || make.upper > 0))
        || (mixed && make.length >= 8)
        || (mixed && !word_and_digits)
        || (make.digits > 0 && make.length >= 6 && !word_and_digits)
}
