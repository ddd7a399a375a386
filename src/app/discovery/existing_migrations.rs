//! What a project that begins has already: migrations of another tool.

use std::path::{Path, PathBuf};

use super::program_text::{Value, drizzle_config, value_of};
use crate::error::Error;
use crate::migration::{Folder, Migration, Pattern, journal, journal_path};

/// A folder of migrations, and which files in it they are.
pub(crate) struct Found {
    /// The folder, as it is seen from the project.
    pub folder: PathBuf,
    /// The pattern, where they are not `*.sql` directly in it.
    pub pattern: Option<&'static str>,
}

/// Each migration in a folder of its own.
const NESTED: &str = "*/migration.sql";
/// Each with a file beside it that undoes it: `0001_a.up.sql`, `0001_a.down.sql`.
const PAIRED: &str = "*.up.sql";

/// Where migrations usually are: those of drizzle and Prisma, then those of people and other tools.
const USUAL: [&str; 9] = [
    "drizzle",
    "drizzle/migrations",
    "prisma/migrations",
    "migrations",
    "db/migrations",
    "database/migrations",
    "sql/migrations",
    "src/migrations",
    "src/db/migrations",
];

/// The migrations that a project has: in the folder that it is said to have, in that of drizzle's config, or in a usual one.
///
/// # Errors
/// Those of a folder that cannot be read.
pub(crate) fn migrations(here: &Path, configured: &Path) -> Result<Option<Found>, Error> {
    let mut folders = vec![configured.to_path_buf()];
    folders.extend(drizzle_out(here));
    folders.extend(USUAL.map(PathBuf::from));
    for folder in folders {
        for pattern in [None, Some(NESTED)] {
            let parsed = pattern.map(Pattern::parse).transpose()?.unwrap_or_default();
            let found = Folder::read_matching(here.join(&folder), parsed)?;
            if found.migrations().is_empty() {
                continue;
            }
            let is_half = |it: &Migration| it.file_name.ends_with(".up.sql") || it.file_name.ends_with(".down.sql");
            let is_paired = pattern.is_none() && found.migrations().iter().all(is_half);
            check_journal(&found, &folder)?;
            return Ok(Some(Found {
                folder,
                pattern: if is_paired { Some(PAIRED) } else { pattern },
            }));
        }
    }
    Ok(None)
}

/// Holds a folder to drizzle's journal, if it has one: without a file that it names, the schema would be another one.
fn check_journal(folder: &Folder, shown: &Path) -> Result<(), Error> {
    let entries = journal(folder.dir())?.unwrap_or_default();
    match entries.iter().find(|it| folder.get(&it.file_name).is_none()) {
        None => Ok(()),
        Some(missing) => Err(Error::JournalWithoutFile {
            journal: journal_path(shown),
            file: shown.join(&missing.file_name),
        }),
    }
}

/// The `out` of drizzle's config.
fn drizzle_out(here: &Path) -> Option<PathBuf> {
    let Value::Text(value) = value_of(&drizzle_config(here)?.1, "out", ':')? else {
        return None;
    };
    let path = value.trim_start_matches("./").trim_end_matches('/');
    (!path.is_empty() && !path.contains("..")).then(|| PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(files: &[(&str, &str)]) -> Option<(String, Option<&'static str>)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let found = migrations(folder.path(), Path::new("migrations")).unwrap();
        found.map(|it| (it.folder.display().to_string(), it.pattern))
    }

    #[test]
    fn migrations_of_other_tools_are_found() {
        let is = |folder: &str, pattern| Some((folder.to_owned(), pattern));
        assert_eq!(found(&[("drizzle/0000_a.sql", "")]), is("drizzle", None));
        assert_eq!(
            found(&[("drizzle/2024_a/migration.sql", "")]),
            is("drizzle", Some(NESTED))
        );
        assert_eq!(
            found(&[("prisma/migrations/2024_a/migration.sql", "")]),
            is("prisma/migrations", Some(NESTED))
        );
        assert_eq!(
            found(&[("migrations/2024_a/migration.sql", "")]),
            is("migrations", Some(NESTED))
        );
        assert_eq!(
            found(&[("migrations/1_a.up.sql", ""), ("migrations/1_a.down.sql", "")]),
            is("migrations", Some(PAIRED))
        );
        assert_eq!(
            found(&[("migrations/1.sql", ""), ("drizzle/1.sql", "")]),
            is("migrations", None)
        );
        // dbmate's, and everybody's.
        assert_eq!(found(&[("db/migrations/1.sql", "")]), is("db/migrations", None));
        assert_eq!(found(&[("other/1.sql", "")]), None);
        for config in [
            "export default { about: 'x', out: './db/sql/' }",
            "{\"out\": \"db/sql\"}",
        ] {
            assert_eq!(
                found(&[("drizzle.config.ts", config), ("db/sql/1.sql", "")]),
                is("db/sql", None),
                "{config}"
            );
        }
    }
}
