//! Figures as text: the same digits on the screen and in every export, on every machine and in every locale.

use std::fmt;

use super::MetricLine;

/// Decimals that are shown; a value below one gets as many significant digits instead.
const DECIMALS: usize = 6;

/// Writes a number for people: thousands set apart by commas, no exponent, at most six decimals (below one: six
/// significant digits), no trailing zeros. A value that is no number is written as `?`.
pub fn format_number(value: f64) -> String {
    if !value.is_finite() {
        return "?".to_owned();
    }
    let mut decimals = DECIMALS;
    // The exponent is read from the digits: a logarithm may differ between machines.
    let scientific = format!("{value:.5e}");
    if let Some(exponent) = scientific.split('e').nth(1).and_then(|text| text.parse::<i32>().ok())
        && exponent < 0
    {
        decimals = DECIMALS - 1 + usize::try_from(-exponent).unwrap_or(0);
    }
    let digits = format!("{value:.decimals$}");
    let digits =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    separated(if digits == "-0" { "0" } else { digits })
}

/// Writes a value and its unit: `48,210 requests`, `99.2 %`, `3,000 EUR`; without a unit just the number.
pub fn format_amount(value: f64, unit: &str) -> String {
    with_unit(format_number(value), unit)
}

/// Writes which share of `total` the `value` is, with one decimal: `1.2 %`. What would be rounded to nothing or to
/// everything is written `<0.1 %` and `>99.9 %`. There is no share of nothing, nor a negative one.
pub fn share(value: f64, total: f64) -> Option<String> {
    let percent = value / total * 100.0;
    if !percent.is_finite() || total == 0.0 || percent < 0.0 {
        return None;
    }
    Some(if percent == 0.0 {
        "0 %".to_owned()
    } else if percent < 0.1 {
        "<0.1 %".to_owned()
    } else if percent == 100.0 {
        "100 %".to_owned()
    } else if (99.95..100.0).contains(&percent) {
        ">99.9 %".to_owned()
    } else {
        format!("{} %", separated(&format!("{percent:.1}")))
    })
}

/// One line that `parse_metric_line` reads back as the same figures, to the last digit.
impl fmt::Display for MetricLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, exact(self.value))?;
        if let Some(total) = self.total {
            write!(f, " of {}", exact(total))?;
        }
        if !self.unit.is_empty() {
            write!(f, " {}", self.unit)?;
        }
        if let Some(baseline) = self.baseline {
            write!(f, " baseline {}", with_unit(exact(baseline), &self.unit))?;
        }
        Ok(())
    }
}

fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// As many digits as it takes to read the same value back.
fn exact(value: f64) -> String {
    separated(&format!("{}", if value == 0.0 { 0.0 } else { value }))
}

fn separated(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    format!("{sign}{}{fraction}", grouped(whole))
}

/// Sets groups of three digits apart with commas.
pub(super) fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
