//! Times and dates as foreign timelines write them.

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::time::{Local, Precision, TimeContext, Timestamp, When, Zone, parse_time};

/// The most words of a time: `22 November 2026 14:02 CET`.
const MOST_WORDS: usize = 5;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What a file says about its times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The day that times of day belong to.
    pub day: NaiveDate,
    /// Whether the file names that day.
    pub dated: bool,
    /// The zone of times that name none.
    pub zone: Zone,
    /// When it is reviewed.
    pub now: Timestamp,
}

/// Finds the first date in a line: `2026-11-22`, `22 November 2026`, `Nov 22, 2026`.
pub(super) fn date_in(line: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = line
        .split(|it: char| !(it.is_alphanumeric() || it == '-'))
        .filter(|it| !it.is_empty())
        .take(400)
        .collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let iso = word.get(..10).filter(|_| word.len() == 10 || word.as_bytes().get(10) == Some(&b'T'));
        if let Some(date) = iso.and_then(|it| NaiveDate::parse_from_str(it, "%Y-%m-%d").ok()) {
            return Some(date);
        }
        // `15.01.2027`: points are signs between words here.
        if let (Some(day), Some(Ok(month)), Some(Ok(year))) =
            (day(word), words.get(at + 1).map(|it| it.parse()), words.get(at + 2).map(|it| it.parse()))
            && word.len() == 2
            && (1970..=9999).contains(&year)
            && line.contains(&format!("{word}.{}.{year}", words[at + 1]))
        {
            return NaiveDate::from_ymd_opt(year, month, day);
        }
        let (first, second) = (words.get(at + 1)?, words.get(at + 2)?);
        let year: i32 = second.parse().ok().filter(|it| (1970..=9999).contains(it))?;
        match (day(word), month(first), month(word), day(first)) {
            (Some(day), Some(month), ..) | (_, _, Some(month), Some(day)) => {
                NaiveDate::from_ymd_opt(year, month, day)
            }
            _ => None,
        }
    })
}

/// Finds the day that something is due in a line: also without its year, as the next one, and in American order.
pub(super) fn due_in(line: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(date) = date_in(line) {
        return Some(date);
    }
    let slashed = line.split_whitespace().find_map(|it| {
        let word = it.trim_matches(|it: char| !it.is_ascii_digit());
        let parts: Vec<i32> = word.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [first, second, year] = parts[..] else { return None };
        let (first, second) = (u32::try_from(first).ok()?, u32::try_from(second).ok()?);
        let year = if year < 100 { year + 2_000 } else { year };
        NaiveDate::from_ymd_opt(year, first, second).or_else(|| NaiveDate::from_ymd_opt(year, second, first))
    });
    if slashed.is_some() {
        return slashed;
    }
    let words: Vec<&str> = line.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let (month, day) = match (month(pair[0]), day(pair[1]), day(pair[0]), month(pair[1])) {
            (Some(month), Some(day), ..) | (_, _, Some(day), Some(month)) => (month, day),
            _ => return None,
        };
        let this = NaiveDate::from_ymd_opt(chrono::Datelike::year(&today), month, day)?;
        // What is long past is meant for the next year.
        let past = (today - this).num_days() > 180;
        if past {
            NaiveDate::from_ymd_opt(chrono::Datelike::year(&today) + 1, month, day)
        } else {
            Some(this)
        }
    })
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    digits.parse().ok().filter(|it| (1..=31).contains(it))
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|it| word.starts_with(it) && word.len() <= 9)?;
    u32::try_from(at + 1).ok()
}

/// A time in front of a line.
#[derive(Debug, Clone)]
pub(super) struct Front {
    /// The time.
    pub when: When,
    /// Whether a day stands with it.
    pub dated: bool,
    /// Where the text behind it begins, in bytes of the line.
    pub rest: usize,
    /// The bytes of the time.
    pub span: Range<usize>,
}

/// Reads the time in front of a line: `14:02`, `**14:02 UTC** –`, `[2026-11-22 14:02]`, `~14:05`, `14:02-14:10`.
pub(super) fn front(line: &str, frame: &Frame) -> Option<Front> {
    const MARKS: &[char] = &['*', '_', '`', '[', '(', ']', ')', '|', '~', '≈', '\\'];
    let start = line.find(|it: char| !MARKS.contains(&it) && !it.is_whitespace())?;
    let rough = line[..start].contains(['~', '≈']);
    if !line[start..].starts_with(|it: char| it.is_ascii_digit() || it.is_ascii_uppercase()) {
        return None;
    }
    let mut ends = Vec::new();
    let mut at = start;
    for word in line[start..].split_inclusive(char::is_whitespace).take(MOST_WORDS) {
        if !belongs(word) {
            break;
        }
        at += word.len();
        ends.push(at);
    }
    ends.iter().rev().find_map(|end| {
        let words = &line[start..*end];
        let core = words.trim_end_matches(|it: char| {
            it.is_whitespace() || MARKS.contains(&it) || matches!(it, ':' | ',' | ';' | '-' | '–' | '—' | '.')
        });
        let (when, dated) = time(core, frame)?;
        let when = if rough { When { precision: Precision::Approximate, ..when } } else { when };
        let rest = &line[start + core.len()..];
        let text = rest.trim_start_matches(|it: char| {
            it.is_whitespace() || MARKS.contains(&it) || matches!(it, ':' | ',' | '-' | '–' | '—' | '.' | '>')
        });
        // `**14:02** **Detected:** …`: the marks of what follows are its own.
        let stars = text.len() < rest.len() && text.contains("**") && text.matches("**").count() % 2 == 1;
        let begin = line.len() - text.len() - if stars { 2 } else { 0 };
        Some(Front { when, dated, rest: begin, span: start..start + core.len() })
    })
}

