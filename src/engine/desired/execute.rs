//! Schema statements run on a scratch database, in whatever order works.

use super::source::{SourceFile, Statement};
use super::{Error, absent_modules, limits, parallel_load};
use crate::database::{self, Scratch, are_d1s};
use crate::introspect::{self, Live, Ownership};
use crate::schema::{Name, ObjectKind};
use crate::sql::{closing, cut, lexemes};

/// Refuses what SQLite takes here and no target should have.
pub(super) fn refuse(files: &[SourceFile], statements: &[Statement], ownership: &Ownership) -> Result<(), Error> {
    for statement in statements {
        reject_reserved(files, statement, ownership)?;
    }
    match are_d1s() {
        true => Ok(()),
        false => absent_modules::refuse_dependents(files, statements),
    }
}

/// The schema as SQLite understands it.
pub(super) fn execute(files: &[SourceFile], statements: &[Statement], ownership: &Ownership) -> Result<Live, Error> {
    if let Some(catalog) = parallel_load::execute(files, statements) {
        return Ok(catalog.live(&Ownership::whole()));
    }
    let mut scratch = whole(files, statements, ownership)?;
    introspect::read(&mut scratch).map_err(|error| Error::Scratch(error.to_string()))
}

/// A scratch database holding all the objects.
pub(super) fn whole(files: &[SourceFile], statements: &[Statement], ownership: &Ownership) -> Result<Scratch, Error> {
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
        if failed.len() == tried && !failed.is_empty() {
            let views = unusable_views(&mut scratch, statements).into_iter();
            failed.extend(views.filter(|(_, error)| !ownership.lacks_ignored(&error.to_string())));
            return Err(all_refused(files, &failed, ownership));
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

fn reject_reserved(files: &[SourceFile], statement: &Statement, ownership: &Ownership) -> Result<(), Error> {
    let name = &statement.object.name;
    let ledger = |it: &str| *name == Name::new(it);
    let is_relation = !matches!(statement.object.kind, ObjectKind::Index | ObjectKind::Trigger);
    let hides = is_relation && name.hides_pragma();
    if !hides && !name.is_reserved() && !ledger(introspect::LEDGER_TABLE) && !ledger(ownership.ledger()) {
        return Ok(());
    }
    let Some(file) = files.get(statement.file) else {
        return Ok(());
    };
    let message = format!("the name {name} is reserved");
    let help = match ledger(introspect::LEDGER_TABLE) || name.is_reserved() {
        _ if hides => "it would hide the SQLite function that reads the schema; choose another name",
        true => {
            "names that begin with sqlite_, _cf_ or _reconcile_, and d1_migrations, belong to SQLite, D1, reconcile and wrangler"
        }
        false => "it is the ledger of this project, which wrangler and reconcile write",
    };
    Err(file.error(statement.name.clone(), message, Some(help.to_owned())))
}

/// Views are stored unchecked: those that do not work, with SQLite's words.
fn unusable_views<'a>(scratch: &mut Scratch, statements: &'a [Statement]) -> Vec<(&'a Statement, database::Error)> {
    let views = statements.iter().filter(|it| it.object.kind == ObjectKind::View);
    let tried = views.filter_map(|it| {
        let select = format!("SELECT * FROM {}", it.object.name.quoted());
        // The place is one in our own SELECT.
        let words = match scratch.check(&select).err()? {
            database::Error::Statement { message, index, .. } => database::Error::Statement {
                message,
                index,
                offset: None,
            },
            other => other,
        };
        Some((it, words))
    });
    tried.collect()
}

/// All statements that are refused, without those that only lack what another one was to make.
fn all_refused(files: &[SourceFile], failed: &[(&Statement, database::Error)], ownership: &Ownership) -> Error {
    let refused = |statement: &Statement, error: &database::Error| {
        trigger_on_ignored(files, statement, ownership).unwrap_or_else(|| refused(files, statement, error))
    };
    let lacks = |error: &database::Error| {
        let words = error.to_string();
        let missing = words
            .split_once("no such table: ")
            .map(|(_, name)| name.trim_start_matches("main."));
        missing.is_some_and(|missing| failed.iter().any(|(it, _)| it.object.name == Name::new(missing)))
    };
    let own = |(_, error): &&(&Statement, database::Error)| !lacks(error);
    let mut errors = failed
        .iter()
        .filter(own)
        .map(|(statement, error)| refused(statement, error));
    match (errors.next(), failed.first()) {
        (Some(first), _) => first.beside(errors),
        (None, Some((statement, error))) => refused(statement, error),
        (None, None) => Error::Scratch("no statement runs".to_owned()),
    }
}

/// The new name of a column that a directive of the schema files renames.
fn renamed(files: &[SourceFile], old: &str) -> Option<String> {
    let lines = files.iter().flat_map(|file| file.text.lines());
    let renames = |line: &&str| {
        let directive = line.split_once("reconcile:").map(|(_, rest)| rest.trim());
        let from = directive.and_then(|it| it.strip_prefix("renamed-from"));
        from.is_some_and(|it| {
            it.split_whitespace()
                .next()
                .is_some_and(|it| Name::new(it.trim_matches(['"', '`'])) == Name::new(old))
        })
    };
    let line = lines.into_iter().find(renames)?;
    Some(lexemes(line).first()?.unquoted())
}

/// A trigger on a table that another program makes: SQLite wants that one first, and the schema files cannot have it.
fn trigger_on_ignored(files: &[SourceFile], statement: &Statement, ownership: &Ownership) -> Option<Error> {
    let on = parallel_load::owner(text(files, statement)).filter(|_| statement.object.kind != ObjectKind::Table)?;
    let pattern = ownership.ignores_relation(&on)?;
    let file = files.get(statement.file)?;
    let message = format!(
        "{} is on {on}, but `ignore` leaves {pattern} to another program",
        statement.object
    );
    let help = "create it in a migration of its own (`reconcile new NAME`), or narrow the pattern".to_owned();
    Some(file.error(statement.name.clone(), message, Some(help)))
}

/// `DEFAULT now()`: an expression as a default stands in parentheses, and a function of that name there may not be.
/// <https://www.sqlite.org/lang_createtable.html#the_default_clause>
fn default_in_parentheses(sql: &str, offset: usize) -> Option<String> {
    let all = lexemes(sql);
    let at = all.iter().position(|it| it.start == offset)?;
    let [default, name] = all.get(at.checked_sub(2)?..at)? else {
        return None;
    };
    if !default.is("DEFAULT") || !all.get(at)?.is_mark("(") {
        return None;
    }
    let end = closing(&all, at).and_then(|it| all.get(it))?.end();
    let call = sql.get(name.start..end)?;
    let now = ["now", "getdate", "sysdate", "current_timestamp"];
    Some(match now.iter().any(|it| name.is(it)) {
        true => "SQLite has no such function: write DEFAULT CURRENT_TIMESTAMP for a text, or DEFAULT (unixepoch()) for a number".to_owned(),
        false => format!("put the expression into parentheses: DEFAULT ({call})"),
    })
}

/// SQLite's own words at the place that it names, or at the statement's name.
/// A statement that SQLite refuses, with its place.
pub(super) fn refused(files: &[SourceFile], statement: &Statement, error: &database::Error) -> Error {
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
            let token = cut(sql).find(|token| token.range.contains(&offset));
            statement.within(offset..token.map_or(offset + 1, |token| token.range.end))
        }
        None => limits::call(sql, &message).map_or(statement.name.clone(), |it| statement.within(it)),
    };
    let new_name = message
        .strip_prefix("no such column: ")
        .and_then(|old| Some((old, renamed(files, old)?)));
    let help = match new_name {
        Some((old, new)) => Some(format!("{old} is renamed to {new}: write {new} here, too")),
        None => limits::remedy(&message)
            .or_else(|| limits::limit_in_trigger(statement.object.kind, &message))
            .or_else(|| default_in_parentheses(sql, offset?)),
    };
    file.error(range, format!("{}: {message}", statement.object), help)
}
