//! Tokens that tell what they are by their beginning, and private keys.

use super::harmless::{harmless, make, random};
use super::hit::Hit;

/// What follows the beginning of a token.
#[derive(Clone, Copy)]
enum Body {
    /// Capitals and digits.
    Capitals,
    /// Hexadecimal digits.
    Hex,
    /// Letters, digits and `_`.
    Name,
    /// Letters, digits, `_` and `-`.
    Dashed,
    /// Letters, digits, `_`, `-`, `.`, `+`, `/`, `=`.
    Long,
}

use Body::{Capitals, Dashed, Hex, Long, Name};

/// Beginning, what follows, how much of it at least, what it is.
const SHAPES: &[(&str, Body, usize, &str)] = &[
    ("AKIA", Capitals, 16, "an AWS access key"),
    ("ASIA", Capitals, 16, "an AWS access key"),
    ("ABIA", Capitals, 16, "an AWS access key"),
    ("ACCA", Capitals, 16, "an AWS access key"),
    ("FwoGZXIvYXdz", Long, 40, "an AWS session token"),
    ("IQoJb3JpZ2lu", Long, 40, "an AWS session token"),
    ("LTAI", Name, 16, "an Alibaba access key"),
    ("AKID", Name, 28, "a Tencent secret id"),
    ("ghp_", Name, 16, "a GitHub token"),
    ("gho_", Name, 16, "a GitHub token"),
    ("ghu_", Name, 16, "a GitHub token"),
    ("ghs_", Name, 16, "a GitHub token"),
    ("ghr_", Name, 16, "a GitHub token"),
    ("github_pat_", Name, 20, "a GitHub token"),
    ("glpat-", Dashed, 12, "a GitLab token"),
    ("gldt-", Dashed, 12, "a GitLab token"),
    ("glrt-", Dashed, 12, "a GitLab token"),
    ("glptt-", Dashed, 12, "a GitLab token"),
    ("glcbt-", Dashed, 12, "a GitLab token"),
    ("glft-", Dashed, 12, "a GitLab token"),
    ("glsoat-", Dashed, 12, "a GitLab token"),
    ("glimt-", Dashed, 12, "a GitLab token"),
    ("glagent-", Dashed, 12, "a GitLab token"),
    ("gloas-", Dashed, 12, "a GitLab token"),
    ("GR1348941", Dashed, 12, "a GitLab token"),
    ("ATBB", Name, 20, "a Bitbucket token"),
    ("ATATT3", Long, 20, "an Atlassian token"),
    ("ATCTT3", Long, 20, "an Atlassian token"),
    ("xoxb-", Dashed, 16, "a Slack token"),
    ("xoxp-", Dashed, 16, "a Slack token"),
    ("xoxa-", Dashed, 16, "a Slack token"),
    ("xoxr-", Dashed, 16, "a Slack token"),
    ("xoxs-", Dashed, 16, "a Slack token"),
    ("xoxc-", Dashed, 16, "a Slack token"),
    ("xoxd-", Long, 16, "a Slack token"),
    ("xoxe-", Dashed, 16, "a Slack token"),
    ("xoxe.", Long, 16, "a Slack token"),
    ("xapp-", Dashed, 16, "a Slack token"),
    ("sk_live_", Name, 10, "a Stripe key"),
    ("rk_live_", Name, 10, "a Stripe key"),
    ("sk_test_", Name, 16, "a Stripe key"),
    ("rk_test_", Name, 16, "a Stripe key"),
    ("whsec_", Long, 16, "a webhook secret"),
    ("AIza", Dashed, 25, "a Google API key"),
    ("GOCSPX-", Dashed, 16, "a Google client secret"),
    ("ya29.", Long, 20, "a Google access token"),
    ("1//0", Dashed, 30, "a Google refresh token"),
    ("npm_", Name, 16, "an npm token"),
    ("pypi-", Dashed, 20, "a PyPI token"),
    ("rubygems_", Name, 16, "a RubyGems key"),
    ("dckr_pat_", Dashed, 12, "a Docker token"),
    ("dckr_oat_", Dashed, 12, "a Docker token"),
    ("hf_", Name, 16, "a Hugging Face token"),
    ("sk-ant-", Dashed, 12, "an Anthropic key"),
    ("sk-proj-", Dashed, 12, "an OpenAI key"),
    ("sk-svcacct-", Dashed, 12, "an OpenAI key"),
    ("sk-admin-", Dashed, 12, "an OpenAI key"),
    ("sk-or-", Dashed, 16, "an API key"),
    ("sk-", Name, 20, "an API key"),
    ("gsk_", Name, 20, "a Groq key"),
    ("xai-", Name, 20, "an xAI key"),
    ("r8_", Name, 20, "a Replicate token"),
    ("pplx-", Name, 20, "a Perplexity key"),
    ("lsv2_pt_", Name, 20, "a LangSmith key"),
    ("lsv2_sk_", Name, 20, "a LangSmith key"),
    ("hvs.", Dashed, 16, "a Vault token"),
    ("hvb.", Dashed, 16, "a Vault token"),
    ("hvr.", Dashed, 16, "a Vault token"),
    ("dop_v1_", Name, 16, "a DigitalOcean token"),
    ("doo_v1_", Name, 16, "a DigitalOcean token"),
    ("dor_v1_", Name, 16, "a DigitalOcean token"),
    ("SK", Hex, 32, "a Twilio key"),
    ("key-", Hex, 32, "a Mailgun key"),
    ("dapi", Hex, 32, "a Databricks token"),
    ("dp.pt.", Name, 16, "a Doppler token"),
    ("dp.st.", Long, 16, "a Doppler token"),
    ("shpat_", Name, 16, "a Shopify token"),
    ("shpss_", Name, 16, "a Shopify secret"),
    ("shpca_", Name, 16, "a Shopify token"),
    ("shppa_", Name, 16, "a Shopify token"),
    ("sq0atp-", Dashed, 16, "a Square token"),
    ("sq0csp-", Dashed, 16, "a Square secret"),
    ("xkeysib-", Dashed, 20, "a Brevo key"),
    ("xsmtpsib-", Dashed, 20, "a Brevo key"),
    ("NRAK-", Name, 16, "a New Relic key"),
    ("NRII-", Dashed, 16, "a New Relic key"),
    ("glsa_", Name, 16, "a Grafana token"),
    ("glc_", Long, 20, "a Grafana token"),
    ("sntrys_", Long, 20, "a Sentry token"),
    ("sntryu_", Long, 20, "a Sentry token"),
    ("phx_", Name, 20, "a PostHog key"),
    ("lin_api_", Name, 16, "a Linear key"),
    ("ntn_", Name, 20, "a Notion token"),
    ("secret_", Name, 40, "a Notion token"),
    ("figd_", Dashed, 20, "a Figma token"),
    ("PMAK-", Dashed, 20, "a Postman key"),
    ("tskey-", Dashed, 16, "a Tailscale key"),
    ("sbp_", Name, 20, "a Supabase token"),
    ("sb_secret_", Dashed, 16, "a Supabase key"),
    ("pscale_tkn_", Long, 16, "a PlanetScale token"),
    ("pscale_pw_", Long, 16, "a PlanetScale password"),
    ("nfp_", Name, 20, "a Netlify token"),
    ("HRKU-", Dashed, 20, "a Heroku key"),
    ("fo1_", Dashed, 20, "a Fly token"),
    ("fm2_", Long, 20, "a Fly token"),
    ("bkua_", Name, 20, "a Buildkite token"),
    ("CCIPAT_", Name, 20, "a CircleCI token"),
    ("CCIPRJ_", Name, 20, "a CircleCI token"),
    ("pul-", Name, 30, "a Pulumi token"),
    ("CFPAT-", Dashed, 20, "a Contentful token"),
    ("EAAC", Name, 60, "a Facebook token"),
    ("AGE-SECRET-KEY-1", Capitals, 30, "an age key"),
    ("ops_eyJ", Long, 30, "a 1Password token"),
    ("t1.", Long, 60, "a Yandex token"),
    ("AQVN", Dashed, 30, "a Yandex key"),
];

