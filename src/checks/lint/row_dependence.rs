//! Which rows an UPDATE or DELETE is about, and what is written into them: does it depend on the row at all?

use std::collections::BTreeSet;

use crate::schema::{Name, Schema};
use crate::sql::{Cursor, VALUES, Write, keyword, reads};

/// The columns that unqualified names may mean.
#[derive(Debug, Clone)]
pub(super) struct Row {
    names: Vec<Name>,
    own: BTreeSet<Name>,
    /// Those of the tables beside it; none where they are not known.
    beside: Option<BTreeSet<Name>>,
}

/// Functions that give every row another value.
const VARYING: &[&str] = &["random", "randomblob"];

impl Row {
    /// A row of the table that is written to, which has these columns.
    pub(super) fn of(write: &Write<'_>, own: BTreeSet<Name>, schemas: [&Schema; 2]) -> Self {
        let row = Self {
            names: [&write.table.name].into_iter().chain(&write.alias).cloned().collect(),
            own,
            beside: Some(BTreeSet::new()),
        };
        write.from.iter().fold(row, |row, from| row.beside(from, schemas))
    }

    /// The row with the tables beside it that are read after FROM.
    fn beside(mut self, words: &Cursor<'_>, schemas: [&Schema; 2]) -> Self {
        let tables = reads(words);
        let columns = |name: &Name| {
            let found: Vec<&Name> = schemas
                .iter()
                .filter_map(|it| it.tables.get(name))
                .flat_map(|it| it.columns.iter().map(|it| &it.name))
                .collect();
            (!found.is_empty()).then(|| found.into_iter().cloned().collect::<Vec<_>>())
        };
        let found: Option<Vec<Vec<Name>>> = tables.iter().map(columns).collect();
        self.beside = match (self.beside.take(), found) {
            (Some(mut beside), Some(found)) if !words.has_inner_source() => {
                beside.extend(found.into_iter().flatten());
                beside.extend(keyword::ROWIDS.map(Name::new));
                Some(beside)
            }
            _ => None,
        };
        self
    }

    /// True if what is written there may be another value in each row.
    pub(super) fn decides(&self, words: &Cursor<'_>, schemas: [&Schema; 2]) -> bool {
        self.decides_within(words, schemas, false)
    }

    /// A subquery that does not look at the row is asked once, whatever it calls.
    fn decides_within(&self, words: &Cursor<'_>, schemas: [&Schema; 2], is_inner: bool) -> bool {
        let mut rest = *words;
        while !rest.is_at_end() {
            if rest.text(0) == "(" && rest.is_any(1, &["SELECT", "WITH"]) {
                let Ok(inner) = rest.group() else { return true };
                let mut body = inner;
                body.skip(1);
                if inner.is(0, "WITH")
                    || self
                        .clone()
                        .beside(&inner, schemas)
                        .decides_within(&body, schemas, true)
                {
                    return true;
                }
                continue;
            }
            if rest.eat(&["DISTINCT", "FROM"]) {
                continue;
            }
            if rest.is_any(0, &["FROM", "JOIN"]) {
                // A table, which may be called like a column.
                rest.skip(1);
                let _ = rest.qualified_name();
                continue;
            }
            let is_call = rest.text(1) == "(";
            if is_call && !is_inner && rest.is_any(0, VARYING) {
                return true;
            }
            if is_call || rest.is_any(0, VALUES) || rest.is_text() {
                rest.skip(1);
                continue;
            }
            let Ok(name) = rest.name() else {
                rest.skip(1);
                continue;
            };
            if rest.text(0) == "." {
                if self.names.contains(&name) {
                    return true;
                }
                // The column of another table; of `main.table.column` the table is looked at next.
                rest.skip(1);
                if rest.text(1) != "." {
                    rest.skip(1);
                }
            } else if self.own.contains(&name) && !self.beside.as_ref().is_some_and(|it| it.contains(&name)) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sql::lexemes;

    fn own() -> BTreeSet<Name> {
        ["id", "role", "rowid"].into_iter().map(Name::new).collect()
    }

    fn decides(sql: &str) -> bool {
        let all = lexemes(sql);
        let write = Write::read(Cursor::new(sql, &all)).unwrap();
        let schema = Schema::default();
        let both = [&schema, &schema];
        let row = Row::of(&write, own(), both);
        let values = write.set.iter().map(|(_, words)| words);
        values.chain(&write.condition).any(|it| row.decides(it, both))
    }

    #[test]
    fn what_depends_on_the_row() {
        for sql in [
            "UPDATE users SET role = lower(role)",
            "UPDATE users SET role = hex(randomblob(8))",
            "UPDATE main.users AS u SET role = (SELECT a FROM t WHERE t.x = u.id)",
            "UPDATE users SET role = (SELECT a FROM t WHERE t.x = main.users.id)",
            "UPDATE users SET role = (SELECT a FROM t WHERE x = id)",
            "UPDATE users SET role = 'x' WHERE \"id\" > 1",
            "DELETE FROM users WHERE rowid = 1",
            "DELETE FROM users WHERE 1 IS NOT DISTINCT FROM role",
            "WITH x AS (SELECT 1) DELETE FROM users AS u WHERE u.id IN x",
        ] {
            assert!(decides(sql), "{sql}");
        }
    }

    #[test]
    fn what_does_not() {
        for sql in [
            "UPDATE users SET role = 'id', id = unixepoch()",
            "UPDATE users SET role = (SELECT a FROM t WHERE b = 1)",
            "UPDATE users SET role = (SELECT a FROM role JOIN id)",
            "UPDATE users SET role = t.id FROM t",
            "DELETE FROM users",
            "DELETE FROM users WHERE 1 = 1 RETURNING id",
            "DELETE FROM users WHERE \"deleted_at\" IS NOT NULL",
        ] {
            assert!(!decides(sql), "{sql}");
        }
    }
}
