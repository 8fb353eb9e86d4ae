//! The thread of the bar raiser: it reads the incident through a connection of its own, off the way of rows and writes.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::mpsc::UnboundedSender;

use crate::app::effect::Effect;
use crate::app::field::FieldKind;
use crate::app::findings::MOST_REVIEWED;
use crate::app::msg::Msg;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::review::memory::Memory;
use crate::review::{Options, Passage, Place, Role, Sink, review_passage};
use crate::spread::on_threads;
use crate::store::{Mode, Result, Store, StoreError};

/// Reviews incidents and remembers what it found.
#[derive(Debug, Default)]
pub(super) struct Reviewer {
    memory: Memory,
}

impl Reviewer {
    /// Reviews an incident.
    pub(super) fn review(&mut self, store: &Store, incident: IncidentId, options: &Options) -> Option<Msg> {
        match read(store, incident, options) {
            Ok((whole, options)) => {
                Some(Msg::Reviewed { incident, findings: self.memory.review(&whole, &options, on_threads) })
            }
            // It was undone or replaced meanwhile: whoever looks at it learns that from elsewhere.
            Err(StoreError::NotFound(_)) => None,
            Err(error) => Some(Msg::Failed(format!("the review failed: {error}"))),
        }
    }
}

/// Reads what is reviewed: the whole, or all but a timeline that is too long, which no rule may miss then.
fn read(store: &Store, incident: IncidentId, options: &Options) -> Result<(Incident, Options)> {
    let mut options = options.clone();
    if store.event_count(incident)? <= MOST_REVIEWED {
        return Ok((store.incident(incident)?, options));
    }
    let mut whole = Incident::new(store.header(incident)?);
    whole.parts = store.parts(incident)?;
    for family in ["timeline", "time"] {
        options.levels.insert(family.to_owned(), None);
    }
    Ok((whole, options))
}

/// Starts the thread; it ends when the other end of the channel is gone.
pub(super) fn start(db: PathBuf, answers: UnboundedSender<Msg>) -> std::io::Result<Sender<Effect>> {
    let (sender, jobs) = channel();
    std::thread::Builder::new().name("reviewer".to_owned()).spawn(move || work(&db, &jobs, &answers))?;
    Ok(sender)
}

fn work(db: &std::path::Path, jobs: &Receiver<Effect>, answers: &UnboundedSender<Msg>) {
    let _alarm = super::threads::Alarm(answers);
    let mut reviewer = Reviewer::default();
    let mut store: Option<Store> = None;
    while let Ok(job) = jobs.recv() {
        // Only the newest of a kind counts, and what is being typed comes before the whole.
        let (mut whole, mut typed) = (None, None);
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Effect::ReviewText { .. } => typed = Some(job),
                _ => whole = Some(job),
            }
        }
        if let Some(Effect::ReviewText { field, role, text, options }) = typed
            && answers.send(review_text(field, role, text, &options)).is_err()
        {
            return;
        }
        let Some(Effect::Review { incident, options }) = whole else { continue };
        if store.is_none() {
            store = Store::open(db, Mode::Existing).ok();
        }
        let Some(store) = &store else { continue };
        let answer = reviewer.review(store, incident, &options);
        if answer.is_some_and(|it| answers.send(it).is_err()) {
            return;
        }
    }
}

/// Reviews a text that is being typed.
pub(super) fn review_text(field: FieldKind, role: Role, text: String, options: &Options) -> Msg {
    let mut sink = Sink::new(options);
    review_passage(&Passage::new(Place::incident(""), role, &text), &mut sink);
    Msg::ReviewedText { field, text, findings: sink.done() }
}
