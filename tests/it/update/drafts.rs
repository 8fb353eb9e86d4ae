//! Nothing typed is lost: leaving, cancelling, quitting, and being killed.

use coe::domain::span::Span;
use coe::domain::time::Zone;

use crate::harness::{Harness, at};

/// Types, pauses, is killed, and comes back.
fn killed(h: &mut Harness) {
    h.pause().advance(Span::minutes(3)).restart();
}

#[test]
fn a_pause_writes_the_draft_and_a_restart_offers_it_in_place() {
    let mut h = Harness::new().events(2);
    h.press("ihalf a sentence<left><left>");
    assert!(h.state.unkept());
    h.pause();
    assert!(!h.state.unkept());
    let drafts = h.store.drafts().unwrap();
    assert_eq!((drafts.len(), drafts[0].text.as_str(), drafts[0].cursor), (1, "half a sentence", 13));
    killed(&mut h);
    assert_eq!(h.typed(), "half a sentence");
    assert_eq!(h.state.field.as_ref().unwrap().editor.cursor_offset(), 13);
    h.press("<end>, whole<enter>");
    assert_eq!(h.texts().last().unwrap(), "half a sentence, whole");
    assert_eq!(h.record().events.last().unwrap().at, at("2026-11-22T14:32:07Z"));
    assert_eq!(h.store.drafts().unwrap(), []);
}

#[test]
fn every_field_comes_back_with_its_text_and_cursor() {
    for (keys, label) in [
        ("i", "log>"),
        ("e", "event>"),
        ("t", "time>"),
        ("#", "tags>"),
        ("ge", "title>"),
        ("2a", "metric>"),
        ("2e", "metric>"),
        ("3a", "why>"),
        ("3je", "why>"),
        ("3j<enter>", "because>"),
        ("3wd", "problem>"),
        ("4a", "action>"),
        ("4e", "action>"),
        ("4w", "owner>"),
        ("4t", "due>"),
        ("4c", "done when>"),
        ("4T", "ticket>"),
    ] {
        let mut h = Harness::new().sample();
        h.press(keys).press("<c-u>typed before the end<left><left><left>");
        assert!(h.screen().contains(label), "{keys}: {}", h.screen());
        let kind = h.state.field.as_ref().unwrap().kind;
        killed(&mut h);
        assert_eq!(h.typed(), "typed before the end", "{keys}");
        let field = h.state.field.as_ref().unwrap();
        assert_eq!((field.kind, field.editor.cursor_offset()), (kind, 17), "{keys}");
        h.shows(&["Ctrl-U clears it"]);
    }
}

#[test]
fn a_section_comes_back_and_can_be_saved() {
    let mut h = Harness::new().sample();
    h.press("5<enter>Checkout failed.<enter>For a third.");
    killed(&mut h);
    assert_eq!(h.typed(), "Checkout failed.\nFor a third.");
    h.press(" All of Europe.<esc>");
    assert_eq!(h.record().parts.sections[0].text, "Checkout failed.\nFor a third. All of Europe.");
    assert_eq!(h.store.drafts().unwrap(), []);
}

#[test]
fn a_section_written_elsewhere_meanwhile_is_not_overwritten_by_the_draft() {
    let mut h = Harness::on_file().sample();
    h.press("5<enter>mine");
    h.pause();
    h.elsewhere(|store, step| {
        let name = coe::domain::section::SectionName::Summary;
        store.write(step, [coe::domain::change::Change::section(step.incident, name, "", "theirs")]).unwrap();
    });
    h.restart();
    assert_eq!(h.typed(), "mine");
    h.shows(&["it reads `theirs` now; Esc saves yours in its place, u brings that back"]);
    h.press("<esc>u");
    assert_eq!(h.record().parts.sections[0].text, "theirs");
}

#[test]
fn a_new_incident_comes_back() {
    let mut h = Harness::new().start();
    h.press("1checkout fai");
    killed(&mut h);
    assert_eq!(h.typed(), "checkout fai");
    h.press("ls<enter>");
    assert_eq!(h.record().header.title, "checkout fails");
}

