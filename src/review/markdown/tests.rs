//! What is recognised in foreign Markdown, and where it stood.

use proptest::prelude::*;

use super::*;
use crate::domain::section::SectionName;
use crate::review::{Options, review};

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-28T00:00:00Z").unwrap()
}

/// Reviews a text; returns `line:column rule` of each finding.
fn found(text: &str) -> Vec<String> {
    let (incident, layout) = read(text, now());
    let mut findings = review(&incident, &layout.options(&Options::new(now())));
    layout.settle(&mut findings);
    let mut found: Vec<_> = findings
        .iter()
        .filter(|it| it.waived.is_none())
        .map(|it| (layout.position(text, layout.span(it).start), it.rule))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|((line, column), rule)| format!("{line}:{column} {rule}")).collect()
}

#[test]
fn sections_events_rungs_and_actions_are_told_by_their_headings() {
    let text = "# Checkout failed\n\n## Overview\n\nText.\n\n## Timeline (UTC)\n\n- 2026-11-20 23:50 deploy\n- 00:10 alarm\n  \
                - paged twice\n\n## 5 Whys\n\n1. Why A? Because B.\n2. Why B?\n   Because C.\n\n## Action items\n\n\
                - [x] Cap it (owner: Payments lead, due: 2026-12-01)\n- [ ] Block it\n  - Owner: Release lead\n  - Due: 2026-12-09\n";
    let (incident, layout) = read(text, now());
    assert_eq!(incident.header.title, "Checkout failed");
    assert!(layout.zone_stated);
    let sections: Vec<_> = incident.parts.sections.iter().map(|it| (it.name, it.text.as_str())).collect();
    assert_eq!(sections, [(SectionName::Summary, "Text.")]);
    let events: Vec<_> = incident.events.iter().map(|it| (it.at.to_string(), it.text.as_str())).collect();
    assert_eq!(
        events,
        [
            ("2026-11-20T23:50:00Z".to_owned(), "deploy"),
            ("2026-11-21T00:10:00Z".to_owned(), "alarm paged twice")
        ]
    );
    let rungs: Vec<_> =
        incident.parts.rungs.iter().map(|it| (it.why.as_str(), it.because.as_str(), it.parent)).collect();
    assert_eq!(rungs, [("Why A?", "B.", None), ("Why B?", "C.", Some(incident.parts.rungs[0].id))]);
    let actions: Vec<_> = incident
        .parts
        .actions
        .iter()
        .map(|it| (it.title.as_str(), it.owner.as_str(), it.due.map(|it| it.to_string()), it.status.word()))
        .collect();
    assert_eq!(
        actions,
        [
            ("Cap it", "Payments lead", Some("2026-12-01".to_owned()), "done"),
            ("Block it", "Release lead", Some("2026-12-09".to_owned()), "open")
        ]
    );
}

#[test]
fn findings_stand_at_their_line_and_column() {
    let text = "# Orders failed\n\n## Impact\n\nAll 9 shops.\nÄrger: many orders failed.\n\n## Timeline\n\n\
                | Time (UTC) | What |\n|---|---|\n| 14:02 | deploy |\n| 14:09 | **Bob** rolled back |\n";
    let found = found(text);
    assert!(found.contains(&"6:8 impact/unquantified".to_owned()), "{found:?}");
    assert!(found.contains(&"13:13 blame/person-named".to_owned()), "{found:?}");
}

#[test]
fn a_time_without_a_zone_is_told_once_and_not_where_the_file_names_its_zone() {
    let list = "## Timeline\n\n- 14:02 deploy\n- 14:09 alarm\n\n## Summary\n\nAt 14:02 the shop went down.\n";
    let vague = |text: &str| found(text).iter().filter(|it| it.ends_with("time/vague")).count();
    assert_eq!(vague(list), 2, "the first event and the summary");
    assert_eq!(vague(&format!("All times are in UTC.\n\n{list}")), 0);
    assert_eq!(vague("## Timeline\n\n- 14:02 UTC deploy\n- a bit later it broke\n"), 1);
}

