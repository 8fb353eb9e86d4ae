//! What is made by the program and kept in the repository: pages, parts of the README, pictures. A stale one fails.
//!
//! `UPDATE=1 cargo test --test it generated` writes all of them anew.

use std::path::{Path, PathBuf};

use coe::app::effect::Effect;
use coe::app::key::Keys;
use coe::app::keymap::Keymap;
use coe::app::msg::Msg;
use coe::app::runtime::{first_effects, paint, perform};
use coe::app::state::{Settings, State};
use coe::app::update::update;
use coe::docs::{self, picture};
use coe::domain::change::{Change, Edit};
use coe::domain::id::{IdSource, StepId};
use coe::domain::time::{Timestamp, Zone};
use coe::import::sample;
use coe::store::{Origin, Store, Write};
use coe::ui::{self, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

const NOW: &str = "2026-11-22T14:32:07Z";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|it| it == "1")
}

/// Compares what a file holds with what it should, or writes it.
fn hold(path: &str, wanted: &str) {
    let file = root().join(path);
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    if found == wanted {
        return;
    }
    if updating() {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(&file, wanted).unwrap();
        return;
    }
    let line = found.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count();
    panic!(
        "{path} is stale from line {}:\n  it says    {}\n  it should  {}\nrun `UPDATE=1 cargo test --test it generated` and look at what changed",
        line + 1,
        found.lines().nth(line).unwrap_or("(nothing)"),
        wanted.lines().nth(line).unwrap_or("(nothing)"),
    );
}

#[test]
fn pages_are_what_the_tables_say() {
    for page in docs::pages() {
        hold(page.path, &page.text);
    }
}

#[test]
fn the_readme_says_what_the_tables_say() {
    let mut text = std::fs::read_to_string(root().join("README.md")).unwrap();
    for block in docs::blocks() {
        let open = format!("<!-- generated: {} -->\n", block.name);
        let start = text.find(&open).unwrap_or_else(|| panic!("README.md has no line {open}")) + open.len();
        let length = text[start..].find("<!-- end -->").unwrap();
        text.replace_range(start..start + length, &format!("\n{}\n\n", block.text));
    }
    assert_eq!(text.matches("<!-- generated: ").count(), docs::blocks().len(), "a block that nothing makes");
    hold("README.md", &text);
}

/// The program on its sample, without terminal and threads.
struct Screen {
    store: Store,
    state: State,
}

impl Screen {
    fn on_the_sample(size: (u16, u16)) -> Self {
        let now = Timestamp::parse_rfc3339(NOW).unwrap();
        let mut ids = IdSource::seeded(7);
        let read = sample::read(&mut ids, now).unwrap();
        let write = Write {
            step: StepId(ids.next(now)),
            incident: read.header.id,
            at: now,
            origin: Origin::Import,
            label: None,
            enters: None,
        };
        let mut store = Store::memory().unwrap();
        let header = Change::header(Edit::add(read.header));
        store.write(&write, header.into_iter().chain(read.changes)).unwrap();
        let settings = Settings {
            keymap: Keymap::default(),
            local: Zone::default(),
            zone: Zone::default(),
            ascii: false,
            sticky: false,
            footer: true,
            still: false,
            problems: Vec::new(),
        };
        let state = State::new(now, size, settings, ids, "1-1".to_owned());
        let mut screen = Screen { store, state };
        screen.perform(first_effects("1-1"));
        screen
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(answer) = perform(&mut self.store, effect) {
                self.take(answer);
            }
        }
    }

    fn take(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.perform(effects);
    }

    fn press(&mut self, keys: &str) {
        for chord in keys.parse::<Keys>().unwrap().chords() {
            self.take(Msg::Key(*chord));
        }
    }

    fn type_in(&mut self, text: &str) {
        for ch in text.chars() {
            self.press(&if ch == ' ' { "space".to_owned() } else { ch.to_string() });
        }
    }

    /// Draws the screen with a block for the terminal's cursor.
    fn picture(&self, title: &str) -> String {
        let (width, height) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = ui::paint(&mut buffer, &self.state, &Theme::colour());
        paint::finish(&mut buffer);
        if let Some(cell) = cursor.and_then(|at| buffer.cell_mut(at)) {
            cell.modifier.toggle(Modifier::REVERSED);
        }
        picture::svg(&buffer, title)
    }
}

#[test]
fn pictures_are_what_the_screen_draws() {
    let mut live = Screen::on_the_sample((120, 36));
    live.press("k k k k k");
    hold("assets/screenshots/live.svg", &live.picture("coe demo"));
    let mut bar = Screen::on_the_sample((80, 24));
    bar.press("i");
    bar.type_in("-5m last queue drained, all regions healthy #checkout !resolved");
    hold("assets/screenshots/log-bar.svg", &bar.picture("coe demo"));
}
