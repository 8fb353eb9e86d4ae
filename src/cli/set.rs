//! `coe set`: one field of the incident's header.

use clap::{Args, ValueEnum};

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::event::Link;
use crate::domain::incident::{Header, Severity, Status};
use crate::domain::time::Zone;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::incident::head_doc;
use super::log::tag_of;
use super::output::Form;

/// The fields of the header that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Field {
    /// The problem as the customer sees it
    Title,
    /// SEV1 to SEV5, or none
    Severity,
    /// open, resolved, drafting, in-review, reviewed or closed
    Status,
    /// The zone in which its times are read and shown
    Zone,
    /// The services concerned, or none
    #[value(alias = "service")]
    Services,
    /// The team that owns the COE, or none
    Team,
    /// The role that presents it, or none
    Presenter,
    /// Tags, or none
    #[value(alias = "tag")]
    Tags,
    /// Adds a link (URL and, at will, a label); none removes all
    #[value(alias = "links")]
    Link,
}

/// Arguments of `coe set`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe set severity SEV1
  coe set status resolved
  coe set zone Europe/Berlin
  coe set services checkout payments
  coe set link https://chat.example/inc-7 \"incident channel\"")]
pub struct SetArgs {
    /// The field
    #[arg(value_name = "FIELD")]
    field: Field,
    /// Its new value; lists take several, `none` empties a field
    #[arg(required = true, value_name = "VALUE")]
    value: Vec<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Sets a field of the header.
pub fn set(context: &mut Context, args: &SetArgs) -> Result<()> {
    let before = context.incident()?;
    let mut after = before.clone();
    assign(&mut after, args.field, &args.value)?;
    let changes = Change::header(Edit::replace(before.clone(), after)).into_iter().collect();
    let name = args.field.to_possible_value().map_or_else(String::new, |it| it.get_name().to_owned());
    let step = Step::new(before.id, args.dry.dry_run).label(format!("set {name}"));
    let written = context.write(step, changes)?;
    let header = match written.changes.first().map(|it| &it.row) {
        Some(crate::domain::change::Row::Incident(edit)) => edit.after.clone().unwrap_or(before),
        _ => before,
    };
    let value = said(&header, args.field);
    match context.out.form() {
        Form::Json => context.out.json(head_doc(&header).dry_run(args.dry.dry_run)),
        _ if context.out.is_quiet() => Ok(()),
        Form::Plain => context.out.record(&[&header.reference(), &name, &value]),
        Form::Human => {
            let (verb, undo) = match (written.rows, args.dry.dry_run) {
                (0, _) => ("nothing to change:", ""),
                (_, true) => ("would set", ""),
                (_, false) => ("set", "; undo: coe undo"),
            };
            let value = if value.is_empty() { "none" } else { &value };
            context.out.line(&format!("{verb} {name} of {} to {value}{undo}", header.reference()))
        }
    }
}

fn assign(header: &mut Header, field: Field, value: &[String]) -> Result<()> {
    let text = clean::line(&value.join(" "));
    let none = text.eq_ignore_ascii_case("none") || text.is_empty();
    let text_or_none = || if none { String::new() } else { text.clone() };
    match field {
        Field::Title if text.is_empty() => {
            return Err(Failure::usage("the title is empty; say what the customer sees"));
        }
        Field::Title => header.title = text,
        Field::Severity => header.severity = if none { None } else { Some(text.parse::<Severity>()?) },
        Field::Status => header.status = text.parse::<Status>()?,
        Field::Zone => header.zone = text.parse::<Zone>()?,
        Field::Team => header.team = text_or_none(),
        Field::Presenter => header.presenter = text_or_none(),
        Field::Services => header.services = if none { Vec::new() } else { list(value) },
        Field::Tags if none => header.tags = Vec::new(),
        Field::Tags => header.tags = list(value).iter().map(|it| tag_of(it)).collect::<Result<_>>()?,
        Field::Link if none => header.links = Vec::new(),
        Field::Link => {
            let url = clean::line(&value[0]);
            let label = clean::line(&value[1..].join(" "));
            match header.links.iter_mut().find(|it| it.url == url) {
                Some(link) => link.label = label,
                None => header.links.push(Link { label, url }),
            }
        }
    }
    Ok(())
}

/// Reads a list given as several arguments, with commas at will, each entry once.
fn list(value: &[String]) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for entry in value.iter().flat_map(|it| it.split(',')).map(clean::line).filter(|it| !it.is_empty()) {
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
    list
}

fn said(header: &Header, field: Field) -> String {
    match field {
        Field::Title => header.title.clone(),
        Field::Severity => header.severity.map_or("", Severity::word).to_owned(),
        Field::Status => header.status.word().to_owned(),
        Field::Zone => header.zone.to_string(),
        Field::Services => header.services.join(", "),
        Field::Team => header.team.clone(),
        Field::Presenter => header.presenter.clone(),
        Field::Tags => header.tags.join(", "),
        Field::Link => header.links.iter().map(|it| it.url.as_str()).collect::<Vec<_>>().join(", "),
    }
}
