//! Exports: a believable incident compared with the files kept for it, hostile text that must not change the structure,
//! and the way out and in again.

mod hostile;
mod sample;

use std::path::PathBuf;

use coe::domain::id::IdSource;
use coe::domain::incident::Incident;
use coe::domain::time::Timestamp;
use coe::export;
use coe::import;

fn render(format: &str, incident: &Incident) -> String {
    (export::format(format).unwrap().render)(incident)
}

fn import(text: &str, seed: u64) -> import::Imported {
    let now = Timestamp::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    let format = import::recognise(text.as_bytes()).unwrap();
    (format.read)(text.as_bytes(), &mut IdSource::seeded(seed), now).unwrap()
}

/// Compares a text with the file kept for it, or rewrites the file if `UPDATE` is set.
fn kept(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/export").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} is not what is written now; look at it and run `UPDATE=1 cargo test`",
        path.display()
    );
}

#[test]
fn a_believable_incident_is_written_as_the_kept_files_say() {
    let incident = sample::checkout();
    kept("checkout.md", &render("md", &incident));
    kept("checkout.json", &render("json", &incident));
    kept("checkout.html", &render("html", &incident));
    kept("checkout-events.csv", &render("events-csv", &incident));
    kept("checkout-actions.csv", &render("actions-csv", &incident));
}

#[test]
fn the_same_record_gives_the_same_bytes_also_by_way_of_json() {
    let incident = sample::checkout();
    let (markdown, json) = (render("md", &incident), render("json", &incident));
    assert_eq!(render("md", &incident), markdown);
    let imported = import(&json, 2);
    assert_eq!(imported.warnings, Vec::<String>::new());
    let mut again = imported.incident();
    assert_ne!(again.events[0].id, incident.events[0].id);
    // The number belongs to the file it was given in.
    assert_eq!(again.header.num, 0);
    again.header.num = incident.header.num;
    assert_eq!(render("json", &again), json);
    assert_eq!(render("md", &again), markdown);
}

#[test]
fn an_import_can_be_written_to_a_store_and_exports_the_same() {
    use coe::domain::change::{Change, Edit};
    use coe::domain::id::StepId;
    use coe::store::{Origin, Store, Write};
    let json = render("json", &sample::checkout());
    let imported = import(&json, 3);
    let mut store = Store::memory().unwrap();
    let step = Write {
        step: StepId(uuid::Uuid::from_u128(1)),
        incident: imported.header.id,
        at: imported.header.created,
        origin: Origin::Cli,
        label: None,
        enters: None,
    };
    let opened = Change::header(Edit::add(imported.header.clone()));
    store.write(&step, opened.into_iter().chain(imported.changes)).unwrap();
    let stored = store.incident(imported.header.id).unwrap();
    assert_eq!(render("json", &stored), json.replace("INC-7", "INC-1"));
}

#[test]
fn the_bar_raiser_reads_the_export_as_it_reads_the_record() {
    let incident = sample::checkout();
    let now = Timestamp::parse_rfc3339("2026-11-28T00:00:00Z").unwrap();
    let (back, _) = coe::review::markdown::read(&render("md", &incident), now);
    let milestones = |it: &Incident| it.events.iter().filter_map(|it| it.milestone).collect::<Vec<_>>();
    assert_eq!(milestones(&back), milestones(&incident));
    // What the export shows without seconds is known without them.
    let minutes = |it: &Incident| it.events.iter().map(|it| it.at.millis() / 60_000).collect::<Vec<_>>();
    assert_eq!(minutes(&back), minutes(&incident));
    let whys = |it: &Incident| {
        let answered = it.parts.rungs.iter().filter(|it| it.answered());
        answered.map(|it| (it.why.clone(), it.because.clone())).collect::<Vec<_>>()
    };
    assert_eq!(whys(&back), whys(&incident));
    assert_eq!(back.parts.ladders.len(), incident.parts.ladders.len());
    let actions = |it: &Incident| {
        it.parts.actions.iter().map(|it| (it.due, it.owner.clone(), it.kind, it.status)).collect::<Vec<_>>()
    };
    assert_eq!(actions(&back), actions(&incident));
}

#[test]
fn no_cell_of_a_table_is_a_formula_and_its_text_comes_back() {
    let mut incident = sample::checkout();
    let texts =
        ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\n=1", " =1", "\u{ff1d}1", "a \"b\", c\nd"];
    for (event, text) in incident.events.iter_mut().zip(texts) {
        event.text = text.to_owned();
    }
    incident.parts.actions[0].owner = "=HYPERLINK(\"http://x\")".to_owned();
    for (format, column, wanted) in
        [("events-csv", 8, &texts[..]), ("actions-csv", 4, &["=HYPERLINK(\"http://x\")"][..])]
    {
        let table = render(format, &incident);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for (row, text) in rows.iter().zip(wanted) {
            let runs = text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\n', '\u{ff1d}']);
            assert_eq!(row[column], if runs { format!("'{text}") } else { (*text).to_owned() });
        }
        let cells = rows.iter().flat_map(csv::StringRecord::iter);
        for cell in cells {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{cell:?}");
        }
    }
}