#[test]
fn front_matter_is_read_for_secrets_alone_whatever_ends_its_lines() {
    for end in ["\n", "\r\n"] {
        let lines = ["---", "state: TBD", "password: hunter2-Xk9v", "---", "", "# Orders failed", ""];
        let found = found(&lines.join(end));
        assert!(found.iter().any(|it| it == "3:11 secret/credential"), "{found:?}");
        assert!(!found.iter().any(|it| it.ends_with("document/placeholder")), "{found:?}");
    }
}

#[test]
fn comments_are_no_text_and_may_set_findings_aside() {
    let text = "## Summary\n\n<!-- TBD: write it -->\n\nBob restarted it.\n";
    let found_in = |text: &str, rule: &str| found(text).iter().any(|it| it.ends_with(rule));
    assert!(!found_in(text, "document/placeholder"));
    assert!(found_in(text, "blame/person-named"));
    for text in [
        "## Summary\n\n<!-- coe: allow blame/person-named: a robot -->\nBob restarted it.\n",
        "## Summary\n\nBob restarted it. <!-- coe: allow blame/person-named: a robot -->\n",
    ] {
        assert!(!found_in(text, "blame/person-named"), "{text}");
    }
    let other =
        "## Summary\n\n<!-- coe: allow blame/person-named: a robot -->\nIt ran.\n\nBob restarted it.\n";
    assert!(found_in(other, "blame/person-named"), "one line, not the file");
    assert!(found_in(
        "## Summary\n\n<!-- coe: allow blame/person-named: -->\nBob restarted it.\n",
        "blame/person-named"
    ));
}

#[test]
fn nothing_is_left_unread_because_of_its_heading() {
    let has = |text: &str, rule: &str| found(text).iter().any(|it| it.ends_with(rule));
    for heading in ["Details", "Metadata", "Responders", "Authors", "Anything"] {
        let text = format!("# X\n\n## {heading}\n\nBob forgot it; the password is hunter2Fake99!\n");
        assert!(has(&text, "blame/person-at-fault") && has(&text, "secret/credential"), "{heading}");
    }
    // Who took part may be named.
    assert!(!has("# X\n\n## Responders\n\n- Grace Hopper\n- Ada Lovelace\n", "blame/person-named"));
    // What no reader sees may hold a secret all the same.
    assert!(has(
        "---\ntoken: ghp_FAKE0123456789abcdefghijklmnopqrstuvwx\n---\n# X\n\nText.\n",
        "secret/credential"
    ));
    assert!(has("# X\n\n<!-- password: hunter2Fake99! -->\nText.\n", "secret/credential"));
    // Neither a byte order mark nor a mark for a line end glues words.
    assert!(has("\u{feff}Bob forgot it.\n", "blame/person-at-fault"));
    assert!(has("It ran.<br>Bob forgot it.\n", "blame/person-at-fault"));
}

#[test]
fn a_comment_that_sets_nothing_aside_is_named() {
    let (_, layout) =
        read("<!-- coe: allow blame: x -->\n<!-- coe: allow time/vague: -->\n<!-- coe: alow -->\nx\n", now());
    let lines: Vec<usize> = layout.mistakes.iter().map(|it| it.0).collect();
    assert_eq!(lines, [1, 2, 3], "{:?}", layout.mistakes);
    // Behind a text a comment covers its own line, and not the next sentence.
    let text = "Bob forgot it. <!-- coe: allow blame/person-at-fault: r -->\n\nAlice forgot it.\n";
    assert_eq!(found(text), ["3:1 blame/person-at-fault"]);
}

