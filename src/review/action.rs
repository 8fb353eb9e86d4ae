//! Rules of the family `action`.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[];
