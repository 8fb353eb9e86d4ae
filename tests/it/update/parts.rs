//! Figures, whys, actions, sections, header, export and copies.

use coe::app::msg::Msg;
use coe::domain::action::{ActionKind, ActionStatus, Priority};
use coe::domain::event::Evidence;
use coe::domain::incident::{Severity, Status};

use crate::harness::Harness;

#[test]
fn a_figure_is_added_and_edited_as_one_line() {
    let mut h = Harness::new().empty();
    h.press("2afailed checkouts 48,210 of 4.0M requests");
    h.shows(&["= failed checkouts: 48,210 requests of 4,000,000 requests (1.2 %)"]);
    h.press("<enter>");
    let metric = &h.record().parts.metrics[0];
    assert_eq!(
        (metric.name.as_str(), metric.value, metric.total),
        ("failed checkouts", Some(48_210.0), Some(4e6))
    );
    h.press("e");
    assert_eq!(h.typed(), "failed checkouts: 48,210 of 4,000,000 requests");
    h.press(" baseline 290<enter>");
    assert_eq!(h.record().parts.metrics[0].baseline, Some(290.0));
    h.press("alost €3k<enter>adown 1h 20m<enter>aavailability 99.2%<enter>");
    assert_eq!(h.record().parts.metrics.len(), 4);
    h.shows(&[">availability"]);
    h.press("d");
    assert_eq!(h.record().parts.metrics.len(), 3);
    h.press("u");
    assert_eq!(h.record().parts.metrics.len(), 4);
    h.press("ano number here<enter>");
    assert_eq!(h.typed(), "no number here");
}

#[test]
fn five_whys_are_asked_and_answered_one_below_the_other() {
    let mut h = Harness::new().events(3);
    h.press("3");
    for depth in 1..=5 {
        h.press(&format!("aWhy {depth}?<enter>because {depth}<enter>"));
    }
    let rungs = h.record().parts.rungs;
    assert_eq!(rungs.len(), 5);
    for pair in rungs.windows(2) {
        assert_eq!(pair[1].parent, Some(pair[0].id));
    }
    assert_eq!(rungs[4].because, "because 5");
    h.press("3").shows(&["5 deep"]);
    h.press("z");
    h.press("sAnother branch?<enter><esc>");
    assert_eq!(h.record().parts.rungs[5].parent, Some(rungs[3].id));
    h.shows(&["unanswered"]);
    h.press(".");
    assert!(h.record().parts.rungs.iter().any(|it| it.root));
    h.press("u").press("kkkkd").shows(&["u undoes it"]);
    assert!(h.record().parts.rungs.len() < 6);
    h.press("u");
    assert_eq!(h.record().parts.rungs.len(), 6);
}

#[test]
fn the_rung_that_was_asked_is_the_one_that_is_answered() {
    let mut h = Harness::new().sample();
    h.press("3jaWhy so?<enter>");
    h.shows(&["because>"]);
    h.press("it is so<enter>");
    let rung = h.record().parts.rungs.into_iter().find(|it| it.why == "Why so?").unwrap();
    assert_eq!(rung.because, "it is so");
}

#[test]
fn events_are_cited_by_the_picker_or_by_their_handle() {
    let mut h = Harness::new().events(300);
    h.press("3aWhy?<enter>because<enter>b");
    h.press("event 300<enter>");
    h.press("be17<enter>");
    let cites: Vec<String> = h.record().parts.rungs[0].cites.iter().map(ToString::to_string).collect();
    assert_eq!(cites, ["e300", "e17"]);
    h.press("be300<enter>");
    assert_eq!(h.record().parts.rungs[0].cites.len(), 1);
    h.press("bv3 nt<enter>").press("<esc>");
    h.press("be999<enter>");
    let cites: Vec<String> = h.record().parts.rungs[0].cites.iter().map(ToString::to_string).collect();
    assert_eq!(cites, ["e17"], "an event that is not there cannot be cited");
}

#[test]
fn ladders_have_a_problem_each() {
    let mut h = Harness::new().empty();
    h.press("3wcCheckout failed<enter>wdNobody noticed<enter>");
    let ladders = h.record().parts.ladders;
    assert_eq!(
        ladders.iter().map(|it| it.problem.as_str()).collect::<Vec<_>>(),
        ["Checkout failed", "Nobody noticed"]
    );
    h.press("wc");
    assert_eq!(h.typed(), "Checkout failed");
}

#[test]
fn an_action_gets_every_part() {
    let mut h = Harness::new().sample();
    h.press("4aWrite a runbook<enter>wOn-call lead<enter>t+14d<enter>ps");
    h.press("cThe drill takes under 5 minutes<enter>Thttps://tickets.example.com/9<enter> ");
    let action = h.record().parts.actions.pop().unwrap();
    assert_eq!((action.owner.as_str(), action.title.as_str()), ("On-call lead", "Write a runbook"));
    assert_eq!(action.due.unwrap().to_string(), "2026-12-06");
    assert_eq!((action.priority, action.kind), (Some(Priority::High), Some(ActionKind::Prevent)));
    assert_eq!(action.status, ActionStatus::Done);
    assert!(action.done_when.starts_with("The drill") && action.ticket.ends_with("/9"));
    h.press(" t<c-u>someday<enter>");
    assert_eq!(h.typed(), "someday");
    h.press("<esc>b<enter>");
    assert_eq!(h.record().parts.actions.pop().unwrap().addresses.len(), 1);
    h.press("d");
    assert_eq!(h.record().parts.actions.len(), 3);
}

