//! Steps of a ladder that are no steps: answers that say the rung before again, go round in a circle, jump, answer
//! nothing, or hold two causes at once.

mod compound;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::content::Content;
use super::forest;
use crate::domain::id::{LadderId, RungId};
use crate::domain::incident::Incident;
use crate::domain::ladder::Rung;
use crate::review::text::{Kind, Patterns, Text, Token};
use compound::compound;

/// What is wrong with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::review) enum Break {
    Restates,
    Circular,
    Jumps,
    NoAnswer,
    Compound,
}

impl Break {
    /// Returns the second half of the id of its rule.
    pub const fn word(self) -> &'static str {
        match self {
            Break::Restates => "restates",
            Break::Circular => "circular",
            Break::Jumps => "jumps",
            Break::NoAnswer => "not-an-answer",
            Break::Compound => "compound",
        }
    }
}

/// A step that is none.
#[derive(Debug)]
pub(in crate::review) struct Broken<'i> {
    /// Index of the rung in the incident.
    pub index: usize,
    pub rung: &'i Rung,
    pub what: Break,
    /// What it is measured against: the answer or the problem before it.
    pub against: &'i str,
    /// The bytes meant.
    pub span: Range<usize>,
}

/// An answer, or the problem of a ladder, read once.
pub(super) struct Answer<'i> {
    source: &'i str,
    pub text: Text<'i>,
    pub content: Content,
}

impl<'i> Answer<'i> {
    fn read(source: &'i str) -> Self {
        let text = Text::read(source);
        let content = Content::of(&text, 0..text.tokens.len());
        Answer { source, text, content }
    }
}

/// One rung with what stands above it.
struct Step<'a, 'i> {
    rung: &'i Rung,
    answer: &'a Answer<'i>,
    /// The answers above it, nearest first, the problem last.
    above: Vec<&'a Answer<'i>>,
    /// Whether nothing is asked about it.
    last: bool,
}

impl Step<'_, '_> {
    /// Tells whether it is a root cause without a chain.
    fn alone(&self) -> bool {
        self.last && self.above.len() < 2
    }

    /// Returns what the forest sees; nothing of a first answer, which may be as far from the problem as it likes.
    fn seen(&self) -> Option<Vec<f32>> {
        if self.above.len() < 2 { None } else { forest::features(self.answer, &self.above) }
    }

    /// Tells whether it is a gap in the process below an event: a step, whatever words they share.
    fn deeper(&self, nearest: &Answer<'_>) -> bool {
        super::weak::mechanism(&self.answer.text) && !super::weak::mechanism(&nearest.text)
    }
}

/// Finds the broken steps of all ladders, at most one for each rung.
pub(super) fn broken(incident: &Incident) -> Vec<Broken<'_>> {
    let mut found = Vec::new();
    steps(incident, |index, step| {
        if let Some((what, against, span)) = look(step) {
            found.push(Broken { index, rung: step.rung, what, against, span });
        }
    });
    found
}

/// Returns what the forest sees of each answer, in the order of the rungs.
pub(super) fn features(incident: &Incident) -> Vec<(RungId, Vec<f32>)> {
    let mut all = Vec::new();
    steps(incident, |_, step| {
        let seen = step.seen();
        all.extend(seen.map(|it| (step.rung.id, it)));
    });
    all
}

/// Walks over the answered rungs.
fn steps<'i>(incident: &'i Incident, mut take: impl FnMut(usize, &Step<'_, 'i>)) {
    let rungs = &incident.parts.rungs;
    let answers: Vec<Answer<'_>> = rungs.iter().map(|it| Answer::read(&it.because)).collect();
    let places: HashMap<RungId, usize> = rungs.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
    let asked: HashSet<RungId> = rungs.iter().filter_map(|it| it.parent).collect();
    let problems: HashMap<LadderId, Answer<'_>> =
        incident.parts.ladders.iter().map(|it| (it.id, Answer::read(&it.problem))).collect();
    let place = |id: RungId| places.get(&id).copied();
    for (index, rung) in rungs.iter().enumerate().filter(|(_, it)| it.answered()) {
        let mut above = Vec::new();
        let mut parent = rung.parent;
        // A circle in the rows of a hostile file must not hang the review.
        while let Some(next) = parent.and_then(place).filter(|_| above.len() <= MOST_ABOVE) {
            above.push(&answers[next]);
            parent = rungs[next].parent;
        }
        above.extend(problems.get(&rung.ladder));
        take(index, &Step { rung, answer: &answers[index], above, last: !asked.contains(&rung.id) });
    }
}

/// The most rungs that a rung is compared with.
const MOST_ABOVE: usize = 20;

