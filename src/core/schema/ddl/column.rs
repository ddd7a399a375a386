//! The text of one column, for ALTER TABLE … ADD COLUMN.

use crate::schema::ddl::without_directives;
use crate::schema::read::{Role, table};
use crate::schema::{Name, Object, Table, read};
use crate::sql::{Lexeme, TokenKind, lexemes};

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

/// True if a foreign key or CHECK that is written outside of the column's own definition uses it. The same one may be
/// written inside, too, and is one constraint to the schema.
pub fn has_constraint_elsewhere(table: &Table, column: &Name) -> bool {
    let Ok(text) = table::parse(&table.sql) else {
        return false;
    };
    let index = text.table.columns.iter().position(|it| it.name == *column);
    let own = index
        .and_then(|it| text.definitions.get(it))
        .cloned()
        .unwrap_or_default();
    let is_name = |it: &Lexeme<'_>| it.kind != TokenKind::String && it.names(column);
    text.marks
        .iter()
        .filter(|mark| mark.range.start < own.start || mark.range.end > own.end)
        .any(|mark| match &mark.role {
            Role::Column(name) => name == column,
            Role::Expression => lexemes(table.sql.get(mark.range.clone()).unwrap_or_default())
                .iter()
                .any(is_name),
            Role::Table | Role::Parent(_) | Role::ParentColumn { .. } => false,
        })
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
    fn a_constraint_that_is_written_twice_is_elsewhere_too() {
        let elsewhere = |sql: &str| {
            let table = read::table::parse(sql).unwrap().table;
            has_constraint_elsewhere(&table, &Name::new("a"))
        };
        assert!(!elsewhere(
            "CREATE TABLE t (id, a REFERENCES p (id) CHECK (a > 0), b CHECK (b <> 'a'))"
        ));
        assert!(elsewhere(
            "CREATE TABLE t (id, a REFERENCES p (id), FOREIGN KEY (\"A\") REFERENCES p (id))"
        ));
        assert!(elsewhere("CREATE TABLE t (id, a CHECK (a > 0), CHECK (a > 0))"));
        assert!(elsewhere("CREATE TABLE t (id, a CHECK (a > 0), b CHECK (a > 0))"));
    }

    #[test]
    fn leaves_directives_behind() {
        let sql = "CREATE TABLE t(id, a TEXT -- reconcile: renamed-from b\n NOT NULL -- mine\n)";
        assert_eq!(definition(sql, "a").unwrap(), "a TEXT\n NOT NULL");
    }
}
