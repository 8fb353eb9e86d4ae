use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;

/// The lines of the picture that draw cells.
fn cells(buffer: &Buffer) -> Vec<String> {
    let picture = svg(buffer, "t");
    picture.lines().skip_while(|line| !line.starts_with("<g ")).skip(1).map(str::to_owned).collect()
}

fn one_row(text: &str, style: Style) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
    buffer.set_string(0, 0, text, style);
    cells(&buffer)
}

#[test]
fn a_picture_is_this_text() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
    buffer.set_string(0, 0, "a<&b", Style::new());
    let expected = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"68\" viewBox=\"0 0 64 68\" role=\"img\">\n\
         <title>x &lt; y</title>\n\
         <rect x=\".5\" y=\".5\" width=\"63\" height=\"67\" rx=\"8\" fill=\"#0d1117\" stroke=\"#30363d\"/>\n\
         <path d=\"M1 27V8.5a7.5 7.5 0 0 1 7.5-7.5H55.5a7.5 7.5 0 0 1 7.5 7.5V27z\" fill=\"#161b22\"/>\n\
         <circle cx=\"16\" cy=\"14\" r=\"5\" fill=\"#ff5f57\"/>\n\
         <circle cx=\"34\" cy=\"14\" r=\"5\" fill=\"#febc2e\"/>\n\
         <circle cx=\"52\" cy=\"14\" r=\"5\" fill=\"#28c840\"/>\n\
         <text x=\"32\" y=\"19\" text-anchor=\"middle\" font-family=\"{FONTS}\" font-size=\"13\" fill=\"#8b949e\">x &lt; y</text>\n\
         <g transform=\"translate(14 36)\" font-family=\"{FONTS}\" font-size=\"14.95\" xml:space=\"preserve\" \
         style=\"white-space:pre;line-height:18px\">\n\
         <text x=\"0\" y=\"14\" textLength=\"36\" fill=\"#c9d1d9\">a&lt;&amp;b</text>\n</g>\n</svg>\n"
    );
    assert_eq!(svg(&buffer, "x <\n y\u{1b}[2J"), expected.replace("x &lt; y", "x &lt;  y"));
}

#[test]
fn a_run_ends_where_the_look_changes() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
    buffer.set_string(0, 0, "ab", Style::new());
    buffer.set_string(3, 0, "cd", Style::new().red().bold().italic().dim());
    assert_eq!(
        cells(&buffer)[..2],
        [
            "<text x=\"0\" y=\"14\" textLength=\"18\" fill=\"#c9d1d9\">ab</text>",
            "<text x=\"27\" y=\"14\" textLength=\"18\" fill=\"#9e504d\" font-weight=\"bold\" font-style=\"italic\">cd</text>",
        ]
    );
}

#[test]
fn reversed_cells_swap_their_colours_and_underlines_are_drawn() {
    let lines = one_row("ab", Style::new().green().reversed().underlined());
    assert_eq!(
        lines[..3],
        [
            "<rect x=\"0\" y=\"0\" width=\"18\" height=\"18\" fill=\"#3fb950\"/>",
            "<text x=\"0\" y=\"14\" textLength=\"18\" fill=\"#0d1117\">ab</text>",
            "<rect x=\"0\" y=\"16\" width=\"18\" height=\"1\" fill=\"#0d1117\"/>",
        ]
    );
}

#[test]
fn a_wide_character_takes_two_cells() {
    let lines = one_row("日a", Style::new());
    assert!(lines[0].starts_with("<text x=\"0\" y=\"14\" textLength=\"18\""), "{}", lines[0]);
    assert!(lines[1].starts_with("<text x=\"18\" y=\"14\" textLength=\"9\""), "{}", lines[1]);
}

#[test]
fn lines_reach_the_edges_of_their_cells() {
    let lines = one_row("┼█", Style::new());
    assert_eq!(
        lines[..2],
        [
            "<path d=\"M4.5 9V0M4.5 9H9M4.5 9V18M4.5 9H0\" stroke=\"#c9d1d9\" stroke-width=\"1\" stroke-linecap=\"square\"/>",
            "<path d=\"M9 0H18V18H9z\" fill=\"#c9d1d9\"/>",
        ]
    );
}

#[test]
fn palette_numbers_are_those_of_xterm() {
    assert_eq!(colour(Color::Indexed(9)), colour(Color::LightRed));
    assert_eq!(colour(Color::Indexed(208)).as_deref(), Some("#ff8700"));
    assert_eq!(colour(Color::Indexed(255)).as_deref(), Some("#eeeeee"));
    assert_eq!(colour(Color::Rgb(1, 2, 255)).as_deref(), Some("#0102ff"));
}

#[test]
fn hidden_and_hostile_cells_stay_out() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
    buffer.set_string(0, 0, "secret", Style::new().hidden());
    buffer[(7, 0)].set_symbol("\u{1b}[2J\u{ffff}");
    let picture = svg(&buffer, "t\u{0}\u{ffff}");
    assert!(!picture.contains("secret"));
    assert!(!picture.contains(['\u{0}', '\u{ffff}', '\u{1b}']), "{picture}");
}
