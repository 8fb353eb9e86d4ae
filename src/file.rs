//! Writing a file so that it is whole or not there at all: the one way out of the program to disk besides the database.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Why a file was not written. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is a file of that name, and nobody said to replace it.
    #[error("{0} exists already; nothing was written: use --force to replace it, or name another file")]
    Exists(PathBuf),
    /// The operating system refused.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// Writes a text to a file of mode 0600: to a temporary file beside it, synced, then renamed; the folder is synced too.
///
/// Without `force` an existing file is never replaced, not even one that appears meanwhile. A symbolic link is replaced
/// by the file and not followed.
///
/// # Errors
/// [`WriteError`]; the file is then as it was.
pub fn write(path: &Path, text: &str, force: bool) -> Result<(), WriteError> {
    let io = |doing: &'static str| {
        let path = path.to_owned();
        move |source: std::io::Error| WriteError::Io { doing, path, source }
    };
    if !force && path.symlink_metadata().is_ok() {
        return Err(WriteError::Exists(path.to_owned()));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(io("write over the folder")(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut file =
        tempfile::Builder::new().prefix(".coe-").tempfile_in(folder).map_err(io("make a file beside"))?;
    file.write_all(text.as_bytes()).map_err(io("write"))?;
    file.as_file().sync_all().map_err(io("sync"))?;
    let persisted = if force { file.persist(path) } else { file.persist_noclobber(path) };
    persisted.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => io("rename the new file to")(error.error),
    })?;
    crate::store::sync_folder(folder);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_on_purpose() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coe.md");
        write(&path, "one", false).unwrap();
        let error = write(&path, "two", false).unwrap_err();
        assert!(matches!(error, WriteError::Exists(_)), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write(&path, "two", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing temporary stays behind");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("no/coe.md"), "x", false).unwrap_err().to_string();
        assert!(error.contains("no/coe.md"), "{error}");
    }
}
