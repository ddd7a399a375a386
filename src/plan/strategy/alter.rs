//! ALTER TABLE: ADD COLUMN and DROP COLUMN, within what D1 accepts on a table that has rows.
//!
//! Never planned for an empty table's laxer rules: the same file runs elsewhere later. SQLite 3.53's ALTER COLUMN and
//! ADD CONSTRAINT parse on D1, but its authorizer refuses them. <https://www.sqlite.org/lang_altertable.html>

use std::collections::BTreeSet;

use super::{Names, Strategy};
use crate::diff::{Clause, ColumnFacet, TableChange};
use crate::plan::draft::Draft;
use crate::plan::situation::Situation;
use crate::plan::{Obstacle, Operation, StrategyName};
use crate::schema::{Column, GeneratedKind, IndexTerm, Name, Table, ddl};

/// ADD COLUMN and DROP COLUMN.
pub(super) struct Alter;

impl Strategy for Alter {
    fn name(&self) -> StrategyName {
        StrategyName::Alter
    }

    fn obstacles(&self, situation: &Situation<'_>, change: &TableChange) -> Vec<Obstacle> {
        let added = Along::of(&change.tables.to, added(change));
        let dropped = Along::of(&change.tables.from, dropped(change));
        let mut obstacles = Vec::new();
        for clause in &change.clauses {
            obstacles.extend(match clause {
                Clause::AddColumn { column, backfill } => add_column(change, column, backfill.as_deref()),
                Clause::DropColumn(column) => drop_column(situation, change, column),
                Clause::AddCheck(check) if added.checks.contains(check) => None,
                Clause::DropCheck(check) if dropped.checks.contains(check) => None,
                Clause::AddForeignKey(key) if added.foreign_keys.contains(key) => None,
                Clause::DropForeignKey(key) if dropped.foreign_keys.contains(key) => None,
                other => Some(cannot(other)),
            });
        }
        obstacles
    }

    fn claims(&self, _: &Situation<'_>, change: &TableChange) -> BTreeSet<Name> {
        BTreeSet::from([change.tables.to.name.clone()])
    }

    fn steps(&self, _: &Situation<'_>, _: &BTreeSet<Name>, changes: &[&TableChange], _: &mut Names) -> Vec<Draft> {
        let mut steps = Vec::new();
        for change in changes {
            let table = &change.tables.to;
            for clause in &change.clauses {
                let operation = match clause {
                    Clause::AddColumn { column, backfill } => Operation::AddColumn {
                        table: table.clone(),
                        column: column.clone(),
                        backfill: backfill.clone(),
                    },
                    Clause::DropColumn(column) => Operation::DropColumn {
                        table: table.name.clone(),
                        column: column.name.clone(),
                    },
                    // A CHECK or REFERENCES that is part of an added or dropped column comes and goes with it.
                    _ => continue,
                };
                steps.push(Draft::new(operation, clause.describe()));
            }
        }
        steps
    }
}

fn added(change: &TableChange) -> impl Iterator<Item = &Column> {
    change.clauses.iter().filter_map(|clause| match clause {
        Clause::AddColumn { column, .. } => Some(column),
        _ => None,
    })
}

fn dropped(change: &TableChange) -> impl Iterator<Item = &Column> {
    change.clauses.iter().filter_map(|clause| match clause {
        Clause::DropColumn(column) => Some(column),
        _ => None,
    })
}

/// Constraints written inside column definitions: ALTER TABLE takes them along with the column.
struct Along {
    checks: Vec<crate::schema::Check>,
    foreign_keys: Vec<crate::schema::ForeignKey>,
}

impl Along {
    fn of<'a>(table: &Table, columns: impl Iterator<Item = &'a Column>) -> Self {
        let mut along = Self {
            checks: Vec::new(),
            foreign_keys: Vec::new(),
        };
        for column in columns {
            let Some(alone) = ddl::column_alone(table, &column.name) else {
                continue;
            };
            along.checks.extend(alone.checks);
            along.foreign_keys.extend(alone.foreign_keys);
        }
        along
    }
}

fn add_column(change: &TableChange, column: &Column, backfill: Option<&str>) -> Option<Obstacle> {
    let name = &column.name;
    let table = &change.tables.to;
    if is_rowid(name) {
        return Some(format!(
            "ALTER TABLE cannot add column {name}, whose name stands for the rowid"
        ));
    }
    let is_null = column.default.as_ref().is_none_or(|default| default.is_null());
    if let Some(generated) = &column.generated {
        return match generated.kind {
            GeneratedKind::Stored => Some(format!("ALTER TABLE cannot add the stored column {name}")),
            GeneratedKind::Virtual if column.not_null.is_some() => Some(format!(
                "ALTER TABLE cannot add the generated column {name} as NOT NULL"
            )),
            GeneratedKind::Virtual => None,
        };
    }
    if table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.iter().any(|it| it.name == *name))
    {
        return Some(format!("ALTER TABLE cannot add the primary key column {name}"));
    }
    if column.not_null.is_some() && is_null {
        let why = if backfill.is_some() {
            "even with a backfill"
        } else {
            "to a table that has rows"
        };
        return Some(format!(
            "ALTER TABLE cannot add the NOT NULL column {name} without a default, {why}"
        ));
    }
    if column.default.as_ref().is_some_and(|default| !default.is_constant()) {
        return Some(format!(
            "ALTER TABLE cannot add column {name} with a default that is not constant"
        ));
    }
    let references = table.foreign_keys.iter().any(|key| key.columns.contains(name));
    if references && !is_null {
        return Some(format!(
            "ALTER TABLE cannot add column {name} with both REFERENCES and a default"
        ));
    }
    None
}

