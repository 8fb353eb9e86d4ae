use super::*;

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    let read = Text::read(text);
    read.tokens.iter().map(|it| (it.kind, &text[it.start..it.end])).collect()
}

fn kind(text: &str) -> Kind {
    let found = kinds(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].0
}

#[test]
fn things_without_spaces_are_told_apart_by_their_shape() {
    for (text, wanted) in [
        ("word", Kind::Word),
        ("on-call", Kind::Word),
        ("didn’t", Kind::Word),
        ("Jürgen", Kind::Word),
        ("1,204", Kind::Number),
        ("2.210", Kind::Number),
        ("99.97%", Kind::Number),
        ("$41k", Kind::Number),
        ("180ms", Kind::Number),
        ("1h20m", Kind::Number),
        ("14:05", Kind::Clock),
        ("9:30:01.250Z", Kind::Clock),
        ("14:05+02:00", Kind::Clock),
        ("16h30", Kind::Clock),
        ("5pm", Kind::Clock),
        ("~16:40", Kind::Clock),
        ("22:XX", Kind::Clock),
        ("2025-05-02", Kind::Date),
        ("03/04", Kind::Date),
        ("2/3/25", Kind::Date),
        ("2025-05-02T14:05:33Z", Kind::Instant),
        ("14:1", Kind::Ident),
        ("10.0.0.4:8080", Kind::Ident),
        ("4.18.0.147", Kind::Ident),
        ("1.44.0", Kind::Ident),
        ("db-14", Kind::Ident),
        ("max_connections", Kind::Ident),
        ("/data/2025/03/04/part-0001.parquet", Kind::Ident),
        ("key=value", Kind::Ident),
        ("config.yaml", Kind::Ident),
        ("8f3c2d1", Kind::Ident),
        ("#4411", Kind::Ident),
        ("https://a.example/b?c=d", Kind::Url),
        ("postgres://app:***@db-1.internal:5432/orders", Kind::Url),
        ("a.b@corp.test", Kind::Email),
        ("git@github.com:acme/edge-config.git", Kind::Ident),
        ("@marta.k", Kind::Handle),
        ("#inc-4471", Kind::Channel),
        ("`rm -rf /`", Kind::Code),
        ("{{ttd}}", Kind::Ident),
    ] {
        assert_eq!(kind(text), wanted, "{text}");
    }
}

#[test]
fn signs_around_words_stand_alone_and_apart() {
    let text = "(alice.tan@corp.test) said: \"stop\", and/or 5–6 engineers' pages.";
    let found: Vec<&str> = kinds(text).into_iter().map(|it| it.1).collect();
    assert_eq!(
        found,
        [
            "(",
            "alice.tan@corp.test",
            ")",
            "said",
            ":",
            "\"",
            "stop",
            "\"",
            ",",
            "and",
            "/",
            "or",
            "5–6",
            "engineers'",
            "pages",
            "."
        ]
    );
}

#[test]
fn sentences_end_at_full_stops_and_list_items_and_not_at_abbreviations_or_wrapped_lines() {
    let text = "Call with Mr. Okafor, e.g. at\nnoon. Then R. Osei left!\n- one\n- two\n\n## Head\n1. three";
    let read = Text::read(text);
    let found: Vec<String> =
        read.sentences().into_iter().map(|it| read.slice(it).replace('\n', " ")).collect();
    assert_eq!(
        found,
        ["Call with Mr. Okafor, e.g. at noon.", "Then R. Osei left!", "one", "two", "Head", "three"]
    );
}

#[test]
fn possessives_quotations_and_case_are_known() {
    let text = "Ingrid's \"Human error\" hid iOS and the DBA; it's O’Brien's";
    let read = Text::read(text);
    let of = |word: &str| read.tokens.iter().find(|it| it.norm == word).unwrap_or_else(|| panic!("{word}"));
    assert!(of("ingrid").possessive && of("ingrid").case == Case::Capital && of("ingrid").first);
    assert!(of("human").quoted && of("error").quoted && !of("hid").quoted);
    assert_eq!((of("ios").case, of("dba").case), (Case::Mixed, Case::Upper));
    assert!(!of("it's").possessive);
    assert!(of("o'brien").possessive && of("o'brien").case == Case::Capital);
}

#[test]
fn fences_and_keys_are_one_token_whatever_they_hold() {
    let text =
        "see\n```\nBob broke it\n```\nthen `a ``b` and -----BEGIN KEY-----\nabc\n-----END KEY----- done";
    let words: Vec<_> = kinds(text).into_iter().filter(|it| it.0 == Kind::Word).map(|it| it.1).collect();
    assert_eq!(words, ["see", "then", "and", "done"]);
    assert_eq!(kinds(text).iter().filter(|it| it.0 == Kind::Code).count(), 3);
}

#[test]
fn patterns_fit_words_gaps_and_classes_within_a_sentence() {
    static PATTERNS: &[(&str, u8)] = &[
        ("for a|some ?short while", 1),
        ("forg* to ..2 flag", 2),
        ("<num> of <num>", 3),
        ("at : <clock>", 4),
    ];
    let set = Patterns::new(PATTERNS);
    let found = |text: &str| {
        let read = Text::read(text);
        let found = set.scan(&read).into_iter();
        found.map(|it| (*it.value, read.slice(it.tokens).to_owned())).collect::<Vec<(u8, String)>>()
    };
    let text = "For a while it was 3 of 12; he forgot to set the flag for some short while.";
    assert_eq!(
        found(text),
        [
            (1, "For a while".to_owned()),
            (3, "3 of 12".to_owned()),
            (2, "forgot to set the flag".to_owned()),
            (1, "for some short while".to_owned())
        ]
    );
    assert!(found("for a. while").is_empty());
    assert!(found("he forgot to set up all of the flag").is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_in_order(text in "\\PC{0,80}|[`'\"a-z0-9@#:/. \\n-]{0,80}") {
        let read = Text::read(&text);
        let mut last = 0;
        for token in &read.tokens {
            assert!(token.start >= last && token.end > token.start, "{text:?}: {token:?}");
            assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            last = token.end;
        }
    }
}
