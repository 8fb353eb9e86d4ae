//! Where a web address in running text ends, so that the link leads where its writer meant.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

/// What an address stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Plain text, where a sign is only a sign.
    Text,
    /// Markdown, where emphasis may end and a tag begin behind it.
    Prose,
    /// A table of Markdown, where a bar ends the cell.
    Table,
}

/// Returns how many bytes of a text its web address has, without the punctuation of the sentence around it; 0 if it
/// does not begin with one. `before` is the character in front.
pub(super) fn length(text: &str, before: char, within: Within) -> usize {
    let Some(behind) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return 0;
    };
    let closing = match before {
        '"' | '\'' | '|' => Some(before),
        '<' => Some('>'),
        '\u{201c}' => Some('\u{201d}'),
        _ => None,
    };
    let stop = |ch: char| {
        ch.is_whitespace()
            || closing == Some(ch)
            || (ch == '<' && within != Within::Text)
            || (ch == '|' && within == Within::Table)
    };
    let end = text.find(stop).unwrap_or(text.len());
    let end = text[..end].find("</").unwrap_or(end);
    let mut found = &text[..end];
    while let Some(last) = found.chars().next_back() {
        let rest = &found[..found.len() - last.len_utf8()];
        let lone = |open: char| found.matches(last).count() > found.matches(open).count();
        let outside = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' => true,
            ')' => lone('('),
            ']' => lone('['),
            '}' => lone('{'),
            '>' => lone('<'),
            '*' | '_' | '~' => within != Within::Text || before == last,
            '`' => before == last,
            _ => false,
        };
        if !outside {
            break;
        }
        found = rest;
    }
    if found.len() > text.len() - behind.len() { found.len() } else { 0 }
}

/// Puts angle brackets around the bare web addresses of Markdown, so that no sign in one is read as markup.
pub(super) fn bracketed(text: &str, parser: Parser<'_>) -> String {
    let defined = parser.reference_definitions().iter();
    let mut taken: Vec<Range<usize>> = defined.map(|(_, it)| it.span.clone()).collect();
    let mut tables: Vec<Range<usize>> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_) => taken.push(range),
            Event::Start(Tag::Table(_)) => tables.push(range),
            _ => {}
        }
    }
    taken.sort_by_key(|it| it.start);
    let mut taken = taken.into_iter().peekable();
    let mut tables = tables.into_iter().peekable();
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    while let Some(found) = text[at..].find("http") {
        let start = at + found;
        while taken.next_if(|it| it.end <= start).is_some() {}
        while tables.next_if(|it| it.end <= start).is_some() {}
        let next = taken.peek().filter(|it| it.end > start);
        let before = text[..start].chars().next_back().unwrap_or('\n');
        let inside = next.is_some_and(|it| it.start <= start);
        let length = if inside || before.is_alphanumeric() || matches!(before, '<' | '\\') {
            0
        } else {
            let table = tables.peek().is_some_and(|it| it.start <= start);
            let end = next.map_or(text.len(), |it| it.start);
            length(&text[start..end], before, if table { Within::Table } else { Within::Prose })
        };
        out.push_str(&text[at..start]);
        at = start + length.max(4);
        match length {
            0 => out.push_str("http"),
            _ => out.extend(["<", &text[start..at], ">"]),
        }
    }
    out.push_str(&text[at..]);
    out
}
