//! The folder of numbered migrations.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::listing::names;
use super::{Error, Migration, Numbering, Pattern, atomic_write, check, order, slug};
use crate::diagnostic::Diagnostic;
use crate::schema::{decoded, on_one_line};

/// All migrations of one database, in the order in which wrangler runs them.
#[derive(Debug, Clone)]
pub struct Folder {
    dir: PathBuf,
    pattern: Pattern,
    exists: bool,
    migrations: Vec<Migration>,
}

/// What the next migration of a folder is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    /// The name to record: `0007_teams.sql`, or `0007_teams/migration.sql`.
    pub file_name: String,
    /// Its number as written: `0007`.
    pub number: String,
}

impl NewName {
    /// A migration that is written by hand: what it is called, when and what for, then its statements.
    pub fn hand_written(self, title: &str, now: Timestamp, note: &str, sql: &str) -> Migration {
        let (number, title) = (&self.number, on_one_line(title));
        let when = now.strftime("%Y-%m-%dT%H:%M:%SZ");
        let text = format!("-- Migration number: {number}\n-- {title}\n-- {when}\n--\n-- {note}\n{sql}");
        Migration::parse(self.file_name, &text)
    }
}

/// The folder of down files, within that of the migrations.
const DOWN: &str = "rollbacks";

/// The folder of files that undo on one target what was done to it by hand.
const DRIFT: &str = "drift";

/// What the down file of a migration is called.
pub fn down_name(number: &str) -> NewName {
    NewName {
        file_name: format!("{DOWN}/{number}_rollback.sql"),
        number: number.to_owned(),
    }
}

/// What the file is called that undoes on one target what was done by hand since the migration `number`.
pub fn undo_name(number: &str, target: &str) -> NewName {
    NewName {
        file_name: format!("{DRIFT}/{number}_{}.sql", slug::slug(target)),
        number: number.to_owned(),
    }
}

impl Folder {
    /// Reads every `*.sql` directly in the folder. One that does not exist yet is empty.
    pub fn read(dir: impl Into<PathBuf>) -> Result<Self, Error> {
        Self::read_matching(dir, Pattern::default())
    }

    /// Reads every file that the pattern names.
    pub fn read_matching(dir: impl Into<PathBuf>, pattern: Pattern) -> Result<Self, Error> {
        let dir = dir.into();
        let (names, exists) = names(&dir, &pattern)?;
        let mut migrations = Vec::with_capacity(names.len());
        for name in names {
            let path = dir.join(&name);
            let bytes = fs::read(&path).map_err(|source| Error::Read {
                path: path.clone(),
                source,
            })?;
            let text = decoded(bytes).map_err(|reason| Error::NotText { path, reason })?;
            migrations.push(Migration::parse(name, &text));
        }
        Ok(Self {
            dir,
            pattern,
            exists,
            migrations,
        })
    }

