//! Closed sets of words: one macro that gives each its names on the command line, in files and on screen.

/// A word that is not in the set it should be from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {what}: use one of {allowed}")]
pub struct BadWord {
    /// What was expected.
    pub what: &'static str,
    /// The word given.
    pub given: String,
    /// The words allowed, separated by commas.
    pub allowed: String,
}

/// Declares an enum whose variants each have one word, with `ALL`, `word`, `meaning`, `Display`, `FromStr` and serde by
/// word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $what:literal { $($(#[doc = $vdoc:literal])* $variant:ident = $word:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Returns the word that stands for it on the command line and in files.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Returns what it stands for, in one sentence: for the documentation.
            pub fn meaning(self) -> &'static str {
                match self { $($name::$variant => concat!($($vdoc),*).trim_ascii()),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::word::BadWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let word = text.trim().to_lowercase();
                match word.as_str() {
                    $($word $(| $alias)* => Ok($name::$variant),)+
                    _ => Err($crate::domain::word::BadWord {
                        what: $what,
                        given: text.to_owned(),
                        allowed: $name::ALL.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "),
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use words;