#[test]
fn severity_status_and_title_are_set_and_undone() {
    let mut h = Harness::new().sample();
    h.press("gssev1<enter>");
    assert_eq!(h.record().header.severity, Some(Severity::Sev1));
    h.press("gtmitig<enter>").press("<esc>");
    h.press("gt<down><enter>");
    assert_ne!(h.record().header.status, Status::Open);
    h.press("ge<c-u>Checkout fails<enter>").shows(&["Checkout fails"]);
    h.press("uuu");
    assert_eq!((h.record().header.severity, h.record().header.status), (Some(Severity::Sev2), Status::Open));
    h.press("ge<c-u><enter>").shows(&["a title is needed"]);
}

#[test]
fn a_section_is_written_and_saved_by_esc_and_by_ctrl_s() {
    let mut h = Harness::new().sample();
    h.press("5<enter>It failed.<c-s>");
    assert_eq!(h.record().parts.sections[0].text, "It failed.");
    h.press(" Twice.<esc>");
    assert_eq!(h.record().parts.sections[0].text, "It failed. Twice.");
    assert!(h.state.field.is_none());
    h.editor = Some(|text| text.replace("Twice", "Once"));
    h.press("5<enter><f4>");
    assert_eq!(h.record().parts.sections[0].text, "It failed. Once.");
    h.press("<esc>u");
    assert_eq!(h.record().parts.sections[0].text, "It failed. Twice.");
}

#[test]
fn the_document_is_exported_and_never_over_a_file_unasked() {
    let mut h = Harness::new().sample();
    h.press("x<enter>");
    assert_eq!(h.typed(), "INC-1.md");
    h.press("<enter>").shows(&["exported to"]);
    let first = std::fs::read_to_string(h.file("INC-1.md")).unwrap();
    assert!(first.contains("Checkout failed for a third"));
    h.press("ilater<enter>x<enter><enter>").shows(&["exists: write over it?"]);
    h.press("n");
    assert_eq!(std::fs::read_to_string(h.file("INC-1.md")).unwrap(), first);
    h.press("x<enter><enter>y");
    assert!(std::fs::read_to_string(h.file("INC-1.md")).unwrap().contains("later"));
    h.press("xjson<enter><enter>");
    assert!(std::fs::read_to_string(h.file("INC-1.json")).unwrap().contains("coe/1"));
}

#[test]
fn rows_and_the_document_are_copied() {
    let mut h = Harness::new().sample();
    h.press("y").shows(&["bytes sent to the terminal's clipboard"]);
    assert!(h.copied[0].contains("Idle connections") && h.copied[0].contains("UTC"), "{:?}", h.copied);
    h.press("2y3jy4yY");
    assert!(h.copied[1].contains("48,210"));
    assert!(h.copied[2].starts_with("Why") || !h.copied[2].is_empty());
    assert!(h.copied[4].contains("# "));
}

#[test]
fn the_history_undoes_one_step_and_shows_it() {
    let mut h = Harness::new().events(2);
    h.press("*ione<enter>itwo<enter>H");
    h.shows(&["History", "logged"]);
    h.press("jj").press("u");
    assert!(!h.record().events[1].key);
    assert_eq!(h.texts().len(), 4);
    h.shows(&["History"]);
    h.press("U");
    assert!(h.record().events[1].key);
    h.press("<esc>").hides(&["History"]);
}

#[test]
fn help_and_palette_run_what_they_list() {
    let mut h = Harness::new().events(3);
    h.press("?stars<enter>");
    assert!(h.record().events[2].key);
    // Whoever has worked on an event is on it, and marks it.
    h.press(":mark detected<enter>");
    assert_eq!(h.record().events[2].milestone, Some(coe::domain::event::Milestone::Detected));
    h.press(":sever").shows(&["Sets the severity"]);
    h.press("<enter>").shows(&["SEV1 critical"]);
    h.press("<esc>?").send(Msg::Run(coe::app::command::Command::PaneZoom));
    h.press("<esc>");
    assert!(h.state.zoom);
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut h = Harness::new().empty();
    for (keys, why) in [
        ("e", "no event is selected"),
        ("2d", "no metric is selected"),
        ("3b", "no why is selected"),
        ("4 ", "no action is selected"),
        ("V", "V does nothing here"),
    ] {
        h.press(keys).shows(&[why]);
    }
}

#[test]
fn a_credential_leaves_neither_as_a_file_nor_by_the_clipboard() {
    let mut h = Harness::new().events(1);
    h.press("ithe password of the replica is Winter2026!<enter>");
    h.press("x<enter><enter>").shows(&["not exported: a password", "in e2.text"]);
    assert!(!h.file("INC-1.md").exists());
    h.press("Y").shows(&["not exported: a password"]);
    assert!(h.copied.is_empty());
}

#[test]
fn tables_are_exported_under_names_of_their_own() {
    let mut h = Harness::new().events(2);
    for (words, file, first) in [
        ("of the events", "INC-1.events.csv", "incident,id,at,"),
        ("of the actions", "INC-1.actions.csv", "incident,id,title,"),
    ] {
        h.press(&format!("x{words}<enter><enter>")).shows(&["exported to"]);
        let written = std::fs::read_to_string(h.file(file)).unwrap();
        assert!(written.starts_with(first), "{written}");
    }
}

#[test]
fn a_credential_in_evidence_is_listed_shown_and_taken_out() {
    let mut h = super::findings::drafting();
    h.with_event(5, "a dump of the pool", |it| {
        it.evidence.push(Evidence { label: "log".into(), text: "password=Winter2026!x".into() });
    });
    h.press("!/e4.evidence<enter>").shows(&["e4.evidence", "secret/credential"]);
    h.press("<enter>").shows(&["a dump of the pool", "evidence"]);
    h.press("<esc>!/e4.evidence<enter>f");
    assert_eq!(h.record().events[3].evidence[0].text, "password=[redacted]");
    h.press("u");
    assert_eq!(h.record().events[3].evidence[0].text, "password=Winter2026!x");
}
