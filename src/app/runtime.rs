//! The edge of the terminal application: the loop, the terminal, the store's threads, `$EDITOR`.
//!
//! One thread reads the database and looks for other processes' commits, another writes to it, a third reads the keys. The
//! loop takes what they send, lets `update` change the state, and draws once when nothing is left to take. Reads never
//! wait for writes, so a lock held elsewhere does not stop the screen.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::layout::{Position, Rect, Size};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::clock::Clock;
use crate::domain::id::{IdSource, IncidentId};
use crate::store::{Mode, Store, StoreError};
use crate::ui::{self, theme::Theme};

use super::effect::Effect;
use super::layout;
use super::msg::Msg;
use super::state::{Settings, State};
use super::update::update;

mod document;
mod handover;
pub mod input;
mod owner;
pub mod paint;
mod perform;
mod reviewer;
pub mod terminal;
mod threads;

pub use perform::{first_effects, perform};

use input::{Input, Pause};
use paint::PaintBackend;
use terminal::{Output, Signal, Signals, TerminalGuard};
use threads::Threads;

/// Typing is kept this long after the last key ...
const PAUSE: Duration = Duration::from_millis(200);
/// ... and at the latest this long after the first key that has not been kept.
const LATEST: Duration = Duration::from_millis(800);
/// How many inputs are taken before a frame is drawn.
const BATCH: usize = 4_096;
/// How long the program waits for its last writes when it is told to go.
const LAST_WRITES: Duration = Duration::from_millis(700);

/// What the terminal application is started with.
#[derive(Debug)]
pub struct Setup {
    /// The database.
    pub db: PathBuf,
    /// The incident to open, if one was named.
    pub incident: Option<IncidentId>,
    /// What the configuration decides.
    pub settings: Settings,
    /// How things look.
    pub theme: Theme,
    /// Whether colours are sent at all.
    pub colour: bool,
    /// The clock.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: IdSource,
    /// Where reports of a crash go.
    pub state_dir: PathBuf,
    /// The command of `$EDITOR`.
    pub editor: String,
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With this exit code.
    Exit(i32),
    /// The person wants to try the sample.
    Sample,
}

/// How a run ended, and what the person must still be told on the shell's screen.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// How it ended.
    pub outcome: Outcome,
    /// One sentence each: what could not be saved.
    pub notes: Vec<String>,
}

/// Why the terminal application could not run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Runs the terminal application until it is told to go.
///
/// # Errors
/// [`RunError`]; the terminal is then as it was.
pub fn run(setup: Setup) -> Result<Ended, RunError> {
    let reader = Store::open(&setup.db, Mode::Create)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        terminal::install_panic_hook(setup.state_dir.clone());
        let signals = Signals::new()?;
        let guard = TerminalGuard::enter()?;
        let (inputs, pause) = input::start(input::esc_delay(std::env::var("ESCDELAY").ok().as_deref()))?;
        let mut session = Session::new(setup, reader, (guard, pause))?;
        let outcome = session.run(signals, inputs).await;
        let notes = session.close();
        Ok(Ended { outcome: outcome?, notes })
    })
}

struct Session {
    state: State,
    theme: Theme,
    clock: Clock,
    editor: String,
    threads: Threads,
    answers: UnboundedReceiver<Msg>,
    terminal: Terminal<PaintBackend<Output>>,
    guard: TerminalGuard,
    pause: Pause,
    /// When text was typed first and last that has not been kept.
    unkept: Option<(Instant, Instant)>,
    outcome: Option<Outcome>,
}

