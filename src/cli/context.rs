//! What a command works with: the clock, the store, the incident it is about, zones, and the one way to write.
//!
//! The store is opened when a command first needs it, and made only by commands that start something.

use std::hash::{BuildHasher as _, Hasher as _};
use std::path::PathBuf;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::change::Change;
use crate::domain::event::Milestone;
use crate::domain::id::{Handle, IdSource, IncidentId, Part, StepId};
use crate::domain::incident::{Header, Status};
use crate::domain::time::{TimeContext, Timestamp, When, Zone, parse_time};
use crate::store::{Mode, Origin, Store, StoreError, Write, Written};

use super::args::Global;
use super::config::in_force;
use super::failure::{Code, Failure, Result};
use super::limit;
use super::output::Output;

/// What a command works with.
#[derive(Debug)]
pub struct Context {
    /// The flags that every command takes.
    pub global: Global,
    /// Where it prints.
    pub out: Output,
    /// The clock.
    pub clock: Clock,
    /// When the command began: what "now" and `-5m` count from.
    pub now: Timestamp,
    /// What was written so far, as a clause: said when the answer cannot be printed.
    pub saved: Option<String>,
    ids: IdSource,
    store: Option<Store>,
}

/// A step that a command is about to write.
#[derive(Debug, Clone)]
pub struct Step {
    /// The incident it belongs to.
    pub incident: IncidentId,
    /// What to call it in the history, when its changes do not name it well; `{}` becomes the handle of the first row.
    pub label: Option<String>,
    /// Whether to write nothing.
    pub dry_run: bool,
}

impl Step {
    /// Makes a step that is named after its changes.
    pub fn new(incident: IncidentId, dry_run: bool) -> Self {
        Step { incident, label: None, dry_run }
    }

    /// Names it.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
}

/// Returns where the database lies unless `--db` or `COE_DB` say otherwise: `coe.db` in the data directory of the user.
///
/// # Errors
/// A [`Failure`] when the user has no home directory, or one that depends on the current folder.
pub fn default_db() -> Result<PathBuf> {
    let path = directories::ProjectDirs::from("", "", "coe").map(|it| it.data_dir().join("coe.db"));
    match path {
        Some(path) if path.is_absolute() => Ok(path),
        // It would be another database in every folder.
        Some(path) => Err(Failure::usage(format!(
            "the home directory is no absolute path, and the database would be {} below this folder; set HOME to a full path, or name a file with --db",
            path.display()
        ))),
        None => {
            Err(Failure::usage("there is no home directory to keep the database in; name a file with --db"))
        }
    }
}

/// Returns the zone of this machine: `TZ`, or what the system is set to; UTC when neither names one.
pub fn local_zone() -> Zone {
    let named = |name: &str| name.trim_start_matches(':').parse::<Zone>().ok();
    let variable = std::env::var("TZ").ok().filter(|it| !it.is_empty());
    let system = || iana_time_zone::get_timezone().ok().as_deref().and_then(named);
    variable.as_deref().and_then(named).or_else(system).unwrap_or_default()
}

/// Returns a seed that no other process has, from the operating system's random bits.
pub fn seed() -> u64 {
    std::hash::RandomState::new().build_hasher().finish()
}

impl Context {
    /// Makes the context of a command.
    pub fn new(global: Global, clock: Clock) -> Self {
        Context {
            out: Output::new(&global),
            now: clock.now(),
            clock,
            ids: IdSource::seeded(seed()),
            store: None,
            saved: None,
            global,
        }
    }

    /// Returns the path of the database.
    ///
    /// # Errors
    /// As [`default_db`].
    pub fn db(&self) -> Result<PathBuf> {
        match self.global.db.as_ref().filter(|it| !it.as_os_str().is_empty()) {
            Some(path) => Ok(path.clone()),
            None => default_db(),
        }
    }

