use super::*;
use crate::domain::id::{ActionId, EventId, IncidentId, LadderId, MetricId};
use crate::domain::section::Section;
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn incident() -> Incident {
    let opened = at("2026-11-22T14:00:00Z");
    let mut header = Header::new(IncidentId(uuid(1)), "Checkout fails", Zone::Utc, opened);
    header.num = 7;
    header.severity = Some(Severity::Sev2);
    let mut incident = Incident::new(header);
    let mut event = Event::new(EventId(uuid(2)), at("2026-11-22T14:02:11Z"), Zone::Utc, "5xx alarm");
    event.num = 1;
    event.milestone = Some(Milestone::Detected);
    incident.events.push(event);
    let mut metric = Metric::new(MetricId(uuid(3)), "failed checkouts");
    (metric.num, metric.value, metric.total) = (1, Some(38_112.0), Some(0.5));
    metric.baseline = Some(f64::NAN);
    metric.series = vec![(opened, 12.0)];
    incident.parts.metrics.push(metric);
    let ladder = LadderId(uuid(4));
    incident.parts.ladders.push(Ladder { id: ladder, num: 1, topic: Topic::Cause, problem: "5xx".into() });
    for (num, parent, place) in [(1, None, 0), (2, Some(3), 0), (3, Some(1), 0)] {
        incident.parts.rungs.push(Rung {
            id: RungId(uuid(10 + num)),
            num: u32::try_from(num).unwrap(),
            ladder,
            parent: parent.map(|it: u128| RungId(uuid(10 + it))),
            place,
            why: format!("Why {num}?"),
            because: String::new(),
            cites: vec![],
            root: false,
        });
    }
    let mut action = Action::new(ActionId(uuid(5)), "Cap the pool");
    action.num = 1;
    incident.parts.actions.push(action);
    let text = "It broke.".to_owned();
    incident.parts.sections.push(Section { name: SectionName::Summary, text });
    incident
}

#[test]
fn a_document_has_every_field_in_the_order_of_the_format() {
    let incident = incident();
    let text = serde_json::to_string(&Document::of(&incident)).unwrap();
    let expected = concat!(
        r#"{"format":"coe/1","incident":{"ref":"INC-7","title":"Checkout fails","severity":"SEV2","status":"open","#,
        r#""zone":"UTC","services":[],"team":"","presenter":"","tags":[],"links":[]},"#,
        r#""sections":{"summary":"It broke."},"#,
        r#""events":[{"id":"e1","at":"2026-11-22T14:02:11Z","zone":"UTC","precision":"exact","kind":"note","#,
        r#""milestone":"detected","text":"5xx alarm","tags":[],"key":false,"links":[],"evidence":[],"#,
        r#""source":{"type":"tui","id":null}}],"#,
        r#""metrics":[{"id":"m1","name":"failed checkouts","unit":"","value":38112,"baseline":null,"total":0.5,"#,
        r#""start":null,"end":null,"source":"","note":"","series":[["2026-11-22T14:00:00Z",12]]}],"#,
        r#""ladders":[{"id":"l1","topic":"cause","problem":"5xx","rungs":["#,
        r#"{"id":"w1","parent":null,"why":"Why 1?","because":"","cites":[],"root":false},"#,
        r#"{"id":"w3","parent":"w1","why":"Why 3?","because":"","cites":[],"root":false},"#,
        r#"{"id":"w2","parent":"w3","why":"Why 2?","because":"","cites":[],"root":false}]}],"#,
        r#""actions":[{"id":"a1","title":"Cap the pool","owner":"","due":null,"priority":null,"kind":null,"#,
        r#""status":"open","done_when":"","ticket":"","addresses":[]}],"waivers":[]}"#,
    );
    assert_eq!(text, expected);
}

#[test]
fn a_part_alone_has_the_same_bytes_as_in_the_document() {
    let incident = incident();
    let document = serde_json::to_string(&Document::of(&incident)).unwrap();
    let parts = &incident.parts;
    let alone = [
        incident_json(&incident.header),
        event_json(&incident.events[0]),
        metric_json(&parts.metrics[0]),
        ladder_json(&parts.ladders[0], parts),
        rung_json(&parts.rungs[1], parts),
        action_json(&parts.actions[0]),
    ];
    for part in alone {
        assert!(document.contains(&part.to_string()), "{part}");
    }
    let section = section_json(SectionName::Summary, "It broke.");
    assert_eq!(section.to_string(), r#"{"name":"summary","text":"It broke."}"#);
}
