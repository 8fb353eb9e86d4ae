//! `coe search`: events and sections that hold words.

use clap::Args;
use serde::Serialize;

use crate::domain::time::{Timestamp, stamp};

use super::context::Context;
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Table};

/// Arguments of `coe search`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe search rollback web-42
  coe search --all \"connection pool\"

Every word must occur, each as the beginning of a word, in any case and order. Nothing found is exit code 1.")]
pub struct SearchArgs {
    /// The words
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Look in all incidents
    #[arg(long)]
    all: bool,
    /// Show at most N
    #[arg(long, value_name = "N", default_value_t = 100)]
    last: usize,
}

/// Searches.
pub fn search(context: &mut Context, args: &SearchArgs) -> Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        incident: String,
        place: &'a str,
        at: Option<Timestamp>,
        excerpt: &'a str,
    }
    let words = args.words.join(" ");
    if !words.chars().any(char::is_alphanumeric) {
        return Err(Failure::usage("there is no word to look for; write letters or digits"));
    }
    let header = if args.all { None } else { Some(context.incident()?) };
    let hits = context.store()?.search(&words, header.as_ref().map(|it| it.id), args.last)?;
    let reference = |num: u32| format!("INC-{num}");
    let zone = header.as_ref().map_or(context.global.tz.unwrap_or_default(), |it| context.zone(it));
    if context.out.is_json() {
        let lines: Vec<Line<'_>> = hits
            .iter()
            .map(|it| Line {
                incident: reference(it.incident),
                place: &it.place,
                at: it.at,
                excerpt: &it.excerpt,
            })
            .collect();
        context.out.json(Doc::new().with("hits", &lines))?;
    } else {
        let plain = context.out.form() == Form::Plain;
        let mut table = Table::new(&["REF", "PLACE", "AT", "TEXT"]);
        for it in &hits {
            let at = match it.at {
                Some(at) if plain => at.to_string(),
                Some(at) => stamp(at, &zone),
                None => String::new(),
            };
            table.push([&reference(it.incident), &it.place, &at, &it.excerpt]);
        }
        context.out.table(&table)?;
    }
    if !hits.is_empty() {
        return Ok(());
    }
    let failure = Failure { code: Code::No, message: format!("nothing holds `{words}`"), hint: None };
    Err(match header {
        Some(header) => {
            let message = format!("nothing in {} holds `{words}`", header.reference());
            Failure { message, ..failure }.hint("--all looks in all incidents")
        }
        None => failure,
    })
}
