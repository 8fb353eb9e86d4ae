//! Owners of drafts: which process types a text, and whether it is still there.
//!
//! An owner is written `PID-START`, with the start time of the process where the system tells it, so that a later
//! process with the same number is not taken for it.

/// Returns the owner that this process is.
pub fn this_process() -> String {
    let pid = std::process::id();
    format!("{pid}-{}", started(pid).unwrap_or(0))
}

/// Tells whether the process of an owner is still there. An owner that cannot be read is gone.
pub fn is_alive(owner: &str) -> bool {
    let Some((pid, start)) = owner.split_once('-') else { return false };
    let (Ok(pid), Ok(start)) = (pid.parse::<u32>(), start.parse::<u64>()) else { return false };
    match started(pid) {
        Some(now) => start == 0 || now == start,
        None => cfg!(not(target_os = "linux")) && answers(pid),
    }
}

/// Returns when a process was started, in clock ticks since the machine was: field 22 of `/proc/PID/stat`.
fn started(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in parentheses, which may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    // A zombie runs no more and types no more.
    if fields.next()? == "Z" {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(unix)]
fn answers(pid: u32) -> bool {
    let Ok(pid) = libc::pid_t::try_from(pid) else { return false };
    #[expect(unsafe_code, reason = "only the C library asks whether a process exists")]
    // SAFETY: signal 0 is not sent; kill has no memory effects.
    let sent = unsafe { libc::kill(pid, 0) };
    sent == 0 || std::io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}

#[cfg(not(unix))]
fn answers(_: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_there_and_a_reaped_one_is_not() {
        assert!(is_alive(&this_process()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let owner = format!("{}-0", child.id());
        child.wait().unwrap();
        assert!(!is_alive(&owner));
        for bad in ["", "x", "12", "x-1", "1-x"] {
            assert!(!is_alive(bad), "{bad}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_later_process_of_the_same_number_is_another() {
        assert!(!is_alive(&format!("{}-1", std::process::id())));
    }
}
