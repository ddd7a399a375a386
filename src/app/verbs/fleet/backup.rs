//! `backup --fleet`: a copy of every database in a folder.

use std::ops::ControlFlow;
use std::path::Path;

use super::survey::{Watch, asked, unread};
use crate::config;
use crate::error::Error;
use crate::fleet::{Member, Order};
use crate::report::{Document, FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, Exportable};

/// Copies each database into a file of the folder, under its name.
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
        let plain = |it: char| !it.is_alphanumeric() && it != '-' && it != '_' && it != '.';
        let file = folder.join(format!("{}.sql", member.name.replace(plain, "-")));
        let copied = verbs::backup(source, &file)?;
        // What a copy as SQL cannot hold is said of each.
        Ok(copied.lost.iter().map(|it| format!("not in the copy: {it}")).collect())
    };
    fleet.each(
        &fleet.members,
        Order::Listed,
        None,
        work,
        |member, copied: Result<Vec<String>, Error>| {
            let member = match copied {
                Ok(findings) => {
                    let found = MemberState {
                        findings,
                        ..MemberState::default()
                    };
                    asked(member, "written", found)
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
