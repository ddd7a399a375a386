//! What was sent to whom: `.reconcile/alerts.json` beside the config, or another file.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Error, Observed};

/// Where it is, seen from the config.
const FILE: &str = ".reconcile/alerts.json";

/// Findings by their ids.
pub(super) type OfTarget = BTreeMap<String, SentFinding>;

/// What every destination knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// By destination, then by target.
    sent: BTreeMap<String, BTreeMap<String, OfTarget>>,
}

/// A finding that a destination knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFinding {
    /// The sentence that was sent.
    pub text: String,
}

/// The file that the config names; without a name, the usual one.
pub fn path_of(base: &Path, named: Option<&Path>) -> PathBuf {
    base.join(named.unwrap_or(Path::new(FILE)))
}

impl Sent {
    /// What a destination knows, by target.
    pub fn to(&self, destination: &str) -> BTreeMap<String, OfTarget> {
        self.sent.get(destination).cloned().unwrap_or_default()
    }

    /// All that anybody knows of a target: destination, id and text of each finding.
    pub(super) fn of<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.sent.iter().flat_map(move |(destination, targets)| {
            let findings = targets.get(target).into_iter().flatten();
            findings.map(move |(id, finding)| (destination.as_str(), id.as_str(), finding.text.as_str()))
        })
    }

    /// Adds a finding that a destination knows.
    pub(super) fn add(&mut self, destination: &str, target: &str, id: &str, text: &str) {
        let targets = self.sent.entry(destination.to_owned()).or_default();
        let finding = SentFinding { text: text.to_owned() };
        targets
            .entry(target.to_owned())
            .or_default()
            .insert(id.to_owned(), finding);
    }

    /// A destination knows what was found, and no more, of these targets.
    pub fn note(&mut self, destination: &str, observed: &[Observed]) {
        for it in observed {
            if let Some(targets) = self.sent.get_mut(destination) {
                targets.remove(&it.target);
            }
            for finding in &it.findings {
                self.add(destination, &it.target, &finding.id, &finding.text);
            }
        }
        self.sent.retain(|_, targets| !targets.is_empty());
    }

    /// Reads the file; nothing was sent where there is none.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(failed(path, error.to_string())),
        };
        serde_json::from_str(&text).map_err(|error| failed(path, error.to_string()))
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let written = || {
            let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
            if let Some(folder) = folder {
                fs::create_dir_all(folder)?;
                // It is nothing for Git.
                let ignored = folder.join(".gitignore");
                if folder.ends_with(".reconcile") && !ignored.exists() {
                    fs::write(ignored, "*\n")?;
                }
            }
            let text = serde_json::to_string_pretty(self).map_err(std::io::Error::from)?;
            let new = path.with_extension(format!("{}.tmp", std::process::id()));
            fs::write(&new, format!("{text}\n"))?;
            fs::rename(&new, path)
        };
        written().map_err(|error| failed(path, error.to_string()))
    }
}

fn failed(path: &Path, message: String) -> Error {
    Error::File {
        path: path.to_path_buf(),
        message,
    }
}
