//! Questions to the live data. Their SQL is made by `render::question`.

use std::collections::BTreeSet;

use crate::diff::{Clause, ColumnFacet, TableChange};
use crate::plan::context::Situation;
use crate::schema::{Name, Sql, Table, affinity};

/// A question about the rows of one live table, seen as they will be: new column names, backfilled values.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The rows.
    pub source: Source,
    /// The question.
    pub question: Question,
}

/// The rows of a live table as the migration will carry them.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The table's live name.
    pub table: Name,
    /// The name it gets, by which expressions may qualify its columns.
    pub wanted: Name,
    /// `(new name, live name)` of the columns that are there now.
    pub columns: Vec<(Name, Name)>,
    /// `(new name, SQL over the new names of columns that are there)` of values that the migration makes.
    pub values: Vec<(Name, String)>,
    /// `(new name, SQL over all of these and over the computed columns before it)`: generated columns that are new, or
    /// read a value that the migration makes.
    pub computed: Vec<(Name, String)>,
    /// New names of columns that identify a row to people; empty: the rowid.
    pub key: Vec<Name>,
}

/// Keys of rows, as literals of SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The columns of the key.
    pub columns: Vec<Name>,
    /// A key per row, each with a value per column.
    pub values: Vec<Vec<String>>,
}

/// What is asked. Names and expressions are those of the wanted schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// All rows.
    Rows,
    /// Rows where a column has a value, which would be lost.
    HasValue(Name),
    /// Rows where a column is NULL though it must not be.
    IsNull(Name),
    /// Groups of rows that share a key that must be unique. NULLs are distinct, as in SQLite.
    Duplicates {
        /// SQL terms, each with its COLLATE where that is not the column's own.
        key: Vec<String>,
        /// Only rows for which this holds (a partial index).
        predicate: Option<String>,
    },
    /// Rows for which a CHECK is false (NULL passes, as in SQLite).
    Violates(String),
    /// Rows for which an expression raises an error. SQLite has no way to ask that of one row: its question fails as a whole,
    /// or finds none.
    Fails(String),
    /// Rows that refer to a parent that is not there.
    Orphans {
        /// Referring columns.
        columns: Vec<Name>,
        /// The parent's rows; `None` when it is new, and thus empty.
        parent: Option<Source>,
        /// The parent's columns.
        parent_columns: Vec<Name>,
    },
    /// Rows with one of these keys.
    Among(Keys),
    /// Rows that refer to a row of the parent with one of these keys.
    RefersToAmong {
        /// Referring columns.
        columns: Vec<Name>,
        /// The parent's rows.
        parent: Source,
        /// The parent's columns.
        parent_columns: Vec<Name>,
        /// The keys of the parent's rows.
        keys: Keys,
        /// Rows that do not count.
        but: Option<Keys>,
    },
    /// Rows whose value becomes another value, or does not fit, under another declared type.
    Converts {
        /// The column.
        column: Name,
        /// The new declared type.
        type_name: String,
        /// The new table is STRICT: a value that does not fit is an error, not a surprise.
        strict: bool,
    },
}

impl Probe {
    /// A question about the rows of a wanted table, as `change` will carry them; none where the table is new.
    pub(super) fn of(
        situation: &Situation<'_>,
        wanted: &Table,
        change: Option<&TableChange>,
        question: Question,
    ) -> Option<Self> {
        let source = Source::of(situation, wanted, change)?;
        Some(Self { source, question })
    }
}

