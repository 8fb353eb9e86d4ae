//! What the bar raiser costs: a whole incident, the same after one edit, a file of a thousand lines, and hostile text at
//! two lengths. Twice the text must take about twice as long, whatever it holds.
//!
//! `cargo bench --bench review` prints one table; `COE_BENCH_SIZES=100,10000` measures at these numbers of events.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it prints a table, and says when the data takes long"
)]
#![allow(dead_code, reason = "the data module serves every benchmark")]

mod data;

use std::time::Instant;

use coe::domain::id::IncidentId;
use coe::domain::incident::{Header, Incident, Status};
use coe::domain::time::{Timestamp, Zone};
use coe::review::memory::Memory;
use coe::review::{Options, markdown, review};

/// The most events with which it is measured: a review reads the whole incident.
const MOST: u64 = 100_000;

/// What is repeated until it is long: what a person would not write, and rules might stumble over.
const HOSTILE: &[&str] = &[
    "and ",
    "because ",
    "Bob ",
    "the engineer ",
    "some ",
    "later ",
    "14:02 ",
    "A. ",
    "Why? ",
    "was ",
    "no ",
    "0 1 ",
    "'",
    "\"",
    "`",
    "**",
    "(",
    "@",
    "://",
    "a:b@",
    "token ",
    "user id ",
    "- x\n",
    "1. a\n",
    "> q\n",
    "| a |\n",
    "<!-- ",
    "<br>",
];

/// The headings under which it stands.
const HEADINGS: &[&str] = &[
    "## Summary\n\n",
    "## Timeline\n\n14:02 UTC ",
    "## 5 Whys\n\nWhy? ",
    "## Root cause\n\n",
    "## Actions\n\n- ",
];

fn main() {
    let now = Timestamp::parse_rfc3339("2026-11-28T00:00:00Z").expect("a time");
    let options = Options::new(now);
    for n in data::sizes().into_iter().filter(|it| *it <= MOST) {
        let mut incident = incident(now);
        incident.events = data::events(n).collect();
        let mut memory = Memory::default();
        let whole = millis(|| memory.review(&incident, &options, coe::spread::on_threads).len());
        let edited = incident.events.len() / 2;
        incident.events[edited].text = "Bob forgot to drain node 4".to_owned();
        let again = millis(|| memory.review(&incident, &options, coe::spread::on_threads).len());
        println!("{n:>9} events: {whole:8.1} ms at first, {again:8.1} ms after one edit");
    }
    let line = "- 14:02 UTC Traffic of region 7 drops by 12% after host web-7 restarts, 31 jobs wait\n";
    let file = format!("# Orders failed\n\n## Timeline\n\n{}", line.repeat(1_000));
    println!("{:>9} lines of Markdown: {:.1} ms", 1_004, millis(|| reviewed(&file, &options)));
    let mut worst = (0.0, "", "");
    for heading in HEADINGS {
        for part in HOSTILE {
            let text = |length: usize| format!("{heading}{}", part.repeat(length / part.len()));
            let (short, long) = (text(50_000), text(100_000));
            let (first, second) =
                (millis(|| reviewed(&short, &options)), millis(|| reviewed(&long, &options)));
            let ratio = second / first.max(1.0);
            if ratio > worst.0 {
                worst = (ratio, *heading, *part);
            }
            if second > 500.0 {
                println!(
                    "{:?} under {:?}: {first:.0} ms for 50 KB, {second:.0} ms for 100 KB",
                    part,
                    heading.trim()
                );
            }
        }
    }
    println!(
        "twice the text takes at most {:.1} times as long ({:?} under {:?})",
        worst.0,
        worst.2,
        worst.1.trim()
    );
}

fn incident(now: Timestamp) -> Incident {
    let mut header = Header::new(IncidentId(uuid::Uuid::from_u128(1)), "Orders failed", Zone::Utc, now);
    header.status = Status::Drafting;
    Incident::new(header)
}

fn reviewed(text: &str, options: &Options) -> usize {
    let (incident, layout) = markdown::read(text, options.now);
    let mut findings = review(&incident, &layout.options(options));
    layout.settle(&mut findings);
    findings.len()
}

/// Returns how long a run takes. One run, since what is reviewed twice is remembered.
fn millis(mut run: impl FnMut() -> usize) -> f64 {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed().as_secs_f64() * 1_000.0
}
