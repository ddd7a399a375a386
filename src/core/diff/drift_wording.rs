//! Every change as what a database has or lacks: whoever reads of drift asks what is the matter there, not what to do.

use super::describe::{foreign_key, key_columns, order_matters, primary_key};
use super::{Change, Clause, ColumnFacet, Mark, TableChange};
use crate::schema::{Column, Name, Pair, PrimaryKey, single_spaced};

/// Which of a change's two schemas is the one that sentences are about, and where that one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// The first is the database's.
    From,
    /// The first is where the migrations end, which no database has yet.
    FromMigrations,
    /// The second is the database's.
    To,
}

impl Live {
    /// `the database` or `the migrations`.
    fn place(self) -> &'static str {
        match self {
            Self::From | Self::To => "the database",
            Self::FromMigrations => "the migrations",
        }
    }

    /// What has this schema, as the head of a diff names it.
    pub fn label(self) -> &'static str {
        self.place().trim_start_matches("the ")
    }

    /// True where the second of the two schemas is meant.
    pub fn is_second(self) -> bool {
        self == Self::To
    }

    /// What only one of the two schemas has: the first or the second.
    fn only(self, what: impl std::fmt::Display, in_second: bool) -> String {
        let place = self.place();
        match self.is_second() == in_second {
            true => format!("{what} is only in {place}"),
            false => format!("{what} is missing in {place}"),
        }
    }

    /// The one that sentences are about, and the other one.
    fn sides<T>(self, pair: &Pair<T>) -> (&T, &T) {
        match self.is_second() {
            false => (&pair.from, &pair.to),
            true => (&pair.to, &pair.from),
        }
    }
}

