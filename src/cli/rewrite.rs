//! What is done to the arguments before clap sees them: broken bytes are replaced, a signed duration becomes the time,
//! text after `--` is literal.
//!
//! Letting clap accept hyphens in the text itself would swallow `--json` and mistyped flags into the record.

use std::ffi::{OsStr, OsString};

/// Commands whose first signed duration is a time, with the flags of theirs that take a value.
const TIMED: [(&[&str], &[&str]); 3] = [
    (
        &["log"],
        &[
            "-t",
            "--at",
            "--kind",
            "-m",
            "--milestone",
            "--tag",
            "--link",
            "--key",
            "-i",
            "--incident",
            "--db",
            "--tz",
            "--color",
        ],
    ),
    (&["mark"], &["-t", "--at", "--event", "-i", "--incident", "--db", "--tz", "--color"]),
    (&["event", "move"], &["-t", "--at", "-i", "--incident", "--db", "--tz", "--color"]),
];

/// Flags of the program itself that take a value and may stand before the command.
const GLOBAL: [&str; 5] = ["-i", "--incident", "--db", "--tz", "--color"];

/// Flags whose value is the name of a file.
const FILES: [&str; 4] = ["--db", "-o", "--output", "--dir"];

/// Commands whose words are names of files, but for the values of these flags.
const OF_FILES: ([&str; 2], [&str; 5]) =
    (["import", "backup"], ["-i", "--incident", "--tz", "--color", "--format"]);

/// Makes text of arguments that are none, so that no word of an incident is lost over a broken byte, and counts what
/// was replaced. Names of files stay to the byte: they name what they name.
pub fn readable(args: Vec<OsString>) -> (Vec<OsString>, usize) {
    if args.iter().all(|it| it.to_str().is_some()) {
        return (args, 0);
    }
    let names_files = first_word(&args).is_some_and(|it| OF_FILES.0.iter().any(|name| it == *name));
    let mut replaced = 0;
    let mut before: Option<&OsString> = None;
    let mut literal = false;
    let mut out = Vec::with_capacity(args.len());
    for arg in &args {
        let after = |flags: &[&str]| !literal && before.is_some_and(|it| flags.iter().any(|flag| it == flag));
        let bytes = arg.as_encoded_bytes();
        let joined = |flag: &&str| {
            let rest = bytes.strip_prefix(flag.as_bytes());
            rest.is_some_and(|it| if flag.starts_with("--") { it.starts_with(b"=") } else { !it.is_empty() })
        };
        let flag = !literal && bytes.starts_with(b"-");
        let file = before.is_none()
            || after(&FILES)
            || (flag && FILES.iter().any(joined))
            || (names_files && !flag && !after(&OF_FILES.1));
        if file || arg.to_str().is_some() {
            out.push(arg.clone());
        } else {
            replaced += bytes.utf8_chunks().filter(|it| !it.invalid().is_empty()).count();
            out.push(arg.to_string_lossy().into_owned().into());
        }
        literal |= arg == "--";
        before = Some(arg);
    }
    (out, replaced)
}

/// Returns the word of the command.
fn first_word(args: &[OsString]) -> Option<&OsString> {
    let mut rest = args.iter().skip(1);
    while let Some(arg) = rest.next() {
        if GLOBAL.iter().any(|it| arg == it) {
            rest.next();
        } else if !arg.as_encoded_bytes().starts_with(b"-") {
            return Some(arg);
        }
    }
    None
}

/// Rewrites `coe log -5m text` to `coe log --at=-5m text`, and `coe log -- text` to `coe log --literal -- text`.
pub fn times(args: Vec<OsString>) -> Vec<OsString> {
    let Some((first, takes_value, is_log)) = command(&args) else { return args };
    let mut out: Vec<OsString> = args[..first].to_vec();
    let mut timed = false;
    let mut rest = args[first..].iter();
    while let Some(arg) = rest.next() {
        let text = arg.to_string_lossy();
        if text == "--" {
            if is_log {
                out.push("--literal".into());
            }
            out.push(arg.clone());
            out.extend(rest.cloned());
            break;
        }
        if takes_value.contains(&text.as_ref()) || ends_in_want(&text, takes_value) {
            timed |= text == "--at" || (!text.starts_with("--") && text.ends_with('t'));
            out.push(arg.clone());
            out.extend(rest.next().cloned());
            continue;
        }
        timed |= text.starts_with("--at=");
        match duration(&text).filter(|_| !timed) {
            Some((duration, after)) => {
                timed = true;
                out.push(format!("--at={duration}").into());
                if !after.is_empty() {
                    out.push(after.into());
                }
            }
            None => out.push(arg.clone()),
        }
    }
    out
}

/// Tells of several short flags in one argument whether the last of them takes the next argument: `-qt`, not `-mack`.
fn ends_in_want(text: &str, takes_value: &[&str]) -> bool {
    let Some(flags) = text.strip_prefix('-').filter(|it| it.starts_with(char::is_alphabetic)) else {
        return false;
    };
    let wants = |flag: char| takes_value.contains(&format!("-{flag}").as_str());
    flags.chars().position(wants).is_some_and(|at| at + 1 == flags.chars().count())
}

