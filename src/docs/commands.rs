//! The command line as a page: what `--help` says of every command, read from the same definitions.

use clap::{Arg, Command, CommandFactory as _};

use crate::cli::args::Cli;

use super::{MADE, code, table};

pub(super) fn page() -> String {
    let mut coe = Cli::command();
    coe.build();
    let mut page = format!("# Command line\n\n{MADE}\n");
    describe(&coe, "coe", &mut page);
    page
}

fn describe(command: &Command, path: &str, page: &mut String) {
    let root = path == "coe";
    page.push_str(&format!("\n## {path}\n\n"));
    if let Some(about) = command.get_long_about().or_else(|| command.get_about()) {
        page.push_str(&format!("{}.\n\n", about.to_string().trim().trim_end_matches('.')));
    }
    let usage = command.clone().render_usage().to_string();
    page.push_str(&format!("```text\n{}\n```\n", usage.trim().trim_start_matches("Usage: ")));
    let own = command.get_arguments().filter(|it| (root || !it.is_global_set()) && shown(it));
    let rows: Vec<[String; 2]> = own.map(|it| [name(it), help(it)]).collect();
    if !rows.is_empty() {
        let head = if root { "Option of every command" } else { "Argument" };
        page.push_str(&format!("\n{}\n", table([head, "Is"], rows)));
    }
    if let Some(after) = command.get_after_help() {
        page.push_str(&format!("\n```text\n{}\n```\n", after.to_string().trim_end()));
    }
    for below in command.get_subcommands().filter(|it| it.get_name() != "help" && !it.is_hide_set()) {
        describe(below, &format!("{path} {}", below.get_name()), page);
    }
}

fn shown(arg: &Arg) -> bool {
    !arg.is_hide_set() && !matches!(arg.get_id().as_str(), "help" | "version")
}

/// Returns how it is written: `-t, --at TIME`, or `TEXT…`.
fn name(arg: &Arg) -> String {
    let many = arg.get_num_args().is_some_and(|it| it.max_values() > 1);
    let values = arg.get_value_names().unwrap_or_default();
    let mut values: Vec<String> = values.iter().map(ToString::to_string).collect();
    if let (true, Some(last)) = (many, values.last_mut()) {
        last.push('…');
    }
    let short = arg.get_short().map(|it| format!("-{it}"));
    let long = arg.get_long().map(|it| format!("--{it}"));
    let flags: Vec<String> = short.into_iter().chain(long).collect();
    let takes = arg.get_action().takes_values();
    let words = match (flags.is_empty(), takes) {
        (true, _) => values.join(" "),
        (false, true) => format!("{} {}", flags.join(", "), values.join(" ")),
        (false, false) => flags.join(", "),
    };
    code(words.trim())
}

/// Returns what is said of it, with the values it takes when they are few words.
fn help(arg: &Arg) -> String {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if let Some(variable) = arg.get_env() {
        help.push_str(&format!(" (or {})", code(variable.to_string_lossy())));
    }
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|it| !it.is_hide_set())
        .map(|it| code(it.get_name()))
        .collect();
    let shown = !arg.is_hide_possible_values_set() && !values.is_empty();
    if arg.get_action().takes_values() && shown {
        help.push_str(&format!(": {}", values.join(", ")));
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_every_flag_stands_on_the_page() {
        fn check(command: &Command, path: &str, page: &str) {
            assert!(page.contains(&format!("\n## {path}\n")), "{path}");
            for arg in command.get_arguments().filter(|it| shown(it)) {
                let long = arg.get_long().map(|it| format!("--{it}"));
                assert!(long.is_none_or(|it| page.contains(&it)), "{path}: {arg}");
            }
            for below in command.get_subcommands().filter(|it| it.get_name() != "help" && !it.is_hide_set()) {
                check(below, &format!("{path} {}", below.get_name()), page);
            }
        }
        let page = page();
        check(&Cli::command(), "coe", &page);
        assert!(page.contains("| `-t, --at TIME` |"), "{page}");
        assert!(!page.contains("--literal"), "hidden flags are not shown");
    }
}
