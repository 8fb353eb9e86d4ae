//! The rules of the bar raiser on one page, as `coe check --explain` tells each.

use std::fmt::Write as _;

use crate::review::rule::Example;
use crate::review::{FAMILIES, Rule};

/// Writes the page.
pub(super) fn page() -> String {
    let mut page = format!(
        "# Rules of the bar raiser\n\n{}\n\n`coe check --explain RULE` says the same. The table `[review]` of the configuration switches a rule or a \
         family off, or sets how bad it is. Rules marked *live* help while the incident is going on, and are the only ones shown then.\n",
        super::MADE
    );
    for (family, rules) in FAMILIES {
        let _ = write!(page, "\n## {family}\n");
        for rule in *rules {
            one(&mut page, rule);
        }
    }
    page
}

fn one(page: &mut String, rule: &Rule) {
    let live = if rule.live { ", *live*" } else { "" };
    let _ = write!(page, "\n### `{}`\n\n{}{live}: {}.\n", rule.id, capital(rule.level.word()), rule.summary);
    for (title, text) in
        [("What it does", rule.what), ("Why it matters", rule.why), ("Write instead", rule.instead)]
    {
        let _ = write!(page, "\n**{title}.** {text}\n");
    }
    for (title, examples) in [("Found", rule.bad), ("Left alone", rule.good)] {
        let _ = write!(page, "\n{title}:\n\n");
        for example in examples {
            let _ = writeln!(page, "* {}", shown(example));
        }
    }
}

/// Writes an example so that Markdown changes nothing of it.
fn shown(example: &Example) -> String {
    let text = example.line();
    let fence = "`".repeat(text.split(|it| it != '`').map(str::len).max().unwrap_or(0) + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
