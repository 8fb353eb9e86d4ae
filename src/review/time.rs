//! Rules of the family `time`.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[];
