//! Files for people: an export, a backup. Written whole or not at all, and never over another by accident.
//!
//! A temporary file in the same folder is written, synced and renamed, and the folder synced, so that after a crash
//! there is the old file or the new one. It has mode 0600: a record of an incident is nobody else's business until its
//! writer says so. A symbolic link of that name counts as the file that is in the way; with `force` the link itself is
//! replaced, and what it points at stays as it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// Why a file was not written. Whatever was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something of that name is there already.
    #[error("{0} exists; write over it with --force, or name another file")]
    Exists(PathBuf),
    /// The name is one of a folder, a device or a pipe.
    #[error("{0} is not a regular file; name a file, or leave the name out and redirect the output")]
    NotAFile(PathBuf),
    /// The operating system refuses.
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

fn io(doing: &'static str, path: &Path) -> impl Fn(std::io::Error) -> WriteError {
    move |source| WriteError::Io { doing, path: path.to_owned(), source }
}

/// Writes `text` to a new file at `path`; with `force` an existing file is replaced.
///
/// # Errors
/// [`WriteError`]; nothing is left behind then.
pub fn write_new_file(path: &Path, text: &str, force: bool) -> Result<(), WriteError> {
    check(path, force)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(".coe-")
        .tempfile_in(folder(path))
        .map_err(io("write a file beside", path))?;
    temporary.write_all(text.as_bytes()).map_err(io("write", path))?;
    temporary.as_file().sync_all().map_err(io("sync", path))?;
    place(temporary.into_temp_path(), path, force)
}

/// Moves a finished, synced file of the same folder to `path`, in one step.
///
/// # Errors
/// [`WriteError`]; the finished file is removed then.
pub fn place(finished: TempPath, path: &Path, force: bool) -> Result<(), WriteError> {
    let done = match force {
        true => finished.persist(path),
        // The check before may be out of date by now; this one cannot be.
        false => finished.persist_noclobber(path),
    };
    done.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => io("write", path)(error.error),
    })?;
    // Makes the new name durable. Some file systems refuse; then there is nothing more to be done.
    if let Ok(folder) = std::fs::File::open(folder(path)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Tells in advance whether a file may be written at `path`.
///
/// # Errors
/// [`WriteError`] when not.
pub fn check(path: &Path, force: bool) -> Result<(), WriteError> {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Err(WriteError::NotAFile(path.to_owned())),
        // Renaming over a device would take it away from everybody.
        Ok(found) if !found.is_file() && !found.is_symlink() => Err(WriteError::NotAFile(path.to_owned())),
        Ok(_) if !force => Err(WriteError::Exists(path.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.file_name().is_some() => {
            let folder = folder(path);
            std::fs::metadata(folder).map_err(io("write into", folder)).map(|_| ())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
    }

    #[test]
    fn a_file_is_written_whole_and_never_over_another_by_accident() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coe.md");
        write_new_file(&path, "one", false).unwrap();
        assert_eq!((std::fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("one", 0o600));
        let refused = write_new_file(&path, "two", false).unwrap_err();
        assert!(matches!(refused, WriteError::Exists(_)), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_new_file(&path, "two", true).unwrap();
        assert_eq!((std::fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("two", 0o600));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "temporary files are left");
    }

    #[test]
    fn a_link_is_replaced_and_its_target_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(write_new_file(&link, "new", false), Err(WriteError::Exists(_))));
        write_new_file(&link, "new", true).unwrap();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "precious");
        assert_eq!(std::fs::read_to_string(&link).unwrap(), "new");
        let dangling = folder.path().join("dangling");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &dangling).unwrap();
        assert!(matches!(write_new_file(&dangling, "new", false), Err(WriteError::Exists(_))));
    }

    #[test]
    fn folders_devices_and_missing_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), Path::new("/dev/null"), Path::new("/")] {
            let refused = write_new_file(path, "x", true).unwrap_err();
            assert!(matches!(refused, WriteError::NotAFile(_)), "{refused}");
        }
        let missing = folder.path().join("no/such/coe.md");
        assert!(matches!(write_new_file(&missing, "x", true), Err(WriteError::Io { .. })));
    }

    #[test]
    fn a_file_that_came_to_be_after_the_check_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coe.md");
        let finished = tempfile::NamedTempFile::new_in(folder.path()).unwrap().into_temp_path();
        std::fs::write(&path, "theirs").unwrap();
        assert!(matches!(place(finished, &path, false), Err(WriteError::Exists(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
    }
}
