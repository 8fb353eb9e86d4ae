//! What stands on the screen, by what a person looks for.

use super::*;

#[test]
fn the_live_screen_says_what_matters() {
    let screen = text(&state(80, 24));
    let header = &screen[0];
    assert!(header.contains("INC-42 Checkout 5xx") && header.contains("SEV2  OPEN 01:34:07"), "{header}");
    assert!(header.ends_with("UTC 14:32:07  ● saved"), "{header}");
    assert!(screen[1].starts_with(">1 Timeline 8/8 ▼live · 2026-11-22 ─"), "{}", screen[1]);
    assert!(screen[1].contains("┬─2 Impact"), "{}", screen[1]);
    line_with(&screen, "  13:07 [D] !   page fired: checkout-5xx");
    line_with(&screen, " ~13:21     ?*  suspect the pool");
    line_with(&screen, "  ┆ 20 min without an event");
    line_with(&screen, "> 14:31 ");
    line_with(&screen, "│ TTD 9m       TTM    43m");
    line_with(&screen, "TTR    1h34m ▸");
    line_with(&screen, "48,210 (1.2 %)");
    line_with(&screen, "├─3 Whys ? 1 unanswered ─");
    line_with(&screen, "├─4 Actions 1/3 1 incomplete");
    line_with(&screen, "[ ] a3 practise the roll… !");
    line_with(&screen, " e8 14:31:00 UTC · note · 日本");
    assert!(screen[23].ends_with("? help  q quit"), "{}", screen[23]);
}

#[test]
fn wide_characters_keep_the_columns() {
    let screen = drawn(&state(80, 24)).0;
    for y in 2..19 {
        assert!(
            ["│", "├"].contains(&screen[(51, y)].symbol()),
            "row {y} of the divider: {}",
            screen[(51, y)].symbol()
        );
    }
    let mut state = state(80, 24);
    state.overlays.extend(overlays().into_iter().skip(4).take(1));
    let screen = text(&state);
    assert!(line_with(&screen, "✓ SEV2").contains("│>✓ SEV2"), "{}", screen.join("\n"));
}

#[test]
fn the_clock_runs_until_resolved_and_then_shows_the_total() {
    let mut state = state(80, 24);
    let open = state.open.as_mut().unwrap();
    open.milestones.set(Milestone::Resolved, minute(60), 8);
    assert!(text(&state)[0].contains("OPEN, resolved in 1h"));
    state.open.as_mut().unwrap().header.status = Status::Resolved;
    assert!(text(&state)[0].contains("RESOLVED in 1h"));
    assert!(text(&state)[0].contains("UTC 14:32  ●"), "no seconds when nothing runs");
    line_with(&text(&state), "TTI --");
}

#[test]
fn the_header_gives_way_by_worth() {
    let at = |width: u16| text(&state(width, 24))[0].clone();
    assert!(at(70).contains("UTC 14:32:07"));
    assert!(at(66).contains("UTC 14:32 ") && at(66).contains("OPEN 01:34 "), "{}", at(66));
    assert!(at(62).contains("  14:32 ") && !at(62).contains("UTC"), "{}", at(62));
    assert_eq!(at(40), "INC-42 SEV2 OPEN 01:34 ● saved     14:32");
    assert_eq!(at(20), "INC-42 OPEN 01:34 ●");
}

#[test]
fn the_saved_mark_tells_the_truth() {
    let mut state = state(80, 24);
    state.pending.push(Pending { token: 1, entered: None, then: Then::Reload });
    assert!(text(&state)[0].ends_with("○ saving…"));
    state.unsaved = Some("the disk is full".into());
    let screen = text(&state);
    assert!(screen[0].ends_with("! NOT SAVED"));
    line_with(&screen, " ! not saved: the disk is full");
}

