//! What a run over a fleet did: `.reconcile/runs/RUN.jsonl` beside the config, a line per database.
//!
//! The ledgers in the databases decide what is applied. This file says who ran what, when and how that ended.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::Error;

/// The folder of run files, seen from the config.
const FOLDER: &str = ".reconcile/runs";

/// The first line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RunStart {
    /// Of this shape.
    pub version: u8,
    /// The run's name.
    pub run: String,
    /// `apply`.
    pub command: String,
    /// The database of the config.
    #[serde(default)]
    pub database: Option<String>,
    /// The fleet.
    pub fleet: String,
    /// `rest`, or `workflow`.
    pub runner: String,
    /// Who started it.
    #[serde(default)]
    pub by: Option<String>,
    /// When, in UTC.
    pub started_at: String,
    /// The migrations of the folder.
    pub migrations: Vec<String>,
    /// How many databases were to be touched.
    pub members: usize,
}

/// A line for a database.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
pub struct MemberRun {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub target: String,
    /// The wave that it was in.
    pub wave: String,
    /// `applied`, `in-sync`, `refused`, `failed` or `skipped`.
    pub verdict: String,
    /// The migrations that were applied.
    pub applied: Vec<String>,
    /// When it ended, in UTC: Time Travel goes back to a time before.
    pub at: String,
    /// How long it took.
    pub duration_ms: u64,
    /// Why it was refused, or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What to type next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A bookmark from before the first migration, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookmark: Option<String>,
    /// A word for the state that a remote database was left in, for a run that goes on where this one is killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// The last line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RunEnd {
    /// `done`; `failed` if a database failed or was refused; `stopped` if databases were left out because of that.
    pub verdict: String,
    /// When, in UTC.
    pub finished_at: String,
    /// How many databases had which verdict.
    pub counts: BTreeMap<String, usize>,
    /// Why nothing more was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Start(RunStart),
    End(RunEnd),
    Member(MemberRun),
}

/// A run file that is being written.
pub struct RunFile {
    path: PathBuf,
    file: File,
}

/// A run, as `fleet runs` lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSummary {
    /// How it began.
    pub start: RunStart,
    /// How it ended; none for a run that was killed, or still goes on.
    pub end: Option<RunEnd>,
    /// How many databases had which verdict, so far.
    pub counts: BTreeMap<String, usize>,
}

impl RunFile {
    /// Begins a file that is not there yet.
    ///
    /// # Errors
    /// [`Error::RunFile`].
    pub fn create(base: &Path, start: &RunStart) -> Result<Self, Error> {
        let folder = base.join(FOLDER);
        let path = folder.join(format!("{}.jsonl", start.run));
        let made = own_folder(&folder).and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path));
        let file = made.map_err(|error| failed(&path, &error))?;
        let mut run = Self { path, file };
        run.write(&Line::Start(start.clone()))?;
        Ok(run)
    }

    /// Goes on with a file.
    ///
    /// # Errors
    /// [`Error::RunFile`].
    pub fn open(base: &Path, run: &str) -> Result<Self, Error> {
        let path = path_of(base, run)?;
        let file = OpenOptions::new().append(true).open(&path);
        file.map(|file| Self {
            path: path.clone(),
            file,
        })
        .map_err(|error| failed(&path, &error))
    }

    /// Notes a database.
    ///
    /// # Errors
    /// [`Error::RunFile`].
    pub fn note(&mut self, member: &MemberRun) -> Result<(), Error> {
        self.write(&Line::Member(member.clone()))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`Error::RunFile`].
    pub fn end(&mut self, end: &RunEnd) -> Result<(), Error> {
        self.write(&Line::End(end.clone()))
    }

    /// In one write, so that a killed run leaves whole lines.
    fn write(&mut self, line: &Line) -> Result<(), Error> {
        let text = serde_json::to_string(line).map_err(std::io::Error::from);
        let written = text.and_then(|text| self.file.write_all(format!("{text}\n").as_bytes()));
        written.map_err(|error| failed(&self.path, &error))
    }
}

/// Makes a folder below `.reconcile`, which is nothing for Git.
pub(super) fn own_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignored = folder.join("../.gitignore");
    match ignored.exists() {
        true => Ok(()),
        false => fs::write(ignored, "*\n"),
    }
}

/// Gives `member` each database of the runs over a fleet that have no end, and were written to since then; the newest last.
pub(super) fn unfinished(base: &Path, fleet: &str, since: Option<SystemTime>, member: &mut dyn FnMut(MemberRun)) {
    let Ok(paths) = paths(&base.join(FOLDER)) else { return };
    for (modified, path) in paths {
        if modified < since {
            continue;
        }
        let mut members = Vec::new();
        let summary = read(&path, &mut |it| members.push(it));
        if summary.is_ok_and(|it| it.end.is_none() && it.start.fleet == fleet) {
            members.into_iter().for_each(&mut *member);
        }
    }
}

