//! On what file system a path lies, as `/proc/self/mounts` tells; elsewhere nothing is said.

use std::path::{Path, PathBuf};

use super::Check;
use crate::file::folder;

/// File systems on which the locks of SQLite cannot be trusted, since other machines take part.
const NETWORK: [&str; 16] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "ncpfs",
    "ocfs2",
    "gfs2",
    "beegfs",
    "vboxsf",
    "davfs",
];

/// Examines the file system that a database lies on, or will.
pub(super) fn check(db: &Path) -> Option<Check> {
    let table = std::fs::read_to_string("/proc/self/mounts").ok()?;
    let at = existing(db)?;
    let kind = kind(&table, &at)?;
    Some(judge(&kind))
}

fn judge(kind: &str) -> Check {
    let check = Check::ok("file system", kind);
    if NETWORK.contains(&kind) || kind.starts_with("fuse.") {
        return check.warn("locks may not hold across machines; keep the database on a local disk");
    }
    match kind {
        "tmpfs" | "ramfs" => check.warn("it lives in memory and is gone after a restart of the machine"),
        _ => check,
    }
}

/// Returns the path, or the nearest folder above it that is there, without links.
fn existing(path: &Path) -> Option<PathBuf> {
    let mut at = path;
    loop {
        if let Ok(found) = std::fs::canonicalize(at) {
            return Some(found);
        }
        let above = folder(at);
        if above == at {
            return None;
        }
        at = above;
    }
}

/// Finds the type of the last mount on the longest beginning of the path.
fn kind(table: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in table.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(on), Some(kind)) = (fields.next(), fields.next()) else { continue };
        let on = PathBuf::from(unescaped(on));
        let length = on.as_os_str().len();
        if path.starts_with(&on) && best.is_none_or(|(known, _)| length >= known) {
            best = Some((length, kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

/// Reads the octal escapes of a mount table: `\040` is a space.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        match after.get(..3).and_then(|it| u8::from_str_radix(it, 8).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = &after[3..];
            }
            None => {
                out.push('\\');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn the_nearest_mount_tells_the_file_system() {
        let table = "/dev/sda1 / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n/dev/sdb1 /home/my\\040disk xfs rw 0 0\n\
                     overlay /tmp overlay rw 0 0\ntmpfs /tmp tmpfs rw 0 0\nbroken\n";
        let kind = |path: &str| kind(table, Path::new(path)).unwrap();
        assert_eq!(kind("/var/lib/coe.db"), "ext4");
        assert_eq!(kind("/home/ann/coe.db"), "nfs4");
        assert_eq!(kind("/homes/coe.db"), "ext4");
        assert_eq!(kind("/home/my disk/coe.db"), "xfs");
        assert_eq!(kind("/tmp/coe.db"), "tmpfs");
    }

    #[test]
    fn network_and_memory_are_warned_of() {
        let state = |kind| judge(kind).state;
        assert_eq!([state("ext4"), state("btrfs"), state("overlay")], [State::Ok; 3]);
        assert_eq!([state("nfs4"), state("fuse.sshfs"), state("tmpfs")], [State::Warning; 3]);
    }
}