    /// The folder that these migrations would be, for plans and tests that touch no disk.
    pub fn of(dir: impl Into<PathBuf>, migrations: impl IntoIterator<Item = Migration>) -> Self {
        let mut migrations: Vec<Migration> = migrations.into_iter().collect();
        migrations.sort_by(|a, b| order::compare(&a.file_name, &b.file_name));
        Self {
            dir: dir.into(),
            pattern: Pattern::default(),
            exists: true,
            migrations,
        }
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// False for a folder that is not there: then it is read as empty, and a typing error may be the reason.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// The migrations in order.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The migration with this recorded name.
    pub fn get(&self, file_name: &str) -> Option<&Migration> {
        self.migrations.iter().find(|it| it.file_name == file_name)
    }

    /// Where a migration lies, or will.
    pub fn path_of(&self, file_name: &str) -> PathBuf {
        file_name
            .split('/')
            .fold(self.dir.clone(), |path, segment| path.join(segment))
    }

    /// How it numbers its migrations.
    pub fn numbering(&self) -> Numbering {
        Numbering::of(self.names())
    }

    /// The name of the next migration. `now` counts only where numbers are moments.
    pub fn next(&self, description: &str, now: Timestamp) -> Result<NewName, Error> {
        let numbering = self.numbering();
        let number = numbering.next(self.names(), now);
        let stem = format!("{number}{}{}", numbering.separator(), slug::slug(description));
        let file_name = self.pattern.name_of(&stem)?;
        Ok(NewName { file_name, number })
    }

    /// Takes up a migration that is not written yet: the next one comes after it.
    pub fn take_up(&mut self, migration: Migration) {
        self.migrations.push(migration);
        self.migrations
            .sort_by(|a, b| order::compare(&a.file_name, &b.file_name));
    }

    /// Writes a new migration and takes it up. All of it is on disk, or nothing; a number that another process took
    /// in the meantime is never used twice, and no file is ever replaced.
    pub fn write(&mut self, migration: Migration) -> Result<PathBuf, Error> {
        let path = self.path_of(&migration.file_name);
        atomic_write::create(&self.dir, &path, &migration.text, || {
            let (names, _) = names(&self.dir, &self.pattern)?;
            let number = order::number_text(&migration.file_name);
            let same = |name: &&String| {
                **name == migration.file_name || number.is_some_and(|it| same_number(it, order::number_text(name)))
            };
            match names.iter().find(same) {
                None => Ok(()),
                Some(taken_by) => Err(Error::NumberTaken {
                    number: number.unwrap_or_default().to_owned(),
                    taken_by: taken_by.clone(),
                }),
            }
        })?;
        self.exists = true;
        self.take_up(migration);
        Ok(path)
    }

    /// Writes a file below the folder that is no migration: `rollbacks/0007_rollback.sql`. It replaces an earlier one.
    pub fn write_beside(&self, name: &NewName, text: &str) -> Result<PathBuf, Error> {
        let path = self.path_of(&name.file_name);
        atomic_write::put(path.parent().unwrap_or(&self.dir), &path, text)?;
        Ok(path)
    }

    /// The folder as if this migration were not in it.
    pub fn without(&self, file_name: &str) -> Self {
        let mut folder = self.clone();
        folder.migrations.retain(|it| it.file_name != file_name);
        folder
    }

    /// Replaces the text of a migration that is there, as `reseal` does. All of it, or nothing.
    pub fn replace(&mut self, migration: Migration) -> Result<PathBuf, Error> {
        let path = self.path_of(&migration.file_name);
        atomic_write::replace(&self.dir, &path, &migration.text)?;
        self.migrations.retain(|it| it.file_name != migration.file_name);
        self.take_up(migration);
        Ok(path)
    }

    /// Gives a migration another name, and its folder where it lies in one of its own.
    ///
    /// # Errors
    /// A file or folder of that name; one that cannot be renamed.
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let first = |name: &str| self.dir.join(name.split('/').next().unwrap_or(name));
        let (old, new) = (first(from), first(to));
        if new.exists() {
            return Err(Error::NumberTaken {
                number: order::number_text(to).unwrap_or_default().to_owned(),
                taken_by: new.display().to_string(),
            });
        }
        fs::rename(&old, &new).map_err(|source| Error::Write { path: new, source })?;
        let renamed = self.get(from).map(|it| Migration::parse(to, &it.text));
        self.migrations.retain(|it| it.file_name != from);
        renamed.into_iter().for_each(|it| self.take_up(it));
        Ok(())
    }

    /// Gives the down file of a migration that number, if it has one.
    ///
    /// # Errors
    /// One that cannot be renamed.
    pub fn rename_down(&self, from: &str, to: &str) -> Result<Option<PathBuf>, Error> {
        let (old, new) = (down_name(from), down_name(to));
        let (old, new) = (self.path_of(&old.file_name), self.path_of(&new.file_name));
        if !old.is_file() || new.exists() {
            return Ok(None);
        }
        fs::rename(&old, &new).map_err(|source| Error::Write {
            path: new.clone(),
            source,
        })?;
        Ok(Some(new))
    }

    /// The folder up to and with this migration.
    pub fn up_to(&self, file_name: &str) -> Self {
        let mut folder = self.clone();
        let end = folder.migrations.iter().position(|it| it.file_name == file_name);
        folder.migrations.truncate(end.map_or(usize::MAX, |it| it + 1));
        folder
    }

    /// What its own text shows to be wrong: numbers twice or missing, broken seals, statements that no batch holds.
    pub fn findings(&self) -> Vec<Diagnostic> {
        check::findings(&self.migrations)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.migrations.iter().map(|it| it.file_name.as_str())
    }
}

