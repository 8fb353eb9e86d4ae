//! The top line: which incident, how bad, how long, what time it is, and whether everything is on disk.
//!
//! ```text
//!  INC-42 checkout 5xx  SEV2  OPEN 01:47:12            UTC 14:32:07  ● saved
//! INC-42 SEV2 OPEN 01:47 ● saved    14:32
//! ```
//!
//! In less width first the seconds go, then the name of the zone, then the title is cut, then the rest by worth: the
//! reference, the running clock and a failure to save stay to the last.

use ratatui::layout::Rect;
use ratatui::text::Span as Piece;

use crate::app::layout::{Room, room};
use crate::app::state::{Open, Screen, State};
use crate::domain::event::Milestone;
use crate::domain::incident::Status;
use crate::domain::span::Span;
use crate::domain::time::{hm, hms};
use crate::review::Level;

use super::canvas::{Canvas, from};
use super::words::count;

/// What is shown of what there is.
#[derive(Debug, Clone, Copy)]
struct Form {
    seconds: bool,
    zone: bool,
    /// The columns below which the title is not cut, but another form tried.
    title: u16,
    word: bool,
    clock: bool,
    severity: bool,
    findings: bool,
}

const FULL: Form =
    Form { seconds: true, zone: true, title: 16, word: true, clock: true, severity: true, findings: true };

/// From most to least.
const FORMS: [Form; 8] = [
    FULL,
    Form { seconds: false, ..FULL },
    Form { seconds: false, zone: false, ..FULL },
    Form { seconds: false, zone: false, title: 0, ..FULL },
    Form { seconds: false, zone: false, title: 0, word: false, ..FULL },
    Form { seconds: false, zone: false, title: 0, word: false, clock: false, ..FULL },
    Form { seconds: false, zone: false, title: 0, word: false, clock: false, findings: false, ..FULL },
    Form {
        seconds: false,
        zone: false,
        title: 0,
        word: false,
        clock: false,
        severity: false,
        findings: false,
    },
];

/// Columns of a title that still say something.
const LEAST_TITLE: u16 = 5;

/// Draws the header.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let narrow = matches!(room(state.size), Room::Narrow | Room::Tiny | Room::None);
    let area = if narrow { area } else { from(Rect { width: area.width.saturating_sub(1), ..area }, 1) };
    let gap = if narrow { " " } else { "  " };
    let gap_width = canvas.width(&[Piece::raw(gap)]);
    let title = title(state);
    for (at, form) in FORMS.iter().enumerate() {
        let (before, after, right) = parts(canvas, state, *form, gap);
        let fixed = canvas.width(&before) + canvas.width(&after) + canvas.width(&right) + gap_width + 1;
        let wanted = canvas.width(&[Piece::raw(title.as_str())]).min(form.title);
        if fixed + wanted > area.width && at + 1 < FORMS.len() {
            continue;
        }
        let mut used = canvas.spans(area, &before);
        let room = (area.width + 1).saturating_sub(fixed);
        if room >= LEAST_TITLE && !title.is_empty() {
            let place = Rect { width: room, ..from(area, used) };
            used += canvas.put(place, &format!(" {title}"), canvas.theme.strong);
        }
        canvas.spans(from(area, used), &after);
        canvas.spans_right(area, &right);
        return;
    }
}

/// Returns what stands before the title, after it, and at the right end.
fn parts(
    canvas: &Canvas,
    state: &State,
    form: Form,
    gap: &'static str,
) -> (Vec<Piece<'static>>, Vec<Piece<'static>>, Vec<Piece<'static>>) {
    let theme = canvas.theme;
    let seconds = form.seconds && state.seconds();
    let mut before = Vec::new();
    let mut after = Vec::new();
    match state.open.as_ref().filter(|_| state.screen == Screen::Live) {
        Some(open) => {
            before.push(Piece::styled(open.header.reference(), theme.accent));
            if let Some(severity) = open.header.severity.filter(|_| form.severity) {
                after.push(Piece::raw(gap));
                after.push(Piece::styled(severity.word(), theme.severity(severity)));
            }
            let style = if open.running() { theme.strong } else { theme.text };
            after.push(Piece::raw(gap));
            after.push(Piece::styled(status(open, state, seconds), style));
            let found = state.findings.short();
            if form.findings && !found.is_empty() {
                let worst = state.findings.count(Level::Error) > 0;
                after.push(Piece::raw(gap));
                after.push(Piece::styled(found, if worst { theme.danger } else { theme.warning }));
            }
        }
        None => before.push(Piece::styled("coe", theme.accent)),
    }
    let saved = saved(canvas, state, form.word);
    let mut right = Vec::new();
    if form.clock {
        let zone = state.zone();
        if form.zone {
            right.push(Piece::styled(format!("{} ", zone.label(state.now)), theme.muted));
        }
        let time = if seconds { hms(state.now, &zone) } else { hm(state.now, &zone) };
        right.push(Piece::raw(time));
    }
    if gap.len() > 1 {
        if form.clock {
            right.push(Piece::raw(gap));
        }
        right.push(saved);
    } else {
        after.push(Piece::raw(gap));
        after.push(saved);
    }
    (before, after, right)
}

/// Returns the title, or what the screen is.
fn title(state: &State) -> String {
    match (state.screen, &state.open) {
        (Screen::Live, Some(open)) => open.header.title.clone(),
        (Screen::Live, None) => "opening".to_owned(),
        (Screen::List, _) if !state.list.read => "Incidents".to_owned(),
        (Screen::List, _) => {
            let running = state.list.rows.iter().filter(|it| it.status == Status::Open).count();
            format!("{}, {running} open", count(state.list.rows.len() as u64, "incident"))
        }
        (Screen::Start, _) => "incident timelines and Corrections of Error".to_owned(),
    }
}

/// Returns the status with its clock: `OPEN 01:47:12`, or how long it took.
fn status(open: &Open, state: &State, seconds: bool) -> String {
    let word = open.header.status.word().to_uppercase();
    let from = open.milestones.at(Milestone::Start).unwrap_or(open.header.created);
    match open.milestones.at(Milestone::Resolved).map(|it| Span::between(from, it)) {
        Some(total) if total.is_negative() => word,
        Some(total) if open.running() => format!("{word}, resolved in {}", total.short()),
        Some(total) => format!("{word} in {}", total.short()),
        None if open.running() => {
            let clock = Span::between(from, state.now).clock();
            let shown = if seconds { clock.as_str() } else { &clock[..clock.len() - 3] };
            format!("{word} {shown}")
        }
        None => word,
    }
}

/// Returns the mark that says whether everything is on disk.
fn saved(canvas: &Canvas, state: &State, word: bool) -> Piece<'static> {
    let (theme, glyphs) = (canvas.theme, canvas.glyphs);
    let (glyph, text, style) = if state.unsaved.is_some() {
        ("!", "NOT SAVED".to_owned(), theme.danger)
    } else if state.pending.is_empty() {
        (glyphs.saved, "saved".to_owned(), theme.good)
    } else {
        (glyphs.saving, format!("saving{}", glyphs.ellipsis), theme.warning)
    };
    Piece::styled(if word { format!("{glyph} {text}") } else { glyph.to_owned() }, style)
}
