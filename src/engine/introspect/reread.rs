//! Reads the schema of one scratch database again and again, while statements change it: only what they changed, and what
//! depends on that.
//!
//! What a text means depends on what it names alone. So an object is read again if its row of `sqlite_schema` is another one,
//! if it names such an object, directly or by way of views, or if it refers to such a table.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Ownership, queries, schema_rows};
use crate::database::{self, Database, Rows, Scratch, Value};
use crate::schema::{Name, Schema, SchemaRow, names};

/// The schema as it was read last.
#[derive(Debug, Default)]
pub struct Reread {
    objects: Vec<Vec<Value>>,
    schema: Rc<Schema>,
    /// Objects that could not be read, and their tables.
    unread: BTreeSet<Name>,
    /// The texts of the project's views.
    views: BTreeMap<Name, String>,
    /// What each view and trigger names, by its text.
    mentions: BTreeMap<String, Rc<BTreeSet<Name>>>,
}

impl Reread {
    /// As if this schema had been read, of which only what depends on what is to be asked.
    pub(super) fn of(schema: &Schema) -> Self {
        Self {
            schema: Rc::new(schema.clone()),
            ..Self::default()
        }
    }

    /// The schema as it is now, as [`super::read_beside`] reads it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn read(&mut self, scratch: &mut Scratch, ownership: &Ownership) -> database::Result<Rc<Schema>> {
        let objects = scratch.query(&queries::objects())?;
        let changed = changed(&self.objects, &objects.rows);
        if changed.is_empty() && self.unread.is_empty() {
            self.objects = objects.rows;
            return Ok(Rc::clone(&self.schema));
        }
        let shadows = shadows(scratch, &objects.rows)?;
        let again = self.dependent(changed, &objects.rows);
        let of_again = |row: &&Vec<Value>| again.contains(&name(row, 1)) || again.contains(&name(row, 2));
        let rows = Rows {
            rows: objects.rows.iter().filter(of_again).cloned().collect(),
            columns: objects.columns.clone(),
        };
        let own = ownership.filter(schema_rows(&rows)).into_iter();
        let is_shadow = |it: &String| shadows.contains(&Name::new(it.as_str()));
        let own: Vec<SchemaRow> = own.filter(|it| !is_shadow(&it.name) && !is_shadow(&it.table)).collect();
        self.views.retain(|it, _| !again.contains(it));
        let views = own.iter().filter(|it| it.kind.eq_ignore_ascii_case("view"));
        self.views
            .extend(views.filter_map(|it| Some((Name::new(it.name.as_str()), it.sql.clone()?))));
        let mut schema = self.schema.without(&again);
        let unread = schema.read_rows(own, &self.views);
        self.unread = unread.into_iter().map(|it| it.0.name).collect();
        self.schema = Rc::new(schema);
        self.objects = objects.rows;
        Ok(Rc::clone(&self.schema))
    }

    /// Everything that has to be read again: tables with all that is on them, views.
    pub(super) fn dependent(&mut self, changed: BTreeSet<Name>, objects: &[Vec<Value>]) -> BTreeSet<Name> {
        let mut changed = changed;
        changed.extend(std::mem::take(&mut self.unread));
        let unread = objects.iter().filter(|row| changed.contains(&name(row, 1)));
        let on: Vec<Name> = unread.map(|row| name(row, 2)).collect();
        changed.extend(on);
        let texts: Vec<(&Vec<Value>, Rc<BTreeSet<Name>>)> = objects
            .iter()
            .filter(|row| matches!(text(row, 0), "view" | "trigger"))
            .map(|row| (row, self.mentioned(text(row, 3))))
            .collect();
        let mut again = BTreeSet::new();
        let mut open: Vec<Name> = changed.iter().cloned().collect();
        while let Some(next) = open.pop() {
            for (row, names) in &texts {
                if !names.contains(&next) {
                    continue;
                }
                again.insert(name(row, 2));
                // What a view shows is seen by whoever names the view.
                if text(row, 0) == "view" && changed.insert(name(row, 1)) {
                    open.push(name(row, 1));
                }
            }
        }
        // A key without columns means the parent's primary key.
        let refers = |it: &&crate::schema::Table| it.foreign_keys.iter().any(|key| changed.contains(&key.parent));
        let children = self.schema.tables.values().filter(refers);
        again.extend(children.map(|it| it.name.clone()));
        again.extend(changed);
        again
    }

    fn mentioned(&mut self, text: &str) -> Rc<BTreeSet<Name>> {
        if let Some(found) = self.mentions.get(text) {
            return Rc::clone(found);
        }
        let found: Rc<BTreeSet<Name>> = Rc::new(names(text).collect());
        self.mentions.insert(text.to_owned(), Rc::clone(&found));
        found
    }
}

