//! The only place of the command line that prints.
//!
//! Results go to standard output, everything else to standard error. Text on its way to a terminal is cleaned here and
//! nowhere else, so no command can forget it; a reader that went away ends the program quietly.

mod document;
mod style;
mod table;

use std::io::{BufRead as _, BufWriter, IsTerminal as _, Write as _};

use crate::domain::clean;

use super::args::Global;
use super::failure::{Code, Failure, Result};

pub use document::Doc;
pub use style::Style;
pub use table::Table;

/// Columns of a table when neither `COLUMNS` nor a terminal says.
const WIDTH: usize = 80;

/// Where a command prints.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<std::io::Stdout>,
    form: Form,
    quiet: bool,
    asks: bool,
    /// What a JSON document has to say besides.
    cautions: Vec<String>,
    /// Why standard output cannot be written.
    broken: Option<String>,
    colors: style::Colors,
}

/// In what form results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Human,
    /// One record a line, fields between tabs.
    Plain,
    /// JSON.
    Json,
}

impl Output {
    /// Prints as the global flags and the environment ask.
    pub fn new(global: &Global) -> Self {
        let form = match (global.json, global.plain) {
            (true, _) => Form::Json,
            (_, true) => Form::Plain,
            _ => Form::Human,
        };
        Output {
            out: BufWriter::new(std::io::stdout()),
            form,
            quiet: global.quiet,
            asks: !global.no_input && form != Form::Json,
            cautions: Vec::new(),
            broken: None,
            colors: style::Colors::new(global.color),
        }
    }

    /// Returns in what form results are printed.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Tells whether to print JSON.
    pub fn is_json(&self) -> bool {
        self.form == Form::Json
    }

    /// Tells whether only results and errors are wanted.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints lines of result, cleaned.
    ///
    /// # Errors
    /// A [`Failure`] when standard output is gone or cannot be written; so for everything that prints results.
    pub fn line(&mut self, text: &str) -> Result<()> {
        self.styled(&[(Style::Plain, text)])
    }

    /// Prints one line of result made of pieces in styles, each cleaned.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn styled(&mut self, pieces: &[(Style, &str)]) -> Result<()> {
        let line = self.colors.out(pieces);
        self.write(line.as_bytes())?;
        self.write(b"\n")
    }

    /// Prints one record: its fields between tabs, each on one line.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn record(&mut self, fields: &[&str]) -> Result<()> {
        let fields: Vec<String> = fields.iter().map(|it| clean::line(it)).collect();
        self.line(&fields.join("\t"))
    }

    /// Prints a table: aligned and cut to the width for people, as records otherwise.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn table(&mut self, table: &Table) -> Result<()> {
        if self.form == Form::Plain {
            return table
                .rows()
                .iter()
                .try_for_each(|row| self.record(&row.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        table.lines(self.width()).iter().try_for_each(|(style, line)| self.styled(&[(*style, line)]))
    }

    /// Prints a JSON document on a line of its own.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn json(&mut self, doc: Doc) -> Result<()> {
        let doc = doc.warnings(&std::mem::take(&mut self.cautions));
        self.write(doc.finish().as_bytes())?;
        self.write(b"\n")
    }

    /// Prints a part of a JSON document, for those that are too large to be built in memory.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn json_part(&mut self, text: &str) -> Result<()> {
        self.write(document::inert(text).as_bytes())
    }

    /// Prints a document to the byte as it is: an export on its way to a file or another program. On a terminal it is
    /// cleaned like everything else.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn exact(&mut self, text: &str) -> Result<()> {
        if std::io::stdout().is_terminal() {
            return self.write(clean::for_terminal(text).as_bytes());
        }
        self.write(text.as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|error| self.gone(&error))
    }

    /// Hands what was printed so far to the reader.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(|error| self.gone(&error))
    }

    fn gone(&mut self, error: &std::io::Error) -> Failure {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Failure::closed_pipe();
        }
        self.broken = Some(error.to_string());
        Failure::io("write to", "standard output", error)
    }

    /// Returns why standard output could not be written, if that happened.
    pub fn broken(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// Says on standard error what was done or what to do next. Nothing with `--quiet` or `--json`.
    pub fn note(&mut self, text: &str) {
        if !self.quiet && !self.is_json() {
            self.say(&[(Style::Plain, text)]);
        }
    }

    /// Warns on standard error, also with `--quiet`. With `--json` warnings belong into the document: [`Doc::warnings`].
    pub fn warn(&mut self, text: &str) {
        if !self.is_json() {
            self.say(&[(Style::Warning, "warning: "), (Style::Plain, &clean::line(text))]);
        }
    }

    /// Warns of what is none of the command's business: at once on standard error, or in the next JSON document.
    pub fn caution(&mut self, text: &str) {
        match self.form {
            Form::Json => self.cautions.push(clean::line(text)),
            _ => self.warn(text),
        }
    }

    /// Asks for a yes on a terminal. `None` when nobody can be asked.
    pub fn ask(&mut self, question: &str) -> Option<bool> {
        let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if !self.asks || !terminal {
            return None;
        }
        let _ = self.out.flush();
        let prompt = format!("{} [y/N] ", clean::line(question));
        let _ = std::io::stderr().write_all(prompt.as_bytes());
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).ok()?;
        Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Reports why the command failed, in at most three lines, or as JSON with `--json`.
    pub fn fail(&mut self, failure: &Failure) {
        let _ = self.out.flush();
        if failure.code == Code::ClosedPipe {
            return;
        }
        if self.is_json() {
            let error = serde_json::json!({
                "code": failure.code as u8,
                "kind": failure.code.word(),
                "message": clean::line(&failure.message),
                "hint": failure.hint.as_deref().map(clean::line),
            });
            let mut text = Doc::new().with("error", &error).finish();
            text.push('\n');
            let _ = std::io::stderr().write_all(text.as_bytes());
            return;
        }
        self.say(&[(Style::Error, "error: "), (Style::Plain, &clean::line(&failure.message))]);
        if let Some(hint) = &failure.hint {
            self.say(&[(Style::Strong, "hint: "), (Style::Plain, &clean::line(hint))]);
        }
    }

    fn say(&mut self, pieces: &[(Style, &str)]) {
        // One write a line, so that lines of several processes do not mix. Nobody can be told if this fails.
        let mut line = self.colors.err(pieces);
        line.push('\n');
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    /// Returns the columns to fit into: `COLUMNS`, the terminal's width, or 80.
    pub fn width(&self) -> usize {
        let columns = std::env::var("COLUMNS").ok().and_then(|it| it.parse::<usize>().ok());
        let terminal = || {
            let size = std::io::stdout().is_terminal().then(crossterm::terminal::size)?;
            size.ok().map(|(columns, _)| usize::from(columns))
        };
        columns.filter(|it| *it > 0).or_else(terminal).filter(|it| *it > 0).unwrap_or(WIDTH)
    }
}

/// Tells whether a person sits at both ends: standard input and standard output are terminals.
pub fn on_a_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
