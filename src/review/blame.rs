//! Rules of the family `blame`.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[];
