//! Changing events: time, order, kind, star, tags, milestones, deletion, and back.

use coe::domain::event::{Kind, Milestone};
use coe::domain::span::Span;

use crate::harness::{Harness, at};

#[test]
fn plus_and_minus_move_the_event_and_stay_on_it() {
    let mut h = Harness::new().events(5);
    h.press("kk");
    assert_eq!(h.selected(), "event 3");
    h.press("+++");
    assert_eq!(h.selected(), "event 3");
    assert_eq!(h.texts(), ["event 1", "event 2", "event 4", "event 5", "event 3"]);
    h.press("-----");
    assert_eq!((h.selected().as_str(), h.texts()[0].as_str()), ("event 3", "event 1"));
    // At the same instant as the first: what was logged later stands below it.
    assert_eq!(h.texts(), ["event 1", "event 3", "event 2", "event 4", "event 5"]);
}

#[test]
fn events_of_one_minute_are_put_in_order_by_hand() {
    let mut h = Harness::new().empty();
    h.press("i14:20 a<enter>i14:20 b<enter>i14:20 c<enter>i14:25 d<enter>");
    h.press("ggK").shows(&["e1 is the first of its minute"]);
    h.press("J");
    assert_eq!((h.texts().concat(), h.selected()), ("bacd".into(), "a".into()));
    h.press("J");
    assert_eq!((h.texts().concat(), h.selected()), ("bcad".into(), "a".into()));
    h.press("J").shows(&["e1 is the last of its minute"]);
    h.press("K");
    assert_eq!(h.texts().concat(), "bacd");
    h.press("uuu");
    assert_eq!(h.texts().concat(), "abcd");
}

#[test]
fn the_time_field_takes_a_time_and_the_event_goes_there() {
    let mut h = Harness::new().events(5);
    h.press("kt14:31");
    h.shows(&["= 14:31 UTC"]);
    h.press("<enter>");
    assert_eq!((h.selected(), h.texts()[3].clone()), ("event 4".to_owned(), "event 5".to_owned()));
    let event = h.record().events.into_iter().find(|it| it.text == "event 4").unwrap();
    assert_eq!(event.at, at("2026-11-22T14:31:00Z"));
    h.press("tnonsense<enter>");
    assert_eq!(h.typed(), "nonsense");
    h.press("<esc>u");
    assert_eq!(h.texts()[3], "event 4");
}

#[test]
fn kind_star_and_tags_are_written_and_seen() {
    let mut h = Harness::new().events(3);
    h.press("ksd*#db pool, db<enter>");
    let event = h.record().events[1].clone();
    assert_eq!((event.kind, event.key, event.tags), (Kind::Decision, true, vec!["db".into(), "pool".into()]));
    let line = h.line_with("event 2");
    assert!(line.contains("◆*") && line.contains("#db #pool"), "{line}");
    h.press("*");
    assert!(!h.record().events[1].key);
    for (key, kind) in [
        ("c", Kind::Change),
        ("a", Kind::Alert),
        ("o", Kind::Observation),
        ("h", Kind::Hypothesis),
        ("x", Kind::Action),
        ("m", Kind::Communication),
        ("n", Kind::Note),
    ] {
        h.press(&format!("s{key}"));
        assert_eq!(h.record().events[1].kind, kind);
    }
}

#[test]
fn a_deleted_event_is_gone_and_comes_back() {
    let mut h = Harness::new().events(3);
    h.press("kd");
    assert_eq!(h.texts(), ["event 1", "event 3"]);
    h.shows(&["removed e2 “event 2” · u undoes it"]);
    h.press("u");
    assert_eq!(h.texts(), ["event 1", "event 2", "event 3"]);
    h.shows(&["event 2", "undid: ", "U does it again"]);
    h.press("U").shows(&["did again: ", "u undoes it"]);
    assert_eq!(h.texts(), ["event 1", "event 3"]);
}

#[test]
fn undo_and_redo_say_what_they_did_and_when_nothing_is_left() {
    let mut h = Harness::new().empty();
    h.press("ione<enter>itwo<enter>uu");
    assert_eq!(h.texts(), Vec::<String>::new());
    h.press("<c-r>U");
    assert_eq!(h.texts(), ["one", "two"]);
    h.press("U").shows(&["nothing"]);
}

#[test]
fn undo_does_not_take_the_incident_away_from_under_the_screen() {
    let mut h = Harness::new().empty();
    h.press("ione<enter>uuu").shows(&["nothing is left to undo but the opening of the incident"]);
    h.press("istill here<enter>");
    assert_eq!(h.texts(), ["still here"]);
    h.press("uH<end>").press(&"j".repeat(9)).press("u");
    assert!(h.state.open.is_none());
    h.shows(&["INC-1 is gone: the step that opened it was undone"]).hides(&["History"]);
}

#[test]
fn a_milestone_goes_on_now_while_following_and_on_the_selection_while_browsing() {
    let mut h = Harness::new().events(3);
    h.press("md");
    assert_eq!(h.record().events.len(), 4);
    assert_eq!(h.record().events[3].milestone, Some(Milestone::Detected));
    h.press("ggms");
    assert_eq!(h.record().events[0].milestone, Some(Milestone::Start));
    h.shows(&["TTD", "[S]", "[D]"]);
    h.press("ms").shows(&["it is start already; m x clears it"]);
    h.press("mx");
    assert_eq!(h.record().events[0].milestone, None);
    h.press("mx").shows(&["e1 has no milestone"]);
}

