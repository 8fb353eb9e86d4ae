//! Torn sequences at every gap, and people who type fast.

use super::*;

/// Feeds chords, each with its time, as the reading thread does: with a tick at every deadline on the way.
fn deliver(hold: u64, chords: &[(u64, Chord)]) -> Vec<Input> {
    let mut assembler = Assembler::new(hold);
    let mut out = Vec::new();
    for (time, chord) in chords {
        settle(&mut assembler, *time, &mut out);
        assembler.feed(*chord, *time, &mut out);
    }
    settle(&mut assembler, u64::MAX, &mut out);
    out
}

/// Ticks at each deadline before `until`.
fn settle(assembler: &mut Assembler, until: u64, out: &mut Vec<Input>) {
    while let Some(due) = assembler.deadline().filter(|due| *due < until) {
        assembler.tick(due, out);
    }
}

fn esc() -> Chord {
    Chord { code: KeyCode::Esc, mods: KeyModifiers::NONE }
}

fn char(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), mods: KeyModifiers::NONE }
}

fn with(code: KeyCode, mods: KeyModifiers) -> Input {
    Input::Key(Chord { code, mods })
}

fn plain(code: KeyCode) -> Input {
    with(code, KeyModifiers::NONE)
}

/// An Esc at 0 and then text, its first character after `first` and the others `gap` apart, in milliseconds.
fn torn(text: &str, first: u64, gap: u64) -> Vec<(u64, Chord)> {
    let times = (0..).map(|n| first + n * gap);
    std::iter::once((0, esc())).chain(times.zip(text.chars().map(char))).collect()
}

#[test]
fn a_sequence_torn_within_the_hold_is_its_key_alone() {
    for (text, key) in [
        ("[A", plain(KeyCode::Up)),
        ("[B", plain(KeyCode::Down)),
        ("OC", plain(KeyCode::Right)),
        ("[D", plain(KeyCode::Left)),
        ("[1;5C", with(KeyCode::Right, KeyModifiers::CONTROL)),
        ("[1;4A", with(KeyCode::Up, KeyModifiers::SHIFT | KeyModifiers::ALT)),
        ("[Z", with(KeyCode::Tab, KeyModifiers::SHIFT)),
        ("[5~", plain(KeyCode::PageUp)),
        ("[3;2~", with(KeyCode::Delete, KeyModifiers::SHIFT)),
        ("OP", plain(KeyCode::F(1))),
        ("[24~", plain(KeyCode::F(12))),
        ("[[C", plain(KeyCode::F(3))),
        ("OH", plain(KeyCode::Home)),
        ("[I", Input::FocusGained),
        ("[O", Input::FocusLost),
    ] {
        for (first, gap) in [(0, 0), (29, 0), (29, 140), (5, 60)] {
            assert_eq!(
                deliver(30, &torn(text, first, gap)),
                std::slice::from_ref(&key),
                "{text} at {first}, gap {gap}"
            );
        }
    }
}

#[test]
fn the_rest_of_a_sequence_after_a_delivered_esc_is_never_letters() {
    for first in [30, 31, 60, 100, 179] {
        for (text, key) in
            [("[A", plain(KeyCode::Up)), ("OB", plain(KeyCode::Down)), ("[6~", plain(KeyCode::PageDown))]
        {
            let got = deliver(30, &torn(text, first, 40));
            assert_eq!(got, [plain(KeyCode::Esc), key], "{text} at {first}");
        }
        for text in ["[", "[<0;12;5M", "[99~", "[?1;2c", "[200;1u", "Ok"] {
            let got = deliver(30, &torn(text, first, 40));
            assert_eq!(got, [plain(KeyCode::Esc)], "{text} at {first} is swallowed");
        }
    }
}

#[test]
fn a_stalled_sequence_delivers_the_esc_and_still_recognises_its_end() {
    let got = deliver(30, &[(0, esc()), (10, char('[')), (200, char('A'))]);
    assert_eq!(got, [plain(KeyCode::Esc), plain(KeyCode::Up)]);
    let got = deliver(30, &[(0, esc()), (10, char('[')), (500, char('A'))]);
    assert_eq!(got, [plain(KeyCode::Esc), Input::Key(char('A'))], "half a second later it is a letter");
}

#[test]
fn a_person_who_types_esc_and_a_letter_gets_both() {
    for gap in [1, 29, 30, 31, 45, 80, 149, 400] {
        for letter in ['i', 'A', 'B', 'q', ':', ']'] {
            let got = deliver(30, &[(0, esc()), (gap, char(letter))]);
            assert_eq!(got, [plain(KeyCode::Esc), Input::Key(char(letter))], "{letter} after {gap}");
        }
    }
    let got = deliver(30, &[(0, esc()), (400, char('[')), (410, char('A'))]);
    assert_eq!(got, [plain(KeyCode::Esc), Input::Key(char('[')), Input::Key(char('A'))]);
    let got = deliver(30, &[(0, esc()), (60, char('i')), (90, char('[')), (120, char('A'))]);
    assert_eq!(got.len(), 4, "a letter in between ends the suspicion: {got:?}");
}

