//! Rules of the family `document`.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[];
