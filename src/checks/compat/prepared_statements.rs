//! The application's statements on one schema: what each of them gives and takes.

use super::compare::Unchecked;
use super::other_dialects::other_dialect;
use super::placeholders::fill;
use super::prepared_schema::Side;
use super::source::Place;
use super::statement::{Found, Sort, Statement};
use crate::database::Signature;

/// A statement that the schema serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Where it begins.
    pub place: Place,
    /// What a comment calls it: `-- name: getUser`.
    pub name: Option<String>,
    /// Its SQL, from its first word to its last.
    pub sql: String,
    /// The text that the program passes: with comments around it, and the semicolon.
    pub passed: String,
    /// What it gives and takes.
    pub signature: Signature,
}

/// Prepares every statement about rows, in the order of the files; those that cannot be come with the reason.
pub fn prepare(found: &Found, side: &mut Side) -> (Vec<Prepared>, Vec<Unchecked>) {
    let (mut prepared, mut left) = (Vec::new(), found.unknown.clone());
    for statement in found.statements.iter().filter(|it| it.sort() == Sort::Rows) {
        match one(statement, side) {
            Ok(it) => prepared.push(it),
            // What only begins as SQL does may be none.
            Err(_) if statement.guessed => {}
            Err(reason) => left.push(Unchecked {
                place: statement.place(0),
                reason,
            }),
        }
    }
    prepared.sort_by(|a, b| a.place.cmp(&b.place));
    left.sort_by(|a, b| (&a.place, &a.reason).cmp(&(&b.place, &b.reason)));
    left.dedup();
    (prepared, left)
}

fn one(statement: &Statement, side: &mut Side) -> Result<Prepared, String> {
    let filled = fill(statement, &mut side.scratch)?;
    if let Some(hole) = filled.doubtful {
        return Err(format!("{hole} is only known when the program runs"));
    }
    if let (Some(hole), false) = (statement.text.holes.first(), statement.binds_holes) {
        return Err(format!(
            "{} becomes part of its text; write ? there and bind the value",
            hole.written
        ));
    }
    let tried = side.try_out(&filled.sql).and_then(|_| side.signature(&filled.sql));
    match tried {
        Ok(signature) => Ok(Prepared {
            place: statement.place(0),
            name: statement.name.clone(),
            passed: statement.passed.clone().unwrap_or_else(|| filled.sql.clone()),
            sql: filled.sql,
            signature,
        }),
        Err(trouble) => Err(match other_dialect(&filled.sql) {
            Some((other, mark)) => format!("it is written for {other}: {mark}"),
            None => trouble.message,
        }),
    }
}