#[test]
fn a_lone_esc_comes_after_the_hold_and_not_before() {
    let mut assembler = Assembler::new(30);
    let mut out = Vec::new();
    assembler.feed(esc(), 1_000, &mut out);
    assert_eq!(assembler.deadline(), Some(1_030));
    assembler.tick(1_029, &mut out);
    assert_eq!(out, []);
    assembler.tick(1_030, &mut out);
    assert_eq!(out, [plain(KeyCode::Esc)]);
}

#[test]
fn no_esc_is_lost() {
    let got = deliver(30, &[(0, esc()), (5, esc()), (10, esc())]);
    assert_eq!(got, vec![plain(KeyCode::Esc); 3]);
    let got = deliver(30, &[(0, esc()), (5, char('[')), (8, esc())]);
    assert_eq!(got, vec![plain(KeyCode::Esc); 2]);
    let up = Chord { code: KeyCode::Up, mods: KeyModifiers::NONE };
    assert_eq!(deliver(30, &[(0, esc()), (5, up)]), [plain(KeyCode::Esc), Input::Key(up)]);
}

#[test]
fn without_a_hold_esc_comes_at_once_and_its_tail_is_still_caught() {
    let mut assembler = Assembler::new(0);
    let mut out = Vec::new();
    assembler.feed(esc(), 0, &mut out);
    assert_eq!(out, [plain(KeyCode::Esc)]);
    assert_eq!(deliver(0, &torn("[A", 60, 0)), [plain(KeyCode::Esc), plain(KeyCode::Up)]);
}

#[test]
fn alt_and_control_chords_pass_as_they_come() {
    let alt = Chord { code: KeyCode::Char('x'), mods: KeyModifiers::ALT };
    let alt_bracket = Chord { code: KeyCode::Char('['), mods: KeyModifiers::ALT };
    let cut = Chord { code: KeyCode::Char('c'), mods: KeyModifiers::CONTROL };
    assert_eq!(deliver(30, &[(0, alt), (1, alt_bracket)]), [Input::Key(alt), Input::Key(alt_bracket)]);
    let got = deliver(30, &[(0, esc()), (5, char('[')), (8, cut)]);
    assert_eq!(got, [plain(KeyCode::Esc), Input::Key(cut)]);
}

#[test]
fn a_paste_with_a_torn_start_is_text_and_not_commands() {
    let mut chords = torn("[200~dq", 5, 1);
    chords.push((20, Chord { code: KeyCode::Enter, mods: KeyModifiers::NONE }));
    chords.push((21, char('é')));
    chords.push((600, char('j')));
    assert_eq!(deliver(30, &chords), [Input::Paste("dq\né".to_owned()), Input::Key(char('j'))]);
}

#[test]
fn another_kind_of_input_does_not_overtake_a_held_esc() {
    let mut assembler = Assembler::new(30);
    let mut out = Vec::new();
    assembler.feed(esc(), 0, &mut out);
    assembler.flush(&mut out);
    assert_eq!(out, [plain(KeyCode::Esc)]);
    assert_eq!(assembler.deadline(), None);
}

#[test]
fn what_follows_a_paste_at_once_is_a_part_of_it() {
    let mut assembler = Assembler::new(30);
    let mut out = Vec::new();
    assembler.paste("harmless".to_owned(), 0, &mut out);
    let up = Chord { code: KeyCode::Up, mods: KeyModifiers::NONE };
    for (time, chord) in [(0, char('q')), (1, esc()), (2, up), (3, char('d')), (30, char('u'))] {
        settle(&mut assembler, time, &mut out);
        assembler.feed(chord, time, &mut out);
    }
    assert_eq!(out, [], "nothing is delivered before it is quiet");
    settle(&mut assembler, 500, &mut out);
    assembler.feed(char('j'), 500, &mut out);
    assert_eq!(out, [Input::Paste("harmlessqdu".to_owned()), plain(KeyCode::Char('j'))]);
}

#[test]
fn two_pastes_at_once_are_two() {
    let mut assembler = Assembler::new(30);
    let mut out = Vec::new();
    assembler.paste("one".to_owned(), 0, &mut out);
    assembler.paste("two".to_owned(), 1, &mut out);
    settle(&mut assembler, 500, &mut out);
    assert_eq!(out, [Input::Paste("one".to_owned()), Input::Paste("two".to_owned())]);
}
