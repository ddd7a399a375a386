//! A project with `reconcile.yaml`: a name, or a target written out, → the database of the config that it belongs to.
//!
//! What the config says of a database holds for it however it is written: protection of any, the strictest policy of all.

use std::path::Path;

use super::file::{Config, DatabaseConfig, Decision, FullTarget, Policy};
use super::identity::{Identity, Same};
use super::policy_codes::NamedCode;
use super::project::{Flags, Project, SEEDS, usual_reference};
use super::resolve::{Located, Scene, View, written_out};
use super::{Error, Target};
use crate::desired;
use crate::introspect::{LEDGER_TABLE, Ownership};

/// A database of the config, with its name.
type Database<'c> = (&'c String, &'c DatabaseConfig);

/// A configured target that is, or may be, the database that is meant.
struct Configured<'c> {
    database: &'c String,
    name: &'c String,
    full: FullTarget,
    same: Same,
}

pub(super) fn project(scene: &Scene<'_>, config: &Config, codes: Vec<NamedCode>) -> Result<Project, Error> {
    let flags = scene.flags;
    let written = flags.target.as_deref().and_then(Target::parse);
    let ((database_name, database), own) = match &written {
        Some(target) => (owner(scene, config, target)?, None),
        None => {
            let database = by_name(config, flags)?;
            (database, named(database.1, flags)?)
        }
    };
    let view = scene.view(Some(database), own.as_ref().and_then(|(_, full)| full.env.as_deref()))?;
    let target = match &own {
        Some((_, full)) => Some(written_out(&full.at)?.relative_to(scene.base)),
        None => written,
    };
    let (located, no_target) = scene.located(target.as_ref(), view.wrangler.as_ref());
    let mut all = match &located {
        Some(located) => configured(scene, config, &located.identity),
        None => Vec::new(),
    };
    // What the command names is itself, whatever else is known of it.
    all.retain(|it| {
        own.as_ref()
            .is_none_or(|(name, _)| it.name != name || it.database != database_name)
    });
    let is_open = |it: &&Configured<'_>| it.same == Same::Unknown;
    let undecided =
        scene.found.is_none() && (all.iter().any(|it| is_open(&it)) || located.as_ref().is_some_and(|it| it.undecided));
    all.retain(|it| it.same == Same::Yes);
    let others = all.iter().filter(|it| it.database == database_name);
    let target_name = own.as_ref().map(|(name, _)| name.clone());
    // Of several names the one that protects is what a person has to know.
    let target_name = target_name.or_else(|| others.max_by_key(|it| it.full.protected).map(|it| it.name.clone()));
    let targets: Vec<&FullTarget> = own
        .iter()
        .map(|(_, full)| full)
        .chain(all.iter().map(|it| &it.full))
        .collect();
    let environment = targets.iter().find_map(|it| it.environment.clone());
    let (identity, binding) = located.map(|it| (it.identity, it.binding)).unzip();
    let binding = binding.flatten();
    let no_folder = match (own.is_none() && targets.is_empty())
        .then_some(target.as_ref())
        .flatten()
    {
        Some(target) => other_migrations(scene, (database_name, database), target, &view, binding.as_ref()),
        None => None,
    };
    let schema = scene.schema(|| database.schema.paths().iter().map(|it| scene.base.join(it)).collect());
    let ledger = database
        .ledger
        .clone()
        .or_else(|| binding.as_ref().and_then(|it| it.migrations_table.clone()))
        .unwrap_or_else(|| LEDGER_TABLE.to_owned());
    let ledger = Ownership::of(ledger).ignoring(database.ignore.clone());
    let folder = scene.base.join(&database.migrations);
    let has_folder_of_binding = view
        .wrangler
        .as_ref()
        .zip(binding.as_ref())
        .is_some_and(|(wrangler, binding)| scene.is_one(&wrangler.base().join(binding.migrations()), &folder));
    Ok(Project {
        ledger: desired::ownership(&schema, ledger),
        reference: match &database.reference {
            Some(folder) => vec![scene.base.join(folder)],
            None => usual_reference(&schema),
        },
        schema,
        migrations: flags.migrations.clone().unwrap_or(folder),
        pattern: database.pattern.clone().or_else(|| {
            let binding = binding
                .as_ref()
                .filter(|_| has_folder_of_binding && flags.migrations.is_none());
            binding.and_then(super::D1Binding::pattern)
        }),
        base: scene.base.to_path_buf(),
        naming: database.naming.clone(),
        compat: database.compat.clone(),
        types: database.types.clone(),
        pull: database.pull.clone(),
        seeds: scene.base.join(database.seeds.as_deref().unwrap_or(Path::new(SEEDS))),
        archive: database.archive,
        sqlite: super::rules::application(database_name, database, target.as_ref())?,
        rollbacks: database.rollbacks,
        target: target.filter(|_| no_target.is_none()),
        target_name,
        protected: targets.iter().any(|it| it.protected),
        approvals: targets.iter().map(|it| it.approvals).max().unwrap_or_default(),
        measure: targets.iter().any(|it| it.measure),
        promotion: promotion(database)?,
        environment: environment.or_else(|| view.environment.name.clone()),
        targets: database
            .targets
            .iter()
            .map(|(name, target)| (name.clone(), target.full().at))
            .collect(),
        fleets: database.fleets.clone(),
        rollout: database.rollout.clone(),
        notify: config.notify.clone(),
        default_target: database.default.clone(),
        given: flags.clone(),
        policies: vec![strictest(&targets), config.policy.clone()],
        selected: view.environment,
        wrangler: view.wrangler,
        binding,
        identity,
        undecided,
        no_target,
        no_folder,
        codes,
    })
}

