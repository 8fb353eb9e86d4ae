use super::*;
use crate::domain::action::Priority;
use crate::domain::event::{MAX_EVIDENCE, MAX_TEXT};

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-22T15:00:00Z").unwrap()
}

fn import(text: &str) -> Imported {
    read(text.as_bytes(), &mut IdSource::seeded(1), now()).unwrap()
}

/// Reads a document whose parts are given as further fields of it.
fn parts(fields: &str) -> Imported {
    import(&format!(r#"{{"format":"coe/1","incident":{{"title":"t"}},{fields}}}"#))
}

fn refusal(text: &str) -> String {
    read(text.as_bytes(), &mut IdSource::seeded(1), now()).unwrap_err().to_string()
}

#[test]
fn a_title_is_enough() {
    let imported = import(r#"{"format":"coe/1","incident":{"title":" Checkout\u0000\nfails "}}"#);
    assert_eq!(imported.header.title, "Checkout fails");
    assert_eq!((imported.header.num, imported.header.created), (0, now()));
    assert_eq!((imported.changes.len(), imported.warnings.len()), (0, 0));
}

#[test]
fn the_same_record_has_the_same_identity() {
    let later = Timestamp::parse_rfc3339("2027-01-01T00:00:00Z").unwrap();
    let id = |text: &str, at: Timestamp, seed: u64| {
        let imported = read(text.as_bytes(), &mut IdSource::seeded(seed), at).unwrap();
        assert!(imported.changes.iter().all(|it| it.incident == imported.header.id));
        imported.header.id
    };
    let first = r#"{"format":"coe/1","incident":{"ref":"INC-7","title":"t"},"events":[{"text":"a"},{"text":"b"}],
        "ladders":[{"rungs":[{"id":"w1","why":"x"}]}],"actions":[{"title":"y","addresses":["w1"]}]}"#;
    let known = id(first, now(), 1);
    assert_eq!(id(first, later, 2), known);
    assert_eq!(id(&first.replace("INC-7", "INC-9").replace(' ', "\n"), later, 3), known);
    let others = [("\"t\"", "\"u\""), ("\"b\"", "\"c\""), ("\"x\"", "\"z\""), ("[\"w1\"]", "[]")];
    for (from, to) in
        others.into_iter().chain([("{\"text\":\"a\"", "{\"at\":\"2026-11-22T14:00:00Z\",\"text\":\"a\"")])
    {
        let other = first.replace(from, to);
        assert_ne!(other, first);
        assert_ne!(id(&other, now(), 1), known, "{other}");
    }
    assert_eq!(import(first).called, "INC-7");
}

#[test]
fn what_is_no_document_is_refused_with_the_reason() {
    for (text, expected) in [
        ("{\n  \"format\": \"coe/1\",\n  oops\n}", "line 3, column 3: key must be a string"),
        (r#"{"format":"coe/1","incident":{"title":"t"}"#, "line 1, column 42: EOF while parsing an object"),
        ("", "line 1, column 0: EOF while parsing a value"),
        ("[1]", "it is not a JSON object"),
        (r#"{"incident":{"title":"t"}}"#, "`format` is missing"),
        (r#"{"format":"other/1"}"#, "`format` is `other/1`"),
        (r#"{"format":"coe/2"}"#, "this is a coe/2 document and this program reads coe/1"),
        (r#"{"format":"coe/1"}"#, "`incident.title` is missing"),
        (r#"{"format":"coe/1","incident":{"title":7.5e999}}"#, "`incident.title` is missing"),
    ] {
        let error = refusal(text);
        assert!(error.contains(expected), "{text}: {error}");
    }
    let long = "x".repeat(MAX_SECTION + 1);
    let error = refusal(&format!(
        r#"{{"format":"coe/1","incident":{{"title":"t"}},"sections":{{"impact":"{long}"}}}}"#
    ));
    assert!(error.contains("section `impact` has 1048577 bytes"), "{error}");
}

#[test]
fn wrong_values_are_missing_and_named() {
    let imported = import(
        r#"{"format":"coe/1","colour":1,
            "incident":{"title":"t","severity":"SEV9","zone":"Mars/Base","services":"checkout","mood":"bad"},
            "sections":{"summary":["x"],"epilogue":"y"},
            "events":[{"at":"2026-11-22T14:02:11Z","kind":"party","text":{"a":1},"key":"yes","precision":"so-so","extra":2},
                      7],
            "metrics":[{"value":"many","series":[["2026-11-22T14:00:00Z",1],["noon",2]]}],
            "ladders":{"a":1},
            "actions":[{"title":"x","due":"next sprint","priority":"P0"}],
            "waivers":[{"rule":"time/vague"}]}"#,
    );
    let expected = [
        "incident.severity: \"SEV9\" is not a severity such as SEV2; read as missing",
        "incident.zone: \"Mars/Base\" is not a time zone; read as missing",
        "incident.services: \"checkout\" is not a list; read as missing",
        "incident.mood: not a field of coe/1; left out",
        "sections.summary: a list is not text; read as missing",
        "sections.epilogue: not a field of coe/1; left out",
        "events[0].precision: `so-so` is not exact, minute or approximate; read as missing",
        "events[0].kind: \"party\" is not a kind of event; read as missing",
        "events[0].text: an object is not text; read as missing",
        "events[0].key: \"yes\" is not true or false; read as missing",
        "events[0].extra: not a field of coe/1; left out",
        "events[1] (line 5): 7 is not an object; left out",
        "metrics[0].value: \"many\" is not a number; read as missing",
        "metrics[0].series[1]: not a time and a number; left out",
        "ladders: an object is not a list; left out",
        "actions[0].due: \"next sprint\" is not a date such as 2026-12-15; read as missing",
        "waivers[0]: a waiver needs `rule`, `id` and `reason`; left out",
        "colour: not a field of coe/1; left out",
    ];
    let zone = imported.warnings.iter().find(|it| it.starts_with("incident.zone")).unwrap();
    assert_eq!(zone, expected[1]);
    let mut warnings = imported.warnings.clone();
    let mut sorted = expected.map(str::to_owned).to_vec();
    warnings.sort();
    sorted.sort();
    assert_eq!(warnings, sorted);
    let incident = imported.incident();
    assert_eq!(incident.parts.actions[0].priority, Some(Priority::High));
    assert_eq!(incident.parts.actions[0].due, None);
    assert_eq!(incident.parts.metrics[0].series.len(), 1);
}

#[test]
fn a_row_that_is_no_object_is_left_out_and_named() {
    let imported = parts(
        r#""events":[{"at":"2026-01-01T00:00:00Z","text":"a","links":[null,4,"https://x.test/"],
                     "evidence":[null,true,"kept"]},
                     5,null,{"text":"b"}],
           "metrics":[null,{"name":"m"}],
           "ladders":["l",{"rungs":[3,{"id":"w1","why":"x"},null]}],
           "actions":[[],{"title":"x"}]"#,
    );
    let incident = imported.incident();
    let texts: Vec<_> = incident.events.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["a", "b"]);
    assert_eq!((incident.events[0].links.len(), incident.events[0].evidence.len()), (1, 1));
    let parts = &incident.parts;
    let counts = (parts.metrics.len(), parts.ladders.len(), parts.rungs.len(), parts.actions.len());
    assert_eq!(counts, (1, 1, 1, 1));
    let expected = [
        "events[0].links[0]: null is not an object; left out",
        "events[0].links[1]: 4 is not an object; left out",
        "events[0].evidence[0]: null is not an object; left out",
        "events[0].evidence[1]: true is not an object; left out",
        "events[1] (line 3): 5 is not an object; left out",
        "events[2] (line 3): null is not an object; left out",
        "events[3].at: no time; placed at 2026-01-01T00:00:00Z and marked approximate",
        "metrics[0] (line 4): null is not an object; left out",
        "ladders[0] (line 5): \"l\" is not an object; left out",
        "ladders[1].rungs[0]: 3 is not an object; left out",
        "ladders[1].rungs[2]: null is not an object; left out",
        "actions[0] (line 6): a list is not an object; left out",
    ];
    assert_eq!(imported.warnings, expected);
}

#[test]
fn a_value_that_cannot_be_read_costs_only_itself() {
    let imported = parts(
        r#""metrics":[{"name":"a","value":1},
                      {"name":"b","value":1e999,"baseline":2,"series":[["2026-11-22T14:00:00Z",-1e999],["2026-11-22T14:01:00Z",3]]},
                      {"name":"c","value":3}],
           "events":[{"text":"\ud800","key":true}],"actions":[1e999,{"title":"x","owner":9e400}]"#,
    );
    let incident = imported.incident();
    let metrics: Vec<_> = incident.parts.metrics.iter().map(|it| (it.name.as_str(), it.value)).collect();
    assert_eq!(metrics, [("a", Some(1.0)), ("b", None), ("c", Some(3.0))]);
    assert_eq!((incident.parts.metrics[1].baseline, incident.parts.metrics[1].series.len()), (Some(2.0), 1));
    assert!(incident.events[0].key);
    assert_eq!(incident.parts.actions.len(), 1);
    let warned = imported.warnings.join("\n");
    for expected in [
        "metrics[1].value: 1e999 cannot be read (number out of range); read as missing",
        "metrics[1].series[0][1]: -1e999 cannot be read (number out of range); read as missing",
        "metrics[1].series[0]: not a time and a number; left out",
        "events[0].text: ",
        "actions[0]: 1e999 cannot be read (number out of range); read as missing",
        "actions[1].owner: 9e400 cannot be read",
    ] {
        assert!(warned.contains(expected), "{expected}\n{warned}");
    }
}

#[test]
fn handles_of_the_file_are_kept_where_they_can_be() {
    let imported = parts(
        r#""events":[{"id":"e9","text":"a"},{"id":"e9","text":"b"},{"id":"page-17","text":"c"},{"text":"d"},
                     {"id":"e4000000000","text":"e"}],
           "ladders":[{"id":"l1","rungs":[{"id":"w5","parent":"w2","cites":["e9","page-17","e77","e9"]},{"id":"w2"}]}],
           "actions":[{"id":"a2","addresses":["w5","w6"]}]"#,
    );
    let incident = imported.incident();
    let nums: Vec<_> = incident.events.iter().map(|it| format!("{}={}", it.handle(), it.text)).collect();
    assert_eq!(nums, ["e9=a", "e10=b", "e11=c", "e12=d", "e13=e"]);
    let rungs = &incident.parts.rungs;
    assert_eq!(rungs[0].num, 2, "parents come before their children");
    assert_eq!(rungs[1].parent, Some(rungs[0].id));
    assert_eq!(rungs[1].cites.iter().map(ToString::to_string).collect::<Vec<_>>(), ["e9", "e11"]);
    assert_eq!(incident.parts.actions[0].addresses.len(), 1);
    let warned = imported.warnings.join("\n");
    for expected in [
        "events[1].id: `e9` is taken; it gets a number of its own",
        "events[2].id: `page-17` is not a handle of this kind",
        "ladders[0].rungs[0].cites: `e77` is not in the file; left out",
        "actions[0].addresses: `w6` is not in the file; left out",
    ] {
        assert!(warned.contains(expected), "{expected}\n{warned}");
    }
}

#[test]
fn rungs_below_themselves_are_cut_and_siblings_keep_their_order() {
    let imported = parts(
        r#""ladders":[{"rungs":[{"id":"w1","parent":"w3"},{"id":"w2","parent":"w1"},{"id":"w3","parent":"w2"},
                                {"id":"w5","parent":"w1"},{"id":"w4","parent":"w1"},{"id":"w6","parent":"w6"}]},
                      {"rungs":[{"id":"w7","parent":"w1"}]}]"#,
    );
    let rungs = &imported.incident().parts.rungs;
    let order: Vec<u32> = rungs.iter().map(|it| it.num).collect();
    assert_eq!(order.len(), 7);
    let parent = |num: u32| {
        let rung = rungs.iter().find(|it| it.num == num).unwrap();
        rungs.iter().find(|it| Some(it.id) == rung.parent).map(|it| it.num)
    };
    assert_eq!([1, 2, 3, 4, 5, 6, 7].map(parent), [Some(3), None, Some(2), Some(1), Some(1), None, None]);
    let place = |num: u32| rungs.iter().find(|it| it.num == num).unwrap().place;
    assert!(place(5) < place(4));
    assert_eq!(imported.warnings.len(), 3, "{:?}", imported.warnings);
}

