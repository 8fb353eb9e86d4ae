use proptest::prelude::*;

use super::*;

#[test]
fn line_ends_become_line_feeds_and_other_white_space_stays() {
    assert_eq!(block("a\r\nb\rc\n\n  d\t \u{2028}e \n"), "a\nb\nc\n\n  d\t \ne \n");
}

#[test]
fn escape_sequences_go_as_a_whole() {
    for (hostile, left) in [
        ("a\u{1b}[31;1mred\u{1b}[0m", "ared"),
        ("a\u{1b}[?1049h\u{1b}[2Jb", "ab"),
        ("a\u{9b}31mb", "ab"),
        ("\u{1b}]0;owned\u{7}title", "title"),
        ("\u{1b}]8;;https://x.example\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
        ("\u{9d}52;c;cm0gLXJm\u{9c}clip", "clip"),
        ("\u{1b}Pq#0;2;0\n~~@@\u{1b}\\image", "image"),
        ("\u{1b}_app\u{1b}\\\u{1b}^pm\u{1b}\\\u{1b}Xsos\u{1b}\\x", "x"),
        ("\u{1b}(Ba\u{1b}cb\u{1b}7c\u{1b}=d", "abcd"),
        ("cut\u{1b}", "cut"),
        ("cut\u{1b}[12;", "cut"),
        ("\u{1b}\u{1b}[Ax", "x"),
    ] {
        assert_eq!(block(hostile), left, "{hostile:?}");
    }
}

#[test]
fn an_unfinished_sequence_does_not_take_the_text_with_it() {
    assert_eq!(block("before \u{1b}]0;and all\nthe rest"), "before 0;and all\nthe rest");
    assert_eq!(block("a\u{1b}[31\nb"), "a\nb");
    assert_eq!(block("a\u{1b}é"), "aé");
}

#[test]
fn control_and_direction_characters_go() {
    assert_eq!(block("a\0b\u{8}c\u{b}d\u{7f}e\u{85}f\tg"), "abcdef\tg");
    assert_eq!(block("user\u{202e}gpj.exe\u{2066}x\u{2069}\u{200f}\u{61c}"), "usergpj.exex");
    assert_eq!(block("\u{feff}a\u{fff9}b\u{fffa}c\u{fffb}\u{e0041}\u{e007f}d"), "abcd");
}

#[test]
fn what_people_write_stays() {
    for text in
        ["👩\u{200d}🚒 ❤\u{fe0f} 👍🏽 🇫🇮", "नमस्ते می\u{200c}خواهم", "x ≠ y — “quoted”", "한국어 日本語 ﷺ"]
    {
        assert_eq!(block(text), text);
    }
}

#[test]
fn characters_are_composed_even_across_what_is_removed() {
    assert_eq!(block("cafe\u{301}"), "café");
    assert_eq!(block("cafe\u{200e}\u{301}"), "café");
}

#[test]
fn a_pile_of_marks_is_cut_to_eight() {
    let pile = format!("x{}y{}", "\u{335}".repeat(500), "\u{200d}\u{335}".repeat(90));
    let marks = |text: &str| text.chars().filter(|ch| !ch.is_ascii()).count();
    assert_eq!(marks(&block(&pile)), 16);
    assert!(block(&pile).starts_with('x') && block(&pile).contains('y'));
}

#[test]
fn a_line_holds_no_line_end() {
    assert_eq!(line("  two\r\n\twords \n"), "two words");
    assert_eq!(line("a  b"), "a  b");
    assert_eq!(line("\u{1b}[2J \n"), "");
}

#[test]
fn malformed_bytes_are_replaced_and_counted() {
    let (text, replaced) = from_bytes(b"\xef\xbb\xbfok \xff\xfe caf\xc3\xa9 \xe2\x82\x1b[1m!");
    assert_eq!(text, "ok \u{fffd}\u{fffd} café \u{fffd}!");
    assert_eq!(replaced, Replaced(3));
    assert!(replaced.any());
    assert_eq!(from_bytes(b"fine"), ("fine".to_owned(), Replaced(0)));
}

#[test]
fn clean_text_is_borrowed_on_its_way_to_the_terminal() {
    for text in ["plain\n\ttext", "café 日本語 👩\u{200d}🚒", ""] {
        assert!(matches!(for_terminal(text), Cow::Borrowed(_)), "{text}");
    }
    assert_eq!(for_terminal("row\u{1b}]52;c;eA==\u{7}"), "row");
}

#[test]
fn columns_are_counted_by_what_is_seen() {
    assert_eq!(width("abc"), 3);
    assert_eq!(width("日本"), 4);
    assert_eq!(width("👩\u{200d}🚒"), 2);
    assert_eq!(width("e\u{301}"), 1);
}

#[test]
fn text_is_cut_between_visible_characters() {
    assert_eq!(truncate("checkout", 8), "checkout");
    assert_eq!(truncate("checkout", 5), "chec…");
    assert_eq!(truncate("日本語", 6), "日本語");
    assert_eq!(truncate("日本語", 5), "日本…");
    assert_eq!(truncate("日本語", 4), "日…");
    assert_eq!(truncate("👩\u{200d}🚒👩\u{200d}🚒", 3), "👩\u{200d}🚒…");
    assert_eq!(truncate("abc", 1), "…");
    assert_eq!(truncate("abc", 0), "");
    assert!(matches!(truncate("日本", 4), Cow::Borrowed(_)));
}

/// Text with what the cleaning has to deal with far more often than chance would bring it.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\u{1b}",
        "[",
        "]",
        "P",
        "\\",
        "\u{7}",
        "\u{9b}",
        "\u{9c}",
        "\u{9d}",
        "31m",
        ";",
        " ",
        "\n",
        "\r",
        "\t",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{301}",
        "\u{335}",
        "e",
        "=",
        "\u{338}",
        "\u{1100}",
        "\u{1161}",
        "\u{11a8}",
        "\u{16d67}",
        "\u{16d63}",
        "👩",
        "🏽",
        "日",
        "\u{e0041}",
        "\u{600}",
        "\u{212b}",
        "\u{a0}",
        "\u{308}",
        "\u{344}",
        "\u{fb1d}",
        "\u{17d8}",
        "\u{5b0}",
        "ن",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(pieces.prop_map(str::to_owned), 0..40).prop_map(|parts| parts.concat()),
        prop::collection::vec(prop_oneof![Just('\u{301}'), Just('\u{323}'), Just('a'), any::<char>()], 0..40)
            .prop_map(|chars| chars.into_iter().collect()),
    ]
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in hostile()) {
        let once = block(&text);
        prop_assert_eq!(block(&once), once.clone());
        prop_assert_eq!(scrub(&once), once);
        let once = line(&text);
        prop_assert_eq!(line(&once), once.clone());
        prop_assert_eq!(scrub(&once), once);
    }

    #[test]
    fn nothing_harmful_is_left(text in hostile()) {
        let left = block(&text);
        prop_assert!(!left.chars().any(|ch| is_banned(ch) || ch == '\r'), "{:?}", left);
        prop_assert_eq!(for_terminal(&text), left);
        let left = line(&text);
        prop_assert!(!left.chars().any(|ch| is_banned(ch) || ch.is_control()), "{:?}", left);
    }

    #[test]
    fn any_bytes_become_clean_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (text, replaced) = from_bytes(&bytes);
        prop_assert_eq!(replaced.any(), std::str::from_utf8(&bytes).is_err());
        prop_assert_eq!(block(&text), text);
    }

    #[test]
    fn a_cut_text_fits(text in hostile(), columns in 0_usize..20) {
        let cut = truncate(&text, columns);
        prop_assert!(width(&cut) <= columns, "{:?}", cut);
        prop_assert_eq!(matches!(cut, Cow::Borrowed(_)), width(&text) <= columns);
    }
}
