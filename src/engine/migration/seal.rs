//! Proven SQL → a file. There is no other way to a sealed migration.

use jiff::Timestamp;

use super::header::{Header, Review, normalised, seal_of, write};
use super::{Error, Migration, NewName, line_endings};
use crate::proof::{Evidence, Proven, RUNS};
use crate::schema::{Fingerprint, Pair};
use crate::sql::same_tokens;

/// What a header says beside what was proven. Clock and version are inputs: the same input makes the same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The file's name and number, from `Folder::next`.
    pub name: NewName,
    /// What it does, in a few words.
    pub title: String,
    /// Version of reconcile.
    pub version: String,
    /// Now.
    pub written_at: Timestamp,
    /// What the plan says.
    pub review: Review,
}

/// Seals a proven script as the migration that `meta` describes.
pub fn seal(proven: &Proven, meta: Meta) -> Migration {
    sealed(
        meta,
        proven.fingerprints().clone(),
        proof_of(proven),
        &proven.script().text(),
    )
}

/// Seals a migration that a user edited, once the edited statements are proven. The user's text stays as it is.
///
/// # Errors
/// [`Error::NotProven`] when the statements proven are not those of the file.
pub fn reseal(edited: &Migration, proven: &Proven, meta: Meta) -> Result<Migration, Error> {
    if !same_tokens(edited.body(), &proven.script().text()) {
        return Err(Error::NotProven {
            file: edited.file_name.clone(),
        });
    }
    Ok(sealed(
        meta,
        proven.fingerprints().clone(),
        proof_of(proven),
        edited.body(),
    ))
}

/// What was run on which rows, and how many checks held; `plan` prints each of them.
fn proof_of(proven: &Proven) -> Vec<String> {
    let (ran, checks): (Vec<&Evidence>, Vec<&Evidence>) = proven.evidence().iter().partition(|it| it.check == RUNS);
    let ran = ran.first().map(|it| format!("{}; ", it.detail)).unwrap_or_default();
    vec![format!("{ran}{} checks hold", checks.len())]
}

/// The file's text, and what it reads back as.
fn sealed(meta: Meta, fingerprints: Pair<Fingerprint>, proof: Vec<String>, body: &str) -> Migration {
    let header = normalised(Header {
        number: meta.name.number,
        title: meta.title,
        version: meta.version,
        // Whole seconds: a reader needs no more.
        written_at: meta.written_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        review: meta.review,
        proof,
        fingerprints,
    });
    // Line ends between tokens are nothing to SQLite; literals keep theirs.
    let below = format!("\n{}", line_endings::outside_quotes(body));
    let text = write(&header, &seal_of(&header.fingerprints, &below)) + &below;
    Migration::parse(meta.name.file_name, &text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Seal;
    use super::*;

    fn meta() -> Meta {
        Meta {
            name: NewName {
                file_name: "0007_teams.sql".to_owned(),
                number: "0007".to_owned(),
            },
            title: "add teams".to_owned(),
            version: "0.1.0".to_owned(),
            written_at: "2026-11-20T10:30:05.25Z".parse().unwrap(),
            review: Review {
                verdict: Some("exact".to_owned()),
                hazards: vec!["rewrites-table: copies 12,304 rows".to_owned()],
                ..Review::default()
            },
        }
    }

    fn sealed(proof: Vec<String>, body: &str) -> Migration {
        let fingerprints = Pair {
            from: Fingerprint::from_hex("0a".repeat(32)),
            to: Fingerprint::from_hex("1b".repeat(32)),
        };
        super::sealed(meta(), fingerprints, proof, body)
    }

    #[test]
    fn the_file_word_for_word() {
        let migration = sealed(vec!["schema: as desired".to_owned()], "-- 1\nCREATE TABLE teams(a);\n");
        assert_eq!(
            (migration.number, migration.slug.as_str(), migration.seal),
            (Some(7), "teams", Seal::Intact)
        );
        assert_eq!(migration.body(), "-- 1\nCREATE TABLE teams(a);\n");
        let from = "0a".repeat(8);
        let to = "1b".repeat(8);
        let (header, seal) = migration.text.split_once("-- Seal sha256:").unwrap();
        assert_eq!(
            header,
            format!(
                "-- Migration 0007: add teams\n-- Undo: exact\n--   rewrites-table: copies 12,304 rows\n\
                 -- Proof: schema: as desired\n-- reconcile 0.1.0 at 2026-11-20T10:30:05Z, schema {from} -> {to}\n"
            )
        );
        assert_eq!(seal.get(32..), Some("\n\n-- 1\nCREATE TABLE teams(a);\n"));
        assert_eq!(
            sealed(vec!["schema: as desired".to_owned()], migration.body()),
            migration
        );
    }

    #[test]
    fn line_ends_of_the_schema_files_do_not_get_in() {
        let migration = sealed(Vec::new(), "CREATE TABLE t(\r\n a DEFAULT 'x\r\ny'\r\n);\n");
        assert_eq!(migration.body(), "CREATE TABLE t(\n a DEFAULT 'x\r\ny'\n);\n");
        assert_eq!(migration.seal, Seal::Intact);
    }

    #[test]
    fn the_same_script_is_told_by_its_tokens() {
        assert!(same_tokens("SELECT 1; -- x\n", "-- y\nSELECT\n1;"));
        assert!(!same_tokens("SELECT 1;", "SELECT 2;"));
        assert!(!same_tokens("SELECT 'a  b';", "SELECT 'a b';"));
    }
}
