use super::*;
use crate::domain::id::IncidentId;
use crate::domain::incident::Header;
use uuid::Uuid;

fn prose_of(text: &str) -> String {
    let mut out = String::new();
    prose::prose(&mut out, text, 2);
    out
}

fn plain_of(text: &str) -> String {
    let mut out = String::new();
    plain(&mut out, text, INLINE);
    out
}

#[test]
fn plain_text_escapes_what_is_markup_and_nothing_else() {
    for (text, expected) in [
        ("pool_size = 40, p99 at 3.2s (was 0.4s)", "pool_size = 40, p99 at 3.2s (was 0.4s)"),
        ("a|b \\| c", "a\\|b &#92;\\| c"),
        ("_x_ *y* `z` ~w~ $v$", "\\_x\\_ \\*y\\* \\`z\\` \\~w\\~ \\$v\\$"),
        ("<script>&amp; AT&T R & D", "\\<script>\\&amp; AT\\&T R & D"),
        ("[a](javascript:x) ![b](c)", "\\[a\\](javascript:x) !\\[b\\](c)"),
        ("see https://x.test/a_b?c=1&d=2, then", "see <https://x.test/a_b?c=1&d=2>, then"),
        ("https://x.test/&copy;x", "[https://x.test/\\&copy;x](https://x.test/&amp;copy;x)"),
        ("(http://x.test/~me)", "(<http://x.test/~me>)"),
        ("https://x.test/é https://", "[https://x.test/é](https://x.test/é) https://"),
        (
            "ask @alice, mail a@b.test, #12, #deploy",
            "ask @<!-- -->alice, mail a@b.test, #<!-- -->12, #deploy",
        ),
        (" two\nlines\r\nthree\u{202e}\u{0} ", "two<br>lines<br>three"),
    ] {
        assert_eq!(plain_of(text), expected, "{text:?}");
    }
}

#[test]
fn links_that_could_run_become_text() {
    let link = |label: &str, url: &str| {
        let mut out = String::new();
        escape::link(&mut out, label, url);
        out
    };
    assert_eq!(link("graph", "https://x.test/a b(c)|d"), "[graph](<https://x.test/a%20b(c)%7Cd>)");
    assert_eq!(link("", "https://x.test/"), "[https://x.test/](https://x.test/)");
    assert_eq!(link("run]book", "docs/run.md"), "run\\]book (docs/run.md)");
    assert_eq!(link("", "foo bar"), "foo bar");
    assert_eq!(link("x", "javascript:alert(1)"), "x (javascript:alert(1))");
    for url in [
        "JaVaScRiPt:x",
        " javascript:x",
        "java\nscript:x",
        "data:text/html,x",
        "javascript&colon;x",
        "vbscript:x",
        "",
    ] {
        assert_eq!(escape::destination(&clean::line(url)), None, "{url:?}");
    }
}

/// Returns the text and the addresses that a CommonMark reader sees.
fn read(markdown: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut seen = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => seen.0.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => seen.1.push(dest_url.to_string()),
            _ => {}
        }
    }
    seen
}

#[test]
fn an_address_in_plain_text_leads_where_it_says() {
    for (text, expected) in [
        ("https://g.ex/q?a=1&b=[x]", "https://g.ex/q?a=1&b=[x]"),
        ("https://g.ex/q?a=b|c", "https://g.ex/q?a=b%7Cc"),
        ("https://g.ex/q?a=\"b\"&c=<d>", "https://g.ex/q?a=%22b%22&c=%3Cd%3E"),
        ("https://g.ex/a_(b)", "https://g.ex/a_(b)"),
        ("https://g.ex/a*", "https://g.ex/a*"),
        ("https://g.ex/a~", "https://g.ex/a~"),
        ("https://g.ex/a_", "https://g.ex/a_"),
        ("https://g.ex/$x$/`y`\\z", "https://g.ex/$x$/%60y%60%5Cz"),
        ("http://[::1]:8080/a#1@b", "http://[::1]:8080/a#1@b"),
        ("!https://g.ex/[a]", "https://g.ex/[a]"),
        ("(see https://g.ex/a_(b).)", "https://g.ex/a_(b)"),
        ("\"https://g.ex/a\", he said", "https://g.ex/a"),
        ("*https://g.ex/a*", "https://g.ex/a"),
        ("[x](https://g.ex/a)", "https://g.ex/a"),
        ("<a>https://g.ex/a</a>", "https://g.ex/a"),
    ] {
        let in_cell = format!("| a | b |\n| --- | --- |\n| {} | . |", plain_of(text));
        let (seen, addresses) = read(&in_cell);
        assert_eq!(
            (seen.as_str(), addresses),
            (&*format!("ab{text}."), vec![expected.to_owned()]),
            "{in_cell}"
        );
    }
}

