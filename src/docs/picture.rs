//! A drawn screen as a picture: the same buffer gives the same bytes of SVG, with nothing to fetch and no font to
//! embed.
//!
//! Here: cells, colours and the window around them. Not here: what is on the screen.
//!
//! The rule to keep: every column is exactly one cell wide and every row joins the next, whatever font the reader
//! has. Lines, blocks and dots are therefore drawn as shapes and everything else is set in runs of a stated length.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::domain::clean;
use crate::export::html::escaped;

mod shapes;
#[cfg(test)]
mod tests;

/// Pixels of one cell.
const CELL: (u32, u32) = (9, 18);
/// Pixels from the top of a row to the foot of its letters.
const BASELINE: u32 = 14;
/// Pixels left, right and below of the cells.
const MARGIN: u32 = 14;
/// Pixels of the bar with the title, above the cells.
const BAR: u32 = 36;

const INK: &str = "#c9d1d9";
const PAPER: &str = "#0d1117";
const FRAME: &str = "#30363d";
const BAR_PAPER: &str = "#161b22";
const TITLE_INK: &str = "#8b949e";
const FONTS: &str =
    "'DejaVu Sans Mono',Menlo,'SF Mono',Consolas,'Liberation Mono','Noto Sans Mono',monospace";

/// The sixteen colours that a terminal's own palette decides, in the order of their numbers.
const PALETTE: [&str; 16] = [
    "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4", "#6e7681",
    "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#f0f6fc",
];

/// Draws a screen as a self-contained SVG, in a window with a title.
///
/// The picture is dark, as most terminals are. A character of two columns takes two cells; control characters in the
/// buffer or the title are left out, for XML has no place for them.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let area = buffer.area;
    let (columns, rows) = (u32::from(area.width), u32::from(area.height));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + BAR + MARGIN);
    let mut out = window(width, height, &escaped(&clean::line(title)));
    for row in 0..area.height {
        draw_row(&mut out, row, &runs(buffer, row));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The colours and the weight of a cell, as they are seen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    ink: String,
    paper: Option<String>,
    modifier: Modifier,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let mut ink = colour(cell.fg);
        let mut paper = colour(cell.bg);
        if cell.modifier.contains(Modifier::REVERSED) {
            paper = Some(ink.unwrap_or_else(|| INK.to_owned()));
            ink = Some(colour(cell.bg).unwrap_or_else(|| PAPER.to_owned()));
        }
        let mut ink = ink.unwrap_or_else(|| INK.to_owned());
        if cell.modifier.contains(Modifier::DIM) {
            // A solid mixture: where translucent shapes of neighbouring cells overlap, the overlap would shine.
            ink = mixed(&ink, paper.as_deref().unwrap_or(PAPER));
        }
        Self { ink, paper, modifier: cell.modifier }
    }

    fn has(&self, modifier: Modifier) -> bool {
        self.modifier.contains(modifier)
    }
}

/// Neighbouring cells that look alike and can be set or drawn in one go.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    column: u32,
    cells: u32,
    text: String,
    look: Look,
    /// A character that may be wider or narrower in the reader's font, so nothing is set after it.
    alone: bool,
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let area = buffer.area;
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < area.width {
        let cell = &buffer[(area.x + column, area.y + row)];
        let text = clean::line(cell.symbol());
        let text =
            if text.is_empty() || cell.modifier.contains(Modifier::HIDDEN) { " " } else { text.as_str() };
        let left = area.width - column;
        let cells = u16::try_from(clean::width(text)).unwrap_or(1).clamp(1, left);
        let look = Look::of(cell);
        let alone = !is_even(text);
        match runs.last_mut() {
            Some(run) if !alone && !run.alone && run.look == look => {
                run.text.push_str(text);
                run.cells += u32::from(cells);
            }
            _ => {
                runs.push(Run {
                    column: column.into(),
                    cells: cells.into(),
                    text: text.to_owned(),
                    look,
                    alone,
                });
            }
        }
        column += cells;
    }
    runs
}

/// Tells whether every monospace font has the character at the width of its letters.
fn is_even(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(
        |ch| matches!(ch, ' '..='~' | '\u{a1}'..='\u{17f}' | '\u{391}'..='\u{44f}' | '\u{2013}'..='\u{2026}'),
    );
    first && chars.next().is_none()
}

