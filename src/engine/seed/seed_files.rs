//! The files of a seeds folder, and which of them a history has with the text that they have now.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Reason;
use crate::ledger::{EventKind, HistoryRow, Ledger};
use crate::migration::{Checksum, Migration};
use crate::schema::decoded;

/// The folder of the files that every target gets.
pub const COMMON: &str = "common";

/// One file.
#[derive(Debug, Clone)]
pub struct SeedFile {
    /// As the history has it: `common/01_users.sql`.
    pub name: String,
    /// Its text, under the path that messages have.
    pub sql: Migration,
}

impl SeedFile {
    /// A file of this text.
    pub fn new(name: impl Into<String>, path: &Path, text: &str) -> Self {
        Self {
            name: name.into(),
            sql: Migration::parse(path.display().to_string(), text),
        }
    }

    /// The SQL files in a part of a seeds folder, by name; none where the part is not there.
    ///
    /// # Errors
    /// [`Reason::Read`].
    pub fn all_in(seeds: &Path, part: &str) -> Result<Vec<Self>, Reason> {
        let folder = seeds.join(part);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let unread = |path: &Path, message: String| Reason::Read {
            path: path.to_path_buf(),
            message,
        };
        let mut paths: Vec<(String, PathBuf)> = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|error| unread(&folder, error.to_string()))? {
            let path = entry.map_err(|error| unread(&folder, error.to_string()))?.path();
            let is_sql = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("sql"));
            if !is_sql || !path.is_file() {
                continue;
            }
            let name = path.file_name().and_then(|it| it.to_str()).map(str::to_owned);
            let name = name.ok_or_else(|| unread(&path, "its name is not UTF-8: rename it".to_owned()))?;
            paths.push((name, path));
        }
        paths.sort();
        let read = |(name, path): (String, PathBuf)| {
            let text = std::fs::read(&path)
                .map_err(|error| error.to_string())
                .and_then(decoded);
            let text = text.map_err(|message| unread(&path, message))?;
            Ok(Self::new(format!("{part}/{name}"), &path, &text))
        };
        paths.into_iter().map(read).collect()
    }

    /// True if a person means it: by its whole name, its file name, or that without `.sql`.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.replace('\\', "/");
        let file = self.name.rsplit('/').next().unwrap_or(&self.name);
        let stem = file.rsplit_once('.').map_or(file, |it| it.0);
        self.name == name || file == name || stem == name || self.sql.file_name.replace('\\', "/") == name
    }
}

/// The checksum with which each seed file ran last, as a history says of a ledger.
pub fn recorded(history: &[HistoryRow], ledger: &str) -> BTreeMap<String, Checksum> {
    let key = Ledger::key(ledger);
    let of_ledger = history
        .iter()
        .filter(|it| it.ledger == key && it.event == EventKind::Seeded.word());
    of_ledger
        .filter_map(|it| Some((it.name.clone(), Checksum::from_hex(it.text("checksum")?))))
        .collect()
}
