//! Moving about: the rows on screen are those of a plain list, however long the timeline is.

use crate::harness::Harness;

/// What a person sees of the timeline: the number in each row, and the selected one.
fn seen(h: &Harness) -> (Vec<i64>, i64) {
    let screen = h.screen();
    let number = |line: &str| -> Option<i64> {
        line.split("event ").nth(1)?.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
    };
    let rows: Vec<&str> = screen.lines().skip(2).take(17).collect();
    let all = rows.iter().filter_map(|it| number(it)).collect();
    let selected = rows.iter().find(|it| it.starts_with('>')).and_then(|it| number(it));
    (all, selected.unwrap_or_else(|| panic!("nothing is selected:\n{screen}")))
}

#[test]
fn ten_thousand_events_are_walked_through_row_by_row() {
    const ALL: i64 = 10_000;
    let mut h = Harness::new().events(ALL);
    let mut at = ALL;
    let mut check = |h: &mut Harness, keys: &str, by: i64| {
        h.press(keys);
        at = (at + by).clamp(1, ALL);
        let (rows, selected) = seen(h);
        assert_eq!(selected, at, "after {keys}:\n{}", h.screen());
        assert!(rows.windows(2).all(|it| it[1] == it[0] + 1), "after {keys}: {rows:?}");
        assert!(rows.len() >= 16, "after {keys}: {rows:?}");
        assert_eq!(h.state.open.as_ref().unwrap().timeline.position(), at.unsigned_abs());
        h.shows(&[&format!("{at}/10000")]);
    };
    let page = 15;
    for _ in 0..25 {
        check(&mut h, "<pgup>", -page);
    }
    for _ in 0..70 {
        check(&mut h, "k", -1);
    }
    check(&mut h, "gg", -ALL);
    check(&mut h, "k", -1);
    for _ in 0..240 {
        check(&mut h, "j", 1);
    }
    for _ in 0..20 {
        check(&mut h, "<c-d>", page);
    }
    check(&mut h, "G", ALL);
    check(&mut h, "<pgdn>", page);
    check(&mut h, "<home>", -ALL);
    check(&mut h, "<end>", ALL);
}

#[test]
fn zooming_and_resizing_keep_the_selection_in_view() {
    let mut h = Harness::new().events(300);
    h.press("gg").press(&"j".repeat(120));
    for (width, height) in [(120, 36), (40, 12), (20, 6), (80, 24), (200, 60)] {
        h.resize(width, height);
        for keys in ["z", "z", "2", "1"] {
            h.press(keys);
        }
        assert_eq!(h.selected(), "event 121");
        assert!(
            h.screen().lines().any(|it| it.starts_with('>') && it.contains("event 121")),
            "{}",
            h.screen()
        );
    }
}

#[test]
fn panes_are_reached_by_number_tab_and_arrows() {
    let mut h = Harness::new().sample();
    for (keys, title) in [
        ("2", ">2 Impact"),
        ("3", ">3 Whys"),
        ("4", ">4 Actions"),
        ("1", ">1 Timeline"),
        ("<tab>", ">2 Impact"),
        ("l", ">3 Whys"),
        ("<right>", ">4 Actions"),
        ("<tab>", ">1 Timeline"),
        ("<s-tab>", ">4 Actions"),
        ("h", ">3 Whys"),
        ("<left>", ">2 Impact"),
    ] {
        h.press(keys).shows(&[title]);
    }
    h.press("2");
    assert!(h.state.zoom);
    h.press("<esc>");
    assert!(!h.state.zoom);
}

#[test]
fn the_list_opens_an_incident_and_comes_back_to_it() {
    let mut h = Harness::new().sample();
    h.press("0").shows(&["Incidents 1/1"]);
    h.press("<enter>").shows(&[">1 Timeline"]);
    h.press("0<esc>").shows(&[">1 Timeline"]);
}

#[test]
fn the_list_is_filtered_while_typing_and_opens_what_is_left() {
    let mut h = Harness::new();
    for title in ["checkout 503", "search slow", "login loops"] {
        h.add_incident(title, coe::domain::time::Zone::Utc);
    }
    let mut h = h.start();
    h.shows(&["checkout 503", "search slow", "login loops"]);
    h.press("/sear").shows(&["search slow"]).hides(&["login loops"]);
    h.press("<enter><enter>");
    assert_eq!(h.record().header.title, "search slow");
    h.press("0").press("<esc>");
    h.press("0/zzz<enter><enter>");
    assert!(h.ended.is_none());
}

#[test]
fn the_first_run_leads_to_an_incident_the_sample_or_a_file() {
    let mut h = Harness::new().start();
    h.press("2");
    assert!(h.wants_sample);
    let mut h = Harness::new().start();
    h.press("jj<enter>absent.json<enter>").shows(&["cannot import"]);
    let mut h = Harness::new().start();
    std::fs::write(h.file("record.json"), coe::import::sample::DOCUMENT).unwrap();
    h.press("3record.json<enter>");
    assert_eq!(h.record().events.len(), 21);
    let mut h = Harness::new().start();
    h.press("<enter>checkout fails<enter>").shows(&["INC-1 checkout fails", "OPEN"]);
    h.press("ifirst<enter>");
    assert_eq!(h.texts(), ["first"]);
}