/// The forest is believed where no rule speaks, from this likelihood on ...
const SURE: f32 = 0.5;
/// ... for some kinds from this one on ...
const CERTAIN: f32 = 0.65;
/// ... and below this one a rule about degrees is not. Both give the best balance on ladders that neither has seen.
const DOUBT: f32 = 0.2;

fn look<'i>(step: &Step<'_, 'i>) -> Option<(Break, &'i str, Range<usize>)> {
    let ruled = rule(step);
    let Some(seen) = step.seen() else {
        return ruled;
    };
    let votes = forest::vote(&seen);
    if let Some(ruled) = ruled {
        let told = ruled.0 == Break::NoAnswer;
        return Some(ruled).filter(|_| told || 1.0 - votes[0] > DOUBT);
    }
    let likely = (1..votes.len()).max_by(|a, b| votes[*a].total_cmp(&votes[*b]))?;
    let what = forest::CLASSES[likely].filter(|_| 1.0 - votes[0] > SURE)?;
    let nearest = step.above.first()?;
    // What a kind of break cannot be without, however alike it looks.
    let text = &step.answer.text;
    let joined =
        || text.sentences().len() > 1 || text.tokens.iter().any(|it| it.among("and plus also ; or ,"));
    let may = match what {
        Break::Restates => !step.deeper(nearest),
        Break::Compound => joined(),
        // A fact that is no reason looks much like one that is, and a step like a jump.
        Break::NoAnswer => 1.0 - votes[0] > CERTAIN,
        Break::Jumps => 1.0 - votes[0] > CERTAIN && !step.answer.content.touches(&nearest.content),
        _ => true,
    };
    if !may {
        return None;
    }
    Some((what, nearest.source, 0..step.rung.because.trim_end().len()))
}

/// Finds a step that is broken in a way that has a form.
fn rule<'i>(step: &Step<'_, 'i>) -> Option<(Break, &'i str, Range<usize>)> {
    let text = &step.answer.text;
    let whole = 0..step.rung.because.trim_end().len();
    let before = step.above.first().map_or("", |it| it.source);
    if let Some(tokens) = no_answer(text) {
        return Some((Break::NoAnswer, before, text.span(tokens)));
    }
    if let Some(at) = circular(step) {
        return Some((Break::Circular, step.above.get(at).map_or(before, |it| it.source), whole));
    }
    let nearest = step.above.first()?;
    let known = step.answer.content.new_to(&nearest.content) == 0 && step.answer.content.stems.len() > 2;
    if (!step.deeper(nearest) || known) && restates(step.answer, &nearest.content) {
        return Some((Break::Restates, before, whole));
    }
    // A root cause that stands alone, without its chain, has to tell all of it.
    if let Some((span, _)) = compound(text).filter(|(_, told)| *told || !step.alone()) {
        return Some((Break::Compound, before, text.span(span)));
    }
    jumps(step, nearest).then_some((Break::Jumps, before, whole))
}

