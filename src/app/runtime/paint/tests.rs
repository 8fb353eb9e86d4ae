//! The painter against a terminal: after each frame the screen must show what was wanted.

use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use super::*;

/// Modifiers that show on a space, of those the screen reader knows.
const SEEN: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED);

/// A painter and a terminal that reads what it writes.
struct Bench {
    terminal: Terminal<PaintBackend<Vec<u8>>>,
    screen: vt100::Parser,
}

impl Bench {
    fn new(width: u16, height: u16, colour: bool) -> Self {
        let size = Size { width, height };
        Bench {
            terminal: Terminal::new(PaintBackend::with_size(Vec::new(), colour, size)).unwrap(),
            screen: vt100::Parser::new(nonzero(height), nonzero(width), 0),
        }
    }

    /// Shows a buffer of the screen's size, and returns the bytes that it took.
    fn show(&mut self, wanted: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        self.terminal
            .draw(|frame| {
                *frame.buffer_mut() = wanted.clone();
                finish(frame.buffer_mut());
                if let Some(place) = cursor {
                    frame.set_cursor_position(place);
                }
            })
            .unwrap();
        let bytes = std::mem::take(self.terminal.backend_mut().writer_mut());
        self.screen.process(&bytes);
        bytes
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().set_size(Size { width, height });
        self.screen.screen_mut().set_size(nonzero(height), nonzero(width));
    }

    /// Returns the text of a row, without blanks at its end.
    fn text(&self, y: u16) -> String {
        self.screen.screen().rows(0, 500).nth(usize::from(y)).unwrap().trim_end().to_owned()
    }

    /// Tells the first place where the screen differs from the wanted buffer.
    fn differs(&self, wanted: &Buffer) -> Option<String> {
        let area = wanted.area;
        for y in 0..area.height {
            let mut x = 0;
            while x < area.width {
                let want = &wanted[(x, y)];
                let got = self.screen.screen().cell(y, x).unwrap();
                if !alike(want, got) {
                    let row = self.text(y);
                    return Some(format!("at {x},{y}: want {want:?}, got {got:?}, row {row:?}"));
                }
                x += want.cell_width().max(1);
            }
        }
        None
    }
}

fn nonzero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

fn alike(want: &Cell, got: &vt100::Cell) -> bool {
    let text = if got.has_contents() { got.contents() } else { " " };
    let seen = want.symbol() != " " || want.modifier.intersects(SEEN);
    text == want.symbol()
        && got.bgcolor() == colour_of(want.bg)
        && got.inverse() == want.modifier.contains(Modifier::REVERSED)
        && got.underline() == want.modifier.contains(Modifier::UNDERLINED)
        && (!seen
            || (got.fgcolor() == colour_of(want.fg)
                && got.bold() == want.modifier.contains(Modifier::BOLD)
                && got.dim() == want.modifier.contains(Modifier::DIM)
                && got.italic() == want.modifier.contains(Modifier::ITALIC)))
}

fn colour_of(colour: Color) -> vt100::Color {
    match colour {
        Color::Reset => vt100::Color::Default,
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Red => vt100::Color::Idx(1),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::White => vt100::Color::Idx(15),
        other => panic!("the tests do not use {other}"),
    }
}

/// What happens to a screen between two frames.
#[derive(Debug, Clone)]
enum Step {
    Text { x: u16, y: u16, text: String, style: Style },
    Paint { area: Rect, style: Style },
    Lines { area: Rect, first: u16 },
    Move { area: Rect, by: i16 },
    Clear { area: Rect },
    Resize { width: u16, height: u16 },
    Redraw,
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        4 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::DarkGray),
        1 => Just(Color::White),
        1 => any::<u8>().prop_map(Color::Indexed),
        1 => any::<[u8; 3]>().prop_map(|[r, g, b]| Color::Rgb(r, g, b)),
    ];
    let modifier = prop_oneof![
        4 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::DIM | Modifier::ITALIC),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::REVERSED | Modifier::BOLD),
        1 => Just(Modifier::UNDERLINED),
    ];
    (colour.clone(), colour, modifier)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

fn area() -> impl Strategy<Value = Rect> {
    (0..40_u16, 0..14_u16, 1..44_u16, 1..16_u16).prop_map(|(x, y, w, h)| Rect::new(x, y, w, h))
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop_oneof![
        "[a-c ]{1,30}",
        " {1,30}",
        "[a-b世界é─ ]{1,20}",
        Just("e\u{301}a世o\u{308}".to_owned()),
        Just("日志日志日志".to_owned()),
    ];
    prop_oneof![
        6 => (0..40_u16, 0..14_u16, text, style())
            .prop_map(|(x, y, text, style)| Step::Text { x, y, text, style }),
        2 => (area(), style()).prop_map(|(area, style)| Step::Paint { area, style }),
        3 => (area(), any::<u16>()).prop_map(|(area, first)| Step::Lines { area, first }),
        4 => (area(), -4..5_i16).prop_map(|(area, by)| Step::Move { area, by }),
        1 => area().prop_map(|area| Step::Clear { area }),
        1 => (2..44_u16, 1..16_u16).prop_map(|(width, height)| Step::Resize { width, height }),
        1 => Just(Step::Redraw),
    ]
}

