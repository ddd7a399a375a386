//! Many databases of one schema: which they are, and several of them at a time. Each source of a fleet is one file.
//!
//! [`members`] lists a fleet; what a command does to each of them is not decided here.

mod error;
mod files;
mod last_states;
mod parallel;
mod registry;
mod run_file;
mod selection;
mod waves;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

pub use error::Error;
pub use last_states::{LastStates, last_states, note_states};
pub use parallel::{Order, each};
pub use run_file::{MemberRun, RunEnd, RunFile, RunStart, RunSummary, runs, shown};
pub use selection::{Selection, Shard};
pub use waves::{Wave, waves};

use crate::config::{FleetSource, Target};
use crate::database::d1::DatabaseInfo;

/// One database of a fleet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// What it is called; no other one of its fleet is called so.
    pub name: String,
    /// Where it is.
    pub target: Target,
    /// Its entry in the registry, whole; empty where there is none.
    pub entry: Map<String, Value>,
}

/// The databases of a fleet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Members {
    /// In the order of their source: as listed, else by name.
    pub members: Vec<Member>,
    /// How many entries of the registry `where` leaves out.
    pub left_out: usize,
}

/// What the config says around a fleet.
pub struct Surroundings<'a> {
    /// The folder that paths of the config are seen from.
    pub base: &'a Path,
    /// The config's targets by name, as they are written: `sqlite:dev.db`.
    pub targets: &'a BTreeMap<String, String>,
    /// All databases of the Cloudflare account whose names contain the text.
    pub account: &'a dyn Fn(&str) -> Result<Vec<DatabaseInfo>, String>,
}

/// The databases of a fleet: none twice, and each under a name of its own.
///
/// # Errors
/// A source that cannot be read, an entry that lacks a field, two members of one name or one place. See [`Error`].
pub fn members(source: &FleetSource, around: &Surroundings<'_>) -> Result<Members, Error> {
    let mut found = Members::default();
    match source {
        FleetSource::Targets(names) => {
            for name in names {
                found.members.push(listed(name, around)?);
            }
        }
        FleetSource::Files(glob) => found.members = files::members(glob, around.base)?,
        FleetSource::Registry(registry) => found = registry::members(registry, around.base)?,
        FleetSource::Account(glob) => found.members = of_account(glob, around)?,
    }
    each_once(&found.members)?;
    Ok(found)
}

fn listed(name: &str, around: &Surroundings<'_>) -> Result<Member, Error> {
    let written = around.targets.get(name).map_or(name, String::as_str);
    let target = Target::parse(written).ok_or_else(|| Error::NoTarget(name.to_owned()))?;
    Ok(Member {
        name: name.to_owned(),
        target: target.relative_to(around.base),
        entry: Map::new(),
    })
}

/// The databases whose names match, by name. Cloudflare searches for a part of a name; the glob decides.
fn of_account(glob: &str, around: &Surroundings<'_>) -> Result<Vec<Member>, Error> {
    let matcher = files::matcher(glob, glob)?;
    let part = glob.split(['*', '?', '[', ']', '{', '}']).max_by_key(|it| it.len());
    let databases = (around.account)(part.unwrap_or_default()).map_err(Error::Account)?;
    let mut members: Vec<Member> = databases
        .into_iter()
        .filter(|it| matcher.is_match(&it.name))
        .map(|it| Member {
            target: Target::D1(it.uuid),
            name: it.name,
            entry: Map::new(),
        })
        .collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    match members.is_empty() {
        true => Err(Error::NoDatabase(glob.to_owned())),
        false => Ok(members),
    }
}

/// A name that two have would make reports ambiguous; a database that is listed twice would be changed by two at once.
fn each_once(members: &[Member]) -> Result<(), Error> {
    let mut names = BTreeMap::new();
    let mut places = BTreeMap::new();
    for member in members {
        if let Some(other) = names.insert(&member.name, &member.target) {
            return Err(Error::SameName {
                name: member.name.clone(),
                targets: [other.to_string(), member.target.to_string()],
            });
        }
        if let Some(other) = places.insert(&member.target, &member.name) {
            return Err(Error::SamePlace {
                target: member.target.to_string(),
                names: [other.clone(), member.name.clone()],
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
