//! The word lists of the family.

use crate::review::lexicon::Lexicon;

/// Includes a list of `assets/review`.
macro_rules! list {
    ($name:ident, $file:literal, $doc:literal) => {
        #[doc = $doc]
        pub(super) const $name: Lexicon =
            Lexicon::new(include_str!(concat!("../../../assets/review/", $file, ".txt")));
    };
}

list!(NAMES, "names", "Given and family names that are no English words.");
list!(MAYBE, "names-maybe", "Given names that are also words, places or products.");
list!(THINGS, "things", "Capitalised words that are no persons: products, places, scholars of methods.");
list!(WORDS, "words", "English and technical words, by their stems.");
list!(HUMAN, "verbs-human", "What people do in an incident.");
list!(HUMAN_ONLY, "verbs-human-only", "What people do and programs hardly ever.");
list!(FAULT, "verbs-fault", "What is held against those who do it.");
list!(DUTY, "verbs-duty", "What is held against those who did not do it.");
list!(MEND, "verbs-mend", "What one does to something wrong without having done it.");
list!(THING_NOUNS, "thing-nouns", "Nouns that make a capitalised word before them the name of a thing.");
list!(BETWEEN, "blame-between", "Adverbs and auxiliaries that may stand between a subject and what it did.");
list!(SLIPS, "blame-slips", "What tells of a slip, by itself.");
list!(
    WRONG,
    "blame-wrong",
    "What stands before what was done wrong: `typed the wrong id`, `pushed a bad config`."
);
list!(CARE, "blame-care", "What must not be left out, behind `without`.");
list!(STATES, "blame-states", "What is said of a person's state or character.");
list!(JUDGEMENTS, "blame-judgements", "Judgements that can only be about people.");
list!(FAULT_NOUNS, "blame-fault-nouns", "Nouns of fault behind an owner or before `by`.");
list!(DAMAGE, "blame-damage", "What broke, behind what somebody owns: `Bob's change broke`.");
list!(ROLES, "blame-roles", "ROLES");
list!(GROUPS, "blame-groups", "GROUPS");
list!(TECHNICAL, "blame-technical", "Words of roles that programs, parts and companies are called by.");
list!(
    NOT_BEFORE_NOUN,
    "blame-not-before-noun",
    "What may stand before the noun of a role but is no part of it."
);
list!(ARTICLES, "blame-articles", "ARTICLES");
list!(PREPOSITIONS, "blame-prepositions", "What makes the object of what follows.");
list!(SPOKEN_TO, "blame-spoken-to", "Verbs after which somebody is spoken to, not of.");
list!(NOUNS_BEHIND, "blame-nouns-behind", "Nouns that make an adjective of the role before them.");
list!(TITLES, "blame-titles", "Titles before a name.");
list!(BEFORE_PERSON, "blame-before-person", "What a person is named behind.");
list!(BEFORE_PLACE, "blame-before-place", "What puts a word that follows in a place.");
list!(BEFORE_THING, "blame-before-thing", "What makes a thing of the name that follows.");
list!(SYSTEM, "blame-system", "What only programs and machines do, or what is said of them alone.");
list!(
    GROUP_PARTS,
    "blame-group-parts",
    "Parts of handles and log-ins that make them a group, a role or a program."
);

/// All lists, for the test of their form.
#[cfg(test)]
pub(super) const ALL: &[(&str, Lexicon)] = &[
    ("names", NAMES),
    ("names-maybe", MAYBE),
    ("things", THINGS),
    ("words", WORDS),
    ("verbs-human", HUMAN),
    ("verbs-human-only", HUMAN_ONLY),
    ("verbs-fault", FAULT),
    ("verbs-duty", DUTY),
    ("verbs-mend", MEND),
    ("thing-nouns", THING_NOUNS),
    ("blame-between", BETWEEN),
    ("blame-slips", SLIPS),
    ("blame-wrong", WRONG),
    ("blame-care", CARE),
    ("blame-states", STATES),
    ("blame-judgements", JUDGEMENTS),
    ("blame-fault-nouns", FAULT_NOUNS),
    ("blame-damage", DAMAGE),
    ("blame-roles", ROLES),
    ("blame-groups", GROUPS),
    ("blame-technical", TECHNICAL),
    ("blame-not-before-noun", NOT_BEFORE_NOUN),
    ("blame-articles", ARTICLES),
    ("blame-prepositions", PREPOSITIONS),
    ("blame-spoken-to", SPOKEN_TO),
    ("blame-nouns-behind", NOUNS_BEHIND),
    ("blame-titles", TITLES),
    ("blame-before-person", BEFORE_PERSON),
    ("blame-before-place", BEFORE_PLACE),
    ("blame-before-thing", BEFORE_THING),
    ("blame-system", SYSTEM),
    ("blame-group-parts", GROUP_PARTS),
];

/// Endings of inflected and derived words, each with what the stem has instead.
const ENDINGS: &[(&str, &[&str])] = &[
    ("s", &[""]),
    ("es", &[""]),
    ("ies", &["y"]),
    ("ed", &["", "e"]),
    ("ied", &["y"]),
    ("d", &[""]),
    ("ing", &["", "e"]),
    ("ly", &[""]),
    ("er", &["", "e"]),
    ("ers", &["", "e"]),
    ("est", &["", "e"]),
    ("ness", &[""]),
    ("ment", &[""]),
    ("ments", &[""]),
    ("able", &["", "e"]),
    ("al", &[""]),
    ("ally", &[""]),
    ("ist", &[""]),
    ("ists", &[""]),
];

/// Tells whether a word in lower case is an English or a technical one, in whatever form.
pub(super) fn common(word: &str) -> bool {
    WORDS.has(word)
        || ENDINGS.iter().any(|(ending, stems)| {
            word.strip_suffix(ending).is_some_and(|stem| {
                stem.len() >= 3
                    && stems.iter().any(|it| {
                        WORDS.has(&format!("{stem}{it}"))
                            || (it.is_empty() && doubled(stem).is_some_and(|it| WORDS.has(it)))
                    })
            })
        })
}

/// Returns `stop` for `stopp`.
fn doubled(stem: &str) -> Option<&str> {
    let mut ends = stem.bytes().rev();
    let (last, before) = (ends.next()?, ends.next()?);
    (last == before && last.is_ascii_lowercase()).then(|| &stem[..stem.len() - 1])
}
