//! The units this program knows by name, and what they convert to. Any other unit is a word it repeats.

/// What a typed unit means: the unit a value is kept in, and how many of those one typed unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// The unit that is kept and shown.
    pub(super) name: &'static str,
    /// Kept units in one typed unit: 60 for `h`, which is kept in `min`.
    pub(super) scale: f64,
}

const fn unit(name: &'static str, scale: f64) -> Unit {
    Unit { name, scale }
}

/// Looks up a unit by what was typed.
pub(super) fn known(word: &str) -> Option<Unit> {
    let exact = match word {
        "%" => unit("%", 1.0),
        "‰" => unit("‰", 1.0),
        "ns" => unit("ns", 1.0),
        "us" | "µs" | "μs" => unit("µs", 1.0),
        "ms" => unit("ms", 1.0),
        "s" => unit("s", 1.0),
        "m" => unit("min", 1.0),
        "h" => unit("min", 60.0),
        "d" => unit("min", 1_440.0),
        "w" => unit("min", 10_080.0),
        "B" => unit("B", 1.0),
        "kB" | "KB" => unit("kB", 1.0),
        "MB" => unit("MB", 1.0),
        "GB" => unit("GB", 1.0),
        "TB" => unit("TB", 1.0),
        "PB" => unit("PB", 1.0),
        "KiB" => unit("KiB", 1.0),
        "MiB" => unit("MiB", 1.0),
        "GiB" => unit("GiB", 1.0),
        "TiB" => unit("TiB", 1.0),
        "kbps" => unit("kbps", 1.0),
        "Mbps" => unit("Mbps", 1.0),
        "Gbps" => unit("Gbps", 1.0),
        "x" => unit("x", 1.0),
        _ => return spelled_out(word),
    };
    Some(exact)
}

fn spelled_out(word: &str) -> Option<Unit> {
    if word.len() > 12 {
        return None;
    }
    let found = match word.to_ascii_lowercase().as_str() {
        "percent" | "pct" => unit("%", 1.0),
        "msec" | "millis" | "millisecond" | "milliseconds" => unit("ms", 1.0),
        "sec" | "secs" | "second" | "seconds" => unit("s", 1.0),
        "min" | "mins" | "minute" | "minutes" => unit("min", 1.0),
        "hr" | "hrs" | "hour" | "hours" => unit("min", 60.0),
        "day" | "days" => unit("min", 1_440.0),
        "week" | "weeks" => unit("min", 10_080.0),
        "byte" | "bytes" => unit("B", 1.0),
        "rps" => unit("rps", 1.0),
        "qps" => unit("qps", 1.0),
        "tps" => unit("tps", 1.0),
        _ => return currency(word).map(|name| unit(name, 1.0)),
    };
    Some(found)
}

/// Looks up a currency by symbol or ISO 4217 code.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    const CODES: [&str; 22] = [
        "EUR", "USD", "GBP", "JPY", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "ILS", "INR",
        "KRW", "MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "ZAR",
    ];
    match word {
        "€" => Some("EUR"),
        "$" => Some("USD"),
        "£" => Some("GBP"),
        "¥" => Some("JPY"),
        "₹" => Some("INR"),
        "₩" => Some("KRW"),
        "₪" => Some("ILS"),
        _ => CODES.into_iter().find(|code| code.eq_ignore_ascii_case(word)),
    }
}

/// The power of ten that a typed multiplier stands for.
pub(super) fn multiplier(word: &str) -> Option<i32> {
    match word {
        "k" | "K" => Some(3),
        "M" => Some(6),
        _ => match word.len() {
            2..=8 => match word.to_ascii_lowercase().as_str() {
                "thousand" => Some(3),
                "mn" | "million" => Some(6),
                "bn" | "billion" => Some(9),
                "tn" | "trillion" => Some(12),
                _ => None,
            },
            _ => None,
        },
    }
}

/// What a kept unit measures, and how many seconds or bytes it is.
fn measure(name: &str) -> Option<(&'static str, f64)> {
    let found = match name {
        "ns" => ("time", 1e-9),
        "µs" => ("time", 1e-6),
        "ms" => ("time", 1e-3),
        "s" => ("time", 1.0),
        "min" => ("time", 60.0),
        "B" => ("data", 1.0),
        "kB" => ("data", 1e3),
        "MB" => ("data", 1e6),
        "GB" => ("data", 1e9),
        "TB" => ("data", 1e12),
        "PB" => ("data", 1e15),
        "KiB" => ("data", 1_024.0),
        "MiB" => ("data", 1_048_576.0),
        "GiB" => ("data", 1_073_741_824.0),
        "TiB" => ("data", 1_099_511_627_776.0),
        _ => return None,
    };
    Some(found)
}

/// Tells whether a kept unit measures time.
pub(super) fn is_time(name: &str) -> bool {
    matches!(measure(name), Some(("time", _)))
}

/// Converts between two kept units; `None` if they measure different things.
pub(super) fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    if from == to {
        return Some(value);
    }
    let ((kind, from), (other, to)) = (measure(from)?, measure(to)?);
    (kind == other).then(|| scaled(value, from / to))
}

/// Multiplies without leaving the dust of binary fractions.
pub(super) fn scaled(value: f64, factor: f64) -> f64 {
    if factor == 1.0 { value } else { dusted(value * factor) }
}

/// Rounds to twelve digits, so that 1.1 h is 66 min and not 66.00000000000001.
pub(super) fn dusted(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}
