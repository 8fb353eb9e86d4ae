use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;

use super::*;

const FAMILY: &str = "👨‍👩‍👧";

fn press(editor: &mut Editor, keys: &str) -> Edited {
    let mut last = Edited::Ignored;
    for key in keys.split_whitespace() {
        last = editor.key(key.parse().unwrap());
    }
    last
}

fn type_in(editor: &mut Editor, text: &str) {
    for c in text.chars() {
        let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
        editor.key(Chord::new(code, KeyModifiers::NONE));
    }
}

/// Draws the editor alone, and returns the rows as they look and the caret's column and row.
fn look(editor: &Editor, width: u16, height: u16) -> (Vec<String>, (u16, u16)) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    editor.draw(area, &mut buf, EditorStyle::default());
    let caret = editor.cursor_position(area).unwrap();
    let rows = (0..height).map(|y| row_of(&buf, y)).collect();
    (rows, (caret.x, caret.y))
}

fn row_of(buf: &Buffer, y: u16) -> String {
    let mut row = String::new();
    let mut x = 0;
    while x < buf.area.width {
        let symbol = buf[(x, y)].symbol();
        row.push_str(symbol);
        x += u16::try_from(words::cells(symbol)).unwrap().max(1);
    }
    row.trim_end().to_owned()
}

/// Returns the text with `|` where the caret is.
fn marked(editor: &Editor) -> String {
    let mut text: Vec<char> = editor.text().chars().collect();
    text.insert(editor.cursor_offset(), '|');
    text.into_iter().collect()
}

fn line_at(text: &str) -> Editor {
    at(Editor::line, text)
}

fn block_at(text: &str) -> Editor {
    at(Editor::block, text)
}

fn at(make: fn(&str) -> Editor, text: &str) -> Editor {
    let caret = text.chars().position(|c| c == '|').unwrap();
    let mut editor = make(&text.replace('|', ""));
    editor.set_cursor_offset(caret);
    editor
}

#[test]
fn prose_wraps_between_words_and_keeps_punctuation_with_them() {
    let editor = Editor::block("Checkout failed for 42 minutes. Then it recovered.");
    let (rows, caret) = look(&editor, 17, 4);
    assert_eq!(rows, ["Checkout failed", "for 42 minutes.", "Then it", "recovered."]);
    assert_eq!(caret, (10, 3));
}

#[test]
fn a_word_longer_than_a_row_is_cut_and_text_after_it_goes_on() {
    let editor = Editor::block("see https://example.org/a now");
    assert_eq!(look(&editor, 11, 4).0, ["see", "https://ex", "ample.org/", "a now"]);
}

#[test]
fn wide_text_wraps_between_characters_but_not_before_a_full_stop() {
    let editor = Editor::block("日本語。障害");
    let (rows, caret) = look(&editor, 7, 3);
    assert_eq!(rows, ["日本", "語。障", "害"]);
    assert_eq!(caret, (2, 2));
    assert_eq!(look(&Editor::block("日本「語」"), 8, 2).0, ["日本", "「語」"]);
}

#[test]
fn the_caret_stays_inside_at_every_width_and_place() {
    let text = format!("one  two {FAMILY} three⚠️ 日本語 four\n\n\tfive   ");
    for make in [Editor::block, Editor::line] {
        let mut editor = make(&text);
        for (width, height) in (1..14).flat_map(|w| (1..5).map(move |h| (w, h))) {
            let area = Rect::new(3, 2, width, height);
            for offset in 0..=text.chars().count() {
                editor.set_cursor_offset(offset);
                let before = editor.cursor_position(area).unwrap();
                editor.draw(area, &mut Buffer::empty(Rect::new(0, 0, 20, 8)), EditorStyle::default());
                assert_eq!(editor.cursor_position(area), Some(before));
                assert!(area.contains(before), "{before} at {offset} of {width}x{height}");
            }
        }
    }
}

