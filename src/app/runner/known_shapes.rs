//! The definitions that a database may have at each point of the migrations folder.
//!
//! The Worker cannot compute a fingerprint. It compares the stored definitions, without comments and white space, with those
//! that a replay leaves. Definitions that were spelt otherwise once have the same fingerprint and another hash: they are
//! learned from the results of a run, and count from then on.

use sha2::{Digest, Sha256};

use super::Error;
use crate::database::{Database, Scratch, Value};
use crate::introspect::{self, Ownership};
use crate::ledger;
use crate::migration::{Folder, Migration};
use crate::schema::Fingerprint;
use crate::sql::tokens;

/// One object of a database, as `sqlite_schema` has it: type, name, table, definition.
pub(crate) type CatalogRow = [String; 4];

/// What databases may have after so many migrations.
#[derive(Debug, Clone)]
pub(crate) struct Position {
    fingerprint: Fingerprint,
    /// Of the definitions, however they were spelt.
    pub(crate) hashes: Vec<String>,
}

/// The query for the rows of [`CatalogRow`].
pub(crate) fn catalog_query(condition: &str) -> String {
    format!(
        "SELECT m.type, m.name, m.tbl_name, m.sql FROM sqlite_schema AS m\n  WHERE {condition}\n  ORDER BY m.type, m.name"
    )
}

/// A definition without comments, and with one space for all white space between two words; none beside `(`, `)` and `,`.
fn normal_form(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut is_apart = false;
    for token in tokens(sql) {
        if token.is_trivia() {
            is_apart = true;
            continue;
        }
        let word = token.text(sql);
        let is_mark = |it: char| matches!(it, '(' | ')' | ',');
        if is_apart && !text.is_empty() && !text.ends_with(is_mark) && !word.starts_with(is_mark) {
            text.push(' ');
        }
        is_apart = false;
        text.push_str(word);
    }
    text
}

