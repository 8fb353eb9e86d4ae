//! Workflow commands of GitHub Actions: each finding becomes a note at its line of the pull request.
//!
//! The form is `::error file=…,line=…,col=…,title=…::message`
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).

use std::fmt::Write as _;

use super::Report;
use crate::domain::clean;
use crate::review::Level;

/// Writes the findings of reports as workflow commands.
pub fn commands(reports: &[Report]) -> String {
    let mut out = String::new();
    for report in reports {
        for finding in &report.findings {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "notice",
            };
            let mut parts = vec![format!("title={}", property(finding.rule))];
            if report.file && report.target != "-" {
                parts.insert(0, format!("file={}", property(&report.target)));
            }
            if let Some(region) = report.region(finding) {
                let ((line, column), (last, end)) = (region.start, region.end);
                parts.push(format!("line={line},endLine={last},col={column}"));
                if line == last && end > column {
                    parts.push(format!("endColumn={end}"));
                }
            }
            let place =
                if report.source.is_some() { String::new() } else { format!("{}: ", report.place(finding)) };
            let message = data(&format!("{place}{}; {}", finding.message, finding.help));
            let _ = writeln!(out, "::{command} {}::{message}", parts.join(","));
        }
    }
    out
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    clean::line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