#[test]
fn the_caret_follows_what_is_seen_behind_characters_of_several_code_points() {
    for (text, cells) in [("⚠️ up", 5), (FAMILY, 2), ("日本", 4), ("e\u{301}", 1), ("🇩🇪🇫🇷", 4)]
    {
        assert_eq!(look(&Editor::line(text), 20, 1).1, (cells, 0), "{text}");
        assert_eq!(look(&Editor::block(text), 20, 1).1, (cells, 0), "{text}");
    }
}

#[test]
fn a_space_behind_a_full_row_leads_to_the_next_row() {
    let mut editor = Editor::block("");
    type_in(&mut editor, "abcd ");
    assert_eq!(look(&editor, 5, 2), (vec!["abcd".to_owned(), String::new()], (0, 1)));
    type_in(&mut editor, "e");
    assert_eq!(look(&editor, 5, 2), (vec!["abcd".to_owned(), "e".to_owned()], (1, 1)));
}

#[test]
fn a_block_scrolls_to_the_caret_and_fills_the_area_again() {
    let mut editor = Editor::block("1\n2\n3\n4\n5");
    assert_eq!(look(&editor, 5, 3), (["3", "4", "5"].map(str::to_owned).to_vec(), (1, 2)));
    press(&mut editor, "up up");
    assert_eq!(look(&editor, 5, 3), (["3", "4", "5"].map(str::to_owned).to_vec(), (1, 0)));
    press(&mut editor, "up");
    assert_eq!(look(&editor, 5, 3), (["2", "3", "4"].map(str::to_owned).to_vec(), (1, 0)));
    press(&mut editor, "ctrl-end");
    look(&editor, 5, 3);
    press(&mut editor, "ctrl-u backspace");
    assert_eq!(look(&editor, 5, 3), (["2", "3", "4"].map(str::to_owned).to_vec(), (1, 2)));
}

#[test]
fn a_line_scrolls_sideways_to_the_caret() {
    let mut editor = Editor::line("abcdefghij");
    assert_eq!(look(&editor, 5, 1), (vec!["ghij".to_owned()], (4, 0)));
    press(&mut editor, "home right");
    assert_eq!(look(&editor, 5, 1), (vec!["bcdef".to_owned()], (0, 0)));
    press(&mut editor, "left");
    assert_eq!(look(&editor, 5, 1), (vec!["abcde".to_owned()], (0, 0)));
    let editor = Editor::line("a日本");
    assert_eq!(look(&editor, 4, 1), (vec![" 本".to_owned()], (3, 0)));
}

#[test]
fn nothing_outside_the_area_is_touched_at_any_size() {
    let text = format!("wide 日本 {FAMILY} \u{1b}[31m\t{} end", "x".repeat(40));
    let screen = Rect::new(0, 0, 20, 4);
    for (make, width, height) in [Editor::line, Editor::block]
        .into_iter()
        .flat_map(|make| (0..=30).flat_map(move |w| (0..=6).map(move |h| (make, w, h))))
    {
        for corner in [(0, 0), (4, 1), (18, 3), (25, 9)] {
            let mut buf = Buffer::filled(screen, ratatui::buffer::Cell::new("#"));
            let area = Rect::new(corner.0, corner.1, width, height);
            let mut editor = make(&text);
            editor.set_cursor_offset(usize::from(corner.0));
            editor.draw(area, &mut buf, EditorStyle::default());
            for Position { x, y } in screen.positions() {
                let symbol = buf[(x, y)].symbol();
                assert_eq!(
                    symbol == "#",
                    !area.contains(Position { x, y }),
                    "{symbol:?} at {x},{y} of {area}"
                );
                assert!(!symbol.contains(char::is_control));
            }
            assert_eq!(editor.cursor_position(area).is_none(), area.is_empty());
        }
    }
}

