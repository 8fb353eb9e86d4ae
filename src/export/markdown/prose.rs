//! The Markdown that people write in sections, made safe to stand inside a larger document.
//!
//! The text is read by a CommonMark parser and written anew from what was understood, so that it is safe by
//! construction: lists, emphasis, links, code, quotes and tables stay; headings move below that of the section; raw
//! HTML becomes text that can be read; a fence or a list that was left open is closed; an address that could run
//! becomes plain text. The rule to keep: no byte of the source reaches the output but through `escape`.

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::address;
use super::escape::{self, Place};
use crate::domain::clean;

/// Quotes and lists inside each other are indented up to this depth; what is nested deeper stays at it.
const MAX_DEPTH: usize = 20;
/// The deepest heading of Markdown.
const DEEPEST: usize = 6;

/// Writes prose that stands below a heading of level `above`; it ends with a line feed unless it is empty.
pub(super) fn prose(out: &mut String, text: &str, above: usize) {
    let text = clean::for_terminal(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let text = address::bracketed(&text, Parser::new_ext(&text, options));
    let highest = Parser::new_ext(&text, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    let lower = (above + 1).saturating_sub(highest.min().unwrap_or(DEEPEST));
    let mut writer = Writer { lower, ..Writer::default() };
    // Raw HTML within a line is text from here on, and is joined with the text around it before that is escaped.
    let events = Parser::new_ext(&text, options).map(|event| match event {
        Event::InlineHtml(html) if is_break(&html) => Event::HardBreak,
        Event::InlineHtml(html) => Event::Text(html),
        other => other,
    });
    for event in TextMergeStream::new(events) {
        writer.event(event);
    }
    writer.end_bare();
    out.push_str(&writer.out);
}

fn is_web(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn is_break(html: &str) -> bool {
    matches!(html.to_ascii_lowercase().as_str(), "<br>" | "<br/>" | "<br />")
}

/// What a block stands in, and what that puts at the start of each of its lines.
enum Container {
    Quote,
    /// An item of a list: its marker until it has been written, and the width of it.
    Item(Option<String>, usize),
    /// Too deep to be shown as nested.
    Flat,
}

/// The block whose words are being written.
#[derive(Default, PartialEq, Clone, Copy)]
enum Leaf {
    #[default]
    None,
    /// Words of a list item that stand in no paragraph of their own.
    Bare,
    Paragraph,
    Heading,
    Table,
    Code,
}

#[derive(Default)]
struct Writer {
    out: String,
    /// How many levels headings move down.
    lower: usize,
    containers: Vec<Container>,
    /// The number of the next item of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    /// Each open link and image: its destination, or the address that must not be followed, or nothing to add.
    links: Vec<Link>,
    /// Whether a link that is its own words is open.
    bare: bool,
    leaf: Leaf,
    /// Whether a blank line goes before the next block.
    blank: bool,
    after_list: bool,
    at_line_start: bool,
    /// Whether the last thing written opened emphasis.
    after_mark: bool,
    language: String,
    code: String,
    columns: Vec<Alignment>,
}

enum Link {
    To(String),
    Refused(String),
    /// An address that is its own words and must not be followed, or stands in another link.
    Bare,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.leaf == Leaf::Code => self.code.push_str(&text),
            // Written already, from the address.
            Event::Text(_) if self.bare => {}
            Event::Text(text) => {
                self.begin_bare();
                self.text(&text);
            }
            Event::Code(text) => {
                self.begin_bare();
                escape::code(&mut self.out, &text, self.leaf == Leaf::Table);
                self.wrote();
            }
            Event::Html(html) => self.html(&html),
            Event::SoftBreak | Event::HardBreak if self.leaf == Leaf::None => {}
            Event::SoftBreak | Event::HardBreak if self.leaf == Leaf::Heading => self.out.push(' '),
            Event::SoftBreak => self.next_line(),
            Event::HardBreak if self.leaf == Leaf::Table => self.out.push_str("<br>"),
            // A tag that begins a line could begin a block of HTML.
            Event::HardBreak if self.at_line_start => {}
            Event::HardBreak => {
                self.out.push_str("<br>");
                self.next_line();
            }
            Event::Rule => {
                self.begin_block();
                self.out.push_str("***");
                self.end_block();
            }
            Event::TaskListMarker(done) => {
                self.begin_bare();
                self.out.push_str(if done { "[x] " } else { "[ ] " });
            }
            // Not enabled: their source comes as text.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                self.end_bare();
                self.apart();
                self.begin_block();
                self.leaf = Leaf::Paragraph;
            }
            Tag::Heading { level, .. } => {
                self.end_bare();
                self.begin_block();
                let level = (level as usize + self.lower).min(DEEPEST);
                self.out.push_str(&"#".repeat(level));
                self.out.push(' ');
                self.leaf = Leaf::Heading;
            }
            Tag::BlockQuote(_) => {
                self.end_bare();
                self.apart();
                self.contain(Container::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.end_bare();
                self.begin_block();
                self.language = match &kind {
                    CodeBlockKind::Fenced(info) => info
                        .chars()
                        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '+' | '.'))
                        .collect(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.leaf = Leaf::Code;
            }
            Tag::List(first) => {
                self.end_bare();
                self.blank |= self.after_list;
                self.lists.push(first);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number += 1;
                        marker
                    }
                    _ => "- ".to_owned(),
                };
                let width = marker.len();
                self.contain(Container::Item(Some(marker), width));
            }
            Tag::Table(columns) => {
                self.end_bare();
                self.apart();
                self.columns = columns;
            }
            Tag::TableHead | Tag::TableRow => {
                self.begin_block();
                self.out.push('|');
                self.leaf = Leaf::Table;
            }
            Tag::TableCell => self.out.push(' '),
            Tag::Emphasis => self.mark("*", true),
            Tag::Strong => self.mark("**", true),
            Tag::Strikethrough => self.mark("~~", true),
            Tag::Link { link_type, dest_url, .. } => self.open_link("[", link_type, &dest_url),
            Tag::Image { link_type, dest_url, .. } => self.open_link("![", link_type, &dest_url),
            // Not enabled: their source comes as text.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_block(),
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.fill();
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.end_bare();
                self.containers.pop();
                self.blank = true;
            }
            TagEnd::CodeBlock => {
                let prefix = self.prefix();
                let code = std::mem::take(&mut self.code);
                escape::fenced(&mut self.out, &self.language, &code, &prefix);
                self.leaf = Leaf::None;
                self.blank = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.after_list = true;
                self.blank |= self.lists.is_empty();
            }
            TagEnd::Item => {
                if matches!(self.containers.last(), Some(Container::Item(Some(_), _))) {
                    self.begin_bare();
                }
                self.end_bare();
                self.containers.pop();
            }
            TagEnd::TableCell => self.out.push_str(" |"),
            TagEnd::TableHead => {
                self.end_row();
                self.begin_block();
                self.out.push('|');
                for column in std::mem::take(&mut self.columns) {
                    self.out.push_str(match column {
                        Alignment::None => " --- |",
                        Alignment::Left => " :-- |",
                        Alignment::Center => " :-: |",
                        Alignment::Right => " --: |",
                    });
                }
                self.end_row();
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Table => self.blank = true,
            TagEnd::Emphasis => self.mark("*", false),
            TagEnd::Strong => self.mark("**", false),
            TagEnd::Strikethrough => self.mark("~~", false),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            _ => {}
        }
    }

    /// Writes what comes before a block: a blank line if one is due, quotes and indentation, the marker of an item.
    fn begin_block(&mut self) {
        if self.blank && !self.out.is_empty() {
            let quiet = |it: &&Container| !matches!(it, Container::Item(Some(_), _));
            let prefix: String =
                self.containers.iter().take_while(quiet).map(Container::line_start).collect();
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
        for container in &mut self.containers {
            let start = match container {
                Container::Item(marker, _) => marker.take(),
                _ => None,
            };
            match start {
                Some(marker) => self.out.push_str(&marker),
                None => self.out.push_str(&container.line_start()),
            }
        }
        self.blank = false;
        self.after_list = false;
        self.at_line_start = true;
        self.after_mark = false;
    }

    fn end_block(&mut self) {
        self.out.push('\n');
        self.leaf = Leaf::None;
        self.blank = true;
    }

    fn end_row(&mut self) {
        self.out.push('\n');
        self.leaf = Leaf::None;
    }

    fn begin_bare(&mut self) {
        if self.leaf == Leaf::None {
            self.begin_block();
            self.leaf = Leaf::Bare;
        }
    }

    fn end_bare(&mut self) {
        if self.leaf == Leaf::Bare {
            self.fill();
            self.out.push('\n');
            self.leaf = Leaf::None;
        }
    }

    /// Writes something on a line that holds nothing: a marker alone below a line of words would make them a heading.
    fn fill(&mut self) {
        if self.at_line_start {
            self.out.push_str("&nbsp;");
        }
    }

    /// Asks for a blank line, unless the block is the first of its item.
    fn apart(&mut self) {
        self.blank |= !matches!(self.containers.last(), Some(Container::Item(Some(_), _)));
    }

    fn contain(&mut self, container: Container) {
        let deep = self.containers.len() >= MAX_DEPTH;
        self.containers.push(if deep { Container::Flat } else { container });
    }

    fn prefix(&self) -> String {
        self.containers.iter().map(Container::line_start).collect()
    }

    fn next_line(&mut self) {
        let prefix = self.prefix();
        self.out.push('\n');
        self.out.push_str(&prefix);
        self.at_line_start = true;
    }

    fn wrote(&mut self) {
        self.at_line_start = false;
        self.after_mark = false;
    }

    fn text(&mut self, text: &str) {
        // An entity may have stood for a character that is never let through.
        let text = clean::for_terminal(text);
        let mut text = &*text;
        if self.at_line_start && self.leaf != Leaf::Table {
            text = text.trim_start_matches(escape::INDENT);
        } else if self.after_mark && (text.is_empty() || text.starts_with(char::is_whitespace)) {
            // Emphasis that began with white space would be a marker of a list, or nothing.
            self.out.push_str(escape::FILLER);
        }
        let starts_line = self.at_line_start && self.leaf != Leaf::Table;
        escape::spaced(&mut self.out, text, Place { breaks: " ", links: self.links.is_empty(), starts_line });
        if !text.is_empty() {
            self.wrote();
        }
    }

    /// Writes lines of a block of HTML as lines of a paragraph.
    fn html(&mut self, html: &str) {
        self.begin_bare();
        for line in html.lines().map(str::trim).filter(|it| !it.is_empty()) {
            if !self.at_line_start {
                self.next_line();
            }
            self.text(line);
        }
    }

    fn mark(&mut self, mark: &str, opens: bool) {
        self.begin_bare();
        if !opens && self.after_mark {
            self.out.push_str(escape::FILLER);
        }
        self.out.push_str(mark);
        self.wrote();
        self.after_mark = opens;
    }

    fn open_link(&mut self, open: &str, kind: LinkType, address: &str) {
        self.begin_bare();
        // What is its own words is a link of its own, outside of any other.
        if kind == LinkType::Autolink && self.links.is_empty() && is_web(address) {
            escape::web(&mut self.out, address);
            self.wrote();
            self.bare = true;
            return;
        }
        let link = match kind {
            LinkType::Autolink => Link::Bare,
            LinkType::Email => Link::To(format!("mailto:{address}")),
            _ => Link::To(address.to_owned()),
        };
        let link = match link {
            Link::To(address) => match escape::destination(&address) {
                Some(to) => Link::To(to),
                None => Link::Refused(address),
            },
            other => other,
        };
        if let Link::To(_) = link {
            match open {
                "[" => escape::open(&mut self.out),
                image => self.out.push_str(image),
            }
            self.wrote();
        }
        self.links.push(link);
    }

    fn close_link(&mut self) {
        if std::mem::take(&mut self.bare) {
            return;
        }
        match self.links.pop() {
            Some(Link::To(to)) => {
                self.out.push_str("](");
                self.out.push_str(&to);
                self.out.push(')');
                self.wrote();
            }
            Some(Link::Refused(address)) if !address.trim().is_empty() => self.text(&format!(" ({address})")),
            _ => {}
        }
    }
}

impl Container {
    /// Returns what it puts at the start of a line after its first.
    fn line_start(&self) -> String {
        match self {
            Container::Quote => "> ".to_owned(),
            Container::Item(_, width) => " ".repeat(*width),
            Container::Flat => String::new(),
        }
    }
}