/// The stages, each of which is there; only the last may be a fleet, whose databases nobody asks before another target.
fn promotion(database: &DatabaseConfig) -> Result<Vec<String>, Error> {
    let stages = &database.promotion;
    for (at, name) in stages.iter().enumerate() {
        let is_last = at + 1 == stages.len();
        let is_stage = database.targets.contains_key(name) || is_last && database.fleets.contains_key(name);
        if !is_stage || stages.iter().filter(|it| *it == name).count() > 1 {
            let known = database.targets.keys().chain(database.fleets.keys());
            return Err(Error::UnknownStage {
                name: name.clone(),
                known: known.cloned().collect(),
            });
        }
    }
    Ok(stages.clone())
}

/// The database that `--database` names, the only one, or the only one with the target that is named.
fn by_name<'c>(config: &'c Config, flags: &Flags) -> Result<Database<'c>, Error> {
    let known = || config.databases.keys().cloned().collect::<Vec<_>>();
    if let Some(name) = &flags.database {
        let found = config.databases.get_key_value(name);
        return found.ok_or_else(|| Error::unknown_database(name, known()));
    }
    let target = flags.target.as_ref();
    let has = |database: &DatabaseConfig| target.is_some_and(|it| database.targets.contains_key(it));
    let all: Vec<Database<'c>> = config.databases.iter().collect();
    let with: Vec<Database<'c>> = all.iter().filter(|(_, it)| has(it)).copied().collect();
    match (all.as_slice(), with.as_slice()) {
        ([one], _) | (_, [one]) => Ok(*one),
        _ => Err(Error::WhichDatabase { known: known() }),
    }
}

/// The target that is named, else the default, else the only one.
fn named(database: &DatabaseConfig, flags: &Flags) -> Result<Option<(String, FullTarget)>, Error> {
    if let Some(name) = &flags.target {
        let target = database.targets.get(name).ok_or_else(|| Error::UnknownTarget {
            name: name.clone(),
            known: database.targets.keys().cloned().collect(),
        })?;
        return Ok(Some((name.clone(), target.full())));
    }
    let single = database.targets.keys().next().filter(|_| database.targets.len() == 1);
    let name = database.default.as_ref().or(single);
    let found = name.and_then(|name| database.targets.get_key_value(name));
    Ok(found.map(|(name, target)| (name.clone(), target.full())))
}