#[test]
fn the_pane_in_focus_has_a_marker_and_a_bold_title() {
    let mut state = state(80, 24);
    state.focus = Pane::Whys;
    state.open.as_mut().unwrap().why = 3;
    let (buf, _) = drawn(&state);
    let screen = rows(&buf);
    assert!(screen[1].starts_with("─1 Timeline"));
    line_with(&screen, "├>3 Whys");
    let y = u16::try_from(screen.iter().position(|it| it.contains(">3 Whys")).unwrap()).unwrap();
    assert!(buf[(55, y)].modifier.contains(Modifier::BOLD));
    assert!(!buf[(3, 1)].modifier.contains(Modifier::BOLD));
    line_with(&screen, ">  3 Why did no test notice");
    line_with(&screen, "? -- unanswered");
    line_with(&screen, " w3 why 3: Why did no test notice the leak? -- unanswered");
}

#[test]
fn fewer_columns_make_tabs() {
    let mut state = state(40, 12);
    assert!(text(&state)[1].starts_with(">1 Timeline─2 Imp─3 Why─4 Act─"));
    state.focus = Pane::Actions;
    let screen = text(&state);
    assert!(screen[1].starts_with("─1 Tim─2 Imp─3 Why>4 Actions─"), "{}", screen[1]);
    line_with(&screen, "     bo · 2026-12-01 · H prevent");
    line_with(&screen, "     ! no owner, due date");
}

#[test]
fn days_and_running_silence_are_told() {
    let mut state = state(80, 24);
    state.now = minute(93 + 17);
    let open = state.open.as_mut().unwrap();
    open.timeline.window.rows[7].at = minute(93);
    line_with(&text(&state), "  ┆ 17 min since the last event");
    let open = state.open.as_mut().unwrap();
    open.header.zone = Zone::Fixed(10 * 3600 + 30 * 60);
    let screen = text(&state);
    line_with(&screen, "── 2026-11-23 Mon ──");
    line_with(&screen, "> 01:01 ");
    line_with(&screen, "+10:30 01:18");
}

#[test]
fn words_that_were_searched_for_are_underlined() {
    let mut state = state(80, 24);
    state.sought = "PAGE".into();
    let (buf, _) = drawn(&state);
    let screen = rows(&buf);
    let y = u16::try_from(screen.iter().position(|it| it.contains("page fired")).unwrap()).unwrap();
    let underlined: Vec<u16> =
        (0..51).filter(|x| buf[(*x, y)].modifier.contains(Modifier::UNDERLINED)).collect();
    assert_eq!(underlined, [16, 17, 18, 19]);
}

#[test]
fn empty_panes_teach_one_key() {
    let mut state = state(80, 24);
    let open = state.open.as_mut().unwrap();
    open.timeline = Timeline::default();
    open.parts = Parts::default();
    open.milestones = Milestones::default();
    let screen = text(&state);
    line_with(&screen, "No events yet — press i, or from any shell: coe");
    line_with(&screen, "log \"…\"");
    line_with(&screen, "No whys yet");
    state.focus = Pane::Actions;
    line_with(&text(&state), "No actions yet: a adds one");
    state.focus = Pane::Impact;
    state.zoom = true;
    line_with(&text(&state), "Time to detect      -- no start yet");
}

#[test]
fn milestones_in_the_wrong_order_are_said_in_words() {
    let mut state = state(80, 24);
    state.open.as_mut().unwrap().milestones.set(Milestone::Mitigated, minute(-10), 1);
    line_with(&text(&state), "TTM    ! order");
    state.focus = Pane::Impact;
    state.zoom = true;
    line_with(&text(&state), "! mitigated is before start ");
}