#[test]
fn owners_and_dates_are_read_in_many_forms() {
    let text = "## Action items\n\n- Cap the retries at 2 (Tariq) by 15.01.2027\n- Drop the old queue, due 2027-01-15 @ada\n\
                - ~~Block pushes to main~~\n\n**Root cause**\n\nNo check compares the two.\n\nTODOs:\n\n- Pin the version, owner: Release lead, due: Jan 15, 2027\n";
    let (incident, _) = read(text, now());
    let actions: Vec<_> = incident
        .parts
        .actions
        .iter()
        .map(|it| (it.owner.as_str(), it.due.is_some(), it.status.word()))
        .collect();
    assert_eq!(
        actions,
        [("", true, "open"), ("@ada", true, "open"), ("", false, "done"), ("Release lead", true, "open")]
    );
    assert_eq!(incident.parts.rungs.len(), 1);
}

#[test]
fn owners_in_front_and_behind_are_read_and_days_without_a_year() {
    let text = "## Action items\n\n- Kim: add canaries to the pool, due: Dec 13\n- Cap the retries [Kim] [2026-12-13]\n\
                - Page on the queue — Kim, 2026-12-13\n- @sam: fix the alarm by 2026-12-13\n- @lee to drop the old queue, ETA: 5 Dec\n\
                - Order Service: retry twice, due: 12/13/2026\n- Fix the form, due: end of sprint\n";
    let (incident, _) = read(text, now());
    let actions: Vec<_> = incident
        .parts
        .actions
        .iter()
        .map(|it| (it.title.as_str(), it.owner.as_str(), it.due.map(|it| it.to_string()).unwrap_or_default()))
        .collect();
    let day = |it: &str| it.to_owned();
    assert_eq!(
        actions,
        [
            ("add canaries to the pool", "Kim", day("2026-12-13")),
            ("Cap the retries", "Kim", day("2026-12-13")),
            ("Page on the queue", "Kim", day("2026-12-13")),
            ("fix the alarm by 2026-12-13", "@sam", day("2026-12-13")),
            ("drop the old queue", "@lee", day("2026-12-05")),
            ("Order Service: retry twice", "", day("2026-12-13")),
            ("Fix the form", "", day("")),
        ]
    );
    // Whose action it is is no blame.
    assert!(!found(text).iter().any(|it| it.contains("blame/")), "{:?}", found(text));
}

#[test]
fn space_of_several_bytes_is_no_place_to_cut() {
    for item in [
        "Cap it\u{85}E",
        "Cap it\u{85}@ada",
        "Cap\u{3000}2026-12-13",
        "Cap é2026-12-13",
        "\u{85}@a\u{2003}",
        "— \u{3000}Kim",
    ] {
        let (incident, _) = read(&format!("## Action items\n\n- {item}\n"), now());
        assert!(incident.parts.actions.len() <= 1, "{item:?}");
    }
    let (incident, _) = read("## Action items\n\n- Cap it\u{85}@ada\n", now());
    assert_eq!(incident.parts.actions[0].owner, "@ada");
}

#[test]
fn milestones_in_plain_words_are_read() {
    let text = "## Summary\n\nThe outage lasted 90 minutes.\n\n## Timeline\n\n- 2026-11-20 10:00 UTC Impact start\n\
                - 10:02 Started the rollback\n- 10:07 Detected by alarm\n- 10:09 Detected again\n- 10:20 Mitigated by rollback\n\
                - 10:30 Resolved DNS name of the mirror\n- 10:40 Resolved\n";
    let (incident, _) = read(text, now());
    let marked: Vec<(&str, &str)> =
        incident.events.iter().filter_map(|it| Some((it.milestone?.word(), it.text.as_str()))).collect();
    assert_eq!(
        marked,
        [
            ("start", "Impact start"),
            ("detected", "Detected by alarm"),
            ("mitigated", "Mitigated by rollback"),
            ("resolved", "Resolved")
        ]
    );
    assert!(found(text).iter().any(|it| it.ends_with("time/stated-duration")), "{:?}", found(text));
}

