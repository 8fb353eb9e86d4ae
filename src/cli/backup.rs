//! `coe backup`: a copy of the database as of now, whatever others write meanwhile.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::file::{self, folder, place};

use super::args::DryRun;
use super::context::Context;
use super::failure::{Failure, Result};
use super::output::{Doc, Form};

/// Arguments of `coe backup`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coe backup ~/coe-2026-11-22.db
  coe list --db ~/coe-2026-11-22.db      # a copy is a database like any other")]
pub struct BackupArgs {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write over FILE if it exists
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Copies the database.
pub fn backup(context: &mut Context, args: &BackupArgs) -> Result<()> {
    let to = args.file.as_path();
    if to == Path::new("-") {
        return Err(Failure::usage(
            "a database cannot be written to standard output; name a file, such as ~/coe.db",
        ));
    }
    let db = context.db()?;
    context.store()?;
    if is_database(&db, to) {
        return Err(Failure::usage(format!(
            "{} is a file of the database itself; name another",
            to.display()
        )));
    }
    file::check(to, args.force)?;
    if !args.dry.dry_run {
        let failed = |error| Failure::io("write beside", &to.display().to_string(), &error);
        let beside = tempfile::Builder::new().prefix(".coe-").tempdir_in(folder(to)).map_err(failed)?;
        let copy = beside.path().join("coe.db");
        context.store()?.back_up(&copy)?;
        let copy = tempfile::TempPath::try_from_path(copy).map_err(failed)?;
        place(copy, to, args.force)?;
    }
    let shown = to.display().to_string();
    let bytes = std::fs::metadata(to).map_or(0, |it| it.len());
    let out = &mut context.out;
    match out.form() {
        Form::Json => {
            let doc = Doc::new().with("file", &shown);
            let doc = if args.dry.dry_run { doc } else { doc.with("bytes", &bytes) };
            out.json(doc.dry_run(args.dry.dry_run))
        }
        _ if out.is_quiet() => Ok(()),
        Form::Plain => out.record(&[&shown]),
        Form::Human if args.dry.dry_run => out.line(&format!("would copy the database to {shown}")),
        Form::Human => out.line(&format!("copied the database to {shown} ({bytes} bytes)")),
    }
}

/// Tells whether a path names the database or one of the files that SQLite keeps beside it.
fn is_database(db: &Path, to: &Path) -> bool {
    let whole = |path: &Path| {
        let folder = std::fs::canonicalize(folder(path)).ok()?;
        Some(folder.join(path.file_name()?))
    };
    let real = std::fs::canonicalize(db).ok();
    let (Some(db), Some(to)) = (real.or_else(|| whole(db)), whole(to)) else { return false };
    let to = std::fs::canonicalize(&to).unwrap_or(to);
    ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
        let mut name = db.clone().into_os_string();
        name.push(ending);
        to.as_os_str() == name
    })
}
