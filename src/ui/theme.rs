//! How things look, by what they mean: one style for each role, and the signs that stand beside every colour.
//!
//! Here: styles and glyphs. Not here: which role a thing has. The rule to keep: only the terminal's own sixteen
//! colours and its default, never white or black text, and nothing that is told by colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::event::Kind;
use crate::domain::incident::Severity;
use crate::review::Level;

/// A style for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Plain text.
    pub text: Style,
    /// What matters less.
    pub muted: Style,
    /// What matters more.
    pub strong: Style,
    /// What leads the eye: prompts, keys.
    pub accent: Style,
    /// The row that commands act on.
    pub selected: Style,
    /// What went wrong.
    pub danger: Style,
    /// What is missing or deserves a look.
    pub warning: Style,
    /// What is well.
    pub good: Style,
    /// Milestones.
    pub milestone: Style,
    /// Words that were searched for.
    pub found: Style,
    kinds: [Style; 8],
}

impl Theme {
    /// Returns the theme in the colours of the terminal.
    pub fn colour() -> Self {
        let plain = Theme::plain();
        let fg = |colour: Color| Style::new().fg(colour);
        Theme {
            accent: fg(Color::Cyan),
            danger: fg(Color::Red).add_modifier(Modifier::BOLD),
            warning: fg(Color::Yellow),
            good: fg(Color::Green),
            milestone: fg(Color::Cyan).add_modifier(Modifier::BOLD),
            kinds: [
                fg(Color::Yellow),
                fg(Color::Red),
                Style::new(),
                fg(Color::Magenta),
                fg(Color::Cyan).add_modifier(Modifier::BOLD),
                fg(Color::Green),
                fg(Color::Blue),
                Style::new(),
            ],
            ..plain
        }
    }

    /// Returns the theme without any colour, for `NO_COLOR` and terminals that have none.
    pub fn plain() -> Self {
        let with = |modifier: Modifier| Style::new().add_modifier(modifier);
        Theme {
            text: Style::new(),
            muted: with(Modifier::DIM),
            strong: with(Modifier::BOLD),
            accent: with(Modifier::BOLD),
            selected: Style::new()
                .fg(Color::Reset)
                .bg(Color::Reset)
                .remove_modifier(Modifier::DIM)
                .add_modifier(Modifier::REVERSED),
            danger: with(Modifier::BOLD | Modifier::UNDERLINED),
            warning: with(Modifier::BOLD),
            good: Style::new(),
            milestone: with(Modifier::BOLD),
            found: with(Modifier::UNDERLINED),
            kinds: [Style::new(); 8],
        }
    }

    /// Returns the style of the glyph of a kind of event.
    pub fn kind(&self, kind: Kind) -> Style {
        self.kinds[kind as usize]
    }

    /// Returns the style of a finding's letter.
    pub fn level(&self, level: Level) -> Style {
        match level {
            Level::Error => self.danger,
            Level::Warning => self.warning,
            Level::Note => self.muted,
        }
    }

    /// Returns the style of a severity's word.
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Sev1 => self.danger,
            Severity::Sev2 => self.warning.add_modifier(Modifier::BOLD),
            Severity::Sev3 | Severity::Sev4 | Severity::Sev5 => self.strong,
        }
    }
}

/// The signs that are drawn; those of rules, boxes and kinds take one column each. The second set is all of ASCII.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// A rule from left to right.
    pub level: &'static str,
    /// A rule from top to bottom.
    pub upright: &'static str,
    /// A level rule that an upright one hangs from.
    pub tee_down: &'static str,
    /// A level rule that an upright one ends at.
    pub tee_up: &'static str,
    /// An upright rule that a level one starts from.
    pub tee_right: &'static str,
    /// The corners of a box: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Silence between two events.
    pub gap: &'static str,
    /// The end of a text that was cut.
    pub ellipsis: &'static str,
    /// The timeline follows new events.
    pub live: &'static str,
    /// Everything is on disk.
    pub saved: &'static str,
    /// Something is on its way to disk.
    pub saving: &'static str,
    /// Between facts of one line.
    pub dot: &'static str,
    /// Between sentences of one line.
    pub dash: &'static str,
    /// A clock that runs.
    pub running: &'static str,
    /// A root cause.
    pub root: &'static str,
    /// From one to the other.
    pub arrow: &'static str,
    /// The key that goes up.
    pub up: &'static str,
    /// The present choice.
    pub chosen: &'static str,
    kinds: [&'static str; 8],
}

static UNICODE: Glyphs = Glyphs {
    level: "─",
    upright: "│",
    tee_down: "┬",
    tee_up: "┴",
    tee_right: "├",
    corners: ["┌", "┐", "└", "┘"],
    gap: "┆",
    ellipsis: "…",
    live: "▼",
    saved: "●",
    saving: "○",
    dot: "·",
    dash: "—",
    running: "▸",
    root: "◉",
    arrow: "→",
    up: "↑",
    chosen: "✓",
    kinds: ["Δ", "!", "·", "?", "◆", "▸", "»", " "],
};

static ASCII: Glyphs = Glyphs {
    level: "-",
    upright: "|",
    tee_down: "+",
    tee_up: "+",
    tee_right: "+",
    corners: ["+", "+", "+", "+"],
    gap: ":",
    ellipsis: "...",
    live: "v ",
    saved: "*",
    saving: "o",
    dot: "-",
    dash: "-",
    running: ">",
    root: "@",
    arrow: "->",
    up: "Up",
    chosen: "x",
    // The letters of the keys that give an event its kind, where no sign of ASCII is as plain.
    kinds: ["c", "!", ".", "?", "d", "x", "m", " "],
};

impl Glyphs {
    /// Returns the set in force.
    pub fn of(ascii: bool) -> &'static Glyphs {
        if ascii { &ASCII } else { &UNICODE }
    }

    /// Returns the sign of a kind of event; a note has none.
    pub fn kind(&self, kind: Kind) -> &'static str {
        self.kinds[kind as usize]
    }
}