/// What answers no why: apologies, fixes, effects, wishes, thanks, plans, questions.
static NO_ANSWER: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("we|i|they ?sincerely ?deeply ?would ?like ?to apologise|apologize|regret", ()),
        ("affected :", ()),
        ("as per ?the ?our ?agreed plan|timeline|schedule|roadmap|deadline", ()),
        ("must|has|had ?to go|ship|be ?out ..3 time|timeline|schedule", ()),
        ("this|it|that was|were noticed|found|detected|reported|seen by", ()),
        ("we|i have|'ve ?since ?now shipped|released|deployed|put|installed|ordered|bought", ()),
        ("let's|lets us add|see|check|move|fix|make|do|try|hope", ()),
        ("let's", ()),
        ("which|this|that|it resolves|fixes|solves|addresses this|it|the", ()),
        ("sorry|apologies|unfortunately|luckily|fortunately|thankfully", ()),
        ("this ?should ?must ?can ?will ?has ?have never ?again happen|happened|be|occur", ()),
        ("should|must|ought not|never ?have ?to ?be ?like ?happened|happen", ()),
        ("it|this|that|they|there should not|never|have|be", ()),
        ("this|that|it|which ?has ?also ?then affected|impacted|hit|caused|led|resulted|meant", ()),
        ("as a result|consequence", ()),
        (
            "was|were|has|have|had|is ?now ?then ?since ?been ?already ?later ?meanwhile renewed|fixed|restored|ordered|corrected|resolved|mitigated|repaired|replaced|rolled|reverted|restarted|patched|hotfixed|rebooted|recovered|redeployed|re-enabled|refunded|informed|compensated|contacted|notified|scheduled|raised|added|increased|opened|escalated|uploaded|enlarged|extended|shipped|moved|switched|cleaned|corrected ?by ?at ?on ?back ?in ?to ?up ?with",
            (),
        ),
        (
            "we|i|they|engineers|operators ?have ?then ?now ?since ?later ?already fixed|restored|ordered|corrected|resolved|mitigated|repaired|replaced|reverted|restarted|patched|hotfixed|rebooted|renewed|added|rolled|raised|escalated|opened|increased|refunded|contacted|corrected|recalculated|uploaded|enlarged|extended|shipped|moved|switched|cleaned",
            (),
        ),
        (
            "will|shall|going ?to ?soon ?also be|raise|increase|set|put|enable|update|upgrade|add|fix|improve|order|replace|change|discuss|review|make|move|migrate|introduce|ensure|monitor",
            (),
        ),
        (
            "we|it|this need|needs|must|have|has to ?be ?better ?more improve|improved|fix|fixed|add|do|avoid|prevent|look|discuss|change|review|work|ensure|make|invest",
            (),
        ),
        ("is|are needed|required|necessary|desirable|recommended", ()),
        ("thanks|thank to|you", ()),
        (
            "is|was|are ?not unacceptable|acceptable|annoying|embarrassing|disappointing|unlucky|regrettable|important|critical|essential",
            (),
        ),
        (
            "is|are|was|were written|built|implemented in go|kotlin|swift|elixir|erlang|java|python|rust|ruby|php|c|scala|perl|javascript|typescript|cobol",
            (),
        ),
        ("good|great|well question|job|work|done", ()),
        ("lesson|lessons learned|learnt", ()),
        ("in future", ()),
        ("for the future", ()),
        ("since then", ()),
        ("incident|outage|event|ticket was|is classified|rated|declared|categorised|categorized", ()),
        (
            "next|more time|gpus|servers|capacity|people|hardware ?have ?has ?been ?were ?are ordered|requested|hired|bought|planned",
            (),
        ),
    ])
});

fn no_answer(text: &Text<'_>) -> Option<Range<usize>> {
    let count = text.tokens.len();
    if count == 0 {
        return None;
    }
    let question = text.source.trim_end().ends_with('?');
    if question {
        return Some(0..count);
    }
    // A mechanism beside it is an answer: `was restarted by the watchdog, which reads the old config`.
    let reason = text.tokens.iter().enumerate().any(|(at, it)| {
        // `has since been replaced` is no reason.
        let since =
            it.is("since") && !text.before(at).is_some_and(|it| it.any(&["has", "have", "had", "was"]));
        since || it.among("because as so although only but without until if when which whenever instead")
    });
    for hit in NO_ANSWER.scan(text) {
        let first = &text.tokens[hit.tokens.start];
        let negated = first.any(&["is", "are"])
            && text.tokens[..hit.tokens.start].iter().rev().take(4).any(|it| it.any(&["no", "where", "not"]));
        if first.quoted || negated {
            continue;
        }
        let words = &text.tokens[hit.tokens.clone()];
        let deed = words.iter().any(|it| it.among("renewed fixed restored ordered corrected resolved mitigated repaired replaced rolled reverted restarted patched hotfixed rebooted recovered redeployed re-enabled refunded informed compensated contacted notified scheduled raised added increased opened escalated corrected recalculated uploaded enlarged extended shipped moved switched cleaned"));
        if deed {
            // What was done after the fact tells so: a time, `then`, `now`, a perfect; with a reason it is a cause.
            let after = words.iter().any(|it| it.among("then now since later already meanwhile"))
                || text.tokens.iter().any(|it| {
                    matches!(it.kind, Kind::Clock | Kind::Instant)
                        || it.among("then now afterwards meanwhile")
                })
                || (words.iter().any(|it| it.any(&["has", "have"]))
                    && words.iter().any(|it| it.any(&["been"])))
                || (words[0].any(&["we", "i"])
                    && words.iter().any(|it| {
                        it.among(
                            "fixed restored resolved mitigated repaired reverted rolled refunded restarted corrected recalculated uploaded enlarged extended shipped replaced added renewed increased raised cleaned",
                        )
                    }));
            let undone = text.tokens.iter().any(|it| it.any(&["not", "never", "no", "nothing", "nobody"]));
            if !after || undone || reason {
                continue;
            }
            return Some(hit.tokens);
        }
        let soft = first.any(&["unfortunately", "luckily", "fortunately", "thankfully"])
            || words.iter().any(|it| it.any(&["will", "should"]));
        if soft && reason {
            continue;
        }
        if first.any(&["this", "that", "it", "which", "as"]) && !(first.first || hit.tokens.start == 0) {
            continue;
        }
        return Some(hit.tokens);
    }
    None
}

