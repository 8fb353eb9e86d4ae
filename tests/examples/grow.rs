//! Tells how well the forest that judges ladders does on ladders it has not seen: each corpus in turn is left out, a forest is
//! grown from the others, and what it finds on the one left out is compared with the labels.
//!
//! ```text
//! cargo run --release --example grow -- tests/data/corpus/dev.jsonl tests/data/corpus/ladders.jsonl
//! cargo run --release --example grow -- --write A.jsonl B.jsonl > forest.txt
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "a program that prints a table, and stops at a corpus that is not as it should be"
)]

#[path = "../it/corpus/grow.rs"]
mod grow;
#[path = "../it/corpus/score.rs"]
mod score;

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let write = paths.first().is_some_and(|it| it == "--write");
    if write {
        paths.remove(0);
    }
    if paths.is_empty() {
        println!("usage: grow [--write] CORPUS.jsonl...");
        std::process::exit(2);
    }
    let read =
        |path: &String| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let corpora: Vec<_> = paths.iter().map(|it| grow::samples(&read(it))).collect();
    if write {
        print!("{}", grow::written(&grow::grow(&corpora.concat())));
        return;
    }
    println!("{:<24} {:>8} {:>8}  precision and recall from a likelihood of", "corpus", "answers", "broken");
    let mut all = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let others = corpora.iter().enumerate().filter(|(it, _)| *it != at);
        let forest = grow::grow(&others.flat_map(|(_, it)| it.clone()).collect::<Vec<_>>());
        let told: Vec<(f32, bool)> =
            corpora[at].iter().map(|it| (grow::broken(&forest, it), it.broken())).collect();
        row(path.rsplit('/').next().unwrap_or(path), &told);
        all.extend(told);
    }
    row("all", &all);
}

fn row(name: &str, told: &[(f32, bool)]) {
    let broken = told.iter().filter(|it| it.1).count();
    print!("{name:<24} {:>8} {broken:>8}", told.len());
    for limit in [0.3_f32, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7] {
        let found = told.iter().filter(|it| it.0 > limit).count();
        let hits = told.iter().filter(|it| it.0 > limit && it.1).count();
        print!("  {limit}: {:.2}/{:.2}", share(hits, found), share(hits, broken));
    }
    println!();
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
