//! Steps before they have an order.

use std::collections::BTreeSet;

use super::{Cause, Operation, PassedOver, StrategyName};
use crate::schema::{Name, Object, ObjectRef};

/// A step without number, hazards and cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub operation: Operation,
    pub because: Vec<Cause>,
    pub strategy: Option<StrategyName>,
    pub passed_over: Vec<PassedOver>,
}

/// How binding an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// The SQL fails, or loses data, in the other order.
    Required,
    /// The better order to read and run; given up where foreign keys form a cycle.
    Preferred,
}

/// One dependency between two drafts, by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DraftEdge {
    pub before: usize,
    pub after: usize,
    pub strength: Strength,
    pub because: String,
}

impl DraftEdge {
    pub(super) fn new(before: usize, after: usize, strength: Strength, because: impl Into<String>) -> Self {
        let because = because.into();
        Self {
            before,
            after,
            strength,
            because,
        }
    }

    pub(super) fn required(before: usize, after: usize, because: impl Into<String>) -> Self {
        Self::new(before, after, Strength::Required, because)
    }
}

impl Draft {
    pub(super) fn new(operation: Operation, because: impl Into<Cause>) -> Self {
        Self {
            operation,
            because: vec![because.into()],
            strategy: None,
            passed_over: Vec::new(),
        }
    }

    /// Where the step stands when nothing else decides: a phase, then the name. What blocks goes first, what depends comes last.
    pub(super) fn rank(&self) -> (u8, Name) {
        let phase = match &self.operation {
            // What is kept aside is so before anything happens to it.
            Operation::CopyRows(copy) if copy.into.is_trash() => 0,
            Operation::RenameTable { .. } => 2,
            Operation::RenameColumn { .. } => 3,
            Operation::AddColumn { .. } => 6,
            Operation::Rebuild(_) | Operation::RebuildVirtual { .. } => 7,
            Operation::DropColumn { .. } => 8,
            Operation::CopyRows(_) => 10,
            Operation::Drop(object, _) => match object {
                Object::Trigger(_) => 0,
                Object::View(_) => 1,
                Object::Index(_) => 4,
                Object::VirtualTable(_) => 5,
                Object::Table(_) => 9,
            },
            Operation::Create(object) => match object {
                Object::Table(_) => 10,
                Object::VirtualTable(_) => 11,
                Object::Index(_) => 12,
                Object::View(_) => 13,
                Object::Trigger(_) => 14,
            },
            // They are appended when all others have their order.
            Operation::WriteRows(_) | Operation::DeleteRows(_) => 15,
        };
        // Renames stay in the order in which they were worked out: a name must be free before it is given again.
        match &self.operation {
            Operation::RenameTable { .. } | Operation::RenameColumn { .. } => (phase, Name::new("")),
            operation => (phase, operation.object().name),
        }
    }

    /// The tables whose definition the step changes or removes, under the names that hold at that moment (both, for a rename).
    pub(super) fn reshapes(&self) -> BTreeSet<Name> {
        match &self.operation {
            Operation::RenameTable { names } => BTreeSet::from([names.from.clone(), names.to.clone()]),
            Operation::RenameColumn { table, .. } | Operation::DropColumn { table, .. } => {
                BTreeSet::from([table.clone()])
            }
            Operation::AddColumn { table, .. } => BTreeSet::from([table.name.clone()]),
            Operation::Rebuild(rebuild) => rebuild.tables.iter().map(|it| it.tables.to.name.clone()).collect(),
            Operation::RebuildVirtual { tables, .. } => BTreeSet::from([tables.to.name.clone()]),
            Operation::Drop(object, _) if matches!(object, Object::Table(_) | Object::VirtualTable(_)) => {
                BTreeSet::from([object.reference().name])
            }
            Operation::Create(_)
            | Operation::Drop(..)
            | Operation::CopyRows(_)
            | Operation::WriteRows(_)
            | Operation::DeleteRows(_) => BTreeSet::new(),
        }
    }

    /// True if the step is the CREATE of this object.
    pub(super) fn creates(&self, object: &ObjectRef) -> bool {
        matches!(&self.operation, Operation::Create(it) if it.reference() == *object)
    }
}
