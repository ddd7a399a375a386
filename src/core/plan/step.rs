//! Steps: what is done, how, why, and after what.

use super::{CopyRows, Cost, DeletedRows, Hazard, Online, WrittenRows};
use crate::schema::ddl::ColumnConstraints;
use crate::schema::{Column, Index, Name, Object, ObjectKind, ObjectRef, Pair, Table, VirtualTable};

/// Number of a step within its plan, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct StepId(pub usize);

/// One node of a plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
    /// DROP of anything.
    Drop(Object, Return),
    /// ALTER TABLE … ADD COLUMN, and an UPDATE where a backfill fills it.
    AddColumn {
        /// The table as wanted, whose text holds the column's definition.
        table: Box<Table>,
        /// The column.
        column: Column,
        /// Constraints of the table that the column brings along, written behind its definition.
        constraints: ColumnConstraints,
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
    /// Create new, copy, drop old, rename; one table, or a closure of tables.
    Rebuild(Rebuild),
    /// INSERT … SELECT from one table into another, which has just been created.
    CopyRows(CopyRows),
    /// Contents aside, drop, create, contents back: a virtual table cannot be altered.
    RebuildVirtual {
        /// Live and wanted.
        tables: Pair<VirtualTable>,
        /// Columns that both have.
        columns: Vec<Name>,
    },
    /// INSERT … ON CONFLICT DO UPDATE of rows of a reference table.
    WriteRows(Box<WrittenRows>),
    /// DELETE of rows of a reference table, by their keys.
    DeleteRows(Box<DeletedRows>),
}

/// Whether a later step creates again what one drops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    /// It is gone for good.
    Never,
    /// It is only in the way.
    Later,
}

/// A rebuild of one table (plain or guarded) or of a closure.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuild {
    /// The table that the rebuild is for; first of `tables`, unless others of a closure come before it.
    pub subject: Name,
    /// The tables, parents before children; copied in this order, dropped in reverse.
    pub tables: Vec<RebuiltTable>,
    /// Triggers that keep referencing rows where they are while the parent is dropped.
    pub guards: Vec<Guard>,
    /// What it has beside the new table, where the application writes meanwhile.
    pub online: Option<Online>,
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
    /// A column that is filled by an UPDATE afterwards: with the rowid, one SELECT could not return all.
    pub late: Option<CopiedColumn>,
    /// `(new alias, old expression)` that carries the rowid over, where there is no INTEGER PRIMARY KEY to do it.
    pub rowid: Option<(String, String)>,
    /// AUTOINCREMENT on both sides: the sequence is carried over.
    pub sequence: bool,
    /// Indexes to create on it afterwards.
    pub indexes: Vec<Index>,
    /// Unique indexes that foreign keys of the rebuilt tables rest on, under the names they have while rows are copied:
    /// SQLite refuses every write to either table without them.
    pub keys: Vec<(Name, Index)>,
    /// What dropping the old tables would do to this one's old rows, while it is still there.
    pub guard_self: SelfGuard,
}

/// Triggers on an old table that vanish with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SelfGuard {
    /// Stops DELETE: rows reference the table itself, or one dropped before it, ON DELETE CASCADE.
    pub delete: bool,
    /// Stops UPDATE: the same with SET NULL or SET DEFAULT.
    pub update: bool,
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
#[non_exhaustive]
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
        let table = |name: &Name| ObjectRef::new(ObjectKind::Table, name.clone());
        match self {
            Self::RenameTable { names } => table(&names.to),
            Self::RenameColumn { table: name, .. } | Self::DropColumn { table: name, .. } => table(name),
            Self::Create(object) | Self::Drop(object, _) => object.reference(),
            Self::AddColumn { table: wanted, .. } => table(&wanted.name),
            Self::RebuildVirtual { tables, .. } => ObjectRef::new(ObjectKind::VirtualTable, tables.to.name.clone()),
            Self::Rebuild(rebuild) => table(&rebuild.subject),
            Self::CopyRows(copy) => table(if copy.into.is_trash() { &copy.from } else { &copy.into }),
            Self::WriteRows(rows) => table(&rows.changes.table),
            Self::DeleteRows(rows) => table(&rows.changes.table),
        }
    }

    /// The tables that it rebuilds.
    pub fn rebuilt(&self) -> &[RebuiltTable] {
        match self {
            Self::Rebuild(rebuild) => &rebuild.tables,
            _ => &[],
        }
    }

    /// The verb for people and for JSON: "rebuild", "add column", "create".
    pub fn verb(&self) -> &'static str {
        match self {
            Self::RenameTable { .. } => "rename",
            Self::RenameColumn { .. } => "rename column",
            Self::Create(_) => "create",
            Self::Drop(..) => "drop",
            Self::AddColumn { .. } => "add column",
            Self::DropColumn { .. } => "drop column",
            Self::CopyRows(copy) if copy.into.is_trash() => "keep aside",
            Self::CopyRows(_) => "bring back",
            Self::Rebuild(_) | Self::RebuildVirtual { .. } => "rebuild",
            Self::WriteRows(_) => "write rows",
            Self::DeleteRows(_) => "delete rows",
        }
    }
}

impl std::fmt::Display for StrategyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Alter => "alter",
            Self::Rebuild => "rebuild",
            Self::GuardedRebuild => "guarded rebuild",
            Self::ClosureRebuild => "closure rebuild",
        })
    }
}
