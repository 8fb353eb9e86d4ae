//! The blocks of a Markdown file, each with the bytes of its text, by a CommonMark parser.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A block of a file. Ranges are bytes of the file, without the marks around the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of a level from 1 to 6.
    Heading(u8, Range<usize>),
    /// A paragraph, a block of code, of HTML or a quotation.
    Prose(Range<usize>),
    /// What no reader sees: the front matter.
    Hidden(Range<usize>),
    /// An item of a list: how deep it lies, from 0; its own text, without the lists below it; whether its box is
    /// ticked.
    Item(usize, Range<usize>, Option<bool>),
    /// A row of a table; whether it is the head.
    Row(bool, Vec<Range<usize>>),
    /// The end of a list or a table, as the bytes of the whole.
    End(Range<usize>),
}

/// What stands in comments: the bytes of each, with its signs.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !text.contains("<!--") {
        return found;
    }
    let mut open: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            // A comment over several lines comes line by line.
            let mut at = range.start;
            while at < range.end {
                let rest = &text[at..range.end];
                match open {
                    Some(start) => match rest.find("-->") {
                        Some(end) => {
                            found.push(start..at + end + 3);
                            (open, at) = (None, at + end + 3);
                        }
                        None => break,
                    },
                    None => match rest.find("<!--") {
                        Some(start) => (open, at) = (Some(at + start), at + start + 4),
                        None => break,
                    },
                }
            }
        }
    }
    found.extend(open.map(|start| start..text.len()));
    found
}

/// Takes a file apart.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut walk = Walk { blocks: Vec::new(), frames: Vec::new(), lists: Vec::new(), task: None };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        walk.event(event, range);
    }
    walk.blocks
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

/// A block that is open: the bytes of its text so far.
#[derive(Debug)]
struct Frame {
    kind: Kind,
    text: Option<Range<usize>>,
    /// The bytes of the whole block.
    whole: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading(u8),
    Item,
    Cell,
    /// Whatever stands in the file as it is: paragraphs, code, quotations.
    Prose,
    /// What no reader sees, such as the front matter.
    Hidden,
}

struct Walk {
    blocks: Vec<Block>,
    frames: Vec<Frame>,
    /// The bytes of the lists that are open.
    lists: Vec<Range<usize>>,
    task: Option<bool>,
}

impl Walk {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::TaskListMarker(ticked) => self.task = Some(ticked),
            Event::Rule | Event::SoftBreak | Event::HardBreak => {}
            _ => self.touch(range),
        }
    }

    /// Counts bytes into the innermost block.
    fn touch(&mut self, range: Range<usize>) {
        if let Some(frame) = self.frames.last_mut() {
            let text = frame.text.get_or_insert(range.clone());
            text.start = text.start.min(range.start);
            text.end = text.end.max(range.end);
        } else if self.lists.is_empty() {
            self.blocks.push(Block::Prose(range));
        }
    }

    fn open(&mut self, kind: Kind, whole: Range<usize>) {
        self.frames.push(Frame { kind, text: None, whole });
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let inside = !self.frames.is_empty();
        match tag {
            Tag::Heading { level, .. } if !inside => self.open(Kind::Heading(number(*level)), range),
            Tag::List(_) if self.frames.last().is_none_or(|it| it.kind == Kind::Item) => {
                self.flush_item();
                self.lists.push(range);
            }
            Tag::Item if !self.lists.is_empty() => self.open(Kind::Item, range),
            Tag::TableHead | Tag::TableRow if !inside => {
                self.blocks.push(Block::Row(matches!(tag, Tag::TableHead), Vec::new()));
            }
            Tag::TableCell if !inside => self.open(Kind::Cell, range),
            Tag::Table(_) => {}
            Tag::MetadataBlock(_) => self.open(Kind::Hidden, range),
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
                if !inside =>
            {
                self.open(Kind::Prose, range);
            }
            // A block within an item or a quotation, or an inline: its bytes count.
            _ => {
                self.touch(range.clone());
                self.open(Kind::Prose, range);
            }
        }
    }

    /// Gives out the text of an item before the list that lies in it begins.
    fn flush_item(&mut self) {
        let depth = self.lists.len().saturating_sub(1);
        if let Some(frame) = self.frames.last_mut()
            && let Some(text) = frame.text.take()
        {
            self.blocks.push(Block::Item(depth, text, self.task.take()));
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::List(_) => {
                if self.frames.last().is_some_and(|it| it.kind == Kind::Prose) {
                    self.frames.pop();
                    return;
                }
                let whole = self.lists.pop();
                if self.lists.is_empty() {
                    self.blocks.push(Block::End(whole.unwrap_or(range)));
                }
            }
            TagEnd::Table if self.frames.is_empty() => self.blocks.push(Block::End(range)),
            TagEnd::Table => {}
            TagEnd::TableHead | TagEnd::TableRow if self.frames.is_empty() => {}
            _ => self.close(),
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let text = frame.text.clone();
        match frame.kind {
            Kind::Heading(level) => {
                let empty = frame.whole.start..frame.whole.start;
                self.blocks.push(Block::Heading(level, text.unwrap_or(empty)));
            }
            Kind::Item => {
                let depth = self.lists.len().saturating_sub(1);
                let task = self.task.take();
                if let Some(text) = text {
                    self.blocks.push(Block::Item(depth, text, task));
                }
            }
            Kind::Cell => {
                let empty = frame.whole.start..frame.whole.start;
                if let Some(Block::Row(_, cells)) = self.blocks.last_mut() {
                    cells.push(text.unwrap_or(empty));
                }
            }
            Kind::Hidden => self.blocks.extend(text.map(Block::Hidden)),
            Kind::Prose if self.frames.is_empty() && self.lists.is_empty() => {
                if text.is_some() {
                    self.blocks.push(Block::Prose(frame.whole));
                }
            }
            Kind::Prose => {
                if let Some(text) = text {
                    self.touch(text);
                }
            }
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
