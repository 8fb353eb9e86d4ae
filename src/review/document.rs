//! Rules of the family `document`: that it is finished, sober, and can be read by those who were not there.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use super::finding::{Level, Place, Sink};
use super::passage::{self, Passage, Role};
use super::rule::{Check, Example, Rule, Whole};
use super::text::{Case, Kind, Patterns};
use crate::domain::section::SectionName;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[PLACEHOLDER, EMPTY, DRAMATIC, JARGON, ACRONYM];

const AS_IT_SHOULD_BE: Example = Example::Incident("an incident as it should be", |_| {});

const PLACEHOLDER: Rule = Rule {
    id: "document/placeholder",
    level: Level::Error,
    summary: "a placeholder was left",
    what: "Looks in all texts for TODO, TBD, FIXME, XXX, lorem ipsum, `<fill in>`, `[insert …]`, `???`.",
    why: "It shows the reader that nobody read the document to its end.",
    instead: "Fill it in, or take it out.",
    live: false,
    bad: &[
        Example::Text(Role::Prose, "Detection: TODO"),
        Example::Text(Role::Impact, "12 orders failed, cost TBD"),
        Example::Text(Role::Prose, "Lorem ipsum dolor sit amet"),
    ],
    good: &[
        Example::Text(Role::Event, "The `TODO` comment in the template was shipped"),
        Example::Text(Role::Prose, "The todo list of the on-call is empty."),
    ],
    check: Check::Text(placeholder),
};

static LEFT: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("todo|tbd|fixme|xxx|tbc|tba|wip", ()),
        ("lorem ipsum", ()),
        ("to be filled|completed|added|determined|defined|confirmed|written ?in ?later", ()),
        ("fill in|this|me ?here ?in", ()),
        (
            "insert|add|describe|enter|write|your ?a ?the text|link|here|summary|description|title|name|date|timeline|impact ?here",
            (),
        ),
        ("insert|describe|explain|list|summarise|summarize|mention <any>", ()),
        ("placeholder", ()),
        ("coming soon", ()),
    ])
});

fn placeholder(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    // The owner and the date of an action have rules of their own; a why may stand open while it is asked.
    let text = passage.read();
    let mut end = 0;
    for hit in LEFT.scan(text) {
        let words = &text.tokens[hit.tokens.clone()];
        let first = &words[0];
        if hit.tokens.start < end || words.iter().any(|it| it.quoted) {
            continue;
        }
        let shouted = first.any(&["todo", "tbd", "fixme", "xxx", "tbc", "tba", "wip", "placeholder"]);
        let alone = text.tokens.iter().filter(|it| it.kind != Kind::Punct).count() <= words.len() + 1;
        let whole = alone && !first.is("placeholder");
        if shouted && first.case != Case::Upper && !whole && !marked(text, hit.tokens.start) {
            continue;
        }
        if (first.among(
            "fill insert add describe enter write your coming to explain list summarise summarize mention",
        ) || first.is("placeholder"))
            && !marked(text, hit.tokens.start)
            && !alone
        {
            continue;
        }
        end = hit.tokens.end;
        let span = text.span(hit.tokens);
        let message = format!("`{}` was left", &passage.text[span.clone()]);
        sink.words(passage, span, message, "fill it in, or take it out");
    }
    for (at, token) in text.tokens.iter().enumerate() {
        let holes = token.kind == Kind::Punct
            && token.sign('?')
            && text.tokens.get(at + 1).is_some_and(|it| it.sign('?') && it.start == token.end)
            && text.tokens.get(at + 2).is_some_and(|it| it.sign('?'));
        if (holes || token.norm == "???") && !token.quoted {
            sink.words(
                passage,
                token.start..token.end,
                "`???` was left".into(),
                "fill it in, or take it out",
            );
            break;
        }
    }
}

/// Tells whether brackets stand around it: `<fill in>`, `[TBD]`.
fn marked(text: &super::text::Text<'_>, at: usize) -> bool {
    let before = text.source[..text.tokens[at].start].chars().next_back();
    matches!(before, Some('<' | '[' | '{' | '('))
}

