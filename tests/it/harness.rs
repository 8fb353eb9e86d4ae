//! Keys in, whole screens out: the real `update`, the real `perform` and the real drawing on a store of its own.
//!
//! There are no threads and no waiting: after each key every effect is performed, and every answer taken, until none is
//! left. What leaves the program (the clipboard, `$EDITOR`, the end) is noted down.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::OnceLock;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

use coe::app::effect::Effect;
use coe::app::key::Chord;
use coe::app::keymap::Keymap;
use coe::app::msg::Msg;
use coe::app::runtime::{first_effects, paint, perform};
use coe::app::state::{Settings, State};
use coe::app::update::update;
use coe::domain::change::{Change, Edit};
use coe::domain::event::Event;
use coe::domain::id::{EventId, IdSource, IncidentId, StepId};
use coe::domain::incident::{Header, Incident, Severity};
use coe::domain::span::Span;
use coe::domain::time::{Timestamp, Zone};
use coe::import::{Imported, sample};
use coe::store::{Mode, Origin, Store, Write};
use coe::ui;
use coe::ui::theme::Theme;

/// Where the clock stands unless a test moves it.
pub const NOW: &str = "2026-11-22T14:32:07Z";

/// Effects and answers that one key may lead to; more is a loop.
const MOST_EFFECTS: usize = 200;

/// The terminal application without a terminal.
pub struct Harness {
    pub state: State,
    pub store: Store,
    pub theme: Theme,
    ids: IdSource,
    /// Where files go that the application writes, and the database when it is not in memory.
    folder: tempfile::TempDir,
    processes: u32,
    /// What was sent to the clipboard.
    pub copied: Vec<String>,
    /// What was handed to `$EDITOR`.
    pub handed: Vec<String>,
    /// What `$EDITOR` makes of the text; without it the editor fails.
    pub editor: Option<fn(&str) -> String>,
    /// How often the program was stopped.
    pub suspended: usize,
    /// Whether the sample was asked for.
    pub wants_sample: bool,
    /// The exit code, once it has ended.
    pub ended: Option<i32>,
}

/// Reads an RFC 3339 time.
pub fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn settings() -> Settings {
    Settings {
        keymap: Keymap::default(),
        local: "Europe/Berlin".parse().unwrap(),
        zone: Zone::Utc,
        ascii: false,
        sticky: false,
        footer: true,
        still: false,
        gap: coe::app::timeline::GAP,
        review: coe::review::Options::new(at(NOW)),
        problems: Vec::new(),
    }
}

impl Harness {
    /// Makes an application on an empty store in memory, 80 by 24, that has not been started.
    pub fn new() -> Self {
        Harness::on(Store::memory().unwrap())
    }

    /// The same on a file, so that other processes can be had.
    pub fn on_file() -> Self {
        let mut harness = Harness::new();
        harness.store = Store::open(&harness.db(), Mode::Create).unwrap();
        harness
    }

    fn on(store: Store) -> Self {
        let ids = IdSource::seeded(7);
        Harness {
            state: State::new(at(NOW), (80, 24), settings(), IdSource::seeded(8), "gone-1".into()),
            store,
            theme: Theme::plain(),
            ids,
            folder: tempfile::tempdir().unwrap(),
            processes: 1,
            copied: Vec::new(),
            handed: Vec::new(),
            editor: None,
            suspended: 0,
            wants_sample: false,
            ended: None,
        }
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("coe.db")
    }

