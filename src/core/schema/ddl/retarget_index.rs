//! The same index under another name, on another table.

use super::without_directives;
use crate::schema::Name;
use crate::sql::lexemes;

/// A CREATE INDEX with these names in it. Its terms cannot name the table (<https://www.sqlite.org/expridx.html>), so they
/// stay as they are; so does text that cannot be read.
///
/// ```
/// use reconcile::schema::{Name, ddl::retarget_index};
///
/// let sql = retarget_index("CREATE UNIQUE INDEX a ON t (b) WHERE c", &Name::new("x"), &Name::new("u"));
/// assert_eq!(sql, "CREATE UNIQUE INDEX x ON u (b) WHERE c");
/// ```
pub fn retarget_index(create_index_sql: &str, name: &Name, table: &Name) -> String {
    let sql = without_directives(create_index_sql);
    let all = lexemes(&sql);
    let open = all.iter().find(|it| it.is_mark("("));
    let is_unique = all.get(1).is_some_and(|it| it.is("UNIQUE"));
    let terms = open.and_then(|it| sql.get(it.start..));
    match terms {
        Some(terms) => {
            let unique = if is_unique { "UNIQUE " } else { "" };
            let (name, table) = (name.written(), table.written());
            format!("CREATE {unique}INDEX {name} ON {table} {terms}")
        }
        None => sql,
    }
}
