//! Takes a text apart.

use super::shape;
use super::{Case, Kind, Text, Token};

/// What may stand before a full stop that ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "vs", "approx", "ca", "cf", "incl", "resp", "st", "jr",
    "sr", "a.m", "p.m", "fig", "sec", "min", "z.b", "d.h", "eng", "sgt", "capt", "lt",
];

/// The longest mail address, in bytes (RFC 5321 allows 64 and 255 around the sign).
const LONGEST_ADDRESS: usize = 320;

/// How far an opening quotation mark is looked for, in tokens.
const LOOK_BACK: usize = 200;

pub(super) fn read(source: &str) -> Text<'_> {
    let mut reader = Reader { source, tokens: Vec::new(), sentence: 0, clause: 0, fresh: true };
    reader.all();
    let mut tokens = reader.tokens;
    quotes(&mut tokens);
    Text { source, tokens }
}

struct Reader<'t> {
    source: &'t str,
    tokens: Vec<Token>,
    sentence: u32,
    clause: u32,
    /// Whether the sentence holds no word yet.
    fresh: bool,
}

impl Reader<'_> {
    fn all(&mut self) {
        let source = self.source;
        let mut at = 0;
        let mut line_start = true;
        while let Some(ch) = source[at..].chars().next() {
            let rest = &source[at..];
            if ch == '\n' {
                at += 1;
                self.line_end(&source[at..]);
                line_start = true;
                continue;
            }
            if ch.is_whitespace() {
                at += ch.len_utf8();
                continue;
            }
            let end = if line_start && rest.starts_with("```") {
                at + fence(rest)
            } else if ch == '`' {
                at + ticks(rest)
            } else if rest.starts_with("-----BEGIN ") {
                at + armour(rest)
            } else {
                let end = rest.find(|it: char| it.is_whitespace() || it == '`').unwrap_or(rest.len());
                if line_start && marker(&rest[..end]) {
                    at += end;
                    line_start = false;
                    continue;
                }
                self.chunk(at, at + end);
                at += end;
                line_start = false;
                continue;
            };
            self.push(Kind::Code, at, end);
            at = end;
            line_start = false;
        }
    }

    /// A line end ends a sentence when what follows is a list item, a heading, a row or nothing.
    fn line_end(&mut self, rest: &str) {
        let line = rest.lines().next().unwrap_or_default().trim_start();
        let word = line.split_whitespace().next().unwrap_or_default();
        if line.is_empty() || line.starts_with(['|', '>']) || marker(word) || line.starts_with("```") {
            self.sentence_end();
        }
    }

    fn sentence_end(&mut self) {
        if !self.fresh {
            self.sentence += 1;
            self.clause += 1;
            self.fresh = true;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let raw = &self.source[start..end];
        let mut norm: String = match kind {
            Kind::Word => raw.to_lowercase().replace(['’', '\u{2018}'], "'").replace('\u{2011}', "-"),
            Kind::Code => String::new(),
            _ => raw.to_lowercase(),
        };
        let mut possessive = false;
        if matches!(kind, Kind::Word | Kind::Ident | Kind::Handle) {
            let raw_norm = norm.replace('’', "'");
            if let Some(base) = raw_norm.strip_suffix("'s") {
                // "it's" and "that's" are no possessives.
                possessive =
                    !matches!(base, "it" | "that" | "he" | "she" | "there" | "what" | "let" | "who" | "here");
                if possessive {
                    norm = base.to_owned();
                }
            } else if let Some(base) = raw_norm.strip_suffix('\'') {
                possessive = base.ends_with('s');
                norm = base.to_owned();
            }
        }
        let first = self.fresh;
        if kind != Kind::Punct {
            self.fresh = false;
        }
        self.tokens.push(Token {
            kind,
            start,
            end,
            norm,
            case: case(raw),
            sentence: self.sentence,
            clause: self.clause,
            quoted: false,
            possessive,
            first,
        });
    }

    /// Takes a run without spaces apart: signs around it, then what it is.
    fn chunk(&mut self, mut start: usize, mut end: usize) {
        let source = self.source;
        while let Some(ch) = source[start..end].chars().next() {
            let opens = matches!(
                ch,
                '(' | '['
                    | '{'
                    | '"'
                    | '“'
                    | '„'
                    | '«'
                    | '‘'
                    | '\''
                    | '*'
                    | '_'
                    | '|'
                    | '¿'
                    | '¡'
                    | '「'
                    | '（'
            );
            // `_ops@example.com` is an address as it stands. Nothing that long is one.
            let known = ch == '_'
                && end - start < LONGEST_ADDRESS
                && shape::kind(&source[start..end]) == Some(Kind::Email);
            // `{{name}}` and `${x}` are placeholders, not signs around a word.
            if !opens || known || source[start..end].starts_with("{{") {
                break;
            }
            // Emphasis is no sign: `**Bob** restarted` says what `Bob restarted` says.
            if !matches!(ch, '*' | '_') || start + 1 == end {
                self.sign(start, start + ch.len_utf8());
            }
            start += ch.len_utf8();
        }
        let mut tail = Vec::new();
        while let Some(ch) = source[start..end].chars().next_back() {
            let at = end - ch.len_utf8();
            let core = &source[start..at];
            let closes = match ch {
                ')' => !core.contains('('),
                ']' => !core.contains('['),
                '}' => !core.contains('{'),
                '_' => self.source[..start].ends_with('_') && !core.is_empty(),
                '.' | ',' | ';' | ':' | '!' | '"' | '”' | '“' | '»' | '’' | '\'' | '*' | '|' | '…' | '。'
                | '、' | '，' | '！' | '？' | '」' | '）' => true,
                // `22:??` is a time with a hole.
                '?' => !core.ends_with(['?', ':']) || core.len() == 1,
                '\u{2014}' | '\u{2013}' | '-' => !core.is_empty(),
                _ => false,
            };
            // The apostrophe of "engineers'" belongs to its word.
            let apostrophe = matches!(ch, '’' | '\'') && core.ends_with('s') && !self.open_single();
            if !closes || apostrophe || (core.is_empty() && !tail.is_empty()) {
                break;
            }
            if ch == '.' && abbreviation(core) {
                break;
            }
            if !matches!(ch, '*' | '_') || core.is_empty() {
                tail.push((at, end));
            }
            end = at;
        }
        if start < end {
            self.core(start, end);
        }
        for (from, to) in tail.into_iter().rev() {
            self.sign(from, to);
        }
    }

    fn core(&mut self, start: usize, end: usize) {
        let core = &self.source[start..end];
        let plain = core.strip_suffix('.').unwrap_or(core);
        if matches!(plain.to_lowercase().as_str(), "w/o" | "w/" | "b/c" | "n/a") {
            return self.push(Kind::Word, start, end);
        }
        if let Some(kind) = shape::kind(plain) {
            return self.push(kind, start, end);
        }
        let mut from = start;
        for (offset, ch) in core.char_indices() {
            let at = start + offset;
            if matches!(ch, '/' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '&' | '+' | '→' | ',' | ';') {
                if from < at {
                    let kind = shape::kind(&self.source[from..at]).unwrap_or(Kind::Ident);
                    self.push(kind, from, at);
                }
                self.sign(at, at + ch.len_utf8());
                from = at + ch.len_utf8();
            }
        }
        if from < end {
            let kind = shape::kind(&self.source[from..end]).unwrap_or(Kind::Ident);
            self.push(kind, from, end);
        }
    }

    fn sign(&mut self, start: usize, end: usize) {
        let ch = self.source[start..end].chars().next().unwrap_or(' ');
        self.push(Kind::Punct, start, end);
        let follows = self.source[end..].chars().next();
        let closes = follows.is_none_or(|it| {
            it.is_whitespace() || matches!(it, '"' | '”' | '\'' | '’' | ')' | ']' | '*' | '。')
        });
        match ch {
            '.' | '!' | '?' if closes => self.sentence_end(),
            '。' | '！' | '？' => self.sentence_end(),
            ',' | ';' | ':' | '(' | ')' | '\u{2014}' | '\u{2013}' | '-' | '|' | '→' | '、' | '，' => {
                self.clause += 1
            }
            _ => {}
        }
    }

    /// Tells whether a single quotation mark was opened in this sentence and not closed.
    fn open_single(&self) -> bool {
        let here = self.tokens.iter().rev().take(LOOK_BACK).take_while(|it| it.sentence == self.sentence);
        here.filter(|it| it.kind == Kind::Punct && matches!(it.norm.as_str(), "'" | "‘" | "’")).count() % 2
            == 1
    }
}

