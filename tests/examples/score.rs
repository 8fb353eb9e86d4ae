//! Scores the bar raiser on a corpus of labelled writing.
//!
//! ```text
//! cargo run --release --example score -- tests/data/corpus/dev.jsonl
//! cargo run --release --example score -- tests/data/corpus/dev.jsonl --mistakes R1
//! cargo run --release --example score -- tests/data/corpus/incidents
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program that prints a table, and stops at a corpus that is not as it should be"
)]

#[path = "../it/corpus/score.rs"]
mod score;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mistakes = arguments.iter().position(|it| it == "--mistakes");
    let only = mistakes.map(|at| arguments.get(at + 1).map_or("all", String::as_str));
    let Some(path) = arguments.first().filter(|it| !it.starts_with('-')) else {
        println!("usage: score CORPUS.jsonl|FOLDER [--mistakes [LABEL]]");
        std::process::exit(2);
    };
    let path = std::path::Path::new(path);
    if path.is_dir() {
        let (scores, excellent) = score::documents(path);
        print!("{}", score::table(&scores, only));
        for (id, found) in excellent {
            println!("findings on excellent document {id}: {}", found.len());
            for it in found {
                println!("  {} {} {}: {}", it.level, it.rule, it.place, it.message);
            }
        }
    } else {
        let corpus =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        print!("{}", score::table(&score::lines(&corpus), only));
    }
}
