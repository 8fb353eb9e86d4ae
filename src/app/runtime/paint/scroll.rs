//! Finds the band of rows whose moving by the terminal saves most bytes.
//!
//! A terminal moves whole rows, while often only the timeline at the left moved and the panes at the right
//! stayed. So candidates are voted for by blocks of eight columns, and each is judged by the bytes that the
//! encoder would really write with it and without it.

use std::hash::{Hash, Hasher};

use ratatui::buffer::Cell;
use ratatui::layout::Size;

use super::encode::{self, Encoder};
use super::grid::Grid;

/// Columns of a block.
const BLOCK: usize = 8;
/// Fewer changed rows than this are never worth a scroll.
const FEWEST_ROWS: usize = 3;
/// How many distances are judged in full.
const CANDIDATES: usize = 4;
/// Bytes of the scroll command itself: margins, move, command, margins reset.
const OVERHEAD: i64 = 22;

/// Rows `top..=bottom` move by `by` rows: up when positive, down when negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first row of the band.
    pub(super) top: u16,
    /// The last row of the band.
    pub(super) bottom: u16,
    /// The distance, never 0 and smaller than the band.
    pub(super) by: i16,
}

/// Returns the scroll that saves most on the way from `shown` to `wanted`, if any saves something.
pub(super) fn best(shown: &Grid, wanted: &Grid, changed: &[u16]) -> Option<Scroll> {
    if changed.len() < FEWEST_ROWS {
        return None;
    }
    let rows = wanted.size().height;
    let mut judge = Judge::new(shown, wanted, changed);
    let mut best = (OVERHEAD, None);
    for by in distances(shown, wanted, changed) {
        let kept = judge.kept(by);
        let freed = i64::from(by.unsigned_abs());
        for top in 0..rows {
            for bottom in top..rows {
                if i64::from(bottom - top) < freed {
                    continue;
                }
                let gain = judge.gain(&kept, Scroll { top, bottom, by });
                if gain > best.0 {
                    best = (gain, Some(Scroll { top, bottom, by }));
                }
            }
        }
    }
    best.1
}

/// Knows for each row what it costs to paint it over what is there, and over a blank row.
struct Judge<'a> {
    shown: &'a Grid,
    wanted: &'a Grid,
    scratch: Encoder,
    stay: Vec<i64>,
    /// Sums over the rows before: cost of staying less cost of painting on a blank row.
    freed: Vec<i64>,
}

impl<'a> Judge<'a> {
    fn new(shown: &'a Grid, wanted: &'a Grid, changed: &[u16]) -> Self {
        let mut scratch = Encoder::default();
        let Size { width, height } = wanted.size();
        let blank = vec![Cell::EMPTY; usize::from(width)];
        let mut stay = vec![0; usize::from(height)];
        for y in changed {
            stay[usize::from(*y)] = price(&mut scratch, *y, shown.row(*y), wanted.row(*y));
        }
        let mut freed = vec![0];
        for y in 0..height {
            let saved = stay[usize::from(y)] - price(&mut scratch, y, &blank, wanted.row(y));
            freed.push(freed[usize::from(y)] + saved);
        }
        Judge { shown, wanted, scratch, stay, freed }
    }

    /// Returns sums over the rows before: the cost of staying less the cost over the row that moves in.
    fn kept(&mut self, by: i16) -> Vec<i64> {
        let height = self.wanted.size().height;
        let mut sums = vec![0];
        for y in 0..height {
            let saved = match y.checked_add_signed(by).filter(|source| *source < height) {
                Some(source) => {
                    let (from, to) = (self.shown.row(source), self.wanted.row(y));
                    self.stay[usize::from(y)] - price(&mut self.scratch, y, from, to)
                }
                // No band contains such a row as one that is moved into.
                None => 0,
            };
            sums.push(sums[usize::from(y)] + saved);
        }
        sums
    }

    /// Returns the bytes that a scroll saves, before its own overhead.
    fn gain(&self, kept: &[i64], scroll: Scroll) -> i64 {
        let (top, end) = (usize::from(scroll.top), usize::from(scroll.bottom) + 1);
        let count = usize::from(scroll.by.unsigned_abs());
        if scroll.by > 0 {
            kept[end - count] - kept[top] + self.freed[end] - self.freed[end - count]
        } else {
            self.freed[top + count] - self.freed[top] + kept[end] - kept[top + count]
        }
    }
}

fn price(scratch: &mut Encoder, y: u16, from: &[Cell], to: &[Cell]) -> i64 {
    i64::try_from(encode::cost(scratch, y, from, to)).unwrap_or(i64::MAX)
}

/// Returns the few distances by which most changed blocks seem to have moved.
fn distances(shown: &Grid, wanted: &Grid, changed: &[u16]) -> Vec<i16> {
    let height = usize::from(wanted.size().height);
    let blank = block_hash(&[Cell::EMPTY; BLOCK]);
    let old: Vec<Vec<u64>> = (0..wanted.size().height).map(|y| blocks(shown.row(y))).collect();
    // Index `height` stands for no movement.
    let mut votes = vec![0_u32; 2 * height + 1];
    for y in changed.iter().map(|y| usize::from(*y)) {
        let new = blocks(wanted.row(u16::try_from(y).unwrap_or(0)));
        for (column, hash) in new.iter().enumerate() {
            if *hash == blank || old[y][column] == *hash {
                continue;
            }
            for (source, row) in old.iter().enumerate() {
                if row[column] == *hash {
                    votes[height + source - y] += 1;
                }
            }
        }
    }
    let mut ranked: Vec<(u32, usize)> = votes.into_iter().zip(0..).filter(|(count, _)| *count > 1).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked.truncate(CANDIDATES);
    let distance = |index: usize| Some(i16::try_from(index).ok()? - i16::try_from(height).ok()?);
    ranked.into_iter().filter_map(|(_, index)| distance(index)).filter(|by| *by != 0).collect()
}

fn blocks(row: &[Cell]) -> Vec<u64> {
    row.chunks(BLOCK).map(block_hash).collect()
}

fn block_hash(cells: &[Cell]) -> u64 {
    let mut hasher = Mixer(0);
    for cell in cells {
        cell.hash(&mut hasher);
    }
    hasher.finish()
}

/// A small fast hash; equal hashes only make a candidate, so that collisions do no harm.
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u8(*byte);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
