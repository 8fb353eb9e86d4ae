//! The editor of the person's choice, run on a text of ours.
//!
//! The text lies in a file of mode 0600 in a folder of its own, which is removed when the [`Sheet`] is dropped, unless
//! it is kept. The terminal interface has a way of its own, since it must leave the screen and come back.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::domain::clean;
use crate::file;

use super::failure::{Code, Failure};

/// The variables that name an editor, the first one that is set wins. The configuration comes after the first.
const VARIABLES: [&str; 3] = ["COE_EDITOR", "VISUAL", "EDITOR"];

/// The editor when nothing names one.
const FALLBACK: &str = "vi";

/// The longest edited text that is read back, in bytes.
const MAX_BACK: u64 = 16 * 1024 * 1024;

/// Why the editor brought no text back.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// The command cannot be split into words.
    #[error("the editor `{0}` has an open quotation mark; set COE_EDITOR to a command such as `vim`")]
    Unreadable(String),
    /// It cannot be run.
    #[error("cannot run the editor `{name}`: {source}; set COE_EDITOR to a command such as `vim`")]
    Run {
        /// The command.
        name: String,
        /// Why.
        source: std::io::Error,
    },
    /// It ended in failure.
    #[error("the editor `{name}` ended with {status}, so nothing was written")]
    Failed {
        /// The command.
        name: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// The folder could not be made, or the file not be read.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The file with the text could not be written.
    #[error("{0}")]
    Write(#[from] file::WriteError),
    /// What came back is too long.
    #[error("the text that came back has {0} bytes and {MAX_BACK} are the most; shorten it")]
    TooLong(u64),
}

/// Returns the command that edits a text: `COE_EDITOR`, what the configuration says, `VISUAL`, `EDITOR`, or `vi`.
pub fn command(configured: Option<&str>) -> String {
    chosen(configured, |name| std::env::var(name).ok())
}

fn chosen(configured: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> String {
    let said = |text: &String| !text.trim().is_empty();
    let [ours, visual, editor] = VARIABLES.map(|name| variable(name).filter(said));
    let configured = configured.map(str::to_owned).filter(said);
    ours.or(configured).or(visual).or(editor).unwrap_or_else(|| FALLBACK.to_owned())
}

/// Splits a command into words as a shell does.
///
/// # Errors
/// [`EditorError::Unreadable`].
pub fn split(command: &str) -> Result<Vec<String>, EditorError> {
    match shell_words::split(command) {
        Ok(words) if !words.is_empty() => Ok(words),
        _ => Err(EditorError::Unreadable(clean::line(command))),
    }
}

impl From<EditorError> for Failure {
    fn from(error: EditorError) -> Self {
        let code = match error {
            EditorError::Unreadable(_) => Code::Usage,
            EditorError::TooLong(_) => Code::Invalid,
            _ => Code::Io,
        };
        Failure::new(code, error.to_string())
    }
}

/// Runs the editor on a file and waits for its end.
///
/// # Errors
/// [`EditorError::Run`], [`EditorError::Failed`].
pub fn run(command: &[String], path: &Path) -> Result<(), EditorError> {
    let name = clean::line(&command.join(" "));
    let Some((program, args)) = command.split_first() else { return Err(EditorError::Unreadable(name)) };
    hold_interrupts();
    let args = args.iter().map(OsString::from).chain([path.as_os_str().to_owned()]);
    let ended = Command::new(program).args(args).status();
    let status = ended.map_err(|source| EditorError::Run { name: name.clone(), source })?;
    if status.success() { Ok(()) } else { Err(EditorError::Failed { name, status }) }
}

/// A text on its way through an editor.
#[derive(Debug)]
pub struct Sheet {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Sheet {
    /// Puts `text` into a file called `name`, ending in a line feed.
    ///
    /// # Errors
    /// [`EditorError::Io`].
    pub fn new(name: &str, text: &str) -> Result<Sheet, EditorError> {
        let temporary = std::env::temp_dir();
        let folder = file::private_folder("coe-").map_err(|source| EditorError::Io {
            doing: "make a folder in",
            path: temporary.clone(),
            source,
        })?;
        let path = folder.path().join(name);
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        file::write(&path, &format!("{text}{end}"), false)?;
        Ok(Sheet { folder, path })
    }

    /// Returns where the text lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs the editor on the file, waits for its end and returns what is in the file then, cleaned, without empty
    /// lines at its end, and how many malformed stretches of bytes were replaced.
    ///
    /// # Errors
    /// [`EditorError`]; the file is there still.
    pub fn edit(&self, command: &[String]) -> Result<(String, usize), EditorError> {
        run(command, &self.path)?;
        self.read()
    }

    /// Reads what is in the file.
    fn read(&self) -> Result<(String, usize), EditorError> {
        let io = |source| EditorError::Io { doing: "read", path: self.path.clone(), source };
        let length = std::fs::metadata(&self.path).map_err(io)?.len();
        if length > MAX_BACK {
            return Err(EditorError::TooLong(length));
        }
        let (text, replaced) = clean::from_bytes(&std::fs::read(&self.path).map_err(io)?);
        Ok((text.trim_end().to_owned(), replaced.0))
    }

    /// Leaves the file where it is and returns its path.
    pub fn keep(self) -> PathBuf {
        let _ = self.folder.keep();
        self.path
    }
}

/// Lets Ctrl-C pass by this process from now on: it is for the editor, which shares the terminal, and must not end the
/// one that waits for it. A handler, unlike ignoring, is not inherited by the editor.
fn hold_interrupts() {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let inside = runtime.enter();
    #[cfg(unix)]
    for kind in [tokio::signal::unix::SignalKind::interrupt(), tokio::signal::unix::SignalKind::quit()] {
        drop(tokio::signal::unix::signal(kind));
    }
    drop(inside);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(configured: Option<&str>, set: &[(&str, &str)]) -> Vec<String> {
        let variable =
            |name: &str| set.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned());
        split(&chosen(configured, variable)).unwrap()
    }

    #[test]
    fn the_most_particular_choice_of_editor_wins() {
        assert_eq!(words(None, &[]), ["vi"]);
        assert_eq!(words(None, &[("EDITOR", "nano")]), ["nano"]);
        assert_eq!(words(None, &[("EDITOR", "nano"), ("VISUAL", "code --wait")]), ["code", "--wait"]);
        assert_eq!(words(Some("hx"), &[("VISUAL", "code")]), ["hx"]);
        assert_eq!(words(Some("hx"), &[("COE_EDITOR", "'/opt/my editor' -n")]), ["/opt/my editor", "-n"]);
        assert_eq!(words(Some(" "), &[("COE_EDITOR", ""), ("EDITOR", "  ")]), ["vi"]);
        assert!(split("vim 'x").is_err());
    }

    #[test]
    fn a_sheet_is_private_and_goes_away() {
        let sheet = Sheet::new("COE-INC-7-summary.md", "text").unwrap();
        let path = sheet.path().to_owned();
        let mode = |path: &Path| {
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
        };
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(sheet.edit(&["true".into()]).unwrap(), ("text".into(), 0));
        assert!(matches!(sheet.edit(&["false".into()]), Err(EditorError::Failed { .. })));
        assert!(matches!(sheet.edit(&["/no/such/editor".into()]), Err(EditorError::Run { .. })));
        drop(sheet);
        assert!(!path.parent().unwrap().exists());
    }
}