    /// Returns the store, opened; nothing when there is no database yet.
    ///
    /// # Errors
    /// A [`Failure`] when the file cannot be used.
    pub fn store_if_any(&mut self) -> Result<Option<&mut Store>> {
        if self.store.is_none() {
            let path = self.db()?;
            match Store::open(&path, Mode::Existing) {
                Ok(store) => self.store = Some(store),
                Err(StoreError::NotFound(_)) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.store.as_mut())
    }

    /// Returns the store, opened.
    ///
    /// # Errors
    /// A [`Failure`] when there is no database yet or the file cannot be used.
    pub fn store(&mut self) -> Result<&mut Store> {
        self.store_if_any()?.ok_or_else(Failure::no_incidents)
    }

    /// Returns the store, made when it is missing. A dry run makes no file: it gets an empty store in memory.
    ///
    /// # Errors
    /// A [`Failure`] when the file cannot be made or used.
    pub fn create_store(&mut self, dry_run: bool) -> Result<&mut Store> {
        if self.store_if_any()?.is_none() {
            self.store = Some(match dry_run {
                true => Store::memory()?,
                false => Store::open(&self.db()?, Mode::Create)?,
            });
        }
        self.store()
    }

    /// Returns the store and the output side by side, for a command that prints while it reads.
    ///
    /// # Errors
    /// As [`Context::store`].
    pub fn reading_and_printing(&mut self) -> Result<(&mut Store, &mut Output)> {
        self.store()?;
        match &mut self.store {
            Some(store) => Ok((store, &mut self.out)),
            None => Err(Failure::no_incidents()),
        }
    }

    /// Makes an id.
    pub fn id(&mut self) -> uuid::Uuid {
        self.ids.next(self.now)
    }

    /// Returns the incident that the command is about: `-i` or `COE_INCIDENT`, the one last used, or the only open one.
    ///
    /// # Errors
    /// A [`Failure`] that lists the open incidents when none of these settles it.
    pub fn incident(&mut self) -> Result<Header> {
        self.incident_of(None)
    }

    /// Returns the incident that `reference` names, or the one of [`Context::incident`] when there is none.
    ///
    /// # Errors
    /// As [`Context::incident`].
    pub fn incident_of(&mut self, reference: Option<&str>) -> Result<Header> {
        let named = reference.map(str::to_owned).or_else(|| self.global.incident.clone());
        let store = self.store()?;
        if let Some(reference) = named.filter(|it| !it.trim().is_empty()) {
            let id = store.resolve(&reference)?;
            return Ok(store.header(id)?);
        }
        if let Some(header) = last_used(store)? {
            return Ok(header);
        }
        let mut open = store.incidents(20)?;
        open.retain(|it| it.status == Status::Open);
        match open.as_slice() {
            [] => Err(Failure::not_found(
                "no incident is open; name one with -i (see `coe list`), or start one with `coe new TITLE`",
            )),
            [only] => Ok(store.header(only.id)?),
            several => {
                let names: Vec<String> =
                    several.iter().map(|it| format!("INC-{} {}", it.num, it.title)).collect();
                Err(Failure::usage(format!("{} incidents are open: {}", several.len(), names.join(", ")))
                    .hint("name one with -i, or make one the current one with `coe use INC-7`"))
            }
        }
    }

    /// Returns the zone in which times are read and shown: `--utc`, `--tz`, or the incident's.
    pub fn zone(&self, header: &Header) -> Zone {
        match (self.global.utc, self.global.tz) {
            (true, _) => Zone::Utc,
            (false, Some(zone)) => zone,
            (false, None) => header.zone,
        }
    }

    /// Reads with a time context of this incident, whose anchors (`start`, `detected`, `e17`) are looked up as needed.
    ///
    /// # Errors
    /// A [`Failure`] when there is no database.
    pub fn reading<T>(
        &mut self,
        header: &Header,
        text: &str,
        read: impl FnOnce(&TimeContext<'_>) -> T,
    ) -> Result<T> {
        let (now, zone) = (self.now, self.zone(header));
        // Finding the zone of the machine costs more than the rest: only the word `local` needs it.
        let local = if text.to_ascii_lowercase().contains("local") { local_zone() } else { zone };
        let store = self.store()?;
        let anchor = |name: &str| anchor(store, header.id, name);
        Ok(read(&TimeContext { now, zone, local, anchor: &anchor }))
    }

    /// Reads a time given as a flag or an argument of its own.
    ///
    /// # Errors
    /// A [`Failure`] when it is no time.
    pub fn time(&mut self, header: &Header, text: &str) -> Result<When> {
        let when = self.reading(header, text, |ctx| parse_time(text, ctx))??;
        Ok(when)
    }

    /// Writes one step, or only tries to when it is a dry run.
    ///
    /// # Errors
    /// A [`Failure`] when the store refuses it; nothing is written then.
    pub fn write(&mut self, step: Step, changes: Vec<Change>) -> Result<Written> {
        Ok(self.try_step(step, changes)??)
    }

    /// As [`Context::write`], with the refusal of the store as it is: for commands that can do something about it.
    ///
    /// # Errors
    /// A [`Failure`] when there is no database, or a text is longer than its limit.
    pub fn try_step(&mut self, step: Step, changes: Vec<Change>) -> Result<Result<Written, StoreError>> {
        limit::check(&changes)?;
        let dry_run = step.dry_run;
        let write = self.stamp(step);
        let store = self.store()?;
        if dry_run {
            return Ok(store.try_write(&write, changes));
        }
        let written = store.write(&write, changes);
        if let Ok(written) = &written {
            self.note_saved(written);
        }
        Ok(written)
    }

    /// Remembers what was written, in case that the answer cannot be printed.
    pub fn note_saved(&mut self, written: &Written) {
        if written.rows > 0 {
            self.saved = Some(format!("the step is on disk ({})", written.label));
        }
    }

    /// Says of a command that wrote and could not print its answer that it wrote: nobody should do it again.
    pub fn unless_saved(&self, failure: Failure) -> Failure {
        match (&self.saved, self.out.broken()) {
            (Some(saved), Some(why)) => {
                let message = format!("{saved}, but the answer could not be printed: {why}");
                let hint = "do not repeat the command; `coe history` shows what was written".to_owned();
                Failure { message, hint: Some(hint), code: Code::Io }
            }
            _ => failure,
        }
    }

    /// Returns the configuration in force, and warns of what is wrong with it.
    pub fn config(&mut self) -> Config {
        let (config, problems) = in_force();
        problems.iter().for_each(|it| self.out.caution(&it.to_string()));
        config
    }

    /// Fills in what every step of the command line has: an id, the time, who wrote it. For undo and redo.
    pub fn stamp(&mut self, step: Step) -> Write {
        Write {
            step: StepId(self.id()),
            incident: step.incident,
            at: self.now,
            origin: Origin::Cli,
            label: step.label,
            enters: None,
        }
    }
}

/// Returns the incident last used, unless it is gone.
fn last_used(store: &Store) -> Result<Option<Header>> {
    let Some(id) = store.current()? else { return Ok(None) };
    match store.header(id) {
        Ok(header) => Ok(Some(header)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the instant of `start`, `detected`, … or of `e17`.
fn anchor(store: &Store, incident: IncidentId, name: &str) -> Option<Timestamp> {
    if let Ok(milestone) = name.parse::<Milestone>() {
        return store.milestones(incident).ok()?.at(milestone);
    }
    let handle: Handle = name.parse().ok()?;
    (handle.part == Part::Event).then(|| store.event_by_handle(incident, handle).ok())?.map(|it| it.at)
}
