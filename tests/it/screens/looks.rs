//! What is bold, reversed, coloured; and what is left when nothing can be.

use coe::ui::theme::Theme;

use super::{compare, shot, shots};
use crate::harness::Harness;

#[test]
fn ascii_alone() {
    let ascii = || Harness::new().settings(|it| it.ascii = true);
    shots("ascii", ascii().sample());
    shot("ascii_event", &ascii().sample().pressed("gg<enter>"));
    shot("ascii_history", &ascii().sample().pressed("*H"));
    for (width, height) in super::SIZES {
        let screen = ascii().size(width, height).sample().pressed("i-5m x<enter>s").screen();
        assert!(screen.is_ascii(), "{screen}");
    }
}

#[test]
fn the_selected_row_is_reversed_without_colour() {
    let h = Harness::new().sample();
    let runs = h.style_runs();
    assert!(runs.lines().any(|it| it.contains("14:29     ·   Idle") && it.contains("reversed")), "{runs}");
    compare("styles_plain", &runs);
    compare("styles_plain_picker", &Harness::new().sample().pressed("gs").style_runs());
}

#[test]
fn colours_are_those_of_the_terminal() {
    let mut h = Harness::new().sample();
    h.theme = Theme::colour();
    let runs = h.style_runs();
    assert!(!runs.contains("Rgb") && !runs.contains("Indexed") && !runs.contains("fg White"), "{runs}");
    compare("styles_colour", &runs);
}

#[test]
fn colour_says_nothing_that_letters_do_not() {
    let mut colour = Harness::new().sample();
    colour.theme = Theme::colour();
    assert_eq!(colour.screen(), Harness::new().sample().screen());
}
