//! The real program in a real terminal: what no test without one can see. Keys, signals, hang-ups, other processes.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use coe::store::{Draft, Mode, Store};

use super::env::Env;
use super::pty_session::{PATIENCE, PtySession, signal};

const SIZE: (u16, u16) = (100, 30);

/// A place with an incident of five events.
fn place() -> Env {
    let env = Env::with_incident();
    for number in 1..=5 {
        let at = format!("-{}m", 10 - number);
        env.run(&["log", "-t", &at, &format!("event number {number}")]).ok();
    }
    env
}

/// Starts the terminal interface and waits until the timeline is there.
fn start(env: &Env) -> PtySession {
    let session = PtySession::start(&env.command(&[]), SIZE);
    session.wait_for_text("event number 5");
    session
}

/// Starts a shell that runs a script in which `"$COE"` is the program.
fn shell(env: &Env, args: &[&str]) -> PtySession {
    let ours = env.command(&[]);
    let mut command = Command::new("/bin/sh");
    command.args(args).env_clear().current_dir(env.home());
    command.envs(ours.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    command.env("COE", ours.get_program()).env("PATH", "/usr/bin:/bin").env("PS1", "prompt> ");
    PtySession::start(&command, SIZE)
}

/// Returns the number of the program that the shell runs.
fn child_of(session: &PtySession) -> u32 {
    let pid = session.pid();
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    children.split_whitespace().next().unwrap().parse().unwrap()
}

fn drafts(env: &Env) -> Vec<Draft> {
    Store::open(&env.db(), Mode::Existing).unwrap().drafts().unwrap()
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns the row of the timeline that is selected.
fn selected(session: &PtySession) -> String {
    let row = session
        .text()
        .lines()
        .find(|it| it.starts_with('>') && it.contains(" event number "))
        .map(str::to_owned);
    row.unwrap_or_default().split(" event").nth(1).unwrap_or_default().chars().take(9).collect()
}

/// Checks that the program left the terminal as a shell wants it.
#[track_caller]
fn assert_left_clean(session: &PtySession) {
    session.look(|screen| {
        assert!(!screen.alternate_screen(), "the alternate screen is still there");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!((screen.fgcolor(), screen.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
        assert!(!screen.inverse() && !screen.bold());
    });
}

#[test]
fn it_shows_the_incident_at_every_size() {
    let env = place();
    for size in [(120, 36), (80, 24), (40, 12)] {
        let session = PtySession::start(&env.command(&[]), size);
        session.wait_for_text("event number 5");
        session.wait_for_text("INC-1");
        session.look(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
    }
}

#[test]
fn a_logged_event_is_on_disk_and_the_program_quits() {
    let env = place();
    let mut session = start(&env);
    session.keys("i");
    session.keys("-5m rolled back web-42");
    session.wait_for_text("rolled back web-42");
    session.keys("\r");
    session.wait_for_text("logged e7");
    assert_eq!(env.texts().iter().filter(|it| *it == "rolled back web-42").count(), 1);
    session.keys("q");
    assert!(session.wait().success());
    session.drain();
    assert_left_clean(&session);
}

#[test]
fn typed_text_survives_a_kill_in_the_same_place() {
    let env = place();
    let mut session = start(&env);
    session.keys("i");
    session.keys("database failover");
    session.keys("\x1b[D\x1b[D\x1b[D");
    session.wait_for_text("database failover");
    let typed = Instant::now();
    wait_until("the draft", || {
        drafts(&env).iter().any(|it| it.text == "database failover" && it.cursor == 14)
    });
    println!("the draft was on disk {:?} after the last key", typed.elapsed());
    let cursor = session.look(vt100::Screen::cursor_position);
    session.kill();
    let mut again = start(&env);
    again.wait_for_text("database failover");
    again.wait_for("the cursor where it was", |screen| screen.cursor_position() == cursor);
    again.keys("!\r");
    again.wait_for_text("logged e7");
    assert!(env.texts().contains(&"database failo!ver".to_owned()), "{:?}", env.texts());
    wait_until("the end of the draft", || drafts(&env).is_empty());
}

#[test]
fn text_of_a_program_that_still_runs_is_not_taken() {
    let env = place();
    let mut first = start(&env);
    first.keys("imine alone");
    first.wait_for_text("mine alone");
    wait_until("the draft", || !drafts(&env).is_empty());
    let mut second = start(&env);
    second.keys("i");
    second.keys("other words");
    second.wait_for_text("other words");
    assert!(!second.text().contains("mine alone"), "{}", second.text());
    assert!(first.text().contains("mine alone"), "{}", first.text());
}

#[test]
fn every_signal_leaves_the_terminal_as_it_was_and_keeps_what_was_typed() {
    for (number, code) in
        [(libc::SIGTERM, 143), (libc::SIGINT, 130), (libc::SIGHUP, 129), (libc::SIGQUIT, 131)]
    {
        let env = place();
        let script = "trap : HUP INT QUIT TERM; stty -g > before; \"$COE\"; echo \"code $?\" > code; stty -g > after; exec sleep 60";
        let mut session = shell(&env, &["-c", script]);
        session.wait_for_text("event number 5");
        session.keys("i");
        session.keys("half a sent");
        session.wait_for_text("half a sent");
        signal(child_of(&session), number);
        let after = env.home().join("after");
        wait_until("the shell", || std::fs::read_to_string(&after).is_ok_and(|it| it.ends_with('\n')));
        let read = |name: &str| std::fs::read_to_string(env.home().join(name)).unwrap();
        assert_eq!(read("before"), read("after"), "signal {number}");
        assert_eq!(read("code").trim(), format!("code {code}"));
        session.wait_for("the shell's screen", |screen| !screen.alternate_screen());
        assert_left_clean(&session);
        assert!(
            drafts(&env).iter().any(|it| it.text == "half a sent"),
            "signal {number}: {:?}",
            drafts(&env)
        );
    }
}

#[test]
fn it_stops_and_comes_back_as_the_shell_says() {
    let env = place();
    let mut session = shell(&env, &["-i"]);
    session.wait_for_text("prompt>");
    let before = session.line_settings();
    session.keys("\"$COE\"\r");
    session.wait_for_text("event number 5");
    session.keys("\x1a");
    session
        .wait_for("the shell", |screen| !screen.alternate_screen() && screen.contents().contains("Stopped"));
    assert_left_clean(&session);
    assert_eq!(session.line_settings(), before);
    session.keys("fg\r");
    session.wait_for("the screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("event number 5")
    });
    session.keys("q");
    session.wait_for("the shell", |screen| !screen.alternate_screen());
    assert_left_clean(&session);
}

#[test]
fn a_terminal_that_goes_away_takes_the_program_with_it_and_no_text() {
    for ignored in [false, true] {
        let env = place();
        let script = if ignored { "trap '' HUP; exec \"$COE\"" } else { "exec \"$COE\"" };
        let mut session = shell(&env, &["-c", script]);
        session.wait_for_text("event number 5");
        session.keys("iwords in the air");
        session.wait_for_text("words in the air");
        let gone = Instant::now();
        session.hang_up();
        session.wait();
        println!("gone {:?} after the terminal", gone.elapsed());
        assert!(gone.elapsed() < Duration::from_secs(2), "it outlives its terminal: {:?}", gone.elapsed());
        assert!(drafts(&env).iter().any(|it| it.text == "words in the air"), "{:?}", drafts(&env));
    }
}

#[test]
fn the_editor_gets_every_key_and_its_text_comes_back() {
    let env = place();
    let script = env.home().join("editor.sh");
    let body = "#!/bin/sh\nstty -icanon -echo\nprintf 'the editor is ready'\nhead -c 26 > \"$HOME/typed\"\n\
                cat \"$1\" > \"$HOME/given\"\nprintf 'from the editor\\n' > \"$1\"\nstty icanon echo\n";
    std::fs::write(&script, body).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    let env = env.with("EDITOR", &script.display().to_string()).with("PATH", "/usr/bin:/bin");
    let mut session = start(&env);
    session.keys("E");
    session.wait_for_text("the editor is ready");
    for letter in 'a'..='z' {
        session.keys(&letter.to_string());
    }
    session.wait_for_text("from the editor");
    let read = |name: &str| std::fs::read_to_string(env.home().join(name)).unwrap();
    assert_eq!(read("typed"), ('a'..='z').collect::<String>());
    assert_eq!(read("given").trim_end(), "event number 5");
    wait_until("the edit", || env.texts().contains(&"from the editor".to_owned()));
    session.keys("q");
    assert!(session.wait().success());
}

#[test]
fn a_paste_runs_no_commands() {
    let env = place();
    let before = env.texts();
    let mut session = start(&env);
    session.keys("\x1b[200~q\nd\nu\x1b[201~");
    session.wait_for_text("Esc cancel");
    session.keys("\x1b");
    session.wait_for_text("Esc keep");
    session.keys("\x1b");
    session.wait_for_text("kept: it is there");
    session.keys("?");
    session.wait_for_text("type to filter");
    assert_eq!(env.texts(), before);
}

#[test]
fn a_paste_that_holds_its_own_end_mark_runs_no_commands() {
    let env = place();
    let before = env.texts();
    let mut session = start(&env);
    session.keys("\x1b[200~harmless\x1b[201~q\rd\x1b[Au\rd\x1b[201~");
    session.wait_for_text("3 lines pasted");
    wait_until("the draft", || drafts(&env).iter().any(|it| it.text.starts_with("harmlessq")));
    assert_eq!(env.texts(), before, "the rest of the paste ran commands");
}

#[test]
fn an_escape_sequence_in_two_pieces_is_one_key() {
    let env = place();
    let before = env.texts();
    let mut session = start(&env);
    session.wait_for("the last one selected", |screen| screen.contents().contains("▼live"));
    assert_eq!(selected(&session), " number 5");
    for (pause, expected) in [(0, " number 4"), (80, " number 3")] {
        session.keys("\x1b");
        std::thread::sleep(Duration::from_millis(pause));
        session.keys("[A");
        wait_until("the row above", || selected(&session) == expected);
    }
    assert_eq!(env.texts(), before);
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let env = place();
    let mut session = start(&env);
    session.keys("jkGgg?");
    session.wait_for_text("type to filter");
    session.keys("\x1b");
    // An Esc with a key right behind it would be another key.
    session.wait_for("the help to go", |screen| !screen.contents().contains("type to filter"));
    session.resize((80, 24));
    session.keys("q");
    session.wait();
    session.drain();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let asked = questions(&raw);
    assert!(asked.is_empty(), "{asked:?}");
    assert_eq!(
        questions("\x1b[c \x1b[>0c \x1b[?u \x1b[6n \x1b]11;?\x07 \x1b[?2026$p \x1b[>q \x1bP+q436f\x1b\\")
            .len(),
        8
    );
}

/// Returns the sequences that a terminal answers.
fn questions(output: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in output.split('\x1b').skip(1) {
        let body = piece.get(1..).unwrap_or_default();
        let end = body.find(|it: char| ('@'..='~').contains(&it)).unwrap_or(body.len());
        let (parameters, last) = (&body[..end], body[end..].chars().next().unwrap_or(' '));
        let asks = match piece.chars().next() {
            Some('[') => match last {
                'c' | 'n' => true,
                'u' => parameters.starts_with('?'),
                'p' => parameters.ends_with('$'),
                'q' => parameters.starts_with('>'),
                't' => true,
                _ => false,
            },
            Some(']') => body.contains(";?"),
            Some('P') => body.starts_with("+q") || body.starts_with("$q"),
            _ => false,
        };
        if asks {
            found.push(piece.chars().take(20).collect());
        }
    }
    found
}

#[test]
fn without_colour_the_selection_is_still_seen() {
    let colours = |env: &Env| {
        let session = start(env);
        let inverse = session.look(|screen| {
            let (rows, columns) = screen.size();
            let cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
            cells.filter(|(row, column)| screen.cell(*row, *column).is_some_and(vt100::Cell::inverse)).count()
        });
        let raw = String::from_utf8_lossy(&session.raw()).into_owned();
        (coloured(&raw), inverse)
    };
    let env = place();
    assert!(colours(&env).0, "there are colours to be left out");
    let env = env.with("NO_COLOR", "1");
    let (coloured, inverse) = colours(&env);
    assert!(!coloured, "a colour in spite of NO_COLOR");
    assert!(inverse > 20, "{inverse} cells are inverse");
}

/// Tells whether some text sets a colour other than the terminal's own.
fn coloured(output: &str) -> bool {
    output.split("\x1b[").skip(1).any(|piece| {
        let end = piece.find(|it: char| ('@'..='~').contains(&it)).unwrap_or(piece.len());
        let numbers = piece[..end].split([';', ':']).filter_map(|it| it.parse::<u32>().ok());
        piece[end..].starts_with('m')
            && numbers.into_iter().any(|it| matches!(it, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    })
}

#[test]
fn what_another_process_logs_appears_and_moves_nothing() {
    let env = place();
    let mut session = start(&env);
    session.keys("i");
    session.keys("typing away");
    session.wait_for_text("typing away");
    let cursor = session.look(vt100::Screen::cursor_position);
    env.run(&["log", "from the other side"]).ok();
    let written = Instant::now();
    let seen = session.wait_for_text("from the other side");
    println!("seen {:?} after the other process ended", seen.saturating_duration_since(written));
    assert!(session.text().contains("typing away"), "{}", session.text());
    assert_eq!(session.look(vt100::Screen::cursor_position), cursor);
}

#[test]
fn a_terminal_that_grows_is_filled() {
    let env = place();
    let session = PtySession::start(&env.command(&[]), (40, 12));
    session.wait_for_text("event number 5");
    for size in [(80, 24), (80, 36), (120, 36)] {
        session.resize(size);
        session.wait_for("the last row", |screen| screen.contents().lines().count() == usize::from(size.1));
        session.wait_for("the whole width", |screen| {
            screen.contents().lines().any(|it| it.chars().count() > usize::from(size.0) - 3)
        });
    }
}

#[test]
fn any_size_is_survived() {
    let env = place();
    let mut session = start(&env);
    session.keys("i");
    session.keys("words");
    for size in [(40, 12), (20, 6), (1, 1), (3, 2), (500, 300), (7, 200), (200, 3), SIZE] {
        session.resize(size);
        session.keys("s");
    }
    session.wait_for_text("wordssssssss");
    session.wait_for_text("event number 5");
}

#[test]
fn keys_in_one_burst_reach_the_field_that_the_first_of_them_opens() {
    let env = place();
    let mut session = start(&env);
    session.keys("e it is full\r");
    session.wait_for_text("event number 5 it is full");
}

#[test]
fn the_first_key_in_the_sample_is_not_taken_by_the_screen_before_it() {
    let env = Env::new();
    let mut session = PtySession::start(&env.command(&[]), SIZE);
    session.wait_for_text("sample");
    session.keys("2");
    session.wait_for("the sample", |screen| screen.contents().contains("Timeline"));
    session.keys("e");
    session.wait_for_text("event> ");
}

#[test]
fn the_sample_leaves_no_trace() {
    let env = Env::new();
    let mut session = PtySession::start(&env.command(&["demo"]), SIZE);
    session.wait_for("the sample", |screen| screen.contents().contains("Timeline"));
    session.keys("q");
    assert!(session.wait().success());
    let left: Vec<PathBuf> = std::fs::read_dir(env.home()).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(!left.iter().any(|it| it.to_string_lossy().contains("coe-demo")), "{left:?}");
    assert!(!env.db().exists(), "the sample went into the real database");
}