/// The longest token that is looked for; it bounds the work at each place.
const LONGEST: usize = 512;
/// The longest private key.
const LONGEST_KEY: usize = 8 * 1024;

/// Adds the tokens of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let boundary = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric());
        let hit = boundary.then(|| at_boundary(text, at)).flatten();
        match hit {
            Some(hit) => {
                at = hit.span.end.max(at + 1);
                hits.push(hit);
            }
            None => at += 1,
        }
    }
}

fn at_boundary(text: &str, at: usize) -> Option<Hit> {
    // Between the bytes of a letter nothing begins.
    let rest = text.get(at..)?;
    if rest.starts_with("-----BEGIN ") {
        return private_key(rest, at);
    }
    let first = rest.bytes().next()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    // What is read to its end is read once: not again from every sign within it.
    let before = at.checked_sub(1).map_or(b' ', |it| text.as_bytes()[it]);
    let inside = before.is_ascii_alphanumeric() || matches!(before, b'_' | b'-' | b'.');
    let by_prefix = SHAPES
        .iter()
        .filter(|(start, ..)| start.as_bytes()[0] == first && rest.starts_with(start))
        .find_map(|(start, body, least, what)| shaped(rest, at, (start, *body, *least, what)));
    let in_parts = || if inside { None } else { in_parts(rest, at) };
    by_prefix.or_else(in_parts).or_else(|| webhook(rest, at))
}

