//! `config.toml`: what a person may set, read so that no mistake in it can stop the program.
//!
//! Every fault is a [`Problem`] with its line and what to write instead; the setting concerned keeps its default. What a
//! key of the file means stands in one table (`settings`), what a command's keys may be in another (`keys`); the
//! annotated default file is made from the two.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::app::command::{Command, Context};
use crate::app::key::Keys;
use crate::domain::clean;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone};
use crate::review::Options;

mod keys;
mod review;
mod settings;
#[cfg(test)]
mod tests;

pub use review::{LIMITS, Limit, rows as review_rows};
pub use settings::{SETTINGS, Setting};

/// The variable that names another file.
pub const VARIABLE: &str = "COE_CONFIG";

/// The name of the file.
pub const NAME: &str = "config.toml";

/// The largest file that is read, in bytes.
pub const MAX_CONFIG: usize = 1024 * 1024;

/// How many problems are listed; the rest is counted.
pub const MAX_PROBLEMS: usize = 100;

/// How like a known name a word must be to be suggested, from 0 to 1.
const LIKE_ENOUGH: f64 = 0.6;

/// What a person may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The zone of new incidents; nothing stands for UTC.
    pub zone: Option<Zone>,
    /// Whether only ASCII is drawn.
    pub ascii: Ascii,
    /// Whether the footer is drawn.
    pub footer: bool,
    /// Whether the log bar stays open after Enter.
    pub sticky: bool,
    /// Whether nothing moves by itself every second.
    pub still: bool,
    /// How many minutes without an event the timeline marks as a gap.
    pub gap_minutes: u32,
    /// The command that edits a text, if it is not the one of the environment.
    pub editor: Option<String>,
    /// How the bar raiser reviews, but for the time and the gap.
    pub review: Options,
    /// The keys of commands, where they are not the default; none disables.
    pub keys: Vec<(Command, Vec<Keys>)>,
    /// The line on which each setting and each command was set, by name or id.
    pub lines: BTreeMap<String, usize>,
}

/// Whether only ASCII is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ascii {
    /// On terminals and in locales that cannot show more.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            zone: None,
            ascii: Ascii::Auto,
            footer: true,
            sticky: false,
            still: false,
            gap_minutes: 15,
            editor: None,
            review: Options::new(Timestamp::from_millis(0)),
            keys: Vec::new(),
            lines: BTreeMap::new(),
        }
    }
}

/// A fault of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1; none when it is the file as a whole.
    pub line: Option<usize>,
    /// What is wrong and what to write instead, clean and on one line.
    pub message: String,
}

impl Problem {
    fn new(line: Option<usize>, message: &str) -> Self {
        Problem { line, message: clean::line(message) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{NAME}:{line}: {}", self.message),
            None => write!(f, "{NAME}: {}", self.message),
        }
    }
}

/// Returns where the file lies: what [`VARIABLE`] says, else in the configuration directory of the user. Nothing
/// when the user has no home directory, or one that depends on the current folder.
pub fn path() -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).filter(|it| !it.is_empty()).map(PathBuf::from);
    let folder = || directories::ProjectDirs::from("", "", "coe").map(|it| it.config_dir().join(NAME));
    named.or_else(|| folder().filter(|it| it.is_absolute()))
}

/// Reads the file; one that is missing is an empty one.
pub fn load(path: &Path) -> (Config, Vec<Problem>) {
    let mut bytes = Vec::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(MAX_CONFIG as u64 + 1).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Default::default(),
        Err(error) => {
            let message = format!("{} cannot be read: {error}; the defaults are used", path.display());
            (Config::default(), vec![Problem::new(None, &message)])
        }
        Ok(_) if bytes.len() > MAX_CONFIG => {
            let message = format!("the file has more than {MAX_CONFIG} bytes; the defaults are used");
            (Config::default(), vec![Problem::new(None, &message)])
        }
        Ok(_) => {
            let text = String::from_utf8_lossy(&bytes);
            let (config, mut problems) = parse(&text);
            if let Err(error) = std::str::from_utf8(&bytes) {
                let line = bytes[..error.valid_up_to()].iter().filter(|it| **it == b'\n').count() + 1;
                let message = "there are bytes that are no UTF-8 text; save the file as UTF-8";
                problems.push(Problem::new(Some(line), message));
                problems.sort();
            }
            (config, problems)
        }
    }
}

