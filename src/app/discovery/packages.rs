//! The packages of a monorepo: folders below the one in which a project begins, with a config of wrangler or migrations.

use std::path::{Path, PathBuf};

use crate::config::{Environment, Wrangler};

/// So many folders below the root: `services/api/worker`.
const DEPTH: usize = 3;
/// Folders in which nobody keeps a package of their own.
const PASSED_OVER: &[&str] = &[
    "node_modules",
    "target",
    "dist",
    "build",
    "test",
    "tests",
    "fixtures",
    "examples",
    "vendor",
];

/// The folders that may be packages, by name, each as it is seen from `here`.
pub(crate) fn packages(here: &Path) -> Vec<PathBuf> {
    fn walk(here: &Path, folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
        let entries = std::fs::read_dir(here.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|it| it.file_type().is_ok_and(|it| it.is_dir()))
            .filter_map(|it| it.file_name().into_string().ok())
            .filter(|it| !it.starts_with('.') && !PASSED_OVER.contains(&it.as_str()))
            .collect();
        names.sort();
        for name in names {
            let path = folder.join(name);
            if depth < DEPTH {
                found.push(path.clone());
                walk(here, &path, depth + 1, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(here, Path::new(""), 0, &mut found);
    found
}

/// wrangler's configs of the packages, of those that have databases. One that cannot be read is none.
pub(crate) fn package_configs(here: &Path) -> Vec<Wrangler> {
    let names = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];
    let config = |package: &PathBuf| {
        let path = names
            .iter()
            .map(|it| package.join(it))
            .find(|it| here.join(it).is_file())?;
        let wrangler = Wrangler::read(here, &path, &Environment::default()).ok()?;
        wrangler.has_databases().then_some(wrangler)
    };
    packages(here).iter().filter_map(config).collect()
}