fn shaped(
    rest: &str,
    at: usize,
    (start, body, least, what): (&str, Body, usize, &'static str),
) -> Option<Hit> {
    let tail = &rest[start.len()..];
    let length = run(tail, body);
    let value = &tail[..length];
    let follows = tail[length..].chars().next();
    let whole = match body {
        // A longer word is something else.
        Capitals | Hex => follows.is_none_or(|it| !it.is_alphanumeric() && it != '_'),
        _ => true,
    };
    let exact = !matches!(body, Hex) || length == least;
    let made = make(value);
    // Tokens are long and hold digits; `npm_config_registry` and `sk-something-or-other` do not.
    let machine = made.digits > 0 && (matches!(body, Capitals | Hex) || dense(value));
    let fits = whole && exact && length >= least && machine;
    (fits && !harmless(&rest[..start.len() + length]))
        .then(|| Hit { span: at..at + start.len() + length, what })
}

/// Tells whether some part of it, between separators, is as long and mixed as no word is.
fn dense(value: &str) -> bool {
    value
        .split(['-', '_', '.'])
        .any(|it| it.len() >= 8 && (random(it, 8) || make(it).upper >= 4 && make(it).lower >= 4))
}

fn run(text: &str, body: Body) -> usize {
    let inside = |it: &u8| match body {
        Capitals => it.is_ascii_uppercase() || it.is_ascii_digit(),
        Hex => it.is_ascii_hexdigit(),
        Name => it.is_ascii_alphanumeric() || *it == b'_',
        Dashed => it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'),
        Long => it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'+' | b'/' | b'=' | b'%'),
    };
    let length = text.bytes().take(LONGEST).take_while(|it| inside(it)).count();
    text[..length].trim_end_matches(['.', '-', '/']).len()
}

/// Tokens that are known by their parts: JSON web tokens, SendGrid, Discord, Telegram, Terraform, Azure, Mailchimp.
fn in_parts(rest: &str, at: usize) -> Option<Hit> {
    let dotted = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'~');
    let length = rest.bytes().take_while(dotted).count();
    let value = rest[..length].trim_end_matches(['.', '-']);
    let length = value.len();
    let parts: Vec<&str> = value.splitn(5, '.').collect();
    let what = match parts[..] {
        [head, body, ..] if head.starts_with("eyJ") && head.len() >= 12 && body.len() >= 10 => {
            "a JSON web token"
        }
        ["SG", a, b] if a.len() >= 12 && b.len() >= 12 => "a SendGrid key",
        [a, "atlasv1", b] if a.len() >= 8 && b.len() >= 20 => "a Terraform token",
        [a, b, c]
            if (23..=30).contains(&a.len())
                && (6..=7).contains(&b.len())
                && c.len() >= 25
                && random(a, 20)
                && a.starts_with(['M', 'N', 'O']) =>
        {
            "a Discord token"
        }
        ["s", a] if a.len() == 24 && random(a, 24) => "a Vault token",
        _ if telegram(rest).is_some() => return telegram(rest).map(|end| hit(at, end, "a Telegram token")),
        _ if value.contains("8Q~") && value.len() >= 34 && value.len() <= 48 && random(value, 34) => {
            "an Azure client secret"
        }
        _ if mailchimp(value) => "a Mailchimp key",
        _ => return None,
    };
    (!harmless(value)).then(|| hit(at, length, what))
}

