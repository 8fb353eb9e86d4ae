//! Titles without a deliverable.

use std::sync::LazyLock;

use crate::review::finding::{Level, Sink};
use crate::review::passage::{Passage, Role};
use crate::review::rule::{Check, Example, Rule};
use crate::review::text::{Kind, Patterns, Text, Token};

pub(super) const VAGUE: Rule = Rule {
    id: "action/vague",
    level: Level::Error,
    summary: "an action has no deliverable that one could verify",
    what: "Looks at titles that improve, investigate, consider, review, ensure, remind, train, monitor or try, that ask for \
           more or better, that fix the bug or open a ticket. A target (`from 9 s to under 2 s`) or a deliverable (`and \
           remove all wildcard actions`) makes them specific.",
    why: "What cannot be finished will not be: vague actions are closed unread a year later.",
    instead: "Name the change and its object: \"block deploys whose rendered config fails schema validation\".",
    live: false,
    bad: &[
        Example::Action(["Improve monitoring", "SRE lead", "2026-12-15", "100% of services have an alarm"]),
        Example::Action([
            "Be more careful with changes",
            "release lead",
            "2026-12-15",
            "0 incidents in 90 days",
        ]),
        Example::Action([
            "Investigate the slow queries",
            "DBA lead",
            "2026-12-15",
            "cause of 3 queries known",
        ]),
    ],
    good: &[
        Example::Action([
            "Improve cold start of the pricing lambda from 9 s to under 2 s",
            "pricing lead",
            "2026-12-15",
            "p95 init duration < 2 s over 7 days",
        ]),
        Example::Action([
            "Block direct pushes to `main` of edge-config",
            "edge lead",
            "2026-12-15",
            "a push by an admin is rejected by the server",
        ]),
    ],
    check: Check::Text(vague),
};

/// What a title has that is vague, which decides what can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A target or a second, concrete verb mends it.
    Verb,
    /// Nothing mends it: it asks people to behave.
    Behave,
    /// It is vague when nothing more is said.
    Bare,
}

use What::{Bare, Behave, Verb};

