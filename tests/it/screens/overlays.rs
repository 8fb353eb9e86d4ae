//! What lies on top: ways on, questions, help, palette, history, pickers, a whole event.

use super::{shot, shots};
use crate::harness::Harness;

#[test]
fn the_ways_on_from_a_first_key() {
    shots("ways_m", Harness::new().sample().pressed("m"));
    shots("ways_s", Harness::new().sample().pressed("s"));
    shot("ways_g", &Harness::new().sample().pressed("g"));
    shot("ways_w", &Harness::new().sample().pressed("3w"));
    shot("ways_m", &Harness::new().size(20, 6).sample().pressed("m"));
}

#[test]
fn moving_a_milestone() {
    shots("milestone_asked", Harness::new().sample().pressed("kmm"));
    shot("milestone_asked", &Harness::new().size(20, 6).sample().pressed("kmm"));
    shot("milestone_moved", &Harness::new().sample().pressed("kmmy"));
}

#[test]
fn the_whole_event() {
    shots("event", Harness::new().sample().pressed("gg<enter>"));
    shot("event_lines", &Harness::new().sample().pressed("/1,64<enter><enter>"));
}

#[test]
fn help() {
    shots("help", Harness::new().sample().pressed("?"));
    shot("help_filtered", &Harness::new().sample().pressed("?milestone"));
    shot("help_nothing", &Harness::new().sample().pressed("?zzz"));
    shot("help_end", &Harness::new().sample().pressed("?").pressed(&"<pgdn>".repeat(12)));
    shot("help_list", &Harness::new().sample().pressed("0?"));
}

#[test]
fn palette() {
    shots("palette", Harness::new().sample().pressed(":"));
    shot("palette_filtered", &Harness::new().sample().pressed(":expo"));
}

#[test]
fn history() {
    let mut h = Harness::new().sample();
    h.press("gg*ifirst<enter>i-9m second #db<enter>kdu4 H");
    shots("history", h);
}

#[test]
fn pickers() {
    shots("severity", Harness::new().sample().pressed("gs"));
    shot("status", &Harness::new().sample().pressed("gt"));
    shot("cites", &Harness::new().sample().pressed("3jb"));
    shot("cites_filtered", &Harness::new().sample().pressed("3jborders-db"));
    shot("addresses", &Harness::new().sample().pressed("4b"));
    shots("sections", Harness::new().sample().pressed("5"));
}

#[test]
fn export() {
    let mut h = Harness::new().sample();
    h.press("x");
    shot("export_format", &h);
    h.press("<enter>");
    shot("export_path", &h);
    h.press("<enter>");
    shot("export_done", &h);
    h.press("x<enter><enter>");
    shot("export_exists", &h);
}

#[test]
fn findings() {
    shots("findings", crate::update::findings::drafting().pressed("!"));
    shot(
        "findings_gone_to",
        &crate::update::findings::drafting().size(80, 24).pressed("!/forgot<enter><enter>"),
    );
    shots("findings_sections", crate::update::findings::drafting().pressed("5"));
    shots("findings_marks", crate::update::findings::drafting());
}
