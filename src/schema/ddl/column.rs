//! The text of one column, for ALTER TABLE … ADD COLUMN.

use crate::schema::ddl::without_directives;
use crate::schema::read::table;
use crate::schema::{Name, Object, Table, read};

/// The definition of `column` as its author wrote it: name, type and inline constraints.
/// `None` if the table has no such column.
pub fn column_definition(table: &Table, column: &Name) -> Option<String> {
    let text = table::parse(&table.sql).ok()?;
    let index = text.table.columns.iter().position(|it| it.name == *column)?;
    let range = text.definitions.get(index)?;
    table.sql.get(range.clone()).map(without_directives)
}

/// A table of this column alone: which constraints are written inside its definition, and thus come and go with it.
pub fn column_alone(table: &Table, column: &Name) -> Option<Table> {
    let definition = column_definition(table, column)?;
    let sql = format!("CREATE TABLE {} ({definition})", table.name.quoted());
    match read::object("table", &sql) {
        Ok(Object::Table(alone)) => Some(alone),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::schema::read;

    fn definition(sql: &str, column: &str) -> Option<String> {
        column_definition(&read::table::parse(sql).unwrap().table, &Name::new(column))
    }

    #[test]
    fn takes_the_column_with_all_that_belongs_to_it() {
        let sql = "CREATE TABLE t(\n  id INTEGER PRIMARY KEY, -- the key, (really)\n  \
                   \"a,b\" VARCHAR( 10, 2 )  NOT NULL DEFAULT ('x,y') CHECK (\"a,b\" <> ',')/* c */, \
                   p REFERENCES p(id) ON DELETE SET NULL, UNIQUE (id))";
        assert_eq!(definition(sql, "ID").unwrap(), "id INTEGER PRIMARY KEY");
        assert_eq!(
            definition(sql, "a,B").unwrap(),
            "\"a,b\" VARCHAR( 10, 2 )  NOT NULL DEFAULT ('x,y') CHECK (\"a,b\" <> ',')"
        );
        assert_eq!(definition(sql, "p").unwrap(), "p REFERENCES p(id) ON DELETE SET NULL");
        assert_eq!(definition(sql, "unique"), None);
    }

    #[test]
    fn leaves_directives_behind() {
        let sql = "CREATE TABLE t(id, a TEXT -- reconcile: renamed-from b\n NOT NULL -- mine\n)";
        assert_eq!(definition(sql, "a").unwrap(), "a TEXT\n NOT NULL");
    }
}
