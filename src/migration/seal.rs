//! Proven SQL → a file. There is no other way to a sealed migration.

use jiff::Timestamp;

use super::header::{Header, Review, normalised, seal_of, write};
use super::{Migration, NewName, lines};
use crate::schema::lex;
use crate::schema::{Fingerprint, Pair};

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
    /// Of the schema that it was made for, and of the schema that it leaves.
    pub fingerprints: Pair<Fingerprint>,
    /// What the plan says.
    pub review: Review,
}

/// Seals a script into a file's text.
pub(super) fn sealed(meta: Meta, proof: Vec<String>, body: &str) -> Migration {
    let header = normalised(Header {
        number: meta.name.number,
        title: meta.title,
        version: meta.version,
        // Whole seconds: a reader needs no more.
        written_at: meta.written_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        review: meta.review,
        proof,
        fingerprints: meta.fingerprints,
    });
    let below = format!("\n{}", lines::outside_quotes(body));
    let text = write(&header, &seal_of(&header.fingerprints, &below)) + &below;
    Migration::parse(meta.name.file_name, &text)
}

/// Two scripts are the same if SQLite reads the same tokens.
pub(super) fn same_tokens(a: &str, b: &str) -> bool {
    let tokens = |sql: &str| -> Vec<String> {
        let tokens = lex::tokens(sql);
        tokens
            .iter()
            .filter(|it| !it.is_trivia())
            .map(|it| it.text(sql).to_owned())
            .collect()
    };
    tokens(a) == tokens(b)
}
