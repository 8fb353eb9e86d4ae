//! What the commands of metrics, whys, actions and sections share: finding a part by its handle, and saying what
//! became of it in the form that is wanted.
//!
//! The rule to keep: whatever was written is named by its handle, with the way to take it back.

use serde_json::Value;

use crate::domain::action::Action;
use crate::domain::clean;
use crate::domain::id::{Handle, Part};
use crate::domain::incident::{Header, Parts};
use crate::domain::ladder::Rung;
use crate::store::Written;

use super::args::DryRun;
use super::context::Context;
use super::failure::{Failure, Result};
use super::output::{Doc, Form};

/// What a write of a part has to report.
#[derive(Debug)]
pub struct Told {
    /// Name and `coe/1` form of the part in the document.
    pub part: (&'static str, Value),
    /// The part as a record.
    pub record: Vec<String>,
    /// What was done: `added`, `set`.
    pub verb: &'static str,
    /// To what: the handle.
    pub subject: String,
    /// What follows the handle, with a space in front.
    pub tail: String,
    /// What the person should know besides.
    pub warnings: Vec<String>,
}

/// Says what was written.
///
/// # Errors
/// A [`Failure`] when standard output is gone.
pub fn tell(
    context: &mut Context,
    header: &Header,
    dry: DryRun,
    (written, told): (&Written, Told),
) -> Result<()> {
    told.warnings.iter().for_each(|it| context.out.warn(it));
    match context.out.form() {
        Form::Json => {
            let (name, value) = &told.part;
            let doc = Doc::new().with("incident", &header.reference()).with(name, value);
            context.out.json(doc.dry_run(dry.dry_run).warnings(&told.warnings))
        }
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => context.out.record(&told.record.iter().map(String::as_str).collect::<Vec<_>>()),
        Form::Human if written.rows == 0 => {
            context.out.line(&format!("nothing to change: {} is like that", told.subject))
        }
        Form::Human => {
            let (would, undo) = if dry.dry_run { ("would have ", "") } else { ("", "; undo: coe undo") };
            let (verb, subject, tail) = (told.verb, &told.subject, &told.tail);
            context.out.line(&format!("{would}{verb} {subject}{tail} in {}{undo}", header.reference()))
        }
    }
}

/// Says what was removed.
///
/// # Errors
/// A [`Failure`] when standard output is gone.
pub fn tell_removed(
    context: &mut Context,
    header: &Header,
    dry: DryRun,
    (names, warnings): (&[String], &[String]),
) -> Result<()> {
    warnings.iter().for_each(|it| context.out.warn(it));
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("incident", &header.reference()).with("removed", names);
            context.out.json(doc.dry_run(dry.dry_run).warnings(warnings))
        }
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => names.iter().try_for_each(|it| context.out.record(&[it])),
        Form::Human => {
            let (verb, undo) = match dry.dry_run {
                true => ("would remove", ""),
                false => ("removed", "; undo: coe undo"),
            };
            context.out.line(&format!("{verb} {} from {}{undo}", names.join(", "), header.reference()))
        }
    }
}

/// Says which whys cite an event or a figure, if any do.
pub fn still_cited(parts: &Parts, handle: Handle) -> Option<String> {
    let by = parts.rungs.iter().filter(|it| it.cites.contains(&handle)).map(|it| it.handle().to_string());
    let by: Vec<String> = by.collect();
    (!by.is_empty()).then(|| format!("{} still cites {handle}", by.join(", ")))
}

/// Returns the rung of a handle.
///
/// # Errors
/// A [`Failure`] when the handle names something else or nothing.
pub fn rung_of(parts: &Parts, handle: Handle) -> Result<&Rung> {
    expect(handle, Part::Rung, "why", "w3")?;
    parts.rungs.iter().find(|it| it.num == handle.num).ok_or_else(|| missing(handle, "why"))
}

/// Returns the action of a handle.
///
/// # Errors
/// A [`Failure`] when the handle names something else or nothing.
pub fn action_of(parts: &Parts, handle: Handle) -> Result<&Action> {
    expect(handle, Part::Action, "action", "a1")?;
    parts.actions.iter().find(|it| it.num == handle.num).ok_or_else(|| missing(handle, "action"))
}

fn expect(handle: Handle, part: Part, what: &str, example: &str) -> Result<()> {
    if handle.part == part {
        return Ok(());
    }
    Err(Failure::usage(format!("{handle} is no {what}; name one such as {example} (see `coe {what} list`)")))
}

/// Says that no such part is there.
pub fn missing(handle: Handle, what: &str) -> Failure {
    Failure::not_found(format!("there is no {what} {handle} in this incident; see `coe {what} list`"))
}

/// Checks that everything cited is there: events and metrics. Returns each once, in the order given.
///
/// # Errors
/// A [`Failure`] that names the first handle that is not there.
pub fn cites(
    context: &mut Context,
    header: &Header,
    parts: &Parts,
    handles: &[Handle],
) -> Result<Vec<Handle>> {
    let mut cites = Vec::new();
    for handle in handles {
        match handle.part {
            Part::Event => {
                context.store()?.event_by_handle(header.id, *handle)?;
            }
            Part::Metric if parts.metrics.iter().any(|it| it.num == handle.num) => {}
            Part::Metric => return Err(missing(*handle, "metric")),
            _ => {
                return Err(Failure::usage(format!(
                    "{handle} cannot be cited; a because rests on events and metrics, such as e3 or m1"
                )));
            }
        }
        if !cites.contains(handle) {
            cites.push(*handle);
        }
    }
    Ok(cites)
}

/// Joins words to one clean line that may not be empty.
///
/// # Errors
/// A [`Failure`] that says what is missing.
pub fn line_of(words: &[String], missing: &str) -> Result<String> {
    let text = clean::line(&words.join(" "));
    if text.is_empty() { Err(Failure::usage(missing)) } else { Ok(text) }
}
