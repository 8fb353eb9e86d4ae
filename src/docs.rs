//! What the documentation is made from: pictures of the real screen and tables of the real keys and commands, so that
//! neither can disagree with the program.
//!
//! Here: texts. Not here: the files they are written to; the test that compares them with what lies in the repository
//! also rewrites them. The rule to keep: nothing is repeated that a table of the program knows.

mod commands;
mod keys;
mod limits;
pub mod picture;
mod rules;
mod words;

use crate::config;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it lies, from the root of the crate.
    pub path: &'static str,
    /// What it holds.
    pub text: String,
}

/// A generated part of the README, between `<!-- generated: NAME -->` and `<!-- end -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its name.
    pub name: &'static str,
    /// What it holds, without a blank line at either end.
    pub text: String,
}

/// Returns every generated page of text.
pub fn pages() -> Vec<Page> {
    vec![
        Page { path: "assets/docs/keys.md", text: keys::page() },
        Page { path: "assets/docs/cli.md", text: commands::page() },
        Page { path: "assets/docs/reference.md", text: reference() },
        Page { path: "assets/docs/rules.md", text: rules::page() },
        Page { path: "assets/docs/config.toml", text: config::default_file() },
    ]
}

/// Returns every generated part of the README.
pub fn blocks() -> Vec<Block> {
    vec![
        Block { name: "ten keys", text: keys::ten() },
        Block { name: "milestones", text: words::milestones() },
        Block { name: "derived times", text: words::derived() },
        Block { name: "exit codes", text: words::exit_codes() },
        Block { name: "limits", text: limits::table() },
    ]
}

/// The words, formats, codes and limits on one page.
fn reference() -> String {
    let parts = [
        ("Kinds of events", words::kinds()),
        ("Milestones", words::milestones()),
        ("Derived times", words::derived()),
        ("Sections", words::sections()),
        ("Actions", words::actions()),
        ("Ladders", words::ladders()),
        ("Severity and status", words::incidents()),
        ("Formats", words::formats()),
        ("Exit codes", words::exit_codes()),
        ("Limits", limits::table()),
    ];
    let mut page = format!("# Reference\n\n{MADE}\n");
    for (title, text) in parts {
        page.push_str(&format!("\n## {title}\n\n{text}\n"));
    }
    page
}

/// What stands at the top of each page.
const MADE: &str =
    "Made from the program's own tables; `UPDATE=1 cargo test --test it generated` writes it anew.";

/// Draws a Markdown table. Cells are Markdown, but for `|` and line breaks.
fn table<const N: usize>(heads: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let mut lines = vec![line(&heads.map(str::to_owned)), line(&heads.map(|_| "---".to_owned()))];
    for row in rows {
        lines.push(line(&row.map(|it| it.replace('|', "\\|").replace('\n', " "))));
    }
    lines.join("\n")
}

/// Sets a text in the type of code.
fn code(text: impl std::fmt::Display) -> String {
    let text = text.to_string();
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_cell_does_not_end_it() {
        let text = table(["a", "b"], [[code("x|y"), "two\nlines".to_owned()]]);
        assert_eq!(text, "| a | b |\n| --- | --- |\n| `x\\|y` | two lines |");
        assert_eq!(code('`'), "`` ` ``");
    }

    #[test]
    fn names_of_pages_and_blocks_are_given_once() {
        let mut names: Vec<_> = pages().into_iter().map(|it| it.path).collect();
        names.extend(blocks().into_iter().map(|it| it.name));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
