//! no-effect: IF NOT EXISTS, IF EXISTS or a conflict clause keeps a statement from doing what its text says.

use std::collections::BTreeMap;

use super::{At, Code, RuleKind, conflict_clause};
use crate::diff;
use crate::lint::existing_object::existing_object;
use crate::lint::file::Statement;
use crate::lint::finding::Finding;
use crate::schema::{Column, Hints, Name, Object, ObjectKind, ObjectRef, Schema, SchemaRow};
use crate::sql::{Verb, lexemes, nearest};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NoEffect,
    title: "a statement or its conflict clause has no effect",
    explanation: "`CREATE … IF NOT EXISTS` only checks the name. If an object of that name exists, whatever its \
definition, the statement silently does nothing: the columns, the index or the trigger that it describes are not \
created. `DROP … IF EXISTS` of a name that no migration ever created is usually a misspelling, and the intended \
object stays. The folder was replayed, and the statement changed nothing.\n\n\
A conflict clause needs a key: `INSERT OR IGNORE` of a row that no PRIMARY KEY or UNIQUE identifies inserts it twice, \
`DO UPDATE SET qty = qty` writes the value that is already stored, and `UPDATE OR IGNORE` skips rows whose new value \
is taken. This was tested on generated rows.\n\n\
A migration runs once, so it needs no IF: without it, a wrong name is an error. Change an existing table with ALTER TABLE, \
or change the schema files and let `reconcile plan` write it; drop an index, view or trigger before you create it in another form.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let idle = at
        .file
        .statements
        .iter()
        .enumerate()
        .filter(|(_, it)| at.file.is_idle(it));
    let mut found: Vec<Finding> = idle
        .filter_map(|(index, statement)| match statement.verb {
            Verb::Create { kind, .. } => created(at, statement, kind),
            Verb::Drop { kind } => dropped(at, index, statement, kind),
            _ => None,
        })
        .collect();
    found.extend(KIND.all(at.file, conflict_clause::clauses(at.file)));
    found
}

/// A finding where what is there differs from what the text describes.
fn created(at: &At<'_>, statement: &Statement, kind: ObjectKind) -> Option<Finding> {
    let (before, subject) = (statement.before.as_ref()?, statement.subject.as_ref()?);
    let there = existing_object(before, kind, subject)?;
    let name = statement.name.start.checked_sub(statement.range.start)?;
    let (difference, remedy) = if there.kind == kind {
        let wanted = described(before, at.file.sql(statement), name, kind, subject)?;
        difference(before, &there, &wanted)?
    } else {
        let remedy = format!("give the {} another name, or drop {there} first", word(kind));
        ("exists".to_owned(), remedy)
    };
    let message = format!(
        "CREATE {} IF NOT EXISTS {subject} does nothing: {there} {difference}",
        keywords(kind)
    );
    Some(KIND.at(at.file, statement, message, remedy))
}

/// What the text would create. SQLite stores it without IF NOT EXISTS.
fn described(before: &Schema, sql: &str, name: usize, kind: ObjectKind, subject: &Name) -> Option<Object> {
    let solid = lexemes(sql);
    let at = |back: usize| {
        let name = solid.iter().position(|it| it.start == name)?;
        solid.get(name.checked_sub(back)?)
    };
    let is = |back: usize, word: &str| at(back).is_some_and(|it| it.text.eq_ignore_ascii_case(word));
    // `main.` before the name.
    let first = if is(1, ".") { 3 } else { 1 };
    let words = [(first + 2, "IF"), (first + 1, "NOT"), (first, "EXISTS")];
    let start = at(first + 2)
        .filter(|_| words.iter().all(|(back, word)| is(*back, word)))?
        .start;
    let head = sql.get(..start)?;
    let rest = sql
        .get(name..)?
        .trim_end_matches(|it: char| it == ';' || it.is_whitespace());
    let sql = format!("{head}{rest}");
    let views: BTreeMap<Name, String> = before
        .views
        .values()
        .map(|view| (view.name.clone(), view.sql.text().to_owned()))
        .collect();
    if !matches!(kind, ObjectKind::Table | ObjectKind::VirtualTable) {
        return before.read_dependent(kind, &sql, &views).ok();
    }
    let row = SchemaRow {
        kind: "table".to_owned(),
        name: subject.as_str().to_owned(),
        table: subject.as_str().to_owned(),
        sql: Some(sql),
    };
    Schema::from_rows([row])
        .schema
        .get(&ObjectRef::new(kind, subject.clone()))
}

