//! What happens when the program has a fault: the terminal is restored, a report is left, three lines say so.
//!
//! Holds for a panic of any thread. Nothing here may panic or wait for a lock that the panicking thread holds.

use std::backtrace::Backtrace;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many reports of one process are kept apart.
const MOST_REPORTS: u32 = 20;

static PANICKED: AtomicBool = AtomicBool::new(false);

/// Tells whether any thread has panicked since the hook was installed.
///
/// The terminal is restored by then; the loop must end, as the screen is the shell's again.
pub fn panicked() -> bool {
    PANICKED.load(Ordering::SeqCst)
}

/// Installs the hook that takes the place of Rust's own message, for the rest of the process.
///
/// Reports go to `state_dir`, which is made when it is missing.
pub fn install_panic_hook(state_dir: PathBuf) {
    std::panic::set_hook(Box::new(move |info| {
        PANICKED.store(true, Ordering::SeqCst);
        let _ = super::restore();
        let cause = cause(info);
        let current = std::thread::current();
        let thread = current.name().unwrap_or("without a name");
        let text = format!(
            "{} {}\nthread: {thread}\n{cause}\n\n{}\n",
            env!("CARGO_PKG_NAME"),
            env!("CARGO_PKG_VERSION"),
            Backtrace::force_capture()
        );
        let report = write_report(&state_dir, std::process::id(), &text);
        let _ = io::stderr().write_all(notice(&cause, report.as_deref()).as_bytes());
    }));
}

/// Returns what went wrong and where.
fn cause(info: &std::panic::PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |l| format!(" at {}:{}", l.file(), l.line()));
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("{}{place}", text.unwrap_or("an unknown fault"))
}

/// Writes a report into a new file that only its owner may read, and returns its path.
fn write_report(dir: &Path, process: u32, text: &str) -> io::Result<PathBuf> {
    create_private_dir(dir)?;
    for number in 1..=MOST_REPORTS {
        let path = dir.join(format!("panic-{process}-{number}.txt"));
        match create_private(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many reports of this process"))
}

fn create_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Returns the three lines for the person at the terminal.
fn notice(cause: &str, report: Result<&Path, &io::Error>) -> String {
    let first = cause.lines().next().unwrap_or_default();
    let safe: String = first.chars().filter(|c| !c.is_control()).take(200).collect();
    let report = match report {
        Ok(path) => path.display().to_string(),
        Err(error) => format!("could not be written: {error}"),
    };
    format!(
        "coe: a fault in the program ended it: {safe}\ncoe: what was stored is safe; start coe again to go on\ncoe: report: {report}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_private_and_never_replaces_an_older_one() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("made/when/missing");
        let first = write_report(&state, 7, "one").unwrap();
        let second = write_report(&state, 7, "two").unwrap();
        assert_ne!(first, second);
        assert_eq!(fs::read_to_string(&first).unwrap(), "one");
        assert_eq!(fs::read_to_string(&second).unwrap(), "two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn the_notice_has_three_lines_without_control_characters() {
        let text = notice("a \u{1b}[2J\u{7}bell\nmore", Ok(Path::new("/s/panic-1-1.txt")));
        assert_eq!(text.lines().count(), 3);
        assert!(text.contains("a [2Jbell") && !text.contains("more"), "{text}");
        assert!(text.ends_with("/s/panic-1-1.txt\n"), "{text}");
        let failed = notice("x", Err(&io::Error::other("disk full")));
        assert_eq!(failed.lines().count(), 3);
        assert!(failed.contains("disk full"), "{failed}");
    }
}
