//! An author's CREATE TABLE with columns put in, taken out or defined otherwise, and all else as it was written.

use std::collections::BTreeSet;
use std::ops::Range;

use super::column_definition;
use crate::schema::read::table;
use crate::schema::{Column, Name, Table, directives};
use crate::sql::{Edits, Token, TokenKind, lexemes, tokens};

/// The statement with the columns of `wanted`. `None` where more differs than columns: then the result would be another
/// table than `wanted`.
pub fn with_columns_of(sql: &str, wanted: &Table) -> Option<String> {
    let read = table::parse(sql).ok()?;
    let place = |name: &Name| read.table.columns.iter().position(|it| it.name == *name);
    let mut edits = Edits::default();
    // A new column right where one is taken out is put into its place.
    let mut replaced = BTreeSet::new();
    for (at, column) in wanted.columns.iter().enumerate() {
        if place(&column.name).is_some() {
            continue;
        }
        let definition = column_definition(wanted, &column.name)?;
        // Behind the column that it followed, if that is there.
        let before = wanted.columns.iter().take(at).rev().find_map(|it| place(&it.name));
        let next = before.map_or(0, |at| at + 1);
        let there = read.table.columns.get(next).zip(read.definitions.get(next));
        match there {
            Some((old, range)) if wanted.column(&old.name).is_none() && replaced.insert(next) => {
                edits.replace(range.clone(), definition);
                // It was for the column that is taken out.
                edits.replace(directive_behind(sql, range.end), "");
            }
            _ => insert(&mut edits, sql, &read.definitions, before, &definition)?,
        }
    }
    let mut kept_end = None;
    for (at, (column, range)) in read.table.columns.iter().zip(&read.definitions).enumerate() {
        match wanted.column(&column.name) {
            Some(other) if same(&read.table, column, wanted, other) => {}
            Some(_) => edits.replace(range.clone(), column_definition(wanted, &column.name)?),
            None if replaced.contains(&at) => {}
            None => {
                let comma = comma_after(sql, range.end);
                edits.replace(removed(sql, range, comma), "");
                // Of the last one the comma before it goes.
                let before = kept_end
                    .filter(|_| comma.is_none())
                    .and_then(|end| comma_after(sql, end));
                edits.replace(before.map_or(0..0, |end| end - 1..end), "");
                continue;
            }
        }
        kept_end = Some(range.end);
    }
    let edited = edits.apply(sql);
    let found = table::parse(&edited).ok()?.table;
    let is_wanted = found
        == Table {
            indexes: Default::default(),
            ..wanted.clone()
        };
    is_wanted.then_some(edited)
}

/// True if a column is the same with all that is written on its line: keys and checks there are the table's.
fn same(left: &Table, a: &Column, right: &Table, b: &Column) -> bool {
    let alone = |table, name| super::column_alone(table, name);
    a == b && alone(left, &a.name) == alone(right, &b.name)
}

/// The directive at the end of a column's line, with the space before it; empty where there is none.
fn directive_behind(sql: &str, end: usize) -> Range<usize> {
    let line = sql
        .get(end..)
        .unwrap_or_default()
        .split('\n')
        .next()
        .unwrap_or_default();
    let is_directive =
        |token: &&Token| token.kind == TokenKind::LineComment && !directives(token.text(line)).is_empty();
    match tokens(line).iter().find(is_directive) {
        Some(token) => {
            let before = line.get(..token.range.start).unwrap_or_default().trim_end().len();
            end + before..end + token.range.end
        }
        None => 0..0,
    }
}

/// The byte after the comma that follows, if one does.
fn comma_after(sql: &str, end: usize) -> Option<usize> {
    let rest = sql.get(end..)?;
    let next = lexemes(rest).first().filter(|it| it.is_mark(",")).map(|it| it.end());
    next.map(|at| end + at)
}

/// The text of a column that is taken out, with the comma behind it: its whole lines where it has lines of its own.
fn removed(sql: &str, range: &Range<usize>, comma: Option<usize>) -> Range<usize> {
    let end = comma.unwrap_or(range.end);
    let before = sql.get(..range.start).unwrap_or_default();
    let behind = sql.get(end..).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = behind.find('\n').map(|at| end + at + 1);
    let is_blank = |range: Range<usize>| lexemes(sql.get(range).unwrap_or_default()).is_empty();
    match (line_end, comma) {
        (Some(line_end), _) if is_blank(line_start..range.start) && is_blank(end..line_end) => line_start..line_end,
        (_, Some(_)) => range.start..end + behind.len() - behind.trim_start_matches([' ', '\t']).len(),
        (_, None) => before.trim_end_matches([' ', '\t']).len()..end,
    }
}