const EMPTY: Rule = Rule {
    id: "document/empty-section",
    level: Level::Warning,
    summary: "a section that every COE needs is empty",
    what: "Looks whether the impact and the lessons hold text.",
    why: "Impact is what the COE is about, and the lessons are what it is for.",
    instead: "Write them: the loss in numbers; what went well, what went badly, where luck helped.",
    live: false,
    bad: &[Example::Incident("no lessons", |it| {
        it.parts.sections.retain(|it| it.name != SectionName::Lessons);
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        for name in [SectionName::Impact, SectionName::Lessons] {
            let written =
                incident.parts.sections.iter().any(|it| it.name == name && !it.text.trim().is_empty());
            if !written {
                let message = format!("the section {} is empty", name.word());
                sink.whole(
                    Place::section(name),
                    message,
                    "write it, in three sentences if that is all there is",
                );
            }
        }
    }),
};

const DRAMATIC: Rule = Rule {
    id: "document/dramatic",
    level: Level::Warning,
    summary: "a word dramatises",
    what: "Looks in all texts for words such as catastrophic, disaster, nightmare, heroic, chaos.",
    why: "Drama takes the place of a number, and invites a search for somebody who was to blame.",
    instead: "Write the number, or nothing.",
    live: false,
    bad: &[Example::Text(Role::Prose, "It was a catastrophic night, saved by heroic work.")],
    good: &[Example::Text(
        Role::Prose,
        "The disaster recovery site took over in 40 s; the chaos test had covered it.",
    )],
    check: Check::Text(|passage, sink| {
        tell(passage, sink, &DRAMA, "dramatises", "write the number, or nothing");
    }),
};

static DRAMA: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "catastrophe|catastrophic|catastrophically|nightmare|nightmarish|heroic|heroically|heroics|hero|heroes|horrible|horribly|horrific|terrible|terribly|awful|awfully|insane|insanely|crazy|apocalyptic|apocalypse|armageddon|carnage|bloodbath|meltdown|doomed|devastating|devastated|tragic|tragedy|shocking|shockingly|unbelievable|unbelievably|outrageous|ridiculous|ridiculously|miracle|miraculous|miraculously|panic|mayhem|havoc|pandemonium|hell|hellish|fiasco|debacle|bombshell|epic|monstrous|unprecedented|mind-blowing|gruesome|dire|frantic|frantically|desperate|desperately",
            (),
        ),
        ("disaster|disastrous|disastrously", ()),
        ("total|complete|utter|absolute|pure chaos|mess|disaster|meltdown|failure|collapse", ()),
        ("perfect storm", ()),
        ("all hell", ()),
    ])
});

const JARGON: Rule = Rule {
    id: "document/jargon",
    level: Level::Note,
    summary: "a word is shop talk",
    what: "Looks in all texts but events for words of the corridor: hosed, borked, nuked, toast, fat-fingered, prod.",
    why: "The COE is read by people of other teams, other tongues and other years.",
    instead: "Say what happened in plain words: \"deleted\", \"stopped answering\".",
    live: false,
    bad: &[Example::Text(Role::Prose, "The queue was borked and prod was toast.")],
    good: &[Example::Text(Role::Prose, "The queue refused writes.")],
    check: Check::Text(|passage, sink| {
        if passage.role != Role::Event {
            tell(passage, sink, &TALK, "is shop talk", "say it in plain words");
        }
    }),
};

static TALK: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "hosed|borked|bork|b0rked|nuked|nuke|yolo|yoloed|kaputt|kaput|busted|wonky|janky|hinky|clusterfuck|fubar|snafu|foobar|gnarly|whacked|bonkers|shat|crapped|pooped|barfed|puked|melted|wedged|bricked|zonked|derp|oopsie|whoopsie|footgun|foot-gun|yeeted|yeet|sploded|kerfuffle|snowflaked|rekt|pwned|noob|dogfooding|bikeshedding|yak-shaving",
            (),
        ),
        ("was|is|went ?completely toast|bananas|haywire|sideways|south|belly-up|kablooey", ()),
        ("blew up|chunks", ()),
        ("fell|falls|fall over", ()),
        ("tipped over", ()),
        ("went ?completely nuts|crazy|berserk|bonkers", ()),
        ("low-hanging fruit", ()),
        ("death spiral", ()),
    ])
});

fn tell(passage: &Passage<'_>, sink: &mut Sink<'_>, patterns: &Patterns<()>, says: &str, help: &str) {
    let text = passage.read();
    let mut end = 0;
    for hit in patterns.scan(text) {
        let words = &text.tokens[hit.tokens.clone()];
        if hit.tokens.start < end || words.iter().any(|it| it.quoted || it.kind == Kind::Code) {
            continue;
        }
        // Terms: disaster recovery, kernel panic, chaos engineering, epic as a ticket.
        let after = text.after(hit.tokens.end - 1);
        let before = text.before(hit.tokens.start);
        let term = after.is_some_and(|it| it.among("recovery plan site drill test tests mode engineering button handler story stories link image images module")) && words[0].any(&["disaster", "panic", "hero", "epic", "crazy"])
            || before.is_some_and(|it| it.among("kernel go node process runtime a the this an call goroutine rust thread")) && words[0].any(&["panic", "epic", "hero"])
            || words[0].is("hell") && before.is_some_and(|it| it.is("dependency"));
        if term {
            continue;
        }
        end = hit.tokens.end;
        let span = text.span(hit.tokens);
        let message = format!("`{}` {says}", &passage.text[span.clone()]);
        sink.words(passage, span, message, help);
    }
}

