//! The databases of a monorepo: those of a config, and those of the configs that its `workspace` names.

use std::path::{Path, PathBuf};

use super::Error;
use super::file::{Config, FILE_NAME};
use super::project::{Flags, config_path};

/// Folders in which nobody keeps a project of their own.
const PASSED_OVER: &[&str] = &["node_modules", "target", "dist", "build"];

/// A database of a config, or of one that its workspace names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceDatabase {
    /// Its name in its config.
    pub name: String,
    /// What it is called from here: its name, with its folder before it where another one has the same name.
    pub label: String,
    /// Its config, as it is seen from here; none where there is no config.
    pub config: Option<PathBuf>,
}

/// All databases that a command in the folder `here` can be about: those of the config, then those of its workspace.
///
/// # Errors
/// A config that cannot be read; a pattern that names no config.
pub fn databases(flags: &Flags, here: &Path) -> Result<Vec<WorkspaceDatabase>, Error> {
    let Some(path) = config_path(flags, here) else {
        return Ok(vec![WorkspaceDatabase {
            name: String::new(),
            label: "app".to_owned(),
            config: None,
        }]);
    };
    let shown = path.strip_prefix(here).unwrap_or(&path).to_path_buf();
    let (config, _) = Config::read(&path, &shown)?;
    of_config(&config, &path, &shown)
}

/// The databases of a config that is read.
pub(super) fn of_config(config: &Config, path: &Path, shown: &Path) -> Result<Vec<WorkspaceDatabase>, Error> {
    let mut found: Vec<(PathBuf, String, PathBuf)> = Vec::new();
    let own = config.databases.keys();
    found.extend(own.map(|name| (PathBuf::new(), name.clone(), shown.to_path_buf())));
    let base = parent(path);
    for pattern in &config.workspace {
        let folders: Vec<PathBuf> = folders(&base, pattern);
        let with_config = folders.into_iter().filter(|it| base.join(it).join(FILE_NAME).is_file());
        let mut is_empty = true;
        for folder in with_config {
            is_empty = false;
            let shown = parent(shown).join(&folder).join(FILE_NAME);
            let shown = shown.strip_prefix(".").map(Path::to_path_buf).unwrap_or(shown);
            if found.iter().any(|it| it.2 == shown) {
                continue;
            }
            let (member, _) = Config::read(&base.join(&folder).join(FILE_NAME), &shown)?;
            found.extend(
                member
                    .databases
                    .into_keys()
                    .map(|name| (folder.clone(), name, shown.clone())),
            );
        }
        if is_empty {
            return Err(Error::EmptyWorkspace {
                path: shown.to_path_buf(),
                pattern: pattern.clone(),
            });
        }
    }
    let is_common = |name: &String| found.iter().filter(|it| it.1 == *name).count() > 1;
    let database = |(folder, name, config): &(PathBuf, String, PathBuf)| WorkspaceDatabase {
        label: match is_common(name) {
            true => folder.join(name).display().to_string(),
            false => name.clone(),
        },
        name: name.clone(),
        config: Some(config.clone()),
    };
    Ok(found.iter().map(database).collect())
}

/// Those of these names, in the order of the config; all of them where none is named.
///
/// # Errors
/// [`Error::UnknownDatabase`].
pub fn chosen(all: Vec<WorkspaceDatabase>, names: &[String]) -> Result<Vec<WorkspaceDatabase>, Error> {
    let is = |it: &WorkspaceDatabase, name: &String| it.label == *name || it.name == *name;
    let unknown = names.iter().find(|name| !all.iter().any(|it| is(it, name)));
    if let Some(name) = unknown {
        return Err(Error::UnknownDatabase {
            name: name.clone(),
            known: all.into_iter().map(|it| it.label).collect(),
        });
    }
    let is_meant = |it: &WorkspaceDatabase| names.is_empty() || names.iter().any(|name| is(it, name));
    Ok(all.into_iter().filter(is_meant).collect())
}

