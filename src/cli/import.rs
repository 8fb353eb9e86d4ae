//! `coe import`: what another program wrote becomes an incident, in one step that one undo takes back.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::change::{Change, Edit, Row};
use crate::domain::clean;
use crate::domain::id::IdSource;
use crate::domain::incident::{Header, Status};
use crate::domain::time::stamp;
use crate::import::{FORMATS, Format, Imported, MAX_FILE, format, recognise};
use crate::store::{Origin, Store};

use super::args::DryRun;
use super::context::{Context, Step, seed};
use super::failure::{Failure, Result};
use super::incident::head_doc;
use super::output::Form;
use super::word::offered;

/// Arguments of `coe import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe import inc-7.json
  coe import -n inc-7.json                 # says what it would bring in
  ssh host coe export --format json | coe import -")]
pub struct ImportArgs {
    /// coe, or auto to find out
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_possible_values = true, value_parser = offered(["auto"].into_iter().chain(FORMATS.iter().map(|it| it.id))))]
    format: String,
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    dry: DryRun,
}

/// Imports a file as a new incident and makes it the current one.
pub fn import(context: &mut Context, args: &ImportArgs) -> Result<()> {
    let wanted = wanted(&args.format)?;
    let (name, bytes) = read(&args.file)?;
    let Some(format) = wanted.or_else(|| recognise(&bytes)) else {
        let known: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        return Err(Failure::invalid(format!("{name} is in no format that is known ({})", known.join(", ")))
            .hint("name the format with --format; `coe export --format json` writes what can be read"));
    };
    let imported = (format.read)(&bytes, &mut IdSource::seeded(seed()), context.now)?;
    drop(bytes);
    let dry_run = args.dry.dry_run;
    context.create_store(dry_run)?;
    if let Ok(known) = context.store()?.header(imported.header.id) {
        return tell_known(context, &known, dry_run);
    }
    let Imported { header, changes, called, mut warnings, .. } = imported;
    let told = Counts::of(&changes);
    let step = Step::new(header.id, dry_run).label(format!("imported {name}"));
    let mut write = context.stamp(step);
    write.origin = Origin::Import;
    let opened = Change::header(Edit::add(header.clone()));
    let changes = opened.into_iter().chain(changes);
    let store = context.store()?;
    let written = if dry_run { store.try_write(&write, changes)? } else { store.write(&write, changes)? };
    let header = match written.changes.first().map(|it| &it.row) {
        Some(Row::Incident(edit)) => edit.after.clone().unwrap_or(header),
        _ => header,
    };
    if !called.is_empty() && called != header.reference() {
        warnings.push(format!("the file calls it {called}; here it is {}", header.reference()));
    }
    let mut current = false;
    if !dry_run {
        context.note_saved(&written);
        current = make_current(context.store()?, &header)?;
    }
    tell(context, (dry_run, current), (&header, &told, &warnings))
}

/// Says that the record is there already, and that nothing was written.
fn tell_known(context: &mut Context, known: &Header, dry_run: bool) -> Result<()> {
    let out = &mut context.out;
    match out.form() {
        Form::Json => {
            return out
                .json(head_doc(known).with("already_imported", &serde_json::json!(true)).dry_run(dry_run));
        }
        Form::Plain => return out.record(&[&known.reference(), &known.title]),
        Form::Human => out.line(&known.reference())?,
    }
    out.note(&format!("already imported as {}; nothing was written", known.reference()));
    Ok(())
}

/// Makes the imported incident the current one, unless that would take an open incident's place: what is logged next
/// must not land in an old record. Tells whether it is.
fn make_current(store: &mut Store, imported: &Header) -> Result<bool> {
    let taken = match store.current()? {
        Some(id) if id != imported.id => store.header(id).is_ok_and(|it| it.status == Status::Open),
        _ => false,
    };
    if !taken {
        store.set_current(imported.id)?;
    }
    Ok(!taken)
}

fn wanted(name: &str) -> Result<Option<&'static Format>> {
    if name.eq_ignore_ascii_case("auto") {
        return Ok(None);
    }
    format(&name.to_lowercase()).map(Some).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|it| it.id).collect();
        Failure::usage(format!("`{}` is not a format of imports", clean::line(name)))
            .hint(format!("use one of auto, {}", known.join(", ")))
    })
}