static PATTERNS: LazyLock<Patterns<What>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "improve|improving|enhance|enhancing|optimise|optimize|optimising|optimizing|strengthen|harden|increase|reduce|decrease|minimise|minimize|maximise|maximize|boost|streamline|simplify|modernise|modernize|stabilise|stabilize|speed|accelerate|mature|professionalise|tighten|lower|raise|extend|clarify|revise|rework|upskill|uplift",
            Verb,
        ),
        (
            "investigate|investigating|explore|consider|evaluate|assess|analyse|analyze|study|research|review|examine|understand|discuss|think|brainstorm|revisit|rethink|reconsider|look|check|inspect|identify|determine|figure|find|validate|verify|learn|audit|survey|scope|spike|assess|estimate|define|plan|propose|prepare|debate|clarify",
            Verb,
        ),
        ("ensure|make|guarantee|enforce sure|that|all|proper|better|everyone|no|it|this|we", Verb),
        ("ensure|guarantee", Verb),
        (
            "make ..6 more|better|faster|safer|easier|robust|resilient|reliable|stable|clear|clearer|scalable|simpler|visible|smarter|transparent|efficient|consistent|future-proof|maintainable",
            Verb,
        ),
        ("try|attempt|aim|strive|seek|endeavour|hope|want|wish|plan|intend ?to", Verb),
        (
            "monitor|watch|observe|track|keep ?an ?the ?close eye|situation|closely|system|systems|carefully|it|behaviour|behavior|things",
            Verb,
        ),
        ("keep ?an ?a ?close eye|watch|monitoring|in|track|improving", Verb),
        (
            "refactor|clean|cleanup|tidy|rewrite|restructure|redesign|rearchitect|consolidate|work|address|handle|tackle|manage|deal|solve|resolve|support|collaborate|align|sync|coordinate|cooperate|engage|liaise|follow-up",
            Verb,
        ),
        ("follow up|the|all|our|existing|procedures|process|runbook|best|guidelines", Behave),
        (
            "remind|reminding|educate|train|retrain|teach|coach|sensitise|sensitize|encourage|urge|motivate|convince|tell|instruct|brief|inform|ask|advise|warn|notify ?all ?the ?our ?new ?every ?each <word>",
            Behave,
        ),
        (
            "raise|increase|create|build|spread|promote awareness|visibility|attention|understanding|vigilance|knowledge",
            Behave,
        ),
        (
            "talk|speak|chat|meet|reach|communicate|apologise|apologize|escalate|document|share|share|thank|liaise ?out to|with|earlier|better|more|faster|sooner|knowledge|lessons|learnings|findings",
            Behave,
        ),
        (
            "be|being|stay|become|remain ?more|less careful|careless|cautious|vigilant|attentive|aware|mindful|diligent|proactive|thorough|alert|disciplined|precise|better|prepared|faster|quicker",
            Behave,
        ),
        ("pay|give|take|exercise more|better|closer|special|attention|care|greater|extra|caution", Behave),
        ("double-check|doublecheck|always|never|avoid|prevent|remember|refrain", Behave),
        ("don't|do not", Behave),
        ("respect|obey|adhere|comply|stick ?to ?with", Behave),
        (
            "better|more|proper|less|fewer|improved|stricter|regular|increased|enhanced|additional|stronger|clearer|faster|good|adequate|sufficient|closer|tighter|smarter",
            Behave,
        ),
        ("best-effort|best effort", Behave),
        ("as|if|where|when possible|appropriate|needed|feasible|necessary|time|required|applicable", Behave),
        (
            "we|they|someone|somebody|one|it|there|everyone|everybody|reviewers|operators|staff|people|testers|admins|dbas|devs|developers|engineers|teams should|need|needs|must|could|have|has|ought|shall|will",
            Behave,
        ),
        ("maybe|perhaps|possibly|potentially|eventually|hopefully|somehow|ideally|probably", Behave),
        ("should|must|need be|have|do|not|to|more|never", Behave),
        (
            "to be ?more done|improved|decided|defined|discussed|determined|clarified|checked|reviewed|considered|investigated|agreed",
            Behave,
        ),
        (
            "fix|resolve|solve|correct|patch|repair|address|mitigate|remove|eliminate ?the|this|all|these|any|our|known|underlying|root bug|bugs|issue|issues|problem|problems|cause|causes|error|errors|defect|defects|it|this|things|outage|code|root|incident",
            Bare,
        ),
        (
            "update|improve|write|extend|add|create|complete|refresh|fix|do ?the ?our ?all ?missing ?more ?some documentation|docs|runbook|runbooks|wiki|readme|procedures|procedure|processes|process|policy|policies|playbook|guidelines",
            Bare,
        ),
        (
            "add|implement|introduce|write|create|set|build|enable|get|have|do|install|provide ?up ?some ?the ?a ?basic ?good monitoring|alerting|alerts|alarms|tests|testing|logging|observability|dashboards|documentation|automation|metrics|checks|redundancy|validation|guardrails|safeguards|resilience|retries|caching|security|training|process|processes|governance",
            Bare,
        ),
        (
            "add|write|implement|introduce|have|create|do|run|hold|get|use|provide ?some ?even ?many more|better|additional|proper|further|appropriate|sufficient|adequate|stricter|good|stronger|regular|extra",
            Behave,
        ),
        (
            "create|open|raise|file|log|write ?a ?an ?the ?new ?jira ?follow-up ticket|tickets|story|stories|issue|epic|task|jira|bug|cr|backlog",
            Bare,
        ),
        (
            "hold|organise|organize|run|schedule|arrange|conduct|host|give|do|plan|set|have|attend|book|deliver ?up ?a ?an ?the ?one ?regular ?<num> ?<word> workshop|workshops|training|trainings|meeting|meetings|session|sessions|brown|talk|talks|discussion|discussions|retro|retrospective|lunch|call|review|refresher|course|courses|conversation|sync|presentation",
            Behave,
        ),
        (
            "call|phone|email|visit|contact|thank|apologise|apologize|inform|notify|compensate|refund|congratulate ?and <any>",
            Bare,
        ),
        ("and apologise|apologize", Behave),
        ("get in|back|to|feedback|buy-in|approval|everyone|people|clarity|alignment", Behave),
        (
            "test|tests|deploy|restart|scale|upgrade|migrate|automate|backup|rollback|secure|protect|standardise|standardize|centralise|centralize ?the ?our ?all ?everything ?system ?more ?better ?backups ?often ?things ?it ?properly ?carefully ?thoroughly ?regularly",
            Bare,
        ),
    ])
});