#[test]
fn marks_show_until_the_text_changes() {
    let mut editor = Editor::block("one\ntwo");
    let style = EditorStyle { text: Style::new().fg(Color::White) };
    editor.set_marks(vec![(5..7, Style::new().bg(Color::Red))]);
    let area = Rect::new(0, 0, 5, 2);
    let backs = |editor: &Editor| {
        let mut buf = Buffer::empty(area);
        editor.draw(area, &mut buf, style);
        assert!(buf.content.iter().all(|cell| cell.fg == Color::White));
        (0..5).map(|x| buf[(x, 1)].bg == Color::Red).collect::<Vec<_>>()
    };
    assert_eq!(backs(&editor), [false, true, true, false, false]);
    type_in(&mut editor, "!");
    assert_eq!(backs(&editor), [false; 5]);
}

#[test]
fn a_line_takes_no_line_break_unless_asked() {
    let mut editor = Editor::line("");
    assert_eq!(press(&mut editor, "a enter"), Edited::Ignored);
    assert_eq!(press(&mut editor, "ctrl-j"), Edited::Ignored);
    assert_eq!(editor.insert(" b\r\nc\rd\n"), Edited::Text);
    assert_eq!(marked(&editor), "a b c d|");
    editor.replace_range(0..1, "x\ny");
    assert_eq!(editor.text(), "x y b c d");
    press(&mut editor, "end");
    editor.insert_lines("\ne");
    assert_eq!(marked(&editor), "x y b c d\ne|");
    assert_eq!(look(&editor, 12, 1), (vec!["e".to_owned()], (1, 0)));
    assert_eq!(Editor::line("kept\r\ndraft").text(), "kept\ndraft");
}

#[test]
fn keys_that_belong_to_the_caller_are_left_alone() {
    let mut line = line_at("a|b");
    for key in ["enter", "up", "down", "pgup", "pgdn"] {
        assert_eq!(press(&mut line, key), Edited::Ignored, "{key}");
    }
    let mut block = block_at("a|b");
    for key in
        ["esc", "tab", "shift-tab", "f2", "f4", "ctrl-l", "ctrl-s", "ctrl-c", "ctrl-z", "alt-x", "insert"]
    {
        assert_eq!(press(&mut line, key), Edited::Ignored, "{key}");
        assert_eq!(press(&mut block, key), Edited::Ignored, "{key}");
    }
    assert_eq!((marked(&line), marked(&block)), ("a|b".to_owned(), "a|b".to_owned()));
}

#[test]
fn deleting_keys_take_what_they_name() {
    for (before, keys, after) in [
        ("one two,|", "ctrl-w", "one |"),
        ("one two,  |x", "ctrl-w", "one |x"),
        ("one|", "ctrl-w ctrl-w", "|"),
        ("a\n|b", "ctrl-w", "a|b"),
        ("a\nbc|d", "ctrl-u", "a\n|d"),
        ("a\n|b", "ctrl-u", "a\n|b"),
        ("a|bc\nd", "ctrl-k", "a|\nd"),
        ("a|\nd", "ctrl-k", "a|d"),
        ("a|", "ctrl-k", "a|"),
        ("one two|", "ctrl-w ctrl-y ctrl-y", "one twotwo|"),
        ("one |two", "ctrl-k home ctrl-y", "two|one "),
        ("one two|", "ctrl-w backspace ctrl-y", "onetwo|"),
        ("a\n|b", "backspace", "a|b"),
        ("|b", "backspace", "|b"),
        ("ab|", "ctrl-h", "a|"),
        ("ab|", "shift-backspace", "a|"),
        ("a|\nb", "delete", "a|b"),
        ("a|\n\nb", "delete", "a|\nb"),
        ("b|", "delete", "b|"),
        ("|a\u{200b}\nb", "delete delete", "|\nb"),
    ] {
        let mut editor = block_at(before);
        press(&mut editor, keys);
        assert_eq!(marked(&editor), after, "{keys} in {before:?}");
    }
}

