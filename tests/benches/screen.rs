//! The real program in a real terminal, at 100 to 1,000,000 events: first frame, keys, bytes, memory, idle processor time.
//!
//! `cargo bench --bench screen` prints one table; `COE_BENCH_SIZES=100,10000` measures at these numbers of events. vim and
//! less show the same timeline as text where they are installed. Times are from the write of a key to the read that
//! completed the frame, emulation included.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "it prints a table, and ends when its world does"
)]
#![allow(dead_code, reason = "the modules serve every benchmark and test")]

mod data;
#[path = "../it/pty_session.rs"]
mod pty_session;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pty_session::PtySession;

const SIZE: (u16, u16) = (120, 36);
/// How often the program is started.
const STARTS: usize = 15;
/// How often a key is pressed.
const KEYS: usize = 300;
/// The most events with which the bar raiser is measured.
const MOST_REVIEWED: u64 = 10_000;
/// How often the ends of the timeline are jumped to.
const JUMPS: usize = 30;

/// One column of the table.
struct Column {
    title: String,
    figures: Vec<(&'static str, String)>,
}

fn main() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut columns = Vec::new();
    for n in data::sizes() {
        columns.push(coe_column(home.path(), n));
    }
    for program in ["vim", "less"] {
        columns.extend(text_column(home.path(), program, 10_000));
    }
    print_table(&columns);
}

fn coe_column(home: &Path, n: u64) -> Column {
    let (_folder, database) = data::copy(n);
    let command = coe(home, &database, &[]);
    let starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let mut session = PtySession::start(&command, SIZE);
            let useful = session.wait_for_text("last-event");
            let took = ms(session.started, useful);
            session.keys("q");
            session.wait();
            took
        })
        .collect();
    let mut figures =
        vec![("start to first useful frame, median ms", format!("{:.1}", quantile(&starts, 0.5)))];
    let mut session = PtySession::start(&command, SIZE);
    session.wait_for_text("last-event");
    settle(&session);
    figures.push(("memory after the first frame, MB", memory(&session, "VmRSS")));

    let (first, last) = jumps(&mut session, "gg", "G");
    figures.push(("gg: to the first event, p50 / p99 ms", spread(&first)));
    figures.push(("G: to the last event, p50 / p99 ms", spread(&last)));
    session.keys("gg");
    session.wait_for_text("first-event");
    settle(&session);
    let (times, bytes) = press(&mut session, &downs(n), Duration::from_millis(4));
    figures.push(("j: down one line, p50 / p99 ms", spread(&times)));
    // The first ones only move the selection.
    figures.push(("bytes for a scrolled line, median / greatest", lines(&bytes[40..])));

    session.keys("i");
    session.wait_for_text("Esc keep");
    settle(&session);
    let (times, bytes) = press(&mut session, &letters(), Duration::from_millis(4));
    figures.push(("a letter in the log bar, p50 / p99 ms", spread(&times)));
    figures.push(("bytes for a letter, median / greatest", lines(&bytes)));
    leave_log_bar(&mut session);
    session.keys("gg");
    session.wait_for_text("first-event");
    settle(&session);

    let (busy, typing) = while_others_log(home, &database, (&mut session, n));
    figures.push(("j, another process logs 10 a second, p50 / p99 ms", spread(&busy)));
    figures.push(("a letter meanwhile, p50 / p99 ms", spread(&typing)));
    settle(&session);
    figures.push(("most memory, MB", memory(&session, "VmHWM")));
    figures.push(("idle processor time, %", idle(&session)));
    session.keys("q");
    session.wait();
    if n <= MOST_REVIEWED {
        figures
            .push(("a letter in a section, all rules on, p50 / p99 ms", spread(&reviewed(home, &database))));
    }
    Column { title: format!("coe {n}"), figures }
}

/// Types into a section of an incident that is over, so that every rule of the bar raiser is run at each pause.
fn reviewed(home: &Path, database: &Path) -> Vec<f64> {
    let set = coe(home, database, &["set", "status", "drafting"]).output().expect("coe set");
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    let mut session = PtySession::start(&coe(home, database, &[]), SIZE);
    // What is over is not opened by itself.
    session.wait_for_text("Enter open");
    session.keys("\r");
    session.wait_for_text(" err ");
    settle(&session);
    session.keys("5");
    session.wait_for_text("Summary:");
    session.keys("\r");
    session.wait_for_text("Esc");
    settle(&session);
    // Words and pauses: each pause asks for a review of the text and one of the whole.
    let text: Vec<String> =
        "Bob forgot it a bit later. ".chars().cycle().take(KEYS).map(String::from).collect();
    let (times, _) = press(&mut session, &text, Duration::from_millis(30));
    times
}

