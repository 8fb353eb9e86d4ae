//! `coe export`: an incident as a file that others read.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::clean;
use crate::export::{FORMATS, Format, format};
use crate::file::{self, WriteError};
use crate::review::{Finding, credentials};

use super::args::DryRun;
use super::context::Context;
use super::failure::{Code, Failure, Result, remedy};
use super::output::{Doc, Form};
use super::word::offered;

/// Arguments of `coe export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe export > coe.md
  coe export INC-7 -o coe.md
  coe export checkout -o inc-7.json      # the format follows the name
  coe export --format actions-csv -o actions.csv

A credential in the text stops the export.")]
pub struct ExportArgs {
    /// INC-7, 7, the beginning of its id, or words of its title; by default the current incident
    #[arg(value_name = "REF")]
    reference: Vec<String>,
    /// md, html, json, events-csv or actions-csv; by default as the name of the file says, else md
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = offered(FORMATS.iter().map(|it| it.id)))]
    format: Option<String>,
    /// Write to FILE instead of standard output, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over FILE if it exists
    #[arg(short, long, requires = "output")]
    force: bool,
    /// Export although the rule finds a credential there, as in secret/credential:e3; may be given several times
    #[arg(long, value_name = "RULE:ID")]
    allow_secret: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        let code = match &error {
            WriteError::Exists(_) => Code::Conflict,
            WriteError::NotAFile(_) => Code::Usage,
            WriteError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Code::NotFound,
            WriteError::Io { .. } => Code::Io,
        };
        let hint = match &error {
            WriteError::Io { source, .. } => remedy(source.kind()),
            _ => None,
        };
        match hint {
            Some(hint) => Failure { code, message: error.to_string(), hint: Some(hint.to_owned()) },
            None => Failure::new(code, error.to_string()),
        }
    }
}

/// Exports an incident.
pub fn export(context: &mut Context, args: &ExportArgs) -> Result<()> {
    let to = args.output.as_deref().filter(|it| *it != Path::new("-"));
    let format = chosen(args.format.as_deref(), to)?;
    let reference = args.reference.join(" ");
    let named = (!reference.is_empty()).then_some(reference.as_str());
    let header = context.incident_of(named)?;
    let incident = context.store()?.incident(header.id)?;
    no_secret(&credentials(&incident), &args.allow_secret)?;
    let text = (format.render)(&incident);
    let doc = Doc::new().with("incident", &header.reference()).with("format", format.id);
    let Some(path) = to else {
        return match context.out.form() {
            Form::Json => context.out.json(doc.with("text", &text)),
            _ => context.out.exact(&text),
        };
    };
    if args.dry.dry_run {
        file::check(path, args.force)?;
    } else {
        file::write(path, &text, args.force)?;
    }
    let shown = path.display().to_string();
    let out = &mut context.out;
    match out.form() {
        Form::Json => {
            let doc = doc.with("file", &shown).with("bytes", &text.len());
            out.json(doc.dry_run(args.dry.dry_run))
        }
        _ if out.is_quiet() => Ok(()),
        Form::Plain => out.record(&[&header.reference(), format.id, &shown]),
        Form::Human => {
            let wrote = if args.dry.dry_run { "would write" } else { "wrote" };
            out.line(&format!("{wrote} {} to {shown} ({} bytes)", header.reference(), text.len()))
        }
    }
}

/// Refuses to let a credential leave that nobody has named.
fn no_secret(found: &[Finding], allowed: &[String]) -> Result<()> {
    let name = |it: &Finding| format!("{}:{}", it.rule, it.place.subject);
    let left = |it: &&Finding| !allowed.iter().any(|given| given.trim().eq_ignore_ascii_case(&name(it)));
    let mut found = found.iter().filter(left);
    let Some(first) = found.next() else { return Ok(()) };
    let more = match found.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let message = format!("nothing was exported: {} in {}{more}", first.message, first.place);
    let hint = format!(
        "take it out and have it revoked; `coe waive {} {} REASON` sets it aside, --allow-secret {} lets it leave once",
        first.rule,
        first.place,
        name(first)
    );
    Err(Failure::new(Code::No, message).hint(hint))
}

/// Returns the format that is asked for, or the one of the file's name, or the first.
fn chosen(wanted: Option<&str>, to: Option<&Path>) -> Result<&'static Format> {
    let Some(wanted) = wanted else {
        let Some(extension) = to.and_then(Path::extension).map(|it| it.to_string_lossy().to_lowercase())
        else {
            return FORMATS.first().copied().ok_or_else(|| Failure::usage("there is no format"));
        };
        return FORMATS.iter().copied().find(|it| it.extension == extension).ok_or_else(|| {
            let mut known: Vec<String> = FORMATS.iter().map(|it| format!(".{}", it.extension)).collect();
            known.dedup();
            let ids: Vec<&str> = FORMATS.iter().map(|it| it.id).collect();
            Failure::usage(format!(
                "no export ends in .{}: the names that say a format end in {}",
                clean::line(&extension),
                known.join(" or ")
            ))
            .hint(format!("end the name so, or say --format {}", ids.join(" or --format ")))
        });
    };
    format(&wanted.to_lowercase()).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|it| it.id).collect();
        Failure::usage(format!("`{}` is not a format of exports", clean::line(wanted)))
            .hint(format!("use one of {}", known.join(", ")))
    })
}
