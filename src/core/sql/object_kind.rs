//! The kinds of object that statements create and drop.

use std::fmt;

/// The kinds of object that a schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// An ordinary table.
    Table,
    /// A virtual table (FTS5, rtree, …).
    VirtualTable,
    /// An index made by CREATE INDEX.
    Index,
    /// A view.
    View,
    /// A trigger.
    Trigger,
}

impl ObjectKind {
    /// What CREATE and DROP call it.
    pub(crate) const WORDS: &[(&[&str], Self)] = &[
        (&["TABLE"], Self::Table),
        (&["VIRTUAL", "TABLE"], Self::VirtualTable),
        (&["INDEX"], Self::Index),
        (&["UNIQUE", "INDEX"], Self::Index),
        (&["VIEW"], Self::View),
        (&["TRIGGER"], Self::Trigger),
    ];
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Table => "table",
            Self::VirtualTable => "virtual table",
            Self::Index => "index",
            Self::View => "view",
            Self::Trigger => "trigger",
        })
    }
}
