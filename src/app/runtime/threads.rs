//! The store's threads: one reads, one writes, one reviews. Each owns a connection and takes effects in order.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::store::{Mark, Mode, Store};

use super::perform;

/// How often the reading thread looks for commits of other processes: well under the 250 ms promised.
const LOOK: Duration = Duration::from_millis(200);

enum Job {
    Effect(Box<Effect>),
    Look,
}

/// Wakes the loop when its thread panics, so that the program ends at once: the panic hook has restored the terminal.
pub(super) struct Alarm<'a>(pub(super) &'a UnboundedSender<Msg>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Msg::Failed("a part of the program failed".to_owned()));
        }
    }
}

/// The way to both threads.
pub(super) struct Threads {
    db: PathBuf,
    answers: UnboundedSender<Msg>,
    reader: Sender<Job>,
    /// Started when there is something to review first.
    reviewer: std::cell::OnceCell<Option<Sender<Effect>>>,
    writer: Option<Sender<Effect>>,
    writing: Option<JoinHandle<()>>,
}

impl Threads {
    /// Starts both. The writing thread opens its own connection when it has something to write.
    pub(super) fn start(reader: Store, db: PathBuf, answers: UnboundedSender<Msg>) -> std::io::Result<Self> {
        let (to_reader, jobs) = channel();
        let replies = answers.clone();
        std::thread::Builder::new().name("reader".to_owned()).spawn(move || {
            let _alarm = Alarm(&replies);
            read(reader, &jobs, &replies);
        })?;
        let (to_writer, effects) = channel();
        let (path, replies) = (db.clone(), answers.clone());
        let writing = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let _alarm = Alarm(&replies);
            write(&path, &effects, &replies);
        })?;
        Ok(Threads {
            db,
            answers,
            reader: to_reader,
            reviewer: std::cell::OnceCell::new(),
            writer: Some(to_writer),
            writing: Some(writing),
        })
    }

    /// Hands an effect to the thread it belongs to.
    pub(super) fn send(&self, effect: Effect) {
        if matches!(effect, Effect::Review { .. } | Effect::ReviewText { .. }) {
            let start = || super::reviewer::start(self.db.clone(), self.answers.clone()).ok();
            if let Some(reviewer) = self.reviewer.get_or_init(start) {
                let _ = reviewer.send(effect);
            }
        } else if effect.writes() {
            if let Some(writer) = &self.writer {
                let _ = writer.send(effect);
            }
        } else {
            let _ = self.reader.send(Job::Effect(Box::new(effect)));
        }
    }

    /// Does something that reads the whole incident on a thread of its own, so that neither rows nor writes wait for it.
    pub(super) fn send_aside(&self, effect: Effect) {
        let (db, answers) = (self.db.clone(), self.answers.clone());
        let aside = std::thread::Builder::new().name("document".to_owned()).spawn(move || {
            let _alarm = Alarm(&answers);
            let answer = match Store::open(&db, Mode::Existing) {
                Ok(mut store) => perform(&mut store, effect),
                Err(error) => Some(Msg::Failed(error.to_string())),
            };
            answer.map(|it| answers.send(it))
        });
        if let Err(error) = aside {
            let _ =
                self.answers.send(Msg::Failed(format!("no thread for the document can be started: {error}")));
        }
    }

    /// Makes the reading thread look for commits at once.
    pub(super) fn look(&self) {
        let _ = self.reader.send(Job::Look);
    }

    /// Waits until everything sent has been written, at most for `limit`.
    pub(super) fn finish(&mut self, limit: Duration) {
        self.writer = None;
        let Some(writing) = self.writing.take() else { return };
        let until = Instant::now() + limit;
        while !writing.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(2));
        }
        if writing.is_finished() {
            let _ = writing.join();
        }
    }
}

fn read(mut store: Store, jobs: &Receiver<Job>, answers: &UnboundedSender<Msg>) {
    let mut seen = store.mark().unwrap_or_default();
    loop {
        let (answer, closed) = match jobs.recv_timeout(LOOK) {
            Ok(Job::Effect(effect)) => (perform(&mut store, *effect), false),
            Ok(Job::Look) | Err(RecvTimeoutError::Timeout) => (look(&store, &mut seen), false),
            Err(RecvTimeoutError::Disconnected) => (None, true),
        };
        if closed || answer.is_some_and(|it| answers.send(it).is_err()) {
            return;
        }
    }
}

/// Tells of commits by others. Drafts and the like advance SQLite's counter as well: only a new step is news.
fn look(store: &Store, seen: &mut Mark) -> Option<Msg> {
    let data = store.data_version().ok()?;
    if data == seen.data {
        return None;
    }
    let now = store.mark().ok()?;
    let news = now.step != seen.step;
    *seen = now;
    news.then_some(Msg::Changed)
}

fn write(db: &std::path::Path, effects: &Receiver<Effect>, answers: &UnboundedSender<Msg>) {
    let mut store: Option<Store> = None;
    while let Ok(effect) = effects.recv() {
        if store.is_none() {
            match Store::open(db, Mode::Existing) {
                Ok(opened) => store = Some(opened),
                Err(error) => {
                    let why = error.to_string();
                    let answer = match effect {
                        Effect::Act { token, .. } => Msg::Refused { token, why },
                        _ => Msg::Failed(why),
                    };
                    if answers.send(answer).is_err() {
                        return;
                    }
                    continue;
                }
            }
        }
        if let Some(answer) = store.as_mut().and_then(|it| perform(it, effect)) {
            // A closed channel is no reason to stop: what was sent is still to be written.
            let _ = answers.send(answer);
        }
    }
}
