//! Kills: whatever was acknowledged before `kill -9` is in the database, exactly once.
//!
//! The oracle stands outside of the program: each event holds a token of its own, and the test notes which tokens were
//! acknowledged. A careless writer must fail the same check, or the check proves nothing. With `SLOW_TESTS=1` at
//! least 200 processes are killed, otherwise about 20.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use coe::domain::change::{Change, Edit};
use coe::domain::event::Event;
use coe::domain::id::{EventId, IdSource, StepId};
use coe::domain::time::{Timestamp, Zone};
use coe::store::{Mode, Origin, Store, Write};

use super::env::Env;
use super::pty_session::{PtySession, signal};

const WRITERS: usize = 3;

fn slow() -> bool {
    std::env::var_os("SLOW_TESTS").is_some_and(|it| it == "1")
}

/// What a run of writers and kills came to.
#[derive(Default)]
struct Tally {
    acknowledged: BTreeSet<String>,
    tried: BTreeSet<String>,
    kills: usize,
}

impl Tally {
    fn join(&mut self, other: Tally) {
        self.acknowledged.extend(other.acknowledged);
        self.tried.extend(other.tried);
        self.kills += other.kills;
    }
}

/// Looks for each token in the database. Returns what is wrong.
fn faults(env: &Env, tally: &Tally) -> Vec<String> {
    let mut store = Store::open(&env.db(), Mode::Existing).unwrap();
    let incident = store.incidents(1).unwrap()[0].id;
    let before = store.incident(incident).unwrap();
    let mut found: HashMap<String, usize> = HashMap::new();
    for event in &before.events {
        // Text that was typed when a terminal was killed stands in front of what was typed next.
        for (at, _) in event.text.match_indices("kill-") {
            *found.entry(event.text[at..].chars().take(15).collect()).or_default() += 1;
        }
    }
    let mut faults = Vec::new();
    for token in &tally.tried {
        match (found.get(token).copied().unwrap_or(0), tally.acknowledged.contains(token)) {
            (0, true) => faults.push(format!("{token} was acknowledged and is lost")),
            (0 | 1, _) => {}
            (n, _) => faults.push(format!("{token} is there {n} times")),
        }
    }
    let integrity = store.health().unwrap().integrity;
    if integrity != ["ok"] {
        faults.push(format!("the database is damaged: {integrity:?}"));
    }
    match store.replay() {
        Ok(()) if store.incident(incident).unwrap() == before => {}
        Ok(()) => faults.push("the op log says something else than the tables".to_owned()),
        Err(error) => faults.push(format!("the op log does not fit itself: {error}")),
    }
    faults
}

