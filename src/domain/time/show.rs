//! Instants as people read them, always in a zone that the caller names.

use super::{Timestamp, Zone};

/// Gives the time of day to the minute: `14:02`.
pub fn hm(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// Gives the time of day to the second: `14:02:07`.
pub fn hms(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).format("%H:%M:%S").to_string()
}

/// Gives the date: `2026-11-22`.
pub fn day(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).format("%Y-%m-%d").to_string()
}

/// Gives date, time and the name of the zone at that instant: `2026-11-22 14:02:07 UTC`.
pub fn stamp(at: Timestamp, zone: &Zone) -> String {
    format!("{} {}", zone.local(at).format("%Y-%m-%d %H:%M:%S"), zone.label(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hours_of_9999_keep_four_digits() {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let east: Zone = "+05:30".parse().unwrap();
        for (instant, zone, expected) in [
            ("9999-12-31T22:59:59Z", berlin, "9999-12-31 23:59:59 CET"),
            ("9999-12-31T23:00:00Z", berlin, "9999-12-31 23:00:00 UTC"),
            ("9999-12-31T23:59:59Z", berlin, "9999-12-31 23:59:59 UTC"),
            ("9999-12-31T23:59:59Z", east, "9999-12-31 23:59:59 UTC"),
            ("9999-12-31T23:59:59Z", "-03:00".parse().unwrap(), "9999-12-31 20:59:59 -03:00"),
        ] {
            assert_eq!(stamp(at(instant), &zone), expected, "{instant}");
            assert_eq!(day(at(instant), &zone), "9999-12-31");
        }
    }
}
