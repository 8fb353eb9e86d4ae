//! `coe log`: one event from the command line, from a pipe, or one for each line of it.
//!
//! The most used command: it opens one connection, writes one transaction, and does nothing that it does not need.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{BufRead, IsTerminal as _, Read as _};

use clap::Args;

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::document::EventForm;
use crate::domain::event::{Event, Kind, Link, MAX_TAGS, Milestone, Source};
use crate::domain::id::EventId;
use crate::domain::incident::Header;
use crate::domain::plan;
use crate::domain::quicklog::{self, QuickLog};
use crate::domain::time::split_leading;
use crate::store::StoreError;

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Failure, Result};
use super::line;
use super::output::{Doc, Form};
use super::word::known;

/// The most that is read from a pipe for one event, in bytes. What is over 64 KiB of it is kept as evidence.
pub const MAX_INPUT: u64 = 16 * 1024 * 1024;

/// Arguments of `coe log`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe log \"p99 at 4 s on checkout\"
  coe log -5m \"rolled back web-42 #deploy\"
  coe log \"14:02 pager: checkout 5xx !detected\"
  kubectl get events | coe log --lines
  coe log --key \"pd-$ID\" -t \"$AT\" -- \"$MESSAGE\"

A time in front of the text, #tags and !milestones are understood as in the log bar. After `--`, with --raw, or behind a
leading backslash or quotation mark the text is kept to the letter.

With --lines each line has a key of its own, made of --key, what the line says and which of its like it is. So the same
input may be read again after it grew: only lines that are new are logged.")]
pub struct LogArgs {
    /// When it happened: 14:02, -5m, yesterday 23:10, 2026-11-22T14:02:07Z, start+12m, e17-2m; `coe log -5m …` works, too
    #[arg(short = 't', long = "at", value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// change, alert, observation, hypothesis, decision, action, communication or note
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = known(Kind::ALL, Kind::word))]
    kind: Option<Kind>,
    /// The milestone that this event is
    #[arg(short, long, value_name = "MILESTONE", hide_possible_values = true, value_parser = known(Milestone::ALL, Milestone::word))]
    milestone: Option<Milestone>,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// A link; may be given several times
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,
    /// Log only if no event has this key yet, so that a retry is harmless; with --lines, only the lines not logged yet
    #[arg(long, value_name = "STRING")]
    key: Option<String>,
    /// Make one event of each line read, each on disk by itself
    #[arg(long)]
    lines: bool,
    /// Keep the text to the letter: no time, tag or milestone is read out of it
    #[arg(long)]
    raw: bool,
    /// What stands for `--` in front of the text.
    #[arg(long, hide = true)]
    literal: bool,
    #[command(flatten)]
    dry: DryRun,
    /// What happened; `-`, or nothing and a pipe, reads it from standard input
    #[arg(value_name = "TEXT")]
    text: Vec<OsString>,
}

/// Logs an event, or many.
pub fn log(context: &mut Context, args: &LogArgs) -> Result<()> {
    let key = args.key.as_deref().map(key_of).transpose()?;
    let header = context.incident()?;
    let from_pipe = match args.text.as_slice() {
        [only] => only == "-" && !args.literal,
        // A milestone alone is an event; reading a pipe that nobody writes to would hang.
        [] => args.milestone.is_none() && (args.lines || !std::io::stdin().is_terminal()),
        _ => false,
    };
    if args.lines {
        return match from_pipe {
            true => lines(context, args, (&header, key), std::io::stdin().lock()),
            false => lines(context, args, (&header, key), joined(&args.text).as_slice()),
        };
    }
    let bytes = if from_pipe { read_all()? } else { joined(&args.text) };
    let (text, replaced) = clean::from_bytes(&bytes);
    let mut warnings = Vec::new();
    if replaced.any() {
        warnings.push(format!("{} malformed bytes of the text were replaced", replaced.0));
    }
    let line = understand(context, args, (&header, &text))?;
    let entry = Entry { line, key, warnings };
    enter(context, args, &header, entry)
}

/// Reads a key: one line that is not empty. An empty one, of a variable that is not set, would make all events one.
fn key_of(text: &str) -> Result<String> {
    let key = clean::line(text);
    if key.is_empty() {
        return Err(Failure::usage(
            "the key is empty, and every event would have it; name what makes the event one of its kind, such as --key pd-123, or leave --key out",
        ));
    }
    Ok(key)
}

/// Gives each line of an input its key: what it says, and which of its like it is. Where it stands does not matter,
/// so that a line has the same key when the input has grown meanwhile.
struct LineKeys {
    prefix: String,
    seen: HashMap<u128, u64>,
}

