//! Type-ahead: keys that come faster than the store answers reach the field that they are meant for.

use coe::app::effect::Effect;
use coe::app::msg::Msg;
use coe::domain::time::Zone;

use crate::harness::Harness;

#[test]
fn what_is_typed_before_the_event_has_been_read_is_typed_into_it() {
    let mut h = Harness::new().events(3);
    h.press_ahead("e it is<enter>").shows(&["event 3 it is"]);
    h.press_ahead("k#db<enter>");
    assert_eq!(h.record().events.iter().map(|it| it.tags.join(" ")).collect::<Vec<_>>(), ["", "db", ""]);
}

#[test]
fn the_answer_to_a_why_may_be_typed_before_the_why_is_on_disk() {
    let mut h = Harness::new().events(3);
    h.press_ahead("3aWhy did it fail?<enter>the pool was full<enter>aWhy was it full?<enter>dxq");
    let rungs = h.record().parts.rungs;
    assert_eq!(rungs.iter().map(|it| it.because.as_str()).collect::<Vec<_>>(), ["the pool was full", ""]);
    assert_eq!(rungs[1].parent, Some(rungs[0].id));
    assert_eq!(h.typed(), "dxq");
}

#[test]
fn a_key_after_a_new_action_means_that_action() {
    let mut h = Harness::new().events(3);
    h.press_ahead("4aAlarm on the pool<enter>aPage on the queue<enter>wStorage team<enter>");
    let actions = h.record().parts.actions;
    let told: Vec<(&str, &str)> = actions.iter().map(|it| (it.title.as_str(), it.owner.as_str())).collect();
    assert_eq!(told, [("Alarm on the pool", ""), ("Page on the queue", "Storage team")]);
}

#[test]
fn a_key_after_a_long_way_means_the_row_that_is_gone_to() {
    let mut h = Harness::new().events(2_000);
    h.press_ahead("gge!<enter>").shows(&["event 1!"]);
    h.press_ahead("/event 777<enter>e!<enter>").shows(&["event 777!"]);
}

#[test]
fn a_new_incident_takes_the_keys_that_follow_its_title() {
    let mut h = Harness::new().start();
    h.press_ahead("1checkout is down<enter>ipool is full<enter>")
        .shows(&["checkout is down", "pool is full"]);
    assert_eq!(h.record().events.len(), 1);
}

#[test]
fn keys_pressed_before_the_first_screen_wait_for_it() {
    let mut h = Harness::new();
    h.add_incident("checkout returns 503", Zone::Utc);
    h.press_ahead("ipool is full<enter>");
    let h = h.start();
    assert_eq!(h.texts(), ["pool is full"]);
}

#[test]
fn ctrl_c_throws_away_what_waits() {
    let mut h = Harness::new().events(3);
    h.press_ahead("exxx<c-c>");
    assert_eq!(h.typed(), "event 3");
    assert_eq!(h.record().events.len(), 3);
}

#[test]
fn a_question_that_fails_lets_the_keys_go() {
    let mut h = Harness::new().events(3);
    let asked = h.hold(Msg::Key("e".parse().unwrap()));
    assert_eq!(asked.len(), 1);
    assert!(h.hold(Msg::Key("k".parse().unwrap())).is_empty(), "it waits");
    assert_eq!(h.selected(), "event 3");
    h.send(Msg::Failed("the disk is gone".to_owned()));
    assert_eq!(h.selected(), "event 2");
    h.shows(&["the disk is gone"]);
}

/// Presses a key and performs what it asks for, and returns what the answer to that asks for, without doing it.
fn answered_once(h: &mut Harness, key: &str) -> Vec<Effect> {
    let asked = h.hold(Msg::Key(key.parse().unwrap()));
    let answers: Vec<Msg> =
        asked.into_iter().filter_map(|it| coe::app::runtime::perform(&mut h.store, it)).collect();
    answers.into_iter().flat_map(|it| h.hold(it)).collect()
}

#[test]
fn an_incident_that_goes_while_a_key_waits_for_it_leaves_no_key_waiting() {
    let mut h = Harness::new().events(3);
    let incident = h.state.incident().unwrap();
    h.press("3aWhy did it fail?");
    let load = answered_once(&mut h, "enter");
    assert!(load.iter().any(|it| matches!(it, Effect::Load { .. })), "{load:?}");
    h.send(Msg::Gone(incident));
    h.press("acheckout is down");
    assert_eq!(h.typed(), "checkout is down");
}

#[test]
fn a_step_that_gets_through_after_its_incident_went_leaves_no_key_waiting() {
    let mut h = Harness::new().events(3);
    let incident = h.state.incident().unwrap();
    h.press("3aWhy did it fail?");
    let asked = h.hold(Msg::Key("enter".parse().unwrap()));
    h.send(Msg::Gone(incident));
    h.run(asked);
    h.press("acheckout is down");
    assert_eq!(h.typed(), "checkout is down");
}

#[test]
fn ctrl_c_waits_for_no_answer() {
    let mut h = Harness::new().events(3);
    let asked = h.hold(Msg::Key("e".parse().unwrap()));
    h.press("<c-c>k");
    assert_eq!(h.selected(), "event 2", "the store has not answered, and the keys work");
    drop(asked);
}