/// Tells whether a word at the start of a line marks a list item, a heading, a quotation or a row.
fn marker(word: &str) -> bool {
    let numbered = word
        .strip_suffix(['.', ')'])
        .is_some_and(|it| !it.is_empty() && it.len() <= 3 && it.bytes().all(|it| it.is_ascii_digit()));
    numbered
        || matches!(word, "-" | "*" | "+" | "•" | "–" | ">")
        || (word.starts_with('#') && word.bytes().all(|it| it == b'#'))
}

fn abbreviation(core: &str) -> bool {
    let mut chars = core.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    initial || ABBREVIATIONS.contains(&core.to_lowercase().as_str())
}

/// Returns the length of a fenced block, with its closing line if it has one.
fn fence(rest: &str) -> usize {
    let after = 3;
    match rest[after..].find("\n```") {
        Some(at) => after + at + 4,
        None => rest.len(),
    }
}

/// Returns the length of a span of code; of the backticks alone when it is not closed in its paragraph.
fn ticks(rest: &str) -> usize {
    let run = rest.bytes().take_while(|it| *it == b'`').count();
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    let mut at = run;
    while let Some(found) = rest[at..paragraph].find('`') {
        let start = at + found;
        let length = rest[start..].bytes().take_while(|it| *it == b'`').count();
        if length == run {
            return start + length;
        }
        at = start + length;
        if at >= paragraph {
            break;
        }
    }
    run
}

