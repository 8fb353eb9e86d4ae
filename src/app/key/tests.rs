use proptest::prelude::*;

use super::*;

fn chord(text: &str) -> Chord {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> String {
    text.parse::<Keys>().unwrap_err().to_string()
}

#[test]
fn names_are_read_and_written_alike() {
    for text in [
        "a",
        "A",
        "ctrl-c",
        "alt-x",
        "shift-tab",
        "enter",
        "esc",
        "space",
        "tab",
        "up",
        "pgdn",
        "pgup",
        "home",
        "end",
        "insert",
        "delete",
        "backspace",
        "f1",
        "f12",
        "+",
        "-",
        "ctrl--",
        "alt-+",
        "ctrl-alt-delete",
        "ctrl-_",
        "é",
        "u+3000",
        "日",
    ] {
        assert_eq!(chord(text).to_string(), text);
    }
}

#[test]
fn other_spellings_mean_the_same_key() {
    for (written, shown) in [
        ("Ctrl-C", "ctrl-c"),
        ("CONTROL-c", "ctrl-c"),
        ("ctrl-C", "ctrl-c"),
        ("meta-b", "alt-b"),
        ("Esc", "esc"),
        ("pageup", "pgup"),
        ("plus", "+"),
        ("ctrl-minus", "ctrl--"),
        ("shift-a", "A"),
        ("shift-A", "A"),
        ("shift-É", "É"),
        ("ctrl-i", "tab"),
        ("ctrl-7", "ctrl-_"),
    ] {
        assert_eq!(chord(written).to_string(), shown, "{written}");
    }
    assert_ne!(chord("g"), chord("G"));
}

#[test]
fn one_press_is_one_chord_on_every_terminal() {
    let event = |code, mods| Chord::from_event(KeyEvent::new(code, mods));
    let undo = [KeyCode::Char('7'), KeyCode::Char('/'), KeyCode::Char('_')];
    for code in undo {
        assert_eq!(event(code, KeyModifiers::CONTROL), chord("ctrl-_"));
    }
    assert_eq!(event(KeyCode::BackTab, KeyModifiers::NONE), chord("shift-tab"));
    assert_eq!(event(KeyCode::Char('A'), KeyModifiers::SHIFT), chord("A"));
    assert_eq!(event(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT), chord("@"));
    assert_eq!(event(KeyCode::Char('a'), KeyModifiers::SUPER), chord("a"));
}

#[test]
fn a_wrong_word_is_named_and_the_likely_one_offered() {
    assert_eq!(error("ctr-x"), "unknown key `ctr-x`; did you mean `ctrl-x`");
    assert_eq!(error("g ctrl-entr"), "unknown key `ctrl-entr`; did you mean `ctrl-enter`");
    assert_eq!(error("ctrl-sihft-tab"), "unknown key `ctrl-sihft-tab`; did you mean `ctrl-shift-tab`");
    assert_eq!(error("pgdwn"), "unknown key `pgdwn`; did you mean `pgdn`");
    assert_eq!(error("gg"), "unknown key `gg`; did you mean `g g`");
    assert_eq!(
        error("f99x\u{1b}"),
        "unknown key `f99x\\u{1b}`; write a character, or a name such as `enter`, `f2` or `ctrl-x`"
    );
    assert!(error("f0").starts_with("unknown key `f0`"));
    assert!(error("ctrl-").starts_with("unknown key `ctrl-`"));
    assert_eq!(error("  "), "no key is named; write one such as `x`, `enter` or `ctrl-x`");
}

#[test]
fn chords_that_no_terminal_reports_are_refused() {
    assert!(error("ctrl-alt-x").contains("AltGr"));
    assert_eq!(error("shift-1"), "`shift-1` depends on the keyboard; write the character that it types");
}

#[test]
fn only_a_plain_character_is_text() {
    assert_eq!(chord("ß").is_text(), Some('ß'));
    assert_eq!(chord("space").is_text(), Some(' '));
    for text in ["ctrl-a", "alt-a", "enter", "tab", "u+001b"] {
        assert_eq!(chord(text).is_text(), None, "{text}");
    }
}

#[test]
fn sequences_keep_their_order() {
    let keys: Keys = " m  ctrl-d ".parse().unwrap();
    assert_eq!(keys.chords(), [chord("m"), chord("ctrl-d")]);
    assert_eq!(keys.to_string(), "m ctrl-d");
    assert_eq!(Keys::from(chord("u")).to_string(), "u");
}

fn any_code() -> impl Strategy<Value = KeyCode> {
    prop_oneof![
        any::<char>().prop_map(KeyCode::Char),
        (1..=LAST_FUNCTION_KEY).prop_map(KeyCode::F),
        proptest::sample::select(NAMES.to_vec()).prop_map(|(_, code)| code),
        Just(KeyCode::BackTab),
    ]
}

proptest! {
    #[test]
    fn every_event_can_be_written_and_read_back(codes in proptest::collection::vec((any_code(), 0_u8..64), 1..4)) {
        let chords: Vec<Chord> = codes
            .into_iter()
            .map(|(code, bits)| Chord::from_event(KeyEvent::new(code, KeyModifiers::from_bits_truncate(bits))))
            .collect();
        let keys = Keys(chords);
        prop_assert_eq!(keys.to_string().parse::<Keys>(), Ok(keys));
    }

    #[test]
    fn no_text_makes_reading_fail_hard(text in any::<String>()) {
        if let Ok(keys) = text.parse::<Keys>() {
            prop_assert_eq!(keys.to_string().parse::<Keys>(), Ok(keys));
        }
    }
}