fn vague(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if passage.role != Role::Action {
        return;
    }
    let text = passage.read();
    let question = passage.text.trim_end().ends_with('?');
    let words = text.tokens.iter().filter(|it| it.kind != Kind::Punct).count();
    let start = begin(text);
    let hit = PATTERNS
        .scan(text)
        .into_iter()
        .filter(|it| !text.tokens[it.tokens.start].quoted)
        .find(|it| holds(text, *it.value, it.tokens.clone(), start));
    let span = match hit {
        Some(hit) => hit.tokens,
        None if question || words <= 1 => 0..text.tokens.len(),
        None => return,
    };
    let span = text.span(span);
    let message = format!("`{}` is no deliverable that one could verify", passage.text[span.clone()].trim());
    sink.words(passage, span, message, "name the change and its object, with a target where there is one");
}

/// Returns where a title begins: behind a label such as `P1:` and a number.
fn begin(text: &Text<'_>) -> usize {
    let colon = text.tokens.iter().take(3).position(|it| it.sign(':'));
    let label = colon.filter(|it| {
        *it > 0
            && text.tokens.len() > it + 2
            && text.tokens[..*it]
                .iter()
                .all(|it| it.norm.len() <= 6 || it.any(&["action", "follow-up", "prevent", "detect"]))
    });
    label.map_or(0, |it| it + 1)
}

fn holds(text: &Text<'_>, what: What, tokens: std::ops::Range<usize>, start: usize) -> bool {
    let head = tokens.start == start || (tokens.start == start + 1 && text.tokens[start].among("please to also then further properly regularly strictly continuously quickly manually thoroughly"));
    let last = tokens.end - 1;
    let first = &text.tokens[tokens.start];
    match what {
        Verb => {
            // `Work with the provider to understand`: a vague verb after another is one as well.
            let train_of = head
                || text.before(tokens.start).is_some_and(|it| it.is("to"))
                    && tokens.start < start + 6
                    && first
                        .among("understand improve investigate see discuss learn explore analyse analyze");
            let fetch = first.is("look") && text.after(tokens.start).is_some_and(|it| it.is("up"));
            train_of && !fetch && !machine(text, last) && !specific(text, tokens.end)
        }
        Behave => {
            let wish = first.among(
                "maybe perhaps possibly best-effort best as if where when hopefully somehow ideally probably",
            ) && !first.any(&["when", "if", "as", "where"])
                || text.tokens[last].among("possible appropriate feasible applicable")
                || (first.any(&["to", "and"]) && tokens.len() > 1);
            (head || wish) && !machine(text, last) && !(head && first.among("better more proper less fewer improved stricter regular increased additional avoid prevent never always notify warn inform add write introduce create run") && specific(text, tokens.end)) && !(first.among("document share") && specific(text, tokens.end))
        }
        Bare => {
            let rest = text.tokens[tokens.end..].iter().filter(|it| it.kind != Kind::Punct).count();
            head && !specific(text, tokens.start) && (rest <= 1 || (first.among("create open raise file") && rest <= 5) || (rest <= 3 && text.tokens[tokens.end..].iter().all(|it| it.kind == Kind::Punct || it.among("in the code system systems service application platform of for our this future follow-up further all more often and everywhere carefully asap soon as services environment production where possible"))))
        }
    }
}

