//! `fleet apply --runner workflow`: a Worker project that does the work at Cloudflare.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;

use crate::config::{Decision, Project, Target, command, quoted};
use crate::error::Error;
use crate::fleet::{self, Member};
use crate::ledger::Provenance;
use crate::lint::{OF_ROWS, Severity};
use crate::migration::{Folder, Seal};
use crate::pending::due::ApplyRequest;
use crate::policy::hand_written_files::{BY_HAND, refused};
use crate::policy::lint_findings::{Since, judged};
use crate::report::{Document, RunnerReport};
use crate::runner::{self, Binding, MOST_BINDINGS, Runner, Wave};
use crate::session::{FleetSession, Session};
use crate::verbs;

/// What is asked of a runner.
#[derive(Debug, Clone)]
pub struct RunnerRequest {
    /// The folder of the project.
    pub out: PathBuf,
    /// The target that takes the results; `central` of the config where none is named.
    pub central: Option<String>,
    /// The run's id; made where none is given.
    pub run: Option<String>,
    /// Held migrations that may run, by name or number.
    pub released: Vec<String>,
    /// The last migration that runs, by name or number; all run without it.
    pub up_to: Option<String>,
    /// Migrations whose losses are agreed to, by name or number.
    pub agreed: Vec<String>,
    /// Codes of findings in files by hand that are allowed.
    pub allow: Vec<String>,
    /// Databases per Worker.
    pub shard_size: usize,
    /// Who lets it run.
    pub provenance: Provenance,
    /// The clock.
    pub now: Timestamp,
}

/// The stage before the fleet has what will run; and no database asks for approvals, which a Worker does not look for.
fn gates(fleet: &FleetSession<'_>, request: &RunnerRequest) -> Result<(), Error> {
    let apply = ApplyRequest {
        released: request.released.iter().cloned().collect(),
        up_to: request.up_to.clone(),
        provenance: request.provenance.clone(),
        ..ApplyRequest::default()
    };
    verbs::check_fleet_promotion(fleet, &apply)?;
    for member in &fleet.members {
        if fleet.project.name_of(&member.target).is_some() && fleet.project_of(member)?.approvals > 0 {
            return Err(Error::Refused {
                reason: format!("{} asks for approvals, which a Worker does not look for", member.name),
                help: format!(
                    "run it from here: {}",
                    command(&fleet.project.given, &format!("apply --fleet {}", quoted(&fleet.name)))
                ),
            });
        }
    }
    Ok(())
}

/// Writes the project.
///
/// # Errors
/// A folder that cannot run by itself; a database that no Worker reaches; files that cannot be written.
pub fn fleet_runner(fleet: &FleetSession<'_>, request: &RunnerRequest) -> Result<Document<RunnerReport>, Error> {
    let session = fleet.offline();
    let (project, folder) = (fleet.project, session.folder()?);
    if folder.migrations().is_empty() {
        return Err(Error::no_migrations(folder));
    }
    by_hand(&session, folder, &request.allow)?;
    gates(fleet, request)?;
    let waves = waves(fleet)?;
    let databases = waves.iter().map(|it| it.members.len()).sum();
    let runner = Runner {
        run: request.run.clone().unwrap_or_else(|| run_id(request.now, &fleet.name)),
        database: project.given.database.clone(),
        fleet: fleet.name.clone(),
        folder,
        ownership: &project.ledger,
        provenance: request.provenance.clone(),
        started_at: request.now,
        released: named(folder, &request.released)?,
        up_to: named(folder, request.up_to.as_slice())?.pop_last(),
        agreed: named(folder, &request.agreed)?,
        waves,
        is_part: fleet.is_part(),
        central: central(fleet, request.central.as_deref())?,
        learned: learned(project),
        shard_size: request.shard_size.clamp(1, MOST_BINDINGS - 1),
    };
    let files = runner.files()?;
    write(&request.out, &files)?;
    let report = RunnerReport {
        run: runner.run.clone(),
        folder: request.out.display().to_string(),
        databases,
        shards: runner.commands().len(),
        files: files.into_iter().map(|it| it.0).collect(),
        commands: runner
            .commands()
            .into_iter()
            .flatten()
            .map(|it| format!("wrangler {}", it.join(" ")))
            .collect(),
    };
    Ok(Document::new(fleet.name.clone(), "written", report))
}