#[test]
fn moving_keys_lead_where_they_say() {
    for (before, keys, after) in [
        ("one two|", "ctrl-a", "|one two"),
        ("|one two", "ctrl-e", "one two|"),
        ("a\nb|c", "home", "a\n|bc"),
        ("a\nb|c", "ctrl-home", "|a\nbc"),
        ("a|\nbc", "ctrl-end", "a\nbc|"),
        ("one, two|", "alt-b alt-b", "|one, two"),
        ("|one, two", "alt-f", "one|, two"),
        ("|one, two", "ctrl-right ctrl-right", "one, two|"),
        ("a\n|b", "ctrl-left", "a|\nb"),
        ("a|\nb", "alt-f", "a\n|b"),
        ("a\n|b", "left", "a|\nb"),
        ("a|\nb", "right", "a\n|b"),
        ("a|\nb", "shift-right", "a\n|b"),
        ("|x", "left up pgup", "|x"),
        ("abc|\nd\nefg", "down down", "abc\nd\nefg|"),
        ("abc\nd\nefg|", "up left up", "|abc\nd\nefg"),
    ] {
        let mut editor = block_at(before);
        assert_eq!(press(&mut editor, keys), Edited::Moved);
        assert_eq!(marked(&editor), after, "{keys} in {before:?}");
    }
}

#[test]
fn up_and_down_go_by_rows_of_the_screen() {
    let mut editor = block_at("aaaa bbbb cc|cc");
    look(&editor, 6, 3);
    press(&mut editor, "up");
    assert_eq!(marked(&editor), "aaaa bb|bb cccc");
    press(&mut editor, "end up");
    assert_eq!(marked(&editor), "aaaa bbbb| cccc");
    press(&mut editor, "pgup");
    assert_eq!(marked(&editor), "aaaa| bbbb cccc");
    press(&mut editor, "pgdn");
    assert_eq!(marked(&editor), "aaaa bbbb cccc|");
    let mut editor = block_at("aaa bbbbbbbb|");
    look(&editor, 10, 2);
    press(&mut editor, "up");
    assert_eq!(marked(&editor), "aaa| bbbbbbbb");
    press(&mut editor, "down");
    assert_eq!(marked(&editor), "aaa bbbbbbbb|");
}

#[test]
fn one_press_moves_over_or_removes_what_is_seen_as_one_character() {
    for seen in [FAMILY, "⚠️", "🇩🇪", "e\u{301}", "👍🏽"] {
        let text = format!("a{seen}b");
        let mut editor = Editor::line(&text);
        press(&mut editor, "left left");
        assert_eq!(editor.cursor_offset(), 1, "{seen}");
        press(&mut editor, "right");
        assert_eq!(press(&mut editor, "backspace"), Edited::Text);
        assert_eq!(marked(&editor), "a|b", "{seen}");
        press(&mut editor, "ctrl-_");
        assert_eq!(editor.text(), text);
        press(&mut editor, "ctrl-a right delete");
        assert_eq!(marked(&editor), "a|b", "{seen}");
        editor.set_text(&text);
        editor.set_cursor_offset(2);
        assert_eq!(editor.cursor_offset(), 1, "not inside {seen}");
    }
}

#[test]
fn undo_takes_back_words_and_redo_brings_them_again() {
    let mut editor = Editor::block("");
    type_in(&mut editor, "db is down\nnow");
    let mut seen = Vec::new();
    while press(&mut editor, "ctrl-_") == Edited::Text {
        seen.push(marked(&editor));
    }
    assert_eq!(seen, ["db is down\n|", "db is down|", "db is |", "db |", "|"]);
    while press(&mut editor, "ctrl-r") == Edited::Text {}
    assert_eq!(marked(&editor), "db is down\nnow|");
}

