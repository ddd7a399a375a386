//! Where an expression uses a column or qualifies one with a table's name.

use std::ops::Range;

use super::canonical::Cases;
use super::{Name, Table};
use crate::sql::{Edits, Lexeme, TokenKind, keyword, lexemes};

/// Places in `lexemes` where `table` stands before a dot.
pub(crate) fn qualifiers(lexemes: &[Lexeme<'_>], table: &Name) -> Vec<Range<usize>> {
    let is_dot = |index: usize| lexemes.get(index).is_some_and(|it| it.is_mark("."));
    lexemes
        .iter()
        .enumerate()
        .filter(|(index, lexeme)| lexeme.names(table) && is_dot(index + 1))
        .map(|(_, lexeme)| lexeme.start..lexeme.end())
        .collect()
}

/// An expression over the columns of a table, over the row `NEW` or `OLD` of a trigger instead. `None` where that cannot be
/// told from the text: it holds a query, whose own tables may have columns of these names, or qualifies one.
pub(crate) fn over_row(expression: &str, table: &Table, row: &str) -> Option<String> {
    let all = lexemes(expression);
    if all.iter().any(|it| it.is("SELECT") || it.is_mark(".")) {
        return None;
    }
    let mut edits = Edits::default();
    for column in &table.columns {
        for range in columns(&all, &table.name, &column.name) {
            edits.replace(range, format!("{row}.{}", column.name.quoted()));
        }
    }
    Some(edits.apply(expression))
}

/// An expression over the columns of `table` with another one in the place of a column.
pub(crate) fn with_column(expression: &str, table: &Name, column: &Name, value: &str) -> String {
    let mut edits = Edits::default();
    for range in columns(&lexemes(expression), table, column) {
        edits.replace(range, value);
    }
    edits.apply(expression)
}

/// Places in `lexemes`, an expression over the columns of `table`, where `column` is used.
pub(crate) fn columns(lexemes: &[Lexeme<'_>], table: &Name, column: &Name) -> Vec<Range<usize>> {
    let cases = Cases::find(lexemes);
    let at = |index: Option<usize>| index.and_then(|it| lexemes.get(it));
    let mut found = Vec::new();
    let mut in_type = false;
    for (index, lexeme) in lexemes.iter().enumerate() {
        // CAST (x AS type): words up to the parenthesis are the type.
        in_type = lexeme.is("AS") || (in_type && !lexeme.is_mark("(") && !lexeme.is_mark(")"));
        let before = at(index.checked_sub(1));
        let after = at(Some(index + 1));
        let is_other = |it: &Lexeme<'_>| it.is_mark(".") && !at(index.checked_sub(2)).is_some_and(|it| it.names(table));
        let is_name = match lexeme.kind {
            TokenKind::QuotedName => true,
            TokenKind::Word => !keyword::is_reserved(lexeme.text) && cases.form(index).is_none(),
            _ => false,
        };
        if is_name
            && !in_type
            && lexeme.names(column)
            && !before.is_some_and(|it| it.is("COLLATE") || is_other(it))
            && !after.is_some_and(|it| it.is_mark(".") || it.is_mark("("))
        {
            found.push(lexeme.start..lexeme.end());
        }
    }
    found
}