impl LineKeys {
    fn next(&mut self, line: &str) -> String {
        let hash = fnv(line.as_bytes());
        let times = self.seen.entry(hash).or_default();
        *times += 1;
        format!("{}:{hash:032x}:{times}", self.prefix)
    }
}

/// Hashes with FNV-1a of 128 bits: the keys it makes stay in databases, so it may never change.
fn fnv(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

/// One event to be written.
struct Entry {
    line: QuickLog,
    key: Option<String>,
    warnings: Vec<String>,
}

fn joined(words: &[OsString]) -> Vec<u8> {
    let words: Vec<&[u8]> = words.iter().map(|it| it.as_encoded_bytes()).collect();
    words.join(&b' ')
}

/// Reads standard input to its end.
fn read_all() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_INPUT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io("read", "standard input", &error))?;
    if bytes.len() as u64 > MAX_INPUT {
        return Err(too_long());
    }
    Ok(bytes)
}

/// Reads standard input to its end as clean text, and warns of bytes that were no text.
pub fn read_input(warnings: &mut Vec<String>) -> Result<String> {
    let (text, replaced) = clean::from_bytes(&read_all()?);
    if replaced.any() {
        warnings.push(format!("{} malformed bytes of the text were replaced", replaced.0));
    }
    Ok(text)
}

fn too_long() -> Failure {
    Failure::invalid(format!(
        "the text is longer than {} MiB; log its beginning, or use --lines",
        MAX_INPUT >> 20
    ))
}

/// Takes a line apart as the log bar does. An event is one milestone: that of the text and that of the flag must agree.
fn understand(context: &mut Context, args: &LogArgs, (header, text): (&Header, &str)) -> Result<QuickLog> {
    let line = taken_apart(context, args, (header, text))?;
    match (args.milestone, &line.milestone) {
        (Some(flag), Some(word)) if flag.word() != word => Err(Failure::usage(format!(
            "the text says !{word} and --milestone says {flag}, and an event is one milestone; log two events, or keep the text to the letter with --raw"
        ))),
        _ if line.tags.len() > MAX_TAGS => {
            Err(Failure::invalid(format!("{} tags are too many; give at most {MAX_TAGS}", line.tags.len())))
        }
        _ => Ok(line),
    }
}

fn taken_apart(context: &mut Context, args: &LogArgs, (header, text): (&Header, &str)) -> Result<QuickLog> {
    if args.raw || args.literal {
        let mut line = letters(text);
        line.when = args.at.as_ref().map(|at| context.time(header, at)).transpose()?;
        return Ok(line);
    }
    let names = Milestone::words();
    let Some(at) = &args.at else {
        return Ok(context.reading(header, text, |ctx| quicklog::parse(text, ctx, &names))??);
    };
    // The time is said: what looks like one in front of the text is a part of what happened.
    let text = text.trim();
    let mut line = context.reading(header, text, |ctx| match split_leading(text, ctx) {
        Ok((None, _)) => quicklog::parse(text, ctx, &names).unwrap_or_else(|_| letters(text)),
        Ok((Some(_), _)) | Err(_) => letters(text),
    })?;
    line.when = Some(context.time(header, at)?);
    Ok(line)
}

/// Makes a line that is its text to the letter.
fn letters(text: &str) -> QuickLog {
    QuickLog { when: None, text: text.to_owned(), milestone: None, tags: Vec::new(), hypothesis: false }
}

/// Makes the event of an entry and the flags.
fn event(context: &mut Context, args: &LogArgs, header: &Header, entry: &Entry) -> Result<Event> {
    let source = Source { kind: "cli".to_owned(), id: entry.key.clone() };
    let mut line = entry.line.clone();
    if let Some(milestone) = args.milestone {
        line.milestone = Some(milestone.word().to_owned());
    }
    let id = EventId(context.id());
    let mut event = plan::event(id, context.now, context.zone(header), &line, source)?;
    if let Some(kind) = args.kind {
        event.kind = kind;
    }
    for tag in &args.tags {
        let tag = tag_of(tag)?;
        if !event.tags.contains(&tag) {
            event.tags.push(tag);
        }
    }
    let links = args.links.iter().map(|it| clean::line(it)).filter(|it| !it.is_empty());
    event.links.extend(links.map(|url| Link { label: String::new(), url }));
    Ok(event)
}