/// However many zeros they are written with; a date is as it is written.
fn same_number(number: &str, other: Option<&str>) -> bool {
    let Some(other) = other else { return false };
    match (number.parse::<u64>(), other.parse::<u64>()) {
        (Ok(number), Ok(other)) => number == other,
        _ => number == other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let folder = Folder::read(dir.path()).unwrap();
        (dir, folder)
    }

    fn names_of(folder: &Folder) -> Vec<&str> {
        folder.names().collect()
    }

    fn now() -> Timestamp {
        "2026-11-20T10:30:05Z".parse().unwrap()
    }

    #[test]
    fn reads_the_folder_itself_without_dotfiles() {
        let (_dir, folder) = folder(&[
            ("10_c.sql", ""),
            ("9_b.sql", ""),
            (".10_c.sql.tmp", ""),
            (".hidden.sql", ""),
            ("README.md", ""),
            ("meta/0001_x.sql", ""),
        ]);
        assert_eq!(names_of(&folder), ["9_b.sql", "10_c.sql"]);
        assert!(folder.exists());
    }

    #[test]
    fn reads_a_file_per_folder() {
        let (dir, _) = folder(&[
            ("0002_b/migration.sql", "SELECT 2;\n"),
            ("0001_a/migration.sql", ""),
            ("0001_a/x.sql", ""),
        ]);
        let mut folder = Folder::read_matching(dir.path(), Pattern::parse("*/migration.sql").unwrap()).unwrap();
        assert_eq!(names_of(&folder), ["0001_a/migration.sql", "0002_b/migration.sql"]);
        assert_eq!(folder.get("0002_b/migration.sql").unwrap().text, "SELECT 2;\n");
        let name = folder.next("more", now()).unwrap();
        assert_eq!(name.file_name, "0003_more/migration.sql");
        let path = folder.write(Migration::parse(name.file_name, "SELECT 3;\n")).unwrap();
        assert_eq!(path, dir.path().join("0003_more").join("migration.sql"));
        assert_eq!(fs::read_to_string(path).unwrap(), "SELECT 3;\n");
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty_until_written_to() {
        let dir = tempfile::tempdir().unwrap();
        let mut folder = Folder::read(dir.path().join("a/b")).unwrap();
        assert!(!folder.exists() && folder.migrations().is_empty());
        let name = folder.next("First schema", now()).unwrap();
        assert_eq!(
            (name.file_name.as_str(), name.number.as_str()),
            ("0001_first_schema.sql", "0001")
        );
        folder.write(Migration::parse(name.file_name, "SELECT 1;\n")).unwrap();
        assert_eq!(
            names_of(&Folder::read(dir.path().join("a/b")).unwrap()),
            ["0001_first_schema.sql"]
        );
    }

    #[test]
    fn a_number_is_taken_once() {
        let (dir, mut ours) = folder(&[("0001_a.sql", "")]);
        let mut theirs = Folder::read(dir.path()).unwrap();
        let name = |folder: &Folder, slug| folder.next(slug, now()).unwrap().file_name;
        let (first, second) = (name(&theirs, "theirs"), name(&ours, "ours"));
        theirs.write(Migration::parse(first, "SELECT 1;\n")).unwrap();
        let error = ours.write(Migration::parse(second, "SELECT 2;\n")).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("number 0002 was taken by 0002_theirs.sql"),
            "{error}"
        );
        assert_eq!(
            fs::read_dir(dir.path()).unwrap().count(),
            2,
            "nothing else is left behind"
        );
        let same = ours.write(Migration::parse("0002_theirs.sql", "SELECT 3;\n"));
        assert!(matches!(same, Err(Error::NumberTaken { .. })));
        assert_eq!(
            fs::read_to_string(dir.path().join("0002_theirs.sql")).unwrap(),
            "SELECT 1;\n"
        );
    }

    #[test]
    fn replaces_only_what_is_there() {
        let (dir, mut folder) = folder(&[("0001_a.sql", "SELECT 1;\n")]);
        folder.replace(Migration::parse("0001_a.sql", "SELECT 2;\n")).unwrap();
        assert_eq!(
            fs::read_to_string(dir.path().join("0001_a.sql")).unwrap(),
            "SELECT 2;\n"
        );
        assert_eq!(folder.get("0001_a.sql").unwrap().text, "SELECT 2;\n");
        assert!(matches!(
            folder.replace(Migration::parse("0002_b.sql", "")),
            Err(Error::Write { .. })
        ));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_text_is_an_error_that_names_the_file() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("0001_a.sql"), b"SELECT '\xff';").unwrap();
        let error = Folder::read(dir.path()).unwrap_err().to_string();
        assert!(
            error.ends_with("0001_a.sql: line 1 is not UTF-8: save the file as UTF-8"),
            "{error}"
        );
    }
}
