//! The review of many passages on several threads: what is found is the same, and there sooner.

use crate::review::{Finding, Options, Passage, in_turn};

/// Texts with fewer bytes than this are read before a thread for them has begun.
const WORTH_A_THREAD: usize = 8_192;
/// More threads than this gain nothing on texts that people write.
const MOST_THREADS: usize = 4;

/// Looks for what the text rules find in passages, on several threads if there is much to read. A
/// [`Spread`](crate::review::Spread).
pub fn on_threads(passages: Vec<Passage<'_>>, options: &Options) -> Vec<Vec<Finding>> {
    let bytes: usize = passages.iter().map(|it| it.text.len()).sum();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = (bytes / WORTH_A_THREAD).min(cores).min(MOST_THREADS);
    if threads < 2 {
        return in_turn(passages, options);
    }
    std::thread::scope(|scope| {
        let parts = parts(passages, threads);
        let running: Vec<_> = parts.into_iter().map(|it| scope.spawn(move || in_turn(it, options))).collect();
        let done = running.into_iter().map(|it| it.join().unwrap_or_else(|it| std::panic::resume_unwind(it)));
        done.flatten().collect()
    })
}

/// Splits passages into parts of about the same number of bytes, in their order.
fn parts(passages: Vec<Passage<'_>>, count: usize) -> Vec<Vec<Passage<'_>>> {
    let bytes: usize = passages.iter().map(|it| it.text.len()).sum();
    let mut parts: Vec<Vec<Passage<'_>>> = Vec::new();
    let mut taken = 0;
    for passage in passages {
        if taken * count >= parts.len() * bytes {
            parts.push(Vec::new());
        }
        taken += passage.text.len();
        if let Some(part) = parts.last_mut() {
            part.push(passage);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Place, Role, sound};

    #[test]
    fn several_threads_find_what_one_finds_in_the_same_order() {
        let texts: Vec<String> =
            (0..2_000).map(|it| format!("Bob forgot to drain node {it}, {}", "x".repeat(it % 40))).collect();
        let passages = || -> Vec<Passage<'_>> {
            texts.iter().map(|it| Passage::new(Place::incident("title"), Role::Event, it)).collect()
        };
        let options = Options::new(sound::now());
        assert_eq!(on_threads(passages(), &options), in_turn(passages(), &options));
        for count in 1..=5 {
            let parts = parts(passages(), count);
            assert_eq!(parts.len(), count);
            let joined: Vec<&str> = parts.iter().flatten().map(|it| it.text).collect();
            assert_eq!(joined, texts);
        }
    }
}