const ACRONYM: Rule = Rule {
    id: "document/acronym",
    level: Level::Note,
    summary: "an abbreviation is never expanded",
    what: "Looks in the sections for abbreviations of capitals that are neither widely known nor written out once, as in \
           `change advisory board (CAB)`. At most three are told.",
    why: "Two hundred engineers read it, and each team has its own letters.",
    instead: "Write it out where it stands first.",
    live: false,
    bad: &[Example::Incident("an abbreviation", |it| {
        if let Some(section) = it.parts.sections.first_mut() {
            section.text.push_str(" The QZX rejected 12 orders.");
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(acronyms),
};

/// Abbreviations that need no expansion among engineers and their managers.
const KNOWN: &str = "acl api aws gcp ca cdn cet ci cli cpu crud csp css csv db dba dc dhcp dkim dlq dns dr e2e eod et etl eu eur faq \
    fifo gb gbp gc gdpr gitops gpu grpc gui hr html http https iam ibm ice id ide io iops ios ip ipc ipsec ipv4 ipv6 isp it jdbc \
    jit jpy json jvm jwt k8s kb kms kpi lan ldap lfs llm lru mac mb mfa ml mqtt ms mtls mysql na nat nfs nic noc nosql ntp oauth ok \
    oom orm os ot ott p1 p2 p3 p95 p99 pagerduty pci pdf php pid pki pm poc pop pr prod ps qa qps ram raid rbac rca rdp rest rfc rgb rpc rpo \
    rps rsa rss rto s3 saas saml sata scsi sdk sep sev sev1 sev2 sev3 sftp sha sip sku sla slas sli slo slos sms smtp snmp sns soc \
    sox sql sqs sre ssd sso ssh ssl sss sla svn tb tcp tls tld toml tps ttl tv udp ui uid uk uri url urls us usa usb usd utc utf \
    uuid ux vat vcs vip vlan vm vms vpc vpn wal wan wifi n/a na pt et ct mt tbd www xml xss yaml coe post put get delete patch head options null true false \
    and or not no all ok sigterm sigkill sighup select insert update drop table where pst pdt est edt gmt bst cest ist jst cto ceo cio \
    coo cfo vp adr lsn poe emea apac latam dach nan id ids apis cpus gpus vps pos ats ehr erp crm plc scada mri ct icu todo tbd";

fn acronyms(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut seen: BTreeMap<String, (usize, std::ops::Range<usize>)> = BTreeMap::new();
    let mut expanded: HashSet<String> = HashSet::new();
    let passages = passage::passages(incident);
    for (index, passage) in passages.iter().enumerate() {
        if !matches!(passage.role, Role::Summary | Role::Impact | Role::Prose) {
            continue;
        }
        let text = passage.read();
        for (at, token) in text.tokens.iter().enumerate() {
            let letters = token.word()
                && token.case == Case::Upper
                && (2..=6).contains(&token.norm.len())
                && token.norm.is_ascii();
            // `SHOW POOLS`, `ALL CAPS`: a statement or a heading.
            let shouted = |it: Option<&super::text::Token>| {
                it.is_some_and(|it| it.word() && it.case == Case::Upper && it.norm.len() > 1)
            };
            let shouted = shouted(text.before(at)) || shouted(text.after(at));
            if !letters || token.quoted || shouted || token.among(KNOWN) {
                continue;
            }
            // `board (CAB)` and `CAB (change advisory board)`.
            let opened = text.before(at).is_some_and(|it| it.sign('('));
            let explains = text.after(at).is_some_and(|it| it.sign('('));
            if opened || explains {
                expanded.insert(token.norm.clone());
            }
            let named = text.before(at).is_some_and(|it| it.kind == Kind::Number)
                || text.after(at).is_some_and(|it| it.kind == Kind::Number);
            if !named {
                seen.entry(token.norm.clone()).or_insert((index, token.start..token.end));
            }
        }
    }
    let mut left: Vec<_> =
        seen.into_iter().filter(|(word, _)| !expanded.contains(word)).map(|(_, place)| place).collect();
    left.sort_by_key(|(index, span)| (*index, span.start));
    for (index, span) in left.into_iter().take(MOST_ACRONYMS) {
        let passage = &passages[index];
        let message = format!("`{}` is never written out", &passage.text[span.clone()]);
        sink.words(passage, span, message, "write it out where it stands first");
    }
}

/// The most abbreviations that are told.
const MOST_ACRONYMS: usize = 3;
