//! Text being typed, and what is said of it.

use coe::app::msg::Msg;
use coe::domain::time::Zone;

use super::{shot, shots};
use crate::harness::Harness;

#[test]
fn the_log_bar_says_what_it_understood() {
    shots("log_opened", Harness::new().sample().pressed("i"));
    shots("log_time", Harness::new().sample().pressed("i-5m db failover finished"));
    shot("log_all", &Harness::new().sample().pressed("i13:50 ? pool was resized !resolved #db #pool"));
    shot("log_anchor", &Harness::new().sample().pressed("istart+12m first ticket"));
    shot("log_kept", &Harness::new().sample().pressed("ihalf a sentence<esc>"));
    shot("log_logged", &Harness::new().sample().pressed("i-5m db failover finished<enter>"));
}

#[test]
fn the_log_bar_says_what_is_wrong() {
    shots("log_malformed", Harness::new().sample().pressed("i-5x db failover"));
    let long_ago = Harness::new().clock("2026-11-22T09:00:00Z").empty().pressed("i14:02 deployed<enter>");
    shots("log_long_ago", long_ago);
    let mut h = Harness::new().clock("2026-03-29T12:00:00Z");
    h.add_incident("checkout returns 503", "Europe/Berlin".parse::<Zone>().unwrap());
    shot("log_dst_gap", &h.start().pressed("i02:30 cron ran"));
    let mut h = Harness::new().sample();
    h.press("idb failover");
    h.hold(Msg::Key("enter".parse().unwrap()));
    let token = h.state.pending[0].token;
    shot("log_writing", &h);
    h.send(Msg::Refused { token, why: "the disk is full; make room and press Enter again".into() });
    shots("log_refused", h);
}

#[test]
fn many_lines_are_asked_about() {
    let mut h = Harness::new().sample();
    h.paste("14:02 page fired\n14:05 acked\n14:09 rolled back\n");
    shots("paste_asked", h);
    let mut h = Harness::new().sample();
    h.paste("14:02 page fired\n14:05 acked\n").press("n");
    shot("paste_one", &h);
    let mut h = Harness::new().sample();
    h.paste(&"x".repeat(70_000));
    shot("paste_too_much", &h);
}

#[test]
fn an_event_is_edited() {
    let h = || Harness::new().sample().pressed("gg");
    shot("event_text", &h().pressed("e"));
    shot("event_time", &h().pressed("t-5m"));
    shot("event_time_wrong", &h().pressed("tteatime<enter>"));
    shot("event_tags", &h().pressed("# new"));
    let mut h = Harness::on_file().sample();
    h.press("/1,64<enter>e<c-end> And more.");
    shots("event_block", h);
}

#[test]
fn an_edit_of_a_changed_event_is_refused() {
    let mut h = Harness::on_file().events(3);
    h.press("e<c-u>my words");
    let event = h.record().events[2].clone();
    h.elsewhere(|store, step| {
        let mut theirs = event.clone();
        theirs.text = "their words".into();
        let edit = coe::domain::change::Edit::replace(event, theirs);
        store.write(step, [coe::domain::change::Change::event(step.incident, edit)]).unwrap();
    });
    h.press("<enter>");
    shots("event_conflict", h);
}

#[test]
fn a_section_is_written() {
    let h = Harness::new().sample().pressed("5<enter>Checkout failed for a third of European shoppers ");
    shots(
        "section",
        h.pressed("between 12:58 and 13:44 UTC, after a change of a limit.<enter><enter>- one<enter>- two"),
    );
    shot("section_lessons", &Harness::new().sample().pressed("5lessons<enter>"));
}

#[test]
fn what_was_typed_before_a_kill_is_offered() {
    let mut h = Harness::new().sample();
    h.press("ihalf a sentence<left><left>").pause().restart();
    shots("draft_log", h);
}