/// Starts writers one after the other and kills each at a random moment, until so many were killed alive.
fn kill_writers(command: impl Fn(&str) -> Command, name: &str, kills: usize) -> Tally {
    let mut random = fastrand::Rng::with_seed(name.bytes().map(u64::from).sum());
    let mut tally = Tally::default();
    let mut longest = Duration::from_millis(2);
    for number in 0.. {
        if tally.kills >= kills {
            break;
        }
        let token = format!("kill-{name}-{number:07}");
        tally.tried.insert(token.clone());
        let begun = Instant::now();
        let mut child = command(&token).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // Every fourth is left alone: what a whole run takes, the kills are spread over.
        if number % 4 > 0 {
            std::thread::sleep(longest.mul_f64(random.f64() * 1.1));
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        if status.success() {
            longest = longest.max(begun.elapsed()).min(Duration::from_millis(200));
        } else {
            tally.kills += 1;
        }
        if status.success() || said.contains("logged e") && said.ends_with('\n') {
            tally.acknowledged.insert(token);
        }
    }
    tally
}

/// Types events in a terminal until it is killed, again and again.
fn kill_terminals(env: &Env, kills: usize) -> Tally {
    let mut random = fastrand::Rng::with_seed(3);
    let mut tally = Tally::default();
    let mut number = 0;
    while tally.kills < kills {
        let mut session = PtySession::start(&env.command(&[]), (100, 30));
        session.wait_for_text("Timeline");
        let (pid, after) = (session.pid(), Duration::from_millis(random.u64(5..400)));
        let killer = std::thread::spawn(move || {
            std::thread::sleep(after);
            signal(pid, libc::SIGKILL);
        });
        // Until the program is gone.
        loop {
            number += 1;
            let token = format!("kill-t-{number:08}");
            tally.tried.insert(token.clone());
            session.keys("i");
            if session.until(|screen| screen.contents().contains("log>")).is_err() {
                break;
            }
            session.keys(&token);
            if session.until(|screen| screen.contents().contains(&token)).is_err() {
                break;
            }
            session.keys("\r");
            let saved = |screen: &vt100::Screen| {
                let text = screen.contents();
                !text.contains("log>") && text.contains("logged e") && text.contains(&token)
            };
            if session.until(saved).is_err() {
                break;
            }
            tally.acknowledged.insert(token);
        }
        killer.join().unwrap();
        session.wait();
        tally.kills += 1;
    }
    tally
}

#[test]
fn nothing_acknowledged_is_lost_to_kills_and_nothing_is_there_twice() {
    let env = Env::with_incident();
    let (writer_kills, terminal_kills) = if slow() { (64, 20) } else { (5, 4) };
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let env = &env;
        let writers: Vec<_> = (0..WRITERS)
            .map(|it| {
                scope.spawn(move || {
                    kill_writers(|token| env.command(&["log", token]), &it.to_string(), writer_kills)
                })
            })
            .collect();
        let terminal = scope.spawn(move || kill_terminals(env, terminal_kills));
        for thread in writers.into_iter().chain([terminal]) {
            tally.join(thread.join().unwrap());
        }
    });
    let faults = faults(&env, &tally);
    println!(
        "{} kills, {} of {} events acknowledged",
        tally.kills,
        tally.acknowledged.len(),
        tally.tried.len()
    );
    assert!(tally.kills >= if slow() { 200 } else { 19 });
    assert!(
        tally.acknowledged.len() > tally.kills / 4,
        "hardly anything was acknowledged: nothing is tested"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_careless_writer_fails_the_check() {
    let env = Env::with_incident();
    let command = |token: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "durability::careless", "--nocapture"]);
        command.env("COE_TEST_TOKEN", token).env("COE_TEST_PATH", env.db());
        command
    };
    let acknowledged_early = AtomicUsize::new(0);
    let lost = (0..20).any(|round| {
        let tally = kill_writers(command, &format!("{round:x}"), 3);
        acknowledged_early.fetch_add(tally.acknowledged.len(), Ordering::Relaxed);
        faults(&env, &tally).iter().any(|it| it.ends_with("is lost"))
    });
    assert!(lost, "the check does not notice that {acknowledged_early:?} events were acknowledged too early");
}

/// The careless writer, when a test starts this binary for it: it says that the event is logged, then logs it.
#[test]
fn careless() {
    let Some(token) = std::env::var_os("COE_TEST_TOKEN") else { return };
    println!("logged e1");
    std::thread::sleep(Duration::from_millis(20));
    let path = std::env::var_os("COE_TEST_PATH").unwrap();
    let mut store = Store::open(path.as_ref(), Mode::Existing).unwrap();
    let incident = store.incidents(1).unwrap()[0].id;
    let at = Timestamp::from_millis(1_763_820_120_000);
    let mut ids = IdSource::seeded(u64::from(std::process::id()));
    let event = Event::new(EventId(ids.next(at)), at, Zone::Utc, token.to_string_lossy());
    let step = StepId(ids.next(at));
    let write = Write { step, incident, at, origin: Origin::Cli, label: None, enters: None };
    store.write(&write, [Change::event(incident, Edit::add(event))]).unwrap();
}