impl Session {
    fn new(setup: Setup, reader: Store, (guard, pause): (TerminalGuard, Pause)) -> io::Result<Self> {
        let backend = PaintBackend::new(Output::open()?, setup.colour);
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let terminal = Terminal::with_options(
            backend,
            ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(Rect::new(0, 0, size.0, size.1)) },
        )?;
        let owner = owner::this_process();
        let (sender, answers) = unbounded_channel();
        let mut session = Session {
            state: State::new(setup.clock.now(), size, setup.settings, setup.ids, owner.clone()),
            theme: setup.theme,
            clock: setup.clock,
            editor: setup.editor,
            threads: Threads::start(reader, setup.db, sender)?,
            answers,
            terminal,
            guard,
            pause,
            unkept: None,
            outcome: None,
        };
        session.perform(first_effects(size.1, setup.incident));
        Ok(session)
    }

    async fn run(
        &mut self,
        mut signals: Signals,
        mut inputs: UnboundedReceiver<Input>,
    ) -> Result<Outcome, RunError> {
        let mut batch = Vec::new();
        loop {
            let wake = self.wake();
            tokio::select! {
                biased;
                signal = signals.next() => self.on_signal(signal)?,
                answer = self.answers.recv() => match answer {
                    Some(answer) => self.take(answer)?,
                    // Both threads are gone: one has panicked, and the hook has restored the terminal.
                    None => return Ok(Outcome::Exit(101)),
                },
                _ = inputs.recv_many(&mut batch, BATCH) => {
                    self.tick();
                    for input in batch.drain(..) {
                        self.on_input(input)?;
                    }
                }
                () = tokio::time::sleep_until(wake.into()) => self.on_wake()?,
            }
            while let Ok(answer) = self.answers.try_recv() {
                self.take(answer)?;
            }
            if terminal::panicked() {
                return Ok(Outcome::Exit(101));
            }
            if let Some(outcome) = self.outcome.take() {
                return Ok(outcome);
            }
            self.note_typing();
            self.draw()?;
        }
    }

    /// Returns when the loop must wake by itself: for the clock, or to keep what is typed.
    fn wake(&self) -> Instant {
        let now = Instant::now();
        let tick = self.state.next_tick().millis() - self.clock.now().millis();
        let tick = now + Duration::from_millis(tick.clamp(1, 60_000).unsigned_abs());
        match self.unkept {
            Some((first, last)) => tick.min(last + PAUSE).min(first + LATEST),
            None => tick,
        }
    }

    fn on_wake(&mut self) -> Result<(), RunError> {
        self.tick();
        let now = Instant::now();
        if self.unkept.is_some_and(|(first, last)| now >= last + PAUSE || now >= first + LATEST) {
            self.unkept = None;
            self.take(Msg::Keep)?;
        }
        Ok(())
    }

    /// Notes whether there is text that must be kept soon.
    fn note_typing(&mut self) {
        self.unkept = match (self.state.unkept(), self.unkept) {
            (false, _) => None,
            (true, None) => Some((Instant::now(), Instant::now())),
            (true, kept) => kept,
        };
    }

    fn tick(&mut self) {
        let now = self.clock.now();
        if now != self.state.now {
            let effects = update(&mut self.state, Msg::Tick(now));
            self.perform(effects);
        }
    }

    fn on_input(&mut self, input: Input) -> Result<(), RunError> {
        match input {
            Input::Key(chord) => {
                if let Some((_, last)) = &mut self.unkept {
                    *last = Instant::now();
                }
                self.take(Msg::Key(chord))
            }
            Input::Paste(text) => self.take(Msg::Paste(text)),
            Input::Resize(..) => self.resized(),
            Input::FocusGained => {
                self.threads.look();
                Ok(())
            }
            Input::FocusLost => Ok(()),
            Input::Gone => {
                terminal::exit_within(Duration::from_secs(1), 129);
                self.take(Msg::Leave(129))
            }
        }
    }

    fn on_signal(&mut self, signal: Signal) -> Result<(), RunError> {
        match signal {
            Signal::Suspend => self.suspend(),
            Signal::Continue => {
                self.guard.reenter()?;
                self.resized()
            }
            Signal::Resize => self.resized(),
            other => self.take(Msg::Leave(other.exit_code().unwrap_or(130))),
        }
    }

    /// Lets a message change the state, and does what follows from it.
    fn take(&mut self, msg: Msg) -> Result<(), RunError> {
        let effects = update(&mut self.state, msg);
        for effect in effects {
            match effect {
                Effect::Quit(code) => self.outcome = Some(Outcome::Exit(code)),
                Effect::Sample => self.outcome = Some(Outcome::Sample),
                Effect::Suspend => self.suspend()?,
                Effect::Copy(text) => {
                    let copied = handover::copy(&text)?;
                    self.take(copied)?;
                }
                Effect::Editor { text, field, name } => {
                    let back = handover::edit(&self.guard, &self.pause, &self.editor, (text, field, name));
                    self.resized()?;
                    self.take(back)?;
                }
                whole @ (Effect::Export { .. } | Effect::CopyDocument(_)) => self.threads.send_aside(whole),
                other => self.threads.send(other),
            }
        }
        Ok(())
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.threads.send(effect);
        }
    }

    fn suspend(&mut self) -> Result<(), RunError> {
        let effects = update(&mut self.state, Msg::Keep);
        self.perform(effects);
        self.guard.suspend(&self.pause)?;
        self.resized()
    }

    /// The terminal may be another size, or show something else, than before. It knows its size best: what told of it may
    /// be old.
    fn resized(&mut self) -> Result<(), RunError> {
        let (width, height) = crossterm::terminal::size().unwrap_or(self.state.size);
        let effects = update(&mut self.state, Msg::Resize(width, height));
        self.perform(effects);
        self.threads.look();
        self.repaint()
    }

    fn repaint(&mut self) -> Result<(), RunError> {
        let (width, height) = self.state.size;
        self.terminal.backend_mut().invalidate();
        self.terminal.backend_mut().set_size(Size::new(width, height));
        self.terminal.resize(Rect::from((Position::ORIGIN, Size::new(width, height))))?;
        Ok(())
    }

    fn draw(&mut self) -> Result<(), RunError> {
        let (width, height) = self.state.size;
        if width == 0 || height == 0 || self.state.arriving {
            return Ok(());
        }
        debug_assert!(layout::areas(&self.state).header.width <= width);
        let (state, theme) = (&self.state, &self.theme);
        self.terminal.draw(|frame| {
            ui::draw(frame, state, theme);
            paint::finish(frame.buffer_mut());
        })?;
        Ok(())
    }

    /// Gives the terminal back, then waits for what is still being written. Returns what could not be.
    fn close(mut self) -> Vec<String> {
        {
            // Or the next key would be this reader's, where another session or the shell waits for it.
            let _held = self.pause.hold();
            let _ = self.guard.leave();
        }
        self.threads.finish(LAST_WRITES);
        let mut notes = Vec::new();
        while let Ok(answer) = self.answers.try_recv() {
            if let Msg::Refused { why, .. } | Msg::Failed(why) = answer {
                notes.push(format!("not saved: {why}; your text is kept as a draft"));
            }
        }
        notes
    }
}
