//! The timeline pane's state: a window of rows, the selection in it, and the row at the top of the screen.
//!
//! Every function here costs what the screen costs, whatever the number of events. A move that leaves the window asks for
//! other rows and changes nothing until they are there.

use crate::domain::event::Place;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone};
use crate::domain::timeline::{Anchor, EventRow, Window};

use super::effect::Select;

/// Rows wanted on either side of the selection; a page is never larger.
pub const REACH: usize = 200;
/// Rows left on a side when more are fetched.
const MARGIN: usize = 60;
/// Silence that is pointed out unless the configuration says otherwise, by the practice of 10 to 15 minutes.
pub const GAP: Span = Span::minutes(15);

/// The timeline pane.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The rows at hand.
    pub window: Window,
    /// Index of the selected row in the window.
    pub selected: usize,
    /// Index of the first row on screen.
    pub top: usize,
    /// Whether the selection follows the newest event.
    pub follow: bool,
    /// How many events came in below while browsing.
    pub unseen: u64,
    /// Whether rows are on their way.
    pub fetching: bool,
    /// Silence that is pointed out.
    pub gap: Span,
}

impl Default for Timeline {
    fn default() -> Self {
        Timeline {
            window: Window::default(),
            selected: 0,
            top: 0,
            follow: false,
            unseen: 0,
            fetching: false,
            gap: GAP,
        }
    }
}

/// What stands above a row on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Above {
    /// The day changes with this row.
    pub day: bool,
    /// So long was no event before it.
    pub gap: Option<Span>,
}

impl Above {
    /// Returns how many lines it takes.
    pub fn height(self) -> usize {
        usize::from(self.day) + usize::from(self.gap.is_some())
    }
}

impl Timeline {
    /// Returns the selected row.
    pub fn selected_row(&self) -> Option<&EventRow> {
        self.window.rows.get(self.selected)
    }

    /// Returns the position of the selected row among all, from 1.
    pub fn position(&self) -> u64 {
        if self.window.rows.is_empty() { 0 } else { self.window.before + self.selected as u64 + 1 }
    }

    /// Returns what stands above row `index`.
    pub fn above(&self, index: usize, zone: &Zone) -> Above {
        let Some(row) = self.window.rows.get(index) else { return Above::default() };
        let Some(previous) = index.checked_sub(1).and_then(|it| self.window.rows.get(it)) else {
            return Above::default();
        };
        let silence = Span::between(previous.at, row.at);
        Above {
            day: zone.date(previous.at) != zone.date(row.at),
            gap: (silence >= self.gap).then_some(silence),
        }
    }

    /// Returns how long ago the newest event was, if its row is at hand.
    pub fn silence(&self, now: Timestamp) -> Option<Span> {
        if !self.window.reaches_end() {
            return None;
        }
        self.window.rows.last().map(|row| Span::between(row.at, now))
    }

    /// Takes new rows and puts the selection where it belongs.
    pub fn take(&mut self, window: Window, select: Select) {
        let selected = self.selected_row().map(EventRow::place);
        let top = self.window.rows.get(self.top).map(EventRow::place);
        let grown = window.total.saturating_sub(self.window.total);
        let known = !self.window.rows.is_empty();
        self.window = window;
        self.fetching = false;
        let last = self.window.rows.len().saturating_sub(1);
        let index = |place: Option<Place>| place.and_then(|it| self.window.index_of(it)).unwrap_or(last);
        self.top = index(top);
        self.selected = match select {
            Select::Keep if self.follow => last,
            Select::Keep => index(selected),
            Select::Place(place) => index(Some(place)),
            Select::By(rows) => {
                let from = i64::try_from(index(selected)).unwrap_or(0);
                usize::try_from(from.saturating_add(rows)).unwrap_or(0).min(last)
            }
            Select::First => 0,
            Select::Last => last,
        };
        if known && !self.follow && select == Select::Keep {
            self.unseen += grown;
        }
        if self.at_end() {
            self.unseen = 0;
        }
    }

    /// Tells whether the selection is on the last event.
    pub fn at_end(&self) -> bool {
        self.window.reaches_end() && self.selected + 1 >= self.window.rows.len()
    }

    /// Moves the selection by `rows`. Returns what must be fetched, and for which selection, if the window is too small
    /// or soon will be.
    pub fn step(&mut self, rows: i64) -> Option<(Anchor, Select)> {
        let last = self.window.rows.len().checked_sub(1)?;
        let wanted = i64::try_from(self.selected).unwrap_or(0).saturating_add(rows);
        let last = i64::try_from(last).unwrap_or(0);
        let above = self.window.before > 0;
        let below = !self.window.reaches_end();
        if (wanted < 0 && above) || (wanted > last && below) {
            let from = self.selected_row()?.place();
            return Some((Anchor::Place(from), Select::By(rows)));
        }
        self.selected = usize::try_from(wanted.clamp(0, last)).unwrap_or(0);
        self.follow = false;
        if self.at_end() {
            self.unseen = 0;
        }
        let near_top = above && self.selected < MARGIN;
        let near_end = below && self.selected + MARGIN > self.window.rows.len();
        if (near_top || near_end) && !self.fetching {
            self.fetching = true;
            return Some((Anchor::Place(self.selected_row()?.place()), Select::Keep));
        }
        None
    }

