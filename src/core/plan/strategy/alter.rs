//! ALTER TABLE: ADD COLUMN and DROP COLUMN, within what D1 accepts on a table that has rows.
//!
//! Never planned for an empty table's laxer rules: the same file runs elsewhere later. SQLite 3.53's ALTER COLUMN and
//! ADD CONSTRAINT parse on D1, but its authorizer refuses them. <https://www.sqlite.org/lang_altertable.html>

use super::{Claimed, Names, Strategy};
use crate::diff::{Clause, ColumnFacet, TableChange, order_matters};
use crate::plan::context::Situation;
use crate::plan::unordered_step::Draft;
use crate::plan::{Obstacle, Operation, StrategyName};
use crate::schema::ddl::{self, ColumnConstraints};
use crate::schema::{Check, Column, ForeignKey, GeneratedKind, Table};
use crate::sql::{Lexeme, functions, lexemes};

/// ADD COLUMN and DROP COLUMN.
pub(super) struct Alter;

impl Strategy for Alter {
    fn name(&self) -> StrategyName {
        StrategyName::Alter
    }

    fn obstacles(&self, situation: &Situation<'_>, change: &TableChange) -> Vec<Obstacle> {
        let own = own_constraints(&change.tables.to, change.added_columns());
        let brought: Vec<_> = change
            .added_columns()
            .map(|column| brought_along(change, column))
            .collect();
        let dropped = own_constraints(&change.tables.from, change.dropped_columns());
        let comes_with_a_column = |check: &Check| {
            own.checks.contains(check) || brought.iter().any(|constraints| constraints.checks.contains(check))
        };
        let key_comes_with_a_column = |key: &ForeignKey| {
            own.foreign_keys.contains(key) || brought.iter().any(|constraints| constraints.foreign_keys.contains(key))
        };
        let mut obstacles = Vec::new();
        for clause in &change.clauses {
            obstacles.extend(match clause {
                Clause::AddColumn { column, backfill } => add_column(change, column, backfill.as_deref()),
                Clause::DropColumn(column) => drop_column(situation, change, column),
                Clause::AddCheck(check) if comes_with_a_column(check) => None,
                Clause::DropCheck(check) if dropped.checks.contains(check) => None,
                Clause::AddForeignKey(key) if key_comes_with_a_column(key) => None,
                Clause::DropForeignKey(key) if dropped.foreign_keys.contains(key) => None,
                other => Some(cannot(other)),
            });
        }
        obstacles
    }

