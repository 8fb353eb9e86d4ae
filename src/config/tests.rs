//! Faults are named with their line and do no harm.

use proptest::prelude::*;

use super::*;
use crate::app::keymap::Keymap;
use crate::review::{Level, Options, rules};

fn said(text: &str) -> Vec<String> {
    parse(text).1.iter().map(Problem::to_string).collect()
}

#[test]
fn a_good_file_is_read() {
    let text = "zone = \"Europe/Berlin\"\nascii = true\nfooter = false\nsticky = true\nreduced_motion = true\n\
                gap_minutes = 0x1e\neditor = \"code --wait\"\n[keys]\n\"event.edit\" = [\"e\", \"F4\"]\n\
                event.star = \"noop\"\nlog.open = []\n";
    let (config, problems) = parse(text);
    assert_eq!(problems, []);
    assert_eq!(config.zone.map(|it| it.to_string()).as_deref(), Some("Europe/Berlin"));
    assert_eq!((config.ascii, config.footer, config.sticky, config.still), (Ascii::On, false, true, true));
    assert_eq!((config.gap_minutes, config.editor.as_deref()), (30, Some("code --wait")));
    assert_eq!(config.keys_of(Command::EventEdit), ["e", "f4"]);
    assert_eq!(config.keys_of(Command::EventStar), [""; 0]);
    assert_eq!(config.keys_of(Command::LogOpen), [""; 0]);
    assert_eq!(config.keys_of(Command::Quit), ["q"]);
    assert_eq!((config.lines["still"], config.lines["event.edit"]), (5, 9));
}

#[test]
fn every_fault_is_named_with_its_line_and_what_to_write() {
    for (text, wanted) in [
        ("\nfoter = true", "config.toml:2: unknown key `foter`; did you mean `footer`?"),
        ("zzz = 1", "config.toml:1: unknown key `zzz`; `coe config show --default` lists what there is"),
        ("footer = \"yes\"", "config.toml:1: footer: a text does not fit; write true or false"),
        ("zone = \"Mars\"", "config.toml:1: zone: `Mars` is no zone; write a zone such as"),
        (
            "gap_minutes = 0",
            "config.toml:1: gap_minutes: 0 is out of range; write a whole number from 1 to 1440",
        ),
        (
            "gap_minutes = 99999999999999999999",
            "config.toml:1: gap_minutes: 99999999999999999999 is out of range",
        ),
        ("editor = \"vim 'x\"", "config.toml:1: editor: a quotation mark is open; write a command"),
        ("keys = 3", "config.toml:1: keys: a whole number does not fit; write a table"),
        (
            "[keys]\nevent.edti = \"x\"",
            "config.toml:2: unknown command `event.edti`; did you mean `event.edit`?",
        ),
        ("[keys]\n\"event.edit\" = \"hyper-x\"", "config.toml:2: event.edit: unknown key `hyper-x`"),
        ("[keys]\n\"event.edit\" = 4", "config.toml:2: event.edit: a whole number does not fit; write a key"),
        ("[keys]\n\"event.edit\" = [4]", "config.toml:2: event.edit: the list holds more than texts"),
        ("[keys]\n\"event.edit\" = \"ctrl-c\"", "config.toml:2: event.edit: `ctrl-c` cannot be bound"),
        ("footer = true\nfooter = false", "config.toml:2: "),
        ("\n\nfooter = = true", "config.toml:3: "),
    ] {
        let said = said(text);
        assert!(said.len() == 1 && said[0].starts_with(wanted), "{text}: {said:?}");
    }
}

#[test]
fn a_fault_costs_no_more_than_its_own_setting() {
    let (config, problems) =
        parse("sticky = maybe\nstill = true\nfooter = 3\n[keys]\n\"event.edit\" = [\"x y\", \"§§\"]\n");
    assert_eq!((config.sticky, config.still, config.footer), (false, true, true));
    let lines: Vec<_> = problems.iter().map(|it| it.line).collect();
    // `x` exports: `x y` can never be reached.
    assert_eq!(lines, [Some(1), Some(3), Some(5), Some(5)], "{problems:?}");
    assert_eq!(config.keys_of(Command::EventEdit), ["e"]);
}

#[test]
fn keys_that_collide_are_named_and_the_earlier_line_keeps_them() {
    let (config, problems) = parse("[keys]\n\"event.edit\" = [\"v\", \"t\"]\n\"event.time\" = \"v\"\n");
    let said: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(
        said,
        [
            "config.toml:2: event.edit: `t` is bound to `event.time` as well; choose another key, or set \
             \"event.time\" = \"noop\"",
            "config.toml:3: event.time: `v` is bound to `event.edit` as well; choose another key, or set \
             \"event.edit\" = \"noop\"",
        ]
    );
    assert_eq!(config.keys_of(Command::EventEdit), ["v"]);
    assert_eq!(config.keys_of(Command::EventTime), ["t"]);
    // Other panes never take keys at the same time; exchanged keys do not collide.
    assert_eq!(said_keys("\"metric.add\" = \"t\""), [""; 0]);
    assert_eq!(said_keys("\"event.edit\" = \"t\"\n\"event.time\" = \"e\""), [""; 0]);
    assert_eq!(said_keys("\"event.edit\" = \"t\"\n\"event.time\" = \"noop\""), [""; 0]);
    assert_eq!(said_keys("\"metric.add\" = \"q\"").len(), 1);
    assert!(said_keys("\"event.edit\" = \"g\"")[0].contains("begin alike"));
}