/// Applies a step to a buffer and returns the new one.
fn apply(old: &Buffer, step: &Step) -> Buffer {
    let mut new = old.clone();
    match step {
        Step::Text { x, y, text, style } if *x < old.area.width && *y < old.area.height => {
            new.set_string(*x, *y, text, *style);
        }
        Step::Paint { area, style } => new.set_style(area.intersection(old.area), *style),
        Step::Lines { area, first } => {
            let area = area.intersection(old.area);
            for y in area.rows() {
                let number = u32::from(*first) + u32::from(y.y) * 7_919;
                let text = format!("{number:x} 日 {} of the lines", number % 97);
                new.set_stringn(y.x, y.y, text, usize::from(y.width), Style::new());
            }
        }
        Step::Move { area, by } => {
            let area = area.intersection(old.area);
            for place in area.positions() {
                let source =
                    place.y.checked_add_signed(*by).filter(|y| (area.top()..area.bottom()).contains(y));
                new[place] = source.map_or(Cell::EMPTY, |y| old[(place.x, y)].clone());
            }
        }
        Step::Clear { area } => {
            for place in area.intersection(old.area).positions() {
                new[place].reset();
            }
        }
        Step::Resize { width, height } => new.resize(Rect::new(0, 0, *width, *height)),
        Step::Text { .. } | Step::Redraw => {}
    }
    mend(&mut new);
    new
}

/// Makes a buffer as widgets make it: no half of a wide character stands alone. The reader of the screen
/// cannot tell bold and dim together.
fn mend(buffer: &mut Buffer) {
    let area = buffer.area;
    for cell in buffer.content.iter_mut().filter(|cell| cell.modifier.contains(Modifier::BOLD)) {
        cell.modifier.remove(Modifier::DIM);
    }
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let width = buffer[(x, y)].cell_width().max(1);
            if x + width > area.width {
                buffer[(x, y)].set_symbol(" ");
            } else if width == 2 {
                let style = buffer[(x, y)].style();
                buffer[(x + 1, y)].reset();
                buffer[(x + 1, y)].set_style(style);
            }
            x += width;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_frames_arrives(
        frames in proptest::collection::vec(
            (proptest::collection::vec(step(), 1..5), proptest::option::of((0..44_u16, 0..16_u16))),
            1..12,
        ),
    ) {
        let mut bench = Bench::new(40, 12, true);
        let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 12));
        for (steps, cursor) in frames {
            for step in &steps {
                wanted = apply(&wanted, step);
                match step {
                    Step::Resize { width, height } => bench.resize(*width, *height),
                    Step::Redraw => bench.terminal.backend_mut().invalidate(),
                    _ => {}
                }
            }
            bench.show(&wanted, cursor);
            prop_assert_eq!(bench.differs(&wanted), None);
            let screen = bench.screen.screen();
            prop_assert_eq!(screen.hide_cursor(), cursor.is_none());
            if let Some((x, y)) = cursor {
                let (right, bottom) = (wanted.area.width - 1, wanted.area.height - 1);
                prop_assert_eq!(screen.cursor_position(), (y.min(bottom), x.min(right)));
            }
            let again = bench.show(&wanted, cursor);
            prop_assert_eq!(again, Vec::<u8>::new(), "an unchanged frame writes nothing");
        }
    }
}

/// A timeline at the left whose rows begin at `first`, and lines of other panes at the right.
fn timeline(first: usize, right: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 36));
    for y in 0..36_u16 {
        let number = first + usize::from(y);
        let text = format!(
            "14:{:02}:{:02} alice  error rate at {number} % on shard {}",
            number / 60,
            number % 60,
            number * 7
        );
        buffer.set_string(0, y, text, Style::new());
        buffer.set_string(0, y, format!("14:{:02}", number / 60), Style::new().fg(Color::DarkGray));
        buffer.set_string(74, y, "│", Style::new().fg(Color::DarkGray));
        if usize::from(y) < right {
            buffer.set_string(76, y, side_line(y), Style::new());
        }
    }
    buffer
}

/// Returns a line of a side pane that has little in common with its neighbours.
fn side_line(y: u16) -> String {
    let words =
        ["mitigated", "ask the database team", "why", "alarm was late by 7 min", "runbook", "rollback 4.2"];
    let word = |n: u16| words[usize::from(y * 5 + n) % words.len()];
    format!("{}. {} {}", y + 1, word(y / 3), word(y / 2 + 1))
}

#[test]
fn one_line_of_a_scrolling_timeline_is_cheap_beside_a_static_pane() {
    for (right, most) in [(20, 1_000), (2, 500)] {
        let mut bench = Bench::new(120, 36, true);
        bench.show(&timeline(100, right), None);
        for first in [101, 100] {
            let wanted = timeline(first, right);
            let bytes = bench.show(&wanted, None);
            assert!(bytes.len() < most, "{} bytes with {right} lines at the right", bytes.len());
            assert_eq!(bench.differs(&wanted), None);
        }
    }
}

