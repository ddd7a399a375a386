//! Indexes made by CREATE INDEX.

use super::{Name, Sql};

/// An index. `==` ignores `sql`.
#[derive(Debug, Clone)]
pub struct Index {
    /// Its name.
    pub name: Name,
    /// The table it is on.
    pub table: Name,
    /// UNIQUE.
    pub unique: bool,
    /// Indexed terms in order.
    pub columns: Vec<IndexColumn>,
    /// The WHERE of a partial index.
    pub predicate: Option<Sql>,
    /// The CREATE INDEX statement exactly as SQLite stores it.
    pub sql: String,
}

/// One term of an index.
#[derive(Debug, Clone)]
pub struct IndexColumn {
    /// Column or expression.
    pub term: IndexTerm,
    /// COLLATE on a column; absent when it is the column's own. An expression holds its COLLATE itself.
    pub collation: Option<Name>,
    /// DESC.
    pub descending: bool,
}

/// What an index term indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexTerm {
    /// A plain column.
    Column(Name),
    /// An expression over columns.
    Expression(Sql),
}

impl Index {
    /// The expression of WHERE, and those that are indexed.
    pub fn expressions(&self) -> impl Iterator<Item = &Sql> {
        let terms = self.columns.iter().filter_map(|it| match &it.term {
            IndexTerm::Expression(expression) => Some(expression),
            IndexTerm::Column(_) => None,
        });
        self.predicate.iter().chain(terms)
    }

    /// True if it indexes the column, or an expression that reads it.
    pub fn is_over(&self, column: &Name) -> bool {
        self.columns.iter().any(|it| match &it.term {
            IndexTerm::Column(name) => name == column,
            IndexTerm::Expression(expression) => expression.mentions(column),
        })
    }

    /// True if it is over the column, or its WHERE reads it.
    pub fn uses(&self, column: &Name) -> bool {
        self.is_over(column) || self.predicate.as_ref().is_some_and(|it| it.mentions(column))
    }
}

impl IndexColumn {
    /// The column, if the term is one with its own collation.
    pub fn plain(&self) -> Option<&Name> {
        match &self.term {
            IndexTerm::Column(name) if self.collation.is_none() => Some(name),
            _ => None,
        }
    }
}