#[test]
fn the_bar_holds_the_cursor_and_says_what_it_understood() {
    let mut state = state(80, 24);
    line_with(&text(&state), " log> i writes a line");
    state.field = Some(field(FieldKind::Log, "-5m failover done"));
    assert_eq!(text(&state)[23], " Enter save  Esc keep  Tab complete", "no history without a line logged");
    state.logged.push("page fired".into());
    let (buf, cursor) = drawn(&state);
    let screen = rows(&buf);
    assert_eq!(cursor, Some(Position::new(23, 21)));
    assert_eq!(screen[21], " log> -5m failover done");
    assert!(screen[22].starts_with("      = 14:27 UTC"), "{}", screen[22]);
    assert_eq!(screen[23], " Enter save  Esc keep  Tab complete  ↑ history");
    state.field.as_mut().unwrap().complaint = Some("no such day".into());
    assert_eq!(text(&state)[22], "    ! no such day");
    let kept = Kept { text: "half a sentence".into(), cursor: 4, opened: minute(90) };
    state.field = None;
    state.kept.insert((state.incident(), FieldKind::Log), kept);
    line_with(&text(&state), " log> half a sentence (kept: i goes on)");
    state.notice =
        Some(Notice { text: "deleted e7; u takes it back".into(), tone: Tone::Done, until: minute(200) });
    line_with(&text(&state), " deleted e7; u takes it back");
}

#[test]
fn keys_that_begin_a_sequence_show_the_ways_on() {
    let mut state = state(80, 24);
    state.pressed = vec!["m".parse::<Chord>().unwrap()];
    let screen = text(&state);
    line_with(&screen, " m  t trigger  s start  d detected");
    line_with(&screen, "m mitigated");
    assert_eq!(screen[23], " Esc cancel");
    state.size = (20, 6);
    line_with(&text(&state), "d detected");
}

#[test]
fn overlays_show_what_they_hold() {
    let shown = |at: usize| {
        let mut state = state(80, 24);
        state.overlays.extend(overlays().into_iter().skip(at).take(1));
        text(&state)
    };
    line_with(&shown(0), "│>m d              Marks the detection.");
    line_with(&shown(0), "│ In an incident");
    line_with(&shown(1), "│>mark.trigger         Marks the trigger.");
    line_with(&shown(1), "no why is selected; a adds one");
    line_with(&shown(2), "logged e6 \"errors fall\"  undone│");
    line_with(&shown(3), "│ 2026-11-22 13:41:00 UTC  [M] mitigated · decision");
    line_with(&shown(3), "│   4 more lines");
    line_with(&shown(3), "│ dashboard: https://example.com/d/1");
    line_with(&shown(4), "│   SEV1");
    line_with(&shown(5), "│ Mitigated is already e7 at 13:41. Move it to e8 at 14:31?");
    line_with(&shown(5), "│ y yes · n no · Esc cancel");
    assert_eq!(shown(5)[23], " y yes  n no  Esc cancel");
}

#[test]
fn fields_of_many_lines_take_the_body() {
    let mut state = state(80, 24);
    state.field =
        Some(field(FieldKind::Section(SectionName::Summary), "Customers could not pay.\nFor 43 minutes."));
    let (buf, cursor) = drawn(&state);
    let screen = rows(&buf);
    assert!(screen[1].starts_with("─Summary ─") && screen[1].ends_with(" 7 words · Esc save and leave ─"));
    assert_eq!(screen[23], " Esc save and leave  Ctrl-s save  F4 $EDITOR  F2 log");
    assert_eq!(screen[2..4], [" Customers could not pay.", " For 43 minutes."]);
    assert_eq!(cursor, Some(Position::new(16, 3)));
}

#[test]
fn the_first_run_and_the_list_show_what_can_be_done() {
    let mut state = state(80, 24);
    state.screen = Screen::Start;
    line_with(&text(&state), ">1 Start an incident now");
    state.screen = Screen::List;
    line_with(&text(&state), ">INC-42  SEV1  open        1h34m  Checkout 5xx for EU customers");
    line_with(&text(&state), " INC-9   --    reviewed       9m  Search slow");
    state.list.filter = "nothing".into();
    line_with(&text(&state), "No incident matches nothing");
    state.list = List { read: true, ..List::default() };
    line_with(&text(&state), "No incidents yet — press a to start one, or from any shell: coe new \"…\"");
}

