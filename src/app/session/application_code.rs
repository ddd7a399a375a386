//! The application's own SQL, as the project names its sources, against two schemas.

use crate::compat::{self, Found, Judgement, Kind, Place, Prepared, Side, USUAL, Unchecked};
use crate::config::Project;
use crate::database::Database;
use crate::error::Error;
use crate::introspect;
use crate::ledger;
use crate::plan::{CodeFact, Effect};
use crate::schema::{Pair, Schema};

/// What a plan from one schema to another does to the sources that the config names: nothing is known where it names none.
///
/// # Errors
/// Unreadable sources.
pub(crate) fn touched(project: &Project, before: &Schema, after: &Schema) -> Result<Judgement, Error> {
    if project.compat.is_empty() || before == after {
        return Ok(Judgement::default());
    }
    let mut judgement = judge(project, &[], before.clone(), after.clone())?;
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

/// Checks the statements of these sources, or of those that the config names, or of the usual ones.
///
/// # Errors
/// Unreadable sources.
pub(crate) fn judge(project: &Project, globs: &[String], before: Schema, after: Schema) -> Result<Judgement, Error> {
    let found = found(project, globs)?;
    let mut sides = Pair {
        from: prepared(before, &project.ledger)?,
        to: prepared(after, &project.ledger)?,
    };
    Ok(compat::judge(&found, &mut sides))
}

/// The application's statements, each with what this schema makes of it; and those that it cannot serve, with the reason.
///
/// # Errors
/// Unreadable sources.
pub(crate) fn on_schema(project: &Project, schema: Schema) -> Result<(Vec<Prepared>, Vec<Unchecked>), Error> {
    let found = found(project, &[])?;
    Ok(compat::prepare(&found, &mut prepared(schema, &project.ledger)?))
}

/// The statements of these sources, or of those that the config names, or of the usual ones.
fn found(project: &Project, globs: &[String]) -> Result<Found, Error> {
    let usual = || USUAL.iter().map(|it| (*it).to_owned()).collect();
    let (base, globs): (_, Vec<String>) = if !globs.is_empty() {
        ("".as_ref(), globs.to_vec())
    } else if project.compat.is_empty() {
        (project.base.as_path(), usual())
    } else {
        (project.base.as_path(), project.compat.clone())
    };
    let own: Vec<_> = project.schema.iter().chain([&project.migrations]).cloned().collect();
    Ok(compat::gather(base, &globs, &own)?.find(&other_bindings(project)))
}

/// What the application calls the databases that this project is not about.
fn other_bindings(project: &Project) -> Vec<String> {
    let known = project.wrangler.as_ref().zip(project.binding.as_ref());
    known.map_or_else(Vec::new, |(wrangler, own)| wrangler.other_bindings(own))
}

fn prepared(schema: Schema, ledger: &str) -> Result<Side, Error> {
    let mut scratch = introspect::replica(&schema)?;
    // Wherever migrations run these are there, and an application may read them.
    scratch.run(&ledger::tables(ledger))?;
    Ok(Side { schema, scratch })
}