/// Sends every Worker and lets it start. What was started already stays so.
///
/// # Errors
/// The first command of wrangler that fails.
pub fn deploy_runner(report: &mut Document<RunnerReport>, told: &mut dyn FnMut(&str)) -> Result<(), Error> {
    let folder = Path::new(&report.folder);
    let own = folder.join("node_modules/.bin/wrangler");
    for command in &report.commands {
        told(command);
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let mut wrangler = match own.is_file() {
            true => Command::new(fs::canonicalize(&own).unwrap_or_else(|_| own.clone())),
            false => {
                let mut npx = Command::new("npx");
                npx.args(["--yes", "wrangler@4"]);
                npx
            }
        };
        let output = wrangler.args(&words).current_dir(folder).output();
        let output = output.map_err(|error| failed(command, &error.to_string()))?;
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        // The instance of an id is one for good: it runs already, or it ran.
        let is_there = words.first() == Some(&"workflows") && said.contains("already");
        if !output.status.success() && !is_there {
            let line = said.lines().rfind(|it| it.to_ascii_lowercase().contains("error"));
            return Err(failed(command, line.or_else(|| said.lines().next()).unwrap_or_default()).into());
        }
    }
    report.verdict = "started";
    Ok(())
}

fn failed(command: &str, message: &str) -> runner::Error {
    runner::Error::Program {
        command: command.to_owned(),
        message: message.trim().to_owned(),
    }
}

/// Nobody looks on when it runs, so what lint finds wrong in a file by hand is asked about before.
fn by_hand(session: &Session<'_>, folder: &Folder, allow: &[String]) -> Result<(), Error> {
    if session.project.decision(BY_HAND) == Decision::Allow {
        return Ok(());
    }
    let found = judged(session, &Since::Start)?.findings;
    let open = found.iter().filter(|(finding, severity)| {
        let file = folder.get(&finding.place.file);
        let of_rows = OF_ROWS.contains(&finding.code) && *severity >= Severity::Warning;
        (of_rows || *severity == Severity::Error)
            && !finding.code.is_among(allow)
            && file.is_some_and(|it| it.seal != Seal::Intact)
    });
    let open: Vec<_> = open.map(|it| &it.0).collect();
    let Some(first) = open.first() else {
        return Ok(());
    };
    let of_file = open.iter().filter(|it| it.place.file == first.place.file);
    let findings = of_file.map(|it| format!("line {}: {}: {}", it.place.line, it.code, it.message));
    let codes: BTreeSet<&str> = open.iter().map(|it| it.code.name()).collect();
    let remedy = format!(
        "to allow that: add --allow {}; or write above the statement: -- reconcile: allow {} because REASON",
        codes.into_iter().collect::<Vec<_>>().join(","),
        first.code
    );
    let what = "was written by hand and is not proven, so it must be allowed";
    Err(refused(&first.place.file, what, findings.collect(), remedy).into())
}

/// The waves of the rollout. Nobody is there to confirm one, and no Worker runs a command.
fn waves(fleet: &FleetSession<'_>) -> Result<Vec<Wave>, Error> {
    let (waves, _) = fleet::waves(fleet.members.clone(), &fleet.project.rollout)?;
    let wave = |(at, wave): (usize, &fleet::Wave)| {
        let config = &wave.config;
        let cannot = |key: &'static str| runner::Error::Wave {
            wave: config.name.clone(),
            key,
        };
        if config.check.is_some() {
            return Err(cannot("check").into());
        }
        if config.confirm && at > 0 {
            return Err(cannot("confirm").into());
        }
        let members = wave
            .members
            .iter()
            .map(|it| reached(fleet, it))
            .collect::<Result<Vec<_>, Error>>()?;
        Ok(Wave {
            name: config.name.clone(),
            parallel: wave.config.parallel.map(NonZeroUsize::get),
            max_failures: config.borne(members.len()),
            soak_seconds: config.soak.map_or(0, |it| it.as_secs()),
            members,
        })
    };
    waves.iter().enumerate().map(wave).collect()
}

