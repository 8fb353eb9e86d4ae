//! What is different on a terminal: questions, colours.

use std::io::{Read as _, Write as _};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::env::Env;

/// Runs the program in a terminal, answers when `prompt` appears, and returns the exit code and all it showed.
fn on_a_terminal(env: &Env, args: &[&str], prompt: &str, answer: &str) -> (u32, String) {
    let pair =
        native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_coe"));
    command.args(args);
    command.env_clear();
    for (name, value) in env.command(&[]).get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let mut shown = Vec::new();
    let mut answered = prompt.is_empty();
    let mut buffer = [0; 4096];
    // A terminal whose program is gone reads as an error.
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..read]);
        if !answered && String::from_utf8_lossy(&shown).contains(prompt) {
            writer.write_all(answer.as_bytes()).unwrap();
            answered = true;
        }
    }
    (child.wait().unwrap().exit_code(), String::from_utf8(shown).unwrap())
}

#[test]
fn moving_a_milestone_asks_once() {
    let env = Env::with_incident();
    let mark = ["mark", "start", "-10m"];
    let (code, shown) = on_a_terminal(&env, &mark, "[y/N]", "\r");
    assert!(shown.contains("start is already e1 at 14:20 UTC; move it here? [y/N]"), "{shown}");
    assert_eq!((code, env.texts().len()), (4, 1), "{shown}");
    let (code, shown) = on_a_terminal(&env, &mark, "[y/N]", "y\r");
    assert_eq!((code, env.texts().len()), (0, 2), "{shown}");
    let (code, shown) = on_a_terminal(&env, &["mark", "start", "--no-input"], "", "");
    assert!(code == 4 && !shown.contains("[y/N]"), "{shown}");
}

#[test]
fn a_terminal_gets_colours_unless_it_has_none() {
    let env = Env::with_incident();
    let (_, shown) = on_a_terminal(&env, &["status"], "", "");
    assert!(shown.starts_with("\u{1b}[1mINC-1 SEV2 open checkout returns 503\u{1b}[0m\r\n"), "{shown:?}");
    let dumb = env.with("TERM", "dumb");
    let (_, shown) = on_a_terminal(&dumb, &["status"], "", "");
    assert!(shown.starts_with("INC-1 SEV2 open"), "{shown:?}");
}