    /// Goes to the first event. Returns what must be fetched.
    pub fn first(&mut self) -> Option<(Anchor, Select)> {
        self.follow = false;
        if self.window.before == 0 {
            self.selected = 0;
            return None;
        }
        Some((Anchor::Start, Select::First))
    }

    /// Goes to the last event and follows new ones. Returns what must be fetched.
    pub fn last(&mut self) -> Option<(Anchor, Select)> {
        self.follow = true;
        self.unseen = 0;
        if self.window.reaches_end() {
            self.selected = self.window.rows.len().saturating_sub(1);
            return None;
        }
        Some((Anchor::End, Select::Last))
    }

    /// Goes to a place. Returns what must be fetched.
    pub fn go(&mut self, place: Place) -> Option<(Anchor, Select)> {
        self.follow = false;
        let held = self.window.rows.iter().position(|row| row.place() == place);
        match held {
            Some(index) => {
                self.selected = index;
                None
            }
            None => Some((Anchor::Place(place), Select::Place(place))),
        }
    }

    /// Returns the anchor for reading the same rows again.
    pub fn anchor(&self) -> Anchor {
        match self.selected_row() {
            Some(row) if !self.follow => Anchor::Place(row.place()),
            _ => Anchor::End,
        }
    }

    /// Brings the selection into a view of `height` lines: the one place that scrolls.
    pub fn settle(&mut self, height: usize, zone: &Zone) {
        let last = self.window.rows.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        self.top = self.top.min(self.selected);
        let height = height.max(1);
        // From the selection upwards: the first row that may stand at the top.
        let mut lines = 1;
        let mut lowest = self.selected;
        while lowest > 0 {
            // Above the first row on screen nothing stands, so a row costs its own line and what is above its successor.
            let more = 1 + self.above(lowest, zone).height();
            if lines + more > height {
                break;
            }
            lines += more;
            lowest -= 1;
        }
        self.top = self.top.max(lowest);
        // Below the last event there is nothing to see: do not leave the screen half empty.
        if self.window.reaches_end() {
            let mut lines = 1;
            let mut fullest = last;
            while fullest > 0 {
                let more = 1 + self.above(fullest, zone).height();
                if lines + more > height {
                    break;
                }
                lines += more;
                fullest -= 1;
            }
            self.top = self.top.min(fullest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use crate::domain::id::EventId;

    fn rows(minutes: &[i64]) -> Window {
        let rows: Vec<EventRow> = (1..)
            .zip(minutes)
            .map(|(num, minute)| {
                let at = Timestamp::from_millis(1_763_820_120_000 + minute * 60_000);
                let mut event =
                    Event::new(EventId(uuid::Uuid::from_u128(u128::from(num))), at, Zone::Utc, "x");
                event.num = num;
                EventRow::of(&event)
            })
            .collect();
        Window { total: rows.len() as u64, before: 0, rows }
    }

    #[test]
    fn the_selection_is_always_in_view() {
        let minutes: Vec<i64> = (0..50).map(|it| it * (1 + it % 7) * 5).collect();
        let mut sorted = minutes.clone();
        sorted.sort_unstable();
        for height in 1..12 {
            let mut timeline = Timeline::default();
            timeline.take(rows(&sorted), Select::First);
            for step in [1, 1, 5, 40, -3, -20, 60, -100, 7] {
                timeline.step(step);
                timeline.settle(height, &Zone::Utc);
                let lines: usize = (timeline.top..=timeline.selected)
                    .map(|it| {
                        1 + if it == timeline.top { 0 } else { timeline.above(it, &Zone::Utc).height() }
                    })
                    .sum();
                assert!(timeline.top <= timeline.selected);
                assert!(
                    lines <= height.max(1),
                    "height {height}: {lines} lines from {} to {}",
                    timeline.top,
                    timeline.selected
                );
            }
        }
    }

    #[test]
    fn new_events_do_not_move_the_selection_of_someone_who_browses() {
        let mut timeline = Timeline::default();
        timeline.take(rows(&[0, 1, 2]), Select::Last);
        timeline.step(-1);
        timeline.take(rows(&[0, 1, 2, 3, 4]), Select::Keep);
        assert_eq!((timeline.selected, timeline.unseen), (1, 2));
        timeline.last();
        timeline.take(rows(&[0, 1, 2, 3, 4, 5]), Select::Keep);
        assert_eq!((timeline.selected, timeline.unseen), (5, 0));
    }

    #[test]
    fn silence_of_fifteen_minutes_and_a_new_day_stand_above_a_row() {
        let mut timeline = Timeline::default();
        timeline.take(rows(&[0, 14, 29, 60 * 24]), Select::First);
        assert_eq!(timeline.above(0, &Zone::Utc), Above::default());
        assert_eq!(timeline.above(1, &Zone::Utc), Above::default());
        assert_eq!(timeline.above(2, &Zone::Utc).gap, Some(Span::minutes(15)));
        assert!(timeline.above(3, &Zone::Utc).day);
    }
}