/// Splits a reason off: `X because Y`.
fn reason(text: &Text<'_>) -> Option<(Range<usize>, Range<usize>)> {
    // `As the alarm is muted, nobody adjusts it`: the reason stands in front.
    if text.tokens.first().is_some_and(|it| it.any(&["because", "since", "as"])) {
        let comma = text
            .tokens
            .iter()
            .position(|it| it.sign(','))
            .filter(|it| *it > 2 && *it + 2 < text.tokens.len());
        if let Some(comma) = comma {
            return Some((comma + 1..text.tokens.len(), 1..comma));
        }
    }
    let at = text.tokens.iter().position(|it| {
        it.any(&["because", "since", "as"]) && !it.first || it.any(&["due", "owing", "account"])
    })?;
    let from = if text.tokens[at].any(&["due", "owing", "account"]) { at + 2 } else { at + 1 };
    (at > 1 && from < text.tokens.len()).then_some((0..at, from..text.tokens.len()))
}

/// Returns the index of the answer above that it goes back to.
fn circular(step: &Step<'_, '_>) -> Option<usize> {
    let (text, mine, above) = (&step.answer.text, &step.answer.content, &step.above);
    if let Some((claim, reason)) = reason(text) {
        let (claim, reason) = (Content::of(text, claim), Content::of(text, reason));
        // The reason is what was to be explained.
        let same = |it: &Content| {
            reason.stems.len() >= 2 && reason.new_to(it) == 0
                || (reason.stems.len() >= 3
                    && reason.new_to(it) <= 1
                    && reason.shared(it) * 3 >= reason.stems.len() * 2)
        };
        if let Some(at) = above.iter().position(|it| same(&it.content)) {
            return Some(at);
        }
        // `There are no stages because there are no stages`; the question asked that.
        let asked = Text::read(&step.rung.why);
        let asked = Content::of(&asked, 0..asked.tokens.len());
        let own = reason.stems.len() <= 3
            && !reason.stems.is_empty()
            && (reason.new_to(&claim) == 0 || (asked.stems.len() > 1 && reason.new_to(&asked) == 0));
        if own {
            return Some(0);
        }
    }
    // One clause of it is an earlier answer: `it needs the approval of the bot, which was down`.
    let said = clauses(text);
    let again = |it: &Content| said.iter().any(|clause| clause.new_to(it) == 0);
    if let Some(at) = above.iter().skip(1).position(|it| again(&it.content)) {
        return Some(at + 1);
    }
    // An earlier answer again, not the one right above.
    above
        .iter()
        .enumerate()
        .skip(1)
        .position(|(_, it)| {
            let it = &it.content;
            let small = mine.stems.len().min(it.stems.len());
            let shared = mine.shared(it);
            small >= 2
                && shared >= 3.min(small)
                && shared * 4 >= small * 3
                && mine.new_to(it)
                    <= if shared == it.stems.len() && shared >= 3 { 3 } else { 2.max(shared * 2 / 3) }
        })
        .map(|it| it + 1)
}

