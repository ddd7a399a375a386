//! Names for what exists only while a migration runs.

use std::collections::BTreeSet;

use crate::schema::{Name, Schema};

/// Hands out names that neither schema uses, so that a leftover of an earlier crash, or a table that happens to be
/// called `_reconcile_new_users`, is never overwritten.
pub(in crate::core::plan) struct Names {
    taken: BTreeSet<Name>,
}

impl Names {
    pub(in crate::core::plan) fn new<'a>(schemas: impl IntoIterator<Item = &'a Schema>) -> Self {
        let mut taken = BTreeSet::new();
        for schema in schemas {
            taken.extend(schema.tables.keys().cloned());
            taken.extend(schema.tables.values().flat_map(|table| table.indexes.keys().cloned()));
            taken.extend(schema.virtual_tables.keys().cloned());
            taken.extend(schema.views.keys().cloned());
            taken.extend(schema.triggers.keys().cloned());
        }
        Self { taken }
    }

    /// `wanted`, or `wanted_2`, `wanted_3`, … when that is taken.
    pub(in crate::core::plan) fn fresh(&mut self, wanted: &str) -> Name {
        let mut name = Name::new(wanted);
        let mut number = 2_u32;
        while !self.taken.insert(name.clone()) {
            name = Name::new(format!("{wanted}_{number}"));
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_taken_name_is_never_given_out() {
        let mut names = Names::new([]);
        assert_eq!(names.fresh("_reconcile_new_users").as_str(), "_reconcile_new_users");
        assert_eq!(names.fresh("_RECONCILE_NEW_users").as_str(), "_RECONCILE_NEW_users_2");
        assert_eq!(names.fresh("_reconcile_new_users").as_str(), "_reconcile_new_users_3");
    }
}
