//! `coe check` and `coe waive`: what is found in incidents and files, in every form, and what is set aside.

use serde_json::{Value, json};

use crate::env::Env;

/// A COE in Markdown with five things to find.
const FOREIGN: &str = "# Orders failed\n\n## Summary\n\nOn 2026-11-20 from 14:02 to 14:31 UTC some orders failed.\n\n\
    ## Timeline\n\n| Time (UTC) | Event |\n| --- | --- |\n| 2026-11-20 14:02 | deploy |\n| later | Bob forgot to drain node 4 |\n\n\
    ## Root cause\n\nA bug in the code.\n\n## Action items\n\n- [ ] Improve monitoring\n";

fn with_file() -> Env {
    let env = Env::new();
    std::fs::write(env.home().join("pm.md"), FOREIGN).unwrap();
    env
}

/// The JSON of a run that found something.
fn report_of(run: &crate::env::Run) -> Value {
    assert_eq!(run.status, 1, "{run}");
    serde_json::from_str(&run.stdout).unwrap()
}

/// The findings of a report as `line rule`.
fn lines(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|it| format!("{} {}", it["place"]["line"], it["rule"].as_str().unwrap())).collect()
}

#[test]
fn markdown_is_reviewed_by_line_and_column() {
    let env = with_file();
    let run = env.run(&["check", "pm.md", "--color", "never"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stderr.starts_with("error: pm.md: "), "{}", run.stderr);
    for expected in [
        "error[blame/person-at-fault]: `Bob forgot` holds somebody at fault\n  --> pm.md:12:11\n  | | later | Bob forgot to drain node 4 |\n  |           ^^^^^^^^^^\n",
        "warning[time/vague]: `later` cannot be found on a clock\n  --> pm.md:12:3\n",
        "  --> pm.md:16:1\n  | A bug in the code.\n",
        "pm.md: not ready for review (",
    ] {
        assert!(run.stdout.contains(expected), "{expected}\n---\n{}", run.stdout);
    }
    let report = report_of(&env.run(&["check", "pm.md", "--json"]));
    let found = lines(&report);
    for expected in
        ["5 impact/unquantified", "12 blame/person-at-fault", "16 why/weak-root-cause", "20 action/vague"]
    {
        assert!(found.contains(&expected.to_owned()), "{expected} in {found:?}");
    }
    assert_eq!(report["target"], "pm.md");
    let plain = env.run(&["check", "pm.md", "--plain"]);
    assert!(plain.stdout.contains("pm.md\tpm.md:12:11\terror\tblame/person-at-fault\t"), "{}", plain.stdout);
}

#[test]
fn standard_input_and_several_files_are_reviewed() {
    let env = with_file();
    let piped = env.pipe(&["check", "-", "--json"], FOREIGN.as_bytes());
    assert_eq!(piped.status, 1);
    std::fs::write(env.home().join("fine.md"), "# Notes\n\nNothing happened.\n").unwrap();
    let two = report_of(&env.run(&["check", "fine.md", "pm.md", "--format", "json"]));
    assert_eq!(two.as_array().unwrap().len(), 2);
    assert_eq!((&two[0]["target"], &two[0]["verdict"]), (&json!("fine.md"), &json!("ready")));
    assert!(env.run(&["check", "fine.md"]).ok().contains("fine.md: ready for review (nothing to mend)"));
    env.run(&["check", "no-such.md"]).refused(3);
    env.run(&["check", "pm.md", "--format", "xml"]).refused(2);
}

#[test]
fn the_least_severity_decides_on_the_exit_code() {
    let env = Env::new();
    std::fs::write(env.home().join("warn.md"), "# Notes\n\nBob restarted it.\n").unwrap();
    assert_eq!(env.run(&["check", "warn.md"]).status, 0);
    assert_eq!(env.run(&["check", "warn.md", "--fail-on", "warning"]).status, 1);
    env.run(&["check", "warn.md", "--fail-on", "loud"]).refused(2);
}

#[test]
fn sarif_is_valid_by_its_schema_and_names_the_places() {
    let env = with_file();
    let text = FOREIGN.replace("Bob forgot", "<!-- coe: allow blame/person-at-fault: a drill -->Bob forgot");
    std::fs::write(env.home().join("über 1.md"), text).unwrap();
    env.run(&["new", "checkout returns 503"]).ok();
    let schema: Value = serde_json::from_str(
        &std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/schema/sarif-2.1.0.json"))
            .unwrap(),
    )
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for args in [&["check", "pm.md", "über 1.md", "--format", "sarif"][..], &["check", "--format", "sarif"]]
    {
        let run = env.run(args);
        let log: Value = serde_json::from_str(&run.stdout).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&log).map(|it| format!("{} at {}", it, it.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
    }
    assert!(
        !validator.is_valid(&json!({"version": "2.1.0", "runs": [{"results": []}]})),
        "the schema checks something"
    );
    let run = env.run(&["check", "pm.md", "über 1.md", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let blame: Vec<&Value> = results.iter().filter(|it| it["ruleId"] == "blame/person-at-fault").collect();
    let place = &blame[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pm.md");
    assert_eq!(place["region"], json!({"startLine": 12, "startColumn": 11, "endLine": 12, "endColumn": 21}));
    let other = &blame[1];
    assert_eq!(other["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "%C3%BCber%201.md");
    assert_eq!(other["suppressions"][0]["justification"], "a drill");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let index = usize::try_from(blame[0]["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], "blame/person-at-fault");
}

#[test]
fn workflow_commands_mark_the_lines_of_a_pull_request() {
    let env = with_file();
    let run = env.run(&["check", "pm.md", "--format", "github"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains(
            "::error file=pm.md,title=blame/person-at-fault,line=12,endLine=12,col=11,endColumn=21::`Bob forgot` holds somebody at fault; "
        ),
        "{}",
        run.stdout
    );
    assert!(run.stdout.lines().all(|it| it.starts_with("::")), "{}", run.stdout);
    // Nothing from the text can end the command or begin another.
    let hostile =
        env.pipe(&["check", "-", "--format", "github"], b"# x\n\nBob%0A::error::hacked restarted it\n");
    assert!(!hostile.stdout.contains("\n::error::hacked"), "{}", hostile.stdout);
}

#[test]
fn rules_are_listed_and_explained() {
    let env = Env::new();
    let list = env.run(&["check", "--list", "--json"]).json();
    assert!(list["rules"].as_array().unwrap().len() > 40);
    let said = env.run(&["check", "--explain", "why/weak-root-cause"]).ok();
    for part in ["why/weak-root-cause (error)", "Why it matters", "Write instead", "Left alone"] {
        assert!(said.contains(part), "{said}");
    }
    let wrong = env.run(&["check", "--explain", "why/weak-rootcause"]).refused(3);
    assert!(wrong.contains("did you mean `why/weak-root-cause`?"), "{wrong}");
}

#[test]
fn a_finding_is_set_aside_with_a_reason_until_its_text_changes() {
    let env = Env::with_incident();
    env.run(&["log", "-5m", "Bob restarted web-1"]).ok();
    let found = |env: &Env| env.run(&["check", "--plain"]).stdout.contains("blame/person-named");
    assert!(found(&env));
    env.run(&["waive", "blame/person-named", "e2"]).refused(2);
    let wrong = env.run(&["waive", "blame/person-named", "e1", "no"]).refused(3);
    assert!(wrong.contains("it was found in e2.text"), "{wrong}");
    env.run(&["waive", "-n", "blame/person-named", "e2", "a robot"]).ok();
    assert!(found(&env), "a dry run writes nothing");
    let said = env.run(&["waive", "blame/person-named", "e2", "Bob is a robot"]).ok();
    assert_eq!(said, "set aside blame/person-named at e2.text in INC-1; undo: coe undo\n");
    assert!(!found(&env));
    let waived = env.run(&["check", "--waived"]).ok();
    assert!(waived.contains("Bob is a robot"), "{waived}");
    let report: Value = serde_json::from_str(&env.run(&["check", "--json"]).stdout).unwrap();
    assert_eq!(report["waived"][0]["reason"], "Bob is a robot");
    // It goes with the incident, and comes back when its text changes.
    let doc = env.run(&["export", "--format", "json"]).ok();
    assert!(doc.contains("Bob is a robot"), "{doc}");
    env.run(&["event", "edit", "e2", "--text", "Bob restarted web-2"]).ok();
    assert!(found(&env));
    env.run(&["undo"]).ok();
    assert!(!found(&env));
    env.run(&["waive", "--remove", "blame/person-named", "e2"]).ok();
    assert!(found(&env));
    env.run(&["waive", "--remove", "blame/person-named", "e2"]).refused(1);
    env.run(&["undo"]).ok();
    assert!(!found(&env));
}

#[test]
fn limits_and_levels_come_from_the_configuration() {
    let env = with_file();
    let config = env.home().join("c.toml");
    std::fs::write(&config, "[review]\nblame = \"off\"\n\"time/vague\" = \"error\"\naction = \"note\"\n")
        .unwrap();
    let env = env.with("COE_CONFIG", config.to_str().unwrap());
    let report = report_of(&env.run(&["check", "pm.md", "--json"]));
    let found = lines(&report);
    assert!(!found.iter().any(|it| it.contains("blame/")), "{found:?}");
    let severity = |rule: &str| {
        let all = report["findings"].as_array().unwrap();
        all.iter().find(|it| it["rule"] == rule).map(|it| it["severity"].clone())
    };
    assert_eq!(severity("time/vague"), Some(json!("error")));
    assert_eq!(severity("action/vague"), Some(json!("note")));
    assert!(env.run(&["config", "check"]).status == 0);
    assert!(
        env.run(&["config", "show"]).ok().contains("review.\"time/vague\""),
        "{}",
        env.run(&["config", "show"]).ok()
    );
}

#[test]
fn a_folder_among_files_keeps_none_of_them_from_being_reviewed() {
    let env = with_file();
    std::fs::create_dir(env.home().join("old.md")).unwrap();
    let run = env.run(&["check", "old.md", "pm.md", "--json"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("old.md is a folder"), "{run}");
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found[0]["target"], "pm.md");
}

#[test]
fn nothing_is_not_ready_for_review() {
    let env = with_file();
    std::fs::write(env.home().join("empty.md"), " \n").unwrap();
    env.run(&["check", "empty.md"]).refused(5);
    env.pipe(&["check", "-"], b"").refused(5);
    env.pipe(&["check", "-"], b"{\"format\": \"coe").refused(5);
}

#[test]
fn a_password_leaves_no_letter_in_a_log_and_a_role_has_a_public_mailbox() {
    let env = Env::new();
    let text = "# Lessons\n\nThe password is Winter2026! now. Mail went to support@corp.test.\n";
    std::fs::write(env.home().join("pm.md"), text).unwrap();
    let run = env.run(&["check", "pm.md", "--json"]);
    let report = report_of(&run);
    assert!(lines(&report).contains(&"3 secret/credential".to_owned()), "{report:#}");
    assert!(!lines(&report).contains(&"3 secret/personal-data".to_owned()), "{report:#}");
    assert!(!run.stdout.contains("Win"), "{report:#}");
}

#[test]
fn a_family_names_its_rules() {
    let env = Env::new();
    let run = env.run(&["check", "--explain", "blame"]);
    assert!(run.stderr.contains("blame/person-at-fault, blame/person-named"), "{run}");
    run.refused(2);
    assert!(env.run(&["check", "--explain", "ACTION/Vague"]).ok().starts_with("action/vague"));
}

#[test]
fn a_pipe_with_a_name_is_a_file() {
    let env = with_file();
    let pipe = env.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, FOREIGN).unwrap()
    });
    let run = env.run(&["check", "pipe", "--json"]);
    writer.join().unwrap();
    assert!(lines(&report_of(&run)).contains(&"12 blame/person-at-fault".to_owned()));
}

#[test]
fn each_person_is_found_beside_one_who_is_blamed() {
    let env = Env::new();
    let text = "# Lessons\n\nBob broke the cache. Priya joined the call. Alice paged Ngozi.\n";
    std::fs::write(env.home().join("pm.md"), text).unwrap();
    let report = report_of(&env.run(&["check", "pm.md", "--json"]));
    let findings = report["findings"].as_array().unwrap().iter();
    let named = findings.filter(|it| it["rule"] == "blame/person-named").count();
    assert_eq!(named, 3, "{report:#}");
}
