//! What can be created and dropped on its own, and how it is referred to.

use std::fmt;

use crate::sql::ObjectKind;

use super::{Index, Name, Table, Trigger, View, VirtualTable};

/// A kind and a name: enough to find an object in a schema. Displays as `table users`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectRef {
    /// What it is.
    pub kind: ObjectKind,
    /// What it is called.
    pub name: Name,
}

impl ObjectRef {
    /// A reference to the object `name` of this kind.
    pub fn new(kind: ObjectKind, name: Name) -> Self {
        Self { kind, name }
    }
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

/// One object with its definition.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// An ordinary table with its indexes.
    Table(Table),
    /// A virtual table.
    VirtualTable(VirtualTable),
    /// An index.
    Index(Index),
    /// A view.
    View(View),
    /// A trigger.
    Trigger(Trigger),
}

impl Object {
    /// Kind and name of the object.
    pub fn reference(&self) -> ObjectRef {
        match self {
            Self::Table(it) => ObjectRef::new(ObjectKind::Table, it.name.clone()),
            Self::VirtualTable(it) => ObjectRef::new(ObjectKind::VirtualTable, it.name.clone()),
            Self::Index(it) => ObjectRef::new(ObjectKind::Index, it.name.clone()),
            Self::View(it) => ObjectRef::new(ObjectKind::View, it.name.clone()),
            Self::Trigger(it) => ObjectRef::new(ObjectKind::Trigger, it.name.clone()),
        }
    }
}