/// How what is there differs from what is described, and what to do; none if it does not.
fn difference(before: &Schema, there: &ObjectRef, wanted: &Object) -> Option<(String, String)> {
    let recreate = || {
        format!(
            "write DROP {} {}; above it, and remove IF NOT EXISTS",
            keywords(there.kind),
            there.name
        )
    };
    match wanted {
        Object::Table(wanted) => {
            let old = before.tables.get(&there.name)?;
            let mut wanted = wanted.clone();
            wanted.indexes.clone_from(&old.indexes);
            let lacks = names(wanted.columns.iter().filter(|it| old.column(&it.name).is_none()));
            let more = names(old.columns.iter().filter(|it| wanted.column(&it.name).is_none()));
            let mut after = before.clone();
            after.tables.insert(there.name.clone(), wanted);
            after.fill_parent_keys();
            if diff::compare(before, &after, &Hints::default()).is_empty() {
                return None;
            }
            let difference = match (lacks.as_str(), more.as_str()) {
                ("", "") => "exists with another definition".to_owned(),
                ("", more) => format!("exists and also has {more}"),
                (lacks, _) => format!("exists without {lacks}"),
            };
            let remedy = match lacks.as_str() {
                "" => "delete the statement, or change the schema files and let `reconcile plan` write the change"
                    .to_owned(),
                _ => format!(
                    "add what is missing with ALTER TABLE {} ADD COLUMN …, or let `reconcile plan` write it",
                    there.name
                ),
            };
            Some((difference, remedy))
        }
        Object::Index(wanted) => {
            let old = before.index(&there.name)?;
            let is_same = old.table == wanted.table
                && old.unique == wanted.unique
                && old.columns == wanted.columns
                && old.predicate == wanted.predicate;
            let difference = if old.table == wanted.table {
                "exists in another form".to_owned()
            } else {
                format!("exists on {}", old.table)
            };
            (!is_same).then(|| (difference, recreate()))
        }
        other => {
            let mut after = before.clone();
            match other {
                Object::View(view) => after.views.insert(there.name.clone(), view.clone()),
                Object::Trigger(trigger) => after.triggers.insert(there.name.clone(), trigger.clone()),
                Object::VirtualTable(table) => after.virtual_tables.insert(there.name.clone(), table.clone()),
                Object::Table(_) | Object::Index(_) => {}
            }
            let is_same = diff::compare(before, &after, &Hints::default()).is_empty();
            (!is_same).then(|| ("exists in another form".to_owned(), recreate()))
        }
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    let names: Vec<&str> = columns.map(|it| it.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("column {one}"),
        many => format!("columns {}", many.join(", ")),
    }
}

/// A finding where nothing of the name was there at any time, nor will be.
fn dropped(at: &At<'_>, index: usize, statement: &Statement, kind: ObjectKind) -> Option<Finding> {
    let subject = statement.subject.as_ref()?;
    let history = at.history;
    let before = statement.before.as_ref()?;
    let is_shadow = before
        .virtual_tables
        .keys()
        .any(|it| subject.has_prefix(&format!("{it}_")));
    let has_failed = at
        .file
        .statements
        .iter()
        .take(index)
        .any(|it| it.failure.is_some() && it.makes());
    let is_known_so_far = at.index.checked_sub(1).is_none_or(|it| history.is_whole(it)) && !has_failed;
    if is_shadow || !is_known_so_far || history.ownership.is_internal(subject) {
        return None;
    }
    let statements = history.files.iter().flat_map(|it| &it.statements);
    let makes = |it: &Statement| match &it.verb {
        Verb::Create { .. } => it.subject.as_ref() == Some(subject),
        Verb::RenameTable { to } => to == subject,
        _ => false,
    };
    if statements.into_iter().any(makes) {
        return None;
    }
    let likely = nearest(subject.as_str(), known(before, kind).map(Name::as_str));
    let remedy = likely.map_or_else(
        || "correct the name, or delete the statement".to_owned(),
        |name| format!("did you mean {name}? correct the name, or delete the statement"),
    );
    let message = format!(
        "DROP {} IF EXISTS {subject} does nothing: no migration ever made it",
        keywords(kind)
    );
    Some(KIND.at(at.file, statement, message, remedy))
}

/// The names of a kind.
fn known(schema: &Schema, kind: ObjectKind) -> Box<dyn Iterator<Item = &Name> + '_> {
    match kind {
        ObjectKind::Index => Box::new(schema.tables.values().flat_map(|it| it.indexes.keys())),
        ObjectKind::View => Box::new(schema.views.keys()),
        ObjectKind::Trigger => Box::new(schema.triggers.keys()),
        ObjectKind::Table | ObjectKind::VirtualTable => {
            Box::new(schema.tables.keys().chain(schema.virtual_tables.keys()))
        }
    }
}

