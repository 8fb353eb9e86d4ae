//! `coe tail`: the end of the timeline as lines, and what other processes add to it.

use std::time::Duration;

use clap::Args;

use crate::domain::timeline::Anchor;
use crate::store::StoreError;

use super::context::Context;
use super::failure::Result;
use super::line::Lines;

/// How often other processes' commits are looked for. One look costs microseconds.
const LOOK: Duration = Duration::from_millis(200);

/// New events read at once.
const BATCH: usize = 500;

/// Arguments of `coe tail`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe tail
  coe tail -f
  coe tail -f --json | jq -r .event.text")]
pub struct TailArgs {
    /// Go on and show each event that is logged, by whatever process
    #[arg(short, long)]
    follow: bool,
    /// Begin with the last N events
    #[arg(long, value_name = "N", default_value_t = 10)]
    last: usize,
}

/// Shows the end of the timeline.
pub fn tail(context: &mut Context, args: &TailArgs) -> Result<()> {
    let header = context.incident()?;
    let mut lines = Lines::new(&header, context.zone(&header));
    let (store, out) = context.reading_and_printing()?;
    let mut version = store.data_version()?;
    // Counted before the window is read: what is logged in between is shown twice over, and left out below.
    let mut seen = store.last_number(header.id)?;
    let mut early = Vec::new();
    for row in store.window(header.id, Anchor::End, args.last, 0)?.rows {
        match store.event(row.id) {
            Ok(event) => lines.print(out, &event)?,
            // Somebody removed it since the window was read.
            Err(StoreError::NotFound(_)) => continue,
            Err(error) => return Err(error.into()),
        }
        if row.num > seen {
            early.push(row.num);
        }
    }
    out.flush()?;
    if !args.follow {
        return Ok(());
    }
    loop {
        for event in store.events_after(header.id, seen, BATCH)? {
            seen = event.num;
            if !early.contains(&event.num) {
                lines.print(out, &event)?;
            }
        }
        out.flush()?;
        if store.last_number(header.id)? > seen {
            continue;
        }
        loop {
            std::thread::sleep(LOOK);
            let now = store.data_version()?;
            if now != version {
                version = now;
                break;
            }
        }
    }
}
