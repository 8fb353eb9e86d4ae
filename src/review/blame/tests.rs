//! Persons and faults, line by line.

use super::lists::ALL;

#[test]
fn lists_are_sorted_and_in_lower_case() {
    for (name, list) in ALL {
        let entries: Vec<&str> = list.entries().collect();
        assert!(entries.windows(2).all(|it| it[0] < it[1]), "{name} is not sorted");
        for entry in entries {
            assert_eq!(entry, entry.to_lowercase(), "{name}");
        }
    }
}