#[test]
fn a_frame_is_one_synchronized_update_and_asks_nothing() {
    let mut bench = Bench::new(40, 12, true);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 12));
    wanted.set_string(3, 3, "hello", Style::new().fg(Color::Red));
    let bytes = bench.show(&wanted, Some((4, 4)));
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("\x1b[?2026h") && text.ends_with("\x1b[?2026l"), "{text:?}");
    assert!(!text.contains('n') && !text.contains("c\x1b"), "no report is asked for: {text:?}");
    assert_eq!(bench.terminal.backend().bytes_written(), bytes.len() as u64);
    let place = bench.terminal.get_cursor_position().unwrap();
    assert_eq!((place.x, place.y), (4, 4));
}

#[test]
fn without_colour_the_modifiers_stay() {
    let mut bench = Bench::new(40, 3, false);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 3));
    let style = Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3));
    wanted.set_string(0, 0, "selected", style.add_modifier(Modifier::REVERSED | Modifier::BOLD));
    wanted.set_string(0, 1, "plain", style);
    bench.show(&wanted, None);
    let cell = |x, y| bench.screen.screen().cell(y, x).unwrap();
    assert!(cell(0, 0).inverse() && cell(0, 0).bold());
    assert!(!cell(0, 1).inverse() && !cell(0, 1).bold());
    assert_eq!((cell(0, 0).fgcolor(), cell(0, 1).bgcolor()), (vt100::Color::Default, vt100::Color::Default));
    assert_eq!(bench.text(1), "plain");
}

#[test]
fn a_cell_that_comes_to_light_has_its_own_ground() {
    let mut bench = Bench::new(10, 1, true);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 10, 1));
    wanted.set_string(2, 0, "世", Style::new().bg(Color::Red));
    bench.show(&wanted, None);
    wanted.reset();
    wanted.set_string(1, 0, "世", Style::new());
    bench.show(&wanted, None);
    assert_eq!(bench.differs(&wanted), None);
}

#[test]
fn what_acts_on_the_terminal_never_reaches_it() {
    let mut bench = Bench::new(40, 2, true);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 2));
    wanted.set_string(0, 0, "abcdefgh", Style::new());
    for (x, symbol) in
        [(1, "\u{1b}]52;c;eA==\u{7}"), (2, "\u{9b}2J"), (3, "x\u{202e}"), (4, "\u{e0041}"), (5, "\n")]
    {
        wanted[(x, 0)].set_symbol(symbol);
    }
    let bytes = bench.show(&wanted, None);
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains(['\u{7}', '\u{9b}', '\u{202e}', '\u{e0041}', '\n']), "{text:?}");
    assert!(!text.contains("\u{1b}]"), "{text:?}");
    assert!(bench.text(0).starts_with('a'), "{:?}", bench.text(0));
}

#[test]
fn an_emoji_of_uncertain_width_leaves_its_neighbours_right() {
    let mut bench = Bench::new(40, 2, true);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 2));
    wanted.set_line(0, 0, &Line::raw("abcdefgh"), 40);
    bench.show(&wanted, None);
    // A family of three joined people: some terminals show one wide picture, this one shows three.
    wanted.set_line(0, 0, &Line::raw("👨\u{200d}👩\u{200d}👧cdefgh"), 40);
    bench.show(&wanted, None);
    assert!(bench.text(0).ends_with("cdefgh"), "{:?}", bench.text(0));
    let cell = bench.screen.screen().cell(0, 2).unwrap();
    assert_eq!(cell.contents(), "c");
}

#[test]
fn a_screen_of_no_size_writes_nothing_and_a_real_one_then_repaints() {
    let mut bench = Bench::new(40, 2, true);
    bench.terminal.backend_mut().set_size(Size::ZERO);
    bench.terminal.draw(|frame| assert_eq!(frame.area().area(), 0)).unwrap();
    assert!(bench.terminal.backend().writer().is_empty());
    bench.terminal.backend_mut().set_size(Size { width: 40, height: 2 });
    let mut wanted = Buffer::empty(Rect::new(0, 0, 40, 2));
    wanted.set_string(0, 0, "back", Style::new());
    bench.show(&wanted, None);
    assert_eq!(bench.differs(&wanted), None);
}

/// A terminal that fails once.
#[derive(Debug, Default)]
struct Faulty {
    fail: bool,
    written: Vec<u8>,
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.fail) {
            return Err(io::Error::other("line noise"));
        }
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn after_a_failed_write_everything_is_repainted() {
    let mut backend = PaintBackend::with_size(Faulty::default(), true, Size { width: 10, height: 1 });
    let cell = Cell::new("x");
    backend.flush().unwrap();
    backend.writer_mut().fail = true;
    backend.draw([(0, 0, &cell)].into_iter()).unwrap();
    assert!(backend.flush().is_err());
    backend.writer_mut().written.clear();
    backend.flush().unwrap();
    let mut screen = vt100::Parser::new(nonzero(1), nonzero(10), 0);
    screen.process(&backend.writer().written);
    assert_eq!(screen.screen().contents(), "x");
}
