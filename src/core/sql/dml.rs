//! An UPDATE or DELETE, taken apart: the table, what is set, what decides about the rows.

use super::{ConflictClause, Cursor, Name, Named};

/// An UPDATE or DELETE.
#[derive(Debug, Clone)]
pub(crate) struct Write<'a> {
    /// The table.
    pub(crate) table: Named,
    /// What the statement calls it.
    pub(crate) alias: Option<Name>,
    /// UPDATE, not DELETE.
    pub(crate) is_update: bool,
    /// OR IGNORE, OR REPLACE, …
    pub(crate) conflict: Option<ConflictClause>,
    /// The columns that are set, with what is written into them.
    pub(crate) set: Vec<(Vec<Name>, Cursor<'a>)>,
    /// FROM and what follows it, up to WHERE.
    pub(crate) from: Option<Cursor<'a>>,
    /// What follows WHERE.
    pub(crate) condition: Option<Cursor<'a>>,
}

/// What can be next where a table has no alias.
const AFTER_TABLE: &[&str] = &["SET", "WHERE", "INDEXED", "NOT", "RETURNING", "ORDER", "LIMIT"];

/// What ends an UPDATE or DELETE.
const TAIL: &[&str] = &["RETURNING", "ORDER", "LIMIT"];

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
        let table = cursor.meant_name()?;
        let has_alias = cursor.eat(&["AS"]) || !cursor.is_any(0, AFTER_TABLE);
        let alias = cursor.name().ok().filter(|_| has_alias);
        let mut set = Vec::new();
        if is_update && cursor.skip_past("SET") {
            for mut part in cursor.until(&[&["FROM", "WHERE"], TAIL].concat()).split_commas() {
                let columns = match part.group() {
                    Ok(list) => list.names_listed(),
                    Err(_) => part.name().ok().into_iter().collect(),
                };
                part.eat_mark("=");
                set.push((columns, part));
            }
        }
        let is_from = cursor.is(0, "FROM");
        let from = is_from.then(|| cursor.until(&[&["WHERE"], TAIL].concat()));
        let condition = cursor.skip_past("WHERE").then(|| cursor.until(TAIL));
        Some(Self {
            table,
            alias,
            is_update,
            conflict,
            set,
            from,
            condition,
        })
    }

    /// All columns that are set.
    pub(crate) fn columns(&self) -> Vec<Name> {
        self.set.iter().flat_map(|(columns, _)| columns).cloned().collect()
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
