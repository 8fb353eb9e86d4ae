//! Rules of the family `action`: what will be done, by whom, until when, and how one will know.

mod fields;
mod set;
#[cfg(test)]
mod tests;
mod title;

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    title::VAGUE,
    fields::NO_OWNER,
    fields::NO_DUE,
    fields::NOT_MEASURABLE,
    fields::TEAM,
    fields::OVERDUE,
    fields::TOO_FAR,
    set::NONE,
    set::UNLINKED,
    set::NO_PREVENTION,
    set::PAPER,
    set::ONE_PRIORITY,
    set::TWICE,
];
