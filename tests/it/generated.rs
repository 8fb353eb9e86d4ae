//! What is made by the program and kept in the repository: pages, parts of the README, pictures. A stale one fails.
//!
//! `UPDATE=1 cargo test --test it generated` writes all of them anew.

use std::path::{Path, PathBuf};

use coe::app::runtime::paint;
use coe::docs::{self, picture};
use coe::domain::time::Zone;
use coe::ui::{self, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::corpus::grow;
use crate::env::Env;
use crate::harness::Harness;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|it| it == "1")
}

/// Compares what a file holds with what it should, or writes it.
fn hold(path: &str, wanted: &str) {
    let file = root().join(path);
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    if found == wanted {
        return;
    }
    if updating() {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(&file, wanted).unwrap();
        return;
    }
    let line = found.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count();
    panic!(
        "{path} is stale from line {}:\n  it says    {}\n  it should  {}\nrun `UPDATE=1 cargo test --test it generated` and look at what changed",
        line + 1,
        found.lines().nth(line).unwrap_or("(nothing)"),
        wanted.lines().nth(line).unwrap_or("(nothing)"),
    );
}

#[test]
fn pages_are_what_the_tables_say() {
    for page in docs::pages() {
        hold(page.path, &page.text);
    }
}

#[test]
fn the_forest_for_ladders_is_what_grows_from_them() {
    let read = |it: &str| std::fs::read_to_string(root().join("tests/data/corpus").join(it)).unwrap();
    let samples = ["dev.jsonl", "ladders.jsonl"].map(|it| grow::samples(&read(it))).concat();
    hold("assets/review/why-forest.txt", &grow::written(&grow::grow(&samples)));
}

/// Draws the screen in colours, with a block for the terminal's cursor.
fn drawn(screen: &Harness) -> String {
    let (width, height) = screen.state.size;
    let mut cells = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = ui::paint(&mut cells, &screen.state, &Theme::colour());
    paint::finish(&mut cells);
    if let Some(cell) = cursor.and_then(|at| cells.cell_mut(at)) {
        cell.modifier.toggle(Modifier::REVERSED);
    }
    picture::svg(&cells, "coe demo")
}

fn sample(width: u16, height: u16) -> Harness {
    Harness::new().size(width, height).settings(|it| it.local = Zone::Utc).sample()
}

#[test]
fn pictures_are_what_the_screen_draws() {
    let live = sample(120, 36).pressed("kkkkk");
    hold("assets/screenshots/live.svg", &drawn(&live));
    let bar = sample(80, 24).pressed("i-5m last queue drained, all regions healthy #checkout !resolved");
    hold("assets/screenshots/log-bar.svg", &drawn(&bar));
    let findings = crate::update::findings::drafting().size(100, 28).pressed("!jj");
    hold("assets/screenshots/findings.svg", &drawn(&findings));
}

/// Runs a line of a shell session where the program is found as `coe`, and returns what the terminal would show.
fn said(env: &Env, line: &str) -> String {
    let coe = env.command(&[]);
    let folder = Path::new(coe.get_program()).parent().unwrap().display().to_string();
    let mut shell = std::process::Command::new("sh");
    shell.arg("-c").arg(format!("exec 2>&1; {line}")).env_clear().current_dir(env.home());
    shell.envs(coe.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.env("PATH", format!("{folder}:/usr/local/bin:/usr/bin:/bin"));
    let said = String::from_utf8(shell.output().unwrap().stdout).unwrap();
    let said = said.replace(&env.home().display().to_string(), "~");
    let like_ours = said.lines().find(|it| it.starts_with("$ ") || it.starts_with("```"));
    assert_eq!(like_ours, None, "what {line} prints cannot stand in a session");
    said
}

/// Puts the generated parts into the text.
fn with_blocks(mut text: String) -> String {
    for block in docs::blocks() {
        let open = format!("<!-- generated: {} -->\n", block.name);
        let start = text.find(&open).unwrap_or_else(|| panic!("README.md has no line {open}")) + open.len();
        let length = text[start..].find("<!-- end -->").unwrap();
        text.replace_range(start..start + length, &format!("\n{}\n\n", block.text));
    }
    assert_eq!(text.matches("<!-- generated: ").count(), docs::blocks().len(), "a block that nothing makes");
    text
}

/// Runs each `console` block as one session, and puts what its commands print below them. All share a home and a time.
fn with_sessions(text: &str) -> String {
    let env = Env::new().with("COLUMNS", "100").with("EDITOR", "true");
    let mut ran = String::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line.strip_prefix("$ ")) {
            (true, Some(command)) => ran.push_str(&format!("{line}\n{}", said(&env, command))),
            // What was printed last time is left out.
            (true, None) if line != "```" => {}
            _ => {
                inside = line == "```console";
                ran.push_str(&format!("{line}\n"));
            }
        }
    }
    assert!(ran.matches("\n$ coe").count() > 10, "hardly any commands were found");
    ran
}

#[test]
fn the_readme_says_what_the_program_says() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    hold("README.md", &with_sessions(&with_blocks(text)));
}
