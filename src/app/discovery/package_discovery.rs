//! The databases of a monorepo: those that the packages' wrangler configs declare, and packages with migrations of their own.

use std::path::{Path, PathBuf};

use super::database_file::{DatabaseFile, database_file};
use super::existing_migrations;
use super::packages::{package_configs, packages};
use super::project_discovery::{Part, plain};
use crate::config::{self, D1Binding, DatabaseConfig, Declared, Flags, OneOrMany, Target, Wrangler};
use crate::error::Error;
use crate::migration::{Folder, Pattern};

/// The databases of the packages below a folder that has neither migrations nor a database of its own.
///
/// # Errors
/// A folder of migrations that cannot be read.
pub(super) fn package_parts(here: &Path, flags: &Flags) -> Result<Vec<Part>, Error> {
    let usual = config::usual_migrations(here);
    let configs = package_configs(here);
    // A folder such as db/migrations may be one that packages share.
    let is_shared = |folder: &Path| ["db", "database", "sql", "src"].iter().any(|it| folder.starts_with(it));
    let is_own =
        existing_migrations::migrations(here, &usual)?.is_some_and(|it| configs.is_empty() || !is_shared(&it.folder));
    if here.join(database_file(here).path).exists() || is_own {
        return Ok(Vec::new());
    }
    let mut parts = Vec::new();
    for (wrangler, declared) in declared(here, &configs, flags.environment.as_deref()) {
        parts.push(of_wrangler(here, wrangler, &declared, &parts)?);
    }
    let has_config = |package: &Path| configs.iter().any(|it| it.path.parent() == Some(package));
    for package in packages(here).iter().filter(|it| !has_config(it)) {
        let covered =
            |it: &Part| it.config.migrations.starts_with(package) || package.starts_with(&it.config.migrations);
        if parts.iter().any(covered) {
            continue;
        }
        let Some(found) = existing_migrations::migrations(&here.join(package), Path::new("migrations"))? else {
            continue;
        };
        let DatabaseFile { path, why, .. } = database_file(&here.join(package));
        let target = Target::Sqlite(package.join(path));
        let mut config = DatabaseConfig::single(package.join(found.folder), &target);
        config.pattern = found.pattern.map(str::to_owned);
        let name = free_name(&parts, package, None);
        let mut part = part(name, config, None, false, &parts)?;
        part.why = Some(why);
        parts.push(part);
    }
    if let [only] = parts.as_mut_slice() {
        only.config.schema = OneOrMany::One(PathBuf::from("schema"));
    }
    Ok(parts)
}

/// Each database once, although several packages bind it: in the package that has its migrations.
fn declared<'a>(here: &Path, configs: &'a [Wrangler], only: Option<&str>) -> Vec<(&'a Wrangler, Declared<'a>)> {
    let all = configs.iter().flat_map(|wrangler| {
        let all = Declared::all(wrangler, only);
        all.into_iter().map(move |it| (wrangler, it))
    });
    let mut all: Vec<(&Wrangler, Declared<'_>)> = all.collect();
    let has_folder = |it: &(&Wrangler, Declared<'_>)| {
        let folder = it.1.first().map_or("migrations", D1Binding::migrations);
        here.join(it.0.base()).join(folder).is_dir()
    };
    all.sort_by_key(|it| !has_folder(it));
    let mut found: Vec<(&Wrangler, Declared<'_>)> = Vec::new();
    for (wrangler, database) in all {
        let is_known = |known: &Declared<'_>| database.bindings.iter().any(|(_, it)| known.has(it));
        // Without a name and an id two bindings are never known to be one database.
        let is_told = database
            .first()
            .is_some_and(|it| it.database_id.is_some() || it.database_name.is_some());
        if !(is_told && found.iter().any(|(_, known)| is_known(known))) {
            found.push((wrangler, database));
        }
    }
    found.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    found
}

fn of_wrangler(here: &Path, wrangler: &Wrangler, declared: &Declared<'_>, parts: &[Part]) -> Result<Part, Error> {
    let package = wrangler.base();
    let mut config = DatabaseConfig::declared(declared, wrangler, here);
    config.wrangler = Some(wrangler.path.clone());
    let mut is_elsewhere = false;
    let is_only = wrangler.sections.iter().all(|it| it.databases.len() < 2);
    if is_only && config.pattern.is_none() {
        let usual = PathBuf::from(declared.first().map_or("migrations", D1Binding::migrations));
        if let Some(found) = existing_migrations::migrations(&here.join(package), &usual)? {
            let is_usual = found.folder == usual;
            is_elsewhere = !is_usual || found.pattern.is_some();
            if !is_usual {
                config.migrations = package.join(found.folder);
            }
            config.pattern = found.pattern.map(str::to_owned);
        }
    }
    let name = free_name(parts, package, declared.name().as_deref());
    part(name, config, Some(wrangler.path.clone()), is_elsewhere, parts)
}

fn part(
    name: String,
    mut config: DatabaseConfig,
    wrangler: Option<PathBuf>,
    is_elsewhere: bool,
    parts: &[Part],
) -> Result<Part, Error> {
    // Packages that share a folder of migrations share its schema.
    let same = parts.iter().find(|it| it.config.migrations == config.migrations);
    config.schema = match same {
        Some(same) => same.config.schema.clone(),
        None => OneOrMany::One(Path::new("schema").join(&name)),
    };
    let pattern = config.pattern.as_deref().map(Pattern::parse).transpose()?;
    let folder = Folder::read_matching(&config.migrations, pattern.unwrap_or_default())?;
    Ok(Part {
        name,
        folder,
        config,
        is_elsewhere,
        wrangler,
        why: None,
    })
}

/// The database's own name, else that of its package.
fn free_name(parts: &[Part], package: &Path, own: Option<&str>) -> String {
    let folder = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let whole = package.display().to_string();
    let names = own
        .map(str::to_owned)
        .into_iter()
        .chain([folder, whole])
        .map(|it| plain(&it));
    let is_free = |name: &String| !parts.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    let mut counted = (2..).map(|it| format!("app-{it}"));
    names
        .into_iter()
        .find(is_free)
        .unwrap_or_else(|| counted.find(is_free).unwrap_or_default())
}
