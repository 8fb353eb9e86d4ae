//! Signals as a stream for the loop, stopping as a job does, and the end that cannot be blocked.
//!
//! SIGINT comes from outside only: in raw mode Ctrl-C is a key, as is Ctrl-Z. SIGHUP is caught also when it
//! was ignored at the start, as under `nohup`: without its terminal the program has no purpose.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What another process or the system wants of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGHUP: the terminal is gone.
    Hangup,
    /// SIGTERM: end in good order.
    Terminate,
    /// SIGINT: end in good order.
    Interrupt,
    /// SIGQUIT from outside: end in good order, without a core dump that would leave the terminal raw.
    Quit,
    /// SIGTSTP from outside: suspend as Ctrl-Z does.
    Suspend,
    /// SIGCONT: continued after a stop; the modes of the terminal may have changed.
    Continue,
    /// SIGWINCH: the terminal has another size. The input thread tells of it as well, once it has begun to listen.
    Resize,
}

impl Signal {
    /// Returns the exit code of a program that this signal ends, 128 and the signal's number.
    pub fn exit_code(self) -> Option<i32> {
        match self {
            Signal::Hangup => Some(129),
            Signal::Interrupt => Some(130),
            Signal::Quit => Some(131),
            Signal::Terminate => Some(143),
            Signal::Suspend | Signal::Continue | Signal::Resize => None,
        }
    }
}

/// How long the program may take to end after a signal that asks for it.
const END_WITHIN: Duration = Duration::from_secs(1);
/// The part of that time which is kept for restoring the terminal.
const RESTORE_WITHIN: Duration = Duration::from_millis(150);

/// Ends the process `after` this long whatever still blocks, without running anything but the restoring of
/// the terminal; the first call counts.
///
/// For a hang-up or a request to end: the process must be gone even if a thread waits for a dead disk or a
/// terminal that takes no bytes. A normal exit before that is simply faster.
pub fn exit_within(after: Duration, code: i32) {
    static ARMED: AtomicBool = AtomicBool::new(false);
    if ARMED.swap(true, Ordering::SeqCst) {
        return;
    }
    let watchdog = std::thread::Builder::new().name("watchdog".to_owned());
    let _ = watchdog.spawn(move || {
        std::thread::sleep(after.saturating_sub(RESTORE_WITHIN));
        let (done, restored) = std::sync::mpsc::channel();
        // Writing to the terminal may be the very thing that blocks; ending raw mode needs no writing.
        std::thread::spawn(move || {
            let _ = crossterm::terminal::disable_raw_mode();
            done.send(super::restore())
        });
        let _ = restored.recv_timeout(RESTORE_WITHIN.min(after));
        end_now(code);
    });
}

#[cfg(unix)]
pub use self::unix::Signals;
#[cfg(unix)]
use self::unix::end_now;
#[cfg(unix)]
pub(super) use self::unix::{Foreground, stop_group};

#[cfg(unix)]
mod unix {
    use super::{Duration, END_WITHIN, Signal, exit_within, io};
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// The signals that the program handles.
    #[derive(Debug)]
    pub struct Signals {
        end: End,
        suspend: Stream,
        resume: Stream,
        resize: Stream,
    }

    impl Signals {
        /// Begins to catch the signals; to be called inside the runtime, before the terminal is entered.
        ///
        /// From here on a signal that ends the program ends it within a second, with the signal's exit
        /// code, even while the loop is stuck in a write to a terminal that takes no bytes.
        pub fn new() -> io::Result<Self> {
            guard_the_end()?;
            Ok(Signals {
                end: End::new()?,
                suspend: signal(SignalKind::from_raw(libc::SIGTSTP))?,
                resume: signal(SignalKind::from_raw(libc::SIGCONT))?,
                resize: signal(SignalKind::window_change())?,
            })
        }

        /// Waits for the next signal. May be dropped while waiting without losing one.
        pub async fn next(&mut self) -> Signal {
            tokio::select! {
                biased;
                end = self.end.next() => end,
                _ = self.suspend.recv() => Signal::Suspend,
                _ = self.resume.recv() => Signal::Continue,
                _ = self.resize.recv() => Signal::Resize,
            }
        }
    }

    /// The signals that end the program.
    #[derive(Debug)]
    struct End {
        hangup: Stream,
        terminate: Stream,
        interrupt: Stream,
        quit: Stream,
    }

    impl End {
        fn new() -> io::Result<Self> {
            Ok(End {
                hangup: signal(SignalKind::hangup())?,
                terminate: signal(SignalKind::terminate())?,
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
            })
        }

