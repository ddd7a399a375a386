//! A project without `reconcile.yaml`: flags, wrangler's config and habits.

use super::project::{Flags, Project, SEEDS, usual_migrations, usual_reference};
use super::resolve::{Scene, written_out};
use super::{D1Binding, Error, Target, Wrangler};
use crate::desired;
use crate::introspect::{LEDGER_TABLE, Ownership};

/// The schema is `schema/`, and migrations are in wrangler's folder; else in `migrations/` where that is there, else in
/// `generated/`. In a wrangler project the target is the local database of its only binding.
pub(super) fn project(scene: &Scene<'_>) -> Result<Project, Error> {
    let flags = scene.flags;
    let usual = usual_migrations(scene.here);
    let given = flags.target.as_deref().map(written_out).transpose()?;
    let view = scene.view(None, None)?;
    let wrangler = view.wrangler.as_ref();
    let (located, mut no_target) = scene.located(given.as_ref(), wrangler);
    let bound = located.as_ref().and_then(|it| it.binding.as_ref());
    let binding = match wrangler {
        Some(config) => binding(config, flags, given.as_ref(), bound)?,
        None => None,
    };
    let target = given.or_else(|| binding.as_ref().map(|it| Target::D1Local(it.binding.clone())));
    let (identity, undecided) = match (located, &target, &no_target) {
        (Some(located), ..) => (Some(located.identity), located.undecided),
        (None, Some(target), None) => (Some(scene.locate(target, wrangler)?.identity), false),
        _ => (None, false),
    };
    if let (None, Some(config), true) = (&target, wrangler, no_target.is_none()) {
        let known: Vec<String> = config.elsewhere(|_| true).into_iter().flatten().collect();
        no_target = Some(Error::WhichEnvironment {
            path: config.path.clone(),
            known: known.clone(),
        })
        .filter(|_| !known.is_empty());
    }
    let is_undeclared = binding.is_none() && flags.migrations.is_none() && matches!(target, Some(Target::D1(_)));
    let no_folder = wrangler
        .filter(|config| is_undeclared && config.has_databases())
        .zip(target.as_ref())
        .map(|(config, target)| Error::Undeclared {
            target: target.to_string(),
            path: config.path.clone(),
        });
    let base = wrangler.map(|config| config.base().to_path_buf()).unwrap_or_default();
    let schema = scene.schema(|| vec![base.join("schema")]);
    let ledger = binding.as_ref().and_then(|it| it.migrations_table.as_deref());
    Ok(Project {
        ledger: desired::ownership(&schema, Ownership::of(ledger.unwrap_or(LEDGER_TABLE))),
        reference: usual_reference(&schema),
        schema,
        migrations: match (&flags.migrations, &binding) {
            (Some(path), _) => path.clone(),
            (None, Some(binding)) => base.join(binding.migrations()),
            (None, None) => usual,
        },
        pattern: binding.as_ref().and_then(D1Binding::pattern),
        seeds: base.join(SEEDS),
        base,
        target: target.filter(|_| no_target.is_none()),
        environment: view.environment.name.clone(),
        given: flags.clone(),
        selected: view.environment,
        wrangler: view.wrangler,
        binding,
        identity,
        undecided,
        no_target,
        no_folder,
        ..Project::default()
    })
}

/// The binding that a command is about: that of the target, the one named, or the only one.
fn binding(
    config: &Wrangler,
    flags: &Flags,
    target: Option<&Target>,
    bound: Option<&D1Binding>,
) -> Result<Option<D1Binding>, Error> {
    let known = || config.databases.iter().map(|it| it.binding.clone()).collect::<Vec<_>>();
    if let Some(name) = &flags.database {
        let named = config.database(name);
        let named = named.ok_or_else(|| Error::unknown_database(name, known()))?;
        return match (bound, target) {
            (Some(bound), Some(target)) if bound != named => Err(Error::OtherDatabase {
                target: target.to_string(),
                name: bound.binding.clone(),
                database: bound.binding.clone(),
            }),
            _ => Ok(Some(named.clone())),
        };
    }
    match (target, config.databases.as_slice()) {
        (Some(Target::D1(_) | Target::D1Local(_)), _) => Ok(bound.cloned()),
        (_, []) => Ok(None),
        (_, [one]) => Ok(Some(one.clone())),
        (Some(_), _) => Ok(None),
        (None, _) => Err(Error::WhichDatabase { known: known() }),
    }
}