/// The database of the config that a target belongs to that is written out.
fn owner<'c>(scene: &Scene<'_>, config: &'c Config, target: &Target) -> Result<Database<'c>, Error> {
    let mut owners: Vec<(Database<'c>, String)> = Vec::new();
    for (name, database) in &config.databases {
        let view = scene.view(Some(database), None)?;
        let Ok(located) = scene.locate(target, view.wrangler.as_ref()) else {
            continue;
        };
        let all = configured(scene, config, &located.identity);
        let own = all.into_iter().find(|it| it.database == name && it.same == Same::Yes);
        owners.extend(own.map(|it| ((name, database), it.name.clone())));
    }
    let wanted = match &scene.flags.database {
        Some(_) => Some(by_name(config, scene.flags)?),
        None => None,
    };
    match (wanted, owners.as_slice()) {
        (Some(wanted), []) => Ok(wanted),
        (Some(wanted), all) if all.iter().any(|(it, _)| it.0 == wanted.0) => Ok(wanted),
        (Some(_), [((database, _), name), ..]) => Err(Error::OtherDatabase {
            target: target.to_string(),
            name: name.clone(),
            database: (*database).clone(),
        }),
        (None, [(one, _)]) => Ok(*one),
        (None, _) => by_name(config, scene.flags),
    }
}

/// The configured targets that are, or may be, the database `identity`. One that cannot be located is none of them.
fn configured<'c>(scene: &Scene<'_>, config: &'c Config, identity: &Identity) -> Vec<Configured<'c>> {
    let mut found = Vec::new();
    // `--env` and `--wrangler` are about the target that is named; the others are what the config says.
    let flags = Flags {
        environment: None,
        ..scene.flags.clone()
    };
    for (name, database) in &config.databases {
        for (target_name, target) in &database.targets {
            let full = target.full();
            let flags = if full.env.is_some() { &flags } else { scene.flags };
            let own = Scene {
                flags,
                found: None,
                ..*scene
            };
            let located = || -> Result<Located, Error> {
                let view = own.view(Some(database), full.env.as_deref())?;
                let target = written_out(&full.at)?.relative_to(scene.base);
                own.locate(&target, view.wrangler.as_ref())
            };
            let same = located().map_or(Same::No, |it| identity.same(&it.identity));
            if same != Same::No {
                found.push(Configured {
                    database: name,
                    name: target_name,
                    full,
                    same,
                });
            }
        }
    }
    found
}

/// What the strictest of several targets says of each code.
fn strictest(targets: &[&FullTarget]) -> Policy {
    let rank = |it: Decision| match it {
        Decision::Allow => 0,
        Decision::Ask => 1,
        Decision::Deny => 2,
    };
    let mut policy = Policy::new();
    for (code, decision) in targets.iter().flat_map(|it| &it.policy) {
        let there = policy.entry(code.clone()).or_insert(*decision);
        if rank(*decision) > rank(*there) {
            *there = *decision;
        }
    }
    policy
}

/// A target that the config does not have, and that wrangler's config gives other migrations.
fn other_migrations(
    scene: &Scene<'_>,
    (name, database): Database<'_>,
    target: &Target,
    view: &View,
    binding: Option<&super::D1Binding>,
) -> Option<Error> {
    let (wrangler, binding) = view.wrangler.as_ref().zip(binding)?;
    let flags = scene.flags;
    if flags.migrations.is_some() || flags.database.is_some() {
        return None;
    }
    let theirs = wrangler.base().join(binding.migrations());
    let ours = scene.base.join(&database.migrations);
    if !scene.here.join(&theirs).exists() || scene.is_one(&theirs, &ours) {
        return None;
    }
    Some(Error::OtherMigrations {
        target: target.to_string(),
        path: wrangler.path.clone(),
        theirs,
        database: name.clone(),
        ours,
    })
}