/// Returns the length of a block in PEM armour.
fn armour(rest: &str) -> usize {
    let Some(end) = rest.find("-----END ") else { return rest.len() };
    let tail = &rest[end + 9..];
    end + 9 + tail.find("-----").map_or(tail.len(), |it| it + 5)
}

fn case(raw: &str) -> Case {
    let mut letters = raw.chars().filter(|it| it.is_alphabetic());
    let Some(first) = letters.next() else { return Case::Lower };
    let bare = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).unwrap_or(raw);
    let upper = bare.chars().filter(|it| it.is_uppercase()).count();
    let all = bare.chars().filter(|it| it.is_alphabetic()).count();
    // `Jean-Luc` and `O'Brien` are capitalised words.
    let parts = bare.split(['-', '\'', '’']).filter(|it| !it.is_empty());
    let capitals = parts.filter(|it| it.chars().next().is_some_and(char::is_uppercase)).count();
    match upper {
        0 => Case::Lower,
        _ if upper == all && all > 1 => Case::Upper,
        _ if first.is_uppercase() && upper == capitals => Case::Capital,
        _ => Case::Mixed,
    }
}

/// Marks what stands between quotation marks, pair by pair within a sentence or the next.
fn quotes(tokens: &mut [Token]) {
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        let token = &tokens[at];
        if token.kind != Kind::Punct {
            continue;
        }
        let sign = token.norm.as_str();
        let single_opens = sign == "'" && tokens.get(at + 1).is_some_and(|it| it.start == token.end);
        match open {
            Some(from) if closes(&tokens[from].norm, sign) => {
                if tokens[at].sentence <= tokens[from].sentence + 2 {
                    for inner in &mut tokens[from + 1..at] {
                        inner.quoted = true;
                    }
                }
                open = None;
            }
            None if matches!(sign, "\"" | "“" | "„" | "«" | "‘" | "「") || single_opens => {
                open = Some(at)
            }
            _ => {}
        }
    }
}

fn closes(open: &str, sign: &str) -> bool {
    match open {
        "\"" => sign == "\"",
        "“" | "„" => matches!(sign, "”" | "“" | "\""),
        "«" => sign == "»",
        "「" => sign == "」",
        _ => matches!(sign, "'" | "’"),
    }
}
