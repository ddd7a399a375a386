//! The queries of one introspection, all in one round trip.
//!
//! D1 kills a whole query when a PRAGMA function is given the name of a reserved table, so those are filtered out
//! first; and a compound SELECT may have five terms at most, so there are several queries.

use std::collections::BTreeSet;

use super::like_known::literals;
use crate::schema::Name;

/// Rows of `sqlite_schema`.
pub(super) fn objects() -> String {
    "SELECT type AS kind, name AS name, tbl_name AS owner, sql AS sql FROM sqlite_schema \
     WHERE substr(lower(name), 1, 4) <> '_cf_' AND substr(lower(tbl_name), 1, 4) <> '_cf_' ORDER BY rowid"
        .to_owned()
}

/// The queries, in the order in which [`super::read_beside`] takes their results.
pub(super) fn all() -> Vec<String> {
    among("")
}

/// As [`all`], but only for these tables. The first query still returns every object.
pub(super) fn of(tables: &BTreeSet<Name>) -> Vec<String> {
    among(&format!(" AND name COLLATE NOCASE IN ({})", literals(tables)))
}

fn among(only: &str) -> Vec<String> {
    // Tables whose name may be given to a PRAGMA function. A virtual table has no root page: its columns are its module's to
    // tell, and that module may be an application's.
    let open = format!(
        "(SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0 \
         AND substr(lower(name), 1, 4) <> '_cf_'{only})"
    );
    vec![
        objects(),
        format!(
            "SELECT name AS name, type AS kind, wr AS without_rowid, strict AS strict FROM pragma_table_list \
             WHERE schema = 'main' AND substr(lower(name), 1, 4) <> '_cf_'{only}"
        ),
        format!(
            "SELECT m.name AS owner, x.name AS name, x.type AS type, x.\"notnull\" AS required, x.pk AS pk, \
             x.hidden AS hidden, x.dflt_value IS NOT NULL AS has_default \
             FROM {open} m, pragma_table_xinfo(m.name) x"
        ),
        format!(
            "SELECT m.name AS owner, i.name AS name, i.\"unique\" AS is_unique, i.origin AS origin, i.partial AS partial, \
             x.seqno AS position, x.name AS part, x.\"desc\" AS descending, x.coll AS collation \
             FROM {open} m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x WHERE x.key"
        ),
        format!(
            "SELECT m.name AS owner, k.id AS id, k.seq AS seq, k.\"table\" AS parent, k.\"from\" AS own, k.\"to\" AS target, \
             k.on_update AS on_update, k.on_delete AS on_delete FROM {open} m, pragma_foreign_key_list(m.name) k"
        ),
    ]
}