#[test]
fn events_of_one_minute_keep_the_order_of_the_file() {
    let imported = parts(
        r#""events":[{"id":"e1","at":"2026-11-22T14:05:00Z"},
                     {"id":"e4","at":"2026-11-22T14:02:30Z"},{"id":"e3","at":"2026-11-22T14:02:10Z"},
                     {"id":"e2","at":"2026-11-22T14:02:30Z"},{"id":"e5","at":"2026-11-22T14:01:59Z"}]"#,
    );
    let order: Vec<u32> = imported.incident().events.iter().map(|it| it.num).collect();
    assert_eq!(order, [5, 4, 3, 2, 1]);
}

#[test]
fn what_only_one_event_may_have_goes_to_the_first() {
    let imported = parts(
        r#""events":[{"text":"a","milestone":"detected","source":{"type":"slack","id":"1"}},
                     {"text":"b","milestone":"detected","source":{"type":"slack","id":"1"}},
                     {"text":"c","source":{"type":"cli","id":"1"}},{"text":"d","source":"pager"}]"#,
    );
    let events = imported.incident().events;
    let milestones: Vec<_> = events.iter().map(|it| it.milestone).collect();
    assert_eq!(milestones, [Some(Milestone::Detected), None, None, None]);
    let sources: Vec<_> =
        events.iter().map(|it| (it.source.kind.as_str(), it.source.id.as_deref())).collect();
    assert_eq!(sources, [("slack", Some("1")), ("slack", None), ("cli", Some("1")), ("pager", None)]);
}