/// Puts a definition behind column number `before`, or first.
fn insert(
    edits: &mut Edits,
    sql: &str,
    definitions: &[Range<usize>],
    before: Option<usize>,
    definition: &str,
) -> Option<()> {
    let indent = |at: usize| -> String {
        let line = sql
            .get(..at)
            .unwrap_or_default()
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        match line.trim().is_empty() && at > line.len() {
            true => format!("\n{line}"),
            false => " ".to_owned(),
        }
    };
    let Some(before) = before else {
        let first = definitions.first()?.start;
        edits.replace(first..first, format!("{definition},{}", indent(first)));
        return Some(());
    };
    let anchor = definitions.get(before)?;
    let rest = sql.get(anchor.end..)?;
    let mut next = lexemes(rest).into_iter();
    if next.next().is_some_and(|it| it.is_mark(",")) {
        // Before what follows, so that a comment behind the comma stays with its column.
        let at = anchor.end + next.next()?.start;
        edits.replace(at..at, format!("{definition},{}", indent(at)));
        return Some(());
    }
    let line = rest.split('\n').next().unwrap_or_default();
    let new = format!("{}{definition}", indent(anchor.start));
    if rest.len() > line.len() && lexemes(line).is_empty() {
        edits.replace(anchor.end..anchor.end, ",");
        let end = anchor.end + line.trim_end().len();
        edits.replace(end..end, new);
    } else {
        edits.replace(anchor.end..anchor.end, format!(",{new}"));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn changed(sql: &str, wanted: &str) -> Option<String> {
        with_columns_of(sql, &table::parse(wanted).unwrap().table)
    }

    const MINE: &str = "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  a TEXT, -- mine\n  b TEXT -- last\n)";

    #[test]
    fn only_the_lines_of_changed_columns_change() {
        for (wanted, text) in [
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  b TEXT -- last\n)",
            ),
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  a TEXT -- mine\n)",
            ),
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT NOT NULL)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  a TEXT, -- mine\n  b TEXT, -- last\n  c TEXT NOT NULL\n)",
            ),
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, m TEXT, b TEXT)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  a TEXT, -- mine\n  m TEXT,\n  b TEXT -- last\n)",
            ),
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT, b TEXT)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  c TEXT, -- mine\n  b TEXT -- last\n)",
            ),
            (
                "CREATE TABLE t (z, id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT)",
                "CREATE TABLE t (\n  z,\n  id INTEGER PRIMARY KEY, -- the key\n  a TEXT NOT NULL, -- mine\n  b TEXT -- last\n)",
            ),
        ] {
            assert_eq!(changed(MINE, wanted).as_deref(), Some(text), "{wanted}");
        }
    }

    #[test]
    fn a_directive_goes_with_its_column() {
        let sql =
            "CREATE TABLE t (\n  id, -- the key\n  mail TEXT, -- reconcile: renamed-from email\n  b TEXT -- last\n)";
        assert_eq!(
            changed(sql, "CREATE TABLE t (id, email TEXT, b TEXT)").as_deref(),
            Some("CREATE TABLE t (\n  id, -- the key\n  email TEXT,\n  b TEXT -- last\n)")
        );
    }

    #[test]
    fn on_one_line_too_and_before_constraints() {
        assert_eq!(
            changed("CREATE TABLE t (a, b, UNIQUE (a))", "CREATE TABLE t (a, c, UNIQUE (a))").as_deref(),
            Some("CREATE TABLE t (a, c, UNIQUE (a))")
        );
        assert_eq!(
            changed("CREATE TABLE t (a, b)", "CREATE TABLE t (a)").as_deref(),
            Some("CREATE TABLE t (a)")
        );
    }

    #[test]
    fn what_is_more_than_columns_is_not_done() {
        assert_eq!(changed("CREATE TABLE t (a)", "CREATE TABLE t (a) STRICT"), None);
        assert_eq!(changed("CREATE TABLE t (a)", "CREATE TABLE t (a, UNIQUE (a))"), None);
    }
}