    fn steps(&self, _: &Situation<'_>, claimed: &Claimed<'_>, _: &mut Names) -> Vec<Draft> {
        let mut steps = Vec::new();
        for change in &claimed.changes {
            let table = &change.tables.to;
            for clause in &change.clauses {
                let operation = match clause {
                    Clause::AddColumn { column, backfill } => Operation::AddColumn {
                        table: Box::new(table.clone()),
                        column: column.clone(),
                        constraints: brought_along(change, column),
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

/// Constraints written inside the definitions of columns: ALTER TABLE adds and drops them with the column.
fn own_constraints<'a>(table: &Table, columns: impl Iterator<Item = &'a Column>) -> ColumnConstraints {
    let mut own = ColumnConstraints::default();
    for column in columns {
        let Some(written) = ddl::column_alone(table, &column.name) else {
            continue;
        };
        own.checks.extend(written.checks);
        own.foreign_keys.extend(written.foreign_keys);
    }
    own
}

/// New constraints at the end of the table that ADD COLUMN takes as constraints of this one new column: its foreign key,
/// and CHECKs that mention no other new column. drizzle and Prisma write all constraints there.
fn brought_along(change: &TableChange, column: &Column) -> ColumnConstraints {
    let own = own_constraints(&change.tables.to, std::iter::once(column));
    let mut brought = ColumnConstraints::default();
    for clause in &change.clauses {
        match clause {
            Clause::AddCheck(check) if !own.checks.contains(check) => {
                let mut mentioned = change.added_columns().filter(|it| check.expression.mentions(&it.name));
                if mentioned.next().is_some_and(|it| it.name == column.name) && mentioned.next().is_none() {
                    brought.checks.push(check.clone());
                }
            }
            Clause::AddForeignKey(key) if !own.foreign_keys.contains(key) && key.columns == [column.name.clone()] => {
                brought.foreign_keys.push(key.clone());
            }
            _ => {}
        }
    }
    brought
}

fn add_column(change: &TableChange, column: &Column, backfill: Option<&str>) -> Option<Obstacle> {
    let name = &column.name;
    let table = &change.tables.to;
    if table.has_rowid_called(name) {
        return Some(format!(
            "ALTER TABLE cannot add column {name}, whose name is an alias of the rowid"
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
    if table.has_in_key(name) {
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
    if backfill.is_some()
        && let Some(check) = table
            .checks
            .iter()
            .find(|check| fails_before_the_backfill(check, column))
    {
        return Some(format!(
            "ALTER TABLE would check column {name} against CHECK ({}) with its default, before the backfill",
            check.expression.text().trim()
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

/// True if ADD COLUMN, which checks the rows with the column's default, could refuse rows that the backfill makes right.
/// A CHECK of plain comparisons is NULL over NULL, which passes.
fn fails_before_the_backfill(check: &Check, column: &Column) -> bool {
    let text = check.expression.text();
    let speaks_of_null = |it: &Lexeme<'_>| {
        ["IS", "ISNULL", "NOTNULL", "CASE", "NULL"]
            .iter()
            .any(|word| it.is(word))
    };
    let is_plain = functions(text).is_some_and(|calls| calls.is_empty()) && !lexemes(text).iter().any(speaks_of_null);
    let adds_null = column.default.as_ref().is_none_or(|default| default.is_null());
    check.expression.mentions(&column.name) && !(adds_null && is_plain)
}

fn drop_column(situation: &Situation<'_>, change: &TableChange, column: &Column) -> Option<Obstacle> {
    let name = &column.name;
    let table = &change.tables.from;
    let cannot = |why: &str| Some(format!("ALTER TABLE cannot drop column {name}, {why}"));
    if table.has_rowid_called(name) {
        return cannot("whose name is an alias of the rowid");
    }
    if table.has_in_key(name) {
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
    let has_own = !own_keys.is_empty() || !own_checks.is_empty();
    if table
        .checks
        .iter()
        .any(|check| check.expression.mentions(name) && !own_checks.contains(check))
    {
        return cannot("which a CHECK of the table uses");
    }
    if has_own && ddl::has_constraint_elsewhere(table, name) {
        return cannot("which a constraint below the columns uses, too");
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
    if table.indexes.values().any(|index| index.uses(name) && stays(index)) {
        return cannot("which an index uses");
    }
    None
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
                Some(ColumnFacet::Values) => {
                    return format!("ALTER TABLE cannot convert the values of column {name}");
                }
            };
            format!("ALTER TABLE cannot change the {what} of column {name}")
        }
        Clause::ChangePrimaryKey(_) => "ALTER TABLE cannot change the primary key".to_owned(),
        Clause::AddUnique(_) | Clause::DropUnique(_) => "ALTER TABLE cannot add or drop a UNIQUE constraint".to_owned(),
        Clause::AddCheck(_) | Clause::DropCheck(_) => "ALTER TABLE cannot add or drop a CHECK on D1".to_owned(),
        Clause::AddForeignKey(_) | Clause::DropForeignKey(_) => {
            "ALTER TABLE cannot add or drop a foreign key".to_owned()
        }
        Clause::ColumnOrder { used_by, .. } => format!(
            "ALTER TABLE cannot reorder columns: {}",
            order_matters(used_by.as_ref())
        ),
        Clause::Strict(_) => "ALTER TABLE cannot change STRICT".to_owned(),
        Clause::WithoutRowid(_) => "ALTER TABLE cannot change WITHOUT ROWID".to_owned(),
        Clause::AddColumn { column, .. } | Clause::DropColumn(column) => {
            format!("ALTER TABLE cannot make this change to column {}", column.name)
        }
    }
}
