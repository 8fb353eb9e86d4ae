//! Styles of printed text, and whether a stream shows them.

use std::io::IsTerminal;

use crate::cli::args::ColorWhen;
use crate::domain::clean;

/// How a piece of text looks where colours are shown. No meaning rests on it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// Headings and names.
    Strong,
    /// What matters less.
    Dim,
    /// What went wrong.
    Error,
    /// What may go wrong.
    Warning,
}

impl Style {
    /// Returns the parameters of the SGR sequence, from the sixteen colours of the terminal's own palette.
    fn sgr(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Strong => "1",
            Style::Dim => "2",
            Style::Error => "1;31",
            Style::Warning => "1;33",
        }
    }
}

/// Decides for each stream, when something is first printed there.
#[derive(Debug)]
pub(super) struct Colors {
    when: ColorWhen,
    out: Option<bool>,
    err: Option<bool>,
}

impl Colors {
    pub(super) fn new(when: ColorWhen) -> Self {
        Colors { when, out: None, err: None }
    }

    /// Writes the pieces as standard output shows them.
    pub(super) fn out(&mut self, pieces: &[(Style, &str)]) -> String {
        let when = self.when;
        let on = *self.out.get_or_insert_with(|| shows(when, &std::io::stdout()));
        render(pieces, on)
    }

    /// Writes the pieces as standard error shows them.
    pub(super) fn err(&mut self, pieces: &[(Style, &str)]) -> String {
        let when = self.when;
        let on = *self.err.get_or_insert_with(|| shows(when, &std::io::stderr()));
        render(pieces, on)
    }
}

fn shows(when: ColorWhen, stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty() && it != "0");
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty()) => false,
        ColorWhen::Auto if set("FORCE_COLOR") || set("CLICOLOR_FORCE") => true,
        ColorWhen::Auto => stream.is_terminal() && std::env::var_os("TERM").is_none_or(|it| it != "dumb"),
    }
}

fn render(pieces: &[(Style, &str)], on: bool) -> String {
    let mut line = String::new();
    for (style, text) in pieces {
        let text = clean::for_terminal(text);
        let sgr = style.sgr();
        if on && !sgr.is_empty() {
            line.push_str(&format!("\u{1b}[{sgr}m{text}\u{1b}[0m"));
        } else {
            line.push_str(&text);
        }
    }
    line
}