#[test]
fn ascii_and_plain_draw_neither_colour_nor_other_signs() {
    let mut state = state(80, 24);
    state.settings.ascii = true;
    state.open.as_mut().unwrap().timeline.window.rows[7].text = "retries from mobile".into();
    for overlay in overlays() {
        state.overlays = vec![overlay];
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        paint(&mut buf, &state, &Theme::plain());
        let screen = rows(&buf).join("\n");
        assert!(screen.is_ascii(), "{screen}");
        for cell in &buf.content {
            assert_eq!((cell.fg, cell.bg), (ratatui::style::Color::Reset, ratatui::style::Color::Reset));
        }
    }
}

#[test]
fn hostile_text_reaches_no_cell() {
    let mut state = state(120, 36);
    let open = state.open.as_mut().unwrap();
    let hostile = "a\u{1b}[31mb\u{202e}c\nd\te";
    open.header.title = hostile.into();
    open.timeline.window.rows[7].text = hostile.into();
    open.parts.actions[0].title = hostile.into();
    open.parts.rungs[0].why = hostile.into();
    open.parts.metrics[0].name = hostile.into();
    let (buf, _) = drawn(&state);
    for cell in &buf.content {
        assert!(
            !cell.symbol().contains(|it: char| it.is_control() || it == '\u{202e}'),
            "{:?}",
            cell.symbol()
        );
    }
    let screen = rows(&buf);
    assert!(!screen.iter().any(|it| it.contains("31m")), "{}", screen.join("\n"));
    line_with(&screen, "abc d e");
}

#[test]
fn too_small_a_terminal_says_so_and_still_logs() {
    let mut state = state(40, 4);
    assert!(text(&state)[3].starts_with("coe needs 20x6 (now 40x4) — i still"));
    state.field = Some(field(FieldKind::Log, "down"));
    let screen = text(&state);
    assert_eq!(screen[3], "log> down");
    assert!(screen[2].starts_with("coe needs 20x6"));
    assert_eq!(drawn(&state).1, Some(Position::new(9, 3)));
}

/// How many scenes [`staged`] knows.
const SCENES: usize = 19;

/// Puts a state into one of many scenes.
fn staged(mut state: State, scene: usize) -> State {
    state.field = None;
    state.overlays.clear();
    state.pressed.clear();
    (state.screen, state.focus, state.zoom) = (Screen::Live, Pane::Timeline, false);
    match scene {
        0..4 => state.focus = Pane::ALL[scene],
        4..8 => (state.focus, state.zoom) = (Pane::ALL[scene - 4], true),
        8 => state.screen = Screen::Start,
        9 => state.screen = Screen::List,
        10 => state.field = Some(field(FieldKind::Log, "some words that are wider than a narrow screen is")),
        11 => {
            state.field = Some(field(FieldKind::Section(SectionName::Impact), "some words\n\n日本の words"))
        }
        12 => state.pressed = vec!["m".parse::<Chord>().unwrap()],
        _ => state.overlays.extend(overlays().into_iter().nth(scene - 13)),
    }
    state
}

#[test]
fn nothing_panics_at_any_size() {
    let mut made = state(80, 24);
    for width in 0..=130 {
        for height in 0..=40 {
            made.size = (width, height);
            let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
            // Every scene at the sizes where room runs out, and in turn at the others.
            let turn = usize::from(width + height) % SCENES;
            let scenes = if width < 24 && height < 14 { 0..SCENES } else { turn..turn + 1 };
            for scene in scenes {
                made = staged(made, scene);
                paint(&mut buf, &made, &Theme::plain());
            }
        }
    }
}

#[test]
fn a_buffer_smaller_than_the_state_thinks_is_drawn_into() {
    let mut made = state(120, 36);
    for scene in 0..SCENES {
        made = staged(made, scene);
        for (width, height) in [(0, 0), (1, 1), (30, 1), (30, 10), (119, 35)] {
            let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
            paint(&mut buf, &made, &Theme::plain());
        }
    }
}