/// Reads the file or standard input, whole, and names it for people.
pub(super) fn read(file: &Path) -> Result<(String, Vec<u8>)> {
    if file == Path::new("-") {
        let name = "standard input".to_owned();
        let bytes = all(std::io::stdin().lock(), &name)?;
        return Ok((name, bytes));
    }
    let shown = clean::line(&file.display().to_string());
    let failed = |error| Failure::io("read", &shown, &error);
    let opened = std::fs::File::open(file).map_err(failed)?;
    if opened.metadata().map_err(failed)?.is_dir() {
        return Err(Failure::usage(format!("{shown} is a folder; name a file")));
    }
    let name = file.file_name().map_or(shown.clone(), |it| clean::line(&it.to_string_lossy()));
    Ok((name, all(opened, &shown)?))
}

fn all(from: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = MAX_FILE as u64;
    from.take(most + 1).read_to_end(&mut bytes).map_err(|error| Failure::io("read", name, &error))?;
    if bytes.len() as u64 > most {
        return Err(Failure::invalid(format!("{name} is longer than {} MiB; split it", MAX_FILE >> 20)));
    }
    Ok(bytes)
}

/// How much an import brings in.
#[derive(Debug, Default)]
struct Counts {
    events: usize,
    metrics: usize,
    whys: usize,
    actions: usize,
    sections: usize,
    first: Option<crate::domain::time::Timestamp>,
    last: Option<crate::domain::time::Timestamp>,
}

impl Counts {
    fn of(changes: &[Change]) -> Counts {
        let mut counts = Counts::default();
        for change in changes {
            match &change.row {
                Row::Event(edit) => {
                    counts.events += 1;
                    let at = edit.either().map(|it| it.at);
                    counts.first = counts.first.into_iter().chain(at).min();
                    counts.last = counts.last.max(at);
                }
                Row::Metric(_) => counts.metrics += 1,
                Row::Rung(_) => counts.whys += 1,
                Row::Action(_) => counts.actions += 1,
                Row::Section(_) => counts.sections += 1,
                Row::Incident(_) | Row::Ladder(_) | Row::Waiver(_) => {}
            }
        }
        counts
    }

    /// Says it in words: `20 events, 2 figures, 4 whys`.
    fn words(&self) -> String {
        let all = [
            (self.events, "event"),
            (self.metrics, "figure"),
            (self.whys, "why"),
            (self.actions, "action"),
            (self.sections, "section"),
        ];
        let said = all.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        if said.is_empty() { "nothing but its title".to_owned() } else { said.join(", ") }
    }
}

fn tell(
    context: &mut Context,
    (dry_run, current): (bool, bool),
    (header, counts, warnings): (&Header, &Counts, &[String]),
) -> Result<()> {
    let zone = context.zone(header);
    let out = &mut context.out;
    warnings.iter().for_each(|it| out.warn(it));
    match out.form() {
        Form::Json => {
            let counted = serde_json::json!({
                "events": counts.events, "metrics": counts.metrics, "rungs": counts.whys,
                "actions": counts.actions, "sections": counts.sections,
            });
            return out.json(head_doc(header).with("imported", &counted).dry_run(dry_run).warnings(warnings));
        }
        Form::Plain => return out.record(&[&header.reference(), &header.title]),
        Form::Human => out.line(&header.reference())?,
    }
    let during = match (counts.first, counts.last) {
        (Some(first), Some(last)) => format!(" from {} to {}", stamp(first, &zone), stamp(last, &zone)),
        _ => String::new(),
    };
    let (imported, undo) = match (dry_run, current) {
        (true, _) => ("would import", String::new()),
        (false, true) => ("imported", "; undo: coe undo".to_owned()),
        (false, false) => ("imported", format!("; undo: coe undo -i {}", header.reference())),
    };
    out.note(&format!("{imported} \"{}\" with {}{during}{undo}", header.title, counts.words()));
    Ok(())
}
