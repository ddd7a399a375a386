//! Which rows of `sqlite_schema` are the project's, as a condition in SQL: for a program that has no other means to tell.

use super::{ObjectPattern, Ownership, other_tools};
use crate::database::Value;
use crate::schema::{Name, ObjectKind};

impl Ownership {
    /// A condition on the row `m` of `sqlite_schema`. Tables of other tools are known only by their names, except where a table
    /// of the project has one of these.
    pub fn condition(&self, is_own: &dyn Fn(&Name) -> bool) -> String {
        let mut conditions = vec!["m.sql IS NOT NULL".to_owned()];
        for column in ["m.name", "m.tbl_name"] {
            conditions.extend(["sqlite_*", "_cf_*"].map(|it| format!("lower({column}) NOT GLOB '{it}'")));
            conditions.push(format!(
                "(lower({column}) NOT GLOB '_reconcile_*' OR lower({column}) GLOB '_reconcile_trash_*')"
            ));
            let reserved = [Name::new("_reconcile").folded(), Name::new(self.ledger()).folded()];
            conditions.push(format!("lower({column}) NOT IN ({})", list(&reserved)));
        }
        let others = other_tools::names().filter(|it| !is_own(&Name::new(*it)));
        let (starts, names): (Vec<&str>, Vec<&str>) = others.partition(|it| it.ends_with('*'));
        let names: Vec<String> = names.iter().map(|it| it.to_ascii_lowercase()).collect();
        conditions.push(format!("lower(m.tbl_name) NOT IN ({})", list(&names)));
        conditions.extend(
            starts
                .iter()
                .map(|it| format!("lower(m.tbl_name) NOT GLOB {}", literal(&it.to_ascii_lowercase()))),
        );
        conditions.extend(self.patterns().iter().map(ignored));
        conditions
            .push("m.tbl_name NOT IN (SELECT l.name FROM pragma_table_list AS l WHERE l.type = 'shadow')".to_owned());
        conditions.join("\n  AND ")
    }
}

/// The pattern is on the object, or on the table or view that it belongs to.
fn ignored(pattern: &ObjectPattern) -> String {
    let glob = literal(&pattern.glob());
    let of = |kind: &str| format!("(m.type = '{kind}' AND lower(m.name) GLOB {glob})");
    let on = |kind: &str| {
        format!(
            "(lower(m.tbl_name) GLOB {glob} AND EXISTS (SELECT 1 FROM sqlite_schema AS o WHERE o.name = m.tbl_name AND o.type = '{kind}'))"
        )
    };
    let condition = match pattern.kind() {
        None => format!("(lower(m.name) GLOB {glob} OR lower(m.tbl_name) GLOB {glob})"),
        Some(ObjectKind::Index) => of("index"),
        Some(ObjectKind::Trigger) => of("trigger"),
        Some(ObjectKind::View) => on("view"),
        Some(ObjectKind::Table | ObjectKind::VirtualTable) => on("table"),
    };
    format!("NOT {condition}")
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|it| literal(it)).collect();
    names.join(", ")
}

fn literal(text: &str) -> String {
    Value::Text(text.to_owned()).to_sql()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::database::{Database, Scratch, Value};
    use crate::introspect::{ObjectPattern, Ownership};
    use crate::schema::Name;

    #[test]
    fn the_rows_are_those_that_a_schema_is_read_from() {
        let mut scratch = Scratch::new().unwrap();
        for sql in [
            "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT UNIQUE)",
            "CREATE INDEX ext_mail ON users (mail)",
            "CREATE INDEX mail ON users (mail)",
            "CREATE TABLE ext_log (id)",
            "CREATE TRIGGER logged AFTER INSERT ON ext_log BEGIN SELECT 1; END",
            "CREATE VIEW report_all AS SELECT 1 AS one",
            "CREATE TABLE report_rows (id)",
            "CREATE TABLE __drizzle_migrations (id)",
            "CREATE TABLE knex_migrations (id)",
            "CREATE VIRTUAL TABLE words USING fts5 (word)",
        ] {
            scratch.execute(sql).unwrap();
        }
        let patterns = ["ext_*", "view:report_*"].map(|it| ObjectPattern::parse(it).unwrap());
        let ownership = Ownership::default().ignoring(patterns);
        let condition = ownership.condition(&|it| *it == Name::new("knex_migrations"));
        let query = format!("SELECT m.name FROM sqlite_schema AS m WHERE {condition} ORDER BY m.name");
        let rows = scratch.query(&query).unwrap().rows;
        let names: Vec<&str> = rows
            .iter()
            .filter_map(|it| it.first().and_then(Value::as_str))
            .collect();
        assert_eq!(names, ["knex_migrations", "mail", "report_rows", "users", "words"]);
    }
}
