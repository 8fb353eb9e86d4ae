//! A program in a pseudo-terminal of its own: keys in, the screen as a person sees it out.
//!
//! Conditions are awaited with a deadline, never by sleeping. The screen is that of an emulator that reads what the
//! program writes, as it comes. Stands alone, so that benchmarks can use it too.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// How long a condition is awaited before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What has come out of the terminal.
pub struct Output {
    parser: vt100::Parser,
    /// Every byte.
    pub raw: Vec<u8>,
    /// When each piece came, and how many bytes there were then.
    pub reads: Vec<(Instant, usize)>,
    /// Whether the other side is gone.
    pub closed: bool,
}

/// A running program and its terminal.
pub struct PtySession {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Arc<(Mutex<Output>, Condvar)>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    /// When the program was started.
    pub started: Instant,
}

impl PtySession {
    /// Starts `command`, with its arguments, environment and folder and nothing else, in a terminal of so many columns and
    /// rows.
    pub fn start(command: &Command, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            // The size is that of the terminal alone.
            if let Some(value) = value.filter(|_| name != "COLUMNS") {
                builder.env(name, value);
            }
        }
        if let Some(folder) = command.get_current_dir() {
            builder.cwd(folder);
        }
        let reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let output = Output {
            parser: vt100::Parser::new(some(rows), some(columns), 0),
            raw: Vec::new(),
            reads: Vec::new(),
            closed: false,
        };
        let output = Arc::new((Mutex::new(output), Condvar::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let descriptor = pair.master.as_raw_fd().expect("a descriptor");
        let reader = {
            let (output, stop) = (Arc::clone(&output), Arc::clone(&stop));
            std::thread::spawn(move || read_all(reader, descriptor, &output, &stop))
        };
        let started = Instant::now();
        let child = pair.slave.spawn_command(builder).expect("the program starts");
        drop(pair.slave);
        PtySession {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            output,
            stop,
            reader: Some(reader),
            started,
        }
    }

    /// Types these bytes, as one write.
    pub fn keys(&mut self, keys: &str) {
        let writer = self.writer.as_mut().expect("the terminal is open");
        writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        writer.flush().expect("the terminal takes keys");
    }

    /// Waits until the screen is so, and returns when the bytes came that made it so.
    #[track_caller]
    pub fn wait_for(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> Instant {
        match self.until(condition) {
            Ok(when) => when,
            Err(why) => panic!("waited in vain for {what} ({why}); the screen:\n{}", self.text()),
        }
    }

    /// Waits until the screen is so, and returns when the bytes came that made it so, or why that will not be.
    pub fn until(&self, condition: impl Fn(&vt100::Screen) -> bool) -> Result<Instant, &'static str> {
        let deadline = Instant::now() + PATIENCE;
        let mut output = self.output();
        loop {
            if condition(output.parser.screen()) {
                return Ok(output.reads.last().map_or(self.started, |it| it.0));
            }
            let now = Instant::now();
            if output.closed {
                return Err("the program is gone");
            }
            if now >= deadline {
                return Err("it did not come");
            }
            output = self.output.1.wait_timeout(output, deadline - now).expect("the reader lives").0;
        }
    }

    /// Waits until the screen holds these words.
    #[track_caller]
    pub fn wait_for_text(&self, words: &str) -> Instant {
        self.wait_for(&format!("`{words}`"), |screen| screen.contents().contains(words))
    }

    /// Returns everything that came out so far.
    pub fn output(&self) -> MutexGuard<'_, Output> {
        self.output.0.lock().expect("the reader lives")
    }

    /// Returns the text of the screen.
    pub fn text(&self) -> String {
        self.output().parser.screen().contents()
    }

    /// Returns what a look at the screen tells.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.output().parser.screen())
    }

    /// Returns every byte that came out so far.
    pub fn raw(&self) -> Vec<u8> {
        self.output().raw.clone()
    }

    /// Returns the number of the process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Returns the settings of the line: echo, canonical mode, signals by key and the rest.
    pub fn line_settings(&self) -> String {
        let master = self.master.as_ref().expect("the terminal is open");
        format!("{:?}", master.get_termios().expect("settings"))
    }

    /// Gives the terminal another size, and tells the program.
    pub fn resize(&self, (columns, rows): (u16, u16)) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.output().parser.screen_mut().set_size(some(rows), some(columns));
        self.master.as_ref().expect("the terminal is open").resize(size).expect("another size");
    }

    /// Sends a signal to the program.
    pub fn signal(&self, number: i32) {
        signal(self.pid(), number);
    }

    /// Kills the program so that it can do nothing about it, and waits until it is gone.
    pub fn kill(mut self) {
        self.signal(libc::SIGKILL);
        self.wait();
    }

    /// Takes the terminal away, as closing its window does.
    pub fn hang_up(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader lives");
        }
        self.writer = None;
        self.master = None;
    }

    /// Waits until the program is gone.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                return status;
            }
            assert!(Instant::now() < deadline, "the program does not end; its screen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until everything that the program wrote has been read. It must be gone.
    pub fn drain(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut output = self.output();
        while !output.closed && Instant::now() < deadline {
            output =
                self.output.1.wait_timeout(output, Duration::from_millis(50)).expect("the reader lives").0;
        }
    }
}

impl Drop for PtySession {
    fn drop(&mut self) {
        self.hang_up();
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Returns how many columns or rows the emulator has: it cannot have none.
fn some(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN)
}

/// Sends a signal to a process.
pub fn signal(pid: u32, number: i32) {
    let pid = i32::try_from(pid).expect("a process number");
    #[expect(unsafe_code, reason = "the standard library sends no signals but SIGKILL")]
    // SAFETY: sends a number to a process; touches no memory.
    let _ = unsafe { libc::kill(pid, number) };
}

/// Reads until the other side is gone or `stop` is set, so that no descriptor is held longer.
fn read_all(
    mut reader: Box<dyn Read + Send>,
    descriptor: i32,
    output: &(Mutex<Output>, Condvar),
    stop: &AtomicBool,
) {
    let mut buffer = vec![0; 65_536];
    loop {
        let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLIN, revents: 0 };
        #[expect(unsafe_code, reason = "the standard library cannot wait for a descriptor with a limit")]
        // SAFETY: `poll` is one valid entry for the length of the call.
        let ready = unsafe { libc::poll(&raw mut poll, 1, 10) };
        if stop.load(Ordering::Relaxed) {
            return;
        }
        if ready <= 0 {
            continue;
        }
        let read = reader.read(&mut buffer);
        let now = Instant::now();
        let mut output_now = output.0.lock().expect("no test panics with the output");
        match read {
            Ok(length) if length > 0 => {
                output_now.raw.extend(&buffer[..length]);
                output_now.parser.process(&buffer[..length]);
                let total = output_now.raw.len();
                output_now.reads.push((now, total));
            }
            _ => output_now.closed = true,
        }
        let closed = output_now.closed;
        drop(output_now);
        output.1.notify_all();
        if closed {
            return;
        }
    }
}