fn said_keys(text: &str) -> Vec<String> {
    said(&format!("[keys]\n{text}\n"))
}

#[test]
fn the_default_file_says_what_holds_without_it() {
    let file = default_file();
    assert_eq!(parse(&file), Default::default(), "the file as it is sets nothing");
    let bare: String = file
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (config, problems) = parse(&bare);
    assert_eq!(problems, [], "{bare}");
    let review = LIMITS.len() + rules().count();
    assert_eq!(config.lines.len(), SETTINGS.len() + review + Command::ALL.len());
    assert!(rules().all(|it| config.review.levels.get(it.id) == Some(&Some(it.level))));
    let mut keymap = Keymap::default();
    for (command, keys) in &config.keys {
        keymap.set(*command, keys.clone());
    }
    for command in Command::ALL {
        let keys: Vec<String> = keymap.keys(*command).map(ToString::to_string).collect();
        assert_eq!(keys, Config::default().keys_of(*command), "{command:?}");
    }
    // Levels that are set to what they are are no change.
    let review = Options { levels: BTreeMap::new(), ..config.review.clone() };
    let plain = Config { zone: Some(Zone::Utc), review, keys: Vec::new(), lines: BTreeMap::new(), ..config };
    assert_eq!(plain, Config { zone: Some(Zone::Utc), ..Config::default() });
}

#[test]
fn the_bar_raiser_is_set_by_rule_by_family_and_by_limit() {
    let text =
        "[review]\nwhys = 4\ndue_days = 0x1e\n\"time/vague\" = \"off\"\nblame = \"note\"\nsecret = false\n";
    let (config, problems) = parse(text);
    assert_eq!(problems, []);
    let review = config.review(crate::domain::time::Timestamp::from_millis(7));
    assert_eq!((review.whys, review.due_days, review.summary_words), (4, 30, 250));
    let level = |id: &str| review.level(crate::review::rule(id).unwrap());
    assert_eq!(level("time/vague"), None);
    assert_eq!(level("time/future"), Some(Level::Error));
    assert_eq!(level("blame/person-at-fault"), Some(Level::Note));
    assert_eq!(level("secret/credential"), None);
    assert_eq!(config.lines["review.whys"], 2);
    let wrong =
        said("[review]\nwhys = 0\n\"time/vage\" = \"off\"\nblame = \"loud\"\nsummary_words = \"many\"\n");
    assert_eq!(
        wrong,
        [
            "config.toml:2: review: whys: 0 is out of range; write a whole number from 1 to 20",
            "config.toml:3: review: unknown key `time/vage`; did you mean `time/vague`?",
            "config.toml:4: review: `loud` is no severity; write \"error\", \"warning\", \"note\" or \"off\"",
            "config.toml:5: review: summary_words: a text does not fit; write a whole number from 20 to 5000",
        ]
    );
    assert_eq!(said("review = 3\n").len(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_and_one_that_is_missing_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    assert_eq!(load(&path), Default::default());
    assert_eq!(load(folder.path()).1.len(), 1);
    std::fs::write(&path, b"still = true\n# gr\xfc\xdfe\nsticky = true\n").unwrap();
    let (config, problems) = load(&path);
    assert!(config.still && config.sticky);
    assert_eq!((problems.len(), problems[0].line), (1, Some(2)), "{problems:?}");
    std::fs::write(&path, vec![b'#'; MAX_CONFIG + 1]).unwrap();
    assert!(load(&path).1[0].message.contains("more than"));
}

#[test]
fn messages_are_clean_and_counted() {
    let (_, problems) = parse("\"a\\u001b[31m\\u202eb\" = 1");
    assert_eq!(problems.len(), 1);
    assert!(!problems[0].message.contains(['\u{1b}', '\u{202e}']), "{problems:?}");
    let many: String = (0..500).map(|it| format!("k{it} = 1\n")).collect();
    let problems = parse(&many).1;
    assert_eq!((problems.len(), problems[MAX_PROBLEMS].message.as_str()), (101, "and 400 problems more"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        parse(&text);
    }

    #[test]
    fn no_text_made_of_its_own_words_makes_it_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "[keys]", "keys", "event.edit", "\"event.edit\"", "=", "[", "]", "\"", "'''", "\n", "e", "\"g g\"", "noop",
                "footer", "true", "zone", "{", "}", ",", ".", "#", "gap_minutes", "0x", "-1", "1e9", "[[", "]]", "\u{feff}", "\r",
            ]),
            0..60,
        )
    ) {
        let text = words.concat();
        let (_, problems) = parse(&text);
        for problem in problems {
            prop_assert!(problem.line.is_none_or(|it| it <= text.lines().count() + 1));
            prop_assert_eq!(clean::line(&problem.message), problem.message);
        }
    }
}
