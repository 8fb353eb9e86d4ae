//! Limits of the short texts: titles, names, tags.
//!
//! Checked in the one place where commands write. The rule to keep: only what a command changes is refused, so that a
//! record that came in with longer texts can still be worked on.

use crate::domain::change::{Change, Edit, Row};
use crate::domain::event::{Event, MAX_TAG, MAX_TAGS};
use crate::domain::incident::{Header, MAX_NAME, MAX_SERVICES, MAX_TITLE};

use super::failure::{Failure, Result};

/// Refuses changes that make a text longer, or a list fuller, than its limit.
///
/// # Errors
/// A [`Failure`] that names the text, its length and the limit.
pub fn check(changes: &[Change]) -> Result<()> {
    changes.iter().try_for_each(|change| match &change.row {
        Row::Incident(edit) => header(edit),
        Row::Event(edit) => tags(edit, |it: &Event| &it.tags),
        Row::Metric(edit) => {
            text("the name of the figure", edit, |it| &it.name, MAX_NAME)?;
            text("the unit", edit, |it| &it.unit, MAX_NAME)
        }
        Row::Action(edit) => {
            text("the title of the action", edit, |it| &it.title, MAX_TITLE)?;
            text("the owner", edit, |it| &it.owner, MAX_NAME)
        }
        Row::Rung(edit) => text("the why", edit, |it| &it.why, MAX_TITLE),
        Row::Ladder(_) | Row::Section(_) | Row::Waiver(_) => Ok(()),
    })
}

fn header(edit: &Edit<Header>) -> Result<()> {
    text("the title", edit, |it| &it.title, MAX_TITLE)?;
    text("the team", edit, |it| &it.team, MAX_NAME)?;
    text("the presenter", edit, |it| &it.presenter, MAX_NAME)?;
    list(("services", "a service"), edit, |it| &it.services, (MAX_SERVICES, MAX_NAME))?;
    tags(edit, |it| &it.tags)
}

fn tags<T>(edit: &Edit<T>, of: impl Fn(&T) -> &Vec<String>) -> Result<()> {
    list(("tags", "a tag"), edit, of, (MAX_TAGS, MAX_TAG))
}

fn text<T>(what: &str, edit: &Edit<T>, of: impl Fn(&T) -> &String, most: usize) -> Result<()> {
    let Some(after) = edit.after.as_ref().map(&of) else { return Ok(()) };
    if edit.before.as_ref().map(&of) == Some(after) { Ok(()) } else { fits(what, after, most) }
}

fn list<T>(
    (all, one): (&str, &str),
    edit: &Edit<T>,
    of: impl Fn(&T) -> &Vec<String>,
    (most, longest): (usize, usize),
) -> Result<()> {
    let Some(after) = edit.after.as_ref().map(&of) else { return Ok(()) };
    let before = edit.before.as_ref().map_or(&[][..], |it| of(it).as_slice());
    if after.len() > most.max(before.len()) {
        return Err(Failure::invalid(format!("{} {all} are too many; give at most {most}", after.len())));
    }
    after.iter().filter(|it| !before.contains(it)).try_for_each(|it| fits(one, it, longest))
}

fn fits(what: &str, text: &str, most: usize) -> Result<()> {
    match text.chars().count() {
        count if count > most => Err(Failure::invalid(format!(
            "{what} has {count} characters; give at most {most}, and log the rest as an event"
        ))),
        _ => Ok(()),
    }
}