/// A member as a Worker reaches it.
fn reached(fleet: &FleetSession<'_>, member: &Member) -> Result<Binding, Error> {
    let (name, target) = (member.name.clone(), member.target.to_string());
    let id = fleet.connector().database_id(&member.target)?;
    match (id, &member.target) {
        (Some(id), Target::D1(_)) => Ok(Binding { name, id }),
        (None, Target::D1(_)) => Err(runner::Error::NoDatabase { name, target }.into()),
        _ => Err(runner::Error::NotRemote { name, target }.into()),
    }
}

/// The database that takes the results.
fn central(fleet: &FleetSession<'_>, given: Option<&str>) -> Result<Binding, Error> {
    let target = central_target(fleet.project, given)?;
    let member = Member {
        name: given.unwrap_or("central").to_owned(),
        target,
        entry: serde_json::Map::new(),
    };
    reached(fleet, &member)
}

/// The target that takes the results of runs: as named, or the one that the config calls `central`.
///
/// # Errors
/// None of both.
pub fn central_target(project: &Project, given: Option<&str>) -> Result<Target, Error> {
    let name = given.unwrap_or("central");
    let written = project.targets.get(name).map_or(name, String::as_str);
    let target = Target::parse(written).map(|it| it.relative_to(&project.base));
    target.ok_or_else(|| runner::Error::NoCentral.into())
}

/// The recorded names of migrations that are named by number or name.
fn named(folder: &Folder, names: &[String]) -> Result<BTreeSet<String>, Error> {
    let find = |name: &String| {
        let found = folder.migrations().iter().find(|it| it.is_called(name));
        found
            .map(|it| it.file_name.clone())
            .ok_or_else(|| Error::no_such_migration(folder, name))
    };
    names.iter().map(find).collect()
}

/// The moment, and a few digits that tell two runs of one second apart.
fn run_id(now: Timestamp, fleet: &str) -> String {
    use sha2::{Digest, Sha256};
    let seed = format!("{fleet} {} {}", now.as_nanosecond(), std::process::id());
    let digest = Sha256::digest(seed.as_bytes());
    let digits: String = digest.iter().take(2).map(|it| format!("{it:02x}")).collect();
    format!("{}-{digits}", now.strftime("%Y%m%dT%H%M%SZ"))
}

/// Where definitions are kept that a run found and did not know.
pub(super) fn shapes_folder(project: &Project) -> PathBuf {
    project.base.join(".reconcile/shapes")
}

/// Definitions that earlier runs found. What is no such file teaches nothing.
fn learned(project: &Project) -> Vec<Vec<[String; 4]>> {
    let entries = fs::read_dir(shapes_folder(project)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.sort();
    let read = |path: &PathBuf| serde_json::from_slice(&fs::read(path).ok()?).ok();
    paths.iter().filter_map(read).collect()
}

/// Writes what is not there yet as it is to be, and removes the shards of an earlier, larger project.
fn write(out: &Path, files: &[(String, String)]) -> Result<(), Error> {
    for (name, text) in files {
        let path = out.join(name);
        if fs::read_to_string(&path).is_ok_and(|it| it == *text) {
            continue;
        }
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| unwritable(&path, &error))?;
    }
    for entry in fs::read_dir(out.join("shards"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let name = format!("shards/{}/wrangler.jsonc", entry.file_name().to_string_lossy());
        let is_ours = entry.path().join("members.ts").is_file() && entry.path().join("wrangler.jsonc").is_file();
        if is_ours && !files.iter().any(|it| it.0 == name) {
            fs::remove_dir_all(entry.path()).map_err(|error| unwritable(&entry.path(), &error))?;
        }
    }
    Ok(())
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let message = error.to_string();
    runner::Error::Write {
        path: path.to_path_buf(),
        message,
    }
    .into()
}
