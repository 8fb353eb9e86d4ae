//! Words: closed sets, derived times, formats and exit codes as tables.

use crate::cli::failure::Code;
use crate::domain::action::{ActionKind, ActionStatus, Priority};
use crate::domain::event::{Kind, Milestone};
use crate::domain::incident::{Severity, Status};
use crate::domain::ladder::Topic;
use crate::domain::section::SectionName;
use crate::export;
use crate::import;
use crate::metrics::DERIVED;

use super::{code, table};

macro_rules! meanings {
    ($head:literal, $($set:ty),+) => {
        table([$head, "Means"], [$(<$set>::ALL.iter().map(|it| [code(it.word()), it.meaning().to_owned()]).collect()),+]
            .into_iter().flat_map(|it: Vec<[String; 2]>| it))
    };
}

pub(super) fn kinds() -> String {
    meanings!("Kind", Kind)
}

pub(super) fn sections() -> String {
    meanings!("Section", SectionName)
}

pub(super) fn ladders() -> String {
    meanings!("Topic", Topic)
}

pub(super) fn actions() -> String {
    [
        meanings!("Priority", Priority),
        meanings!("Kind of action", ActionKind),
        meanings!("Status of an action", ActionStatus),
    ]
    .join("\n\n")
}

pub(super) fn incidents() -> String {
    [meanings!("Severity", Severity), meanings!("Status", Status)].join("\n\n")
}

/// The milestones with the keys that mark them.
pub(super) fn milestones() -> String {
    let rows = Milestone::ALL.iter().map(|it| {
        let letter = it.letter();
        [
            code(letter),
            code(format!("m {}", letter.to_ascii_lowercase())),
            code(format!("!{it}")),
            it.meaning().to_owned(),
        ]
    });
    table(["Shown as", "Key", "In a line", "Means"], rows)
}

pub(super) fn derived() -> String {
    let rows = DERIVED.iter().map(|it| {
        [it.short.to_owned(), it.title.to_owned(), format!("from {} to {}", code(it.from), code(it.to))]
    });
    table(["Short", "Time", "Measured"], rows)
}

pub(super) fn formats() -> String {
    let out = export::FORMATS
        .iter()
        .map(|it| [code(it.id), "out".to_owned(), it.title.to_owned(), it.doc.to_owned()]);
    let into = import::FORMATS
        .iter()
        .map(|it| [code(it.id), "in".to_owned(), it.title.to_owned(), it.doc.to_owned()]);
    table(["Format", "Way", "Is", "Good for"], out.chain(into))
}

pub(super) fn exit_codes() -> String {
    let done = [[code(0), "Done.".to_owned(), String::new()]];
    let rows = Code::ALL.iter().map(|it| [code(*it as u8), it.meaning().to_owned(), code(it.word())]);
    table(["Exit code", "Means", "In JSON"], done.into_iter().chain(rows))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_help_names_every_exit_code_that_a_script_meets() {
        let help = crate::cli::args::Cli::command().render_help().to_string();
        let (_, codes) = help.split_once("Exit codes:").unwrap();
        let numbers: Vec<&str> = codes.split(|it: char| !it.is_ascii_digit()).collect();
        for code in Code::ALL.iter().filter(|it| **it != Code::ClosedPipe) {
            assert!(numbers.contains(&(*code as u8).to_string().as_str()), "{code:?}: {codes}");
        }
    }

    #[test]
    fn every_word_has_a_meaning() {
        for text in [kinds(), sections(), ladders(), actions(), incidents(), milestones()] {
            assert!(!text.contains("|  |"), "{text}");
        }
    }
}
