//! `fleet list`: the databases of the config's fleets.

use crate::config::Project;
use crate::database::d1::DatabaseInfo;
use crate::error::Error;
use crate::fleet::{self, Surroundings};
use crate::report::{Document, FleetListReport, FleetRow, MemberRow};

/// Lists one fleet, or all of them.
///
/// # Errors
/// A fleet that the config does not have; a list that cannot be read.
pub fn fleet_list(
    project: &Project,
    name: Option<&str>,
    account: &dyn Fn(&str) -> Result<Vec<DatabaseInfo>, String>,
) -> Result<Document<FleetListReport>, Error> {
    let around = Surroundings {
        base: &project.base,
        targets: &project.targets,
        account,
    };
    let fleets = project
        .fleets_called(name)?
        .into_iter()
        .map(|(name, source)| {
            let found = fleet::members(source, &around)?;
            let row = |it: fleet::Member| MemberRow {
                name: it.name,
                target: it.target.to_string(),
                entry: it.entry,
            };
            Ok(FleetRow {
                name: name.clone(),
                source: source.to_string(),
                members: found.members.into_iter().map(row).collect(),
                left_out: found.left_out,
            })
        })
        .collect::<Result<_, Error>>()?;
    let found = FleetListReport { fleets };
    Ok(Document::new(name.unwrap_or("all fleets").to_owned(), "listed", found))
}
