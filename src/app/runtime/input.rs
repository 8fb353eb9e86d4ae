//! The thread that reads the terminal, and the handle that makes it let go of it.
//!
//! A thread of our own, as the terminal library's stream loses events with the reader that survives bursts.
//! It looks for a hang-up before each wait, because the library would spin on a terminal that is gone. A
//! bracketed paste whose end never comes keeps the library waiting; that is out of reach from here.

mod assembler;

use std::io::{self, IsTerminal};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::app::key::Chord;

pub use assembler::Assembler;

/// How long one wait for the terminal lasts. The library spends the last millisecond of each in a busy loop, and all of
/// one in which the terminal goes away: twice a second costs 0.2 % of a processor, and a hang-up is noticed in time.
const WAIT: Duration = Duration::from_millis(500);
/// How long a pause waits for the reader to let go; only a torn sequence keeps it longer.
const LET_GO: Duration = Duration::from_millis(500);
/// The default of `ESCDELAY`, in milliseconds.
const ESC_DELAY_MS: u64 = 30;
/// The longest Esc delay that is taken from outside, in milliseconds.
const LONGEST_ESC_DELAY_MS: u64 = 1_000;

/// What comes from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed or repeats.
    Key(Chord),
    /// Text was pasted, as raw as it came: the receiver cleans it.
    Paste(String),
    /// The terminal has so many columns and rows now, or had its content disturbed.
    Resize(u16, u16),
    /// The terminal's window got the focus.
    FocusGained,
    /// The terminal's window lost the focus.
    FocusLost,
    /// The terminal is gone; nothing follows.
    Gone,
}

/// Returns how long an Esc is held, from the value of `ESCDELAY` in milliseconds; 30 without a usable one.
pub fn esc_delay(value: Option<&str>) -> Duration {
    let given = value.and_then(|text| text.trim().parse::<u64>().ok());
    Duration::from_millis(given.map_or(ESC_DELAY_MS, |ms| ms.min(LONGEST_ESC_DELAY_MS)))
}

