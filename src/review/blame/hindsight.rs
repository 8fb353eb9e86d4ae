//! What could have been: sentences that tell of a better past explain nothing about this one.

use std::sync::LazyLock;

use crate::review::finding::{Level, Sink};
use crate::review::passage::{Passage, Role};
use crate::review::rule::{Check, Example, Rule};
use crate::review::text::Patterns;

pub(super) const RULE: Rule = Rule {
    id: "blame/counterfactual",
    level: Level::Warning,
    summary: "it tells what should have been in place of what was",
    what: "Looks in sections and in the answers of why ladders for `we should have`, `could have been prevented`, `if \
           only`, `with hindsight`. What a system should have done by its design is left alone.",
    why: "A past that did not happen explains nothing, and it reads as reproach. What people knew and did made sense to \
          them at the time; the COE has to say why.",
    instead: "Say what was there and why it did not suffice: \"the alarm looks at the mean, which did not move\".",
    live: false,
    bad: &[
        Example::Text(Role::Prose, "We should have tested the failover."),
        Example::Text(Role::Because, "This could have been prevented by a canary."),
        Example::Text(Role::Prose, "If only the alarm had been louder."),
        Example::Text(Role::Prose, "If the page had come earlier, 10 minutes would have been saved."),
    ],
    good: &[
        Example::Text(
            Role::Because,
            "The alarm should have fired at 90%, but its query names a metric that is gone.",
        ),
        Example::Text(Role::Prose, "We would like to see the graph in the runbook."),
    ],
    check: Check::Text(check),
};

static PATTERNS: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("we ?all ?really ?clearly should|could ?not ?never ?really have", ()),
        ("we should've|could've", ()),
        ("we ought to have", ()),
        (
            "should|could ?easily ?also have been caught|noticed|detected|prevented|avoided|tested|reviewed|checked|seen|foreseen|known|done|found|spotted|anticipated|mitigated",
            (),
        ),
        ("if only", ()),
        ("if we had", ()),
        ("if <any> ..3 had ..8 would|could ?not ?never have", ()),
        ("had we", ()),
        ("with|in ?the ?benefit ?of hindsight", ()),
        ("in retrospect", ()),
        ("it would ?not have been better|easy|easier|enough|possible", ()),
    ])
});

fn check(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    let prose = matches!(
        passage.role,
        Role::Summary | Role::Impact | Role::Prose | Role::Because | Role::LastBecause
    );
    if !prose {
        return;
    }
    let text = passage.read();
    let mut end = 0;
    for hit in PATTERNS.scan(text) {
        if hit.tokens.start < end || text.tokens[hit.tokens.clone()].iter().any(|it| it.quoted) {
            continue;
        }
        end = hit.tokens.end;
        let span = super::bytes(text, &hit.tokens);
        let message = format!("`{}` tells of a past that did not happen", &passage.text[span.clone()]);
        sink.words(passage, span, message, "say what was there and why it did not suffice");
    }
}
