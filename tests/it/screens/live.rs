//! One incident: panes, sizes, marks.

use coe::domain::span::Span;
use coe::domain::time::Zone;

use super::{shot, shots};
use crate::harness::Harness;

#[test]
fn first_run() {
    shots("first_run", Harness::new().start());
    shot("first_run", &Harness::new().size(20, 6).start());
}

#[test]
fn an_incident_that_holds_nothing() {
    shots("empty", Harness::new().empty());
}

#[test]
fn the_sample() {
    shots("sample", Harness::new().sample());
    for (width, height) in [(60, 20), (40, 8), (20, 6), (19, 5)] {
        shot("sample", &Harness::new().size(width, height).sample());
    }
    shot("sample_logging", &Harness::new().size(20, 6).sample().pressed("ifailover"));
    shot("sample_logging", &Harness::new().size(19, 5).sample().pressed("ifailover"));
}

#[test]
fn each_pane_in_focus_and_zoomed() {
    for (name, key) in [("timeline", "gg"), ("impact", "2"), ("whys", "3j"), ("actions", "4")] {
        shot(&format!("focus_{name}"), &Harness::new().sample().pressed(key));
        shots(&format!("zoom_{name}"), Harness::new().sample().pressed(key).pressed("z"));
    }
}

#[test]
fn browsing_while_events_come_in() {
    let mut h = Harness::on_file().sample();
    h.press("kkkk");
    h.logged_elsewhere(0, "a deploy finished, says the pipeline");
    h.logged_elsewhere(1, "another from the shell");
    shots("browsing_new", h);
}

#[test]
fn days_gaps_and_events_of_several_lines() {
    let mut h = Harness::new().empty();
    h.with_event(60 * 26, "first sign, nobody looked", |_| {});
    h.with_event(60 * 25 + 3, "queue grows\nby 100 a second\nand more", |_| {});
    h.with_event(95, "restarted the consumer", |event| event.tags = vec!["queue".into()]);
    h.with_event(94, "日本のモバイルから再試行が続いている", |_| {});
    h.with_event(40, "a sentence that is far too long for a row of a narrow terminal and says the important thing at its end: disk full", |_| {});
    shots("days_and_gaps", h);
}

#[test]
fn a_search_and_its_matches() {
    let mut h = Harness::new().sample();
    h.press("/4417");
    shot("search_typing", &h);
    h.press("<enter>");
    shot("search_found", &h);
    h.press("n");
    shot("search_next", &h);
    h.press("/nowhere<enter>");
    shot("search_none", &h);
}

#[test]
fn the_list_of_incidents() {
    let mut h = Harness::new();
    for title in
        ["Checkout failed for a third of European shoppers", "Search answers in 9 s", "Login loops on mobile"]
    {
        h.add_incident(title, Zone::Utc);
    }
    let mut h = h.start();
    h.press("j<enter>gtresolved<enter>").advance(Span::minutes(12)).press("0");
    h.press("j");
    for (width, height) in super::SIZES {
        h.resize(width, height);
        shot("list", &h);
    }
    h.resize(80, 24);
    h.press("/chec");
    shot("list_filtered", &h);
    h.press("zzz");
    shot("list_nothing", &h);
}

#[test]
fn notices() {
    let mut h = Harness::new().sample();
    h.press("d");
    shot("deleted", &h);
    h.press("u");
    shot("undone", &h);
    h.press("Q");
    shot("no_such_key", &h);
    h.press("<c-c>");
    shot("cancelled", &h);
}