fn draw_row(out: &mut String, row: u16, runs: &[Run]) {
    let top = u32::from(row) * CELL.1;
    // Every background goes first, or it would cut what leans over from the cell before.
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let same = runs[at..].iter().take_while(|next| next.look.paper == run.look.paper).count();
        let cells: u32 = runs[at..at + same].iter().map(|run| run.cells).sum();
        if let Some(paper) = &run.look.paper {
            rect(out, (run.column * CELL.0, top), (cells * CELL.0, CELL.1), paper);
        }
        at += same;
    }
    for run in runs {
        draw_run(out, top, run);
    }
}

fn draw_run(out: &mut String, top: u32, run: &Run) {
    let Look { ink, .. } = &run.look;
    let left = run.column * CELL.0;
    let length = run.cells * CELL.0;
    if let Some(shape) = shapes::shape(&run.text, (left, top), CELL) {
        let _ = writeln!(out, "{}", shape.replace("INK", ink));
    } else if !run.text.trim().is_empty() {
        let start = run.text.len() - run.text.trim_start().len();
        let lead = u32::try_from(start).unwrap_or(0);
        let text = run.text.trim();
        let cells =
            if run.alone { run.cells } else { u32::try_from(text.chars().count()).unwrap_or(run.cells) };
        let bold = if run.look.has(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let italic = if run.look.has(Modifier::ITALIC) { " font-style=\"italic\"" } else { "" };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{ink}\"{bold}{italic}>{}</text>",
            left + lead * CELL.0,
            top + BASELINE,
            cells * CELL.0,
            escaped(text),
        );
    }
    if run.look.has(Modifier::UNDERLINED) {
        rect(out, (left, top + BASELINE + 2), (length, 1), ink);
    }
    if run.look.has(Modifier::CROSSED_OUT) {
        rect(out, (left, top + CELL.1 / 2), (length, 1), ink);
    }
}

fn rect(out: &mut String, (x, y): (u32, u32), (width, height): (u32, u32), fill: &str) {
    let _ =
        writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>");
}

/// The picture up to the group that holds the cells.
fn window(width: u32, height: u32, title: &str) -> String {
    let middle = width / 2;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{title}</title>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{PAPER}\" stroke=\"{FRAME}\"/>\n\
         <path d=\"M1 27V8.5a7.5 7.5 0 0 1 7.5-7.5H{}a7.5 7.5 0 0 1 7.5 7.5V27z\" fill=\"{BAR_PAPER}\"/>\n",
        width - 1,
        height - 1,
        f64::from(width) - 8.5,
    );
    for (x, fill) in [(16, "#ff5f57"), (34, "#febc2e"), (52, "#28c840")] {
        let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"14\" r=\"5\" fill=\"{fill}\"/>");
    }
    let _ = write!(
        out,
        "<text x=\"{middle}\" y=\"19\" text-anchor=\"middle\" font-family=\"{FONTS}\" font-size=\"13\" \
         fill=\"{TITLE_INK}\">{title}</text>\n\
         <g transform=\"translate({MARGIN} {BAR})\" font-family=\"{FONTS}\" font-size=\"14.95\" xml:space=\"preserve\" \
         style=\"white-space:pre;line-height:{}px\">\n",
        CELL.1,
    );
    out
}

/// Mixes three parts of ink with two of paper.
fn mixed(ink: &str, paper: &str) -> String {
    let part = |colour: &str, at: usize| {
        colour.get(at..at + 2).and_then(|it| u16::from_str_radix(it, 16).ok()).unwrap_or(0)
    };
    let mix = |at| (3 * part(ink, at) + 2 * part(paper, at)) / 5;
    format!("#{:02x}{:02x}{:02x}", mix(1), mix(3), mix(5))
}

/// The colour as `#rrggbb`; `None` for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    let number = match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(number) => number,
        Color::Black => 0,
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
    };
    Some(match number {
        0..=15 => PALETTE[usize::from(number)].to_owned(),
        // The cube of six steps a side and the greys that xterm defines.
        16..=231 => {
            let step = |divisor: u8| match (number - 16) / divisor % 6 {
                0 => 0,
                level => 55 + 40 * level,
            };
            format!("#{:02x}{:02x}{:02x}", step(36), step(6), step(1))
        }
        232..=255 => {
            let grey = 8 + 10 * (number - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    })
}
