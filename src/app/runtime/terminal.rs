//! The terminal's modes and every way out of them: exit, error, panic, signal, Ctrl-Z, `$EDITOR`.
//!
//! One flag says whether the terminal is ours; whoever clears it restores the terminal, so that each way out
//! may call it and it happens once. Nothing is ever asked of the terminal, and the cursor's shape is not
//! touched. [`Output`] writes only while the terminal is ours: no late frame lands on the shell's screen.

mod panic;
mod signal;

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use super::input::Pause;

pub use panic::{install_panic_hook, panicked};
pub use signal::{Signal, Signals, exit_within};

/// Alternate screen, bracketed paste, focus events, cursor hidden.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[m\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// The same for a terminal that is in the alternate screen already: entering it twice would overwrite the
/// cursor's place on the shell's screen.
const ENTER_AGAIN: &[u8] = b"\x1b[r\x1b[m\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// Synchronized update, margins, look, paste, focus, mouse, alternate screen, cursor.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[r\x1b[m\x1b[?2004l\x1b[?1004l\x1b[?1006l\x1b[?1003l\x1b[?1002l\
    \x1b[?1000l\x1b[?1049l\x1b[?25h";

/// Whether the terminal is in our modes.
static OURS: AtomicBool = AtomicBool::new(false);
/// Held while bytes go to the terminal, so that restoring does not happen in the midst of a frame.
static TURN: Mutex<()> = Mutex::new(());

/// The terminal in our modes; dropping it restores the terminal.
#[derive(Debug)]
pub struct TerminalGuard {
    _private: (),
}

impl TerminalGuard {
    /// Puts the terminal into raw mode and the alternate screen.
    ///
    /// Standard input and output must be terminals. On an error the terminal is as it was.
    pub fn enter() -> io::Result<Self> {
        enter()?;
        Ok(TerminalGuard { _private: () })
    }

    /// Gives the terminal back to the shell; does nothing when that has happened already.
    pub fn leave(&self) -> io::Result<()> {
        restore()
    }

    /// Takes the terminal again, after [`TerminalGuard::leave`] or after a stop that changed its modes
    /// behind our back. The caller must repaint everything.
    pub fn reenter(&self) -> io::Result<()> {
        if OURS.load(Ordering::SeqCst) {
            // The shell may have set its own modes while we were stopped; raw mode is thought to be on still.
            crossterm::terminal::disable_raw_mode()?;
        }
        enter()
    }

    /// Stops the program as Ctrl-Z does, and takes the terminal again when it is continued.
    ///
    /// The whole process group stops, which is what a shell expects of a job. The caller must repaint.
    pub fn suspend(&self, pause: &Pause) -> io::Result<()> {
        let _input = pause.hold();
        self.leave()?;
        signal::stop_group();
        self.reenter()
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        let _ = restore();
    }
}

/// Runs an editor on a file in the foreground and returns how it ended. The caller must repaint afterwards.
///
/// `command` is split into words as a shell does. Fails when it is empty, has an open quote or cannot be
/// started; the terminal is ours again in every case.
pub fn run_editor(
    guard: &TerminalGuard,
    pause: &Pause,
    command: &str,
    file: &Path,
) -> io::Result<ExitStatus> {
    let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidInput, why);
    let words = shell_words::split(command)
        .map_err(|error| invalid(format!("the editor command {command:?} cannot be read: {error}")))?;
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| invalid("the editor command is empty; set COE_EDITOR, VISUAL or EDITOR".to_owned()))?;
    let _input = pause.hold();
    guard.leave()?;
    let status = Command::new(program)
        .args(arguments)
        .arg(file)
        .spawn()
        .map_err(|error| {
            io::Error::new(error.kind(), format!("the editor {program:?} cannot be started: {error}"))
        })
        .and_then(|mut child| {
            let _signals = signal::Foreground::give();
            child.wait()
        });
    guard.reenter()?;
    status
}

/// Restores the terminal if it is in our modes; for the ways out that have no guard at hand.
///
/// Goes on after a failed write: a terminal that is gone needs no sequences, but raw mode ends anyway.
pub fn restore() -> io::Result<()> {
    if !OURS.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let _turn = wait_for_turn();
    let written = write_now(LEAVE);
    let cooked = crossterm::terminal::disable_raw_mode();
    written.and(cooked)
}

fn enter() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    let again = OURS.swap(true, Ordering::SeqCst);
    let written = write_now(if again { ENTER_AGAIN } else { ENTER });
    if written.is_err() {
        let _ = restore();
    }
    written
}

/// Waits for a frame that is being written, but not for long: its writer may be blocked for ever.
fn wait_for_turn() -> Option<MutexGuard<'static, ()>> {
    for _ in 0..100 {
        match TURN.try_lock() {
            Ok(turn) => return Some(turn),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
        }
    }
    None
}

/// Writes to the terminal at once, past the lock and the buffer of the standard output.
fn write_now(bytes: &[u8]) -> io::Result<()> {
    let mut device = device()?;
    let mut rest = bytes;
    while !rest.is_empty() {
        match write_some(&mut device, rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    device.flush()
}

/// Writes what the device takes; a device that is full for now counts as interrupted, a little later.
fn write_some(device: &mut Device, bytes: &[u8]) -> io::Result<usize> {
    let result = device.write(bytes);
    if result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
        std::thread::sleep(Duration::from_millis(2));
        return Err(io::ErrorKind::Interrupted.into());
    }
    result
}

#[cfg(unix)]
type Device = std::fs::File;
#[cfg(not(unix))]
type Device = io::Stdout;

/// Returns the terminal as an unbuffered file of its own: a thread that panicked may hold the lock of the
/// standard output.
#[cfg(unix)]
fn device() -> io::Result<Device> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(not(unix))]
fn device() -> io::Result<Device> {
    Ok(io::stdout())
}

/// Where frames go: the terminal while it is ours, nowhere otherwise.
#[derive(Debug)]
pub struct Output(Device);

impl Output {
    /// Opens the standard output, unbuffered.
    pub fn open() -> io::Result<Self> {
        device().map(Output)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !OURS.load(Ordering::SeqCst) {
            return Ok(bytes.len());
        }
        write_some(&mut self.0, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
