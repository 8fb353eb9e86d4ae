//! Every command, everywhere: none panics, none is a dead row of the table.

use coe::app::command::{Command, Context};
use coe::app::keymap::Keymap;
use coe::app::msg::Msg;
use coe::app::state::Pane;

use crate::harness::Harness;

/// The name of a state, and how it is come to.
type Scene = (&'static str, fn() -> Harness);

/// The states in which every command is tried.
const SCENES: [Scene; 10] = [
    ("first run", || Harness::new().start()),
    ("empty", || Harness::new().empty()),
    ("empty, whys", || Harness::new().empty().pressed("3")),
    ("sample", || Harness::new().sample().pressed("gg")),
    ("sample, impact", || Harness::new().sample().pressed("2")),
    ("sample, whys", || Harness::new().sample().pressed("3j")),
    ("sample, actions", || Harness::new().sample().pressed("4")),
    ("sample, list", || Harness::new().sample().pressed("0")),
    ("sample, tiny", || Harness::new().size(20, 6).sample()),
    ("sample, no room", || Harness::new().size(3, 1).sample()),
];

#[test]
fn no_command_panics_and_esc_leads_out_of_what_it_opens() {
    for (scene, make) in SCENES {
        let mut h = make();
        let (screen, focus) = (h.state.screen, h.state.focus);
        for command in Command::ALL {
            h.send(Msg::Run(*command));
            h.cells();
            h.press("x<tab><up><down><left>").press("<esc><esc><esc>");
            assert!(h.state.overlays.is_empty(), "{command:?} in {scene} cannot be left:\n{}", h.screen());
            assert!(h.state.field.is_none(), "{command:?} in {scene} cannot be left:\n{}", h.screen());
            (h.state.screen, h.state.focus, h.state.zoom) = (screen, focus, false);
            h.state.kept.clear();
        }
    }
}

/// The keys that lead to the context from a fresh sample incident.
fn way_to(context: Context) -> &'static str {
    match context {
        Context::Anywhere | Context::Live | Context::Timeline => "k",
        Context::Impact => "2",
        Context::Whys => "3j",
        Context::Actions => "4",
        Context::List => "0",
    }
}

/// What a command may change; two pictures of it differ when the command did something.
fn picture(h: &Harness) -> String {
    format!("{}{:?} {} {} {:?}", h.screen(), h.ended, h.suspended, h.copied.len(), h.handed)
}

#[test]
fn each_default_key_of_each_command_does_something_where_it_works() {
    for command in Command::ALL {
        for context in command.spec().contexts {
            for keys in command.spec().keys {
                let mut h = Harness::new().sample().pressed(way_to(*context));
                match *command {
                    Command::MoveUp | Command::PageUp | Command::MoveFirst => drop(h.press("j<end>")),
                    Command::FindNext | Command::FindPrevious => drop(h.press("/status<enter>")),
                    Command::Redo => drop(h.press("*u")),
                    Command::MarkClear => drop(h.press("gg")),
                    Command::MilestoneNext => drop(h.press("gg")),
                    Command::EventDown => drop(h.press("i13:06 twin<enter>/twin<enter>")),
                    Command::EventUp => drop(h.press("i13:06 twin<enter>/Share<enter>")),
                    _ => {}
                }
                let before = picture(&h);
                for chord in keys.split(' ') {
                    h.send(Msg::Key(chord.parse().unwrap()));
                }
                let moves = h.state.list.rows.len() == 1 && *context == Context::List;
                let quiet = moves && command.spec().id.starts_with("move.")
                    || *command == Command::MilestonePrevious && picture(&h).contains("no milestone");
                assert!(
                    quiet || picture(&h) != before,
                    "{} by {keys} in {context:?} did nothing:\n{before}",
                    command.spec().id
                );
                assert!(
                    !h.screen().contains("does nothing here"),
                    "{} has no {keys} in {context:?}",
                    command.spec().id
                );
            }
        }
    }
}

#[test]
fn every_command_is_in_the_palette_of_an_open_incident_and_in_a_help() {
    let h = Harness::new().sample();
    let palette = coe::app::palette::commands(&h.state, "");
    for command in Command::ALL {
        assert!(palette.contains(command), "{}", command.spec().id);
        let helps = command.spec().contexts.iter().any(|context| {
            let h = Harness::new().sample().pressed(way_to(*context));
            h.state.commands_here("").contains(command)
        });
        assert!(helps, "{}", command.spec().id);
    }
}

#[test]
fn a_command_that_is_refused_names_the_way_out_and_changes_nothing() {
    for pane in Pane::ALL {
        let mut h = Harness::new().empty();
        h.state.focus = pane;
        for command in Command::ALL {
            let Some(why) = (command.spec().refuses)(&h.state) else { continue };
            let steps = h.steps();
            h.send(Msg::Run(*command));
            assert_eq!(h.state.notice.as_ref().unwrap().text, why);
            assert_eq!(h.steps(), steps);
        }
    }
}

#[test]
fn keys_set_by_hand_are_in_force_and_shown_everywhere() {
    let mut keymap = Keymap::default();
    keymap.set(Command::LogOpen, vec!["ctrl-t".parse().unwrap(), "L".parse().unwrap()]);
    keymap.set(Command::MarkDetected, vec!["m z".parse().unwrap()]);
    keymap.set(Command::EventRemove, Vec::new());
    let mut h = Harness::new().size(120, 36).settings(|it| it.keymap = keymap).events(3);
    h.shows(&["Ctrl-t log"]);
    h.press("m").shows(&["z detected"]).hides(&["d detected"]);
    h.press("z");
    assert!(h.record().events[3].milestone.is_some());
    h.press("d").shows(&["d does nothing here"]);
    h.press("i").shows(&["i does nothing here"]);
    h.press("?log bar");
    let line = h.line_with("Opens the log bar");
    assert!(line.contains("Ctrl-t, L"), "{line}");
    h.press("<esc>?deletes the event").shows(&["no key"]);
    h.press("<enter>");
    assert_eq!(h.record().events.len(), 3);
    h.press("Lby hand<enter>");
    assert!(h.texts().contains(&"by hand".to_owned()));
}
