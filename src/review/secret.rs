//! Rules of the family `secret`: credentials and personal data, wherever they stand, in code and quotations too.
//!
//! What is found is never repeated: messages and excerpts show its first letters. Each kind of thing has a scanner of
//! its own that returns [`hit::Hit`]s; a place that several scanners find is told once.

mod contact;
mod customer;
mod harmless;
mod hit;
mod identity;
mod keyed;
mod prose;
mod vendor;
mod words;

#[cfg(test)]
mod tests;

use super::finding::{Fix, Level, Sink};
use super::passage::{Passage, Role};
use super::rule::{Check, Example, Rule};
use hit::{Hit, mask};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[CREDENTIAL, PERSONAL];

/// What stands in place of what was taken out.
const REDACTED: &str = "[redacted]";

pub(super) const CREDENTIAL: Rule = Rule {
    id: "secret/credential",
    level: Level::Error,
    summary: "a password, a token or a key stands in the text",
    what: "Looks at all texts, code and quotations too, for tokens of known vendors, private keys, passwords in \
           addresses, headers, settings, commands and sentences. Variables, placeholders, values that are masked and \
           the examples of vendors' manuals are left alone.",
    why: "A COE is read by many, copied into tickets and kept for years. What stands in it must count as published.",
    instead: "Take it out, and have it revoked: \"the deploy token of the build system, revoked at 14:20 UTC\".",
    live: true,
    bad: &[
        Example::Text(Role::Event, "The job printed ghp_FAKE0000aBcD1234eFgH5678iJkL9012mNoP into its log"),
        Example::Text(Role::Event, "`DB_PASSWORD=Fake-hG7rt2!` was in the image"),
        Example::Text(
            Role::Because,
            "The connection string postgres://app:Fake-77zQ@db-1:5432/orders was logged",
        ),
        Example::Text(Role::Event, "the root password was set to Fake-Winter22!"),
        Example::Text(Role::Event, "curl -H 'Authorization: Bearer FAKE00aB12cD34eF56gH78' answered 401"),
    ],
    good: &[
        Example::Text(Role::Event, "The password was rotated and the token revoked"),
        Example::Text(Role::Event, "`GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}` is set in the workflow"),
        Example::Text(Role::Event, "postgres://app:***@db-1:5432/orders answers again"),
        Example::Text(Role::Event, "Commit 8f3c2d1e77a0b5c64d19e2f3a4b5c6d7e8f90a1b is on main"),
    ],
    check: Check::Text(credential),
};

const PERSONAL: Rule = Rule {
    id: "secret/personal-data",
    level: Level::Error,
    summary: "data of a person or a customer stands in the text",
    what: "Looks at all texts for mail addresses, phone numbers, ids of customers, accounts and users, public IP \
           addresses said to be a customer's, postal addresses, national ids, bank accounts and card numbers. Ids of \
           requests, tickets, orders and resources, private or well-known addresses and masked values are left alone.",
    why: "The reader needs to know how many were affected, not who. Personal data in a COE is one more incident.",
    instead: "Say what it stands for: \"one customer in Portugal\", \"the contact of the plant\"; keep the id in the \
              ticket.",
    live: true,
    bad: &[
        Example::Text(Role::Event, "Customer lena.brandt@lumenbank.test reported it"),
        Example::Text(Role::Event, "Called back on +44 7700 900123"),
        Example::Text(Role::Impact, "Customer id 4471023 was billed twice; 1 customer in all."),
        Example::Text(Role::Event, "a user logged in from 198.51.100.40"),
    ],
    good: &[
        Example::Text(Role::Event, "git@github.com:acme/edge.git is cloned again"),
        Example::Text(Role::Event, "Write to user@example.com in tests"),
        Example::Text(Role::Event, "Ticket 4471023 was linked to case 00481516"),
        Example::Text(
            Role::Event,
            "10.0.0.4 and 8.8.8.8 answer, request 7f9c24e8-3b1a-4c55-9d2e-0a6b7c8d9e0f too",
        ),
    ],
    check: Check::Text(personal),
};

pub(super) fn credential(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    let mut hits = Vec::new();
    vendor::scan(passage.text, &mut hits);
    keyed::scan(passage.text, &mut hits);
    prose::scan(passage.text, &mut hits);
    let help = "take it out and have it revoked, for it counts as published";
    tell(passage, hits, help, sink);
}

fn personal(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    let mut hits = Vec::new();
    contact::scan(passage.text, &mut hits);
    // What remains is made of digits.
    if passage.text.bytes().any(|it| it.is_ascii_digit()) {
        customer::scan(passage.text, &mut hits);
        identity::scan(passage.text, &mut hits);
    }
    let help = "say what it stands for (\"one customer\"), and keep the data itself in the ticket";
    tell(passage, hits, help, sink);
}

/// Reports what was found, each place once, with the rewrite that takes it out.
fn tell(passage: &Passage<'_>, hits: Vec<Hit>, help: &str, sink: &mut Sink<'_>) {
    for hit in hit::merge(hits) {
        // The beginning of a token tells whose it is; that of a password is a part of it.
        let password = hit.what.contains("password");
        let shown = if password { "…".to_owned() } else { mask(&passage.text[hit.span.clone()]) };
        let message = format!("{} `{shown}` stands in the text", hit.what);
        sink.masked(passage, hit.span.clone(), &shown, (message, help));
        sink.with_fix(Fix { label: "take it out".into(), span: hit.span, with: REDACTED.into() });
    }
}