#[test]
fn what_was_entered_does_not_come_back() {
    let mut h = Harness::new().sample();
    h.press("ione").pause().press("<enter>");
    h.press("#<c-u>#db").pause().press("<enter>");
    h.press("#").press("x<backspace>").pause().press("<enter>");
    h.press("/pool").pause().press("<enter>");
    killed(&mut h);
    assert!(h.state.field.is_none(), "{}", h.screen());
    assert_eq!(h.store.drafts().unwrap(), []);
}

#[test]
fn text_kept_by_esc_survives_too_and_so_does_that_of_another_incident() {
    let mut h = Harness::new();
    h.add_incident("first", Zone::Utc);
    h.add_incident("second", Zone::Utc);
    let mut h = h.start();
    h.press("<enter>ihalf<esc>0j<enter>iwhole").pause().press("<enter>");
    killed(&mut h);
    h.press("<enter>i");
    if h.typed() != "half" {
        h.press("<esc>0j<enter>i");
    }
    assert_eq!(h.typed(), "half");
}

#[test]
fn a_line_put_aside_for_an_older_one_survives_too() {
    let mut h = Harness::new().empty();
    h.press("ifirst<enter>ihalf").pause().press("<up>").pause().press("<enter>");
    assert_eq!(h.texts(), ["first", "first"]);
    killed(&mut h);
    h.press("i");
    assert_eq!(h.typed(), "half");
}

#[test]
fn ctrl_c_once_cancels_and_keeps_and_twice_quits() {
    let mut h = Harness::new().events(2);
    h.press("ihalf<c-c>");
    assert!(h.state.field.is_none() && h.ended.is_none());
    h.shows(&["Ctrl-C again quits"]);
    h.advance(Span::seconds(3)).press("<c-c>");
    assert_eq!(h.ended, None);
    h.press("<c-c>");
    assert_eq!(h.ended, Some(130));
    h.restart().press("i");
    assert_eq!(h.typed(), "half");
}

#[test]
fn another_key_between_two_ctrl_c_does_not_quit() {
    let mut h = Harness::new().events(2);
    h.press("<c-c>j<c-c>");
    assert_eq!(h.ended, None);
}

#[test]
fn q_quits_with_everything_kept_and_is_a_letter_in_fields() {
    let mut h = Harness::new().events(2);
    h.press("iq");
    assert_eq!((h.typed().as_str(), h.ended), ("q", None));
    h.press("<esc>q");
    assert_eq!(h.ended, Some(0));
    h.restart().press("i");
    assert_eq!(h.typed(), "q");
}

#[test]
fn a_signal_keeps_what_is_typed() {
    let mut h = Harness::new().events(2);
    h.press("ihalf").send(coe::app::msg::Msg::Leave(143));
    assert_eq!(h.ended, Some(143));
    h.restart();
    assert_eq!(h.typed(), "half");
}

#[test]
fn stopping_and_esc_are_not_quitting() {
    let mut h = Harness::new().events(2);
    h.press("<c-z><esc><esc><esc>");
    assert_eq!((h.suspended, h.ended), (1, None));
    h.press("ihalf<c-z>");
    assert_eq!((h.suspended, h.typed().as_str()), (2, "half"));
}

#[test]
fn a_field_that_was_left_on_purpose_is_not_opened_by_the_next_start() {
    let mut h = Harness::new().empty();
    h.press("ihalf a thought<esc>").restart();
    assert!(h.state.field.is_none(), "the first keys of the next start are commands");
    h.press("i");
    assert_eq!(h.typed(), "half a thought");
}

#[test]
fn what_was_typed_comes_back_in_its_incident_though_several_are_open() {
    let mut h = Harness::new().empty();
    let first = h.state.incident();
    h.add_incident("search is slow", Zone::Utc);
    h.press("ifirst half of a li<left><left>");
    killed(&mut h);
    assert_eq!((h.state.incident(), h.typed().as_str()), (first, "first half of a li"));
    assert_eq!(h.state.field.as_ref().unwrap().editor.cursor_offset(), 16);
    // Without text in an open field the list is what a start with several open incidents shows.
    h.press("<esc>");
    h.restart();
    h.shows(&["2 incidents, 2 open"]);
}
