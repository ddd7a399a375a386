//! `--report FORMAT=FILE`: the same result in other formats, each in a file, whatever comes of the command.

use std::cell::{OnceCell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Command;
use super::error::Error;
use super::shared_flags::Common;
use crate::config::Project;
use crate::report::{self, Detail, Format, Look, Report, STEP_SUMMARY, Serves};

/// The files that are asked for.
#[derive(Default)]
pub(super) struct ReportFiles {
    wanted: Vec<(&'static Format, PathBuf)>,
    /// The texts of the last result.
    texts: RefCell<Vec<String>>,
    /// The folder that paths start from, as the root of the repository calls it.
    folder: OnceCell<String>,
    /// The file that a finding without a place is shown at.
    home: OnceCell<String>,
}

impl ReportFiles {
    /// What the command line asks for; what is wrong with it, [`check`] says.
    pub(super) fn new(common: &Common) -> Self {
        let wanted = common.report.iter().filter_map(|it| read(it).ok());
        let wanted = wanted.filter_map(|(format, path)| Some((format, path?)));
        Self {
            wanted: wanted.collect(),
            ..Self::default()
        }
    }

    /// Takes the file that findings without a place of their own are shown at.
    pub(super) fn of_project(&self, project: &Project) {
        let config = project.given.config.clone();
        let config = config.unwrap_or_else(|| project.base.join("reconcile.yaml"));
        let config = Some(config).filter(|it| it.exists());
        let home = config.or_else(|| project.schema.first().cloned());
        let _ = self
            .home
            .set(home.unwrap_or_else(|| project.migrations.clone()).display().to_string());
    }

    /// As a program reads it that knows the repository.
    pub(super) fn placed<'a>(&'a self, look: Look<'a>) -> Look<'a> {
        Look {
            folder: self.folder.get_or_init(folder_in_repository),
            home: self.home.get().map_or(look.home, String::as_str),
            ..look
        }
    }

    /// Takes the result in every format that is asked for.
    pub(super) fn hold(&self, report: &dyn Report, look: Look<'_>) {
        let look = Look {
            color: false,
            terminal: false,
            width: None,
            detail: Detail::Full,
            ..look
        };
        let texts = self.wanted.iter().map(|(format, _)| (format.render)(report, look));
        self.texts.replace(texts.collect());
    }

    /// Writes them. What could not be written, with the reason.
    pub(super) fn write(&self) -> Vec<String> {
        let texts = self.texts.take();
        let files = self.wanted.iter().zip(&texts);
        let write = |((format, path), text): (&(&Format, PathBuf), &String)| {
            let failed = |error| format!("cannot write the report {}: {error}", path.display());
            written(path, text, format.name == STEP_SUMMARY).err().map(failed)
        };
        files.filter_map(write).collect()
    }
}

fn written(path: &Path, text: &str, is_added: bool) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true);
    match is_added {
        true => options.append(true),
        false => options.write(true).truncate(true),
    };
    options.open(path)?.write_all(text.as_bytes())
}

/// Where the folder is in the repository that the CI system checked out, with a `/` at the end.
fn folder_in_repository() -> String {
    let root = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].iter().find_map(std::env::var_os);
    let find = || {
        let root = std::fs::canonicalize(root?).ok()?;
        let here = std::env::current_dir().and_then(std::fs::canonicalize).ok()?;
        let folder = here.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        (!folder.is_empty()).then(|| format!("{folder}/"))
    };
    find().unwrap_or_default()
}

/// `html=plan.html`: the format, and the file, which GitHub names for its own.
fn read(text: &str) -> Result<(&'static Format, Option<PathBuf>), Error> {
    let (name, path) = match text.split_once('=') {
        Some((name, path)) => (name, Some(path).filter(|it| !it.is_empty())),
        None => (text, None),
    };
    let format = report::format(name).ok_or_else(|| unknown(name, report::ALL.iter()))?;
    let path = path.map(PathBuf::from);
    if format.name == STEP_SUMMARY && path.is_none() {
        let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty());
        return Ok((format, path.map(PathBuf::from)));
    }
    match path {
        Some(path) => Ok((format, Some(path))),
        None => Err(Error::Usage {
            message: format!("--report {text} names no file"),
            help: format!("write it as --report {name}=FILE"),
        }),
    }
}

fn unknown<'a>(name: &str, formats: impl Iterator<Item = &'a Format>) -> Error {
    let known: Vec<&str> = formats.map(|it| it.name).collect();
    Error::Format {
        name: name.to_owned(),
        known: known.join(", "),
    }
}

/// Says what is wrong with `--format` and `--report` before anything is done, since afterwards it would be too late; and
/// what is no error but would be missed.
pub(super) fn check(common: &Common, command: &Command) -> Result<Option<&'static str>, Error> {
    let has_checks = command.has_checks();
    let serves = |it: &&Format| it.serves == Serves::Every || has_checks;
    let is_own = match command {
        Command::Inspect(_) => true,
        Command::History(_) => common.format == "csv",
        _ => false,
    };
    if !is_own {
        let format = common.format()?;
        if !serves(&format) {
            return Err(unknown(format.name, report::ALL.iter().filter(serves)));
        }
    }
    if !(common.report.is_empty() || command.writes_reports()) {
        return Err(Error::Usage {
            message: "this command writes no report files".to_owned(),
            help: "--report is for plan, apply, status, drift, verify, lint and compat; redirect the output of others"
                .to_owned(),
        });
    }
    let mut note = None;
    let mut paths = Vec::new();
    for text in &common.report {
        let (format, path) = read(text)?;
        if !serves(&format) {
            return Err(unknown(format.name, report::ALL.iter().filter(serves)));
        }
        let Some(path) = path else {
            note = Some("GITHUB_STEP_SUMMARY is not set, so no summary is written");
            continue;
        };
        if paths.contains(&path) {
            return Err(Error::Usage {
                message: format!("two reports would be written to {}", path.display()),
                help: "give each --report a file of its own".to_owned(),
            });
        }
        paths.push(path);
    }
    Ok(note)
}
