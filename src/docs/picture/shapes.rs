//! Line drawing, block and Braille characters as shapes, so that they join without regard to the font.
//!
//! A path that is returned names its colour `INK`; the caller knows it.

use std::fmt::Write as _;

/// The arms of a line drawing character, from the middle of the cell: up, right, down, left.
/// 0 none, 1 light, 2 heavy, 3 double.
type Arms = [u8; 4];

/// The path of one character in the cell with this corner and size; `None` for a character that a font has to set.
pub(super) fn shape(text: &str, corner: (u32, u32), cell: (u32, u32)) -> Option<String> {
    let mut chars = text.chars();
    let (ch, None) = (chars.next()?, chars.next()) else { return None };
    let frame = Frame { x: corner.0.into(), y: corner.1.into(), width: cell.0.into(), height: cell.1.into() };
    if let Some(arms) = arms(ch) {
        return Some(frame.lines(arms));
    }
    match ch {
        '╭' | '╮' | '╯' | '╰' => Some(frame.corner(ch)),
        '┄' | '┈' | '╌' => Some(frame.dashes(true)),
        '┆' | '┊' | '╎' => Some(frame.dashes(false)),
        '\u{2580}'..='\u{2595}' => Some(frame.block(ch)),
        '\u{2801}'..='\u{28ff}' => Some(frame.dots(u32::from(ch) - 0x2800)),
        _ => None,
    }
}

fn arms(ch: char) -> Option<Arms> {
    let arms = match ch {
        '─' => [0, 1, 0, 1],
        '│' => [1, 0, 1, 0],
        '┌' => [0, 1, 1, 0],
        '┐' => [0, 0, 1, 1],
        '└' => [1, 1, 0, 0],
        '┘' => [1, 0, 0, 1],
        '├' => [1, 1, 1, 0],
        '┤' => [1, 0, 1, 1],
        '┬' => [0, 1, 1, 1],
        '┴' => [1, 1, 0, 1],
        '┼' => [1, 1, 1, 1],
        '╴' => [0, 0, 0, 1],
        '╵' => [1, 0, 0, 0],
        '╶' => [0, 1, 0, 0],
        '╷' => [0, 0, 1, 0],
        '━' => [0, 2, 0, 2],
        '┃' => [2, 0, 2, 0],
        '┏' => [0, 2, 2, 0],
        '┓' => [0, 0, 2, 2],
        '┗' => [2, 2, 0, 0],
        '┛' => [2, 0, 0, 2],
        '┣' => [2, 2, 2, 0],
        '┫' => [2, 0, 2, 2],
        '┳' => [0, 2, 2, 2],
        '┻' => [2, 2, 0, 2],
        '╋' => [2, 2, 2, 2],
        '┝' => [1, 2, 1, 0],
        '┥' => [1, 0, 1, 2],
        '┠' => [2, 1, 2, 0],
        '┨' => [2, 0, 2, 1],
        '┿' => [1, 2, 1, 2],
        '╂' => [2, 1, 2, 1],
        '═' => [0, 3, 0, 3],
        '║' => [3, 0, 3, 0],
        '╔' => [0, 3, 3, 0],
        '╗' => [0, 0, 3, 3],
        '╚' => [3, 3, 0, 0],
        '╝' => [3, 0, 0, 3],
        '╠' => [3, 3, 3, 0],
        '╣' => [3, 0, 3, 3],
        '╦' => [0, 3, 3, 3],
        '╩' => [3, 3, 0, 3],
        '╬' => [3, 3, 3, 3],
        _ => return None,
    };
    Some(arms)
}

