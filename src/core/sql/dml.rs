//! An UPDATE or DELETE, taken apart: the table, what is set, what decides about the rows.

use super::{ConflictClause, Cursor, Name, Named};

/// An UPDATE or DELETE.
#[derive(Debug, Clone)]
pub(crate) struct Write<'a> {
    /// The table.
    pub(crate) table: Named,
    /// What the statement calls it.
    pub(crate) alias: Option<Name>,
    /// The table with its schema and its alias.
    pub(crate) target: Cursor<'a>,
    /// `INDEXED BY i`, `NOT INDEXED`
    pub(crate) indexed: Option<Cursor<'a>>,
    /// UPDATE, not DELETE.
    pub(crate) is_update: bool,
    /// OR IGNORE, OR REPLACE, …
    pub(crate) conflict: Option<ConflictClause>,
    /// The columns that are set, with what is written into them.
    pub(crate) set: Vec<(Vec<Name>, Cursor<'a>)>,
    /// SET and what follows it.
    pub(crate) set_clause: Option<Cursor<'a>>,
    /// FROM and what follows it.
    pub(crate) from: Option<Cursor<'a>>,
    /// What follows WHERE.
    pub(crate) condition: Option<Cursor<'a>>,
    /// RETURNING and what follows it.
    pub(crate) returning: Option<Cursor<'a>>,
}

/// What can be next where a table has no alias.
const AFTER_TABLE: &[&str] = &["SET", "WHERE", "INDEXED", "NOT", "RETURNING", "ORDER", "LIMIT"];

/// The clauses, in their order.
const CLAUSES: [&str; 6] = ["SET", "FROM", "WHERE", "RETURNING", "ORDER", "LIMIT"];

impl<'a> Write<'a> {
    /// Reads a statement; none for any other than UPDATE and DELETE.
    pub(crate) fn read(mut cursor: Cursor<'a>) -> Option<Self> {
        if cursor.is(0, "WITH") {
            cursor.until(&["INSERT", "REPLACE", "UPDATE", "DELETE"]);
        }
        let is_update = cursor.eat(&["UPDATE"]);
        if !is_update && !cursor.eat(&["DELETE", "FROM"]) {
            return None;
        }
        let conflict = if is_update && cursor.eat(&["OR"]) {
            cursor.conflict_word()
        } else {
            None
        };
        let start = cursor.position();
        let table = cursor.meant_name()?;
        let has_alias = cursor.eat(&["AS"]) || !cursor.is_any(0, AFTER_TABLE);
        let alias = if has_alias { cursor.name().ok() } else { None };
        let target = cursor.part_since(start);
        let indexed = match () {
            () if cursor.is(0, "NOT") => Some(cursor.part(2)),
            () if cursor.is(0, "INDEXED") => Some(cursor.part(3)),
            () => None,
        };
        let [set_clause, from, condition, returning] = match is_update {
            true => {
                cursor.until(&["SET"]);
                ["SET", "FROM", "WHERE", "RETURNING"].map(|it| clause(&mut cursor, it))
            }
            false => [
                None,
                None,
                clause(&mut cursor, "WHERE"),
                clause(&mut cursor, "RETURNING"),
            ],
        };
        let after_word = |mut it: Cursor<'a>| {
            it.skip(1);
            it
        };
        let assignment = |mut part: Cursor<'a>| {
            let columns = match part.group() {
                Ok(list) => list.names_listed(),
                Err(_) => part.name().ok().into_iter().collect(),
            };
            part.eat_mark("=");
            (columns, part)
        };
        let assignments = set_clause.into_iter().flat_map(|it| after_word(it).split_commas());
        Some(Self {
            table,
            alias,
            target,
            indexed,
            is_update,
            conflict,
            set: assignments.map(assignment).collect(),
            set_clause,
            from,
            condition: condition.map(after_word),
            returning,
        })
    }

    /// All columns that are set.
    pub(crate) fn columns(&self) -> Vec<Name> {
        self.set.iter().flat_map(|(columns, _)| columns).cloned().collect()
    }
}

/// Takes the clause that begins with this word, if it is next, up to the next clause.
fn clause<'a>(cursor: &mut Cursor<'a>, word: &str) -> Option<Cursor<'a>> {
    if !cursor.is(0, word) {
        return None;
    }
    let mut rest = *cursor;
    loop {
        rest.skip(1);
        rest.until(&CLAUSES);
        // `a IS DISTINCT FROM b`
        let taken = rest.position() - cursor.position();
        if !(rest.is(0, "FROM") && cursor.is(taken - 1, "DISTINCT")) {
            return Some(cursor.part(taken));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sql::lexemes;

    fn parts(sql: &str) -> Option<String> {
        let all = lexemes(sql);
        let write = Write::read(Cursor::new(sql, &all))?;
        let set: Vec<String> = write
            .set
            .iter()
            .map(|(columns, value)| format!("{columns:?}={}", value.source()))
            .collect();
        let alias = write.alias.map_or_else(String::new, |it| format!(" as {it}"));
        let source = |part: Option<Cursor<'_>>| part.map_or_else(|| "-".to_owned(), |it| it.source().to_owned());
        Some(format!(
            "{}{alias} set {} from {} where {}",
            write.table.name,
            set.join("; "),
            source(write.from),
            source(write.condition)
        ))
    }

    #[test]
    fn what_is_set_and_what_decides() {
        for (sql, expected) in [
            (
                "UPDATE OR IGNORE main.t AS x SET a = 1, (b, c) = (2, f(3)) FROM u, v WHERE a IS 1 RETURNING a",
                "t as x set [\"a\"]=1; [\"b\", \"c\"]=(2, f(3)) from FROM u, v where a IS 1",
            ),
            ("DELETE FROM \"t u\"", "t u set  from - where -"),
            (
                "WITH x AS (SELECT 1 FROM y WHERE z) DELETE FROM t u WHERE u.id IN x",
                "t as u set  from - where u.id IN x",
            ),
            (
                "UPDATE t INDEXED BY i SET a = (SELECT b FROM u WHERE 1)",
                "t set [\"a\"]=(SELECT b FROM u WHERE 1) from - where -",
            ),
        ] {
            assert_eq!(parts(sql).unwrap(), expected);
        }
        assert_eq!(parts("SELECT 1").or(parts("UPDATE")).or(parts("")), None);
    }
}