#[test]
fn a_table_of_sections_is_read_as_sections() {
    let text = "# Log-in failed\n\n| Field | Text |\n|--|--|\n| Incident summary | On 2026-10-01 some customers could not log in. |\n\
                | Impact | 4,800 of 40,000 customers for 60 minutes |\n| Timeline | 2026-10-01 14:00 UTC Impact start<br>14:07 Detected by alarm |\n\
                | Root cause | Human error |\n| Severity | SEV2 |\n";
    let (incident, _) = read(text, now());
    let sections: Vec<&str> = incident.parts.sections.iter().map(|it| it.name.word()).collect();
    assert_eq!(sections, ["summary", "impact", "background"]);
    assert_eq!(
        incident.events.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
        ["Impact start", "Detected by alarm"]
    );
    assert_eq!(incident.parts.rungs[0].because, "Human error");
    let found = found(text);
    assert!(found.contains(&"8:16 why/weak-root-cause".to_owned()), "{found:?}");
    assert!(found.contains(&"5:36 impact/unquantified".to_owned()), "{found:?}");
    assert!(!found.iter().any(|it| it.ends_with("summary/missing")), "{found:?}");
}

#[test]
fn messages_name_lines_and_no_handles_that_the_file_does_not_show() {
    let text = "## Timeline\n\n| Time (UTC) | Event |\n|--|--|\n| 2026-11-20 10:00 | **Impact start** |\n\
                | 2026-11-20 10:40 | Detected by alarm |\n| 2026-11-20 10:50 | **Mitigated** |\n\n## Action items\n\n- [ ] Cap the retries of a1\n";
    let options = crate::review::Options::new(now());
    let (incident, layout) = read(text, now());
    let mut findings = crate::review::review(&incident, &layout.options(&options));
    layout.settle(&mut findings);
    let told: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
    assert!(told.contains(&"nothing is written down for 40m between line 5 and line 6"), "{told:#?}");
    assert!(told.contains(&"line 11 has no owner"), "{told:#?}");
}

#[test]
fn a_text_that_is_no_postmortem_misses_nothing() {
    assert_eq!(found("# Release notes\n\n- faster start\n- fixes\n"), Vec::<String>::new());
    assert_eq!(found(""), Vec::<String>::new());
    let half = found("## Summary\n\nIt broke.\n\n## Timeline\n\n- 14:02 UTC it broke\n");
    assert!(half.iter().any(|it| it.ends_with("action/none")), "{half:?}");
}

/// Pieces of Markdown in any order: what a person writes, and what nobody should.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# Title\n"),
        Just("## Summary\n"),
        Just("## Timeline\n"),
        Just("## 5 Whys\n"),
        Just("## Actions\n"),
        Just("\n"),
        Just("- 14:02 deploy\n"),
        Just("  - more\n"),
        Just("> quoted\n"),
        Just("```\ncode\n```\n"),
        Just("| a | b |\n|---|---|\n| 1 | 2 |\n"),
        Just("1. Why? Because.\n"),
        Just("<!-- x "),
        Just("-->\n"),
        Just("- [ ] do (owner: x)\n"),
        Just("**Bold:** text\n"),
        Just("Ärger 14:02–14:10\n"),
        Just("---\n"),
        Just("\t* x\r\n"),
    ];
    prop::collection::vec(prop_oneof![piece.prop_map(str::to_owned), ".{0,12}"], 0..40)
        .prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn whatever_it_holds_every_text_is_where_it_is_said_to_be(text in markdown()) {
        let (incident, layout) = read(&text, now());
        let mut findings = review(&incident, &layout.options(&Options::new(now())));
        layout.settle(&mut findings);
        for finding in &findings {
            let span = layout.span(finding);
            prop_assert!(span.end <= text.len() && text.get(span.clone()).is_some(), "{finding:?} {span:?}");
            let (line, _) = layout.position(&text, span.start);
            prop_assert!(line >= 1 && line <= text.matches('\n').count() + 1);
        }
        for event in &incident.events {
            for word in event.text.split_whitespace() {
                prop_assert!(text.contains(word), "{word}");
            }
        }
    }
}
