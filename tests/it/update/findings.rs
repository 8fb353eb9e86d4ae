//! The bar raiser on the screen: the list, going to the words, mending, setting aside, remarks while one types.

use coe::domain::change::{Change, Edit};
use coe::domain::event::Milestone;
use coe::domain::incident::Status;

use crate::harness::Harness;

/// An incident that is over, with three events: one names a person and a fault, one has no zone, one is sound.
pub fn drafting() -> Harness {
    let mut h = Harness::new().size(120, 36).empty();
    h.with_event(9, "Bob forgot to drain node 4", |_| ());
    h.with_event(8, "the disk was full at 14:05", |_| ());
    h.with_event(7, "All 12 nodes answer again", |_| ());
    let incident = h.state.incident().unwrap();
    let before = h.record().header;
    let after = coe::domain::incident::Header { status: Status::Drafting, ..before.clone() };
    let change = Change::header(Edit { before: Some(before), after: Some(after) });
    h.write(incident, change.into_iter().collect());
    h.send(coe::app::msg::Msg::Changed);
    h
}

fn count(h: &Harness, rule: &str) -> usize {
    h.state.findings.list.iter().filter(|it| it.rule == rule && it.waived.is_none()).count()
}

#[test]
fn findings_are_listed_and_counted() {
    let mut h = drafting();
    assert_eq!(count(&h, "blame/person-at-fault"), 1);
    h.shows(&[" err ", "E"]);
    h.press("!").shows(&["Findings: ", "blame/person-at-fault", "`Bob forgot` holds somebody at fault"]);
    // The list is filtered by words of the rule, the place and the message.
    h.press("/time<enter>").shows(&["time/vague"]).hides(&["blame/person-at-fault  "]);
    h.press("q").hides(&["Findings: "]);
}

#[test]
fn enter_goes_to_the_words_and_what_is_mended_vanishes() {
    let mut h = drafting();
    h.press("!/forgot<enter><enter>");
    assert_eq!(h.typed(), "Bob forgot to drain node 4");
    h.shows(&["blame/person-at-fault"]);
    // The caret stands at the words that are meant.
    h.press("<c-u><c-k>Node 4 was not drained<enter>");
    assert!(h.texts().contains(&"Node 4 was not drained".to_owned()), "{:?}", h.texts());
    assert_eq!(count(&h, "blame/person-at-fault"), 0);
    // The list is there again, without it.
    h.shows(&["Findings: "]).hides(&["Bob forgot"]);
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_taken_back() {
    let mut h = drafting();
    h.press("!/14:05<enter>w<enter>");
    assert_eq!(count(&h, "time/vague"), 1, "a reason must be given");
    h.press("the zone stands in the title<enter>");
    assert_eq!(count(&h, "time/vague"), 0);
    assert_eq!(h.record().parts.waivers[0].reason, "the zone stands in the title");
    h.shows(&["Set aside (1)"]);
    h.press("u");
    assert_eq!(count(&h, "time/vague"), 1);
    assert!(h.record().parts.waivers.is_empty());
    h.press("U");
    assert_eq!(count(&h, "time/vague"), 0);
}

#[test]
fn a_safe_rewrite_is_applied_by_one_key_and_undone_by_another() {
    let mut h = drafting();
    h.with_event(6, "logged in with password=hunter2Fake99!", |_| ());
    assert_eq!(count(&h, "secret/credential"), 1);
    h.press("!/secret<enter>f");
    assert_eq!(count(&h, "secret/credential"), 0);
    assert!(h.texts().iter().all(|it| !it.contains("hunter2")), "{:?}", h.texts());
    h.press("u");
    assert_eq!(count(&h, "secret/credential"), 1);
    h.press("q!/forgot<enter>f").shows(&["there is no safe rewrite"]);
}

#[test]
fn while_one_types_a_remark_names_what_is_found() {
    let mut h = drafting();
    h.press("iAna broke the build").pause();
    h.shows(&["blame/person-at-fault"]);
    h.press("<c-u>the build broke at 14:05 UTC").pause();
    h.hides(&["blame/", "time/vague"]);
}

#[test]
fn in_a_live_incident_only_what_helps_then_is_found() {
    let h = Harness::new().size(120, 36).empty();
    assert!(
        h.state.findings.list.is_empty(),
        "an empty incident is not nagged: {:#?}",
        h.state.findings.list
    );
    let mut h = h;
    h.with_event(5, "Bob restarted it", |_| ());
    let rules: Vec<&str> = h.state.findings.list.iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["blame/person-named"]);
}

#[test]
fn the_list_of_sections_says_what_is_missing_for_a_review() {
    let mut h = drafting();
    h.press("5").shows(&["Sections: not ready for review: ", "errors)"]);
    let mut live = Harness::new().empty();
    live.press("5").shows(&["Write a section"]).hides(&["ready for review"]);
}