#[test]
fn undo_of_erasing_goes_by_words_and_a_move_starts_a_step() {
    let mut editor = Editor::line("one two");
    press(&mut editor, "backspace backspace backspace backspace backspace");
    assert_eq!(marked(&editor), "on|");
    press(&mut editor, "ctrl-_");
    assert_eq!(marked(&editor), "one|");
    press(&mut editor, "ctrl-_");
    assert_eq!(marked(&editor), "one two|");
    press(&mut editor, "home delete delete delete delete delete");
    assert_eq!(marked(&editor), "|wo");
    press(&mut editor, "ctrl-_");
    assert_eq!(editor.text(), "two");
    press(&mut editor, "ctrl-_ end");
    type_in(&mut editor, "ab");
    press(&mut editor, "left right");
    type_in(&mut editor, "cd");
    press(&mut editor, "ctrl-_");
    assert_eq!(editor.text(), "one twoab");
    type_in(&mut editor, "x");
    assert_eq!(press(&mut editor, "ctrl-r"), Edited::Moved);
    assert_eq!(editor.text(), "one twoabx");
}

#[test]
fn a_paste_of_a_thousand_lines_is_one_step() {
    let mut editor = block_at("be|fore");
    let paste = "a line of a log 日本\r\n".repeat(1_000);
    assert_eq!(editor.insert(&paste), Edited::Text);
    assert_eq!(editor.cursor(), (1_000, 0));
    assert_eq!(editor.text(), format!("be{}fore", paste.replace("\r\n", "\n")));
    press(&mut editor, "ctrl-_");
    assert_eq!(marked(&editor), "be|fore");
}

#[test]
fn a_replacement_is_one_step() {
    let mut editor = line_at("14:3 @an| went");
    assert_eq!(editor.word_before_cursor(), (5, "@an"));
    assert_eq!(editor.replace_range(5..8, "@Zoë "), Edited::Text);
    assert_eq!(marked(&editor), "14:3 @Zoë | went");
    assert_eq!(editor.word_before_cursor(), (10, ""));
    press(&mut editor, "ctrl-_");
    assert_eq!(editor.text(), "14:3 @an went");
    assert_eq!(press(&mut editor, "ctrl-_"), Edited::Moved);
    press(&mut editor, "ctrl-r");
    assert_eq!(marked(&editor), "14:3 @Zoë | went");
    let mut block = block_at("a\n@b|");
    assert_eq!(block.word_before_cursor(), (2, "@b"));
    block.replace_range(1..99, "c");
    assert_eq!(marked(&block), "ac|");
    assert_eq!(block.replace_range(9..9, ""), Edited::Moved);
}

#[test]
fn a_replaced_text_can_be_brought_back() {
    let mut editor = block_at("old| text\nof two lines");
    editor.set_text("");
    assert!(editor.is_empty());
    editor.set_text("new");
    assert_eq!(marked(&editor), "new|");
    press(&mut editor, "ctrl-_ ctrl-_");
    assert_eq!(editor.text(), "old text\nof two lines");
}

#[test]
fn a_draft_comes_back_as_it_was() {
    let left = block_at("first\nsecond 日本 ha|lf a wo");
    let (text, offset) = (left.text(), left.cursor_offset());
    let mut restored = Editor::block("");
    restored.set_text(&text);
    restored.set_cursor_offset(offset);
    assert_eq!(marked(&restored), marked(&left));
    assert_eq!(restored.cursor(), (1, 12));
}

#[test]
fn nothing_grows_beyond_the_limit() {
    let mut editor = Editor::line("abcd").with_limit(6);
    assert_eq!(editor.insert("日"), Edited::Full);
    assert_eq!(editor.insert("ef"), Edited::Text);
    assert_eq!(press(&mut editor, "g"), Edited::Full);
    assert_eq!(editor.replace_range(0..1, "xy"), Edited::Full);
    assert_eq!(editor.replace_range(0..2, "xy"), Edited::Text);
    assert_eq!(editor.text(), "xycdef");
    let mut long = Editor::block("longer than that").with_limit(6);
    assert_eq!(press(&mut long, "x"), Edited::Full);
    assert_eq!(press(&mut long, "backspace"), Edited::Text);
    assert_eq!(long.replace_range(0..6, "less"), Edited::Text);
    assert_eq!(long.text(), "less than tha");
    let mut full = Editor::line(&"x".repeat(Editor::MAX_BYTES));
    assert_eq!(press(&mut full, "y"), Edited::Full);
}

