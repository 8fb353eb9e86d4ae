//! The log bar.

use coe::domain::event::{Kind, Milestone};
use coe::domain::span::Span;

use crate::harness::{Harness, at};

#[test]
fn one_key_and_one_line_log_an_event_at_the_instant_of_the_key() {
    let mut h = Harness::new().empty();
    h.press("i").advance(Span::seconds(50)).press("db failover finished<enter>");
    h.shows(&["db failover finished", "logged e1 at 14:32 UTC · u undoes it"]);
    let event = &h.record().events[0];
    assert_eq!((event.at, event.kind), (at("2026-11-22T14:32:07Z"), Kind::Note));
    assert!(h.state.field.is_none());
}

#[test]
fn a_line_says_time_milestone_tags_and_guess_before_it_is_entered() {
    let mut h = Harness::new().empty();
    h.press("i-5m pool is exhausted !det #db #pool");
    h.shows(&["= 14:27 UTC (15:27 CET) today, 5 min ago · detected · #db · #pool"]);
    h.press("<enter>i? cache stampede");
    h.shows(&["hypothesis"]);
    h.press("<enter>");
    let events = h.record().events;
    assert_eq!(events[0].milestone, Some(Milestone::Detected));
    assert_eq!((events[0].tags.join(" "), events[0].at), ("db pool".into(), at("2026-11-22T14:27:07Z")));
    assert_eq!((events[1].kind, events[1].text.as_str()), (Kind::Hypothesis, "cache stampede"));
}

#[test]
fn a_time_that_cannot_be_read_refuses_the_line_and_keeps_it() {
    let mut h = Harness::new().empty();
    h.press("i-5x restarted<enter>");
    assert_eq!(h.typed(), "-5x restarted");
    h.shows(&["`-5x` is not a duration"]);
    assert_eq!(h.texts(), Vec::<String>::new());
    h.press("<home>\\<enter>");
    assert_eq!(h.texts(), ["-5x restarted"]);
}

#[test]
fn a_clock_time_of_long_ago_is_asked_about_once() {
    let mut h = Harness::new().clock("2026-11-22T09:00:00Z").empty();
    h.press("i14:02 deployed<enter>");
    assert_eq!(h.texts(), Vec::<String>::new());
    h.shows(&["Enter again"]);
    h.press("<enter>");
    assert_eq!(h.record().events[0].at, at("2026-11-21T14:02:00Z"));
}

#[test]
fn an_empty_line_is_not_logged() {
    let mut h = Harness::new().empty();
    h.press("i<enter>");
    assert!(h.state.field.is_some());
    h.shows(&["there is nothing to log"]);
    h.press("#db<enter>").shows(&["there is nothing to log"]);
    assert_eq!(h.texts(), Vec::<String>::new());
}

#[test]
fn esc_keeps_the_text_and_i_brings_it_back_with_the_time_of_the_first_key() {
    let mut h = Harness::new().empty();
    h.press("ihalf a sentence<esc>");
    assert!(h.state.field.is_none());
    h.shows(&["log> half a sentence (kept: i goes on)"]);
    h.advance(Span::minutes(7)).press("i");
    assert_eq!(h.typed(), "half a sentence");
    h.press(" more<enter>");
    assert_eq!(h.texts(), ["half a sentence more"]);
    assert_eq!(h.record().events[0].at, at("2026-11-22T14:32:07Z"));
    h.press("i");
    assert_eq!(h.typed(), "");
}

#[test]
fn up_and_down_walk_through_the_lines_logged_before() {
    let mut h = Harness::new().empty();
    h.press("ifirst<enter>isecond<enter>ithi");
    h.press("<up>");
    assert_eq!(h.typed(), "second");
    h.press("<up>");
    assert_eq!(h.typed(), "first");
    h.press("<up>");
    assert_eq!(h.typed(), "first");
    h.press("<down>");
    assert_eq!(h.typed(), "second");
    h.press("<down>");
    assert_eq!(h.typed(), "thi");
    h.press("rd<enter>");
    assert_eq!(h.texts(), ["first", "second", "third"]);
}

#[test]
fn a_recalled_line_can_be_changed_and_what_was_typed_is_not_lost() {
    let mut h = Harness::new().empty();
    h.press("ifirst<enter>ihalf<up> again<enter>");
    assert_eq!(h.texts(), ["first", "first again"]);
    h.press("i");
    assert_eq!(h.typed(), "half");
}

#[test]
fn tab_completes_tags_and_milestones_and_goes_through_them() {
    let mut h = Harness::new().empty();
    h.press("ia #database<enter>ib #dashboard<enter>ic #network<enter>");
    h.press("id #d<tab>");
    let first = h.typed();
    assert!(["d #database", "d #dashboard"].contains(&first.as_str()), "{first}");
    h.press("<tab>");
    let second = h.typed();
    assert!(["d #database", "d #dashboard"].contains(&second.as_str()) && first != second, "{second}");
    h.press("<tab>");
    assert_eq!(h.typed(), first, "the tags that begin with d, and no others");
    h.press(" !mi<tab>");
    assert_eq!(h.typed(), format!("{first} !mitigated"));
    h.press("<c-u>d !zz<tab>").shows(&["no milestone begins with `zz`"]);
}

