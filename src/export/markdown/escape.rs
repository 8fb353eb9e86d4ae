//! Plain text, code and addresses as Markdown that shows exactly them and nothing else.
//!
//! Whatever a person wrote goes through here, so every function cleans what it is given. What is escaped is what
//! CommonMark or GitHub would read as markup; everything else stays as it was, because the source is read too, in
//! reviews. A name after `@` and a number after `#` get an empty comment in between, since GitHub would notify the one and
//! link the other wherever the text is pasted. A backslash or an entity does not stop it, as both are gone before it
//! looks for names; a zero-width space does, but would be copied along and then differ from the record. A comment is
//! not shown, not copied, and splits the text it looks in.

use std::borrow::Cow;

use super::address;
use crate::domain::clean;

/// What stands between a sign and the word that it would turn into a notification.
pub(super) const APART: &str = "<!-- -->";

/// What stands in emphasis that would otherwise hold nothing or begin with white space, and then be no emphasis; at the
/// start of a line too, where a comment would begin a block.
pub(super) const FILLER: &str = "&#8203;";

/// White space that a line of Markdown may begin with and that means something there.
pub(super) const INDENT: [char; 3] = [' ', '\t', '\n'];

/// Where a piece of plain text is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// What stands for a line feed: `<br>` or a space.
    pub breaks: &'static str,
    /// Whether a web address becomes a link; not where the text is part of a link already.
    pub links: bool,
    /// Whether the text begins a line, where a dash or a number with a point begin a list.
    pub starts_line: bool,
}

/// In a cell of a table, or behind other text on a line.
pub(super) const INLINE: Place = Place { breaks: "<br>", links: true, starts_line: false };
/// The words of a link.
pub(super) const LABEL: Place = Place { breaks: " ", links: false, starts_line: false };
/// What stands for a link that must not be followed, perhaps at the start of an item.
const NO_LINK: Place = Place { breaks: " ", links: false, starts_line: true };
/// In a heading.
pub(super) const HEADING: Place = Place { breaks: " ", links: false, starts_line: true };

/// Writes plain text without outer white space.
pub(super) fn plain(out: &mut String, text: &str, place: Place) {
    let text = clean::for_terminal(text);
    spaced(out, text.trim(), place);
}

/// Writes plain text that is clean already, with its outer white space.
pub(super) fn spaced(out: &mut String, text: &str, place: Place) {
    let mut before = if place.starts_line { '\n' } else { ' ' };
    let mut rest = if place.starts_line { marker(out, text) } else { text };
    if rest.len() < text.len() {
        before = '.';
    }
    while let Some(ch) = rest.chars().next() {
        let after = &rest[ch.len_utf8()..];
        if ch == 'h' && place.links && !before.is_alphanumeric() {
            let length = address::length(rest, before, address::Within::Text);
            if length > 0 {
                web(out, &rest[..length]);
                before = '/';
                rest = &rest[length..];
                continue;
            }
        }
        character(out, ch, before, after, place);
        before = ch;
        rest = after;
    }
}

/// Writes what begins a block at the start of a line so that it does not; returns the text behind it.
fn marker<'t>(out: &mut String, text: &'t str) -> &'t str {
    let text = text.trim_start_matches(INDENT);
    let digits = text.len() - text.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let Some(sign) = rest.chars().next() else { return text };
    let begins = if number.is_empty() {
        matches!(sign, '-' | '+' | '#' | '=' | ':' | '>')
    } else {
        matches!(sign, '.' | ')')
    };
    if !begins {
        return text;
    }
    out.push_str(number);
    out.push('\\');
    out.push(sign);
    let rest = &rest[1..];
    if sign == '#' && rest.starts_with(|ch: char| ch.is_ascii_digit()) {
        out.push_str(APART);
    }
    rest
}

fn character(out: &mut String, ch: char, before: char, after: &str, place: Place) {
    let next = after.chars().next();
    let is = |test: fn(char) -> bool| next.is_some_and(test);
    match ch {
        '\n' => out.push_str(place.breaks),
        '\t' => out.push(' '),
        // A reader of tables takes the bar out of its escape first and could see two backslashes as one.
        '\\' if next == Some('|') => out.push_str("&#92;"),
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => {
            out.push('\\');
            out.push(ch);
        }
        '_' if !before.is_alphanumeric() || !is(char::is_alphanumeric) => out.push_str("\\_"),
        '&' if is(|it| it == '#' || it.is_ascii_alphanumeric()) => out.push_str("\\&"),
        '@' if !before.is_alphanumeric() && is(char::is_alphanumeric) => {
            out.push('@');
            out.push_str(APART);
        }
        '#' if is(|it| it.is_ascii_digit()) => {
            out.push('#');
            out.push_str(APART);
        }
        '#' if next.is_none_or(|it| it == '#' || it.is_whitespace()) => out.push_str("\\#"),
        _ => out.push(ch),
    }
}