/// Finds one of the commands of [`TIMED`]: where its arguments begin, and what it takes.
fn command(args: &[OsString]) -> Option<(usize, &'static [&'static str], bool)> {
    let mut at = 1;
    let mut words: Vec<&OsStr> = Vec::new();
    while let Some(arg) = args.get(at) {
        let text = arg.to_string_lossy();
        if GLOBAL.contains(&text.as_ref()) {
            at += 2;
            continue;
        }
        at += 1;
        if text.starts_with('-') {
            continue;
        }
        words.push(arg);
        if let Some((names, takes_value)) = TIMED.iter().find(|(names, _)| {
            names.len() == words.len() && names.iter().zip(&words).all(|(name, word)| *word == *name)
        }) {
            return Some((at, takes_value, names[0] == "log"));
        }
        if words.len() == 2 {
            return None;
        }
    }
    None
}

/// Splits a signed duration with a unit off the front: `-5m`, `+1h30`, `-5m text` of one argument.
fn duration(text: &str) -> Option<(&str, &str)> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (first, after) = text.split_at(end);
    let digits = first.strip_prefix(['-', '+'])?;
    let unit = digits.trim_start_matches(|it: char| it.is_ascii_digit());
    let looks = unit.len() < digits.len()
        && unit.starts_with(['s', 'm', 'h', 'd'])
        && first[1..].bytes().all(|it| it.is_ascii_alphanumeric());
    looks.then(|| (first, after.trim_start()))
}

/// Returns an argument of a timed command that looks like a time and is none, such as `-5x`.
pub fn mistaken_time(args: &[OsString]) -> Option<String> {
    let (first, ..) = command(args)?;
    let looks = |it: &str| it.starts_with(['-', '+']) && it[1..].starts_with(|it: char| it.is_ascii_digit());
    args[first..]
        .iter()
        .take_while(|it| *it != "--")
        .map(|it| crate::domain::clean::line(&it.to_string_lossy()))
        .find(|it| looks(it) && duration(it).is_none())
}

/// Tells whether JSON is asked for on a command line that clap could not understand.
pub fn wants_json(args: &[OsString]) -> bool {
    args.iter().take_while(|it| *it != "--").any(|it| it == "--json")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::super::args::Cli;
    use super::*;

    fn rewritten(line: &[&str]) -> Vec<String> {
        let args = std::iter::once("coe").chain(line.iter().copied()).map(OsString::from).collect();
        times(args).into_iter().skip(1).map(|it| it.into_string().unwrap()).collect()
    }

    #[test]
    fn only_the_first_duration_of_a_timed_command_becomes_the_time() {
        assert_eq!(rewritten(&["log", "-5m", "text", "--json"]), ["log", "--at=-5m", "text", "--json"]);
        assert_eq!(
            rewritten(&["--json", "-i", "7", "log", "-1h30", "x"]),
            ["--json", "-i", "7", "log", "--at=-1h30", "x"]
        );
        assert_eq!(rewritten(&["log", "-5m two words"]), ["log", "--at=-5m", "two words"]);
        assert_eq!(rewritten(&["log", "-t", "-5m", "x"]), ["log", "-t", "-5m", "x"]);
        assert_eq!(rewritten(&["log", "-t", "14:02", "-5m"]), ["log", "-t", "14:02", "-5m"]);
        assert_eq!(rewritten(&["log", "-5", "--jsn", "-m5"]), ["log", "-5", "--jsn", "-m5"]);
        assert_eq!(rewritten(&["log", "--", "-5m", "x"]), ["log", "--literal", "--", "-5m", "x"]);
        assert_eq!(rewritten(&["mark", "mitigated", "-3m"]), ["mark", "mitigated", "--at=-3m"]);
        assert_eq!(rewritten(&["event", "move", "e3", "-5m"]), ["event", "move", "e3", "--at=-5m"]);
        assert_eq!(rewritten(&["log", "-qt", "-5m", "x"]), ["log", "-qt", "-5m", "x"]);
        assert_eq!(rewritten(&["log", "-mdetect", "-5m"]), ["log", "-mdetect", "--at=-5m"]);
        assert_eq!(rewritten(&["new", "-5m"]), ["new", "-5m"]);
        assert_eq!(rewritten(&["event", "list", "log", "-5m"]), ["event", "list", "log", "-5m"]);
    }

    #[test]
    fn the_flags_with_values_are_those_of_the_commands() {
        let program = Cli::command();
        for (names, listed) in TIMED {
            let find = |command: &clap::Command, name: &str| command.find_subcommand(name).unwrap().clone();
            let command = names.iter().fold(program.clone(), |command, name| find(&command, name));
            let own = command.get_arguments().chain(program.get_arguments());
            let mut flags: Vec<String> = own
                .filter(|it| !it.is_positional() && it.get_action().takes_values())
                .flat_map(|it| {
                    let short = it.get_short().map(|short| format!("-{short}"));
                    short.into_iter().chain(it.get_long().map(|long| format!("--{long}")))
                })
                .collect();
            let mut listed: Vec<&str> = listed.to_vec();
            flags.sort();
            listed.sort_unstable();
            assert_eq!(flags, listed, "{names:?}");
        }
    }
}