/// Tells whether a word can be part of a time: it has digits, or is a month, a zone, a half of the day.
fn belongs(word: &str) -> bool {
    let core = word.trim_matches(|it: char| !it.is_alphanumeric());
    let zone = core.len() <= 5 && core.chars().all(|it| it.is_ascii_uppercase()) || core.contains('/');
    core.is_empty()
        || word.bytes().any(|it| it.is_ascii_digit())
        || month(core).is_some()
        || zone
        || ["am", "pm", "utc", "gmt"].iter().any(|it| core.eq_ignore_ascii_case(it))
}

/// Reads a text that is a time as a whole.
pub(super) fn time(text: &str, frame: &Frame) -> Option<(When, bool)> {
    let text = text.trim();
    let clock = text.split_whitespace().any(|it| {
        let mut parts = it.splitn(2, [':', 'h']);
        let digits = |it: Option<&str>| it.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
        let half = it.to_ascii_lowercase();
        digits(parts.next()) && digits(parts.next())
            || digits(Some(it)) && (half.ends_with("am") || half.ends_with("pm"))
    });
    if !clock || text.len() > 60 || !text.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    // Of a stretch its beginning counts: `14:02-14:10`, `14:02 – 14:10 UTC`.
    let whole = text.replace([',', '\u{2013}', '\u{2014}'], " ");
    let date = date_in(text);
    let mut words: Vec<&str> = whole.split_whitespace().collect();
    if let Some(date) = date {
        let year = chrono::Datelike::year(&date).to_string();
        let wordy = words.iter().any(|it| month(it).is_some());
        words.retain(|it| {
            let part = wordy
                && (month(it).is_some()
                    || **it == year
                    || day(it).is_some() && !it.contains([':', 'h']) && it.len() <= 4);
            !part && NaiveDate::parse_from_str(it, "%Y-%m-%d").is_err()
        });
    }
    let first = words.first().copied().unwrap_or_default();
    let cut = first.match_indices('-').map(|(at, _)| at).find(|at| {
        first[..*at].contains(':') && first[at + 1..].contains(':') && !first[..*at].contains('T')
    });
    if let Some(at) = cut {
        words[0] = &first[..at];
    }
    let day = date.unwrap_or(frame.day);
    let end = frame.zone.instants(day.and_hms_opt(23, 59, 59)?)?;
    let now = match end {
        Local::One(at) | Local::Twice(at, _) | Local::Never(at, _) => at,
    };
    let context = TimeContext { now, zone: frame.zone, local: frame.zone, anchor: &|_| None };
    let known = |words: &[&str]| parse_time(&words.join(" "), &context).ok();
    let when = known(&words).or_else(|| {
        // A zone that nobody knows leaves the time as it is: `14:02 CEST`.
        let letters = |it: &&str| it.chars().all(char::is_alphabetic);
        let zone = words.len() == 2 && letters(&words[1]) && words[1].len() <= 5 && words[1].len() >= 2;
        (zone && words[1].chars().all(char::is_uppercase)).then(|| known(&words[..1])).flatten()
    })?;
    Some((when, date.is_some() || text.contains('T')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let now = Timestamp::parse_rfc3339("2026-11-28T00:00:00Z").unwrap();
        Frame { day, dated: true, zone: Zone::Utc, now }
    }

    #[test]
    fn times_in_front_of_a_line_are_read_in_the_forms_of_the_templates() {
        let cases = [
            ("14:02 deploy", "2026-11-22T14:02:00Z", "deploy"),
            ("**14:02 UTC** – deploy", "2026-11-22T14:02:00Z", "deploy"),
            ("`14:48` - deploy", "2026-11-22T14:48:00Z", "deploy"),
            ("14:51: **OUTAGE BEGINS** — deploy", "2026-11-22T14:51:00Z", "**OUTAGE BEGINS** — deploy"),
            ("[2026-11-20 14:02] deploy", "2026-11-20T14:02:00Z", "deploy"),
            ("2026-11-20T14:02:03Z deploy", "2026-11-20T14:02:03Z", "deploy"),
            ("~14:05 deploy", "2026-11-22T14:05:00Z", "deploy"),
            ("14:02-14:10 deploy", "2026-11-22T14:02:00Z", "deploy"),
            ("14:02 CEST: deploy", "2026-11-22T14:02:00Z", "deploy"),
            ("2pm deploy", "2026-11-22T14:00:00Z", "deploy"),
            ("Nov 20, 2026 14:02 UTC - deploy", "2026-11-20T14:02:00Z", "deploy"),
        ];
        for (line, at, rest) in cases {
            let found = front(line, &frame()).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.when.at.to_string().as_str(), &line[found.rest..]), (at, rest), "{line}");
        }
        for text in ["1402 requests failed", "deploy at 14:02", "3 hosts down", "5m ago it broke", "later"] {
            assert!(front(text, &frame()).is_none(), "{text}");
        }
    }

    #[test]
    fn dates_are_found_in_the_usual_forms() {
        for line in ["on 2026-11-22, at", "22 November 2026", "Nov 22nd, 2026", "Date: 22 Nov 2026."] {
            assert_eq!(date_in(line), NaiveDate::from_ymd_opt(2026, 11, 22), "{line}");
        }
        assert_eq!(date_in("version 2026.11.22 of 22 hosts"), None);
    }
}
