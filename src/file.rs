//! Writing a file so that it is whole or not there at all: the one way out of the program to disk besides the database.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// Why a file was not written. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is a file of that name, and nobody said to replace it.
    #[error("{0} exists already; nothing was written: use --force to replace it, or name another file")]
    Exists(PathBuf),
    /// The name is one of a folder, a device or a pipe.
    #[error("{0} is not a regular file; name a file, or leave it out and redirect the output")]
    NotAFile(PathBuf),
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
    check(path, force)?;
    let mut file = tempfile::Builder::new()
        .prefix(".coe-")
        .tempfile_in(folder(path))
        .map_err(io("make a file beside", path))?;
    file.write_all(text.as_bytes()).map_err(io("write", path))?;
    file.as_file().sync_all().map_err(io("sync", path))?;
    place(file.into_temp_path(), path, force)
}

/// Moves a finished, synced file of the same folder to `path` in one step, and syncs the folder.
///
/// # Errors
/// [`WriteError`]; the finished file is removed then.
pub fn place(finished: TempPath, path: &Path, force: bool) -> Result<(), WriteError> {
    // Only this tells of a file that appears meanwhile.
    let placed = if force { finished.persist(path) } else { finished.persist_noclobber(path) };
    placed.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => io("rename the new file to", path)(error.error),
    })?;
    crate::store::sync_folder(folder(path));
    Ok(())
}

/// Tells in advance whether a file may be written at `path`.
///
/// # Errors
/// [`WriteError`] when not.
pub fn check(path: &Path, force: bool) -> Result<(), WriteError> {
    match std::fs::symlink_metadata(path) {
        // Renaming over a device would take it away from everybody.
        Ok(found) if !found.is_file() && !found.is_symlink() => Err(WriteError::NotAFile(path.to_owned())),
        Ok(_) if path.is_dir() => Err(WriteError::NotAFile(path.to_owned())),
        Ok(_) if !force => Err(WriteError::Exists(path.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.file_name().is_some() => {
            std::fs::metadata(folder(path)).map_err(io("write into the folder of", path)).map(|_| ())
        }
        Err(error) => Err(io("write", path)(error)),
    }
}

/// Returns the folder that a file lies in.
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn io(doing: &'static str, path: &Path) -> impl Fn(std::io::Error) -> WriteError {
    move |source| WriteError::Io { doing, path: path.to_owned(), source }
}

/// Makes a folder for temporary files that only this user can look into, whatever the umask. It goes when it is dropped.
///
/// # Errors
/// Whatever the operating system says.
pub fn private_folder(prefix: &str) -> std::io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
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

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_its_target_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(write(&link, "new", false), Err(WriteError::Exists(_))));
        write(&link, "new", true).unwrap();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "precious");
        assert_eq!(std::fs::read_to_string(&link).unwrap(), "new");
        let dangling = folder.path().join("dangling");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &dangling).unwrap();
        assert!(matches!(write(&dangling, "new", false), Err(WriteError::Exists(_))));
    }

    #[test]
    fn folders_and_devices_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), Path::new("/dev/null"), Path::new("/")] {
            let refused = write(path, "x", true).unwrap_err();
            assert!(matches!(refused, WriteError::NotAFile(_)), "{refused}");
        }
    }

    #[test]
    fn a_file_that_appears_after_the_check_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coe.md");
        let finished = tempfile::NamedTempFile::new_in(folder.path()).unwrap().into_temp_path();
        std::fs::write(&path, "theirs").unwrap();
        assert!(matches!(place(finished, &path, false), Err(WriteError::Exists(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
    }
}
