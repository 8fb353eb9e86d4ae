//! Hostile text in every field: what a CommonMark reader sees is our structure and, in it, their text.

use coe::domain::action::{Action, Priority};
use coe::domain::clean;
use coe::domain::event::{Event, Evidence, Link, Milestone};
use coe::domain::id::{ActionId, EventId, Handle, IncidentId, LadderId, MetricId, Part, RungId};
use coe::domain::incident::{Header, Incident};
use coe::domain::ladder::{Ladder, Rung, Topic};
use coe::domain::metric::Metric;
use coe::domain::section::{Section, SectionName};
use coe::domain::time::{Timestamp, Zone};
use proptest::prelude::*;
use pulldown_cmark::{Event as Md, Options, Parser, Tag, TagEnd};
use uuid::Uuid;

use super::{import, render};

/// What attacks a document or a table, or has broken one before.
const FRAGMENTS: &[&str] = &[
    "|",
    "\\|",
    "\\",
    "`",
    "```",
    "~~~",
    "~",
    "``",
    "<script>alert(1)</script>",
    "<!--",
    "-->",
    "<details>",
    "</details>",
    "<br>",
    "# x",
    "## Timeline",
    "\n",
    "\r\n",
    "\n\n",
    "\n===\n",
    "\n---\n",
    "---",
    "- x",
    "* ",
    "+ x",
    "1. x",
    "1) ",
    "> q",
    "    code",
    "[a](javascript:x)",
    "![i](data:x)",
    "[x]: javascript:y",
    "[x]",
    "[^1]",
    "[^1]: note",
    "](",
    "<javascript:x>",
    "<a@b.test>",
    "https://x.test/a_b?c=d&e=f",
    "http://",
    "https://x.test/|a",
    "https://x.test/a_(b)[c]",
    "https://x.test/~",
    "mailto:a@b.test",
    "foo bar",
    "https://x.test/&copy;",
    "**",
    "*",
    "_",
    "__a__",
    "a_b",
    "$x$",
    "$$",
    "&amp;",
    "&#27;",
    "&lt;",
    "&",
    "&colon;",
    "\0",
    "\u{202e}",
    "\u{200b}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\t",
    "  ",
    " ",
    "é",
    "👩‍🚒",
    "word",
    "@alice",
    "#12",
    "#",
    ":",
    "::",
    "=",
    "| a | b |\n|---|---|",
    "|---|",
    "!",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "\u{a0}",
    "\u{3000}",
    "javascript:alert(1)",
    "{{ x }}",
    "</summary>",
    "<?php",
    "<![CDATA[",
    "]]>",
    "[!NOTE]",
    "[ ] ",
    "%0A",
    "\"",
    "'",
];

