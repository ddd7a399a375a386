//! Objects in which a target is not what was reviewed. Only which, never how to get there: that is a plan's.

use std::collections::BTreeSet;
use std::fmt;

use crate::introspect::Live;
use crate::schema::{Object, ObjectRef, Schema};

/// An object that is not as it was reviewed. Displays as "table users is missing".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The object.
    pub object: ObjectRef,
    /// What is the matter with it.
    pub kind: DifferenceKind,
}

/// How an object differs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Reviewed, and not there.
    Missing,
    /// There, and not reviewed.
    Added,
    /// Defined otherwise.
    Changed,
    /// There, and its meaning cannot be told for this reason.
    Unknown(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DifferenceKind::Missing => write!(f, "{} is missing", self.object),
            DifferenceKind::Added => write!(f, "{} was added after the review", self.object),
            DifferenceKind::Changed => write!(f, "{} differs from the review", self.object),
            DifferenceKind::Unknown(reason) => write!(f, "{} cannot be compared: {reason}", self.object),
        }
    }
}

/// What differs between the reviewed schema and what is live.
pub fn differences(reviewed: &Schema, live: &Live) -> Vec<Difference> {
    let objects: BTreeSet<ObjectRef> = reviewed.objects().into_iter().chain(live.schema.objects()).collect();
    let mut found = Vec::new();
    for object in objects {
        let kind = match (reviewed.get(&object), live.schema.get(&object)) {
            (Some(a), Some(b)) if without_indexes(a.clone()) == without_indexes(b.clone()) => continue,
            (Some(_), Some(_)) => DifferenceKind::Changed,
            (Some(_), None) => DifferenceKind::Missing,
            (None, _) => DifferenceKind::Added,
        };
        found.push(Difference { object, kind });
    }
    found.extend(live.unknown.iter().map(|it| Difference {
        object: it.object.clone(),
        kind: DifferenceKind::Unknown(it.reason.clone()),
    }));
    found
}

/// Indexes are objects of their own here.
fn without_indexes(object: Object) -> Object {
    match object {
        Object::Table(mut table) => {
            table.indexes.clear();
            Object::Table(table)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    fn live(sql: &[&str]) -> Live {
        let mut scratch = Scratch::new().unwrap();
        for statement in sql {
            scratch.execute(statement).unwrap();
        }
        introspect::read(&mut scratch).unwrap()
    }

    #[test]
    fn names_each_object_once() {
        let reviewed = live(&["CREATE TABLE t(a)", "CREATE INDEX i ON t(a)", "CREATE TABLE u(a)"]).schema;
        let found = live(&[
            "CREATE TABLE t(a)",
            "CREATE TABLE u(a, b)",
            "CREATE VIEW v AS SELECT 1 AS x",
        ]);
        let texts: Vec<String> = differences(&reviewed, &found).iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "table u differs from the review",
                "index i is missing",
                "view v was added after the review"
            ]
        );
        assert_eq!(differences(&found.schema, &found), []);
    }
}
