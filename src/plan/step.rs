//! Steps: what is done, how, why, and after what.

use super::{Cost, Hazard};
use crate::schema::{Column, Index, Name, Object, ObjectRef, Pair, Table};

/// Number of a step within its plan, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct StepId(pub usize);

/// One node of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number.
    pub id: StepId,
    /// What is done.
    pub operation: Operation,
    /// Why it is needed.
    pub because: Vec<Cause>,
    /// How, where there was a choice.
    pub strategy: Option<StrategyName>,
    /// Cheaper strategies that could not serve.
    pub passed_over: Vec<PassedOver>,
    /// What a reviewer must know.
    pub hazards: Vec<Hazard>,
    /// Estimated cost; `None` when row counts are unknown.
    pub cost: Option<Cost>,
}

/// One sentence in lower case: "column email becomes NOT NULL", "view active mentions it".
pub type Cause = String;

/// What a step does. Holds all that `render` needs; nothing is left to decide.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// ALTER TABLE … RENAME TO.
    RenameTable {
        /// From and to.
        names: Pair<Name>,
    },
    /// ALTER TABLE … RENAME COLUMN.
    RenameColumn {
        /// The table at that moment.
        table: Name,
        /// From and to.
        names: Pair<Name>,
    },
    /// CREATE of anything; for a table, with its indexes.
    Create(Object),
    /// DROP of anything. `again` is true when a later step brings it back.
    Drop {
        /// What goes.
        object: Object,
        /// True when a later step creates it again.
        again: bool,
    },
    /// ALTER TABLE … ADD COLUMN, and an UPDATE where a backfill fills it.
    AddColumn {
        /// The table as wanted, whose text holds the column's definition.
        table: Table,
        /// The column.
        column: Column,
        /// Value for the rows that are there.
        backfill: Option<String>,
    },
    /// ALTER TABLE … DROP COLUMN.
    DropColumn {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
    },
    /// UPDATE rows where an existing column is NULL.
    Backfill {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
        /// The value.
        value: String,
    },
    /// Create new, copy, drop old, rename; one table, or a closure of tables.
    Rebuild(Rebuild),
}

/// A rebuild of one table (plain or guarded) or of a closure.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuild {
    /// The tables, parents before children; copied in this order, dropped in reverse.
    pub tables: Vec<RebuiltTable>,
    /// Triggers that keep referencing rows where they are while the parent is dropped.
    pub guards: Vec<Guard>,
    /// Tables whose row counts must be the same before and after: rebuilt ones and all that reference them, transitively.
    pub counted: Vec<Name>,
    /// Tables whose foreign keys are checked afterwards.
    pub checked: Vec<Name>,
}

/// One table within a rebuild.
#[derive(Debug, Clone, PartialEq)]
pub struct RebuiltTable {
    /// Live (after renames) and wanted.
    pub tables: Pair<Table>,
    /// The name it has while it is filled.
    pub temporary: Name,
    /// What goes into each column that is copied; columns not listed take their default.
    pub copied: Vec<CopiedColumn>,
    /// `(new alias, old expression)` that carries the rowid over, where there is no INTEGER PRIMARY KEY to do it.
    pub rowid: Option<(String, String)>,
    /// AUTOINCREMENT on both sides: the sequence is carried over.
    pub sequence: bool,
    /// Indexes to create on it afterwards.
    pub indexes: Vec<Index>,
    /// References itself with a destructive action: a guard on itself is needed before its DROP.
    pub guard_self: bool,
}

/// A column of the new table and where its value comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct CopiedColumn {
    /// Column of the new table.
    pub target: Name,
    /// Its value.
    pub value: CopiedValue,
}

/// Where a copied value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum CopiedValue {
    /// The same column of the old table.
    Column(Name),
    /// The old column, or this expression where it is NULL.
    ColumnOr(Name, String),
    /// An expression over the old table's columns.
    Expression(String),
    /// The old table's rowid.
    Rowid(String),
}

/// A pair of triggers, or one, on a child table of a rebuilt parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// The child.
    pub table: Name,
    /// Name of the trigger.
    pub name: Name,
    /// True: stops DELETE (CASCADE). False: stops UPDATE (SET NULL, SET DEFAULT).
    pub delete: bool,
}

/// How a changed table gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrategyName {
    /// ALTER TABLE.
    Alter,
    /// Rebuild of a table that nothing references.
    Rebuild,
    /// Rebuild of a referenced table behind guards.
    GuardedRebuild,
    /// Rebuild of a table with all that reference it.
    ClosureRebuild,
}

/// A strategy that could not serve, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Which.
    pub strategy: StrategyName,
    /// Why, at least one.
    pub obstacles: Vec<Obstacle>,
}

/// One sentence in lower case: "ALTER TABLE cannot make a column NOT NULL on D1".
pub type Obstacle = String;

/// Why one step comes before another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Edge {
    /// Comes first.
    pub before: StepId,
    /// Comes later.
    pub after: StepId,
    /// Why.
    pub because: Dependency,
}

/// One sentence in lower case: "view active mentions table users".
pub type Dependency = String;

impl Operation {
    /// The object that the step is about.
    pub fn object(&self) -> ObjectRef {
        use crate::schema::ObjectKind::Table;
        match self {
            Self::RenameTable { names } => ObjectRef::new(Table, names.to.clone()),
            Self::RenameColumn { table, .. } | Self::DropColumn { table, .. } | Self::Backfill { table, .. } => {
                ObjectRef::new(Table, table.clone())
            }
            Self::Create(object) | Self::Drop { object, .. } => object.reference(),
            Self::AddColumn { table, .. } => ObjectRef::new(Table, table.name.clone()),
            Self::Rebuild(rebuild) => {
                let name = rebuild.tables.first().map(|it| it.tables.to.name.clone());
                ObjectRef::new(Table, name.unwrap_or_else(|| Name::new("")))
            }
        }
    }
}
