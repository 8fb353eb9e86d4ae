//! Figures, whys and actions while they are worked on.

use super::{shot, shots};
use crate::harness::Harness;

#[test]
fn figures() {
    shot("figure_new", &Harness::new().sample().pressed("2a"));
    shots("figure_typed", Harness::new().sample().pressed("2alost orders 1,240 of 98k orders"));
    shot("figure_wrong", &Harness::new().sample().pressed("2alost orders"));
    shot("figure_edit", &Harness::new().sample().pressed("2e"));
    shot("figure_added", &Harness::new().sample().pressed("2alost revenue €3k<enter>"));
}

#[test]
fn whys() {
    let five = || {
        let mut h = Harness::new().sample();
        h.press("3j");
        h.press("jjj<enter>Nothing owns the sum of all limits<enter>");
        h.press("aWhy does nothing own the sum of all limits?<enter>");
        h
    };
    shots("why_answer", five());
    let mut h = five();
    h.press("<esc>");
    shot("why_unanswered", &h);
    h.press("<enter>The database team sets limits service by service<enter>.");
    shot("why_root", &h);
    h.press("kksWhy was there no alert on connections?<enter><esc>3");
    shots("why_branch", h);
    shot("why_first", &Harness::new().empty().pressed("3"));
    shot("why_new", &Harness::new().empty().pressed("3a"));
}

#[test]
fn actions() {
    let mut h = Harness::new().sample();
    h.press("4aWrite a runbook for connection limits<enter>");
    shots("action_new", h);
    let mut h = Harness::new().sample();
    h.press("4Gt");
    shot("action_due_empty", &h);
    h.press("<c-u>+14d");
    shot("action_due", &h);
    h.press("<c-u>someday");
    shot("action_due_wrong", &h);
    h.press("<c-u>+14d<enter>wPlatform lead<enter>cAn approval reaches a phone within 1 minute<enter>4");
    shots("action_whole", h);
}