#[test]
fn a_milestone_that_is_set_is_asked_about_and_moves_as_one_step() {
    let mut h = Harness::new().empty();
    h.press("i-9m page fired !detected<enter>");
    h.press("isaw it myself !detected<enter>");
    h.shows(&["detected is already e1 at 14:23: move it to this event?"]);
    h.press("n");
    assert_eq!(h.typed(), "saw it myself !detected");
    h.press("<enter>y");
    let milestones =
        |h: &Harness| -> Vec<Option<Milestone>> { h.record().events.iter().map(|it| it.milestone).collect() };
    assert_eq!(milestones(&h), [None, Some(Milestone::Detected)]);
    h.shows(&["moved detected from e1 to a new event"]);
    assert!(h.state.field.is_none());
    h.press("u");
    assert_eq!(milestones(&h), [Some(Milestone::Detected)]);
    h.press("i<up>");
    assert_eq!(h.typed(), "saw it myself !detected");
}

#[test]
fn a_refused_line_comes_back_with_the_reason() {
    let mut h = Harness::new().empty();
    h.press("imarked by me");
    let effects = h.hold(coe::app::msg::Msg::Key("enter".parse().unwrap()));
    let token = h.state.pending[0].token;
    assert!(effects.len() == 1 && h.state.field.is_none());
    h.send(coe::app::msg::Msg::Refused { token, why: "the disk is full; make room and try again".into() });
    assert_eq!(h.typed(), "marked by me");
    h.shows(&["not saved: the disk is full; make room and try again"]);
    h.press("<enter>");
    assert_eq!(h.texts(), ["marked by me"]);
    h.hides(&["not saved"]);
}

#[test]
fn a_refused_line_is_not_lost_when_another_was_begun_meanwhile() {
    let mut h = Harness::new().empty();
    h.press("ione");
    h.hold(coe::app::msg::Msg::Key("enter".parse().unwrap()));
    let token = h.state.pending[0].token;
    h.press("itwo");
    h.send(coe::app::msg::Msg::Refused { token, why: "the disk is full".into() });
    assert_eq!(h.typed(), "two");
    h.shows(&["NOT SAVED"]);
    h.press("<enter>i");
    assert_eq!(h.typed(), "one");
}

#[test]
fn a_backslash_at_the_end_begins_a_new_line() {
    let mut h = Harness::new().empty();
    h.press("ifirst line\\<enter>second line<enter>");
    assert_eq!(h.texts(), ["first line\nsecond line"]);
}

#[test]
fn the_bar_opens_over_any_field_and_both_texts_are_kept() {
    let mut h = Harness::new().sample();
    h.press("4awrite a runbook<c-l>something happens<enter>");
    assert_eq!(h.texts().last().map(String::as_str), Some("something happens"));
    h.press("4a");
    assert_eq!(h.typed(), "write a runbook");
}

#[test]
fn a_line_kept_in_one_incident_is_not_offered_in_another() {
    let mut h = Harness::new();
    h.add_incident("first", coe::domain::time::Zone::Utc);
    h.add_incident("second", coe::domain::time::Zone::Utc);
    let mut h = h.start();
    h.press("<enter>ihalf<esc>0j<enter>i");
    assert_eq!(h.typed(), "");
    h.press("done<enter>0k<enter>i");
    assert_eq!(h.typed(), "half");
    h.press("<esc>").restart().press("<esc>");
    let drafts = h.store.drafts().unwrap();
    assert_eq!(drafts.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["half"]);
}

#[test]
fn the_bar_can_stay_open() {
    let mut h = Harness::new().settings(|it| it.sticky = true).empty();
    h.press("ione<enter>two<enter>");
    assert_eq!((h.texts(), h.typed()), (vec!["one".to_owned(), "two".to_owned()], String::new()));
}

#[test]
fn the_log_bar_opens_from_the_list_and_over_anything_on_top() {
    let mut h = Harness::new().empty();
    h.press("0").hides(&["log>  "]);
    h.press("i").advance(Span::seconds(9)).press("from the list<enter>");
    assert_eq!(h.record().events[0].at, at("2026-11-22T14:32:07Z"));
    let second = h.add_incident("search is slow", coe::domain::time::Zone::Utc);
    h.press("0").send(coe::app::msg::Msg::Changed);
    h.press("<home>").shows(&["search is slow"]);
    h.press("i").press("in the selected one<enter>");
    assert_eq!((h.state.incident(), h.texts()), (Some(second), vec!["in the selected one".to_owned()]));
    h.press("?<f2>over the help<enter>");
    assert_eq!(h.texts().len(), 2);
    assert!(h.state.overlays.is_empty());
}

#[test]
fn the_palette_takes_a_line_as_the_shell_does_and_a_list_without_a_match_stays() {
    let mut h = Harness::new().empty();
    h.press(":log -5m from the palette<enter>");
    assert_eq!((h.typed().as_str(), h.texts().len()), ("-5m from the palette", 0));
    h.press("<enter>");
    assert_eq!(h.record().events[0].at, at("2026-11-22T14:27:07Z"));
    h.press("5zzz<enter>d").hides(&["removed e1"]);
    assert_eq!(h.texts(), ["from the palette"], "letters behind the Enter are no commands");
}

#[test]
fn clearing_a_line_of_several_rows_leaves_none_of_them_behind() {
    let mut h = Harness::new().empty();
    h.press("i").paste("one\ntwo\nthree").press("n<c-u>only this<enter>");
    assert_eq!(h.texts(), ["only this"]);
}

#[test]
fn an_edit_in_the_live_timeline_stays_on_its_event() {
    let mut h = Harness::new().events(3);
    h.press("----");
    let events = h.record().events;
    let moved: Vec<_> =
        events.iter().filter(|it| !it.text.ends_with('3')).map(|it| it.text.as_str()).collect();
    assert_eq!(moved, ["event 1", "event 2"]);
    assert_eq!(events[0].text, "event 3", "four minutes earlier, before the others");
    assert!(h.selected().contains("event 3"), "{}", h.selected());
}
