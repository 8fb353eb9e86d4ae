//! Pasted text is text, whatever it looks like.

use crate::harness::Harness;

#[test]
fn pasted_letters_run_no_command() {
    let mut h = Harness::new().events(3);
    h.paste("q\nd\nu\n");
    assert_eq!((h.ended, h.record().events.len()), (None, 3));
    h.shows(&["3 lines pasted"]);
    h.press("<esc>");
    assert_eq!(h.typed(), "q\nd\nu");
    let mut h = Harness::new().events(3);
    for context in ["2", "3", "4", "m", "?", ":", "H", "5", "x", "0"] {
        h.press(context).paste("qdu").press("<esc><esc><esc>");
        assert_eq!((h.ended, h.steps()), (None, 2), "{context}");
    }
}

#[test]
fn many_lines_become_as_many_events_in_one_step() {
    let mut h = Harness::new().empty();
    h.press("i").paste("14:02 page fired #db\n\n14:05 acked\r\njust now\n");
    h.shows(&["3 lines pasted: log each as an event of its own?"]);
    h.press("y");
    assert_eq!(h.texts(), ["page fired", "acked", "just now"]);
    h.shows(&["logged 3 pasted lines"]);
    h.press("u");
    assert_eq!(h.texts(), Vec::<String>::new());
}

#[test]
fn many_lines_may_stay_one_event() {
    let mut h = Harness::new().empty();
    h.press("i").paste("one\ntwo\nthree").press("n");
    assert_eq!(h.typed(), "one\ntwo\nthree");
    h.press("<enter>");
    assert_eq!(h.texts(), ["one\ntwo\nthree"]);
}

#[test]
fn a_line_that_cannot_be_logged_stops_them_all_and_is_named() {
    let mut h = Harness::new().empty();
    h.press("i").paste("one\n-5x two\nthree").press("y");
    assert_eq!((h.texts().len(), h.typed().as_str()), (0, "one\n-5x two\nthree"));
    h.shows(&["line 2:"]);
    let mut h = Harness::new().empty();
    h.press("i").paste("one\n#tag\nthree").press("y");
    assert_eq!((h.texts().len(), h.typed().as_str()), (0, "one\n#tag\nthree"));
    h.shows(&["line 2:"]);
}

#[test]
fn pasted_lines_may_carry_milestones_but_not_take_them_unasked() {
    let mut h = Harness::new().empty();
    h.press("i").paste("14:02 page fired !detected\n14:05 acked !ack").press("y");
    assert_eq!(h.record().milestones().at(coe::domain::event::Milestone::Detected).map(|_| ()), Some(()));
    h.press("i").paste("14:03 again !detected\n14:06 x").press("y");
    assert_eq!(h.record().events.len(), 2);
    assert_eq!(h.typed(), "14:03 again !detected\n14:06 x");
    h.shows(&["not saved"]);
}

#[test]
fn more_than_a_field_takes_is_refused_with_a_way_out() {
    let big = "a line of a log file\n".repeat(5_000);
    let mut h = Harness::new().empty();
    h.press("i").paste(&big);
    h.shows(&["too many for this field"]);
    h.press("<enter>");
    assert_eq!(h.texts(), Vec::<String>::new());
    h.press("short<enter>");
    assert_eq!(h.texts(), ["short"]);
    h.press("ibefore ").paste(&big).shows(&["too many for this field"]);
    assert_eq!(h.typed(), "before ");
}

#[test]
fn a_paste_into_a_field_of_one_line_stays_one_line() {
    let mut h = Harness::new().sample();
    h.press("4a").paste("write\nthe\trunbook\x1b[31m");
    h.press("<enter>");
    let title = h.record().parts.actions.last().unwrap().title.clone();
    assert!(!title.contains(['\n', '\x1b']) && title.starts_with("write the"), "{title:?}");
}

#[test]
fn hostile_text_is_shown_and_stored_clean() {
    let mut h = Harness::new().empty();
    h.press("i").paste("a\x1b]0;title\x07b\u{202e}c\u{200b}d").press("<enter>");
    let text = h.texts().concat();
    assert!(!text.contains('\x1b') && !text.contains('\x07') && text.contains('b'), "{text:?}");
    assert!(!h.screen().contains('\u{202e}'));
}
