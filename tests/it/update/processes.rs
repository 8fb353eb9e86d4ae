//! Other processes write while somebody looks, types and edits.

use coe::app::msg::Msg;
use coe::app::state::Screen;
use coe::domain::change::{Change, Edit};
use coe::domain::incident::Severity;
use coe::domain::time::Zone;

use crate::harness::Harness;

#[test]
fn an_event_from_elsewhere_appears_and_moves_nothing() {
    let mut h = Harness::on_file().events(5);
    h.press("kk");
    let row = |h: &Harness| -> String { h.line_with("event 3").chars().take(50).collect() };
    let before = row(&h);
    h.logged_elsewhere(0, "from the shell");
    h.logged_elsewhere(60, "far back");
    assert_eq!(h.selected(), "event 3");
    assert_eq!(row(&h), before);
    h.shows(&["+2 new", "from the shell", "far back"]);
    h.press("imine<enter>d").press("u").shows(&["+2 new"]).hides(&["+3 new"]);
    h.press("G").hides(&["+2 new"]);
    assert_eq!(h.selected(), "mine");
    h.logged_elsewhere(0, "and another");
    assert_eq!(h.selected(), "and another");
}

#[test]
fn what_is_typed_stays_while_others_write() {
    let mut h = Harness::on_file().events(5);
    h.press("ihalf a sen").advance(coe::domain::span::Span::minutes(1));
    h.logged_elsewhere(0, "from the shell");
    assert_eq!(h.typed(), "half a sen");
    h.shows(&["from the shell", "log> half a sen"]);
    h.press("tence<enter>");
    assert!(h.texts().contains(&"half a sentence".to_owned()));
}

#[test]
fn an_edit_of_a_changed_event_is_refused_and_keeps_the_text() {
    let mut h = Harness::on_file().events(3);
    h.press("e<c-u>my words");
    let event = h.record().events[2].clone();
    h.elsewhere(|store, step| {
        let mut theirs = event.clone();
        theirs.text = "their words".into();
        store.write(step, [Change::event(step.incident, Edit::replace(event, theirs))]).unwrap();
    });
    h.press("<enter>");
    assert_eq!((h.typed().as_str(), h.texts()[2].as_str()), ("my words", "their words"));
    h.shows(&["not saved: meanwhile it was changed to “their words”"]);
    h.press("<enter>");
    assert_eq!(h.texts()[2], "my words");
    h.press("u");
    assert_eq!(h.texts()[2], "their words");
}

#[test]
fn an_edit_of_a_deleted_event_keeps_the_text() {
    let mut h = Harness::on_file().events(3);
    h.press("e<c-u>my words");
    let event = h.record().events[2].clone();
    h.elsewhere(|store, step| {
        store.write(step, [Change::event(step.incident, Edit::remove(event))]).unwrap();
    });
    h.press("<enter><enter>");
    assert_eq!(h.typed(), "my words");
    h.shows(&["not saved"]);
    h.press("<esc>");
    assert_eq!(h.texts(), ["event 1", "event 2"]);
}

#[test]
fn a_section_changed_elsewhere_is_not_overwritten() {
    let mut h = Harness::on_file().sample();
    h.press("5<enter>mine");
    h.elsewhere(|store, step| {
        let name = coe::domain::section::SectionName::Summary;
        store.write(step, [Change::section(step.incident, name, "", "theirs")]).unwrap();
    });
    h.press("<esc>");
    assert_eq!(h.record().parts.sections[0].text, "theirs");
    assert_eq!(h.typed(), "mine");
    h.shows(&["not saved"]);
}

#[test]
fn a_title_changed_elsewhere_is_told_before_it_is_overwritten() {
    let mut h = Harness::on_file().sample();
    h.press("ge<c-u>mine");
    let header = h.record().header;
    h.elsewhere(|store, step| {
        let mut theirs = header.clone();
        theirs.title = "theirs".into();
        store.write(step, Change::header(Edit::replace(header, theirs))).unwrap();
    });
    h.press("<enter>").shows(&["changed meanwhile to `theirs`"]);
    assert_eq!(h.record().header.title, "theirs");
    h.press("<enter>");
    assert_eq!(h.record().header.title, "mine");
}

#[test]
fn a_change_of_the_header_elsewhere_is_seen() {
    let mut h = Harness::on_file().events(1);
    let header = h.record().header;
    h.elsewhere(|store, step| {
        let mut theirs = header.clone();
        theirs.severity = Some(Severity::Sev1);
        store.write(step, Change::header(Edit::replace(header, theirs))).unwrap();
    });
    h.shows(&["SEV1"]);
}

#[test]
fn undo_refuses_to_overwrite_a_later_edit_and_says_so() {
    let mut h = Harness::on_file().events(2);
    h.press("*H");
    let event = h.record().events[1].clone();
    h.press("<esc>");
    h.elsewhere(|store, step| {
        let mut theirs = event.clone();
        theirs.text = "their words".into();
        store.write(step, [Change::event(step.incident, Edit::replace(event, theirs))]).unwrap();
    });
    h.press("Hju");
    h.shows(&["has been changed since"]);
    assert!(h.record().events[1].key);
}

#[test]
fn an_incident_that_is_undone_elsewhere_leaves_the_list() {
    let mut h = Harness::on_file().empty();
    h.press("ihalf");
    h.elsewhere(|store, step| {
        store.undo(step, None).unwrap();
    });
    assert!(h.state.open.is_none() && h.state.screen != Screen::Live, "{}", h.screen());
    h.shows(&["is gone"]);
}

#[test]
fn an_incident_started_elsewhere_is_listed() {
    let mut h = Harness::on_file().start();
    assert_eq!(h.state.screen, Screen::Start);
    h.add_incident("from the shell", Zone::Utc);
    h.send(Msg::Changed);
    assert!(h.screen().contains("from the shell"), "{}", h.screen());
}

#[test]
fn rows_of_an_incident_that_was_left_do_not_bring_it_back() {
    let mut h = Harness::new();
    h.add_incident("first", Zone::Utc);
    h.add_incident("second", Zone::Utc);
    let mut h = h.start();
    h.press("<enter>");
    let before = h.state.incident();
    h.press("0j");
    let opens = h.hold(Msg::Key("enter".parse().unwrap()));
    let late = h.hold(Msg::Changed);
    h.run(opens);
    let after = h.state.incident();
    assert_ne!(before, after);
    // What was asked for about the first comes late.
    let first = before.unwrap();
    h.run(vec![coe::app::effect::Effect::Load {
        incident: first,
        anchor: coe::domain::timeline::Anchor::End,
        reach: 10,
    }]);
    h.run(late);
    assert_eq!(h.state.incident(), after);
}
