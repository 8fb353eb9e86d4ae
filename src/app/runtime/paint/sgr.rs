//! The look of a cell and the shortest SGR sequence from one look to another.
//!
//! Written here and not by a terminal library: with `NO_COLOR` set, the library's own printing resets every
//! attribute where it should print nothing, and the selected row loses its reverse video.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The modifiers that can be seen on a space.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Each modifier with the code that sets it and the code that clears it.
const CODES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Colours and modifiers of a cell, or those the terminal would print with next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    fg: Color,
    bg: Color,
    underline: Color,
    mods: Modifier,
}

impl Look {
    /// Returns the look of `cell`.
    pub(super) fn of(cell: &Cell) -> Self {
        Look { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, mods: cell.modifier }
    }

    /// Tells whether a terminal that prints with this look shows `cell` as it is meant.
    ///
    /// A space shows neither its foreground nor its weight, so that it need not end a coloured run.
    pub(super) fn serves(self, cell: &Cell) -> bool {
        let want = Look::of(cell);
        self == want
            || (cell.symbol() == " "
                && self.bg == want.bg
                && !self.mods.intersects(SEEN_ON_BLANK)
                && !want.mods.intersects(SEEN_ON_BLANK))
    }

    /// Tells whether an erase with this look leaves plain blank cells.
    pub(super) fn erases_plain(self) -> bool {
        self.bg == Color::Reset && !self.mods.intersects(SEEN_ON_BLANK)
    }
}

/// Drops from a blank cell what nobody can see on it, so that equal-looking cells compare equal.
pub(super) fn strip_unseen(cell: &mut Cell) {
    if cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK) {
        cell.fg = Color::Reset;
        cell.underline_color = Color::Reset;
        cell.modifier = Modifier::empty();
    }
    if !cell.modifier.contains(Modifier::UNDERLINED) {
        cell.underline_color = Color::Reset;
    }
}

/// Appends the shortest sequence that turns the look `from` into `to`; nothing when they are equal.
pub(super) fn change(out: &mut Vec<u8>, from: Look, to: Look) {
    if from == to {
        return;
    }
    let delta = delta(from, to);
    let fresh = fresh(to);
    out.extend_from_slice(b"\x1b[");
    out.extend_from_slice(if fresh.len() <= delta.len() { &fresh } else { &delta });
    out.push(b'm');
}

/// Codes that go from `from` to `to` by what differs.
fn delta(from: Look, to: Look) -> Vec<u8> {
    let mut codes = Vec::with_capacity(24);
    let gone = from.mods - to.mods;
    let mut cleared = Modifier::empty();
    let mut last = 0;
    for (modifier, _, clear) in CODES {
        if gone.contains(modifier) && last != clear {
            push(&mut codes, &[clear]);
            last = clear;
            // One code clears bold and dim together, another both kinds of blinking.
            cleared |= CODES.iter().filter(|(_, _, c)| *c == clear).fold(Modifier::empty(), |m, c| m | c.0);
        }
    }
    let held = from.mods - cleared;
    for (modifier, set, _) in CODES {
        if to.mods.contains(modifier) && !held.contains(modifier) {
            push(&mut codes, &[set]);
        }
    }
    if from.fg != to.fg {
        colour(&mut codes, to.fg, 30);
    }
    if from.bg != to.bg {
        colour(&mut codes, to.bg, 40);
    }
    if from.underline != to.underline {
        underline(&mut codes, to.underline);
    }
    codes
}

/// Codes that reset everything and then set what `to` has; empty for a plain look, as `CSI m` resets.
fn fresh(to: Look) -> Vec<u8> {
    let set = delta(Look::default(), to);
    if set.is_empty() {
        return set;
    }
    let mut codes = b"0;".to_vec();
    codes.extend_from_slice(&set);
    codes
}

/// Appends the codes of a foreground (`base` 30) or background (`base` 40).
fn colour(codes: &mut Vec<u8>, colour: Color, base: u8) {
    match colour {
        Color::Reset => push(codes, &[base + 9]),
        Color::Indexed(index) => push(codes, &[base + 8, 5, index]),
        Color::Rgb(r, g, b) => push(codes, &[base + 8, 2, r, g, b]),
        named => {
            let index = ansi(named);
            push(codes, &[if index < 8 { base + index } else { base + 60 + index - 8 }]);
        }
    }
}

/// Appends the codes of an underline colour, with colons: a terminal that does not know them skips the
/// whole parameter, while it would read `58;5;1` as blinking and bold.
fn underline(codes: &mut Vec<u8>, colour: Color) {
    if !codes.is_empty() {
        codes.push(b';');
    }
    let text = match colour {
        Color::Reset => "59".to_owned(),
        Color::Indexed(index) => format!("58:5:{index}"),
        Color::Rgb(r, g, b) => format!("58:2::{r}:{g}:{b}"),
        named => format!("58:5:{}", ansi(named)),
    };
    codes.extend_from_slice(text.as_bytes());
}

/// Returns the palette index of a named colour.
fn ansi(colour: Color) -> u8 {
    match colour {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Black | Color::Reset | Color::Rgb(..) => 0,
    }
}

/// Appends numbers separated by semicolons.
fn push(codes: &mut Vec<u8>, numbers: &[u8]) {
    for number in numbers {
        if !codes.is_empty() {
            codes.push(b';');
        }
        super::encode::decimal(codes, u16::from(*number));
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn look(style: Style) -> Look {
        let mut cell = Cell::new("x");
        cell.set_style(style);
        Look::of(&cell)
    }

    /// Returns the codes between `CSI` and `m` that lead from one look to the other.
    fn codes(from: Style, to: Style) -> String {
        let mut out = Vec::new();
        change(&mut out, look(from), look(to));
        let text = String::from_utf8(out).unwrap();
        text.strip_prefix("\x1b[").and_then(|text| text.strip_suffix('m')).unwrap_or(&text).to_owned()
    }

    #[test]
    fn a_change_takes_the_shorter_way() {
        let plain = Style::new();
        for (from, to, expected) in [
            (plain, plain, ""),
            (plain.bold().red(), plain, ""),
            (plain, plain.bold().reversed(), "1;7"),
            (plain.bold().dim(), plain.dim(), "0;2"),
            (plain.bold().dim().red().on_blue(), plain.dim().red().on_blue(), "22;2"),
            (plain.red(), plain.red().bold(), "1"),
            (plain.red().on_blue(), plain.on_blue(), "39"),
            (plain.underlined().on_blue(), plain.on_blue(), "24"),
            (plain, plain.fg(Color::LightRed).bg(Color::White), "91;107"),
            (plain, plain.fg(Color::Gray).bg(Color::DarkGray), "37;100"),
            (plain, plain.fg(Color::Indexed(200)), "38;5;200"),
            (plain, plain.bg(Color::Rgb(1, 20, 255)), "48;2;1;20;255"),
            (plain, plain.underlined().underline_color(Color::Indexed(5)), "4;58:5:5"),
        ] {
            assert_eq!(codes(from, to), expected, "from {from:?} to {to:?}");
        }
        assert_eq!(codes(plain, plain), "", "no change is no sequence");
    }

    #[test]
    fn a_plain_look_is_the_bare_reset() {
        let mut out = Vec::new();
        change(&mut out, look(Style::new().red()), Look::default());
        assert_eq!(out, b"\x1b[m");
    }
}
