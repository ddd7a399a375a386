//! A column's definition: name, type, constraints.

use super::ReadError;
use super::constraint;
use super::table::{Draft, Role};
use crate::schema::{Check, Column, Generated, GeneratedKind, KeyColumn, Name, NotNull, PrimaryKey, Sql, Unique};
use crate::sql::{Cursor, Lexeme, TokenKind, keyword, lexemes, span};

/// Reads one column and adds it to the draft.
pub(super) fn parse(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Result<(), ReadError> {
    let start = cursor.position();
    let (name, lexeme) = cursor.name_lexeme()?;
    draft.mark(lexeme, || Role::Column(name.clone()));
    let type_name = type_name(cursor)?;
    let mut column = Column {
        name,
        type_name,
        not_null: None,
        default: None,
        collation: None,
        generated: None,
    };
    let mut label = None;
    while cursor.peek().is_some_and(|it| !it.is_mark(",")) {
        clause(cursor, draft, &mut column, &mut label)?;
    }
    draft.table.columns.push(column);
    draft.define(cursor.since(start));
    Ok(())
}

/// The declared type, as SQLite keeps it: words, and up to two numbers in parentheses.
fn type_name(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let start = cursor.position();
    while cursor.peek().is_some_and(can_be_type) {
        cursor.take();
    }
    if cursor.position() > start && cursor.peek().is_some_and(|it| it.is_mark("(")) {
        cursor.group()?;
    }
    let words = cursor.since(start);
    let words = without_generated(words);
    if words.first().is_some_and(|it| it.kind != TokenKind::Word) {
        return Ok(unquoted_whole(span(cursor.sql, words)));
    }
    Ok(join(words))
}

/// SQLite unquotes the type as a whole, be it one word or several (sqlite3AddColumn, build.c): it takes off the first and
/// the last character unless a quote stands between them, and else keeps what the first pair of quotes holds.
fn unquoted_whole(text: &str) -> String {
    let is_quote = |it: char| matches!(it, '"' | '\'' | '`' | '[');
    let mut inner = text.chars();
    let ends = (inner.next(), inner.next_back());
    if matches!(ends, (Some(_), Some(_))) && !inner.as_str().contains(is_quote) {
        return inner.as_str().to_owned();
    }
    lexemes(text).first().map(Lexeme::unquoted).unwrap_or_default()
}

fn can_be_type(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.kind {
        TokenKind::Word => !keyword::is_reserved(lexeme.text) && !keyword::is_join(lexeme.text),
        TokenKind::QuotedName | TokenKind::String => true,
        _ => false,
    }
}

/// GENERATED ALWAYS is read as part of the type first, and taken off again, as `sqlite3AddColumn` does (build.c).
fn without_generated<'s, 'a>(words: &'s [Lexeme<'a>]) -> &'s [Lexeme<'a>] {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return words;
    };
    if last.end() - first.start < 16 || !last.is("ALWAYS") {
        return words;
    }
    match words {
        [rest @ .., generated, _] if generated.is("GENERATED") => rest,
        [rest @ .., _] => rest,
        [] => words,
    }
}

/// Words with one space between them, none around parentheses and before commas.
fn join(words: &[Lexeme<'_>]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|it| words.get(it));
        let is_joined = before.is_none_or(|it| it.is_mark("(") || it.is_mark("-") || it.is_mark("+"))
            || matches!(word.text, "(" | ")" | ",");
        if !is_joined {
            out.push(' ');
        }
        out.push_str(word.text);
    }
    out
}

/// One constraint of the column. `label` is the CONSTRAINT name that waits for its constraint.
fn clause(
    cursor: &mut Cursor<'_>,
    draft: &mut Draft<'_>,
    column: &mut Column,
    label: &mut Option<Name>,
) -> Result<(), ReadError> {
    if cursor.eat(&["CONSTRAINT"]) {
        *label = Some(cursor.name()?);
        return Ok(());
    }
    let name = label.take();
    if cursor.eat(&["DEFAULT"]) {
        column.default = default(cursor)?;
    } else if cursor.eat(&["NOT", "NULL"]) {
        let conflict = cursor.conflict()?;
        column.not_null = Some(NotNull { conflict, name });
    } else if cursor.eat(&["NULL"]) {
        cursor.conflict()?;
    } else if cursor.eat(&["PRIMARY", "KEY"]) {
        let descending = cursor.eat(&["DESC"]);
        cursor.eat(&["ASC"]);
        let conflict = cursor.conflict()?;
        let autoincrement = cursor.eat(&["AUTOINCREMENT"]);
        draft.set_key(PrimaryKey {
            name,
            columns: vec![key_column(column, descending)],
            conflict,
            autoincrement,
            inline: true,
        });
    } else if cursor.eat(&["UNIQUE"]) {
        let conflict = cursor.conflict()?;
        draft.table.uniques.push(Unique {
            name,
            columns: vec![key_column(column, false)],
            conflict,
        });
    } else if cursor.eat(&["CHECK"]) {
        let expression = expression(cursor, draft)?;
        cursor.conflict()?;
        draft.table.checks.push(Check { name, expression });
    } else if cursor.eat(&["REFERENCES"]) {
        let foreign_key = constraint::references(cursor, draft, vec![column.name.clone()], name)?;
        draft.table.foreign_keys.push(foreign_key);
    } else if cursor.eat(&["COLLATE"]) {
        column.collation = collation(cursor)?;
    } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
        let expression = expression(cursor, draft)?;
        let stored = cursor.eat(&["STORED"]);
        cursor.eat(&["VIRTUAL"]);
        let kind = if stored {
            GeneratedKind::Stored
        } else {
            GeneratedKind::Virtual
        };
        column.generated = Some(Generated { expression, kind });
    } else if let Some(deferrable) = constraint::deferrable(cursor) {
        // As in SQLite, it speaks of the table's latest foreign key.
        if let Some(latest) = draft.table.foreign_keys.last_mut() {
            latest.deferrable = deferrable;
        }
    } else {
        return Err(cursor.unexpected("a column constraint").into());
    }
    Ok(())
}

fn key_column(column: &Column, descending: bool) -> KeyColumn {
    KeyColumn {
        name: column.name.clone(),
        collation: None,
        descending,
    }
}

/// Takes `( expression )`.
pub(super) fn expression(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Result<Sql, ReadError> {
    let inner = cursor.group()?.rest();
    draft.mark_expression(inner);
    Ok(Sql::of_expression(cursor.sql, inner, &|word| draft.knows(word)))
}

/// Takes the name after COLLATE; BINARY is what a column has anyway.
fn collation(cursor: &mut Cursor<'_>) -> Result<Option<Name>, ReadError> {
    let name = cursor.name()?;
    Ok((name != Name::new("BINARY")).then_some(name))
}

/// Takes the value after DEFAULT; NULL is what a column without DEFAULT has.
fn default(cursor: &mut Cursor<'_>) -> Result<Option<Sql>, ReadError> {
    let start = cursor.position();
    if cursor.peek().is_some_and(|it| it.is_mark("(")) {
        cursor.group()?;
    } else {
        let _ = cursor.eat_mark("+") || cursor.eat_mark("-");
        if cursor.take().is_none() {
            return Err(cursor.unexpected("a default value").into());
        }
    }
    let value = Sql::of_default(cursor.sql, cursor.since(start));
    Ok((value.canonical() != "NULL").then_some(value))
}
