//! Text that leaves the program and may come back: `$EDITOR` and the terminal's clipboard.

use std::io::{self, Write as _};
use std::path::Path;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use crate::app::msg::Msg;
use crate::domain::clean;

use super::input::Pause;
use super::terminal::{Output, TerminalGuard, run_editor};

/// The longest sequence that terminals take for the clipboard, in bytes of base64.
const LONGEST_COPY: usize = 74_994;

/// Sends text to the terminal's clipboard (OSC 52).
pub(super) fn copy(text: &str) -> io::Result<Msg> {
    if text.len().div_ceil(3) * 4 > LONGEST_COPY {
        return Ok(Msg::Failed(format!(
            "{} bytes are more than terminals take for the clipboard; x exports to a file",
            text.len()
        )));
    }
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut sequence)
        .map_err(|_| io::Error::other("the clipboard sequence could not be made"))?;
    Output::open()?.write_all(sequence.as_bytes())?;
    Ok(Msg::Copied(text.len()))
}

/// Hands text to the editor and waits for it.
///
/// The file lies in a folder of its own that only this user can read. It is removed afterwards, unless the editor failed:
/// then it is kept and named, since it may hold work.
pub(super) fn edit(
    guard: &TerminalGuard,
    pause: &Pause,
    command: &str,
    (text, field, name): (String, String, String),
) -> Msg {
    let failed = |field: String, why: String| Msg::Edited { field, text: None, why: Some(why) };
    let folder = match crate::file::private_folder("coe-") {
        Ok(folder) => folder,
        Err(error) => return failed(field, format!("no temporary folder can be made: {error}")),
    };
    let path = folder.path().join(name);
    if let Err(error) = crate::file::write(&path, &text, false) {
        return failed(field, error.to_string());
    }
    let ended = run_editor(guard, pause, command, &path);
    let kept = |folder: tempfile::TempDir, path: &Path, why: String| {
        let _ = folder.keep();
        failed(field.clone(), format!("{why}; its text is kept in {}", path.display()))
    };
    match ended {
        Ok(status) if status.success() => match std::fs::read(&path) {
            Ok(bytes) => {
                let (text, replaced) = clean::from_bytes(&bytes);
                let why = replaced.any().then(|| format!("{} characters could not be read", replaced.0));
                Msg::Edited { field, text: Some(text), why }
            }
            Err(error) => failed(field, format!("the editor's file cannot be read: {error}")),
        },
        Ok(status) => kept(folder, &path, format!("the editor ended with {status}")),
        Err(error) => failed(field, error.to_string()),
    }
}