impl Change {
    /// One lower-case sentence about the database: "users: column mail is missing in the database".
    pub fn standing(&self, live: Live) -> String {
        let place = live.place();
        match self {
            Self::RenameTable { from, to } => match live.is_second() {
                false => format!("table {from} is not yet renamed to {to} in {place}"),
                true => format!("table {from} is named {to} in {place}"),
            },
            Self::RenameColumn { table, from, to } => match live.is_second() {
                false => format!("column {table}.{from} is not yet renamed to {to} in {place}"),
                true => format!("column {table}.{from} is named {to} in {place}"),
            },
            Self::Create(object) => live.only(object.reference(), true),
            Self::Drop(object) => live.only(object.reference(), false),
            Self::Replace(pair) => format!("{} differs in {place}", pair.to.reference()),
            Self::AlterTable(change) => format!("{}: {}", change.tables.to.name, change.standing(live).join("; ")),
            Self::SyncRows(rows) => {
                let differences = rows.differences().into_iter().map(|it| it.message);
                differences.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

impl Change {
    /// Whether only the database has it, lacks it, or has it otherwise.
    pub fn mark(&self, live: Live) -> Mark {
        let marks: Vec<Mark> = self.lines().iter().map(|it| it.mark).collect();
        let all = |mark| marks.iter().all(|it| *it == mark);
        match (live.is_second(), all(Mark::Added), all(Mark::Removed)) {
            (true, true, _) | (false, _, true) => Mark::Added,
            (true, _, true) | (false, true, _) => Mark::Removed,
            _ => Mark::Changed,
        }
    }
}

impl TableChange {
    /// A sentence per clause; a foreign key that differs on the same columns is one sentence.
    pub fn standing(&self, live: Live) -> Vec<String> {
        let told = |clause: &Clause| match clause {
            Clause::DropForeignKey(key) if self.replacing(key).is_some() => Vec::new(),
            Clause::AddForeignKey(key) if self.replaced_by(key).is_some() => {
                let columns = Name::list(&key.columns);
                vec![format!("foreign key ({columns}) differs in {}", live.place())]
            }
            clause => clause.standing(live),
        };
        self.clauses.iter().flat_map(told).collect()
    }
}

impl Clause {
    fn standing(&self, live: Live) -> Vec<String> {
        let told = match self {
            Self::AddColumn { column, .. } => live.only(format!("column {}", column.name), true),
            Self::DropColumn(column) => live.only(format!("column {}", column.name), false),
            Self::ChangeColumn { columns, facets, .. } => {
                let (there, wanted) = live.sides(columns);
                return facets
                    .iter()
                    .map(|facet| facet_standing(*facet, there, wanted, live.place()))
                    .collect();
            }
            Self::ChangePrimaryKey(keys) => key_standing(live.sides(keys), live.place()),
            Self::AddUnique(it) => live.only(format!("UNIQUE ({})", key_columns(&it.columns)), true),
            Self::DropUnique(it) => live.only(format!("UNIQUE ({})", key_columns(&it.columns)), false),
            Self::AddCheck(it) => live.only(format!("CHECK ({})", single_spaced(it.expression.text())), true),
            Self::DropCheck(it) => live.only(format!("CHECK ({})", single_spaced(it.expression.text())), false),
            Self::AddForeignKey(key) => live.only(foreign_key(key), true),
            Self::DropForeignKey(key) => live.only(foreign_key(key), false),
            // A column that is missing or new is a sentence of its own.
            Self::ColumnOrder { order, used_by } => {
                let both = |one: &[Name], other: &[Name]| -> Vec<Name> {
                    one.iter().filter(|it| other.contains(it)).cloned().collect()
                };
                if both(&order.from, &order.to) == both(&order.to, &order.from) {
                    return Vec::new();
                }
                let why = order_matters(used_by.as_ref());
                format!("columns are in another order in {}: {why}", live.place())
            }
            Self::Strict(to) => option_standing("STRICT", *to == live.is_second(), live.place()),
            Self::WithoutRowid(to) => option_standing("WITHOUT ROWID", *to == live.is_second(), live.place()),
        };
        vec![told]
    }
}

fn option_standing(option: &str, is_there: bool, place: &str) -> String {
    match is_there {
        true => format!("the table is {option} only in {place}"),
        false => format!("the table is not {option} in {place}"),
    }
}

fn key_standing((there, wanted): (&Option<PrimaryKey>, &Option<PrimaryKey>), place: &str) -> String {
    match (there, wanted) {
        (None, _) => format!("the primary key is missing in {place}"),
        (_, None) => format!("the primary key is only in {place}"),
        (Some(there), Some(wanted)) if there.autoincrement != wanted.autoincrement => match there.autoincrement {
            true => format!("AUTOINCREMENT is only in {place}"),
            false => format!("AUTOINCREMENT is missing in {place}"),
        },
        (Some(there), Some(wanted)) => {
            let (there, wanted) = (primary_key(there), primary_key(wanted));
            match there == wanted {
                true => format!("the primary key differs in {place}"),
                false => format!("the primary key is ({there}) in {place}, not ({wanted})"),
            }
        }
    }
}

fn facet_standing(facet: ColumnFacet, there: &Column, wanted: &Column, place: &str) -> String {
    let name = &wanted.name;
    let is_not = |what: &str| {
        let (there, wanted) = (facet.value(there), facet.value(wanted));
        format!("{what} of column {name} is {there} in {place}, not {wanted}")
    };
    match facet {
        ColumnFacet::Type => is_not("type"),
        ColumnFacet::Default => is_not("default"),
        ColumnFacet::Collation => is_not("collation"),
        ColumnFacet::NotNull => match (&there.not_null, &wanted.not_null) {
            (None, _) => format!("column {name} may be NULL in {place}"),
            (_, None) => format!("column {name} is NOT NULL only in {place}"),
            (Some(there), Some(wanted)) => format!(
                "NOT NULL of column {name} has ON CONFLICT {} in {place}, not {}",
                there.conflict.sql(),
                wanted.conflict.sql()
            ),
        },
        ColumnFacet::Generated => match (&there.generated, &wanted.generated) {
            (None, _) => format!("column {name} is not generated in {place}"),
            (_, None) => format!("column {name} is generated only in {place}"),
            _ => format!("column {name} is generated differently in {place}"),
        },
        ColumnFacet::Values => format!("values of column {name} are not converted in {place}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::diff::compare;
    use crate::introspect;
    use crate::schema::{Hints, Schema};

    fn schema(sql: &[&str]) -> Schema {
        let mut scratch = Scratch::new().unwrap();
        for statement in sql {
            scratch.execute(statement).unwrap();
        }
        introspect::read(&mut scratch).unwrap().schema
    }

    #[test]
    fn the_same_difference_from_either_direction() {
        let wanted = schema(&[
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT NOT NULL, b TEXT DEFAULT 1 COLLATE NOCASE, \
             c INT AS (a), lost ANY, u INT REFERENCES p ON DELETE CASCADE, UNIQUE (b)) STRICT",
            "CREATE VIEW v AS SELECT 1 AS x",
        ]);
        let live = schema(&[
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c INT, more, u INT REFERENCES p, CHECK (a <> b))",
            "CREATE VIEW v AS SELECT 2 AS x",
            "CREATE TABLE extra (x)",
        ]);
        let told = |changes: Vec<Change>, live| {
            let mut all: Vec<String> = changes
                .iter()
                .flat_map(|it| match it {
                    Change::AlterTable(table) => table.standing(live),
                    other => vec![other.standing(live)],
                })
                .collect();
            all.sort();
            all
        };
        let hints = Hints::default();
        let expected = [
            "AUTOINCREMENT is missing in the database",
            "CHECK (a <> b) is only in the database",
            "UNIQUE (b) is missing in the database",
            "collation of column b is BINARY in the database, not NOCASE",
            "column a may be NULL in the database",
            "column c is not generated in the database",
            "column lost is missing in the database",
            "column more is only in the database",
            "default of column b is none in the database, not 1",
            "foreign key (u) differs in the database",
            "table extra is only in the database",
            "the table is not STRICT in the database",
            "type of column a is TEXT in the database, not INT",
            "view v differs in the database",
        ];
        let drifted = told(compare(&wanted, &live, &hints).changes, Live::To);
        assert_eq!(drifted, expected);
        assert_eq!(told(compare(&live, &wanted, &hints).changes, Live::From), drifted);
    }
}
