//! Environment variables as wrangler sees them: those of the process, and those of `.env` files.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::dotenv;
use super::environment::VARIABLE;

/// Variables by name. Tokens are among them, so they are never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variables {
    process: BTreeMap<String, String>,
    /// Where wrangler looks for `.env` files: the working folder.
    folder: PathBuf,
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} variables", self.process.len())
    }
}

impl Variables {
    /// Those of the process, which runs in `folder`.
    pub fn new(process: BTreeMap<String, String>, folder: &Path) -> Self {
        Self {
            process,
            folder: folder.to_path_buf(),
        }
    }

    /// What `CLOUDFLARE_ENV` says. It chooses no `.env` file: for wrangler `--env` does, here `flag`.
    pub(super) fn environment(&self, flag: Option<&str>) -> Option<String> {
        let mut all = self.process.clone();
        add(&mut all, files(&self.folder, flag));
        all.remove(VARIABLE)
    }

    /// Those for a request: of the process, then of the `.env` files of the working folder, then of those beside
    /// wrangler's config.
    pub fn for_request(&self, config: &Path, environment: Option<&str>) -> BTreeMap<String, String> {
        let mut all = self.process.clone();
        add(&mut all, files(&self.folder, environment));
        add(&mut all, files(&self.folder.join(config), environment));
        all
    }

    /// As [`Variables::for_request`], with `.dev.vars`. That file is the Worker's own, so it is for where nothing else will do.
    pub fn of_the_worker(&self, config: &Path, environment: Option<&str>) -> BTreeMap<String, String> {
        let mut all = self.for_request(config, environment);
        let config = self.folder.join(config);
        let own = environment.map(|it| read(&config, &format!(".dev.vars.{it}")));
        let own = own.filter(|it| !it.is_empty());
        add(&mut all, own.unwrap_or_else(|| read(&config, ".dev.vars")));
        all
    }
}

/// The `.env` files of a folder, the most particular one last.
fn files(folder: &Path, environment: Option<&str>) -> Vec<(String, String)> {
    let mut names = vec![".env".to_owned(), ".env.local".to_owned()];
    if let Some(name) = environment {
        names.extend([format!(".env.{name}"), format!(".env.{name}.local")]);
    }
    names.iter().flat_map(|name| read(folder, name)).collect()
}

/// Adds what files say: what is set already stays, and of one name the last value counts.
fn add(all: &mut BTreeMap<String, String>, parsed: Vec<(String, String)>) {
    let mut merged: Vec<(String, String)> = Vec::new();
    for (name, value) in parsed {
        match merged.iter_mut().find(|(it, _)| *it == name) {
            Some(there) => there.1 = value,
            None => merged.push((name, value)),
        }
    }
    let expanded = dotenv::expand(&merged, all);
    all.extend(expanded);
}

/// A file that is not there, or cannot be read, holds nothing: so it is for wrangler.
fn read(folder: &Path, name: &str) -> Vec<(String, String)> {
    // A name that leads out of the folder is no environment's.
    if name.contains(['/', '\\']) {
        return Vec::new();
    }
    std::fs::read_to_string(folder.join(name)).map_or_else(|_| Vec::new(), |text| dotenv::parse(&text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_process_goes_first_then_the_most_particular_file() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(".env", "A=env\nB=env\nC=env\nD=env\nCLOUDFLARE_ENV=staging\n");
        write(".env.local", "B=local\nC=local\n");
        write(".env.staging", "C=staging\n");
        write(".dev.vars", "A=worker\nE=worker\n");
        let process = BTreeMap::from([("D".to_owned(), "process".to_owned())]);
        let all = Variables::new(process, folder.path());
        let get = |all: &BTreeMap<String, String>, names: &[&str]| {
            let found: Vec<String> = names.iter().filter_map(|it| all.get(*it).cloned()).collect();
            found.join(" ")
        };
        let here = Path::new("");
        assert_eq!(
            get(&all.for_request(here, None), &["A", "B", "C", "D"]),
            "env local local process"
        );
        assert_eq!(get(&all.for_request(here, Some("staging")), &["C"]), "staging");
        assert_eq!(all.environment(None).as_deref(), Some("staging"));
        assert_eq!(
            get(&all.of_the_worker(here, Some("staging")), &["A", "E"]),
            "env worker"
        );
        assert_eq!(format!("{all:?}"), "1 variables");
    }
}
