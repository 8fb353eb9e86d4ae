//! SARIF 2.1.0, the form in which code scanning takes findings
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use serde_json::{Value, json};

use super::Report;
use crate::review::{Finding, Level, Rule, rules};

/// Writes reports as one log with one run. What was set aside is in it as suppressed.
pub fn log(reports: &[Report], version: &str) -> Value {
    let all: Vec<&Rule> = rules().collect();
    let index = |id: &str| all.iter().position(|it| it.id == id);
    let mut results = Vec::new();
    for report in reports {
        for finding in report.findings.iter().chain(&report.waived) {
            results.push(result(report, finding, index(finding.rule)));
        }
    }
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "coe",
                "semanticVersion": version,
                "rules": all.iter().map(|it| descriptor(it)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn descriptor(rule: &Rule) -> Value {
    let help = format!("{} {} Write instead: {}", rule.what, rule.why, rule.instead);
    json!({
        "id": rule.id,
        "name": name(rule.id),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.what},
        "help": {"text": help},
        "defaultConfiguration": {"level": level(rule.level)},
        "properties": {"tags": [rule.family()]},
    })
}

/// Writes `blame/person-named` as `BlamePersonNamed`, as the names of rules in SARIF are written.
fn name(id: &str) -> String {
    let words = id.split(['/', '-']);
    words.map(|it| it[..1].to_ascii_uppercase() + &it[1..]).collect()
}

fn result(report: &Report, finding: &Finding, index: Option<usize>) -> Value {
    let mut location = json!({
        "logicalLocations": [{"fullyQualifiedName": format!("{}/{}", report.target, report.name(finding))}],
    });
    if report.file && report.target != "-" {
        location["physicalLocation"] = json!({"artifactLocation": {"uri": uri(&report.target)}});
        if let Some(region) = report.region(finding) {
            let mut form = json!({"startLine": region.start.0, "startColumn": region.start.1});
            if region.end != region.start {
                form["endLine"] = json!(region.end.0);
                form["endColumn"] = json!(region.end.1);
            }
            location["physicalLocation"]["region"] = form;
        }
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.level),
        "message": {"text": format!("{}; {}", finding.message, finding.help)},
        "locations": [location],
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{"kind": "inSource", "justification": reason}]);
    }
    result
}

/// Writes a path as the reference that a URI needs: `/` between its parts, everything else escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    let path = path.strip_prefix("./").unwrap_or(path).replace(std::path::MAIN_SEPARATOR, "/");
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
