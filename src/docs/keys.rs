//! Keys: every command with its default keys, and the ten that a newcomer needs.

use crate::app::command::{Command, Context};
use crate::app::keymap::Keymap;

use super::{MADE, code, table};

/// What gets somebody through the first incident, in the order in which it is needed.
const TEN: [Command; 10] = [
    Command::ListNew,
    Command::LogOpen,
    Command::MarkDetected,
    Command::EventEdit,
    Command::EventTime,
    Command::PaneNext,
    Command::Undo,
    Command::FindOpen,
    Command::ExportOpen,
    Command::HelpOpen,
];

/// Every command by the place where its keys work.
pub(super) fn page() -> String {
    let keymap = Keymap::default();
    let mut page = format!(
        "# Keys\n\n{MADE}\n\nThe name in the last column is what the palette (`:`) and the configuration call the \
         command. Keys after one another, as in `m d`, are pressed one after the other.\n"
    );
    for context in Context::ALL {
        let here = Command::ALL.iter().filter(|it| it.spec().contexts.first() == Some(&context));
        let rows = here.map(|it| {
            let spec = it.spec();
            let also: Vec<&str> = spec.contexts[1..].iter().map(|it| it.title()).collect();
            let doc = match also.as_slice() {
                [] => spec.doc.to_owned(),
                also => format!("{} Also in: {}.", spec.doc, also.join(", ")),
            };
            [keys(&keymap, *it).join(", "), doc, code(spec.id)]
        });
        page.push_str(&format!("\n## {}\n\n{}\n", context.title(), table(["Key", "Does", "Name"], rows)));
    }
    page
}

/// The ten keys a newcomer needs.
pub(super) fn ten() -> String {
    let keymap = Keymap::default();
    let rows = TEN.iter().map(|it| {
        let spec = it.spec();
        let place = spec.contexts.first().map_or("", |it| it.title());
        [keys(&keymap, *it).into_iter().next().unwrap_or_default(), spec.doc.to_owned(), place.to_owned()]
    });
    table(["Key", "Does", "Where"], rows)
}

fn keys(keymap: &Keymap, command: Command) -> Vec<String> {
    keymap.keys(command).map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_on_the_page_once_with_its_keys() {
        let page = page();
        for command in Command::ALL {
            let spec = command.spec();
            let rows: Vec<&str> =
                page.lines().filter(|it| it.ends_with(&format!("| {} |", code(spec.id)))).collect();
            assert_eq!(rows.len(), 1, "{}", spec.id);
            assert!(spec.keys.iter().all(|it| rows[0].contains(&code(it))), "{}", rows[0]);
        }
    }

    #[test]
    fn every_one_of_the_ten_has_a_key() {
        let block = ten();
        assert_eq!(block.lines().count(), 12);
        assert!(block.lines().skip(2).all(|it| it.starts_with("| `")), "{block}");
    }
}