#[test]
fn moving_a_milestone_asks_once_and_is_one_step() {
    let mut h = Harness::new().events(3);
    h.press("ggmdjmd");
    h.shows(&["detected is already e1 at 14:28: move it to e2?"]);
    let steps = h.steps();
    h.press("<enter>x").shows(&["move it to e2?"]);
    h.press("n");
    assert_eq!((h.steps(), h.record().events[0].milestone), (steps, Some(Milestone::Detected)));
    h.press("mdy");
    assert_eq!(h.steps(), steps + 1);
    h.shows(&["marked e2 as detected"]);
    assert_eq!(h.record().events[1].milestone, Some(Milestone::Detected));
    assert_eq!(h.selected(), "event 2");
    h.press("u");
    let marks: Vec<_> = h.record().events.iter().map(|it| it.milestone).collect();
    assert_eq!(marks, [Some(Milestone::Detected), None, None]);
}

#[test]
fn brackets_walk_along_the_milestones() {
    let mut h = Harness::new().sample();
    h.press("gg");
    let mut seen = Vec::new();
    for _ in 0..5 {
        h.press("]");
        let open = h.state.open.as_ref().unwrap();
        seen.push(open.timeline.selected_row().unwrap().milestone.unwrap().letter());
    }
    assert_eq!(seen, ['S', 'D', 'A', 'I', 'M']);
    h.press("]").shows(&["no milestone after this event"]);
    h.press("(((((").shows(&[">"]);
    assert!(h.selected().starts_with("Config change 4417"));
}

#[test]
fn the_text_of_an_event_is_edited_in_place_and_esc_keeps_it() {
    let mut h = Harness::new().events(2);
    h.press("e<c-u>rolled back<esc>");
    assert_eq!(h.texts()[1], "event 2");
    h.press("e");
    assert_eq!(h.typed(), "rolled back");
    h.press(" twice<enter>");
    assert_eq!(h.texts(), ["event 1", "rolled back twice"]);
    h.press("e");
    assert_eq!(h.typed(), "rolled back twice");
    h.press("<c-u><enter>").shows(&["an event needs words"]);
}

#[test]
fn text_kept_of_one_event_is_not_written_over_another_that_changed_since() {
    let mut h = Harness::new().events(2);
    h.press("e<c-u>mine<esc>+e");
    assert_eq!(h.typed(), "mine");
    h.press("<enter>");
    assert_eq!(h.texts(), ["event 1", "mine"]);
}

#[test]
fn an_event_of_several_lines_is_a_block_that_esc_saves() {
    let mut h = Harness::new().empty();
    h.press("ione\\<enter>two<enter>e");
    h.shows(&["one", "two"]);
    h.press("<c-end><enter>three<esc>");
    assert_eq!(h.texts(), ["one\ntwo\nthree"]);
}

#[test]
fn editor_changes_the_text_or_leaves_it() {
    let mut h = Harness::new().events(2);
    h.editor = Some(|text| format!("{text}\nand a second line\n"));
    h.press("E");
    assert_eq!((h.handed.concat(), h.texts()[1].as_str()), ("event 2".into(), "event 2\nand a second line"));
    h.editor = None;
    h.press("E").shows(&["the editor ended with"]);
    assert_eq!(h.texts()[1], "event 2\nand a second line");
}

#[test]
fn a_add_logs_at_the_time_of_the_selected_event() {
    let mut h = Harness::new().events(3);
    h.press("gga");
    assert_eq!(h.typed(), "14:28:07 ");
    h.press("also this<enter>");
    assert_eq!(h.texts()[1], "also this");
}

#[test]
fn search_finds_from_the_newest_event_back_and_around() {
    let mut h = Harness::new().empty();
    for line in ["i-9m pool full", "i-8m restart", "i-7m pool empty", "i-6m quiet"] {
        h.press(line).press("<enter>");
    }
    h.press("/pool<enter>");
    assert!(h.selected().starts_with("pool"), "{}\n{}", h.selected(), h.screen());
    h.press("n");
    let second = h.selected();
    h.press("n");
    assert!(second.starts_with("pool") && h.selected().starts_with("pool"));
    assert_ne!(second, h.selected());
    h.press("/absent<enter>").shows(&["no event holds `absent`"]);
}

#[test]
fn what_is_said_of_one_search_does_not_stand_below_the_next() {
    let mut h = Harness::new().events(12);
    h.press("/event 1<enter>").shows(&["went on from the other end"]);
    h.press("n").hides(&["went on from the other end"]);
}

#[test]
fn the_search_goes_both_ways() {
    let mut h = Harness::new().events(30);
    h.press("gg/event 2<enter>");
    assert_eq!(h.selected(), "event 2");
    h.press("n");
    assert_eq!(h.selected(), "event 20");
    h.press("nN");
    assert_eq!(h.selected(), "event 20");
    h.press("N");
    assert_eq!(h.selected(), "event 2");
}

#[test]
fn the_whole_event_is_shown_and_keys_go_on_from_there() {
    let mut h = Harness::new().sample();
    h.press("gg<enter>");
    h.shows(&["change 4417", "https://changes.example.com/4417"]);
    h.press("e");
    assert!(h.typed().starts_with("Config change 4417"));
}

#[test]
fn the_notice_goes_after_ten_seconds() {
    let mut h = Harness::new().events(1);
    h.press("d").shows(&["u undoes it"]);
    h.advance(Span::seconds(9)).shows(&["u undoes it"]);
    h.advance(Span::seconds(1)).hides(&["u undoes it"]);
}
