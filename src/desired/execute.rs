//! Schema statements run on a scratch database, in whatever order works.

use super::source::{SourceFile, Statement, place};
use super::{Error, limits, parts};
use crate::database::{self, Scratch};
use crate::introspect::{self, Live};
use crate::schema::{Name, ObjectKind};

/// The schema as SQLite understands it.
pub(super) fn execute(files: &[SourceFile], statements: &[Statement]) -> Result<Live, Error> {
    for statement in statements {
        reject_reserved(files, statement)?;
    }
    if let Some(catalog) = parts::execute(files, statements) {
        return Ok(catalog.live(introspect::LEDGER_TABLE));
    }
    let mut scratch = whole(files, statements)?;
    introspect::read(&mut scratch).map_err(|error| Error::Scratch(error.to_string()))
}

/// A scratch database holding all the objects.
fn whole(files: &[SourceFile], statements: &[Statement]) -> Result<Scratch, Error> {
    let mut scratch = Scratch::new().map_err(|error| Error::Scratch(error.to_string()))?;
    let rank = |statement: &&Statement| match statement.object.kind {
        ObjectKind::Table => 0,
        ObjectKind::VirtualTable => 1,
        ObjectKind::Index => 2,
        ObjectKind::View => 3,
        ObjectKind::Trigger => 4,
    };
    let mut open: Vec<&Statement> = statements.iter().collect();
    open.sort_by_key(rank);
    // CREATE TABLE … AS SELECT and triggers on views may need a later object first: what fails is tried again as long
    // as anything else succeeds.
    while !open.is_empty() {
        let mut failed = Vec::new();
        let tried = open.len();
        for statement in open {
            if let Err(error) = scratch.execute(text(files, statement)) {
                failed.push((statement, error));
            }
        }
        if failed.len() == tried
            && let Some((statement, error)) = failed.first()
        {
            return Err(refused(files, statement, error));
        }
        open = failed.into_iter().map(|(statement, _)| statement).collect();
    }
    Ok(scratch)
}

pub(super) fn text<'a>(files: &'a [SourceFile], statement: &Statement) -> &'a str {
    files
        .get(statement.file)
        .and_then(|file| file.text.get(statement.range.clone()))
        .unwrap_or_default()
}

fn reject_reserved(files: &[SourceFile], statement: &Statement) -> Result<(), Error> {
    let name = &statement.object.name;
    if !name.is_reserved() && *name != Name::new(introspect::LEDGER_TABLE) {
        return Ok(());
    }
    let Some(file) = files.get(statement.file) else {
        return Ok(());
    };
    let message = format!("the name {name} is reserved");
    let help = "names that begin with sqlite_, _cf_ or _reconcile_, and d1_migrations, belong to SQLite, D1, reconcile and wrangler";
    Err(Error::at(
        place(file, statement.name.clone()),
        &file.text,
        message,
        Some(help.to_owned()),
    ))
}

/// SQLite's own words at the place that it names, or at the statement's name.
fn refused(files: &[SourceFile], statement: &Statement, error: &database::Error) -> Error {
    let Some(file) = files.get(statement.file) else {
        return Error::Scratch(error.to_string());
    };
    let (message, offset) = match error {
        database::Error::Statement { message, offset, .. } => (message.clone(), *offset),
        other => (other.to_string(), None),
    };
    let sql = text(files, statement);
    let range = match offset.filter(|offset| *offset < sql.len() && *offset > 0) {
        Some(offset) => {
            let length = crate::schema::lex::tokens(sql)
                .into_iter()
                .find(|token| token.range.contains(&offset))
                .map_or(1, |token| token.range.end - offset);
            let start = statement.range.start + offset;
            start..start + length
        }
        None => statement.name.clone(),
    };
    let help = limits::remedy(&message);
    Error::at(
        place(file, range),
        &file.text,
        format!("{}: {message}", statement.object),
        help,
    )
}
