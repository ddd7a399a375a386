//! CREATE VIEW.

use super::ReadError;
use crate::schema::canonical::{Known, canonical, earlier};
use crate::schema::result_names::result_names;
use crate::schema::{Sql, View};
use crate::sql::{Cursor, Lexeme, lexemes};

/// Reads a CREATE VIEW statement. The canonical form leaves the name out: `[(columns)] AS select`.
pub(super) fn parse(sql: &str, known: Known<'_>) -> Result<View, ReadError> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    cursor.create(&["VIEW"], "VIEW")?;
    let name = cursor.qualified_name()?.name;
    let mut form = String::new();
    let mut listed = None;
    if cursor.peek().is_some_and(|it| it.is_mark("(")) {
        // A column list holds names only, whatever their quotes.
        let columns = cursor.group()?.rest();
        form = format!("( {} ) ", canonical(columns, &|_| true));
        listed = Some(columns);
    }
    cursor.expect(&["AS"], "AS")?;
    let select = without_semicolon(cursor.rest());
    form.push_str("AS ");
    let before = form.clone() + &earlier(select, known);
    form.push_str(&canonical(select, known));
    Ok(View {
        name,
        names: result_names(sql, listed, select, known),
        sql: Sql::of_parts(sql, form, Some(before)),
    })
}

/// Without the `;` that a statement taken from a script may end with.
pub(super) fn without_semicolon<'s, 'a>(mut lexemes: &'s [Lexeme<'a>]) -> &'s [Lexeme<'a>] {
    while let [rest @ .., last] = lexemes
        && last.is_mark(";")
    {
        lexemes = rest;
    }
    lexemes
}
