//! `renumber`: new numbers for migrations that no target has applied, so that each number is there once.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;

use super::{Since, TESTS, reseal};
use crate::config::{self, Flags, Project, command};
use crate::error::Error;
use crate::fleet::{Order, Selection};
use crate::migration::{Error as FolderError, Folder, Seal, renumbered};
use crate::report::{Document, RenamedRow, RenumberReport};
use crate::session::{Connector, FleetSession, Session};

/// What is asked of `renumber`.
#[derive(Debug, Clone)]
pub struct RenumberRequest {
    /// Of files with one number, these come last, by name.
    pub last: Vec<String>,
    /// Of files with one number, those that are new since then come last.
    pub since: Since,
    /// False for `--dry-run`.
    pub write: bool,
    /// The clock.
    pub now: Timestamp,
}

/// Renames the files, and what belongs to them; proves and seals again what was sealed.
///
/// # Errors
/// A target whose ledger cannot be read: what it applied must keep its name; a file that cannot be renamed.
pub fn renumber(
    project: &Project,
    connector: &Connector<'_>,
    request: &RenumberRequest,
) -> Result<Document<RenumberReport>, Error> {
    let offline = Session::offline(project);
    let mut folder = offline.folder()?.clone();
    let mut report = Document::new(folder.dir().display().to_string(), "in-sync", RenumberReport::default());
    let names: Vec<&str> = folder.migrations().iter().map(|it| it.file_name.as_str()).collect();
    let mut last = match &request.since {
        Since::Files(files) => files.clone(),
        Since::Start | Since::Migration(_) => BTreeSet::new(),
    };
    for name in &request.last {
        let named = folder
            .get(name)
            .ok_or_else(|| Error::no_such_migration(&folder, name))?;
        last.insert(named.file_name.clone());
    }
    // Where no number has to change, no target has to be asked.
    if renumbered(&names, &BTreeSet::new(), &last, request.now).is_empty() {
        return Ok(report);
    }
    let applied = applied(project, connector, request.write, &mut report)?;
    let renamed = renumbered(&names, &applied, &last, request.now);
    let row = |(from, to): &(String, String)| RenamedRow {
        from: from.clone(),
        to: to.clone(),
    };
    report.renamed = renamed.iter().map(row).collect();
    if renamed.is_empty() {
        return Ok(report);
    }
    if !request.write {
        report.verdict = "pending";
        return Ok(report);
    }
    report.verdict = "renumbered";
    // The last first: its new name is free, and a process that is killed leaves a folder in the same order.
    for (from, to) in renamed.iter().rev() {
        let companions = rename(project, &mut folder, from, to)?;
        report.renamed.extend(companions);
    }
    let is_sealed = |name: &&String| folder.get(name).is_some_and(|it| it.seal == Seal::Intact);
    let typed = |words: &str, name: &str| command(&project.given, &format!("{words} {}", config::quoted(name)));
    for name in renamed.iter().map(|it| &it.1).filter(is_sealed) {
        if !report.unproven.is_empty() {
            report.next.push(format!("then: {}", typed("verify --reseal", name)));
            continue;
        }
        // What comes after it was made for another start, and is proven next.
        let session = Session::offline(project).with_folder(folder.up_to(name));
        match reseal(&session, name, request.now) {
            Ok(_) => report.resealed.push(name.clone()),
            Err(error @ (Error::NotResealed { .. } | Error::Replay(_))) => {
                report.verdict = "unproven";
                let said = error.to_string();
                let reason = said.split_once("\nhelp: ").map_or(said.as_str(), |it| it.0);
                report
                    .unproven
                    .push(format!("{name} does not fit its new place: {reason}"));
                report
                    .next
                    .push(format!("to plan it again: {}", typed("plan --redo", name)));
            }
            Err(error) => return Err(error),
        }
    }
    report
        .next
        .push(format!("to check the folder: {}", command(&project.given, "verify")));
    Ok(report)
}

