//! `coe completions` and `coe man`: what shells and manual readers know about the command line, made from it.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Cli;
use super::context::Context;
use super::failure::{Failure, Result};
use super::output::{Doc, Form};

/// What every part that is rendered opens with; once is enough.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Arguments of `coe completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe completions bash > ~/.local/share/bash-completion/completions/coe
  coe completions zsh > \"${fpath[1]}/_coe\"
  coe completions fish > ~/.config/fish/completions/coe.fish")]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Arguments of `coe man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe man | man -l -
  coe man --dir ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page for every command into this folder instead, over pages that are there
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the completions of a shell.
pub fn completions(context: &mut Context, args: &CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "coe", &mut script);
    let script = String::from_utf8_lossy(&script);
    match context.out.form() {
        Form::Json => {
            let doc = Doc::new().with("shell", &args.shell.to_string());
            context.out.json(doc.with("script", script.as_ref()))
        }
        _ => context.out.exact(&script),
    }
}

/// Prints the manual, or writes a page for every command.
pub fn man(context: &mut Context, args: &ManArgs) -> Result<()> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    match &args.dir {
        None => {
            let page = page(&command).map_err(|error| Failure::io("write", "the manual", &error))?;
            match context.out.form() {
                Form::Json => context.out.json(Doc::new().with("page", &page)),
                _ => context.out.exact(&page),
            }
        }
        Some(folder) => {
            let mut files = Vec::new();
            let shown = folder.display().to_string();
            let failed = |error: std::io::Error| Failure::io("write into", &shown, &error);
            std::fs::create_dir_all(folder).map_err(failed)?;
            pages(&command, folder, &mut files).map_err(failed)?;
            match context.out.form() {
                Form::Json => context.out.json(Doc::new().with("files", &files)),
                _ if context.out.is_quiet() => Ok(()),
                Form::Plain => files.iter().try_for_each(|it| context.out.record(&[it])),
                Form::Human => context.out.line(&format!("wrote {} pages into {shown}", files.len())),
            }
        }
    }
}

/// Makes one page of the program and all its commands.
fn page(command: &clap::Command) -> std::io::Result<String> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    man.render_extra_section(&mut page)?;
    let mut page = format!("{PREAMBLE}{}", tidied(&page));
    for sub in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        chapter(sub, &mut page)?;
    }
    Ok(page)
}

/// Adds a command and those below it: its name as a section, what belongs to it as subsections. The global options
/// stand at the top, once.
fn chapter(command: &clap::Command, page: &mut String) -> std::io::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name()).replace('-', " ");
    let known = |arg: &clap::Arg| arg.is_global_set() || arg.get_id() == "help";
    let own = command.clone().mut_args(|arg| if known(&arg) { arg.hide(true) } else { arg });
    let mut text = Vec::new();
    let man = Man::new(own);
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    if command.get_arguments().any(|it| !known(it) && !it.is_hide_set()) {
        man.render_options_section(&mut text)?;
    }
    if command.get_after_help().is_some() {
        man.render_extra_section(&mut text)?;
    }
    // The first heading stands at the very beginning.
    let text = format!("\n{}", tidied(&text)).replace("\n.SH ", "\n.SS ");
    page.push_str(&format!(".SH \"{}\"{text}", name.to_uppercase()));
    command.get_subcommands().filter(|it| !it.is_hide_set()).try_for_each(|it| chapter(it, page))
}

/// Takes the repeated preamble away, and gives the text below the options a better heading.
fn tidied(text: &[u8]) -> String {
    String::from_utf8_lossy(text).replace(PREAMBLE, "").replace(".SH EXTRA\n", ".SH NOTES\n")
}

/// Writes the pages of a command and of those below it. They are for every user of the machine to read.
fn pages(command: &clap::Command, folder: &Path, files: &mut Vec<String>) -> std::io::Result<()> {
    for sub in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        pages(sub, folder, files)?;
    }
    let man = Man::new(command.clone());
    let mut text = Vec::new();
    man.render(&mut text)?;
    let path = folder.join(man.get_filename());
    std::fs::write(&path, format!("{PREAMBLE}{}", tidied(&text)))?;
    files.push(path.display().to_string());
    Ok(())
}
