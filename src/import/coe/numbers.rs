//! The handles of one kind of part: numbers from the file where they can be kept, new ones for the rest.

use std::collections::{HashMap, HashSet};

use crate::domain::id::{Handle, Part};
use crate::import::fields::Fields;

/// The largest number that is taken from a file. Numbers are never given again, so a file that used the last one would
/// leave none for what is added later.
const LARGEST: u32 = 100_000_000;

/// What the ids of one part in the file stand for.
pub(super) struct Numbers {
    part: Part,
    /// The number of each row in the order of the file; 0 until [`settle`](Numbers::settle).
    rows: Vec<u32>,
    taken: HashSet<u32>,
    ids: HashMap<String, usize>,
}

impl Numbers {
    pub fn new(part: Part) -> Self {
        Numbers { part, rows: Vec::new(), taken: HashSet::new(), ids: HashMap::new() }
    }

    /// Takes the id of the next row.
    pub fn claim(&mut self, fields: &mut Fields<'_>) {
        let id = fields.line("id");
        let handle: Option<Handle> = id.parse().ok();
        let fits = handle.filter(|it| it.part == self.part && it.num <= LARGEST);
        let num = fits.map_or(0, |it| it.num);
        let known = self.ids.contains_key(&id);
        let free = num > 0 && !known && self.taken.insert(num);
        if !id.is_empty() && !free {
            let why = if known || num > 0 { "is taken" } else { "is not a handle of this kind" };
            fields.warn("id", || format!("`{id}` {why}; it gets a number of its own"));
        }
        self.rows.push(if free { num } else { 0 });
        if !id.is_empty() {
            self.ids.entry(id).or_insert(self.rows.len() - 1);
        }
    }

    /// Gives numbers after the largest to the rows that have none, and returns the numbers of all rows.
    pub fn settle(&mut self) -> Vec<u32> {
        let mut largest = self.rows.iter().copied().max().unwrap_or(0);
        for num in self.rows.iter_mut().filter(|it| **it == 0) {
            largest += 1;
            *num = largest;
        }
        self.rows.clone()
    }

    /// Returns the handle that an id in the file stands for.
    pub fn get(&self, id: &str) -> Option<Handle> {
        let row = self.ids.get(id)?;
        self.rows.get(*row).map(|num| Handle::new(self.part, *num))
    }

    /// Returns the ids of the file that are not the handles of their rows, once these are settled.
    pub fn names(&self) -> impl Iterator<Item = (Handle, String)> {
        let named = self.ids.iter().filter_map(|(id, row)| {
            let handle = Handle::new(self.part, *self.rows.get(*row)?);
            (handle.to_string() != *id).then(|| (handle, id.clone()))
        });
        named.collect::<Vec<_>>().into_iter()
    }

    /// Returns which row of the file has an id.
    pub fn row(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }
}

/// Takes a list of ids and returns the handles that they stand for in any of the tables, each once.
pub(super) fn handles(fields: &mut Fields<'_>, name: &str, tables: &[&Numbers]) -> Vec<Handle> {
    let mut found: Vec<Handle> = Vec::new();
    let mut known = HashSet::new();
    for id in fields.lines(name) {
        match tables.iter().find_map(|it| it.get(&id)) {
            Some(handle) if known.insert(handle) => found.push(handle),
            Some(_) => {}
            None => fields.warn(name, || format!("`{id}` is not in the file; left out")),
        }
    }
    found
}
