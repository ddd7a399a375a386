//! How many rows a foreign key joins at each of its ends.

use crate::schema::{ForeignKey, Index, KeyColumn, Name, Table};

/// How many rows there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Exactly one.
    One,
    /// None or one.
    ZeroOrOne,
    /// Any number.
    Many,
}

/// Both ends of a foreign key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cardinality {
    /// How many rows of the other table a row refers to.
    pub parent: End,
    /// How many rows refer to the same row of the other table.
    pub child: End,
}

impl End {
    /// `1`, `0..1` or `n`
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::ZeroOrOne => "0..1",
            Self::Many => "n",
        }
    }
}

impl Cardinality {
    /// That of a foreign key of this table: of NOT NULL and of UNIQUE, which SQLite holds to. A NULL in any of the columns
    /// refers to nothing.
    pub(crate) fn of(table: &Table, key: &ForeignKey) -> Self {
        let alias = table.rowid_alias().map(|it| &it.name);
        let is_required =
            |name: &Name| alias == Some(name) || table.column(name).is_some_and(|it| it.not_null.is_some());
        Self {
            parent: if key.columns.iter().all(is_required) {
                End::One
            } else {
                End::ZeroOrOne
            },
            child: if is_unique(table, &key.columns) {
                End::ZeroOrOne
            } else {
                End::Many
            },
        }
    }
}

/// True if no two rows have the same values in these columns: some of them are unique together.
fn is_unique(table: &Table, columns: &[Name]) -> bool {
    let is_within = |key: &[KeyColumn]| key.iter().all(|it| columns.contains(&it.name));
    let is_index = |index: &Index| {
        let is_one = |it: Option<&Name>| it.is_some_and(|it| columns.contains(it));
        index.unique && index.predicate.is_none() && index.columns.iter().all(|it| is_one(it.plain()))
    };
    table.primary_key.as_ref().is_some_and(|it| is_within(&it.columns))
        || table.uniques.iter().any(|it| is_within(&it.columns))
        || table.indexes.values().any(is_index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, SchemaRow};

    fn ends(columns: &str, index: &str) -> Vec<(End, End)> {
        let row = |kind: &str, name: &str, sql: String| SchemaRow {
            kind: kind.to_owned(),
            name: name.to_owned(),
            table: "c".to_owned(),
            sql: Some(sql),
        };
        let mut rows = vec![row("table", "c", format!("CREATE TABLE c ({columns})"))];
        if !index.is_empty() {
            rows.push(row("index", "i", format!("CREATE {index}")));
        }
        let schema = Schema::from_rows(rows).schema;
        let of = |it: &Table| -> Vec<_> {
            let all = it.foreign_keys.iter().map(|key| Cardinality::of(it, key));
            all.map(|it| (it.parent, it.child)).collect()
        };
        schema.tables.values().flat_map(of).collect()
    }

    #[test]
    fn from_not_null_and_unique() {
        use End::{Many, One, ZeroOrOne};
        for (columns, index, wanted) in [
            ("a REFERENCES p", "", (ZeroOrOne, Many)),
            ("a NOT NULL REFERENCES p", "", (One, Many)),
            ("a UNIQUE REFERENCES p", "", (ZeroOrOne, ZeroOrOne)),
            ("a INTEGER PRIMARY KEY REFERENCES p", "", (One, ZeroOrOne)),
            ("a TEXT PRIMARY KEY REFERENCES p", "", (ZeroOrOne, ZeroOrOne)),
            (
                "a NOT NULL REFERENCES p, b",
                "UNIQUE INDEX i ON c (a)",
                (One, ZeroOrOne),
            ),
            ("a NOT NULL REFERENCES p, b", "UNIQUE INDEX i ON c (a, b)", (One, Many)),
            (
                "a NOT NULL REFERENCES p, b",
                "UNIQUE INDEX i ON c (a) WHERE b",
                (One, Many),
            ),
            (
                "a NOT NULL REFERENCES p, b",
                "UNIQUE INDEX i ON c (lower(a))",
                (One, Many),
            ),
            (
                "a NOT NULL, b UNIQUE, FOREIGN KEY (a, b) REFERENCES p (x, y)",
                "",
                (ZeroOrOne, ZeroOrOne),
            ),
            (
                "a NOT NULL, b NOT NULL, FOREIGN KEY (a, b) REFERENCES p (x, y)",
                "",
                (One, Many),
            ),
            ("a NOT NULL REFERENCES p, b, PRIMARY KEY (a, b)", "", (One, Many)),
        ] {
            assert_eq!(ends(columns, index), [wanted], "{columns} {index}");
        }
    }
}