fn drop_column(situation: &Situation<'_>, change: &TableChange, column: &Column) -> Option<Obstacle> {
    let name = &column.name;
    let table = &change.tables.from;
    let cannot = |why: &str| Some(format!("ALTER TABLE cannot drop column {name}, {why}"));
    if is_rowid(name) {
        return cannot("whose name stands for the rowid");
    }
    if table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.iter().any(|it| it.name == *name))
    {
        return cannot("which is part of the primary key");
    }
    if table
        .uniques
        .iter()
        .any(|unique| unique.columns.iter().any(|it| it.name == *name))
    {
        return cannot("which is UNIQUE");
    }
    let own = ddl::column_alone(table, name);
    let own_keys = own
        .as_ref()
        .map(|alone| alone.foreign_keys.as_slice())
        .unwrap_or_default();
    let own_checks = own.as_ref().map(|alone| alone.checks.as_slice()).unwrap_or_default();
    if table
        .foreign_keys
        .iter()
        .any(|key| key.columns.contains(name) && !own_keys.contains(key))
    {
        return cannot("which a foreign key of the table uses");
    }
    if table
        .checks
        .iter()
        .any(|check| check.expression.mentions(name) && !own_checks.contains(check))
    {
        return cannot("which a CHECK of the table uses");
    }
    let generated = |it: &Column| {
        it.generated
            .as_ref()
            .is_some_and(|generated| generated.expression.mentions(name))
    };
    if table.columns.iter().any(|it| it.name != *name && generated(it)) {
        return cannot("which a generated column uses");
    }
    // Another table's foreign key to the column (a UNIQUE or key column, caught above, or a mismatch already).
    if situation
        .inbound(&table.name)
        .iter()
        .any(|(_, key)| key.parent_columns.contains(name))
    {
        return cannot("which a foreign key of another table refers to");
    }
    // An index that stays as it is would keep the column; one that changes or goes is dropped before.
    let stays = |index: &crate::schema::Index| change.tables.to.indexes.get(&index.name).is_some_and(|it| it == index);
    let uses = |index: &crate::schema::Index| {
        index.predicate.as_ref().is_some_and(|it| it.mentions(name))
            || index.columns.iter().any(|column| match &column.term {
                IndexTerm::Column(indexed) => indexed == name,
                IndexTerm::Expression(expression) => expression.mentions(name),
            })
    };
    if table.indexes.values().any(|index| uses(index) && stays(index)) {
        return cannot("which an index uses");
    }
    None
}

/// SQLite 3.54 refuses these names in every form of ALTER TABLE, hidden rowid or not (alter.c).
fn is_rowid(name: &Name) -> bool {
    ["rowid", "_rowid_", "oid"].iter().any(|it| *name == Name::new(*it))
}

/// Why a clause is beyond ALTER TABLE.
fn cannot(clause: &Clause) -> Obstacle {
    match clause {
        Clause::ChangeColumn { columns, facets, .. } => {
            let name = &columns.to.name;
            let what = match facets.first() {
                Some(ColumnFacet::NotNull) if columns.to.not_null.is_some() && columns.from.not_null.is_none() => {
                    return format!("ALTER TABLE cannot make column {name} NOT NULL on D1");
                }
                Some(ColumnFacet::NotNull) if columns.to.not_null.is_none() => {
                    return format!("ALTER TABLE cannot drop NOT NULL from column {name} on D1");
                }
                Some(ColumnFacet::NotNull) => "NOT NULL clause",
                Some(ColumnFacet::Type) | None => "type",
                Some(ColumnFacet::Default) => "default",
                Some(ColumnFacet::Collation) => "collation",
                Some(ColumnFacet::Generated) => "generated expression",
            };
            format!("ALTER TABLE cannot change the {what} of column {name}")
        }
        Clause::ChangePrimaryKey(_) => "ALTER TABLE cannot change the primary key".to_owned(),
        Clause::AddUnique(_) | Clause::DropUnique(_) => "ALTER TABLE cannot add or drop a UNIQUE constraint".to_owned(),
        Clause::AddCheck(_) | Clause::DropCheck(_) => "ALTER TABLE cannot add or drop a CHECK on D1".to_owned(),
        Clause::AddForeignKey(_) | Clause::DropForeignKey(_) => {
            "ALTER TABLE cannot add or drop a foreign key".to_owned()
        }
        Clause::Strict(_) => "ALTER TABLE cannot change STRICT".to_owned(),
        Clause::WithoutRowid(_) => "ALTER TABLE cannot change WITHOUT ROWID".to_owned(),
        Clause::AddColumn { column, .. } | Clause::DropColumn(column) => {
            format!("ALTER TABLE cannot do this to column {}", column.name)
        }
    }
}
