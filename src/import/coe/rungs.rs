//! The ladders of a document and their rungs, whose parents are looked up once all of them are known.

use std::collections::HashMap;

use super::Reader;
use super::numbers::{Numbers, handles};
use super::rows::Rows;
use crate::domain::id::{LadderId, Part, RungId};
use crate::domain::ladder::{Ladder, Rung, Topic, walk};
use crate::import::fields::Fields;

/// What was read, parents before their children.
pub(super) struct Ladders {
    pub ladders: Vec<Ladder>,
    pub rungs: Vec<Rung>,
    /// The handles of the rungs.
    pub numbers: Numbers,
}

/// A rung, where it stands in the file, and the id of its parent.
struct Found {
    rung: Rung,
    path: String,
    parent: String,
}

/// Reads ladders; rungs may cite what is in `citable`.
pub(super) fn read(reader: &mut Reader<'_>, rows: Rows<'_>, citable: &[&Numbers]) -> Ladders {
    let mut ladder_numbers = Numbers::new(Part::Ladder);
    let mut numbers = Numbers::new(Part::Rung);
    let mut ladders = Vec::with_capacity(rows.list.len());
    let mut found: Vec<Found> = Vec::new();
    for row in 0..rows.list.len() {
        let Some((path, value)) = rows.object(row, &mut reader.warnings) else { continue };
        let id = LadderId(reader.ids.next(reader.now));
        let mut fields = Fields::new(path.clone(), value, &mut reader.warnings);
        ladder_numbers.claim(&mut fields);
        let topic = fields.parse("topic", "a topic (cause, detection or recovery)").unwrap_or(Topic::Cause);
        ladders.push(Ladder { id, num: 0, topic, problem: fields.block("problem") });
        let rungs = fields.objects("rungs");
        fields.done();
        for (index, value) in rungs {
            let path = format!("{path}.rungs[{index}]");
            let rung = RungId(reader.ids.next(reader.now));
            let mut fields = Fields::new(path.clone(), value, &mut reader.warnings);
            numbers.claim(&mut fields);
            let parent = fields.line("parent");
            let rung = Rung {
                id: rung,
                num: 0,
                ladder: id,
                parent: None,
                place: 0,
                why: fields.block("why"),
                because: fields.block("because"),
                cites: handles(&mut fields, "cites", citable),
                root: fields.flag("root"),
            };
            fields.done();
            found.push(Found { rung, path, parent });
        }
    }
    for (ladder, num) in ladders.iter_mut().zip(ladder_numbers.settle()) {
        ladder.num = num;
    }
    for (it, num) in found.iter_mut().zip(numbers.settle()) {
        it.rung.num = num;
    }
    reader.names.extend(ladder_numbers.names());
    reader.names.extend(numbers.names());
    hang(reader, &mut found, &numbers);
    let mut all: HashMap<LadderId, Vec<Rung>> = HashMap::new();
    for it in found {
        all.entry(it.rung.ladder).or_default().push(it.rung);
    }
    let mut rungs = Vec::new();
    for ladder in &ladders {
        let mine = all.remove(&ladder.id).unwrap_or_default();
        rungs.extend(walk(ladder.id, &mine).into_iter().map(|it| it.rung.clone()));
    }
    ladders.sort_by_key(|it| it.num);
    Ladders { ladders, rungs, numbers }
}

/// Hangs each rung under its parent; one whose parent is not on its ladder, or below itself, stands at the top.
fn hang(reader: &mut Reader<'_>, found: &mut [Found], numbers: &Numbers) {
    let mut above: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for it in found.iter() {
        let row = numbers.row(&it.parent).filter(|row| found[*row].rung.ladder == it.rung.ladder);
        if row.is_none() && !it.parent.is_empty() {
            let warning =
                || format!("{}.parent: `{}` is not on this ladder; put at the top", it.path, it.parent);
            reader.warnings.add(warning);
        }
        above.push(row);
    }
    cut(reader, found, &mut above);
    let mut places: HashMap<(LadderId, Option<RungId>), i64> = HashMap::new();
    for index in 0..found.len() {
        let parent = above[index].map(|it| found[it].rung.id);
        let rung = &mut found[index].rung;
        let place = places.entry((rung.ladder, parent)).or_default();
        rung.parent = parent;
        rung.place = *place;
        *place += 1;
    }
}

/// Cuts what hangs below itself.
fn cut(reader: &mut Reader<'_>, found: &[Found], above: &mut [Option<usize>]) {
    // The walk on which each was first met; 0 while it was not.
    let mut met = vec![0; found.len()];
    for start in 0..found.len() {
        let walk = start + 1;
        let mut at = start;
        while met[at] == 0 {
            met[at] = walk;
            let Some(next) = above[at] else { break };
            if met[next] == walk {
                above[at] = None;
                let path = &found[at].path;
                reader.warnings.add(|| format!("{path}.parent: it would hang below itself; put at the top"));
                break;
            }
            at = next;
        }
    }
}