/// A migration, its down file and its tests. A companion that is found by a number which others have, too, stays.
fn rename(project: &Project, folder: &mut Folder, from: &str, to: &str) -> Result<Vec<RenamedRow>, Error> {
    let number = |name: &str| {
        folder
            .get(name)
            .map(|it| it.number_text().to_owned())
            .unwrap_or_default()
    };
    let old = number(from);
    let is_only = folder.migrations().iter().filter(|it| it.number_text() == old).count() == 1;
    folder.rename(from, to)?;
    let new = folder.get(to).map(|it| it.number_text().to_owned()).unwrap_or_default();
    let mut companions = Vec::new();
    let mut note = |from: &Path, to: &Path| {
        companions.push(RenamedRow {
            from: from.display().to_string(),
            to: to.display().to_string(),
        });
    };
    if is_only && let Some(path) = folder.rename_down(&old, &new)? {
        note(&path.with_file_name(format!("{old}_rollback.sql")), &path);
    }
    let tests = project.base.join(TESTS);
    let stem = |name: &str| name.strip_suffix(".sql").unwrap_or(name).to_owned();
    let by_number = (is_only && !old.is_empty()).then_some((old, new));
    for (old, new) in by_number.into_iter().chain([(stem(from), stem(to))]) {
        let (old, new) = (tests.join(old), tests.join(new));
        if old.is_dir() && !new.exists() {
            std::fs::rename(&old, &new).map_err(|source| FolderError::Write {
                path: new.clone(),
                source,
            })?;
            note(&old, &new);
        }
    }
    Ok(companions)
}

/// The recorded names that any target or any database of a fleet has applied, or only those of the target that was named.
/// `report` gets who was asked, and who was not.
///
/// # Errors
/// A ledger that cannot be read, where files are to be renamed: what it applied has to keep its name.
fn applied(
    project: &Project,
    connector: &Connector<'_>,
    write: bool,
    report: &mut RenumberReport,
) -> Result<BTreeSet<String>, Error> {
    let mut names = BTreeSet::new();
    if let Some(target) = &project.given.target {
        names.extend(of_target(project, connector)?);
        report.read.push(target.clone());
        let others = project.targets.keys().filter(|it| *it != target).cloned();
        let fleets = project.fleets.keys().map(|it| format!("fleet {it}"));
        let unread = others
            .chain(fleets)
            .map(|it| format!("{it}: --target names another one"));
        report.unread.extend(unread);
        return Ok(names);
    }
    let mut take = |name: String, answer: Result<Vec<String>, Error>| match answer {
        Ok(found) => {
            names.extend(found);
            report.read.push(name);
            Ok(())
        }
        Err(error) if write => Err(unread(project, &name, &error)),
        Err(error) => {
            report.unread.push(format!("{name}: {error}"));
            Ok(())
        }
    };
    for name in project.targets.keys() {
        let given = Flags {
            target: Some(name.clone()),
            ..project.given.clone()
        };
        let project = config::project(&given, connector.here())?;
        take(name.clone(), of_target(&project, connector))?;
    }
    for name in project.fleets.keys() {
        take(format!("fleet {name}"), of_fleet(project, connector, name))?;
    }
    Ok(names)
}

fn unread(project: &Project, name: &str, error: &Error) -> Error {
    let one = command(&project.given, "renumber --target TARGET");
    let way = format!("to ask only one target, and rename whatever it has not applied: {one}");
    Error::NotDone {
        deed: "renumber".to_owned(),
        reason: format!(
            "{name} cannot be asked which migrations it has applied, and these must keep their names: {error}"
        ),
        help: match error.help() {
            Some(help) => format!("{help}; {way}"),
            None => way,
        },
    }
}

fn of_target(project: &Project, connector: &Connector<'_>) -> Result<Vec<String>, Error> {
    let target = project.require_target()?;
    let connector = connector.of(project);
    if connector.is_missing(target)? {
        return Ok(Vec::new());
    }
    let session = Session::open(project, &connector, target)?;
    // What another tool recorded is applied as well.
    let own = session.ledger()?.entries.iter();
    let all = own.chain(session.reading()?.ledger.entries.iter());
    Ok(all.map(|it| it.name.clone()).collect())
}

fn of_fleet(project: &Project, connector: &Connector<'_>, name: &str) -> Result<Vec<String>, Error> {
    let connector = Connector::new(project, connector.here());
    let fleet = FleetSession::open(project, connector, Some(name), &Selection::default(), None)?;
    let mut names = Ok(Vec::new());
    let ask = |_: &_, session: Session<'_>| {
        let names = session.ledger()?.entries.iter().map(|it| it.name.clone());
        Ok(names.collect::<Vec<_>>())
    };
    fleet.each(&fleet.members, Order::Finished, None, ask, |_, answer| match answer {
        Ok(found) => {
            if let Ok(names) = &mut names {
                names.extend(found);
            }
            ControlFlow::Continue(())
        }
        Err(error) => {
            names = Err(error);
            ControlFlow::Break(())
        }
    });
    names
}
