//! Table constraints, and the REFERENCES clause that columns share with them.

use super::ReadError;
use super::column::expression;
use super::table::{Draft, Role};
use crate::schema::{Check, Deferrable, ForeignKey, KeyColumn, Name, PrimaryKey, ReferentialAction, Unique};
use crate::sql::{Cursor, Lexeme, split_commas};

/// True if a table constraint is next, not a column.
pub(super) fn starts(cursor: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
        .iter()
        .any(|word| cursor.peek().is_some_and(|it| it.is(word)))
}

/// Reads all table constraints; the commas between them are optional in SQLite.
pub(super) fn parse_all(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Result<(), ReadError> {
    let mut label = None;
    while cursor.peek().is_some() {
        if cursor.eat_mark(",") {
            label = None;
        } else if cursor.eat(&["CONSTRAINT"]) {
            label = Some(cursor.name()?);
        } else {
            constraint(cursor, draft, label.take())?;
        }
    }
    Ok(())
}

fn constraint(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, name: Option<Name>) -> Result<(), ReadError> {
    if cursor.eat(&["PRIMARY", "KEY"]) {
        let mut inner = cursor.group()?.rest();
        let mut autoincrement = false;
        if let [columns @ .., last] = inner
            && last.is("AUTOINCREMENT")
        {
            (inner, autoincrement) = (columns, true);
        }
        let columns = key_columns(cursor, draft, inner)?;
        let conflict = cursor.conflict()?;
        draft.set_key(PrimaryKey {
            name,
            columns,
            conflict,
            autoincrement,
            inline: false,
        });
    } else if cursor.eat(&["UNIQUE"]) {
        let inner = cursor.group()?.rest();
        let columns = key_columns(cursor, draft, inner)?;
        let conflict = cursor.conflict()?;
        draft.table.uniques.push(Unique {
            name,
            columns,
            conflict,
        });
    } else if cursor.eat(&["CHECK"]) {
        let expression = expression(cursor, draft)?;
        // Accepted by the grammar, without effect on a CHECK.
        cursor.conflict()?;
        draft.table.checks.push(Check { name, expression });
    } else if cursor.eat(&["FOREIGN", "KEY"]) {
        let mut columns = Vec::new();
        for item in split_commas(cursor.group()?.rest()) {
            let (column, lexeme) = first_name(cursor, item)?;
            draft.mark(lexeme, || Role::Column(column.clone()));
            columns.push(column);
        }
        cursor.expect(&["REFERENCES"], "REFERENCES")?;
        let mut foreign_key = references(cursor, draft, columns, name)?;
        foreign_key.deferrable = deferrable(cursor).unwrap_or_default();
        draft.table.foreign_keys.push(foreign_key);
    } else {
        return Err(cursor.unexpected("a table constraint").into());
    }
    Ok(())
}

/// The columns of a key: name, COLLATE, ASC or DESC each.
fn key_columns(cursor: &Cursor<'_>, draft: &mut Draft<'_>, inner: &[Lexeme<'_>]) -> Result<Vec<KeyColumn>, ReadError> {
    let mut columns = Vec::new();
    for item in split_commas(inner) {
        let term = super::index::Term::of(item);
        let Some((name, lexeme)) = term.column else {
            return Err(unexpected(cursor, item));
        };
        draft.mark(lexeme, || Role::Column(name.clone()));
        columns.push(KeyColumn {
            name,
            collation: term.collation,
            descending: term.descending,
        });
    }
    Ok(columns)
}

fn first_name<'s, 'a>(cursor: &Cursor<'_>, item: &'s [Lexeme<'a>]) -> Result<(Name, &'s Lexeme<'a>), ReadError> {
    item.first()
        .and_then(|lexeme| lexeme.name().map(|name| (name, lexeme)))
        .ok_or_else(|| unexpected(cursor, item))
}

fn unexpected(cursor: &Cursor<'_>, item: &[Lexeme<'_>]) -> ReadError {
    Cursor::new(cursor.sql, item).unexpected("a column name").into()
}

/// Reads what follows REFERENCES, but for the DEFERRABLE clause.
pub(super) fn references(
    cursor: &mut Cursor<'_>,
    draft: &mut Draft<'_>,
    columns: Vec<Name>,
    name: Option<Name>,
) -> Result<ForeignKey, ReadError> {
    let (parent, lexeme) = cursor.name_lexeme()?;
    draft.mark(lexeme, || Role::Parent(parent.clone()));
    let mut parent_columns = Vec::new();
    if cursor.peek().is_some_and(|it| it.is_mark("(")) {
        for item in split_commas(cursor.group()?.rest()) {
            let (column, lexeme) = first_name(cursor, item)?;
            draft.mark(lexeme, || Role::ParentColumn {
                table: parent.clone(),
                column: column.clone(),
            });
            parent_columns.push(column);
        }
    }
    let mut foreign_key = ForeignKey {
        name,
        columns,
        parent,
        parent_columns,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        deferrable: Deferrable::Immediate,
    };
    loop {
        if cursor.eat(&["MATCH"]) {
            // Parsed and ignored by SQLite: <https://www.sqlite.org/foreignkeys.html#fk_unsupported>
            cursor.name()?;
        } else if cursor.eat(&["ON", "DELETE"]) {
            foreign_key.on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            foreign_key.on_update = action(cursor)?;
        } else if cursor.eat(&["ON", "INSERT"]) {
            action(cursor)?;
        } else {
            return Ok(foreign_key);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ReadError> {
    let actions: [(&[&str], ReferentialAction); 5] = [
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["NO", "ACTION"], ReferentialAction::NoAction),
    ];
    let found = actions.into_iter().find(|(words, _)| cursor.eat(words));
    match found {
        Some((_, action)) => Ok(action),
        None => Err(cursor.unexpected("an action for the foreign key").into()),
    }
}

/// Takes `[NOT] DEFERRABLE [INITIALLY …]` if it is next.
pub(super) fn deferrable(cursor: &mut Cursor<'_>) -> Option<Deferrable> {
    let negated = cursor.eat(&["NOT", "DEFERRABLE"]);
    if !negated && !cursor.eat(&["DEFERRABLE"]) {
        return None;
    }
    cursor.eat(&["INITIALLY", "IMMEDIATE"]);
    if cursor.eat(&["INITIALLY", "DEFERRED"]) && !negated {
        return Some(Deferrable::Deferred);
    }
    Some(Deferrable::Immediate)
}