/// `Train the fraud model`, `notify the on-call by page when`: the object is a machine.
fn machine(text: &Text<'_>, last: usize) -> bool {
    let near = text.tokens[last..].iter().take(4);
    let object = near
        .clone()
        .any(|it| it.among("model models classifier network index embedding embeddings ranker tokenizer"));
    object && text.tokens[..=last].iter().any(|it| it.among("train retrain teach"))
}

/// Verbs that leave something behind which one can look at.
const CONCRETE: &str = "add remove delete record publish write document migrate replace set block enforce merge ship move \
    drop disable enable cap limit reject require create introduce install split alert alarm page fail refuse rotate renew \
    revoke archive encrypt log store switch convert port rename lock pin cut restrict deny automate generate restore compare \
    back close attach capture provision deploy roll configure implement build attach tag return validate sign decide adr";

/// What counts as a deliverable or a target behind a vague verb.
static TARGETS: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("from ..3 <num> ..4 to", ()),
        ("to ?under ?below ?at ?most ?least ?less ?than ?over ?above ?within ?about <num>", ()),
        ("below|under|above|over|within|exceeding|beyond <num>", ()),
        ("by ?at ?least <num>", ()),
        ("at least|most <num>", ()),
        ("less|more|fewer than <num>", ()),
        ("once|twice|every|each|per day|week|month|quarter|monday|sunday|night|hour|release|deploy", ()),
        ("adr|rfc|decision record|document|by", ()),
    ])
});

fn specific(text: &Text<'_>, from: usize) -> bool {
    let rest = &text.tokens[from.min(text.tokens.len())..];
    let target =
        TARGETS.scan(text).iter().any(|it| it.tokens.start + 1 >= from && !looks_only(text, it.tokens.start));
    // `Ensure that a deploy without a passing test is blocked`.
    let enforced = rest.windows(2).any(|pair| {
        pair[0].any(&["is", "are", "be"])
            && pair[1].among(
                "blocked rejected refused denied required enforced revoked removed deleted rotated encrypted limited capped",
            )
    });
    let second = rest.windows(2).any(|pair| {
        let joins = pair[0].any(&["and", "then", "so", "that", "by"])
            || pair[0].sign(':')
            || pair[0].sign(';')
            || pair[0].sign(',');
        joins
            && (pair[1].among(CONCRETE)
                || pair[1].norm.strip_suffix("ing").is_some_and(|it| {
                    it.len() > 2
                        && CONCRETE.split_ascii_whitespace().any(|word| {
                            word == it
                                || word.strip_suffix('e') == Some(it)
                                || it.strip_suffix(|last: char| {
                                    it.ends_with([last, last]) && last.is_alphabetic()
                                }) == Some(word)
                        })
                }))
    });
    // `: red prompt and a typed confirmation`, `by provisioned concurrency of 20`.
    let told = rest.iter().position(|it| it.sign(':') || it.sign('(')).is_some_and(|at| rest.len() - at > 3);
    let recorded = rest.iter().any(|it| {
        matches!(it.kind, Kind::Ident) && it.norm.contains('-') && it.norm.bytes().any(|b| b.is_ascii_digit())
    }) && rest.iter().any(|it| it.any(&["in", "record", "into"]));
    target || second || enforced || told || recorded
}

/// `pods with more than 5 restarts`: the number belongs to what is looked at, not to a target.
fn looks_only(text: &Text<'_>, at: usize) -> bool {
    let first = text.tokens.first();
    let looks = first.is_some_and(|it: &Token| it.among("look investigate review check analyse analyze examine evaluate explore consider assess inspect identify discuss study monitor"));
    let counted =
        text.before(at).is_some_and(|it| it.among("with of that than over using the older for all"));
    looks && (counted || !text.tokens[at].any(&["adr", "rfc", "decision"]))
}