#[test]
fn an_address_in_prose_is_not_changed() {
    for (text, seen, expected) in [
        ("see https://g.ex/q?a=1&b=[x].", "see https://g.ex/q?a=1&b=[x].", "https://g.ex/q?a=1&b=[x]"),
        ("https://g.ex/a*b*c_d_e~~f~~", "https://g.ex/a*b*c_d_e~~f~~", "https://g.ex/a*b*c_d_e~~f"),
        ("**see https://g.ex/a_b**", "see https://g.ex/a_b", "https://g.ex/a_b"),
        ("(https://g.ex/a_(b))", "(https://g.ex/a_(b))", "https://g.ex/a_(b)"),
        ("<https://g.ex/a|b*c;d>", "https://g.ex/a|b*c;d", "https://g.ex/a%7Cb*c;d"),
        ("[x](https://g.ex/a_(b)[c])", "x", "https://g.ex/a_(b)[c]"),
        ("[x][y]\n\n[y]: https://g.ex/a_b*", "x", "https://g.ex/a_b*"),
        ("| a |\n|---|\n| https://g.ex/a[1]|", "ahttps://g.ex/a[1]", "https://g.ex/a[1]"),
        ("[https://g.ex/a_b_](https://g.ex/a_b_)", "https://g.ex/a_b_", "https://g.ex/a_b_"),
    ] {
        let prose = prose_of(text);
        let found = read(&prose);
        assert_eq!((found.0.as_str(), found.1), (seen, vec![expected.to_owned()]), "{prose}");
    }
    assert_eq!(
        prose_of("`https://g.ex/[a]`\n\n    https://g.ex/[b]"),
        "`https://g.ex/[a]`\n\n```\nhttps://g.ex/[b]\n```\n"
    );
}

#[test]
fn prose_stays_markdown() {
    for (text, expected) in [
        ("Plain *words* and **more**, `code|x`.", "Plain *words* and **more**, `code|x`.\n"),
        ("- a\n  - b\n- c\n\n1. x\n2. y", "- a\n  - b\n- c\n\n1. x\n2. y\n"),
        ("* a\n\n* b\n\n  more", "- a\n\n- b\n\n  more\n"),
        ("> quote\n> on", "> quote\n> on\n"),
        ("| a | b |\n|:--|--:|\n| `x\\|y` | z\\|w |", "| a | b |\n| :-- | --: |\n| `x\\|y` | z\\|w |\n"),
        ("- [x] done\n- [ ] open", "- [x] done\n- [ ] open\n"),
        (
            "see [graph](https://x.test/g) and <https://x.test>",
            "see [graph](https://x.test/g) and <https://x.test>\n",
        ),
        ("~~~rust\nlet x;\n~~~", "```rust\nlet x;\n```\n"),
        ("no\\![x](https://x.test)", "no\\![x](https://x.test)\n"),
        ("1. a\n\n   ```\n   x\n   ```", "1. a\n\n   ```\n   x\n   ```\n"),
    ] {
        assert_eq!(prose_of(text), expected, "{text:?}");
    }
}

#[test]
fn prose_cannot_break_out() {
    for (text, expected) in [
        ("# Top\n\n## Below", "### Top\n\n#### Below\n"),
        ("Top\n===\nx\n\nNext\n---\ny", "### Top\n\nx\n\n#### Next\n\ny\n"),
        ("###### deep", "###### deep\n"),
        ("---\ntitle: x\n---", "***\n\n### title: x\n"),
        ("```\n# never closed", "```\n# never closed\n```\n"),
        ("````\n```\n````", "````\n```\n````\n"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>\n"),
        ("a <b onclick=x>b</b> c<br>d", "a \\<b onclick=x>b\\</b> c<br>\nd\n"),
        ("<br>\n<script>x</script>", "\\<br>\n\\<script>x\\</script>\n"),
        ("<details>\n\n# x\n\n</details>", "\\<details>\n\n### x\n\n\\</details>\n"),
        ("[a](javascript:x) and [b]\n\n[b]: data:x", "a (javascript:x) and b (data:x)\n"),
        ("&lt;script&gt; &#27;[31m &#10;# x", "\\<script>   \\# x\n"),
        ("\\# x\n1\\. y\n\\- z", "\\# x\n1\\. y\n\\- z\n"),
        ("*&#32;# x*", "*&#8203; \\# x*\n"),
        ("- a\n-\n  -", "- a\n- - &nbsp;\n"),
    ] {
        assert_eq!(prose_of(text), expected, "{text:?}");
    }
}

#[test]
fn an_action_says_which_of_its_whys_are_gone() {
    use crate::domain::id::{ActionId, LadderId, RungId};
    use crate::domain::ladder::Rung;
    let opened = Timestamp::from_millis(1_763_820_120_000);
    let mut incident = Incident::new(Header::new(IncidentId(Uuid::from_u128(1)), "t", Zone::Utc, opened));
    let mut action = Action::new(ActionId(Uuid::from_u128(2)), "do it");
    action.addresses = vec!["w1".parse().unwrap(), "w2".parse().unwrap()];
    incident.parts.actions.push(action);
    incident.parts.rungs.push(Rung {
        id: RungId(Uuid::from_u128(3)),
        num: 1,
        ladder: LadderId(Uuid::from_u128(4)),
        parent: None,
        place: 0,
        why: String::new(),
        because: String::new(),
        cites: Vec::new(),
        root: false,
    });
    let text = render(&incident);
    assert!(text.contains(" | w1, w2 (no longer in the record) | "), "{text}");
}

#[test]
fn an_incident_without_anything_is_a_whole_document() {
    let opened = Timestamp::from_millis(1_763_820_120_000);
    let incident =
        Incident::new(Header::new(IncidentId(Uuid::from_u128(1)), "# It -- broke", Zone::Utc, opened));
    let text = render(&incident);
    assert!(text.starts_with("# INC-0: \\# It -- broke\n\n- **Severity:** —\n"), "{text}");
    assert_eq!(text.matches(NOT_WRITTEN).count(), 5, "{text}");
    assert!(text.contains("| Time to detect | — (start is not recorded) | start | detected |\n"), "{text}");
}
