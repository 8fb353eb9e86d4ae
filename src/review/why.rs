//! Rules of the family `why`.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[];
