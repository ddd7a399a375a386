//! CREATE VIRTUAL TABLE.

use super::ReadError;
use crate::schema::{Name, Sql, VirtualTable};
use crate::schema::{canonical, fts5};
use crate::sql::{Cursor, Lexeme, TokenKind, lexemes, span, split_commas};

/// True for the text of a virtual table, which `sqlite_schema` files under "table".
pub(super) fn is_virtual(sql: &str) -> bool {
    let head: Vec<_> = lexemes(sql.get(..64).unwrap_or(sql)).into_iter().take(2).collect();
    matches!(head.as_slice(), [create, kind] if create.is("CREATE") && kind.is("VIRTUAL"))
}

/// Reads a CREATE VIRTUAL TABLE statement. The canonical form is `module ( argument , … )`; FTS5's options are known.
pub(super) fn parse(sql: &str) -> Result<VirtualTable, ReadError> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    cursor.create(&["VIRTUAL", "TABLE"], "VIRTUAL TABLE")?;
    let name = cursor.qualified_name()?.name;
    cursor.expect(&["USING"], "USING")?;
    let module = cursor.name()?;
    let mut arguments = Vec::new();
    let mut forms = Vec::new();
    if cursor.peek().is_some_and(|it| it.is_mark("(")) {
        for item in split_commas(cursor.group()?.rest()) {
            let text = span(sql, item);
            forms.push(argument(text, item));
            arguments.push(text.to_owned());
        }
    }
    // `USING fts5` and `USING fts5()` hand the same to the module: nothing.
    if arguments.iter().all(String::is_empty) {
        arguments.clear();
        forms.clear();
    }
    let known = (module == Name::new("fts5")).then(|| fts5::form(&arguments)).flatten();
    let as_written = forms.join(" , ");
    let form = |arguments: &str| format!("{} ( {arguments} )", canonical::name(module.as_str()));
    let (form, before) = (form(known.as_ref().unwrap_or(&as_written)), form(&as_written));
    Ok(VirtualTable {
        name,
        module,
        arguments,
        sql: Sql::of_parts(sql, form, Some(before)),
    })
}

/// An argument with white space made equal. A module gets the raw text, and what it makes of case, quotes and comments
/// is its own affair: so they count, but for the names of plain columns.
fn argument(text: &str, lexemes: &[Lexeme<'_>]) -> String {
    let is_column = |it: &Lexeme<'_>| matches!(it.kind, TokenKind::Word | TokenKind::QuotedName);
    match lexemes {
        [name] if is_column(name) => canonical::name(&name.unquoted()),
        _ if crate::sql::tokens(text)
            .iter()
            .any(|it| it.is_trivia() && it.text(text).starts_with(['-', '/'])) =>
        {
            text.to_owned()
        }
        _ => lexemes.iter().map(|it| it.text).collect::<Vec<_>>().join(" "),
    }
}
