//! `backup --fleet`: a copy of every database in a folder.

use std::ops::ControlFlow;
use std::path::Path;

use super::survey::{Watch, asked, unread};
use crate::config;
use crate::database::{Database as _, backup_text};
use crate::error::Error;
use crate::fleet::{Member, Order};
use crate::report::{Document, FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, Exportable};

/// Copies each database into a file of the folder, under its name. One that has a whole copy there keeps it, so that a run
/// which was stopped continues.
///
/// # Errors
/// A folder that cannot be made. What is wrong with a database is part of the report.
pub fn fleet_backup(
    fleet: &FleetSession<'_>,
    folder: &Path,
    watch: &mut dyn Watch,
) -> Result<Document<FleetReport>, Error> {
    std::fs::create_dir_all(folder).map_err(|error| config::Error::Write {
        path: folder.to_path_buf(),
        message: error.to_string(),
    })?;
    let mut report = Document::of_fleet(&fleet.name);
    report.verdict = "written";
    let work = |member: &Member, _: Session<'_>| {
        let source = match fleet.connector().local(&member.target)? {
            Some(file) => Exportable::File(file),
            None => Exportable::Remote(Box::new(fleet.connector().remote(&member.target)?)),
        };
        let label = match &source {
            Exportable::File(database) => database.label(),
            Exportable::Remote(database) => database.label(),
        };
        let plain = |it: char| !it.is_alphanumeric() && it != '-' && it != '_' && it != '.';
        let file = folder.join(format!("{}.sql", member.name.replace(plain, "-")));
        if is_there(&file, &label)? {
            return Ok(("kept", Vec::new()));
        }
        let copied = verbs::backup(source, &file)?;
        // What a copy as SQL cannot hold is said of each.
        let lost = copied.lost.iter().map(|it| format!("not in the copy: {it}"));
        Ok(("written", lost.collect()))
    };
    fleet.each(
        &fleet.members,
        Order::Listed,
        None,
        work,
        |member, copied: Result<(&'static str, Vec<String>), Error>| {
            let member = match copied {
                Ok((verdict, findings)) => {
                    let found = MemberState {
                        findings,
                        ..MemberState::default()
                    };
                    asked(member, verdict, found)
                }
                Err(error) => unread(member, &error),
            };
            watch.member(&member);
            report.add(&member);
            ControlFlow::Continue(())
        },
    );
    Ok(report)
}

/// True for a whole copy of this database. What a stopped run left of one is deleted.
fn is_there(file: &Path, label: &str) -> Result<bool, Error> {
    let Ok(text) = std::fs::read_to_string(file) else {
        return Ok(false);
    };
    let refused = |reason: &str| Error::NotDone {
        deed: format!("back up into {}", file.display()),
        reason: reason.to_owned(),
        help: "move it away, or choose another folder".to_owned(),
    };
    match backup_text::is_of(&text, label) {
        Ok(true) => Ok(true),
        Ok(false) => Err(refused("it is a backup of another database")),
        Err(backup_text::NotWhole::Foreign) if !text.is_empty() => Err(refused("it is no backup")),
        Err(_) => match std::fs::remove_file(file) {
            Ok(()) => Ok(false),
            Err(error) => Err(refused(&error.to_string())),
        },
    }
}