#[test]
fn a_field_tells_what_is_found_in_it_before_a_word_is_typed() {
    let mut h = drafting();
    h.press("ggje").shows(&["time/vague", "`14:05` has no zone"]);
    h.press("<esc>ke").shows(&["blame/person-at-fault"]);
}

#[test]
fn the_words_that_are_gone_to_are_selected() {
    let mut h = drafting();
    h.press("!/forgot<enter><enter>Nobody was told");
    assert_eq!(h.typed(), "Nobody was told to drain node 4");
    // A key that moves ends the selection.
    h.press("<esc>").press("q!/14:05<enter><enter><left>x");
    assert_eq!(h.typed(), "the disk was full at 14:0x5");
}

#[test]
fn whoever_goes_on_with_something_else_is_not_called_back_to_the_list() {
    let mut h = drafting();
    h.press("!/forgot<enter><enter><esc>").shows(&["Findings: "]);
    h.press("q").hides(&["Findings: "]);
    h.press("ifirst line<enter>").hides(&["Findings: "]);
    h.press("<esc>").press("u").hides(&["Findings: "]);
}

#[test]
fn the_palette_finds_rules_and_shows_what_they_found_or_look_for() {
    let mut h = drafting();
    h.press(":on a clock").shows(&["time/vague"]);
    h.press("<esc>:person-at-fault<enter>").shows(&["Findings: ", "`Bob forgot` holds somebody at fault"]);
    h.hides(&["time/vague"]);
    // A rule that finds nothing tells what it looks for.
    h.press("q:secret/cred<enter>").shows(&["nothing is like that", "kept for years"]);
}

#[test]
fn walking_through_the_list_shows_each_event_beside_it() {
    let mut h = drafting();
    let selected = |h: &Harness| {
        let timeline = &h.state.open.as_ref().unwrap().timeline;
        timeline.window.rows[timeline.selected].text.clone()
    };
    h.press("!/forgot<enter>j");
    assert_eq!(selected(&h), "Bob forgot to drain node 4");
    h.shows(&["> 14:23       E Bob forgot"]);
    h.press("q!/zone<enter>j");
    assert_eq!(selected(&h), "the disk was full at 14:05");
}

#[test]
fn what_is_pasted_takes_the_place_of_the_words_that_are_gone_to() {
    let mut h = drafting();
    h.press("!/forgot<enter><enter>").paste("Nobody was told");
    assert_eq!(h.typed(), "Nobody was told to drain node 4");
    // Nothing is selected any more.
    h.press("<c-u>x");
    assert_eq!(h.typed(), "x to drain node 4");
}

#[test]
fn enter_leads_into_a_field_where_something_is_missing() {
    let mut h = drafting();
    h.press("!/no-metric<enter><enter>downtime 12 min<enter>");
    assert_eq!(h.record().parts.metrics[0].name, "downtime");
    h.press("<esc>!/why/none<enter><enter>dxq");
    assert_eq!(h.typed(), "dxq", "it is typed, not done");
    h.press("<c-u><esc><esc>!/action/none<enter><enter>Alarm on the pool<enter>");
    assert_eq!(h.record().parts.actions[0].title, "Alarm on the pool");
    assert_eq!(h.texts().len(), 3, "nothing was removed");
}

#[test]
fn a_silence_is_filled_in_where_it_is() {
    let mut h = drafting();
    h.with_event(60, "first page", |it| it.milestone = Some(Milestone::Start));
    h.with_event(3, "old limit active", |it| it.milestone = Some(Milestone::Mitigated));
    h.press("!/gap<enter><enter>dead ends were tried");
    assert_eq!(h.typed(), "13:33:07 dead ends were tried");
    h.press("<enter>");
    assert_eq!(h.texts()[1], "dead ends were tried");
}

#[test]
fn what_one_came_for_stays_told_until_something_is_typed() {
    let mut h = drafting();
    let incident = h.state.incident().unwrap();
    let name = coe::domain::section::SectionName::Summary;
    h.write(incident, vec![Change::section(incident, name, "", "Bob broke the cache.")]);
    h.send(coe::app::msg::Msg::Changed);
    h.press("!/summary/incomplete<enter><enter>").pause();
    h.shows(&["summary/incomplete"]);
    h.press("<c-e> x").pause();
    h.hides(&["summary/incomplete"]).shows(&["blame/person-at-fault"]);
}

#[test]
fn setting_aside_tells_when_it_concerns_several() {
    let mut h = drafting();
    h.with_event(5, "Bob forgot node 5, then Alice forgot node 6", |_| ());
    h.press("!/e4.text person-at-fault<enter>wquoted from the bridge<enter>");
    h.shows(&["all 2 findings there"]);
}
