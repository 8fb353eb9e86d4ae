//! Limits: the named constants, with what happens beyond them.

use crate::app::editor::Editor;
use crate::app::findings::MOST_REVIEWED;
use crate::cli;
use crate::domain::time::Timestamp;
use crate::domain::{event, incident, section};
use crate::import;

/// Every limit that a person can meet.
pub(super) fn table() -> String {
    let year = |at: Timestamp| at.to_string().chars().take(4).collect::<String>();
    let rows = [
        [
            "Events in an incident",
            &grouped(event::MAX_EVENTS),
            "the event is refused; start another incident",
        ],
        [
            "Text of an event",
            &bytes(event::MAX_TEXT as u64),
            "all of it is kept as evidence, its beginning is the text",
        ],
        ["One piece of evidence", &bytes(event::MAX_EVIDENCE as u64), "longer text becomes several pieces"],
        [
            "A title, a why",
            &characters(incident::MAX_TITLE),
            "a command refuses it; what is longer by import stays",
        ],
        ["A name: service, team, figure, owner", &characters(incident::MAX_NAME), "the same"],
        ["A tag", &characters(event::MAX_TAG), "the same; in the text of an event it stays text"],
        [
            "Tags of an event or an incident, services of an incident",
            &format!("{} tags, {} services", event::MAX_TAGS, incident::MAX_SERVICES),
            "a command refuses it",
        ],
        ["Text of a section", &bytes(section::MAX_SECTION as u64), "it is refused"],
        [
            "Text in a field of the screen",
            &bytes(Editor::MAX_BYTES as u64),
            "no more can be typed; a section has its own limit",
        ],
        [
            "One event read from a pipe",
            &bytes(cli::MAX_INPUT),
            "it is refused; `--lines` makes an event of each line",
        ],
        ["A file to import", &bytes(import::MAX_FILE as u64), "it is refused"],
        ["Warnings listed by an import", &grouped(import::MAX_WARNINGS as u64), "the rest is counted"],
        [
            "Events reviewed while the screen is open",
            &grouped(MOST_REVIEWED),
            "the timeline is left to `coe check`, which reads any number",
        ],
        ["Years", &format!("{} to {}", year(Timestamp::MIN), year(Timestamp::MAX)), "the time is refused"],
    ];
    super::table(["What", "The most", "Beyond it"], rows.map(|it| it.map(str::to_owned)))
}

fn characters(count: usize) -> String {
    format!("{count} characters")
}

fn bytes(count: u64) -> String {
    match count {
        it if it >= 1 << 30 => format!("{} GiB", it >> 30),
        it if it >= 1 << 20 => format!("{} MiB", it >> 20),
        it => format!("{} KiB", it >> 10),
    }
}

/// Sets commas between the thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_that_the_program_works_with() {
        let table = table();
        assert!(table.contains("| Events in an incident | 1,000,000 |"), "{table}");
        assert!(
            table.contains("| Text of an event | 64 KiB |") && table.contains("| A file to import | 1 GiB |")
        );
        assert!(table.contains("| 1970 to 9999 |"), "{table}");
        assert_eq!([grouped(7), grouped(1234), grouped(200)], ["7", "1,234", "200"]);
    }
}