/// Reads a tag given as a flag: one word, with or without its `#`.
pub fn tag_of(text: &str) -> Result<String> {
    let tag = clean::line(text);
    let tag = tag.strip_prefix('#').unwrap_or(&tag);
    if tag.is_empty() || tag.contains(char::is_whitespace) {
        return Err(Failure::usage(format!(
            "`{tag}` is not a tag; write one word, such as deploy or web-42"
        )));
    }
    Ok(tag.to_owned())
}

/// Writes one entry and says so.
fn enter(context: &mut Context, args: &LogArgs, header: &Header, entry: Entry) -> Result<()> {
    let event = event(context, args, header, &entry)?;
    let changes = vec![Change::event(header.id, Edit::add(event))];
    let written = context.try_step(Step::new(header.id, args.dry.dry_run), changes)?;
    let (event, duplicate) = match written {
        Ok(written) => (written.event().cloned(), false),
        Err(StoreError::Duplicate(handle)) => {
            (Some(context.store()?.event_by_handle(header.id, handle)?), true)
        }
        Err(error) => return Err(error.into()),
    };
    let Some(event) = event else { return Ok(()) };
    if !args.dry.dry_run {
        context.saved = Some(format!("{} is logged", event.handle()));
    }
    let mut warnings = entry.warnings;
    if !duplicate {
        warnings.extend(entry.line.when.iter().filter_map(|it| it.note.as_ref()).map(ToString::to_string));
    }
    acknowledge(context, args, header, (&event, duplicate, &warnings))
}

fn acknowledge(
    context: &mut Context,
    args: &LogArgs,
    header: &Header,
    (event, duplicate, warnings): (&Event, bool, &[String]),
) -> Result<()> {
    warnings.iter().for_each(|it| context.out.warn(it));
    let dry_run = args.dry.dry_run;
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("incident", &header.reference()).with("event", &EventForm::of(event));
            let doc = if duplicate { doc.with("duplicate", &true) } else { doc };
            context.out.json(doc.dry_run(dry_run).warnings(warnings))?;
        }
        _ if context.out.is_quiet() => {}
        Form::Plain => line::record(&mut context.out, event)?,
        Form::Human if duplicate => context.out.line(&format!("already logged as {}", event.handle()))?,
        Form::Human => {
            let verb = if dry_run { "would log" } else { "logged" };
            let mark = event.milestone.map_or_else(String::new, |it| format!(" [{it}]"));
            let when = line::when(event.at, &context.zone(header), context.now);
            let undo = match (dry_run || args.lines, &context.global.incident) {
                (true, _) => String::new(),
                (false, None) => "; undo: coe undo".to_owned(),
                (false, Some(_)) => format!("; undo: coe undo -i {}", header.reference()),
            };
            let reference = header.reference();
            context.out.line(&format!("{verb} {}{mark} at {when} in {reference}{undo}", event.handle()))?;
        }
    }
    context.out.flush()
}

/// Logs one event for each line, each acknowledged after it is on disk and before the next is read.
fn lines(
    context: &mut Context,
    args: &LogArgs,
    (header, key): (&Header, Option<String>),
    input: impl BufRead,
) -> Result<()> {
    let mut input = input;
    let mut keys = key.map(|prefix| LineKeys { prefix, seen: HashMap::new() });
    let mut bytes = Vec::new();
    for number in 1_u64.. {
        bytes.clear();
        let read = (&mut input).take(MAX_INPUT + 1).read_until(b'\n', &mut bytes);
        match read.map_err(|error| Failure::io("read", "standard input", &error))? {
            0 => break,
            length if length as u64 > MAX_INPUT => return Err(too_long()),
            _ => {}
        }
        let (text, replaced) = clean::from_bytes(&bytes);
        if text.trim().is_empty() {
            continue;
        }
        context.now = context.clock.now();
        let mut warnings = Vec::new();
        if replaced.any() {
            warnings.push(format!("line {number}: {} malformed bytes were replaced", replaced.0));
        }
        // A line of a stream cannot be typed again: what cannot be understood is kept to the letter.
        let line = match understand(context, args, (header, &text)) {
            Ok(line) => line,
            Err(failure) if args.at.is_none() => {
                warnings.push(format!("line {number}: {}; kept to the letter", failure.message));
                letters(&text)
            }
            Err(failure) => return Err(failure),
        };
        let key = keys.as_mut().map(|it| it.next(text.trim()));
        enter(context, args, header, Entry { line, key, warnings })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_line_is_that_of_the_published_vectors() {
        // Keys in databases hold it. The vectors are those of the IETF draft on FNV.
        assert_eq!(fnv(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
