//! The COE as one HTML page: no script, nothing loaded from elsewhere, dark and light, fit to be printed.
//!
//! It is made from the Markdown of the export, so both say the same. Its elements are written here, one by one; HTML in
//! the Markdown is taken for text but for the few tags that the export itself writes. A policy in the head forbids
//! whatever might get through all the same.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Format, markdown};
use crate::domain::incident::Incident;

/// `--format html`.
pub static FORMAT: Format = Format {
    id: "html",
    title: "HTML",
    extension: "html",
    doc: "the COE as one page for a browser or a printer, without scripts",
    render,
};

const STYLE: &str = include_str!("../../assets/export/page.css");
/// The SHA-256 of the style between its tags, in base64, as a content security policy names it.
const STYLE_HASH: &str = "OuBhFt5TLZu4VCLeQY5hfxJ1Ov96XYNVtZDZXcliYRU=";

fn render(incident: &Incident) -> String {
    let text = (markdown::FORMAT.render)(incident);
    let mut page = Page::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(&text, options) {
        page.take(event);
    }
    let title = escaped(&format!("{}: {}", incident.header.reference(), incident.header.title));
    let nav: String =
        page.headings.iter().map(|(id, words)| format!("<a href=\"#{id}\">{words}</a>\n")).collect();
    // The links to the sections stand below the title.
    let body = match page.out.find("</h1>\n") {
        Some(at) if !nav.is_empty() => {
            let (head, rest) = page.out.split_at(at + "</h1>\n".len());
            format!("{head}<nav>\n{nav}</nav>\n{rest}")
        }
        _ => page.out,
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Makes text harmless between tags and in attributes of HTML and of XML. Control characters become the sign for what cannot
/// be shown, and what is no character at all is left out: XML allows neither.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(ch),
            '\u{fffe}' | '\u{ffff}' => {}
            ch if ch.is_control() => out.push('\u{fffd}'),
            ch => out.push(ch),
        }
    }
    out
}

/// Returns an address that a reader may follow: to the web, to a mailbox, or within the page.
fn address(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "#"].iter().any(|it| lower.starts_with(it));
    known.then(|| escaped(url.trim()))
}

/// A page as it is written.
#[derive(Debug, Default)]
struct Page {
    out: String,
    /// The sections: id and words.
    headings: Vec<(String, String)>,
    /// Where the words of the open heading begin.
    heading: Option<usize>,
    head: bool,
    /// Whether each open link leads somewhere.
    links: Vec<bool>,
    /// The lines of an open block of HTML.
    html: Option<String>,
}

impl Page {
    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(&escaped(&text)),
            Event::Code(text) => self.push(&format!("<code>{}</code>", escaped(&text))),
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.push("<hr>\n"),
            Event::TaskListMarker(done) => {
                let checked = if done { " checked" } else { "" };
                // The item is open already: what it is shows only now.
                if self.out.ends_with("<li>") {
                    self.out.truncate(self.out.len() - "<li>".len());
                    self.push("<li class=\"task\">");
                }
                self.push(&format!("<input type=\"checkbox\" disabled{checked}> "));
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.ours(&html),
            },
            Event::InlineHtml(html) => self.ours(&html),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(&escaped(&text));
            }
        }
    }

    /// Takes HTML: the tags that the export writes are meant, everything else is text.
    fn ours(&mut self, html: &str) {
        for line in html.lines() {
            let line = line.trim();
            let words = line.strip_prefix("<summary>").and_then(|it| it.strip_suffix("</summary>"));
            match (line, words) {
                ("" | "<!-- -->", _) => {}
                ("<br>" | "<details>" | "</details>", _) => self.push(line),
                (_, Some(words)) if !words.contains(['<', '>']) => {
                    self.push(&format!("<summary>{words}</summary>"));
                }
                _ => self.push(&escaped(line)),
            }
            if html.contains('\n') {
                self.push("\n");
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { level, .. } => {
                let id = format!("s{}", self.headings.len() + 1);
                let name = if level == HeadingLevel::H2 { format!(" id=\"{id}\"") } else { String::new() };
                self.push(&format!("<{level}{name}>"));
                self.heading = Some(self.out.len());
            }
            Tag::BlockQuote(_) => self.push("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(it) if !it.is_empty() => {
                        format!(" data-language=\"{}\"", escaped(&it))
                    }
                    _ => String::new(),
                };
                self.push(&format!("<pre{language}><code>"));
            }
            Tag::List(Some(first)) if first != 1 => self.push(&format!("<ol start=\"{first}\">\n")),
            Tag::List(Some(_)) => self.push("<ol>\n"),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::Item => self.push("<li>"),
            Tag::Table(_) => self.push("<div class=\"wide\"><table>\n"),
            Tag::TableHead => {
                self.head = true;
                self.push("<thead><tr>");
            }
            Tag::TableRow => self.push("<tr>"),
            Tag::TableCell => self.push(if self.head { "<th scope=\"col\">" } else { "<td>" }),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link { dest_url, .. } => {
                let to = address(&dest_url);
                self.links.push(to.is_some());
                if let Some(to) = to {
                    self.push(&format!("<a href=\"{to}\" rel=\"noopener noreferrer\">"));
                }
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => {
                if let Some(from) = self.heading.take().filter(|_| level == HeadingLevel::H2) {
                    let id = format!("s{}", self.headings.len() + 1);
                    self.headings.push((id, self.out[from..].to_owned()));
                }
                self.push(&format!("</{level}>\n"));
            }
            TagEnd::BlockQuote(_) => self.push("</blockquote>\n"),
            TagEnd::CodeBlock => self.push("</code></pre>\n"),
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::Table => self.push("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.head = false;
                self.push("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.push(if self.head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => {
                let leads = self.links.pop() == Some(true);
                self.push(if leads { "</a>" } else { "" });
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.ours(&block);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(markdown: &str) -> String {
        let mut page = Page::default();
        Parser::new_ext(markdown, Options::ENABLE_TABLES).for_each(|it| page.take(it));
        page.out
    }

    #[test]
    fn tags_that_are_not_ours_are_text() {
        assert_eq!(page("a<br>b<img src=x>"), "<p>a<br>b&lt;img src=x&gt;</p>\n");
        assert_eq!(
            page("<details>\n<summary>Evidence of e1</summary>\n\nit\n\n</details>\n"),
            "<details>\n<summary>Evidence of e1</summary>\n<p>it</p>\n</details>\n"
        );
        assert_eq!(page("<summary>a<b></summary>\n<details open>\n").matches('<').count(), 0);
        assert_eq!(page("<script>alert(1)</script>\n").matches('<').count(), 0);
    }

    #[test]
    fn addresses_lead_to_the_web_to_mail_or_within_the_page() {
        assert!(page("[a](https://x.test/?a=1&b=2)").contains("href=\"https://x.test/?a=1&amp;b=2\""));
        for to in
            ["javascript:alert(1)", "data:text/html,x", "//x.test", "file:///etc/passwd", " JaVaScRiPt:x"]
        {
            assert!(!page(&format!("[a](<{to}>)")).contains("href"), "{to}");
        }
    }
}