/// The names and the tables of rows that are in one list only. Both are in one order, so that most of them pair up at the
/// start and at the end.
fn changed(before: &[Vec<Value>], after: &[Vec<Value>]) -> BTreeSet<Name> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before, after) = (
        before.get(start..).unwrap_or_default(),
        after.get(start..).unwrap_or_default(),
    );
    let pairs = before.iter().rev().zip(after.iter().rev());
    let end = pairs.take_while(|(one, other)| one == other).count();
    let before = before.get(..before.len() - end).unwrap_or_default();
    let after = after.get(..after.len() - end).unwrap_or_default();
    let only = |rows: &[Vec<Value>], others: &[Vec<Value>]| -> Vec<Name> {
        let rows = rows.iter().filter(|it| !others.contains(it));
        rows.flat_map(|it| [name(it, 1), name(it, 2)]).collect()
    };
    only(before, after).into_iter().chain(only(after, before)).collect()
}

/// Tables that virtual tables keep for themselves.
fn shadows(scratch: &mut Scratch, objects: &[Vec<Value>]) -> database::Result<BTreeSet<Name>> {
    let is_virtual = |row: &Vec<Value>| {
        let start = text(row, 3).get(..14);
        start.is_some_and(|it| it.eq_ignore_ascii_case("CREATE VIRTUAL"))
    };
    if !objects.iter().any(is_virtual) {
        return Ok(BTreeSet::new());
    }
    let list = scratch.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'")?;
    Ok(list.rows.iter().map(|row| name(row, 0)).collect())
}

fn text(row: &[Value], at: usize) -> &str {
    row.get(at).and_then(Value::as_str).unwrap_or_default()
}

fn name(row: &[Value], at: usize) -> Name {
    Name::new(text(row, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::read_beside;

    /// After each of these statements the schema is what a whole reading says.
    const STATEMENTS: &[&str] = &[
        "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p, x TEXT)",
        "CREATE VIEW v AS SELECT id, \"name\" FROM p",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE)",
        "CREATE INDEX i ON p (a COLLATE NOCASE)",
        "ALTER TABLE p ADD COLUMN name TEXT",
        "CREATE VIEW w AS SELECT \"name\" AS n, \"more\" FROM v",
        "CREATE TRIGGER r AFTER INSERT ON c BEGIN UPDATE p SET name = \"other\" WHERE id = new.p; END",
        "ALTER TABLE p ADD COLUMN other TEXT",
        "ALTER TABLE p RENAME COLUMN name TO title",
        "ALTER TABLE p RENAME TO q",
        "CREATE VIRTUAL TABLE f USING fts5 (title, content = q)",
        "CREATE TRIGGER s AFTER UPDATE ON q BEGIN INSERT INTO f (rowid, title) VALUES (new.id, new.title); END",
        "DROP TRIGGER r",
        "DROP VIEW v",
        "CREATE TABLE n (code TEXT PRIMARY KEY, id INTEGER)",
        "CREATE VIEW v AS SELECT id, \"name\", \"more\" FROM n",
        "INSERT INTO n (code) VALUES ('x')",
        "DROP TABLE f",
        "DROP TABLE q",
        "ALTER TABLE n RENAME TO q",
        "ALTER TABLE q ADD COLUMN more TEXT",
        "CREATE UNIQUE INDEX u ON q (id)",
        "DROP INDEX u",
        "DROP TABLE c",
        "DROP VIEW w",
    ];

    #[test]
    fn says_what_a_whole_reading_says() {
        let mut scratch = Scratch::new().unwrap();
        let ownership = Ownership::default();
        let mut reread = Reread::default();
        for sql in STATEMENTS {
            scratch.execute(sql).unwrap();
            let found = reread.read(&mut scratch, &ownership).unwrap();
            let whole = read_beside(&mut scratch, &ownership).unwrap().schema;
            assert_eq!(format!("{found:#?}"), format!("{whole:#?}"), "{sql}");
        }
    }
}
