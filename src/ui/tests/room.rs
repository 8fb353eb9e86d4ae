//! What gives way where room runs out, and what never does.

use super::*;

/// Returns the words of some rows of the screen as one text, without the box around them.
fn prose(rows: &[String]) -> String {
    let words = |it: &String| it.replace(['│', '┌', '└', '─', '┐', '┘'], " ");
    rows.iter().map(words).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_to_be_done_is_cut_last() {
    let mut made = state(80, 24);
    let action = &mut made.open.as_mut().unwrap().parts.actions[2];
    action.owner = "the lead of the platform team".into();
    line_with(&text(&made), "[ ] a3 practise the roll… !");
    made.open.as_mut().unwrap().parts.actions[2].title = "rehearse".into();
    made.open.as_mut().unwrap().parts.actions[2].owner = "bo".into();
    line_with(&text(&made), "[ ] a3 rehearse        bo !");
    // A day is never cut, but a name may be.
    made.focus = Pane::Actions;
    made.open.as_mut().unwrap().parts.actions[0].owner = "the lead of the platform team".into();
    line_with(&text(&made), ">[ ] a1 close the connectio…");
    line_with(&text(&made), "     the lead … · 2026-12-01");
    made.zoom = true;
    line_with(&text(&made), "     the lead of the platform team · 2026-12-01 · H prevent");
    let action = made.open.as_ref().unwrap().parts.actions[1].clone();
    made.open.as_mut().unwrap().parts.actions.extend(std::iter::repeat_n(action, 20));
    line_with(&text(&made), "close the connection on every path   the lead …  2026-12-01");
}

#[test]
fn a_long_complaint_is_wrapped_above_the_bar() {
    let why = "02:30 does not exist on 2026-03-29 in Europe/Berlin: clocks went from 02:00 to 03:00; \
               put \\ in front to log it as text";
    for (width, height) in [(80, 24), (60, 20), (40, 12), (30, 9)] {
        let mut made = state(width, height);
        made.field = Some(field(FieldKind::Log, "02:30 cron ran"));
        made.field.as_mut().unwrap().complaint = Some(why.into());
        let screen = text(&made);
        let bar = screen.iter().position(|it| it.contains("log> 02:30 cron ran")).unwrap();
        let words = prose(&screen[..bar]);
        assert!(words.ends_with(&format!("! {why}")), "{width}x{height}\n{}", screen.join("\n"));
        assert_eq!(drawn(&made).1.map(|it| usize::from(it.y)), Some(bar));
    }
    let mut made = state(20, 6);
    made.field = Some(field(FieldKind::Log, "31:99 x"));
    made.field.as_mut().unwrap().complaint = Some("31:99 is no time of day; \\ in front logs it".into());
    let screen = text(&made);
    assert_eq!(prose(&screen[1..4]), "! 31:99 is no time of day; \\ in front logs it");
    assert_eq!(screen[4], "log> 31:99 x");
    // More than there are rows for is seen to be cut.
    made.field.as_mut().unwrap().complaint = Some(why.into());
    assert!(text(&made)[3].ends_with('…'));
}

#[test]
fn long_news_takes_the_rows_of_an_idle_bar() {
    let mut made = state(40, 12);
    let words = "exported to /home/ana/incidents/2026-11-22-checkout-5xx-for-eu-customers.md";
    made.notice = Some(Notice { text: words.into(), tone: Tone::Done, until: minute(200) });
    let screen = text(&made);
    let shown = screen[8..11].concat();
    assert_eq!(shown.replace(' ', ""), words.replace(' ', ""), "{}", screen.join("\n"));
    assert!(screen[7].starts_with("───"), "a rule is between it and the rows above: {}", screen[7]);
    // While a section is written, its first lines and the footer stay.
    made.field = Some(field(FieldKind::Section(SectionName::Summary), "Customers could not pay."));
    line_with(&text(&made), " Customers could not pay.");
    assert!(text(&made)[11].starts_with("Esc save and leave"));
}

#[test]
fn nothing_covers_a_question() {
    let mut made = state(40, 12);
    made.overlays.extend(overlays().into_iter().nth(5));
    let before = text(&made);
    made.notice =
        Some(Notice { text: "the clipboard is ".repeat(9), tone: Tone::Problem, until: minute(200) });
    let screen = text(&made);
    assert_eq!(screen[..10], before[..10]);
    assert!(screen[10].starts_with("! the clipboard") && screen[10].ends_with('…'), "{}", screen[10]);
}

#[test]
fn the_hint_of_an_empty_bar_covers_nothing() {
    let mut made = state(40, 12);
    let before = text(&made);
    made.field = Some(field(FieldKind::Log, ""));
    let screen = text(&made);
    assert_eq!(screen[..9], before[..9]);
    assert!(screen[10].starts_with("= 14:32 UTC; or start with -5m"), "{}", screen[10]);
    assert!(!screen[10].contains('…'), "{}", screen[10]);
}

#[test]
fn a_question_is_read_in_full_at_every_size() {
    let question = "Mitigated is already e7 at 13:41. Move it to e8 at 14:31?";
    for (width, height) in [(80, 24), (40, 12), (40, 8), (30, 6), (20, 6)] {
        let mut made = state(width, height);
        made.overlays.extend(overlays().into_iter().nth(5));
        let screen = text(&made);
        assert!(prose(&screen).contains(question), "{width}x{height}\n{}", screen.join("\n"));
        assert!(line_with(&screen, "y yes").contains("n no · Esc"), "{width}x{height}");
    }
}

#[test]
fn a_figure_loses_what_is_usual_before_its_total() {
    let shown = |side: (u16, u16), total: Option<f64>, baseline: Option<f64>| {
        let mut made = state(side.0, side.1);
        let metric = &mut made.open.as_mut().unwrap().parts.metrics[0];
        (metric.value, metric.total, metric.baseline) = (Some(48_210.0), total, baseline);
        metric.unit = "requests".into();
        text(&made)
    };
    let (wide, small) = ((120, 36), (80, 24));
    line_with(&shown(wide, Some(147_300.0), None), "│   48,210 of 147,300 requests (32.7 %)");
    line_with(&shown(wide, Some(147_300.0), Some(290.0)), "│   48,210 of 147,300 requests (32.7 %)");
    line_with(&shown(wide, None, Some(290.0)), "│   48,210 requests (usually 290 requests)");
    line_with(&shown(small, None, Some(290.0)), "│   48,210 requests");
    line_with(&shown(small, Some(147_300.0), Some(290.0)), "│  48,210 of 147,300 (32.7 %)");
    line_with(&shown(small, Some(4_000_000.0), None), "│   48,210 (1.2 %)");
}

#[test]
fn tags_leave_the_text_its_room() {
    let mut made = state(80, 24);
    let row = &mut made.open.as_mut().unwrap().timeline.window.rows[4];
    row.tags = vec!["db".into(), "pool".into(), "connections".into()];
    line_with(&text(&made), "status page: investigati… #db #pool");
    made.size = (40, 12);
    let screen = text(&settled(made));
    let line = line_with(&screen, "status");
    assert!(line.contains("status page: investigat") && !line.contains("#pool"), "{line}");
}

#[test]
fn the_footer_keeps_the_palette_and_the_help() {
    let last = |width: u16, height: u16| text(&state(width, height)).pop().unwrap();
    assert_eq!(last(80, 24), " i log  m mark  e edit  u undo  / find  Tab pane  : command  ? help  q quit");
    assert!(last(120, 36).contains("t time  s kind  u undo"), "{}", last(120, 36));
    assert_eq!(last(40, 12), "i log m mark e edit u undo ? help q quit");
    let mut made = state(80, 24);
    made.focus = Pane::Actions;
    let footer = text(&made).pop().unwrap();
    assert!(footer.ends_with("  : command  ? help  q quit"), "{footer}");
}

#[test]
fn the_list_offers_no_log_that_would_not_open() {
    let mut made = state(80, 24);
    made.screen = Screen::List;
    let screen = text(&made);
    let works = made.contexts().iter().any(|it| Command::LogOpen.spec().contexts.contains(it));
    assert_eq!(screen[23].contains("i log"), works, "{}", screen[23]);
    assert!(!screen[21].contains("writes a line"), "{}", screen[21]);
    (made.screen, made.open) = (Screen::Live, None);
    let screen = text(&made);
    assert!(!screen[23].contains("i log") && !screen[21].contains("log>"), "{}", screen[21]);
}

#[test]
fn days_are_told_over_the_turn_of_the_year_and_beside_the_counts() {
    let mut made = state(80, 24);
    let new_year = Timestamp::parse_rfc3339("2027-01-01T00:02:00Z").unwrap();
    made.now = new_year + Span::minutes(1);
    let rows = &mut made.open.as_mut().unwrap().timeline.window.rows;
    rows[6].at = new_year - Span::minutes(4);
    rows[7].at = new_year;
    let screen = text(&made);
    line_with(&screen, "── 2026-12-31 Thu ──");
    line_with(&screen, "── 2027-01-01 Fri ──");
    for width in 20..=120 {
        let mut made = state(width, 20);
        made.open.as_mut().unwrap().timeline.unseen = 1_234;
        let title = &text(&settled(made))[1];
        assert!(width < 60 || title.contains("8/8 ▼live +1234 new "), "{width}: {title}");
        assert!(!title.contains("11-") || title.contains("11-22"), "{width}: {title}");
        assert!(width < 70 || title.contains("11-22"), "{width}: {title}");
    }
}

#[test]
fn the_title_and_the_clock_never_touch() {
    for width in 40..=120 {
        let header = &text(&state(width, 24))[0];
        let (left, right) = header.split_at(header.find("14:32").unwrap());
        assert!(left.ends_with("  ") || left.ends_with("UTC ") || left.ends_with(' '), "{width}: {header}");
        assert!(header.contains("INC-42") && header.contains("OPEN 01:34"), "{width}: {header}");
        assert!(!right.contains('…'), "{width}: {header}");
    }
}