fn text() -> impl Strategy<Value = String> {
    let fragment =
        prop_oneof![9 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(fragment, 0..8).prop_map(|it| it.concat())
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An incident whose every field takes the next of the texts.
fn incident(texts: &[String], prose: &[String]) -> Incident {
    let mut texts = texts.iter().cycle().cloned();
    let mut next = || texts.next().unwrap_or_default();
    let opened = Timestamp::parse_rfc3339("2026-11-22T14:00:00Z").unwrap();
    let mut header = Header::new(IncidentId(uuid(1)), next(), Zone::Utc, opened);
    (header.services, header.team, header.presenter) = (vec![next(), next()], next(), next());
    header.tags = vec![next()];
    let related = Link { label: format!("related {}", next()), url: next() };
    header.links = vec![related, Link { label: String::new(), url: next() }];
    let mut incident = Incident::new(header);
    for num in 1..=3_u32 {
        let mut event = Event::new(EventId(uuid(100 + u128::from(num))), opened, Zone::Utc, next());
        event.num = num;
        event.key = num == 2;
        event.milestone = (num == 1).then_some(Milestone::Start);
        event.tags = vec![next()];
        event.links = vec![Link { label: next(), url: next() }];
        event.evidence = vec![Evidence { label: next(), text: next() }];
        incident.events.push(event);
    }
    let mut metric = Metric::new(MetricId(uuid(200)), next());
    (metric.num, metric.unit, metric.value) = (1, next(), Some(1.5));
    (metric.source, metric.note) = (next(), next());
    let parts = &mut incident.parts;
    parts.metrics.push(metric);
    parts.ladders.push(Ladder { id: LadderId(uuid(300)), num: 1, topic: Topic::Cause, problem: next() });
    for num in 1..=3_u32 {
        parts.rungs.push(Rung {
            id: RungId(uuid(400 + u128::from(num))),
            num,
            ladder: LadderId(uuid(300)),
            parent: (num > 1).then(|| RungId(uuid(399 + u128::from(num)))),
            place: 0,
            why: next(),
            because: next(),
            cites: vec![Handle::new(Part::Event, num), Handle::new(Part::Metric, 1)],
            root: num == 3,
        });
    }
    let mut action = Action::new(ActionId(uuid(500)), next());
    (action.num, action.owner, action.done_when, action.ticket) = (1, next(), next(), next());
    action.priority = Some(Priority::High);
    parts.actions.push(action);
    for (name, text) in SectionName::ALL.iter().zip(prose) {
        parts.sections.push(Section { name: *name, text: text.clone() });
    }
    incident
}

/// What a reader sees of a document.
#[derive(Debug, Default)]
struct Seen {
    headings: Vec<(usize, String)>,
    html: Vec<String>,
    tables: Vec<Vec<Vec<String>>>,
    items: Vec<String>,
    paragraphs: Vec<String>,
    code: Vec<String>,
    addresses: Vec<String>,
}

fn see(markdown: &str) -> Seen {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut seen = Seen::default();
    // The texts of the blocks that are open, innermost last.
    let mut open = vec![String::new()];
    for event in Parser::new_ext(markdown, options) {
        match event {
            Md::Start(tag) => match tag {
                Tag::Table(_) => seen.tables.push(Vec::new()),
                Tag::TableHead | Tag::TableRow => seen.tables.last_mut().unwrap().push(Vec::new()),
                Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                    seen.addresses.push(dest_url.into())
                }
                Tag::Heading { .. } | Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::CodeBlock(_) => {
                    open.push(String::new())
                }
                Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::DefinitionList => {
                    panic!("{tag:?} in\n{markdown}")
                }
                _ => {}
            },
            Md::End(tag) => match tag {
                TagEnd::Heading(level) => seen.headings.push((level as usize, open.pop().unwrap())),
                TagEnd::Paragraph => seen.paragraphs.push(open.pop().unwrap()),
                TagEnd::Item => seen.items.push(open.pop().unwrap()),
                TagEnd::CodeBlock => seen.code.push(open.pop().unwrap()),
                TagEnd::TableCell => {
                    let cell = open.pop().unwrap();
                    seen.tables.last_mut().unwrap().last_mut().unwrap().push(cell);
                }
                _ => {}
            },
            Md::Text(text) | Md::Code(text) => open.last_mut().unwrap().push_str(&text),
            Md::Html(html) => seen.html.push(html.into()),
            // Stands between a sign and a name, and is not seen.
            Md::InlineHtml(html) if &*html == "<!-- -->" => {}
            Md::InlineHtml(html) => {
                open.last_mut().unwrap().push('\n');
                seen.html.push(html.into());
            }
            Md::SoftBreak | Md::HardBreak | Md::TaskListMarker(_) | Md::Rule => {}
            other => panic!("{other:?} in\n{markdown}"),
        }
    }
    for (_, text) in &mut seen.headings {
        *text = squeezed(text);
    }
    for text in
        seen.items.iter_mut().chain(&mut seen.paragraphs).chain(seen.tables.iter_mut().flatten().flatten())
    {
        *text = squeezed(text);
    }
    seen
}

/// What must be seen of a text on one line, and of a text of many.
fn one(text: &str) -> String {
    clean::for_terminal(text).trim().replace(['\n', '\t'], " ")
}

fn many(text: &str) -> String {
    clean::for_terminal(text).trim().replace('\t', " ")
}

/// What must be seen of a text in a cell; a dash for none.
fn cell(text: &str) -> String {
    if clean::for_terminal(text).trim().is_empty() { "—".to_owned() } else { many(text) }
}

fn safe(address: &str) -> bool {
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    ["http:", "https:", "mailto:"].iter().any(|it| before.to_lowercase().starts_with(it))
        || !before.contains(':')
}

fn html_is_ours(seen: &Seen, markdown: &str) {
    for html in &seen.html {
        let html = html.trim_end_matches('\n');
        let ours = matches!(html, "<br>" | "<details>" | "</details>")
            || html
                .strip_prefix("<summary>Evidence of e")
                .and_then(|it| it.strip_suffix("</summary>"))
                .is_some_and(|it| !it.contains(['<', '>', '&']));
        assert!(ours, "{html:?} in\n{markdown}");
    }
    for address in &seen.addresses {
        assert!(safe(address), "{address:?} in\n{markdown}");
    }
}

fn happened(event: &Event) -> String {
    let key = if event.key { "★ " } else { "" };
    let milestone = if event.milestone.is_some() { "Impact starts: " } else { "" };
    let link = &event.links[0];
    let (label, url) = (clean::line(&link.label), clean::line(&link.url));
    let linked = coe_link(&label, &url);
    let tag = format!("#{}", clean::line(&event.tags[0]));
    format!("{key}{milestone}{}\n{linked}\n{tag}\nEvidence of {} below.", cell(&event.text), event.handle())
}

/// What is seen of a link, whether its address may be followed or not.
fn coe_link(label: &str, url: &str) -> String {
    let followed = safe(url)
        && url.contains(':')
        && !url.split(':').next().unwrap_or_default().contains(['/', '?', '#', '&']);
    match (label.is_empty() || label == url, followed) {
        (true, _) => one(url),
        (false, true) => one(label),
        (false, false) => format!("{} ({})", one(label), one(url)),
    }
}

/// Leaves out what is not seen: blank lines and white space beside other white space.
fn squeezed(text: &str) -> String {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(words).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_is_shown_and_never_read_as_markup(texts in prop::collection::vec(text(), 1..40)) {
        let incident = incident(&texts, &[]);
        let markdown = render("md", &incident);
        let seen = see(&markdown);
        html_is_ours(&seen, &markdown);
        let title = squeezed(&format!("INC-0: {}", one(&incident.header.title)));
        let headings: Vec<_> = seen.headings.iter().map(|(level, text)| (*level, text.as_str())).collect();
        let ours = [(1, title.as_str()), (2, "Summary"), (2, "Impact"), (2, "Timeline"), (2, "Whys"),
            (3, "Why it happened (l1)"), (2, "Actions"), (2, "Lessons"), (2, "Related")];
        prop_assert_eq!(&headings, &ours, "{}", markdown);
        let shape: Vec<_> = seen.tables.iter().map(|it| (it.len(), it.iter().map(Vec::len).max(), it.iter().map(Vec::len).min())).collect();
        prop_assert_eq!(shape, [(2, Some(7), Some(7)), (7, Some(4), Some(4)), (4, Some(5), Some(5)), (2, Some(10), Some(10))], "{}", markdown);
        for (event, row) in incident.events.iter().zip(&seen.tables[2][1..]) {
            prop_assert_eq!(squeezed(&row[4]), squeezed(&happened(event)), "{}", markdown);
        }
        let parts = &incident.parts;
        let metric = &parts.metrics[0];
        let row = &seen.tables[0][1];
        let expected = [cell(&metric.name), cell(&metric.figure()), cell(&metric.source), cell(&metric.note)];
        prop_assert_eq!([&row[1], &row[2], &row[5], &row[6]].map(|it| squeezed(it)), expected.map(|it| squeezed(&it)), "{}", markdown);
        let action = &parts.actions[0];
        let row = &seen.tables[3][1];
        let expected = [&action.title, &action.owner, &action.done_when, &action.ticket].map(|it| squeezed(&cell(it)));
        prop_assert_eq!([&row[1], &row[2], &row[6], &row[7]].map(|it| squeezed(it)), expected, "{}", markdown);
        prop_assert!(seen.paragraphs.iter().any(|it| squeezed(it) == squeezed(&format!("Problem: {}", cell(&parts.ladders[0].problem)))), "{}", markdown);
        for rung in &parts.rungs {
            let answer = if rung.answered() { format!("Because: {}", many(&rung.because)) } else { "Not answered yet.".into() };
            let starts = format!("{}. {} ({})\n{answer}", rung.num, cell(&rung.why), rung.handle());
            prop_assert!(seen.items.iter().any(|it| squeezed(it).starts_with(&squeezed(&starts))), "{:?}\n{:?}\n{}", starts, seen.items, markdown);
        }
        let evidence: Vec<String> = incident.events.iter().map(|it| {
            let text = clean::block(&it.evidence[0].text);
            text.lines().map(|line| format!("{line}\n")).collect()
        }).collect();
        prop_assert_eq!(&seen.code, &evidence, "{}", markdown);
    }

    #[test]
    fn prose_stays_in_its_section(texts in prop::collection::vec(prop::collection::vec(text(), 1..5), 9)) {
        let prose: Vec<String> = texts.iter().map(|it| it.join("\n")).collect();
        let incident = incident(&["x".to_owned()], &prose);
        let markdown = render("md", &incident);
        let seen = see(&markdown);
        html_is_ours(&seen, &markdown);
        let headings: Vec<_> = seen.headings.iter().filter(|(level, _)| *level < 3).map(|(_, text)| text.as_str()).collect();
        let mut ours = vec!["INC-0: x"];
        for name in SectionName::ALL {
            let demanded = [SectionName::Summary, SectionName::Impact, SectionName::Lessons, SectionName::Related].contains(name);
            let held = incident.parts.sections.iter().any(|it| it.name == *name && !it.text.trim().is_empty());
            match name {
                SectionName::Detection => ours.push("Timeline"),
                SectionName::Lessons => ours.extend(["Whys", "Actions"]),
                _ => {}
            }
            if demanded || held {
                ours.push(name.title());
            }
        }
        prop_assert_eq!(&headings, &ours, "{}", markdown);
        let has = |header: &str, rows: usize| {
            seen.tables.iter().filter(|it| it[0].join("|") == header && it.len() == rows).count()
        };
        prop_assert_eq!(has("Id|When|From impact start|Kind|What happened", 4), 1, "{}", markdown);
        prop_assert_eq!(has("Measure|Duration|From|To", 7), 1, "{}", markdown);
        prop_assert_eq!(has("Id|Action|Owner|Due|Priority|Kind|Done when|Ticket|Addresses|Status", 2), 1, "{}", markdown);
    }

    #[test]
    fn hostile_text_goes_out_as_json_and_comes_in_again(texts in prop::collection::vec(text(), 1..40)) {
        let mut first = incident(&texts, &texts);
        first.header.title = "t".into();
        // The first way in cleans; from then on nothing changes any more.
        let once = import(&render("json", &first), 1).incident();
        let twice = import(&render("json", &once), 2).incident();
        prop_assert_eq!(render("json", &once), render("json", &twice));
        prop_assert_eq!(render("md", &once), render("md", &twice));
    }
}

/// The elements of the page and the attributes that they may have.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "content", "name"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("main", &[]),
    ("nav", &[]),
    ("h1", &[]),
    ("h2", &["id"]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("p", &[]),
    ("a", &["href", "rel"]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &["class"]),
    ("input", &["type", "disabled", "checked"]),
    ("blockquote", &[]),
    ("pre", &["data-language"]),
    ("code", &[]),
    ("div", &["class"]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope"]),
    ("td", &[]),
    ("em", &[]),
    ("strong", &[]),
    ("del", &[]),
    ("br", &[]),
    ("hr", &[]),
    ("details", &[]),
    ("summary", &[]),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_browser_finds_only_our_elements_in_the_page(
        texts in prop::collection::vec(text(), 1..12),
        prose in prop::collection::vec(text(), 1..6),
    ) {
        let incident = incident(&texts, &prose);
        let html = render("html", &incident);
        let page = scraper::Html::parse_document(&html);
        for node in page.tree.nodes() {
            prop_assert!(!node.value().is_comment(), "{html}");
            let Some(element) = node.value().as_element() else { continue };
            let known = ELEMENTS.iter().find(|(name, _)| *name == element.name());
            prop_assert!(known.is_some(), "<{}>:\n{html}", element.name());
            for (name, value) in element.attrs() {
                prop_assert!(known.unwrap().1.contains(&name), "{name} of <{}>:\n{html}", element.name());
                let lower = value.to_lowercase();
                let safe = ["https://", "http://", "mailto:", "#"].iter().any(|it| lower.starts_with(it));
                prop_assert!(name != "href" || safe, "{value}:\n{html}");
            }
        }
        // What is nested wrongly would be moved about by a browser.
        prop_assert!(page.errors.is_empty(), "{:?}\n{html}", page.errors);
    }
}

#[test]
fn the_policy_of_the_page_names_its_style_and_nothing_else() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let html = render("html", &super::sample::checkout());
    let (_, style) = html.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(html.contains(&policy), "the style has another hash now: {hash}");
    assert!(!style.contains("url(") && !style.contains("@import"));
}