/// All runs, the newest first.
///
/// # Errors
/// [`Error::RunFile`].
pub fn runs(base: &Path) -> Result<Vec<RunSummary>, Error> {
    let paths = paths(&base.join(FOLDER))?;
    paths.iter().rev().map(|(_, path)| read(path, &mut |_| {})).collect()
}

/// The files of all runs with the time when they were written to, the newest last.
fn paths(folder: &Path) -> Result<Vec<(Option<SystemTime>, PathBuf)>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(folder, &error)),
    };
    let mut paths: Vec<_> = entries
        .filter_map(|it| Some(it.ok()?.path()))
        .filter(|it| it.extension().is_some_and(|it| it == "jsonl"))
        .map(|path| (fs::metadata(&path).and_then(|it| it.modified()).ok(), path))
        .collect();
    // Names begin with the time, to the second.
    paths.sort();
    Ok(paths)
}

/// One run; `member` gets each of its databases. Without a name, the newest.
///
/// # Errors
/// [`Error::RunFile`], [`Error::NoRun`].
pub fn shown(base: &Path, run: Option<&str>, member: &mut dyn FnMut(MemberRun)) -> Result<RunSummary, Error> {
    match run {
        Some(run) => read(&path_of(base, run)?, member),
        None => match runs(base)?.first() {
            Some(newest) => read(&path_of(base, &newest.start.run)?, member),
            None => Err(Error::NoRun("run".to_owned())),
        },
    }
}

fn read(path: &Path, member: &mut dyn FnMut(MemberRun)) -> Result<RunSummary, Error> {
    let file = File::open(path).map_err(|error| failed(path, &error))?;
    let mut summary = RunSummary {
        start: RunStart::default(),
        end: None,
        counts: BTreeMap::new(),
    };
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| failed(path, &error))?;
        // A run that was killed may leave half a line at its end.
        match serde_json::from_str(&line) {
            Ok(Line::Start(start)) => summary.start = start,
            Ok(Line::End(end)) => summary.end = Some(end),
            Ok(Line::Member(it)) => {
                *summary.counts.entry(it.verdict.clone()).or_default() += 1;
                member(it);
            }
            Err(_) => {}
        }
    }
    Ok(summary)
}

fn path_of(base: &Path, run: &str) -> Result<PathBuf, Error> {
    let is_name = !run.is_empty() && run.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let path = base.join(FOLDER).join(format!("{run}.jsonl"));
    match is_name && path.is_file() {
        true => Ok(path),
        false => Err(Error::NoRun(run.to_owned())),
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::RunFile {
        path: path.to_path_buf(),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn start(run: &str) -> RunStart {
        RunStart {
            version: 1,
            run: run.to_owned(),
            fleet: "clients".to_owned(),
            ..RunStart::default()
        }
    }

    fn member(name: &str, verdict: &str) -> MemberRun {
        MemberRun {
            name: name.to_owned(),
            verdict: verdict.to_owned(),
            ..MemberRun::default()
        }
    }

    #[test]
    fn a_run_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path();
        assert_eq!(runs(base), Ok(Vec::new()));
        let mut first = RunFile::create(base, &start("20261129T065000Z-ab12")).unwrap();
        first.note(&member("a", "applied")).unwrap();
        let mut second = RunFile::create(base, &start("20261129T070000Z-cd34")).unwrap();
        second.note(&member("b", "failed")).unwrap();
        let end = RunEnd {
            verdict: "failed".to_owned(),
            ..RunEnd::default()
        };
        second.end(&end).unwrap();
        let all = runs(base).unwrap();
        assert_eq!((all[0].end.clone(), all[1].end.clone()), (Some(end), None));
        assert_eq!(all[1].counts["applied"], 1);
        let mut names = Vec::new();
        shown(base, None, &mut |it| names.push(it.name)).unwrap();
        assert_eq!(names, ["b"]);
        assert_eq!(
            shown(base, Some("../x"), &mut |_| {}),
            Err(Error::NoRun("../x".to_owned()))
        );
        assert!(RunFile::create(base, &start("20261129T070000Z-cd34")).is_err());
    }

    #[test]
    fn half_a_line_of_a_killed_run_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let mut run = RunFile::create(folder.path(), &start("r")).unwrap();
        run.note(&member("a", "applied")).unwrap();
        run.file.write_all(b"{\"name\":\"b\",\"ver").unwrap();
        let found = shown(folder.path(), Some("r"), &mut |_| {}).unwrap();
        assert_eq!((found.counts.len(), found.end), (1, None));
    }
}