/// Reads the text of the file.
pub fn parse(text: &str) -> (Config, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading { text, config: Config::default(), problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut spoilt = BTreeSet::new();
    for error in &errors {
        let line = error.span().map(|it| reading.line(it.start));
        // One fault tends to show as several.
        if line.is_none_or(|it| spoilt.insert(it)) {
            reading.problem(line, error.message());
        }
    }
    // What stands on a line that cannot be read is a guess of the parser.
    reading.table(table.get_ref(), &spoilt);
    let Reading { config, mut problems, .. } = reading;
    problems.sort();
    problems.dedup();
    if problems.len() > MAX_PROBLEMS {
        let more = problems.len() - MAX_PROBLEMS;
        problems.truncate(MAX_PROBLEMS);
        problems.push(Problem::new(None, &format!("and {more} problems more")));
    }
    (config, problems)
}

/// A file on its way to a [`Config`].
struct Reading<'t> {
    text: &'t str,
    config: Config,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn problem(&mut self, line: Option<usize>, message: &str) {
        self.problems.push(Problem::new(line, message));
    }

    /// Returns the line of a place in the text, from 1.
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        before.iter().filter(|it| **it == b'\n').count() + 1
    }

    fn table(&mut self, table: &DeTable<'_>, spoilt: &BTreeSet<usize>) {
        for (name, value) in table {
            let line = self.line(name.span().start);
            if spoilt.contains(&line) {
                continue;
            }
            let known = name.get_ref().as_ref();
            if known == keys::TABLE {
                keys::read(self, value, spoilt);
                continue;
            }
            if known == review::TABLE {
                review::read(self, value, spoilt);
                continue;
            }
            let Some(setting) = SETTINGS.iter().find(|it| it.name == known || it.also.contains(&known))
            else {
                let names = SETTINGS.iter().map(|it| it.name).chain([keys::TABLE, review::TABLE]);
                let hint = match nearest(known, names) {
                    Some(hint) => format!("did you mean `{hint}`?"),
                    None => "`coe config show --default` lists what there is".to_owned(),
                };
                self.problem(Some(line), &format!("unknown key `{known}`; {hint}"));
                continue;
            };
            match (setting.read)(&mut self.config, value.get_ref()) {
                Ok(()) => {
                    self.config.lines.insert(setting.name.to_owned(), line);
                }
                Err(why) => {
                    let message = format!("{known}: {why}; write {}", setting.takes);
                    self.problem(Some(line), &message);
                }
            }
        }
    }
}

/// Returns the name most like a word, if one is like it at all: as a whole, else in its last part (`undo` of
/// `edit.undo`), else in its first. Of names that are as like, the first.
fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // The measure grows with the square of the length.
    let word: String = word.chars().take(64).collect::<String>().to_lowercase();
    let names: Vec<&str> = names.collect();
    let whole = |name: &'n str| name;
    let last = |name: &'n str| name.rsplit_once('.').map_or(name, |(_, last)| last);
    let first = |name: &'n str| name.split_once('.').map_or(name, |(first, _)| first);
    let parts: [&dyn Fn(&'n str) -> &'n str; 3] = [&whole, &last, &first];
    parts.iter().find_map(|part| {
        let like = |name: &&'n str| (strsim::normalized_damerau_levenshtein(&word, part(name)), *name);
        let alike = names.iter().map(like).filter(|(likeness, _)| *likeness >= LIKE_ENOUGH);
        let best = alike.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, name)| name)
    })
}

/// Names the type of a value for people.
fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns a file that sets everything to its default, each line of it commented out.
pub fn default_file() -> String {
    let mut file = format!(
        "# What coe may be told. Take the # off a line to change it; `coe config check` names mistakes.\n\
         # This file is {NAME} in the folder that `coe config path` names.\n"
    );
    let config = Config::default();
    for setting in SETTINGS {
        let value = (setting.show)(&config);
        file.push_str(&format!(
            "\n# {} Takes {}.\n#{} = {value}\n",
            setting.doc, setting.takes, setting.name
        ));
    }
    file.push_str(&review::default_part());
    file.push_str(
        "\n# Keys by command: one or more, each one chord or several with spaces between (\"g g\").\n",
    );
    file.push_str("# [] or \"noop\" leaves a command without a key; the palette (:) still runs it.\n");
    file.push_str(&format!("#[{}]\n", keys::TABLE));
    let mut last: Option<Context> = None;
    for command in Command::ALL {
        let spec = command.spec();
        let first = spec.contexts.first().copied();
        if first != last {
            last = first;
            file.push_str(&format!("\n# {}\n", first.map_or("", Context::title)));
        }
        file.push_str(&format!("# {}\n#{} = {}\n", spec.doc, keys::quoted(spec.id), keys::list(spec.keys)));
    }
    file
}

impl Config {
    /// Returns how the bar raiser reviews at a time.
    pub fn review(&self, now: Timestamp) -> Options {
        Options { now, gap: Span::minutes(i64::from(self.gap_minutes)), ..self.review.clone() }
    }

    /// Returns the keys of a command as the file writes them: those that are set, or the default.
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        match self.keys.iter().find(|(it, _)| *it == command) {
            Some((_, keys)) => keys.iter().map(Keys::to_string).collect(),
            None => command.spec().keys.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}