#[test]
fn long_text_moves_to_evidence_and_nothing_is_lost() {
    let line = "0123456789abcdé\n";
    let text = line.repeat(2 * MAX_EVIDENCE / line.len());
    let imported = parts(&format!(r#""events":[{{"text":{}}}]"#, serde_json::to_string(&text).unwrap()));
    let event = &imported.incident().events[0];
    assert!(event.text.len() <= MAX_TEXT);
    assert_eq!(event.text, "0123456789abcdé…");
    assert!(event.evidence.len() > 1 && event.evidence.iter().all(|it| it.text.len() <= MAX_EVIDENCE));
    let whole: String = event.evidence.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(whole, text.trim());
    assert_eq!(event.evidence[0].label, "whole text (part 1)");
    assert!(imported.warnings.iter().any(|it| it.starts_with("events[0].text: longer than")));
}

#[test]
fn hostile_bytes_are_cleaned_and_counted() {
    let bytes = b"\xef\xbb\xbf{\"format\":\"coe/1\",\"incident\":{\"title\":\"a\\u001b[31mb\xffc\"}}";
    let imported = read(bytes, &mut IdSource::seeded(1), now()).unwrap();
    assert_eq!(imported.header.title, "ab\u{fffd}c");
    assert_eq!(imported.warnings.len(), 1);
    let many: Vec<String> = (0..1_000).map(|it| format!(r#""x{it}":1"#)).collect();
    let imported = parts(&many.join(","));
    assert_eq!(imported.warnings.len(), 201);
    assert_eq!(imported.warnings[200], "and 800 more");
    let deep = "[".repeat(5_000) + &"]".repeat(5_000);
    let imported = parts(&format!(r#""metrics":{deep},"events":[{deep},{{"text":"kept"}}]"#));
    assert_eq!(imported.incident().events[0].text, "kept");
    assert!(imported.warnings[0].contains("recursion limit"), "{:?}", imported.warnings);
}

#[test]
fn a_document_is_recognised() {
    assert!(sniff(b"\xef\xbb\xbf {\n \"format\" : \"coe/1\", "));
    assert!(!sniff(b"{\"events\":[]}"));
    assert!(!sniff(b"format: coe/1"));
}
