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