#[test]
fn places_beyond_what_the_buffer_can_be_told_are_reached() {
    let mut long = Editor::line(&"x".repeat(70_000));
    assert_eq!(look(&long, 10, 1).1, (9, 0));
    press(&mut long, "left backspace home delete end");
    assert_eq!(long.cursor(), (0, 69_998));
    let mut tall = Editor::block(&"\n".repeat(70_000)).with_limit(usize::MAX);
    assert_eq!(tall.cursor(), (70_000, 0));
    press(&mut tall, "up x");
    assert_eq!(tall.cursor(), (69_999, 1));
    assert_eq!(look(&tall, 5, 2), (vec![String::new(), "x".to_owned()], (1, 1)));
}

#[test]
fn the_history_is_long_and_never_takes_back_half_a_step() {
    let mut editor = Editor::line("").with_limit(usize::MAX);
    for i in 0..steps::MOST_EDITS / 2 + 100 {
        editor.replace_range(0..usize::MAX, if i % 2 == 0 { "even" } else { "odd" });
    }
    let mut steps = 0;
    while press(&mut editor, "ctrl-_") == Edited::Text {
        steps += 1;
        assert!(["even", "odd"].contains(&editor.text().as_str()));
    }
    assert_eq!(steps, steps::MOST_EDITS / 2);
}

fn any_key() -> impl Strategy<Value = String> {
    let named = [
        "backspace",
        "delete",
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "enter",
        "pgup",
        "pgdn",
        "ctrl-w",
        "ctrl-u",
        "ctrl-k",
        "ctrl-y",
        "ctrl-_",
        "ctrl-r",
        "alt-b",
        "alt-f",
        "ctrl-home",
        "ctrl-end",
        "space",
    ];
    prop_oneof![
        2 => proptest::sample::select(named.to_vec()).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["a", ",", "日", "👩", "u+200d", "u+fe0f", "u+301", "u+200b", "🇩"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn offsets_come_back(text in "[a日👩\u{200d}\u{301} \n]{0,30}", offset in 0_usize..40) {
        let mut editor = Editor::block(&text);
        editor.set_cursor_offset(offset);
        let got = editor.cursor_offset();
        prop_assert!(got <= offset);
        editor.set_cursor_offset(got);
        prop_assert_eq!(editor.cursor_offset(), got);
        let (row, col) = editor.cursor();
        editor.set_cursor(row, col);
        prop_assert_eq!(editor.cursor_offset(), got);
    }

    #[test]
    fn any_keys_leave_a_text_that_undoes_to_the_first(
        text in "[a日 👩\u{200d}\u{301}\n]{0,20}",
        keys in proptest::collection::vec(any_key(), 0..40),
        width in 1_u16..12,
        block in any::<bool>(),
    ) {
        let mut editor = if block { Editor::block(&text) } else { Editor::line(&text) };
        let area = Rect::new(0, 0, width, 3);
        for key in keys {
            let before = editor.text();
            let edited = editor.key(key.parse().unwrap());
            prop_assert_eq!(edited == Edited::Text, editor.text() != before, "{}", key);
            editor.draw(area, &mut Buffer::empty(area), EditorStyle::default());
            prop_assert!(area.contains(editor.cursor_position(area).unwrap()));
        }
        let last = editor.text();
        let mut steps = 0;
        while press(&mut editor, "ctrl-_") == Edited::Text {
            steps += 1;
        }
        prop_assert_eq!(editor.text(), text);
        for _ in 0..steps {
            press(&mut editor, "ctrl-r");
        }
        prop_assert_eq!(editor.text(), last);
    }
}