impl Source {
    /// The rows of a wanted table, as `change` will carry them.
    pub(super) fn of(situation: &Situation<'_>, wanted: &Table, change: Option<&TableChange>) -> Option<Self> {
        let now = situation.now.tables.get(&wanted.name)?;
        let mut columns: Vec<(Name, Name)> = now
            .columns
            .iter()
            .map(|column| (column.name.clone(), situation.live_column(&wanted.name, &column.name)))
            .collect();
        let mut values = Vec::new();
        let mut recomputed = BTreeSet::new();
        for clause in change.iter().flat_map(|change| &change.clauses) {
            match clause {
                Clause::AddColumn { column, .. } if column.generated.is_some() => {}
                Clause::AddColumn { column, backfill } => {
                    let is_alias = wanted.rowid_alias().is_some_and(|alias| alias.name == column.name);
                    if let (true, None, Some(rowid)) = (is_alias, backfill, now.rowid_name()) {
                        // The rows keep their rowids, which now have a name.
                        columns.push((column.name.clone(), rowid));
                        continue;
                    }
                    let default = || column.default.as_ref().map(|default| default.text().to_owned());
                    let value = backfill.clone().or_else(default);
                    let value = value.unwrap_or_else(|| "NULL".to_owned());
                    // As the column stores it, which also decides how it compares.
                    let kind = affinity(&column.type_name, wanted.strict);
                    let stored = (value != "NULL")
                        .then(|| kind.stored(&format!("({value}\n)")))
                        .flatten();
                    values.push((column.name.clone(), stored.unwrap_or(value)));
                }
                Clause::ChangeColumn { columns, facets, .. } => {
                    let name = columns.to.name.clone();
                    if columns.to.generated.is_some() {
                        if facets.contains(&ColumnFacet::Generated) {
                            recomputed.insert(name);
                        }
                        continue;
                    }
                    let carried = clause.carried();
                    let kind = affinity(&columns.to.type_name, wanted.strict);
                    // A type of the same affinity converts nothing, and the column itself compares by it: ' 4e3 ' is 4000
                    // beside an INTEGER column, and another value beside an expression.
                    // <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>
                    let converts = kind != affinity(&columns.from.type_name, now.strict);
                    let retyped =
                        facets.contains(&ColumnFacet::Values) || (facets.contains(&ColumnFacet::Type) && converts);
                    let value = match facets.contains(&ColumnFacet::Values) {
                        true => carried.as_ref().map(|it| format!("({it}\n)")),
                        false => carried.clone(),
                    };
                    let value = value.unwrap_or_else(|| name.quoted());
                    match retyped.then(|| kind.stored(&value)).flatten() {
                        Some(stored) => values.push((name, stored)),
                        None if carried.is_some() => values.push((name, value)),
                        None => {}
                    }
                }
                _ => {}
            }
        }
        Some(Self {
            table: situation.live_name(&wanted.name),
            wanted: wanted.name.clone(),
            computed: computed(wanted, &columns, &values, recomputed),
            columns,
            values,
            key: now.key_names().cloned().collect(),
        })
    }

    /// The rows that come back into a new table from where they were kept aside.
    pub(super) fn returning(situation: &Situation<'_>, wanted: &Table) -> Option<Self> {
        let copy = situation.options.copies.iter().find(|it| it.into == wanted.name)?;
        Some(Self {
            table: copy.from.clone(),
            wanted: wanted.name.clone(),
            columns: copy
                .columns
                .iter()
                .map(|pair| (pair.to.clone(), pair.from.clone()))
                .collect(),
            values: Vec::new(),
            computed: Vec::new(),
            key: Vec::new(),
        })
    }

    /// Columns whose value is not the one that is there.
    pub fn made(&self) -> impl Iterator<Item = &Name> {
        self.values.iter().chain(&self.computed).map(|(name, _)| name)
    }

    /// The rows of a live table as they are.
    pub(super) fn live(table: &Table) -> Self {
        let columns = table
            .columns
            .iter()
            .map(|column| (column.name.clone(), column.name.clone()))
            .collect();
        Self {
            table: table.name.clone(),
            wanted: table.name.clone(),
            columns,
            values: Vec::new(),
            computed: Vec::new(),
            key: table.key_names().cloned().collect(),
        }
    }
}

/// Generated columns whose value is new, each after those that it reads.
fn computed(
    wanted: &Table,
    there: &[(Name, Name)],
    values: &[(Name, String)],
    recomputed: BTreeSet<Name>,
) -> Vec<(Name, String)> {
    let mut made = recomputed;
    made.extend(values.iter().map(|(name, _)| name.clone()));
    let is_there = |name: &Name| there.iter().any(|(new, _)| new == name);
    let read_made = dependents(wanted, made);
    let mut open: Vec<(&Name, &Sql)> = wanted
        .columns
        .iter()
        .filter(|column| read_made.contains(&column.name) || !is_there(&column.name))
        .filter_map(|column| Some((&column.name, &column.generated.as_ref()?.expression)))
        .collect();
    let mut computed = Vec::new();
    // SQLite refuses generated columns that read one another in a loop, so each round settles at least one.
    while !open.is_empty() {
        let names: Vec<&Name> = open.iter().map(|(name, _)| *name).collect();
        let (waiting, ready): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|(name, it)| names.iter().any(|other| other != name && it.mentions(other)));
        if ready.is_empty() {
            break;
        }
        computed.extend(ready.iter().map(|(name, it)| ((*name).clone(), it.text().to_owned())));
        open = waiting;
    }
    computed
}

/// These columns of a table, and the generated ones that read them, directly or through others.
pub(super) fn dependents(table: &Table, mut names: BTreeSet<Name>) -> BTreeSet<Name> {
    loop {
        let more: Vec<Name> = table
            .columns
            .iter()
            .filter(|column| !names.contains(&column.name))
            .filter(|column| {
                let reads = |it: &Sql| names.iter().any(|name| it.mentions(name));
                column.generated.as_ref().is_some_and(|it| reads(&it.expression))
            })
            .map(|column| column.name.clone())
            .collect();
        if more.is_empty() {
            return names;
        }
        names.extend(more);
    }
}
