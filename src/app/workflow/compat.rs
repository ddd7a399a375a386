//! `compat`: the application's own SQL against the schema before and after a plan.

use super::apply::folder;
use super::error::Error;
use super::known_codes;
use crate::compat::{self, Break, Judgement, Kind, Lost, Place, Side, Slower, USUAL};
use crate::config::Project;
use crate::database::Database;
use crate::introspect::{self, Live};
use crate::ledger;
use crate::migration::Migration;
use crate::plan::{CodeFact, Effect};
use crate::replay::Replay;
use crate::report::{BreakReport, CompatReport, PlaceReport};
use crate::schema::{Pair, Schema};

/// What is asked of `compat`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct CompatRequest {
    /// Files, folders and globs, seen from the current folder; the config's or the usual ones when there are none.
    pub globs: Vec<String>,
    /// `--before`: name or number of a migration.
    pub before: Option<String>,
    /// `--after-migration`: what only the new schema serves does not count.
    pub after_migration: bool,
}

/// Checks the application's statements. The old schema is that of `database`, or what the migrations folder makes.
///
/// # Errors
/// Unreadable sources, schema, folder or target.
pub fn compat(
    project: &Project,
    database: Option<&mut (dyn Database + 'static)>,
    request: &CompatRequest,
) -> Result<CompatReport, Error> {
    let desired = known_codes::load(&project.schema, &project.ledger)?;
    let (target, before) = match database {
        Some(database) => {
            let live = introspect::read_beside(database, &project.ledger)?;
            (database.label(), known(live)?)
        }
        None => replayed(project, request.before.as_deref())?,
    };
    let judgement = judged(project, &request.globs, before, desired.schema)?;
    let counts = |it: &Break| !(request.after_migration && it.kind == Kind::NewCode);
    let breaks = judgement.breaks.iter().any(counts);
    Ok(CompatReport {
        version: 1,
        target,
        verdict: if breaks { "breaks" } else { "compatible" },
        after_migration: request.after_migration,
        statements: judgement.checked,
        breaks: judgement.breaks.iter().map(BreakReport::new).collect(),
        notes: judgement
            .notes
            .iter()
            .map(|it| PlaceReport::new(&it.place, &it.message))
            .chain(judgement.slower.iter().map(slower))
            .collect(),
        not_checked: judgement
            .unchecked
            .iter()
            .map(|it| PlaceReport::new(&it.place, &it.reason))
            .collect(),
    })
}

/// What a plan from one schema to another does to the sources that the config names: nothing is known where it names none.
///
/// # Errors
/// Unreadable sources.
pub(super) fn touched(project: &Project, before: &Schema, after: &Schema) -> Result<Judgement, Error> {
    if project.compat.is_empty() || before == after {
        return Ok(Judgement::default());
    }
    let mut judgement = judged(project, &[], before.clone(), after.clone())?;
    // What works on neither schema is no matter of this plan.
    judgement.breaks.retain(|it| it.kind != Kind::Broken);
    Ok(judgement)
}

/// What becomes of an application's statements, as the planner asks it.
pub fn code_facts(judgement: &Judgement) -> Vec<CodeFact> {
    let breaks = judgement.breaks.iter().filter_map(|it| {
        let effect = match it.kind {
            Kind::OldCode => Effect::Breaks,
            Kind::NewCode => Effect::Needs,
            Kind::Broken => return None,
        };
        Some((&it.place, effect))
    });
    let slower = judgement.slower.iter().map(|it| {
        let (index, table) = (it.lost.index.clone(), it.lost.table.clone());
        (&it.place, Effect::Scans { index, table })
    });
    let fact = |(place, effect): (&Place, Effect)| CodeFact {
        place: place.to_string(),
        effect,
    };
    breaks.chain(slower).map(fact).collect()
}

fn slower(found: &Slower) -> PlaceReport {
    let Lost { index, table } = &found.lost;
    let message = format!("it scans all rows of {table} on the new schema; before, it used index {index}");
    PlaceReport::new(&found.place, &message)
}

fn judged(project: &Project, globs: &[String], before: Schema, after: Schema) -> Result<Judgement, Error> {
    let usual = || USUAL.iter().map(|it| (*it).to_owned()).collect();
    let (base, globs): (_, Vec<String>) = if !globs.is_empty() {
        ("".as_ref(), globs.to_vec())
    } else if project.compat.is_empty() {
        (project.base.as_path(), usual())
    } else {
        (project.base.as_path(), project.compat.clone())
    };
    let own: Vec<_> = project.schema.iter().chain([&project.migrations]).cloned().collect();
    let found = compat::gather(base, &globs, &own)?.find(&other_bindings(project));
    let mut sides = Pair {
        from: side(before, &project.ledger)?,
        to: side(after, &project.ledger)?,
    };
    Ok(compat::judge(&found, &mut sides))
}

/// What the application calls the databases that this project is not about.
fn other_bindings(project: &Project) -> Vec<String> {
    let known = project.wrangler.as_ref().zip(project.binding.as_ref());
    known.map_or_else(Vec::new, |(wrangler, own)| wrangler.other_bindings(own))
}

fn side(schema: Schema, ledger: &str) -> Result<Side, Error> {
    let mut scratch = introspect::replica(&schema)?;
    // Wherever migrations run these are there, and an application may read them.
    scratch.run(&ledger::tables(ledger))?;
    Ok(Side { schema, scratch })
}

/// What the folder makes, up to and without the migration `before`; and what that is called.
fn replayed(project: &Project, before: Option<&str>) -> Result<(String, Schema), Error> {
    let folder = folder(project)?;
    let all = folder.migrations();
    let end = match before {
        None => all.len(),
        Some(name) => {
            let is_it = |it: &Migration| it.file_name == name || number(&it.file_name) == name.trim_start_matches('0');
            let unknown = || Error::no_such_migration(&folder, name);
            all.iter().position(is_it).ok_or_else(unknown)?
        }
    };
    let mut replay = Replay::new(&project.ledger)?;
    for migration in all.iter().take(end) {
        replay.run(migration)?;
    }
    let label = project.migrations.display();
    let label = before.map_or_else(|| label.to_string(), |it| format!("{label} before {it}"));
    Ok((label, known(replay.live()?)?))
}

fn number(name: &str) -> &str {
    crate::migration::order::number_text(name)
        .unwrap_or_default()
        .trim_start_matches('0')
}

fn known(live: Live) -> Result<Schema, Error> {
    match live.unknown.into_iter().next() {
        Some(unknown) => Err(Error::Unknown {
            object: unknown.object,
            reason: unknown.reason,
        }),
        None => Ok(live.schema),
    }
}