/// Starts the reading thread; the terminal must be in raw mode already.
///
/// `esc` is how long an Esc is held for the rest of a torn sequence; zero delivers it at once.
pub fn start(esc: Duration) -> io::Result<(UnboundedReceiver<Input>, Pause)> {
    let (sender, receiver) = unbounded_channel();
    let pause = Pause::default();
    let reader = Reader {
        pause: pause.clone(),
        line: Line::open(),
        assembler: Assembler::new(u64::try_from(esc.as_millis()).unwrap_or(LONGEST_ESC_DELAY_MS)),
        began: Instant::now(),
        sender,
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(move || reader.run())?;
    Ok((receiver, pause))
}

/// Makes the reading thread let go of the terminal, for `$EDITOR`, a suspension, and at the end: a reader that nobody
/// listens to any more reads no further once it has let go.
#[derive(Debug, Clone, Default)]
pub struct Pause {
    shared: Arc<(Mutex<Turn>, Condvar)>,
}

/// Who has the terminal.
#[derive(Debug, Default)]
struct Turn {
    holders: usize,
    reading: bool,
}

impl Pause {
    /// Waits until the thread does not read any more; it stays so until the returned value is dropped.
    ///
    /// A reader in the midst of a torn sequence cannot let go; after half a second this returns anyway,
    /// since waiting for ever would be worse than one lost key.
    pub fn hold(&self) -> Held<'_> {
        let mut turn = self.lock();
        turn.holders += 1;
        if turn.reading {
            wake_reader();
            let waited = self.shared.1.wait_timeout_while(turn, LET_GO, |turn| turn.reading);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
        Held { pause: self }
    }

    /// Waits for the reader's turn.
    fn begin(&self) {
        let turn = self.shared.1.wait_while(self.lock(), |turn| turn.holders > 0);
        turn.unwrap_or_else(PoisonError::into_inner).reading = true;
    }

    /// Ends the reader's turn.
    fn end(&self) {
        self.lock().reading = false;
        self.shared.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Turn> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reading thread has let go of the terminal as long as this lives.
#[derive(Debug)]
pub struct Held<'a> {
    pause: &'a Pause,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.pause.lock().holders -= 1;
        self.pause.shared.1.notify_all();
    }
}

/// The reading thread's own.
struct Reader {
    pause: Pause,
    line: Line,
    assembler: Assembler,
    began: Instant,
    sender: UnboundedSender<Input>,
}

impl Reader {
    fn run(mut self) {
        let mut inputs = Vec::new();
        loop {
            self.pause.begin();
            if self.sender.is_closed() {
                return;
            }
            let event = self.wait();
            self.pause.end();
            let now = self.now();
            self.assembler.tick(now, &mut inputs);
            let gone = match event {
                Ok(Some(event)) => {
                    self.take(event, now, &mut inputs);
                    false
                }
                Ok(None) => false,
                Err(error) => error.kind() != io::ErrorKind::Interrupted,
            };
            if gone {
                inputs.push(Input::Gone);
            }
            for input in inputs.drain(..) {
                if self.sender.send(input).is_err() {
                    return;
                }
            }
            if gone {
                return;
            }
        }
    }

    /// Waits for one event, at most until the assembler has something to do.
    fn wait(&self) -> io::Result<Option<Event>> {
        if self.line.is_gone() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let due = self.assembler.deadline().map(|due| Duration::from_millis(due.saturating_sub(self.now())));
        // The library does not look at what it has read already when it is not to wait at all.
        let wait = due.map_or(WAIT, |due| due.clamp(Duration::from_millis(1), WAIT));
        if crossterm::event::poll(wait)? { crossterm::event::read().map(Some) } else { Ok(None) }
    }

    fn take(&mut self, event: Event, now: u64, inputs: &mut Vec<Input>) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                self.assembler.feed(Chord::from_event(key), now, inputs);
            }
            Event::Paste(text) => self.assembler.paste(text, now, inputs),
            Event::Resize(width, height) => inputs.push(Input::Resize(width, height)),
            Event::FocusGained => inputs.push(Input::FocusGained),
            Event::FocusLost => inputs.push(Input::FocusLost),
            Event::Key(_) | Event::Mouse(_) => {}
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Makes a waiting reader come back at once: the library takes this signal for a resize.
#[cfg(unix)]
fn wake_reader() {
    #[expect(unsafe_code, reason = "only the C library can signal a process")]
    // SAFETY: kill has no memory effects, and SIGWINCH to the own process is ignored or handled.
    let _ = unsafe { libc::kill(libc::getpid(), libc::SIGWINCH) };
}

#[cfg(not(unix))]
fn wake_reader() {}

/// The terminal's line, looked at for a hang-up.
struct Line {
    /// The controlling terminal, where the standard input is none; the library then reads that one.
    controlling: Option<std::fs::File>,
}

impl Line {
    fn open() -> Self {
        let controlling = if io::stdin().is_terminal() { None } else { std::fs::File::open("/dev/tty").ok() };
        Line { controlling }
    }

    /// Tells whether the other end has hung up.
    #[cfg(unix)]
    fn is_gone(&self) -> bool {
        use std::os::fd::AsRawFd;
        let fd = self.controlling.as_ref().map_or(libc::STDIN_FILENO, AsRawFd::as_raw_fd);
        let mut line = libc::pollfd { fd, events: 0, revents: 0 };
        #[expect(unsafe_code, reason = "the standard library cannot poll")]
        // SAFETY: the pointer is to one valid structure that outlives the call, as the count says.
        let ready = unsafe { libc::poll(&raw mut line, 1, 0) };
        ready > 0 && line.revents & (libc::POLLHUP | libc::POLLERR) != 0
    }

    #[cfg(not(unix))]
    fn is_gone(&self) -> bool {
        let _ = &self.controlling;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_esc_delay_survives_nonsense() {
        for (value, ms) in [
            (None, 30),
            (Some("100"), 100),
            (Some(" 0 "), 0),
            (Some("soon"), 30),
            (Some("-5"), 30),
            (Some("999999999"), 1_000),
        ] {
            assert_eq!(esc_delay(value), Duration::from_millis(ms), "{value:?}");
        }
    }

    #[test]
    fn a_pause_waits_for_the_reader_and_keeps_it_waiting() {
        let pause = Pause::default();
        pause.begin();
        let (sender, events) = std::sync::mpsc::channel();
        let reader = std::thread::spawn({
            let (pause, sender) = (pause.clone(), sender.clone());
            move || {
                // As the real reader is woken: only once somebody waits for the turn to end.
                while pause.lock().holders == 0 {
                    std::thread::yield_now();
                }
                sender.send("let go").unwrap();
                pause.end();
                pause.begin();
                sender.send("reading again").unwrap();
                pause.end();
            }
        });
        let held = pause.hold();
        assert_eq!(events.recv().unwrap(), "let go");
        let other = pause.hold();
        drop(held);
        assert!(events.try_recv().is_err(), "one of two holders is left");
        sender.send("released").unwrap();
        drop(other);
        assert_eq!(events.iter().take(2).collect::<Vec<_>>(), ["released", "reading again"]);
        reader.join().unwrap();
    }
}