fn keywords(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Table => "TABLE",
        ObjectKind::VirtualTable => "VIRTUAL TABLE",
        ObjectKind::Index => "INDEX",
        ObjectKind::View => "VIEW",
        ObjectKind::Trigger => "TRIGGER",
    }
}

fn word(kind: ObjectKind) -> String {
    keywords(kind).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT);\nCREATE INDEX items_name ON items (name);\n\
         CREATE VIEW v AS SELECT name FROM items;\nCREATE TRIGGER g AFTER INSERT ON items BEGIN SELECT 1; END;\n\
         CREATE VIRTUAL TABLE f USING fts5(a);\n",
    );

    fn check(text: &str) -> Vec<String> {
        found("no-effect", &[BASE, ("2.sql", text)])
    }

    #[test]
    fn c12_what_is_there_in_another_shape() {
        for (text, expected) in [
            (
                "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT, kind TEXT);",
                "28 warning CREATE TABLE IF NOT EXISTS items does nothing: table items exists without column kind",
            ),
            (
                "CREATE TABLE IF NOT EXISTS main.\"items\" (id INTEGER PRIMARY KEY);",
                "33 warning CREATE TABLE IF NOT EXISTS items does nothing: table items exists and also has column name",
            ),
            (
                "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
                "28 warning CREATE TABLE IF NOT EXISTS items does nothing: table items exists with another definition",
            ),
            (
                "CREATE UNIQUE INDEX IF NOT EXISTS items_name ON items (name);",
                "35 warning CREATE INDEX IF NOT EXISTS items_name does nothing: index items_name exists in another form",
            ),
            (
                "CREATE TABLE o (a); CREATE INDEX IF NOT EXISTS items_name ON o (a);",
                "48 warning CREATE INDEX IF NOT EXISTS items_name does nothing: index items_name exists on items",
            ),
            (
                "CREATE VIEW IF NOT EXISTS v AS SELECT id FROM items;",
                "27 warning CREATE VIEW IF NOT EXISTS v does nothing: view v exists in another form",
            ),
            (
                "CREATE TABLE IF NOT EXISTS v (a);",
                "28 warning CREATE TABLE IF NOT EXISTS v does nothing: view v exists",
            ),
            (
                "CREATE TRIGGER IF NOT EXISTS g AFTER DELETE ON items BEGIN SELECT 1; END;",
                "30 warning CREATE TRIGGER IF NOT EXISTS g does nothing: trigger g exists in another form",
            ),
            (
                "CREATE VIRTUAL TABLE IF NOT EXISTS f USING fts5(a, b);",
                "36 warning CREATE VIRTUAL TABLE IF NOT EXISTS f does nothing: virtual table f exists in another form",
            ),
        ] {
            assert_eq!(check(text), [format!("2.sql:1:{expected}")], "{text}");
        }
    }

    #[test]
    fn c12_the_same_again_or_nothing_yet() {
        for text in [
            "CREATE TABLE IF NOT EXISTS items (\n  id INTEGER PRIMARY KEY, -- the key\n  name TEXT\n);",
            "CREATE INDEX IF NOT EXISTS \"items_name\" ON \"items\" (\"name\");",
            "CREATE VIEW IF NOT EXISTS v AS SELECT name FROM items;",
            "CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON items BEGIN SELECT 1; END;",
            "CREATE TABLE IF NOT EXISTS other (a); CREATE INDEX IF NOT EXISTS other_a ON other (a);",
            "DROP INDEX IF EXISTS items_name; CREATE UNIQUE INDEX IF NOT EXISTS items_name ON items (name);",
        ] {
            assert_eq!(check(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn c12_what_never_was() {
        assert_eq!(
            check("DROP INDEX IF EXISTS item_name;\nDROP TABLE IF EXISTS sessions;\n"),
            [
                "2.sql:1:22 warning DROP INDEX IF EXISTS item_name does nothing: no migration ever made it",
                "2.sql:2:22 warning DROP TABLE IF EXISTS sessions does nothing: no migration ever made it"
            ]
        );
        for text in [
            "DROP VIEW IF EXISTS w; CREATE VIEW w AS SELECT 1;",
            "DROP TABLE IF EXISTS f; DROP TABLE IF EXISTS f;",
            "DROP TABLE IF EXISTS d1_migrations;",
            "DROP TABLE IF EXISTS __new_items; CREATE TABLE __new_items (a);",
        ] {
            assert_eq!(check(text), [""; 0], "{text}");
        }
    }
}