    /// Returns the path of a file that the application wrote, or is to read.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets the clock before anything is done.
    pub fn clock(mut self, now: &str) -> Self {
        self.state.now = at(now);
        self
    }

    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.resize(width, height);
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.send(Msg::Resize(width, height));
    }

    pub fn settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.state.settings);
        self
    }

    /// Starts the application with what is in the store.
    pub fn start(mut self) -> Self {
        let effects = first_effects(self.state.size.1, None);
        self.run(effects);
        self
    }

    /// Starts on the sample incident.
    pub fn sample(mut self) -> Self {
        static READ: OnceLock<Imported> = OnceLock::new();
        assert_eq!(self.state.now, at(NOW), "the sample is read once, for one time");
        let sample = READ.get_or_init(|| sample::read(&mut IdSource::seeded(9), at(NOW)).unwrap()).clone();
        let id = sample.header.id;
        let header = Change::header(Edit::add(sample.header));
        self.write(id, header.into_iter().chain(sample.changes).collect());
        self.start()
    }

    /// Starts on an incident that holds nothing.
    pub fn empty(mut self) -> Self {
        self.add_incident("checkout returns 503", Zone::Utc);
        self.start()
    }

    /// Starts on an incident with events `event 1` to `event N`, one a minute, the last of them two minutes ago.
    pub fn events(mut self, count: i64) -> Self {
        let incident = self.add_incident("checkout returns 503", Zone::Utc);
        let mut changes = Vec::new();
        for number in 1..=count {
            let at = self.state.now - Span::minutes(count - number + 2);
            let event = Event::new(EventId(self.ids.next(at)), at, Zone::Utc, format!("event {number}"));
            changes.push(Change::event(incident, Edit::add(event)));
        }
        self.write(incident, changes);
        self.start()
    }

    /// Writes an incident into the store.
    pub fn add_incident(&mut self, title: &str, zone: Zone) -> IncidentId {
        let id = IncidentId(self.ids.next(self.state.now));
        let mut header = Header::new(id, title, zone, self.state.now);
        header.severity = Some(Severity::Sev2);
        self.write(id, Change::header(Edit::add(header)).into_iter().collect());
        id
    }

    fn step(&mut self, incident: IncidentId) -> Write {
        Write {
            step: StepId(self.ids.next(self.state.now)),
            incident,
            at: self.state.now,
            origin: Origin::Cli,
            label: None,
            enters: None,
        }
    }

    /// Writes changes as another process would, unseen by the application.
    pub fn write(&mut self, incident: IncidentId, changes: Vec<Change>) {
        let step = self.step(incident);
        self.store.write(&step, changes).unwrap();
    }

    /// Returns a new event that is in no store yet.
    pub fn event(&mut self, minutes_ago: i64, text: &str) -> Event {
        let at = self.state.now - Span::minutes(minutes_ago);
        let zone = self.state.zone();
        Event::new(EventId(self.ids.next(at)), at, zone, text)
    }

    /// Logs an event before the application looks at it.
    pub fn with_event(&mut self, minutes_ago: i64, text: &str, change: impl FnOnce(&mut Event)) {
        let incident = self.state.incident().unwrap();
        let mut event = self.event(minutes_ago, text);
        change(&mut event);
        self.write(incident, vec![Change::event(incident, Edit::add(event))]);
        self.send(Msg::Changed);
    }

    /// Another process does something to the open incident; then the application is told, as it would be.
    pub fn elsewhere(&mut self, act: impl FnOnce(&mut Store, &Write)) {
        let incident = self.state.incident().unwrap();
        let step = self.step(incident);
        let mut other = Store::open(&self.db(), Mode::Create).unwrap();
        act(&mut other, &step);
        drop(other);
        self.send(Msg::Changed);
    }

    /// Another process logs an event.
    pub fn logged_elsewhere(&mut self, minutes_ago: i64, text: &str) {
        let event = self.event(minutes_ago, text);
        self.elsewhere(|store, step| {
            store.write(step, [Change::event(step.incident, Edit::add(event))]).unwrap();
        });
    }

    /// Presses keys: text, and `<enter>`, `<esc>`, `<c-r>`, `<s-tab>`, `<space>`, `<lt>`, or any name of the key table.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            self.send(Msg::Key(chord));
        }
        self
    }

    /// Presses keys faster than anything they ask for is answered.
    #[track_caller]
    pub fn press_ahead(&mut self, keys: &str) -> &mut Self {
        let effects = chords(keys).into_iter().flat_map(|it| self.hold(Msg::Key(it))).collect();
        self.run(effects);
        self
    }

    /// Presses keys in a chain that begins with the making of the harness.
    #[track_caller]
    pub fn pressed(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(Msg::Paste(text.to_owned()));
        self
    }

    /// Lets time go by.
    pub fn advance(&mut self, span: Span) -> &mut Self {
        let now = self.state.now + span;
        self.send(Msg::Tick(now));
        self
    }

    /// Typing pauses: what is typed is kept.
    pub fn pause(&mut self) -> &mut Self {
        self.send(Msg::Keep);
        self
    }

    /// The process is killed, and another is started on the same store.
    pub fn restart(&mut self) -> &mut Self {
        self.processes += 1;
        let old = &self.state;
        let owner = format!("gone-{}", self.processes);
        let seed = 100 + u64::from(self.processes);
        self.state = State::new(old.now, old.size, old.settings.clone(), IdSource::seeded(seed), owner);
        let effects = first_effects(self.state.size.1, None);
        self.run(effects);
        self
    }

    /// Hands a message to the application and performs what follows.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.run(effects);
    }

    /// Hands a message to the application and returns what it asks for, without doing it.
    pub fn hold(&mut self, msg: Msg) -> Vec<Effect> {
        update(&mut self.state, msg)
    }

    /// Performs effects, and those that follow from them.
    pub fn run(&mut self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        let mut done = 0;
        while let Some(effect) = queue.pop_front() {
            done += 1;
            assert!(done < MOST_EFFECTS, "no end of effects, the last of them {effect:?}");
            if let Some(answer) = self.perform(effect) {
                queue.extend(update(&mut self.state, answer));
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Copy(text) => {
                let bytes = text.len();
                self.copied.push(text);
                Some(Msg::Copied(bytes))
            }
            Effect::Editor { text, field, .. } => {
                let back = self.editor.map(|it| it(&text));
                let why = back.is_none().then(|| "the editor ended with exit status: 1".to_owned());
                self.handed.push(text);
                Some(Msg::Edited { field, text: back, why })
            }
            Effect::Suspend => {
                self.suspended += 1;
                None
            }
            Effect::Sample => {
                self.wants_sample = true;
                None
            }
            Effect::Quit(code) => {
                self.ended = Some(code);
                None
            }
            // A path without a folder is meant in the folder of the person, not of the tests.
            Effect::Export { incident, format, path, force } => {
                let path = self.folder.path().join(path);
                perform(&mut self.store, Effect::Export { incident, format, path, force })
            }
            Effect::Import { path, now, seed } => {
                let path = self.folder.path().join(path);
                perform(&mut self.store, Effect::Import { path, now, seed })
            }
            other => perform(&mut self.store, other),
        }
    }

    /// Returns the cells of the screen, drawn as in production.
    pub fn cells(&self) -> Buffer {
        let (width, height) = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| {
                ui::draw(frame, &self.state, &self.theme);
                paint::finish(frame.buffer_mut());
            })
            .unwrap();
        terminal.backend().buffer().clone()
    }

    /// Returns the screen as lines of text without spaces at their ends, and the place of the cursor if there is one.
    pub fn screen(&self) -> String {
        let cells = self.cells();
        let mut text = String::new();
        for y in 0..cells.area.height {
            text.push_str(line(&cells, y).trim_end());
            text.push('\n');
        }
        let (width, height) = self.state.size;
        let mut again = Buffer::empty(Rect::new(0, 0, width, height));
        if let Some(cursor) = ui::paint(&mut again, &self.state, &self.theme) {
            text.push_str(&format!("cursor: column {}, row {}\n", cursor.x, cursor.y));
        }
        text.replace(&self.folder.path().display().to_string(), "/FOLDER")
    }

    /// Returns every stretch of the screen that is not plain: its row, its text, its style.
    pub fn style_runs(&self) -> String {
        let cells = self.cells();
        let mut runs: Vec<(u16, String, Style)> = Vec::new();
        for y in 0..cells.area.height {
            let mut after: Option<Style> = None;
            for x in 0..cells.area.width {
                let cell = &cells[(x, y)];
                let style = cell.style();
                let plain = Buffer::empty(Rect::new(0, 0, 1, 1))[(0, 0)].style();
                if style == plain {
                    after = None;
                    continue;
                }
                match runs.last_mut().filter(|_| after == Some(style)) {
                    Some((_, text, _)) => text.push_str(cell.symbol()),
                    None => runs.push((y, cell.symbol().to_owned(), style)),
                }
                after = Some(style);
            }
        }
        runs.into_iter().map(|(y, text, style)| format!("{y:>2} |{text}| {}\n", look(style))).collect()
    }

    /// Returns the one line of the screen that holds a text.
    #[track_caller]
    pub fn line_with(&self, text: &str) -> String {
        let screen = self.screen();
        let mut lines = screen.lines().filter(|it| it.contains(text));
        let found = lines.next().unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{screen}"));
        found.to_owned()
    }

    /// Requires texts on the screen.
    #[track_caller]
    pub fn shows(&self, texts: &[&str]) -> &Self {
        let screen = self.screen();
        for text in texts {
            assert!(screen.contains(text), "`{text}` is not on the screen:\n{screen}");
        }
        self
    }

    /// Requires that texts are not on the screen.
    #[track_caller]
    pub fn hides(&self, texts: &[&str]) -> &Self {
        let screen = self.screen();
        for text in texts {
            assert!(!screen.contains(text), "`{text}` is on the screen:\n{screen}");
        }
        self
    }

    /// Returns the open incident as the store has it.
    pub fn record(&self) -> Incident {
        self.store.incident(self.state.incident().unwrap()).unwrap()
    }

    /// Returns the texts of the timeline as the store has them.
    pub fn texts(&self) -> Vec<String> {
        self.record().events.into_iter().map(|it| it.text).collect()
    }

    /// Returns how many steps the history holds.
    pub fn steps(&self) -> usize {
        self.store.history(self.state.incident().unwrap(), None, 1_000).unwrap().len()
    }

    /// Returns the text of the selected event.
    pub fn selected(&self) -> String {
        let open = self.state.open.as_ref().unwrap();
        open.timeline.selected_row().map(|it| it.text.clone()).unwrap_or_default()
    }

    /// Returns what is typed in the open field.
    #[track_caller]
    pub fn typed(&self) -> String {
        self.state
            .field
            .as_ref()
            .unwrap_or_else(|| panic!("no field is open:\n{}", self.screen()))
            .editor
            .text()
    }
}

/// Returns the text of a row; a wide character takes two cells and is written once.
fn line(cells: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < cells.area.width {
        let symbol = cells[(x, y)].symbol();
        text.push_str(symbol);
        x += u16::try_from(symbol.width().max(1)).unwrap();
    }
    text
}

fn look(style: Style) -> String {
    let mut words = Vec::new();
    for (name, colour) in [("fg", style.fg), ("bg", style.bg)] {
        if let Some(colour) = colour.filter(|it| *it != ratatui::style::Color::Reset) {
            words.push(format!("{name} {colour}"));
        }
    }
    words.extend(style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    words.join(", ")
}

/// Reads keys as [`Harness::press`] takes them.
#[track_caller]
fn chords(keys: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|it| it.split_once('>'));
        let (name, after) = match named {
            Some((name, after)) => (name.to_owned(), after),
            None => (first.to_string(), &rest[first.len_utf8()..]),
        };
        let name = match name.as_str() {
            " " => "space".to_owned(),
            "lt" => "<".to_owned(),
            _ => name.replacen("c-", "ctrl-", 1).replacen("s-tab", "shift-tab", 1),
        };
        chords.push(name.parse().unwrap_or_else(|error| panic!("{error} in `{keys}`")));
        rest = after;
    }
    chords
}