/// What `shapeOf` of the Worker gives.
pub(crate) fn hash(catalog: &[CatalogRow]) -> String {
    let line = |[kind, name, table, sql]: &CatalogRow| {
        serde_json::Value::from(vec![kind.as_str(), name, table, &normal_form(sql)]).to_string()
    };
    let lines: Vec<String> = catalog.iter().map(line).collect();
    let digest = Sha256::digest(lines.join("\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every point of the folder, from before its first migration to after its last, with what was learned.
///
/// # Errors
/// A folder that does not run from nothing; a migration that was reviewed for another schema than the one before it.
pub(crate) fn positions(
    folder: &Folder,
    ownership: &Ownership,
    condition: &str,
    learned: &[Vec<CatalogRow>],
) -> Result<Vec<Position>, Error> {
    let mut scratch = empty(ownership)?;
    let mut positions = vec![position(&mut scratch, ownership, condition)?];
    for migration in folder.migrations() {
        let before = positions.last().map(|it| &it.fingerprint);
        let reviewed = migration.sealed_header().map(|it| &it.fingerprints.from);
        if let (Some(before), Some(reviewed)) = (before, reviewed)
            && !before.is_recorded_as(reviewed)
        {
            return Err(Error::OtherStart {
                file: migration.file_name.clone(),
            });
        }
        run(&mut scratch, migration)?;
        positions.push(position(&mut scratch, ownership, condition)?);
    }
    for catalog in learned {
        learn(&mut positions, folder, ownership, condition, catalog)?;
    }
    Ok(positions)
}

/// Where a schema of the same meaning has its place, if it has one, its spelling counts from there on.
fn learn(
    positions: &mut [Position],
    folder: &Folder,
    ownership: &Ownership,
    condition: &str,
    catalog: &[CatalogRow],
) -> Result<(), Error> {
    let mut scratch = empty(ownership)?;
    if scratch.run(&definitions(catalog)).is_err() {
        return Ok(());
    }
    let found = position(&mut scratch, ownership, condition)?;
    let Some(at) = positions.iter().position(|it| it.fingerprint == found.fingerprint) else {
        return Ok(());
    };
    let later = folder.migrations().iter().skip(at).map(Some);
    for (known, migration) in positions.iter_mut().skip(at).zip(std::iter::once(None).chain(later)) {
        if migration.is_some_and(|it| run(&mut scratch, it).is_err()) {
            break;
        }
        let spelt = position(&mut scratch, ownership, condition)?;
        if spelt.fingerprint == known.fingerprint {
            let new = spelt.hashes.into_iter().filter(|it| !known.hashes.contains(it));
            let new: Vec<String> = new.collect();
            known.hashes.extend(new);
        }
    }
    Ok(())
}

/// The statements that make the objects again, tables first.
pub(crate) fn definitions(catalog: &[CatalogRow]) -> Vec<String> {
    let of = |kind: &'static str| catalog.iter().filter(move |it| it[0] == kind).map(|it| it[3].clone());
    ["table", "index", "view", "trigger"].into_iter().flat_map(of).collect()
}

/// A database with nothing but a ledger.
pub(super) fn empty(ownership: &Ownership) -> Result<Scratch, Error> {
    let mut scratch = Scratch::new()?;
    scratch.run(&ledger::tables(ownership.ledger()))?;
    Ok(scratch)
}

pub(super) fn run(scratch: &mut Scratch, migration: &Migration) -> Result<(), Error> {
    let batch: Vec<String> = migration.statements().into_iter().map(|it| it.1).collect();
    scratch.run(&batch)?;
    Ok(())
}

fn position(scratch: &mut Scratch, ownership: &Ownership, condition: &str) -> Result<Position, Error> {
    let rows = scratch.query(&catalog_query(condition))?.rows;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let catalog: Vec<CatalogRow> = rows
        .iter()
        .filter_map(|row| row.iter().map(text).collect::<Vec<_>>().try_into().ok())
        .collect();
    Ok(Position {
        fingerprint: introspect::read_beside(scratch, ownership)?.schema.fingerprint(),
        hashes: vec![hash(&catalog)],
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn row(kind: &str, name: &str, sql: &str) -> CatalogRow {
        [kind, name, "users", sql].map(str::to_owned)
    }

    #[test]
    fn comments_and_white_space_do_not_count_and_strings_do() {
        assert_eq!(
            normal_form("CREATE  TABLE t(\n\ta /* x */ DEFAULT '  --' , -- end\n b\"  \" )"),
            "CREATE TABLE t(a DEFAULT '  --',b\"  \")"
        );
    }

    /// The value is the one that the Worker computes: tests/d1 holds the two together.
    #[test]
    fn another_spelling_is_learned_from_where_it_is_to_the_end() {
        let folder = Folder::of(
            "x",
            [
                Migration::parse("1_a.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"),
                Migration::parse("2_b.sql", "CREATE INDEX by_name ON users (name);"),
            ],
        );
        let ownership = Ownership::default();
        let condition = ownership.condition(&|_| false);
        let known = positions(&folder, &ownership, &condition, &[]).unwrap();
        assert_eq!(known.iter().map(|it| it.hashes.len()).collect::<Vec<_>>(), [1, 1, 1]);
        let quoted = vec![row(
            "table",
            "users",
            "CREATE TABLE \"users\" (id INTEGER PRIMARY KEY, \"name\" TEXT)",
        )];
        let other = vec![row("table", "users", "CREATE TABLE users (id INTEGER PRIMARY KEY)")];
        let learned = [
            quoted.clone(),
            quoted.clone(),
            other,
            vec![row("table", "x", "nonsense")],
        ];
        let more = positions(&folder, &ownership, &condition, &learned).unwrap();
        assert_eq!(more.iter().map(|it| it.hashes.len()).collect::<Vec<_>>(), [1, 2, 2]);
        assert_eq!(more[1].hashes[1], hash(&quoted));
    }
}