fn hit(at: usize, length: usize, what: &'static str) -> Hit {
    Hit { span: at..at + length, what }
}

/// `1234567890:AA` and 33 signs more.
fn telegram(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let token = rest[digits..].strip_prefix(':')?;
    let length = run(token, Dashed);
    let known = (8..=10).contains(&digits) && token.starts_with("AA") && length >= 30;
    known.then_some(digits + 1 + length)
}

/// 32 hexadecimal digits, `-us` and the number of a data centre.
fn mailchimp(value: &str) -> bool {
    value.split_once("-us").is_some_and(|(key, place)| {
        key.len() == 32
            && key.bytes().all(|it| it.is_ascii_hexdigit())
            && (1..=2).contains(&place.len())
            && place.bytes().all(|it| it.is_ascii_digit())
    })
}

/// Addresses that let anybody post.
const WEBHOOKS: &[(&str, &str)] = &[
    ("hooks.slack.com/services/", "a Slack webhook"),
    ("hooks.slack.com/workflows/", "a Slack webhook"),
    ("hooks.slack.com/triggers/", "a Slack webhook"),
    ("discord.com/api/webhooks/", "a Discord webhook"),
    ("discordapp.com/api/webhooks/", "a Discord webhook"),
    ("outlook.office.com/webhook/", "a Teams webhook"),
    ("webhook.office.com/webhookb2/", "a Teams webhook"),
    ("hooks.zapier.com/hooks/catch/", "a Zapier webhook"),
    ("events.pagerduty.com/integration/", "a PagerDuty integration key"),
    ("api.telegram.org/bot", "a Telegram token"),
];

fn webhook(rest: &str, at: usize) -> Option<Hit> {
    let (start, what) = WEBHOOKS.iter().find(|(start, _)| rest.starts_with(start))?;
    let tail = super::keyed::clip(&rest[start.len()..]);
    let length = tail
        .find(|it: char| {
            it.is_whitespace()
                || matches!(it, '"' | '\'' | '`' | '>' | ')' | ']' | '<' | ',' | '…' | '*' | '{' | '$')
        })
        .unwrap_or(tail.len());
    let value = tail[..length].trim_end_matches(['.', ';', ':', '!', '?']);
    let secret = value.len() >= 16 && value.split('/').any(|it| it.len() >= 10 && random(it, 10));
    (secret && !harmless(value)).then(|| hit(at + start.len(), value.len(), what))
}

/// A private key in its armour, with at least a line of it.
fn private_key(rest: &str, at: usize) -> Option<Hit> {
    let head = &rest["-----BEGIN ".len()..];
    let label = &head[..head.find("-----")?];
    if !(label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK")) || label.len() > 40 {
        return None;
    }
    let from = "-----BEGIN ".len() + label.len() + 5;
    let mut window = rest.len().min(LONGEST_KEY);
    while !rest.is_char_boundary(window) {
        window -= 1;
    }
    let (body, end) = match rest[from..window].find("-----END ") {
        Some(length) => {
            let tail = &rest[from + length + 9..];
            (&rest[from..from + length], from + length + 9 + tail.find("-----").map_or(0, |it| it + 5))
        }
        None => {
            let tail = &rest[from..window];
            let space = tail.len() - tail.trim_start().len();
            let word = tail.split_whitespace().next().map_or(0, |it| space + it.len());
            let length = armoured(tail).max(word);
            (&rest[from..from + length], from + length)
        }
    };
    let body = body.replace("\\n", "\n");
    let line = |it: &str| it.len() >= 12 && base64(it.trim_end_matches(['.', ',', ';', ':']));
    body.split_whitespace().any(line).then(|| hit(at, end, "a private key"))
}

fn base64(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'='))
}

/// Returns the length of the lines of a key that lost its end.
fn armoured(text: &str) -> usize {
    let mut end = 0;
    for word in text.split_whitespace() {
        let line = word.replace("\\n", "");
        if !base64(&line) || (line.len() < 16 && !line.ends_with('=')) {
            break;
        }
        // Words are parts of the text.
        end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
    }
    end
}