/// Writes a web address that is its own words: between angle brackets if every reader shows it as it is there.
pub(super) fn web(out: &mut String, url: &str) {
    let fits = |ch: char| ch.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,=%".contains(ch);
    if url.chars().all(fits) {
        out.push('<');
        out.push_str(url);
        out.push('>');
    } else {
        link(out, "", url);
    }
}

/// Writes an address with the words for it, as a link if the address is of a kind that is safe to follow, otherwise
/// as plain text.
pub(super) fn link(out: &mut String, label: &str, url: &str) {
    let url = clean::line(url);
    let label = clean::line(label);
    let words = if label.is_empty() { &url } else { &label };
    // Without a scheme it would be read as a file beside the document, and there is none.
    let absolute = ["http:", "https:", "mailto:"]
        .iter()
        .any(|it| url.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)));
    match destination(&url).filter(|_| absolute) {
        Some(to) => {
            open(out);
            plain(out, words, LABEL);
            out.push_str("](");
            out.push_str(&to);
            out.push(')');
        }
        None if label.is_empty() || label == url => plain(out, &url, NO_LINK),
        None => {
            plain(out, &label, NO_LINK);
            out.push_str(" (");
            plain(out, &url, LABEL);
            out.push(')');
        }
    }
}

/// Opens a link, which an exclamation mark in front must not turn into an image.
pub(super) fn open(out: &mut String) {
    if out.ends_with('!') {
        out.pop();
        out.push_str("\\!");
    }
    out.push('[');
}

/// Returns an address as the destination of a link; none for what could run (`javascript:`, `data:`) or is empty.
pub(super) fn destination(url: &str) -> Option<String> {
    let url = url.trim();
    // Whatever stands in front of the first colon is a scheme for some reader, unless a path or a query began before.
    let scheme =
        url.split(['/', '?', '#']).next().filter(|it| it.contains(':')).and_then(|it| it.split(':').next());
    let safe =
        scheme.is_none_or(|it| ["http", "https", "mailto"].iter().any(|ok| it.eq_ignore_ascii_case(ok)));
    // `&colon;` and its like are read as the character by who reads Markdown.
    let hidden = url.split(['/', '?', '#']).next().is_some_and(|it| it.contains('&') && scheme.is_none());
    if url.is_empty() || !safe || hidden {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for ch in clean::for_terminal(url).chars() {
        match ch {
            // Without a semicolon behind it, it begins no entity.
            '&' if url.contains(';') => out.push_str("&amp;"),
            // What no address may hold; the bar would end a cell.
            ' ' | '\t' | '\n' | '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(ch)));
            }
            _ => out.push(ch),
        }
    }
    // Anything else may stand between angle brackets as it is.
    Some(if out.contains(['(', ')', '[', ']', '*', '_', '~', '$']) { format!("<{out}>") } else { out })
}

/// Writes code within a line. In a table its bars are escaped, which the reader of the table takes back.
pub(super) fn code(out: &mut String, text: &str, in_table: bool) {
    let text = clean::for_terminal(text);
    let text: Cow<'_, str> = if text.contains('\n') { text.replace('\n', " ").into() } else { text };
    let text: Cow<'_, str> = if in_table { text.replace('|', "\\|").into() } else { text };
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let blank = text.trim().is_empty();
    let pad = !blank && (text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']));
    let pad = if pad { " " } else { "" };
    for piece in [&ticks, pad, &text, pad, &ticks] {
        out.push_str(piece);
    }
}

/// Writes a block of code between fences that nothing in it can close, every line but the first after `prefix`.
pub(super) fn fenced(out: &mut String, language: &str, text: &str, prefix: &str) {
    let text = clean::for_terminal(text);
    let fence = "`".repeat((longest_run(&text, '`') + 1).max(3));
    out.push_str(&fence);
    out.push_str(language);
    out.push('\n');
    for line in text.lines() {
        let start = if line.is_empty() { prefix.trim_end() } else { prefix };
        out.push_str(start);
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(prefix);
    out.push_str(&fence);
    out.push('\n');
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for ch in text.chars() {
        run = if ch == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