        async fn next(&mut self) -> Signal {
            tokio::select! {
                biased;
                _ = self.hangup.recv() => Signal::Hangup,
                _ = self.terminate.recv() => Signal::Terminate,
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.quit.recv() => Signal::Quit,
            }
        }
    }

    /// Watches for an ending signal on a thread of its own, as the loop may be blocked when it comes.
    fn guard_the_end() -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let watch = std::thread::Builder::new().name("signals".to_owned());
        watch.spawn(move || {
            runtime.block_on(async {
                if let Ok(mut end) = End::new()
                    && let Some(code) = end.next().await.exit_code()
                {
                    exit_within(END_WITHIN, code);
                }
            });
        })?;
        Ok(())
    }

    /// Stops every process of the group with SIGTSTP's default action; returns when continued.
    pub(in super::super) fn stop_group() {
        let _default = Disposition::set(libc::SIGTSTP, libc::SIG_DFL);
        #[expect(unsafe_code, reason = "only the C library can signal a process group")]
        // SAFETY: kill has no memory effects; 0 names the own process group.
        let _ = unsafe { libc::kill(0, libc::SIGTSTP) };
        // Another thread may have been given the signal, so that this one runs on for a moment.
        std::thread::sleep(Duration::from_millis(20));
    }

    /// The dispositions of a process that waits for a program in the foreground, until dropped.
    ///
    /// Ctrl-C and Ctrl-\ are the program's alone. Ctrl-Z stops both, or the shell would not get the
    /// terminal back. To be taken after the start of the program, which would inherit the ignoring.
    pub(in super::super) struct Foreground {
        _dispositions: [Option<Disposition>; 3],
    }

    impl Foreground {
        /// Gives the terminal's signals to the program in the foreground.
        pub(in super::super) fn give() -> Self {
            Foreground {
                _dispositions: [
                    Disposition::set(libc::SIGINT, libc::SIG_IGN),
                    Disposition::set(libc::SIGQUIT, libc::SIG_IGN),
                    Disposition::set(libc::SIGTSTP, libc::SIG_DFL),
                ],
            }
        }
    }

    /// A changed disposition of one signal; dropping it brings the former one back.
    struct Disposition {
        signal: libc::c_int,
        former: libc::sigaction,
    }

    impl Disposition {
        fn set(signal: libc::c_int, handler: libc::sighandler_t) -> Option<Self> {
            #[expect(unsafe_code, reason = "the standard library has no signal dispositions")]
            // SAFETY: both structures are plain data that live through the call; all zeroes is a valid value
            // with an empty mask and no flags; the handler is SIG_DFL or SIG_IGN, so that no code runs.
            unsafe {
                let mut wanted: libc::sigaction = std::mem::zeroed();
                let mut former: libc::sigaction = std::mem::zeroed();
                wanted.sa_sigaction = handler;
                (libc::sigaction(signal, &raw const wanted, &raw mut former) == 0)
                    .then_some(Disposition { signal, former })
            }
        }
    }

    impl Drop for Disposition {
        fn drop(&mut self) {
            #[expect(unsafe_code, reason = "the standard library has no signal dispositions")]
            // SAFETY: `former` came from the same call and is valid; no old value is asked for.
            let _ = unsafe { libc::sigaction(self.signal, &raw const self.former, std::ptr::null_mut()) };
        }
    }

    /// Ends the process without running anything.
    pub(super) fn end_now(code: i32) {
        #[expect(unsafe_code, reason = "the ordinary exit runs handlers that may wait for a blocked thread")]
        // SAFETY: _exit has no preconditions.
        unsafe {
            libc::_exit(code)
        }
    }
}

#[cfg(not(unix))]
pub use self::other::Signals;
#[cfg(not(unix))]
use self::other::end_now;
#[cfg(not(unix))]
pub(super) use self::other::{Foreground, stop_group};

#[cfg(not(unix))]
mod other {
    use super::{Signal, io};

    /// The signals that the program handles: Ctrl-C alone.
    #[derive(Debug)]
    pub struct Signals {
        _private: (),
    }

    impl Signals {
        /// Begins to catch the signals.
        pub fn new() -> io::Result<Self> {
            Ok(Signals { _private: () })
        }

        /// Waits for the next signal.
        pub async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::Interrupt,
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// Jobs cannot be stopped here.
    pub(in super::super) fn stop_group() {}

    /// Nothing to change here.
    pub(in super::super) struct Foreground;

    impl Foreground {
        pub(in super::super) fn give() -> Self {
            Foreground
        }
    }

    pub(super) fn end_now(code: i32) {
        std::process::exit(code)
    }
}