/// The cell to draw in, in pixels.
struct Frame {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    fn lines(&self, arms: Arms) -> String {
        let (x, y) = self.middle();
        let ends = [(x, self.y), (self.x + self.width, y), (x, self.y + self.height), (self.x, y)];
        let weight = arms.into_iter().max().unwrap_or(1);
        let mut path = String::new();
        for (arm, (end_x, end_y)) in arms.into_iter().zip(ends) {
            let (toward_x, toward_y) = ((end_x - x).signum(), (end_y - y).signum());
            let offsets: &[f64] = match arm {
                0 => continue,
                3 => &[-1.5, 1.5],
                _ => &[0.0],
            };
            for &offset in offsets {
                let upright = end_x == x;
                // A line of a double arm ends at the arm on its own side, or goes around the corner.
                let beside = arms[match (upright, offset < 0.0) {
                    (true, true) => 3,
                    (true, false) => 1,
                    (false, true) => 0,
                    (false, false) => 2,
                }];
                let inset = if beside > 0 { offset.abs() } else { -offset.abs() };
                let _ = if upright {
                    write!(path, "M{} {}V{end_y}", x + offset, y + toward_y * inset)
                } else {
                    write!(path, "M{} {}H{end_x}", x + toward_x * inset, y + offset)
                };
            }
        }
        let stroke = if weight == 2 { 2 } else { 1 };
        format!("<path d=\"{path}\" stroke=\"INK\" stroke-width=\"{stroke}\" stroke-linecap=\"square\"/>")
    }

    fn corner(&self, ch: char) -> String {
        let (x, y) = self.middle();
        let radius = self.width / 2.0;
        let right = matches!(ch, '╭' | '╰');
        let down = matches!(ch, '╭' | '╮');
        let side = if right { self.x + self.width } else { self.x };
        let (end, bend) = if down { (self.y + self.height, y + radius) } else { (self.y, y - radius) };
        format!("<path d=\"M{x} {end}V{bend}Q{x} {y} {side} {y}\" stroke=\"INK\" fill=\"none\"/>")
    }

    fn dashes(&self, across: bool) -> String {
        let (x, y) = self.middle();
        let path = if across {
            format!("M{} {y}h2m2.5 0h2", self.x + 1.25)
        } else {
            format!("M{x} {}v3m0 3v3m0 3v3", self.y + 1.5)
        };
        format!("<path d=\"{path}\" stroke=\"INK\"/>")
    }

    fn block(&self, ch: char) -> String {
        let (mut left, mut top, mut right, mut bottom) = (0.0, 0.0, 1.0, 1.0);
        let mut shade = "";
        match ch {
            '▀' => bottom = 0.5,
            '▔' => bottom = 0.125,
            '▕' => left = 0.875,
            '▐' => left = 0.5,
            '░' => shade = " fill-opacity=\".25\"",
            '▒' => shade = " fill-opacity=\".5\"",
            '▓' => shade = " fill-opacity=\".75\"",
            // ▁ to █ grow from the foot by eighths; ▉ to ▏ shrink to the left by eighths.
            '\u{2581}'..='\u{2588}' => top = 1.0 - f64::from(u32::from(ch) - 0x2580) / 8.0,
            _ => right = f64::from(0x2590 - u32::from(ch)) / 8.0,
        }
        (left, right) = (self.x + left * self.width, self.x + right * self.width);
        (top, bottom) = (self.y + top * self.height, self.y + bottom * self.height);
        format!("<path d=\"M{left} {top}H{right}V{bottom}H{left}z\" fill=\"INK\"{shade}/>")
    }

    /// The eight dots of a Braille cell in the order of their bits.
    fn dots(&self, bits: u32) -> String {
        const PLACES: [(f64, f64); 8] =
            [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 3.0), (1.0, 3.0)];
        let mut path = String::new();
        for (bit, (column, row)) in PLACES.into_iter().enumerate() {
            if bits & (1 << bit) != 0 {
                let x = self.x + self.width * (0.25 + column / 2.0) - 1.0;
                let y = self.y + self.height * (0.125 + row / 4.0) - 1.0;
                let _ = write!(path, "M{x} {y}h2v2h-2z");
            }
        }
        format!("<path d=\"{path}\" fill=\"INK\"/>")
    }
}