/// Measures the same while `coe log` runs ten times a second in processes of its own.
fn while_others_log(
    home: &Path,
    database: &Path,
    (session, n): (&mut PtySession, u64),
) -> (Vec<f64>, Vec<f64>) {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let next = Instant::now() + Duration::from_millis(100);
                let mut command =
                    coe(home, database, &["log", "-t", "+1h", &format!("from elsewhere {number}")]);
                let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
                std::thread::sleep(next.saturating_duration_since(Instant::now()));
            }
        });
        let (moving, _) = press(session, &downs(n), Duration::from_millis(15));
        session.keys("i");
        session.wait_for_text("Esc keep");
        let (typing, _) = press(session, &letters(), Duration::from_millis(15));
        leave_log_bar(session);
        stop.store(true, Ordering::Relaxed);
        (moving, typing)
    })
}

fn text_column(home: &Path, program: &str, n: u64) -> Option<Column> {
    let there = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|it| it.success()) {
        return None;
    }
    let file = text_file(home, n);
    let mut command = Command::new(program);
    command.arg(&file).env("HOME", home).env("TERM", "xterm-256color").env("PATH", "/usr/bin:/bin");
    command.env("LANG", "C.UTF-8").current_dir(home);
    let quit = if program == "vim" { ":q!\r" } else { "q" };
    let starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let mut session = PtySession::start(&command, SIZE);
            let took = ms(session.started, session.wait_for_text("first-event"));
            settle(&session);
            session.keys(quit);
            session.wait();
            took
        })
        .collect();
    let mut session = PtySession::start(&command, SIZE);
    session.wait_for_text("first-event");
    settle(&session);
    let mut figures = vec![
        ("start to first useful frame, median ms", format!("{:.1}", quantile(&starts, 0.5))),
        ("memory after the first frame, MB", memory(&session, "VmRSS")),
    ];
    let first = if program == "vim" { "gg" } else { "g" };
    let (to_first, to_last) = jumps(&mut session, first, "G");
    figures.push(("gg: to the first event, p50 / p99 ms", spread(&to_first)));
    figures.push(("G: to the last event, p50 / p99 ms", spread(&to_last)));
    session.keys(first);
    session.wait_for_text("first-event");
    settle(&session);
    let (times, bytes) = press(&mut session, &downs(n), Duration::from_millis(4));
    figures.push(("j: down one line, p50 / p99 ms", spread(&times)));
    figures.push(("bytes for a scrolled line, median / greatest", lines(&bytes[40..])));
    figures.push(("most memory, MB", memory(&session, "VmHWM")));
    Some(Column { title: format!("{program} {n}"), figures })
}

fn coe(home: &Path, database: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coe"));
    command.arg("--db").arg(database).args(args).env_clear().current_dir(home);
    // Without a clock on screen: what is measured is the key, not the second.
    command.envs([("TZ", "UTC"), ("LANG", "C.UTF-8"), ("TERM", "xterm-256color"), ("NO_MOTION", "1")]);
    command.env("HOME", home);
    command
}

