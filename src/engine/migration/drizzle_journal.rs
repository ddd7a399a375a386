//! drizzle's journal, `meta/_journal.json` beside the files: which of them drizzle knows, and when each was made.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::Error;

/// A file as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its recorded name: `0000_quiet_storm.sql`.
    pub file_name: String,
    /// When it was made, in milliseconds since 1970: drizzle's ledger has this figure.
    pub when: i64,
}

/// Where the journal of a folder is.
pub fn journal_path(folder: &Path) -> PathBuf {
    folder.join("meta").join("_journal.json")
}

/// The journal of a folder, in its order; none where there is none.
///
/// # Errors
/// One that cannot be read, or is no journal.
pub fn journal(folder: &Path) -> Result<Option<Vec<JournalEntry>>, Error> {
    let path = journal_path(folder);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::Read { path, source }),
    };
    let entries = || -> Option<Vec<JournalEntry>> {
        let journal: Json = serde_json::from_str(&text).ok()?;
        let entry = |it: &Json| {
            Some(JournalEntry {
                file_name: format!("{}.sql", it.get("tag")?.as_str()?),
                when: it.get("when").and_then(Json::as_i64).unwrap_or_default(),
            })
        };
        journal.get("entries")?.as_array()?.iter().map(entry).collect()
    };
    match entries() {
        Some(entries) => Ok(Some(entries)),
        None => Err(Error::NotText {
            path,
            reason: "it is no journal of drizzle: it has no `entries` with a `tag` each".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_and_times() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(journal(folder.path()).unwrap(), None);
        std::fs::create_dir(folder.path().join("meta")).unwrap();
        let path = journal_path(folder.path());
        std::fs::write(
            &path,
            r#"{"entries": [{"idx": 0, "tag": "0000_a", "when": 1767225600000}]}"#,
        )
        .unwrap();
        let found = journal(folder.path()).unwrap().unwrap();
        let entry = JournalEntry {
            file_name: "0000_a.sql".to_owned(),
            when: 1_767_225_600_000,
        };
        assert_eq!(found, [entry]);
        std::fs::write(&path, "{}").unwrap();
        let said = journal(folder.path()).unwrap_err().to_string();
        assert!(said.ends_with("it has no `entries` with a `tag` each"), "{said}");
    }
}
