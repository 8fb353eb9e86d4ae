//! Findings as text and as JSON.

use crate::cli::failure::Result;
use crate::cli::output::{Form, Output, Style, Table};
use crate::review::Level;
use crate::review::report::Report;

/// Prints one object for one target, an array for several, however many of them could be read.
pub(super) fn json(out: &mut Output, reports: &[Report], several: bool) -> Result<()> {
    let one = |report: &Report| report.json().to_string();
    match reports {
        [report] if !several => out.json_part(&one(report))?,
        several => {
            let all: Vec<String> = several.iter().map(one).collect();
            out.json_part(&format!("[{}]", all.join(",\n")))?;
        }
    }
    out.json_part("\n")
}

/// Prints the findings as compilers do: what, where, the words underlined, what to do.
pub(super) fn findings(out: &mut Output, report: &Report) -> Result<()> {
    let lines = report.lines();
    let columns = out.width().saturating_sub(4).clamp(20, 120);
    for finding in &report.findings {
        if out.form() == Form::Plain {
            let place = match report.region(finding) {
                Some(_) => report.place(finding),
                None => report.name(finding),
            };
            out.record(&[&report.target, &place, finding.level.word(), finding.rule, &finding.message])?;
            continue;
        }
        let style = match finding.level {
            Level::Error => Style::Error,
            Level::Warning => Style::Warning,
            Level::Note => Style::Strong,
        };
        let head = format!("{}[{}]", finding.level, finding.rule);
        out.styled(&[(style, &head), (Style::Strong, &format!(": {}", finding.message))])?;
        out.styled(&[(Style::Dim, "  --> "), (Style::Plain, &report.place(finding))])?;
        if let Some(shown) = lines.shown(finding, columns) {
            out.styled(&[(Style::Dim, "  | "), (Style::Plain, &shown.line)])?;
            let marks = "^".repeat(shown.width);
            out.styled(&[(Style::Dim, "  | "), (Style::Plain, &" ".repeat(shown.before)), (style, &marks)])?;
        }
        out.styled(&[(Style::Dim, "  = "), (Style::Plain, &finding.help)])?;
        out.line("")?;
    }
    if out.form() == Form::Human && !out.is_quiet() {
        let verdict = if report.ready() { "ready for review" } else { "not ready for review" };
        out.styled(&[
            (Style::Strong, &format!("{}: {verdict}", report.target)),
            (Style::Plain, &format!(" ({})", report.tally())),
        ])?;
    }
    Ok(())
}

/// Prints what was set aside.
pub(super) fn waived(out: &mut Output, report: &Report) -> Result<()> {
    let mut table = Table::new(&["RULE", "PLACE", "REASON", "FINDING"]);
    for it in &report.waived {
        table.push([it.rule, &report.name(it), it.waived.as_deref().unwrap_or_default(), &it.message]);
    }
    if report.waived.is_empty() {
        out.note(&format!("nothing is set aside in {}", report.target));
        return Ok(());
    }
    out.table(&table)
}
