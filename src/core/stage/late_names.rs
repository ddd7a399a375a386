//! Columns that get their new names in the last stage, as keys do. What says a new name before would fail, or SQLite would take
//! it for a text: `"body"` is one where no column is called so.

use super::{Renamed, Stages, renamed_columns};
use crate::schema::{Hints, Name, Object, Schema};
use crate::sql::{lexemes, with_name};

/// A column that is called `old` until the last stage.
pub(super) struct LateName {
    /// Its table, by the wanted name.
    pub(super) table: Name,
    pub(super) old: Name,
    pub(super) new: Name,
}

/// The renames that the last stage makes: all that do not stand beside their old selves.
pub(super) fn late_names(from: &Schema, desired: &Schema, hints: &Hints, renamed: &[Renamed]) -> Vec<LateName> {
    let mut found = Vec::new();
    for ((table, new), hint) in &hints.columns {
        let (Some(old), Some((_, before, after))) =
            (&hint.renamed_from, renamed_columns::tables(from, desired, hints, table))
        else {
            continue;
        };
        let is_open = before.column(old).is_some() && before.column(new).is_none() && after.column(new).is_some();
        if is_open && !renamed.iter().any(|it| it.table == *table && it.new == *new) {
            found.push(LateName {
                table: table.clone(),
                old: old.clone(),
                new: new.clone(),
            });
        }
    }
    found
}

/// An expression over the columns of a table as they are called until the last stage.
pub(super) fn under_old_names(expression: &str, table: &Name, late: &[LateName]) -> String {
    let of_table = late.iter().filter(|it| it.table == *table);
    of_table.fold(expression.to_owned(), |text, it| with_name(&text, &it.new, &it.old))
}

/// True for text that says a new name.
pub(super) fn says_new_name(sql: &str, late: &[LateName]) -> bool {
    let all = lexemes(sql);
    late.iter().any(|late| all.iter().any(|it| it.names(&late.new)))
}

/// Leaves views, triggers and search tables that say a new name to the last stage.
pub(super) fn wait(stages: &mut Stages, late: &[LateName]) {
    let is_early = |object: &Object| match object {
        Object::View(it) => !says_new_name(it.sql.text(), late),
        Object::Trigger(it) => !says_new_name(it.sql.text(), late),
        Object::VirtualTable(it) => !says_new_name(it.sql.text(), late),
        Object::Table(_) | Object::Index(_) => true,
    };
    stages.views.retain(is_early);
    stages.switched.retain(is_early);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use crate::desired::parse_sql;
    use crate::schema::Name;
    use crate::stage::stages;

    #[test]
    fn what_says_the_new_name_of_a_key_is_under_the_old_one_until_the_last_stage() {
        let from = parse_sql(
            Path::new("before.sql"),
            "CREATE TABLE docs (id INTEGER PRIMARY KEY, a TEXT);",
        )
        .unwrap();
        let desired = parse_sql(
            Path::new("after.sql"),
            "CREATE TABLE docs (\n\
             body INTEGER PRIMARY KEY, -- reconcile: renamed-from id\n\
             a TEXT,\n\
             copy TEXT AS (\"body\" || a) VIRTUAL,\n\
             b TEXT -- reconcile: backfill \"body\" + 1\n\
             );\n\
             CREATE INDEX docs_body ON docs (body, a);\n\
             CREATE VIEW shown AS SELECT \"body\" FROM docs;",
        )
        .unwrap();
        let stages = stages(&from.schema, &desired.schema, &desired.hints);
        let docs = stages.expand.tables.get(&Name::new("docs")).unwrap();
        let copy = docs.column(&Name::new("copy")).unwrap();
        assert_eq!(copy.generated.as_ref().unwrap().expression.text(), "\"id\" || a");
        assert!(docs.indexes.is_empty());
        assert!(stages.views.is_empty());
        assert_eq!(stages.fills.first().unwrap().value, "\"id\" + 1");
    }
}
