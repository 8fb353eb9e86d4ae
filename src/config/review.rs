//! The table `[review]`: limits of the bar raiser, and how bad a rule or a family of rules is.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::quoted;
use super::{Config, Reading, kind_of, nearest};
use crate::review::{FAMILIES, Level, Options, rules};

/// The name of the table.
pub(super) const TABLE: &str = "review";

/// The word that switches a rule off.
const OFF: &str = "off";

/// A limit of the bar raiser.
#[derive(Debug)]
pub struct Limit {
    /// Its name in the table.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// The least and the most that it may be.
    pub range: (i64, i64),
    /// Returns it.
    pub of: fn(&Options) -> i64,
    set: fn(&mut Options, i64),
}

/// Every limit, in the order of the default file.
pub static LIMITS: &[Limit] = &[
    Limit {
        name: "whys",
        doc: "How many answered whys the longest branch of a ladder must have.",
        range: (1, 20),
        of: |it| i64::try_from(it.whys).unwrap_or(i64::MAX),
        set: |it, number| it.whys = usize::try_from(number).unwrap_or(it.whys),
    },
    Limit {
        name: "summary_words",
        doc: "How many words a summary may have.",
        range: (20, 5_000),
        of: |it| i64::try_from(it.summary_words).unwrap_or(i64::MAX),
        set: |it, number| it.summary_words = usize::try_from(number).unwrap_or(it.summary_words),
    },
    Limit {
        name: "due_days",
        doc: "In how many days at the latest an action must be due.",
        range: (1, 3_650),
        of: |it| it.due_days,
        set: |it, number| it.due_days = number,
    },
];

/// Reads the table into the configuration.
pub(super) fn read(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, spoilt: &BTreeSet<usize>) {
    let DeValue::Table(table) = value.get_ref() else {
        let line = reading.line(value.span().start);
        let message = format!(
            "{TABLE}: {} does not fit; write a table such as [{TABLE}] with \"time/vague\" = \"off\"",
            kind_of(value.get_ref())
        );
        return reading.problem(Some(line), &message);
    };
    entries(reading, table, spoilt);
}

fn entries(reading: &mut Reading<'_>, table: &DeTable<'_>, spoilt: &BTreeSet<usize>) {
    for (name, value) in table {
        let line = reading.line(name.span().start);
        if spoilt.contains(&line) {
            continue;
        }
        let known = name.get_ref().as_ref();
        let read = if let Some(limit) = LIMITS.iter().find(|it| it.name == known) {
            number(value.get_ref(), limit).map(|it| (limit.set)(&mut reading.config.review, it))
        } else if rules().any(|it| it.id == known) || FAMILIES.iter().any(|it| it.0 == known) {
            level(value.get_ref()).map(|it| {
                reading.config.review.levels.insert(known.to_owned(), it);
            })
        } else {
            let names = LIMITS.iter().map(|it| it.name).chain(rules().map(|it| it.id));
            let names: Vec<&str> = names.chain(FAMILIES.iter().map(|it| it.0)).collect();
            let hint = match nearest(&known.replace('/', "."), names.iter().copied())
                .or_else(|| crate::review::report::nearest(known))
            {
                Some(hint) => format!("did you mean `{hint}`?"),
                None => "`coe check --list` names the rules".to_owned(),
            };
            Err(format!("unknown key `{known}`; {hint}"))
        };
        match read {
            Ok(()) => {
                reading.config.lines.insert(format!("{TABLE}.{known}"), line);
            }
            Err(why) => reading.problem(Some(line), &format!("{TABLE}: {why}")),
        }
    }
}

fn number(value: &DeValue<'_>, limit: &Limit) -> Result<i64, String> {
    let (least, most) = limit.range;
    let wanted = format!("write a whole number from {least} to {most}");
    let DeValue::Integer(number) = value else {
        return Err(format!("{}: {} does not fit; {wanted}", limit.name, kind_of(value)));
    };
    let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
    read.filter(|it| (least..=most).contains(it))
        .ok_or_else(|| format!("{}: {} is out of range; {wanted}", limit.name, number.as_str()))
}

fn level(value: &DeValue<'_>) -> Result<Option<Level>, String> {
    let wanted = "write \"error\", \"warning\", \"note\" or \"off\"";
    match value {
        DeValue::Boolean(false) => Ok(None),
        DeValue::String(text) if text.eq_ignore_ascii_case(OFF) => Ok(None),
        DeValue::String(text) => text
            .parse()
            .map(Some)
            .map_err(|_| format!("`{}` is no severity; {wanted}", crate::domain::clean::line(text))),
        value => Err(format!("{} does not fit; {wanted}", kind_of(value))),
    }
}

/// Writes the part of the default file.
pub(super) fn default_part() -> String {
    let mut part = format!(
        "\n# The bar raiser: its limits, and how bad a rule or, as time = \"off\", a family of rules is: \"error\", \"warning\",\n\
         # \"note\" or \"off\". `coe check --explain RULE` tells what a rule finds.\n#[{TABLE}]\n"
    );
    let options = Config::default().review;
    for limit in LIMITS {
        let (least, most) = limit.range;
        part.push_str(&format!(
            "# {} Takes a whole number from {least} to {most}.\n#{} = {}\n",
            limit.doc,
            limit.name,
            (limit.of)(&options)
        ));
    }
    for rule in rules() {
        part.push_str(&format!("#{} = {}\n", quoted(rule.id), quoted(rule.level.word())));
    }
    part
}

/// Returns what is set in the table, as it is written: limits always, levels where they are set.
pub fn rows(options: &Options) -> Vec<(String, String)> {
    let limits = LIMITS.iter().map(|it| (format!("{TABLE}.{}", it.name), (it.of)(options).to_string()));
    let levels = options
        .levels
        .iter()
        .map(|(name, level)| (format!("{TABLE}.{}", quoted(name)), quoted(level.map_or(OFF, Level::word))));
    limits.chain(levels).collect()
}
