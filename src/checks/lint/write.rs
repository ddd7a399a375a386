//! Which rows an UPDATE or DELETE is about, and what is written into them: does it depend on the row at all?

use std::collections::BTreeSet;

use super::select::reads;
use super::words::{VALUES, Words};
use crate::schema::{Name, Schema};

/// An UPDATE or DELETE, taken apart.
#[derive(Debug, Clone)]
pub(super) struct Write<'a> {
    /// The columns that are set, with what is written into them.
    pub(super) set: Vec<(Vec<Name>, Words<'a>)>,
    /// FROM and what follows it.
    pub(super) from: Option<Words<'a>>,
    /// What follows WHERE.
    pub(super) condition: Option<Words<'a>>,
    /// The table, and its alias.
    names: Vec<Name>,
}

/// The columns that unqualified names may mean.
#[derive(Debug, Clone)]
pub(super) struct Row {
    names: Vec<Name>,
    own: BTreeSet<Name>,
    /// Those of the tables beside it; none where they are not known.
    beside: Option<BTreeSet<Name>>,
}

/// The names of the rowid. <https://www.sqlite.org/lang_createtable.html#rowid>
pub(super) const ROWIDS: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// Functions that give every row another value.
const VARYING: &[&str] = &["random", "randomblob"];

impl<'a> Write<'a> {
    /// Reads a statement; none for any other than UPDATE and DELETE.
    pub(super) fn read(sql: &'a str) -> Option<Self> {
        let mut words = Words::new(sql);
        if words.is(0, "WITH") {
            let main = words.find(&["INSERT", "REPLACE", "UPDATE", "DELETE"])?;
            words.skip(main);
        }
        let is_update = words.eat(&["UPDATE"]);
        if is_update && words.eat(&["OR"]) {
            words.skip(1);
        } else if !is_update && !words.eat(&["DELETE", "FROM"]) {
            return None;
        }
        let mut names = vec![words.qualified_name()?.0];
        let ends = ["SET", "WHERE", "INDEXED", "NOT", "RETURNING", "ORDER", "LIMIT"];
        if words.eat(&["AS"]) || !words.is_any(0, &ends) {
            names.extend(words.name().map(|(name, _)| name));
        }
        let mut set = Vec::new();
        if let Some(at) = words.find(&["SET"]).filter(|_| is_update) {
            words.skip(at + 1);
            let end = words.find(&["FROM", "WHERE", "RETURNING", "ORDER", "LIMIT"]);
            for mut part in words.take(end.unwrap_or(usize::MAX)).split_commas() {
                let columns = match part.group() {
                    Some(list) => list.names_listed(),
                    None => part.name().map(|(name, _)| name).into_iter().collect(),
                };
                part.eat_mark("=");
                set.push((columns, part));
            }
        }
        let from = words.is(0, "FROM").then(|| {
            let end = words.find(&["WHERE", "RETURNING", "ORDER", "LIMIT"]);
            words.take(end.unwrap_or(usize::MAX))
        });
        let condition = words.find(&["WHERE"]).map(|at| {
            words.skip(at + 1);
            let end = words.find(&["RETURNING", "ORDER", "LIMIT"]);
            words.take(end.unwrap_or(usize::MAX))
        });
        Some(Self {
            set,
            from,
            condition,
            names,
        })
    }

    /// The table, and what the statement calls it.
    pub(super) fn table(&self) -> Option<(&Name, Option<&Name>)> {
        let mut names = self.names.iter();
        Some((names.next()?, names.next()))
    }

    /// A row of the table, which has these columns.
    pub(super) fn row(&self, own: BTreeSet<Name>, schemas: [&Schema; 2]) -> Row {
        let row = Row {
            names: self.names.clone(),
            own,
            beside: Some(BTreeSet::new()),
        };
        self.from.iter().fold(row, |row, from| row.beside(from, schemas))
    }
}

impl Row {
    /// The row with the tables beside it that are read after FROM.
    fn beside(mut self, words: &Words<'_>, schemas: [&Schema; 2]) -> Self {
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
                beside.extend(ROWIDS.map(Name::new));
                Some(beside)
            }
            _ => None,
        };
        self
    }

    /// True if what is written there may be another value in each row.
    pub(super) fn decides(&self, words: &Words<'_>, schemas: [&Schema; 2]) -> bool {
        self.decides_within(words, schemas, false)
    }

    /// A subquery that does not look at the row is asked once, whatever it calls.
    fn decides_within(&self, words: &Words<'_>, schemas: [&Schema; 2], is_inner: bool) -> bool {
        let mut rest = words.clone();
        while !rest.is_at_end() {
            if rest.text(0) == "(" && rest.is_any(1, &["SELECT", "WITH"]) {
                let Some(inner) = rest.group() else { return true };
                let mut body = inner.clone();
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
                rest.qualified_name();
                continue;
            }
            let is_call = rest.text(1) == "(";
            if is_call && !is_inner && rest.is_any(0, VARYING) {
                return true;
            }
            if is_call || rest.is_any(0, VALUES) || rest.is_text(0) {
                rest.skip(1);
                continue;
            }
            let Some((name, _)) = rest.name() else {
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

    fn own() -> BTreeSet<Name> {
        ["id", "role", "rowid"].into_iter().map(Name::new).collect()
    }

    fn decides(sql: &str) -> bool {
        let write = Write::read(sql).unwrap();
        let schema = Schema::default();
        let both = [&schema, &schema];
        let row = write.row(own(), both);
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
        assert!(Write::read("SELECT 1").is_none() && Write::read("UPDATE").is_none() && Write::read("").is_none());
    }
}
