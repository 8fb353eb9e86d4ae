//! The settings: one row each, from which the file is read, shown and documented.

use toml::de::DeValue;

use super::{Ascii, Config, kind_of};
use crate::domain::clean;
use crate::domain::time::Zone;

/// A key of the file.
#[derive(Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// What it takes, as it stands behind "write".
    pub takes: &'static str,
    /// Reads a value; says what is wrong with it, without what to write instead.
    pub read: fn(&mut Config, &DeValue<'_>) -> Result<(), String>,
    /// Writes the value as TOML.
    pub show: fn(&Config) -> String,
}

/// The longest gap that can be asked for, in minutes: a day.
pub const MAX_GAP: u32 = 24 * 60;

/// Every setting, in the order of the default file.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "zone",
        also: &["time_zone", "timezone"],
        doc: "The zone in which the times of new incidents are read and shown.",
        takes: "a zone such as \"Europe/Berlin\", \"+01:00\" or \"UTC\"",
        read: |config, value| {
            let text = text(value)?;
            let zone = text.parse::<Zone>().map_err(|_| format!("`{}` is no zone", clean::line(text)))?;
            config.zone = Some(zone);
            Ok(())
        },
        show: |config| quoted(&config.zone.unwrap_or_default().to_string()),
    },
    Setting {
        name: "ascii",
        also: &[],
        doc: "Whether only ASCII is drawn; \"auto\" does so where the terminal cannot show more.",
        takes: "\"auto\", true or false",
        read: |config, value| {
            config.ascii = match value {
                DeValue::String(text) if text.eq_ignore_ascii_case("auto") => Ascii::Auto,
                DeValue::String(text) => return Err(format!("`{}` is unknown", clean::line(text))),
                value if boolean(value)? => Ascii::On,
                _ => Ascii::Off,
            };
            Ok(())
        },
        show: |config| match config.ascii {
            Ascii::Auto => quoted("auto"),
            Ascii::On => "true".to_owned(),
            Ascii::Off => "false".to_owned(),
        },
    },
    Setting {
        name: "footer",
        also: &[],
        doc: "Whether the last row names the keys that work.",
        takes: "true or false",
        read: |config, value| boolean(value).map(|it| config.footer = it),
        show: |config| config.footer.to_string(),
    },
    Setting {
        name: "sticky",
        also: &[],
        doc: "Whether the log bar stays open after Enter.",
        takes: "true or false",
        read: |config, value| boolean(value).map(|it| config.sticky = it),
        show: |config| config.sticky.to_string(),
    },
    Setting {
        name: "still",
        also: &["reduced_motion"],
        doc: "Whether clocks show minutes only, so that nothing moves by itself.",
        takes: "true or false",
        read: |config, value| boolean(value).map(|it| config.still = it),
        show: |config| config.still.to_string(),
    },
    Setting {
        name: "gap_minutes",
        also: &["gap"],
        doc: "After how many minutes without an event the timeline marks a gap.",
        takes: "a whole number from 1 to 1440",
        read: |config, value| {
            let DeValue::Integer(number) = value else { return Err(wrong(value)) };
            let minutes = u32::from_str_radix(number.as_str(), number.radix()).ok();
            let minutes = minutes.filter(|it| (1..=MAX_GAP).contains(it));
            config.gap_minutes = minutes.ok_or_else(|| format!("{} is out of range", number.as_str()))?;
            Ok(())
        },
        show: |config| config.gap_minutes.to_string(),
    },
    Setting {
        name: "editor",
        also: &[],
        doc: "The command that edits longer texts; without it VISUAL and EDITOR are asked, COE_EDITOR before all.",
        takes: "a command such as \"vim\" or \"code --wait\"",
        read: |config, value| {
            let text = text(value)?;
            if shell_words::split(text).is_err() {
                return Err("a quotation mark is open".to_owned());
            }
            config.editor = Some(text.to_owned()).filter(|it| !it.trim().is_empty());
            Ok(())
        },
        show: |config| quoted(config.editor.as_deref().unwrap_or("")),
    },
];

fn text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| wrong(value))
}

fn boolean(value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| wrong(value))
}

fn wrong(value: &DeValue<'_>) -> String {
    format!("{} does not fit", kind_of(value))
}

fn quoted(text: &str) -> String {
    super::keys::quoted(text)
}
