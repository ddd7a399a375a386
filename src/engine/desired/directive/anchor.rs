//! What a directive stands on: the object that it precedes, or the column whose line it ends.

use super::super::source::Statement;
use crate::schema::{Name, ObjectKind, ObjectRef, Schema};
use crate::sql::{Token, unquote};

/// What a directive stands on.
pub(super) enum Holder<'a> {
    /// An object, by its statement.
    Object(&'a Statement),
    /// A column of the table that the statement makes.
    Column(&'a Statement, Name),
}

impl Holder<'_> {
    /// The object, and the column if it is one.
    pub(super) fn reference(&self) -> (ObjectRef, Option<Name>) {
        match self {
            Self::Object(it) => (it.object.clone(), None),
            Self::Column(it, column) => (it.object.clone(), Some(column.clone())),
        }
    }
}

/// What the directive at `position` of the tokens stands on.
pub(super) fn holder<'a>(
    source: &str,
    all: &[Token],
    position: usize,
    statements: &[&'a Statement],
    schema: &Schema,
) -> Option<Holder<'a>> {
    let at = all.get(position)?.range.start;
    if let Some(inside) = statements.iter().find(|it| it.range.contains(&at)) {
        return column(source, all, position, inside, schema);
    }
    // Nothing but white space and comments may lie between the directive and its statement.
    let next = all.iter().skip(position).find(|token| !token.is_trivia())?;
    statements
        .iter()
        .find(|it| it.range.start == next.range.start)
        .map(|it| Holder::Object(it))
}

/// The column whose definition has a token on the line that the directive ends; else the one that begins on the next.
fn column<'a>(
    source: &str,
    all: &[Token],
    position: usize,
    statement: &'a Statement,
    schema: &Schema,
) -> Option<Holder<'a>> {
    let table = schema
        .tables
        .get(&statement.object.name)
        .filter(|_| statement.object.kind == ObjectKind::Table)?;
    let starts = column_starts(source, all, statement);
    let at = all.get(position)?.range.start;
    let line_start = line_start(source, at);
    let on_line = all.iter().any(|token| {
        !token.is_trivia()
            && token.range.start >= line_start
            && token.range.end <= at
            && token.range.start > statement.name.start
    });
    let name = if on_line {
        starts.iter().rev().find(|(start, _)| *start < at)
    } else {
        starts.iter().find(|(start, _)| *start > at)
    };
    let (_, name) = name?;
    table
        .column(name)
        .map(|column| Holder::Column(statement, column.name.clone()))
}

/// True if SQL stands before the comment at `position`, on its line.
pub(super) fn is_behind_code(source: &str, all: &[Token], position: usize) -> bool {
    let before = all.get(..position).unwrap_or_default();
    let at = all.get(position).map_or(0, |token| token.range.start);
    let line_start = line_start(source, at);
    let on_line = before.iter().rev().take_while(|token| token.range.end > line_start);
    on_line.into_iter().any(|token| !token.is_trivia())
}

fn line_start(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |it| it + 1)
}

/// The first token after `(` and after each comma of the body: where columns and constraints begin.
fn column_starts(source: &str, all: &[Token], statement: &Statement) -> Vec<(usize, Name)> {
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    let mut fresh = false;
    for token in all
        .iter()
        .filter(|token| !token.is_trivia() && statement.range.contains(&token.range.start))
    {
        let text = token.text(source);
        if fresh && depth == 1 {
            starts.push((token.range.start, Name::new(unquote(text))));
        }
        fresh = false;
        match text {
            "(" => {
                depth += 1;
                fresh = depth == 1;
            }
            ")" => depth = depth.saturating_sub(1),
            "," => fresh = depth == 1,
            _ => {}
        }
    }
    starts
}