fn text_file(home: &Path, n: u64) -> PathBuf {
    let path = home.join(format!("timeline-{n}.md"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    for event in data::events(n) {
        writeln!(file, "- **{}** *{}*: {}", event.at, event.kind, event.text).expect("a line");
    }
    file.flush().expect("a file");
    path
}

/// Jumps to and fro, and returns how long it took to see the first and the last event.
fn jumps(session: &mut PtySession, first: &str, last: &str) -> (Vec<f64>, Vec<f64>) {
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..JUMPS {
        for (keys, words) in [(first, "first-event"), (last, "last-event")] {
            let pressed = Instant::now();
            session.keys(keys);
            let took = ms(pressed, session.wait_for_text(words));
            if keys == first {
                times.0.push(took)
            } else {
                times.1.push(took)
            }
            settle(session);
        }
    }
    times
}

/// Presses keys one after the other. Returns how long each took to its last byte, and how many bytes came. Each must
/// change the screen: one that does not is left out.
fn press(session: &mut PtySession, keys: &[String], pause: Duration) -> (Vec<f64>, Vec<f64>) {
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for key in keys {
        let before = session.output().raw.len();
        let pressed = Instant::now();
        session.keys(key);
        let done = frame_end(session, before);
        if let Some((when, bytes)) = done {
            times.push(ms(pressed, when));
            #[expect(clippy::cast_precision_loss, reason = "a few thousand bytes")]
            sizes.push(bytes as f64);
        }
        std::thread::sleep(pause);
    }
    (times, sizes)
}

/// So many steps down, fewer than there are events.
fn downs(n: u64) -> Vec<String> {
    vec!["j".to_owned(); KEYS.min(usize::try_from(n * 9 / 10).unwrap_or(KEYS))]
}

/// Letters that differ from their neighbours, so that a field that scrolls changes too.
fn letters() -> Vec<String> {
    ('a'..='z').cycle().take(KEYS).map(String::from).collect()
}

/// Empties the log bar and leaves it.
fn leave_log_bar(session: &mut PtySession) {
    session.keys("\x15");
    session.wait_for("an empty log bar", |screen| !screen.contents().contains("opqrst"));
    session.keys("\x1b");
    session.wait_for("the timeline's keys", |screen| !screen.contents().contains("Esc keep"));
}

/// Waits for a frame after byte `before`: when its last byte came, and its length. None when no frame comes.
fn frame_end(session: &PtySession, before: usize) -> Option<(Instant, usize)> {
    let deadline = Instant::now() + Duration::from_millis(500);
    loop {
        {
            let output = session.output();
            let new = &output.raw[before..];
            let ends = |mark: &[u8]| new.windows(mark.len()).filter(|it| *it == mark).count();
            // A frame inside a synchronized update is complete with its end.
            if !new.is_empty() && ends(b"\x1b[?2026h") == ends(b"\x1b[?2026l") {
                return output.reads.last().map(|it| (it.0, new.len()));
            }
        }
        if Instant::now() > deadline {
            return None;
        }
        std::thread::sleep(Duration::from_micros(50));
    }
}

/// Waits until nothing has come for a while.
fn settle(session: &PtySession) {
    let mut seen = 0;
    loop {
        let now = session.output().raw.len();
        if now == seen {
            return;
        }
        seen = now;
        std::thread::sleep(Duration::from_millis(60));
    }
}

/// Returns a figure of `/proc/PID/status`, in megabytes.
fn memory(session: &PtySession, field: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", session.pid())).unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix(field));
    let kilobytes: Option<f64> = line.and_then(|it| it.split_whitespace().nth(1)?.parse().ok());
    kilobytes.map_or("?".to_owned(), |it| format!("{:.1}", it / 1024.0))
}

/// Returns the share of a processor that the program takes while nobody does anything.
fn idle(session: &PtySession) -> String {
    let ticks = || -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", session.pid())).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    };
    let (before, begun) = (ticks(), Instant::now());
    std::thread::sleep(Duration::from_secs(10));
    match (before, ticks()) {
        // A tick is a hundredth of a second.
        (Some(before), Some(after)) => format!("{:.2}", (after - before) / begun.elapsed().as_secs_f64()),
        _ => "?".to_owned(),
    }
}

fn ms(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1e3
}

fn spread(values: &[f64]) -> String {
    format!("{:.2} / {:.2}", quantile(values, 0.5), quantile(values, 0.99))
}

fn lines(values: &[f64]) -> String {
    format!("{:.0} / {:.0}", quantile(values, 0.5), quantile(values, 1.0))
}

fn quantile(values: &[f64], part: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let at = (values.len().saturating_sub(1) as f64 * part).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}

fn print_table(columns: &[Column]) {
    let names: Vec<&str> =
        columns.first().map(|it| it.figures.iter().map(|it| it.0).collect()).unwrap_or_default();
    print!("{:<52}", format!("{}x{}", SIZE.0, SIZE.1));
    columns.iter().for_each(|it| print!("{:>16}", it.title));
    println!();
    for name in names {
        print!("{name:<52}");
        for column in columns {
            let figure = column.figures.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
            print!("{figure:>16}");
        }
        println!();
    }
}