/// The database that `--database` names, or the only one, where it is in a config of the workspace.
///
/// # Errors
/// Several of that name; none.
pub(super) fn elsewhere(
    flags: &Flags,
    config: &Config,
    path: &Path,
    shown: &Path,
) -> Result<Option<WorkspaceDatabase>, Error> {
    let is_own = |name: &String| config.databases.contains_key(name);
    if config.workspace.is_empty() || flags.database.as_ref().is_some_and(is_own) {
        return Ok(None);
    }
    let all = of_config(config, path, shown)?;
    let known = || all.iter().map(|it| it.label.clone()).collect();
    let found: Vec<&WorkspaceDatabase> = match &flags.database {
        Some(name) => all.iter().filter(|it| it.label == *name || it.name == *name).collect(),
        None => all.iter().collect(),
    };
    match (found.as_slice(), &flags.database) {
        ([one], _) => Ok(Some((*one).clone()).filter(|it| it.config.as_deref() != Some(shown))),
        ([], Some(name)) => Err(Error::UnknownDatabase {
            name: name.clone(),
            known: known(),
        }),
        _ => Err(Error::WhichDatabase { known: known() }),
    }
}

/// The folders that a pattern names, as they are seen from `base`: `packages/*`, `apps/**`.
fn folders(base: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for segment in pattern.split('/').filter(|it| !it.is_empty() && *it != ".") {
        found = found.iter().flat_map(|it| below(base, it, segment)).collect();
    }
    found.sort();
    found.dedup();
    found
}

fn below(base: &Path, folder: &Path, segment: &str) -> Vec<PathBuf> {
    if !segment.contains('*') {
        return vec![folder.join(segment)];
    }
    let entries = std::fs::read_dir(base.join(folder)).into_iter().flatten().flatten();
    let names = entries
        .filter(|it| it.path().is_dir())
        .filter_map(|it| it.file_name().into_string().ok())
        .filter(|it| !it.starts_with('.') && !PASSED_OVER.contains(&it.as_str()));
    if segment == "**" {
        let deeper = names.flat_map(|it| below(base, &folder.join(it), "**"));
        return std::iter::once(folder.to_path_buf()).chain(deeper).collect();
    }
    let (start, end) = segment.split_once('*').unwrap_or((segment, ""));
    let is_it = |it: &String| it.len() >= start.len() + end.len() && it.starts_with(start) && it.ends_with(end);
    names.filter(is_it).map(|it| folder.join(it)).collect()
}

fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_path_buf()
}

/// How to run a command on several databases: "name one with --database: a, b; or all of them: reconcile plan --all".
pub(super) fn which_help(known: &[String]) -> String {
    format!(
        "choose with --database: {}; or run it on all of them with --all",
        known.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn workspace(config: &str, members: &[(&str, &str)]) -> Result<Vec<String>, Error> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), config).unwrap();
        for (path, databases) in members {
            let path = folder.path().join(path);
            std::fs::create_dir_all(&path).unwrap();
            let text: String = databases.split(' ').map(|it| format!("  {it}: {{}}\n")).collect();
            std::fs::write(path.join(FILE_NAME), format!("databases:\n{text}")).unwrap();
        }
        let found = databases(&Flags::default(), folder.path())?;
        let said = |it: WorkspaceDatabase| format!("{} {}", it.label, it.config.unwrap().display());
        Ok(found.into_iter().map(said).collect())
    }

    #[test]
    fn databases_of_the_root_and_of_the_packages() {
        let members = [
            ("packages/a", "app"),
            ("packages/b", "app jobs"),
            ("packages/node_modules/x", "x"),
            ("apps/web/deep", "web"),
        ];
        let config = "workspace: [\"packages/*\", \"apps/**\"]\ndatabases:\n  central: {}\n";
        assert_eq!(
            workspace(config, &members).unwrap(),
            [
                "central reconcile.yaml",
                "packages/a/app packages/a/reconcile.yaml",
                "packages/b/app packages/b/reconcile.yaml",
                "jobs packages/b/reconcile.yaml",
                "web apps/web/deep/reconcile.yaml",
            ]
        );
        let error = workspace("workspace: [\"nowhere/*\"]\n", &members).unwrap_err();
        assert_eq!(
            error.to_string(),
            "reconcile.yaml: workspace names nowhere/*, where no folder has a reconcile.yaml"
        );
    }
}