/// Returns what each clause with a verb says that says at least two things, if there are several clauses; what `which` stands
/// for is said with it.
fn clauses(text: &Text<'_>) -> Vec<Content> {
    let all: Vec<_> = text.sentences().into_iter().flat_map(|it| super::weak::clauses(text, it)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let said = all.into_iter().filter_map(|clause| {
        let which = text.tokens[clause.start].is("which");
        let from = if which { clause.start.saturating_sub(4) } else { clause.start };
        verb(text, from..clause.end).map(|_| Content::of(text, from..clause.end))
    });
    said.filter(|it| it.stems.len() >= 2).collect()
}

/// Tells whether an answer says what the one above says.
fn restates(answer: &Answer<'_>, above: &Content) -> bool {
    let (text, mine) = (&answer.text, &answer.content);
    let (shared, new) = (mine.shared(above), mine.new_to(above));
    let small = mine.stems.len().min(above.stems.len());
    if small < 1 || shared < 2.min(small) {
        return false;
    }
    // New facts are a step: a number, a name, a reason.
    let fact = |at: &usize| {
        matches!(text.tokens[*at].kind, Kind::Number | Kind::Code | Kind::Ident)
            && Content::of(text, *at..at + 1).new_to(above) > 0
    };
    let facts = (0..text.tokens.len()).filter(fact).count();
    let reasons = text.tokens.iter().any(|it| {
        it.any(&[
            "because", "since", "only", "unless", "until", "instead", "whenever", "which", "limit",
            "default", "without",
        ])
    });
    let allowed = if reasons || facts > 0 {
        0
    } else {
        // One new word for two that are known.
        (shared / 2).min(2)
    };
    // Most of what stood above must stand here again, or nearly nothing else must.
    new <= allowed && (shared * 2 >= above.stems.len() || (new == 0 && shared * 3 >= above.stems.len()))
}

/// Returns the first finite verb of a clause.
fn verb(text: &Text<'_>, clause: Range<usize>) -> Option<usize> {
    clause.clone().skip(1).find(|at| {
        let token: &Token = &text.tokens[*at];
        let before = &text.tokens[at - 1];
        let after = text.after(*at).filter(|_| at + 1 < clause.end);
        let auxiliary = token.among("is are was were has have had does did do can could may must will cannot can't isn't wasn't doesn't didn't don't hadn't hasn't aren't weren't");
        let noun_before = before.word() && !before.among("the a an to of in on for with by from no any each our its at");
        let past = token.norm.ends_with("ed") && noun_before && after.is_some_and(|it| !it.among("by"));
        let irregular = token.among("went ran took gave made sent broke grew fell lost kept got let left came became chose began held knew met paid put read rose said saw set shut stood told thought wrote cut hit") && noun_before;
        let present = super::weak::acts_at(text, *at, &clause);
        token.word() && (auxiliary || past || irregular || present)
    })
}

/// Words of organisations: a step from a machine to one of these leaves out what lies between.
const ORGANISATION: &str = "company culture budget budgets hiring freeze headcount management managers strategy roadmaps priorities \
    priority morale merger merged acquisition reorganisation reorganization re-organised re-organized reorganised reorganized \
    restructuring roadmap leadership overworked understaffed fragmented sector staffing salaries politics pandemic covid market \
    competition outsourcing outsourced offshoring turnover attrition vacation holidays holiday deadlines pressure quarter \
    growth startups silos bureaucracy mindset motivation communication hr finance procurement purchasing cost costs funding investors \
    law laws legislation industry tender tenders bidder bidders incentives bonus bonuses kpi kpis okr okrs targets \
    silo stakeholders executives org organisation organization department departments agile legacy debt luck weather \
    economy layoffs burnout shareholders";

/// Gaps so general that they explain any failure.
static GENERAL: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "we have no|few|little staging|tests|documentation|monitoring|process|time|budget|people|testers|qa|standards|architects|architecture|sre|training",
            (),
        ),
        (
            "we lack ..2 staging|tests|documentation|monitoring|process|time|budget|people|standards|maturity|skills|training",
            (),
        ),
        (
            "there is|are no|not ?enough staging|tests|documentation|time|budget|people|culture|standards|training",
            (),
        ),
        (
            "engineers|developers|people|teams|everybody are|is overloaded|busy|overworked|tired|new|junior|stressed",
            (),
        ),
        ("nobody cares|cared", ()),
        ("contracts|contract|vendors|suppliers is|are ..2 renewed|negotiated|awarded|chosen|signed", ()),
        (
            "grew|grown from ..3 to ..2 people|employees|staff|engineers|regions|teams|offices|countries|stores|branches",
            (),
        ),
        ("we do|did ?not hold|have|do architecture|design|security reviews|review", ()),
        ("architecture|design decisions are ?not ?never written|documented|recorded|kept", ()),
        ("was|were chosen|selected|introduced before", ()),
        ("too many|few projects|people|priorities|engineers|meetings|teams|things", ()),
    ])
});

/// Tells whether steps are missing between the answer above and this one.
fn jumps(step: &Step<'_, '_>, nearest: &Answer<'_>) -> bool {
    // The first answer may be as far from the problem as it likes.
    step.above.len() > 1
        && step.answer.content.shared(&nearest.content) == 0
        && !organisation(&nearest.text)
        && organisation(&step.answer.text)
}

/// The tokens in which a text says what it is about.
const SUBJECT: usize = 7;

/// Tells whether a text is about an organisation rather than what it runs.
pub(super) fn organisation(text: &Text<'_>) -> bool {
    // What it is about stands at its beginning: `the cluster is on spot nodes; the cost guideline puts it there` is about a
    // cluster, and `one version is kept, as more were switched off to save costs` says of a machine why it is so.
    let mut told = text
        .tokens
        .iter()
        .take(SUBJECT)
        .take_while(|it| it.first || !it.any(&["as", "because", "since", "to"]));
    told.any(|it| it.word() && !it.quoted && it.among(ORGANISATION)) || GENERAL.first(text).is_some()
}
