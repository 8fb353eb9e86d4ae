//! `coe waive`: sets a finding of the bar raiser aside, with the reason.

use clap::Args;
use serde_json::json;

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::incident::Incident;
use crate::domain::waiver::{Waiver, read_reason};
use crate::review::{Finding, review, seal, set_aside};

use super::args::DryRun;
use super::check::rule_of;
use super::context::{Context, Step};
use super::failure::{Code, Failure, Result};
use super::part::{Told, tell, tell_removed};

/// Arguments of `coe waive`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe waive blame/person-named e3 \"Jenkins is the build server\"
  coe waive why/too-few whys \"the vendor closed the case\"
  coe waive --remove blame/person-named e3
  coe check --waived

RULE and PLACE are as `coe check` shows them. What was set aside comes back when its text changes.")]
pub struct WaiveArgs {
    /// The rule, such as time/vague
    #[arg(value_name = "RULE")]
    rule: String,
    /// What it was found in: e3, e3.text, summary, timeline
    #[arg(value_name = "PLACE")]
    place: String,
    /// Why it does not apply
    #[arg(value_name = "REASON", required_unless_present = "remove")]
    reason: Vec<String>,
    /// Let the rule find it again
    #[arg(long, conflicts_with = "reason")]
    remove: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Sets a finding aside, or takes that back.
pub fn waive(context: &mut Context, args: &WaiveArgs) -> Result<()> {
    let rule = rule_of(&args.rule)?;
    let header = context.incident()?;
    let incident = context.store()?.incident(header.id)?;
    if args.remove { remove(context, args, &incident) } else { set(context, args, (rule.id, &incident)) }
}

fn set(context: &mut Context, args: &WaiveArgs, (rule, incident): (&'static str, &Incident)) -> Result<()> {
    let reason = read_reason(&args.reason.join(" ")).map_err(|error| Failure::invalid(error.to_string()))?;
    let options = context.config().review(context.now);
    let findings = review(incident, &options);
    let here: Vec<&Finding> = findings.iter().filter(|it| it.rule == rule && at(it, &args.place)).collect();
    let Some(found) = here.first() else {
        let place = clean::line(&args.place);
        let mut others: Vec<String> =
            findings.iter().filter(|it| it.rule == rule).map(|it| it.place.to_string()).collect();
        others.dedup();
        let hint = match others.as_slice() {
            [] => "`coe check` shows what was found".to_owned(),
            several => format!("it was found in {}", several.join(", ")),
        };
        return Err(Failure::not_found(format!("`{rule}` finds nothing in {place}")).hint(hint));
    };
    let place = found.place;
    let together = here.iter().filter(|it| it.place == place).count();
    let edit = set_aside(&incident.parts.waivers, (rule, place), reason, context.now);
    let edit = seal(edit, incident, place);
    let Some(waiver) = edit.after.clone() else { return Ok(()) };
    let header = &incident.header;
    let step = Step::new(header.id, args.dry.dry_run);
    let written = context.write(step, vec![Change::waiver(header.id, edit)])?;
    let told = Told {
        part: ("waiver", json!({"rule": waiver.rule, "place": waiver.place(), "reason": waiver.reason})),
        record: vec![waiver.rule.clone(), waiver.place(), waiver.reason.clone()],
        verb: "set aside",
        subject: waiver.rule.clone(),
        tail: match together {
            1 => format!(" at {}", waiver.place()),
            all => format!(" at {}: all {all} findings there", waiver.place()),
        },
        warnings: Vec::new(),
    };
    tell(context, header, args.dry, (&written, told))
}

/// Tells whether a place is what somebody wrote: `e3`, `e3.text`, `summary`, `whys`.
fn at(finding: &Finding, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    let place = finding.place;
    place.to_string() == wanted || place.subject.to_string() == wanted
}

fn remove(context: &mut Context, args: &WaiveArgs, incident: &Incident) -> Result<()> {
    let wanted = args.place.trim().to_lowercase();
    let named = |it: &&Waiver| it.rule == args.rule && (it.subject == wanted || it.place() == wanted);
    let found: Vec<Waiver> = incident.parts.waivers.iter().filter(named).cloned().collect();
    if found.is_empty() {
        let message = format!("`{}` was not set aside in {}", args.rule, clean::line(&args.place));
        return Err(Failure::new(Code::No, message).hint("`coe check --waived` shows what was"));
    }
    let header = &incident.header;
    let names: Vec<String> =
        found.iter().map(|it| format!("the waiver of {} at {}", it.rule, it.place())).collect();
    let changes = found.into_iter().map(|it| Change::waiver(header.id, Edit::remove(it))).collect();
    context.write(Step::new(header.id, args.dry.dry_run), changes)?;
    tell_removed(context, header, args.dry, (&names, &[]))
}
