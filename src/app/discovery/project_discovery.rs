//! The databases of a project that begins.

use std::path::{Path, PathBuf};

use super::database_file::database_file;
use super::package_discovery::package_parts;
use super::{Origin, existing_migrations};
use crate::config::{self, DatabaseConfig, Declared, Flags, OneOrMany, Target, Wrangler};
use crate::error::Error;
use crate::migration::{Folder, Pattern};

/// A database of the new project.
pub(crate) struct Part {
    /// What the config calls it.
    pub name: String,
    /// What the config says of it.
    pub config: DatabaseConfig,
    /// The migrations that it has.
    pub folder: Folder,
    /// They are not where wrangler's config, or habit, has them.
    pub is_elsewhere: bool,
    /// wrangler's config that declares it.
    pub wrangler: Option<PathBuf>,
    /// How its only target is known, where nobody said it and wrangler's config has none.
    pub why: Option<String>,
}

/// The databases that the project has: those of wrangler's config that are meant, else one.
pub(crate) fn parts(
    here: &Path,
    flags: &Flags,
    wrangler: Option<&Wrangler>,
    origin: &Origin<'_>,
) -> Result<Vec<Part>, Error> {
    let mut found: Vec<(String, DatabaseConfig)> = Vec::new();
    for (wrangler, declared) in meant(flags, wrangler, origin)? {
        let mut config = DatabaseConfig::declared(&declared, wrangler, here);
        config.wrangler.clone_from(&flags.wrangler);
        if let Origin::Database(target, _) = origin {
            let bound = match target {
                Target::D1(name) | Target::D1Local(name) => wrangler.database(name),
                Target::Sqlite(_) => None,
            };
            config.prefer(target, bound.map(|it| (it, wrangler.environment.as_deref())));
        }
        let binding = declared.first().cloned().unwrap_or_default();
        let taken = |name: &String| found.iter().any(|(it, _)| it.to_lowercase() == name.to_lowercase());
        let own = plain(&binding.binding);
        let names = declared.name().as_deref().map(plain).into_iter();
        let mut names = names.chain([own.clone()]).chain((2..).map(|it| format!("{own}-{it}")));
        let name = names.find(|it| !taken(it)).unwrap_or(own);
        found.push((name, config));
    }
    if found.is_empty() && flags.migrations.is_none() && matches!(origin, Origin::Found(_)) {
        let parts = package_parts(here, flags)?;
        if !parts.is_empty() {
            return Ok(parts);
        }
    }
    let mut why = None;
    if found.is_empty() {
        let target = match origin {
            Origin::Database(target, _) => target.clone(),
            _ => {
                let file = database_file(here);
                why = Some(file.why);
                Target::Sqlite(file.path)
            }
        };
        let migrations = config::usual_migrations(here);
        found.push(("app".to_owned(), DatabaseConfig::single(migrations, &target)));
    }
    let several = found.len() > 1;
    let part = |(name, mut config): (String, DatabaseConfig)| {
        if several {
            config.schema = OneOrMany::One(Path::new("schema").join(&name));
        } else if let Some(path) = flags.schema.first() {
            config.schema = OneOrMany::One(path.clone());
        }
        let chosen = match origin {
            Origin::Folder(folder) => Some(folder),
            _ => flags.migrations.as_ref(),
        };
        if let Some(folder) = chosen.filter(|it| **it != config.migrations) {
            config.migrations.clone_from(folder);
            config.pattern = None;
        }
        let mut is_elsewhere = false;
        // Several databases would each claim it.
        if chosen.is_none()
            && !several
            && config.pattern.is_none()
            && let Some(found) = existing_migrations::migrations(here, &config.migrations)?
        {
            is_elsewhere = found.folder != config.migrations || found.pattern.is_some();
            config.migrations = found.folder;
            config.pattern = found.pattern.map(str::to_owned);
        }
        let pattern = config.pattern.as_deref().map(Pattern::parse).transpose()?;
        let folder = Folder::read_matching(&config.migrations, pattern.unwrap_or_default())?;
        Ok(Part {
            name,
            config,
            folder,
            is_elsewhere,
            wrangler: wrangler.map(|it| it.path.clone()),
            why: why.clone(),
        })
    };
    found.into_iter().map(part).collect()
}

/// The databases that `init` is about. One that is named has to be there; a folder or file of one's own may belong to none.
fn meant<'a>(
    flags: &Flags,
    wrangler: Option<&'a Wrangler>,
    origin: &Origin<'_>,
) -> Result<Vec<(&'a Wrangler, Declared<'a>)>, Error> {
    let Some(wrangler) = wrangler else {
        return Ok(Vec::new());
    };
    let all = Declared::all(wrangler, flags.environment.as_deref());
    if all.is_empty() && wrangler.has_databases() {
        return Err(Error::Config(config::Error::WhichEnvironment {
            path: wrangler.path.clone(),
            known: wrangler.elsewhere(|_| true).into_iter().flatten().collect(),
        }));
    }
    let is = |it: &Declared<'_>, name: &str| it.bindings.iter().any(|(_, it)| it.is(name));
    let chosen: Vec<Declared<'_>> = match (&flags.database, origin) {
        (Some(name), _) => {
            let known = all.iter().filter_map(|it| Some(it.first()?.binding.clone())).collect();
            let chosen: Vec<Declared<'_>> = all.into_iter().filter(|it| is(it, name)).collect();
            if chosen.is_empty() {
                return Err(config::Error::unknown_database(name, known).into());
            }
            chosen
        }
        (None, Origin::Database(Target::D1(name) | Target::D1Local(name), _)) => {
            let binding = wrangler.database(name);
            let has = |it: &Declared<'_>| binding.is_some_and(|binding| it.has(binding));
            all.into_iter().filter(has).collect()
        }
        (None, Origin::Found(_)) => all,
        (None, Origin::Folder(_) | Origin::Database(..)) if all.len() == 1 => all,
        (None, Origin::Folder(_) | Origin::Database(..)) => Vec::new(),
    };
    Ok(chosen.into_iter().map(|it| (wrangler, it)).collect())
}

/// A name as a key of the config and a folder within the schema's: never a way out of it.
pub(super) fn plain(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    let name: String = name.chars().map(|it| if is_plain(it) { it } else { '-' }).collect();
    match name.trim_matches('-') {
        "" => "app".to_owned(),
        name => name.to_owned(),
    }
}
