//! `coe waive`: sets a finding of the bar raiser aside, with the reason.

use clap::Args;

use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::incident::{Header, Incident};
use crate::domain::waiver::{MAX_REASON, Waiver};
use crate::review::report::nearest;
use crate::review::{Finding, review, rule, seal};

use super::args::DryRun;
use super::context::{Context, Step};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form};

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
    let Some(rule) = rule(&args.rule) else {
        let hint = match nearest(&args.rule) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`coe check --list` names them all".to_owned(),
        };
        return Err(Failure::not_found(format!("there is no rule `{}`", clean::line(&args.rule))).hint(hint));
    };
    let header = context.incident()?;
    let incident = context.store()?.incident(header.id)?;
    if args.remove { remove(context, args, &incident) } else { set(context, args, (rule.id, &incident)) }
}

fn set(context: &mut Context, args: &WaiveArgs, (rule, incident): (&'static str, &Incident)) -> Result<()> {
    let reason = clean::line(&args.reason.join(" "));
    if reason.is_empty() {
        return Err(Failure::invalid(
            "the reason is empty; say in a few words why the finding does not apply",
        ));
    }
    if reason.chars().count() > MAX_REASON {
        return Err(Failure::invalid(format!("a reason has at most {MAX_REASON} characters")));
    }
    let options = context.config().review(context.now);
    let findings = review(incident, &options);
    let here: Vec<&Finding> = findings.iter().filter(|it| it.rule == rule && at(it, &args.place)).collect();
    let Some(found) = here.first() else {
        let place = clean::line(&args.place);
        let others: Vec<String> =
            findings.iter().filter(|it| it.rule == rule).map(|it| it.place.to_string()).collect();
        let hint = match others.as_slice() {
            [] => "`coe check` shows what was found".to_owned(),
            several => format!("it was found in {}", several.join(", ")),
        };
        return Err(Failure::not_found(format!("`{rule}` finds nothing in {place}")).hint(hint));
    };
    let place = found.place;
    let waiver = Waiver {
        rule: rule.to_owned(),
        subject: place.subject.to_string(),
        field: place.field.to_owned(),
        text: String::new(),
        reason,
        at: context.now,
    };
    let before = incident.parts.waivers.iter().find(|it| it.key() == waiver.key()).cloned();
    let edit = seal(Edit { before, after: Some(waiver) }, incident, place);
    write(context, args, (&incident.header, vec![edit]))
}

/// Tells whether a place is what somebody wrote: `e3`, `e3.text`, `summary`, `whys`.
fn at(finding: &Finding, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    let place = finding.place;
    place.to_string() == wanted || place.subject.to_string() == wanted
}

fn remove(context: &mut Context, args: &WaiveArgs, incident: &Incident) -> Result<()> {
    let wanted = args.place.trim().to_lowercase();
    let named = |it: &&Waiver| {
        it.rule == args.rule && (it.subject == wanted || format!("{}.{}", it.subject, it.field) == wanted)
    };
    let found: Vec<Edit<Waiver>> =
        incident.parts.waivers.iter().filter(named).cloned().map(Edit::remove).collect();
    if found.is_empty() {
        let message = format!("`{}` was not set aside in {}", args.rule, clean::line(&args.place));
        return Err(Failure::new(Code::No, message).hint("`coe check --waived` shows what was"));
    }
    write(context, args, (&incident.header, found))
}

fn write(
    context: &mut Context,
    args: &WaiveArgs,
    (header, edits): (&Header, Vec<Edit<Waiver>>),
) -> Result<()> {
    let (verb, back) = if args.remove { ("no longer sets aside", true) } else { ("set aside", false) };
    let waivers: Vec<Waiver> =
        edits.iter().filter_map(|it| it.after.clone().or_else(|| it.before.clone())).collect();
    let changes = edits.into_iter().map(|it| Change::waiver(header.id, it)).collect::<Vec<_>>();
    context.write(Step::new(header.id, args.dry.dry_run), changes)?;
    let out = &mut context.out;
    for it in &waivers {
        let field = if it.field.is_empty() || it.field == it.subject {
            String::new()
        } else {
            format!(".{}", it.field)
        };
        let place = format!("{}{field}", it.subject);
        match out.form() {
            Form::Json => {
                let form = serde_json::json!({"rule": it.rule, "place": place, "reason": it.reason});
                let name = if back { "removed" } else { "waiver" };
                let doc = Doc::new().with("incident", &header.reference()).with(name, &form);
                out.json(doc.dry_run(args.dry.dry_run))?;
            }
            Form::Plain => out.record(&[&it.rule, &place, &it.reason])?,
            Form::Human if out.is_quiet() => {}
            Form::Human => {
                let (would, undo) =
                    if args.dry.dry_run { ("would have ", "") } else { ("", "; undo: coe undo") };
                let verb = if back { "taken back what was set aside: " } else { verb };
                out.line(
                    &format!("{would}{verb} {} in {} {place}{undo}", it.rule, header.reference())
                        .replace(":  ", ": "),
                )?;
            }
        }
    }
    Ok(())
}
