//! What comes before and after the switch of a table that is rebuilt while the application writes.
//!
//! The file is one list of statements that any tool can run in one transaction. Its marks cut it into calls: a new table
//! with triggers on the old one, rows by ranges of the key, and the switch.

use super::comment::folded_to;
use super::fold::fill;
use super::rebuild::{copy, value};
use super::script::Segment;
use crate::plan::{Conflict, CopiedColumn, Online, OnlineKey, Operation, Plan, RebuiltTable};
use crate::schema::{Name, ddl};

/// The line above statements that run in one call.
pub const ONE_CALL: &str = "reconcile: in one call";
/// How long a call of a batch is to take.
pub const BATCH_SECONDS: u64 = 2;

/// The line above a statement that runs by ranges of the key, so many seconds each.
pub fn batch_of_seconds(seconds: u64) -> String {
    format!("reconcile: in batches of {seconds} s")
}

/// The tables of a plan that are rebuilt online.
fn rebuilds(plan: &Plan) -> impl Iterator<Item = (&RebuiltTable, &Online)> {
    plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::Rebuild(rebuild) => rebuild.tables.first().zip(rebuild.online.as_ref()),
        _ => None,
    })
}

/// Prepares and copies, up to the switch.
pub(super) fn before(plan: &Plan) -> Vec<Segment> {
    let all: Vec<(&RebuiltTable, &Online)> = rebuilds(plan).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let segment = |mark: String, comment: String, statements: Vec<String>| Segment {
        comments: std::iter::once(mark).chain(folded_to(&comment, "-- ")).collect(),
        statements,
        ..Segment::default()
    };
    let mut segments = Vec::new();
    for (at, (table, online)) in all.iter().enumerate() {
        let (name, new, list) = (&table.tables.from.name, &table.temporary, &online.list);
        let comment = format!(
            "The new table. What is written in {name} from here on leaves {new} at once, and is copied again by {list}."
        );
        let mut prepared = segment(ONE_CALL.to_owned(), comment, prepare(table, online));
        if at > 0 {
            prepared.comments.remove(0);
        }
        segments.push(prepared);
    }
    for (table, online) in &all {
        let name = &table.tables.from.name;
        let batch =
            |comment: String, statement: String| segment(batch_of_seconds(BATCH_SECONDS), comment, vec![statement]);
        let is_missing = is_missing(table, online);
        segments.push(batch(
            format!("Rows of {name} that are not copied yet."),
            copy(table, &is_missing),
        ));
        segments.push(batch(
            "What was written meanwhile.".to_owned(),
            copy(table, &listed(table, online)),
        ));
        segments.push(batch("What is done.".to_owned(), done(table, online)));
        segments.push(batch(
            "Stop where a row differs from its copy.".to_owned(),
            compare(table, online),
        ));
    }
    let triggers = all.iter().flat_map(|(table, online)| triggers(table, online));
    let drops = triggers.map(|(name, _)| format!("DROP TRIGGER {}", name.written()));
    let comment = "The switch: from here on, all or nothing.".to_owned();
    segments.push(segment(ONE_CALL.to_owned(), comment, drops.collect()));
    segments
}

/// Indexes under the names that the old ones had: SQLite cannot rename one.
pub(super) fn after(plan: &Plan) -> Vec<Segment> {
    let indexes = rebuilds(plan).flat_map(|(_, online)| &online.indexes);
    let renamed = indexes.filter(|(name, index)| *name != index.name);
    renamed
        .map(|(name, index)| Segment {
            comments: std::iter::once(ONE_CALL.to_owned())
                .chain(folded_to(
                    &format!("Index {} under its own name, which the old one had.", index.name),
                    "-- ",
                ))
                .collect(),
            statements: vec![
                ddl::without_directives(&index.sql),
                format!("DROP INDEX {}", name.written()),
            ],
            ..Segment::default()
        })
        .collect()
}

fn prepare(table: &RebuiltTable, online: &Online) -> Vec<String> {
    let text = ddl::without_directives(&table.tables.to.sql);
    let mut statements = vec![ddl::retarget(&text, &table.temporary, &Default::default())];
    let indexes = online.indexes.iter();
    statements.extend(indexes.map(|(name, index)| ddl::retarget_index(&index.sql, name, &table.temporary)));
    let columns = online.key.iter().enumerate();
    let columns: Vec<String> = columns
        .map(|(at, it)| format!("{} {}", listed_column(at), it.declared))
        .collect();
    statements.push(format!(
        "CREATE TABLE {} ({}, {} INT NOT NULL DEFAULT 0, PRIMARY KEY ({})) WITHOUT ROWID",
        online.list.written(),
        columns.join(", "),
        differs(table).quoted(),
        listed_columns(online)
    ));
    let triggers = triggers(table, online).into_iter();
    statements.extend(triggers.map(|(_, sql)| sql));
    statements
}

/// A column that takes no NULL: its name is the message.
fn differs(table: &RebuiltTable) -> Name {
    Name::new(format!("a row of {} differs from its copy", table.tables.from.name))
}

fn listed_column(at: usize) -> String {
    format!("key_{}", at + 1)
}

fn listed_columns(online: &Online) -> String {
    let columns: Vec<String> = (0..online.key.len()).map(listed_column).collect();
    columns.join(", ")
}

/// Name and text of each trigger, on one line because of D1's splitter. ON CONFLICT holds whatever conflict clause the
/// statement of the application has, which INSERT OR IGNORE would not. <https://www.sqlite.org/lang_createtrigger.html>
fn triggers(table: &RebuiltTable, online: &Online) -> Vec<(Name, String)> {
    let name = &table.tables.from.name;
    let (from, new, list) = (name.written(), table.temporary.written(), online.list.written());
    let columns = listed_columns(online);
    let of = |row: &str| -> Vec<String> {
        let key = online.key.iter();
        key.map(|it| format!("{row}.{}", it.old.written())).collect()
    };
    let delete = |row: &str| {
        let key = online.key.iter().zip(of(row));
        let terms: Vec<String> = key
            .map(|(it, value)| format!("{} = {value}", it.new.written()))
            .collect();
        format!("DELETE FROM {new} WHERE {}; ", terms.join(" AND "))
    };
    let note = format!(
        "INSERT INTO {list} ({columns}) VALUES ({}) ON CONFLICT DO NOTHING; ",
        of("NEW").join(", ")
    );
    let conflicts: String = online
        .conflicts
        .iter()
        .map(|it| {
            let rows = format!("SELECT {} FROM {from} WHERE {}", names(&online.key, |it| &it.old), condition(it));
            format!(
                "INSERT INTO {list} ({columns}) {rows} ON CONFLICT DO NOTHING; DELETE FROM {new} WHERE {} IN ({rows}); ",
                row(&online.key, |it| &it.new)
            )
        })
        .collect();
    let update = match online.key.as_slice() {
        [key] => {
            let (old, key) = (key.old.written(), key.new.written());
            format!("DELETE FROM {new} WHERE {key} IN (OLD.{old}, NEW.{old}); ")
        }
        _ => delete("OLD") + &delete("NEW"),
    };
    let bodies = [
        ("BEFORE INSERT", conflicts.clone()),
        ("AFTER INSERT", delete("NEW") + &note),
        ("BEFORE UPDATE", conflicts),
        ("AFTER UPDATE", update + &note),
        ("AFTER DELETE", delete("OLD")),
    ];
    let bodies = bodies.into_iter().filter(|(_, body)| !body.is_empty());
    bodies
        .map(|(event, body)| {
            let trigger = format!("_reconcile_{}_{name}", event.to_ascii_lowercase().replace(' ', "_"));
            let trigger = Name::new(trigger);
            let sql = format!("CREATE TRIGGER {} {event} ON {from} BEGIN {body}END", trigger.written());
            (trigger, sql)
        })
        .collect()
}

/// The rows that a written row is in conflict with, all of which REPLACE would delete.
fn condition(conflict: &Conflict) -> String {
    let columns = conflict.columns.iter().map(|(name, collation)| {
        let name = name.written();
        let collation = collation.as_ref().map(|it| format!(" COLLATE {}", it.written()));
        format!("{name}{} = NEW.{name}", collation.unwrap_or_default())
    });
    let predicate = conflict.predicate.iter().map(|it| format!("({it})"));
    columns.chain(predicate).collect::<Vec<_>>().join(" AND ")
}

fn names<'a>(key: &'a [OnlineKey], of: impl Fn(&'a OnlineKey) -> &'a Name) -> String {
    key.iter().map(|it| of(it).written()).collect::<Vec<_>>().join(", ")
}

/// One name as it is, several as a row value.
fn row<'a>(key: &'a [OnlineKey], of: impl Fn(&'a OnlineKey) -> &'a Name) -> String {
    match key.len() {
        1 => names(key, of),
        _ => format!("({})", names(key, of)),
    }
}

fn is_missing(table: &RebuiltTable, online: &Online) -> String {
    format!("NOT EXISTS (SELECT 1 FROM {})", image(table, online, "copied"))
}

/// Rows that are listed, and not copied again.
pub(super) fn listed(table: &RebuiltTable, online: &Online) -> String {
    format!(
        "{} IN (SELECT {} FROM {})\n  AND {}",
        row(&online.key, |it| &it.old),
        listed_columns(online),
        online.list.written(),
        is_missing(table, online)
    )
}

/// The image of a row of the old table.
fn image(table: &RebuiltTable, online: &Online, name: &str) -> String {
    let from = table.tables.from.name.written();
    let terms: Vec<String> = online
        .key
        .iter()
        .map(|it| format!("{name}.{} = {from}.{}", it.new.written(), it.old.written()))
        .collect();
    format!("{} AS {name} WHERE {}", table.temporary.written(), terms.join(" AND "))
}

/// What is copied again, or is no longer there.
fn done(table: &RebuiltTable, online: &Online) -> String {
    let list = online.list.written();
    let is_in = |table: String, of: &dyn Fn(&OnlineKey) -> &Name| {
        let key = online.key.iter().enumerate();
        let terms: Vec<String> = key
            .map(|(at, it)| format!("{} = {list}.{}", of(it).written(), listed_column(at)))
            .collect();
        format!("EXISTS (SELECT 1 FROM {table} WHERE {})", terms.join(" AND "))
    };
    format!(
        "DELETE FROM {list}\nWHERE {}\n  OR NOT {}",
        is_in(table.temporary.written(), &|it| &it.new),
        is_in(table.tables.from.name.written(), &|it| &it.old)
    )
}

/// Compares every value of a row with that of its copy, but for rows that are to be copied again. EXCEPT takes NULL for
/// equal to NULL, and applies no affinity.
fn compare(table: &RebuiltTable, online: &Online) -> String {
    let from = table.tables.from.name.written();
    let key = names(&online.key, |it| &it.old);
    let values = table.copied.iter().map(|it| stored(table, it));
    let values = with_commas(values.collect());
    let copies = table.copied.iter().map(|it| format!("copied.{}", it.target.written()));
    let copies = with_commas(copies.collect());
    let start = format!(
        "INSERT INTO {} ({}, {}) SELECT {key}, NULL FROM {from}\n\
         WHERE {} NOT IN (SELECT {} FROM {})\n  AND EXISTS (SELECT ",
        online.list.written(),
        listed_columns(online),
        differs(table).quoted(),
        row(&online.key, |it| &it.old),
        listed_columns(online),
        online.list.written()
    );
    let copies = fill("    EXCEPT SELECT ", copies, "    ", "");
    format!(
        "{}\n{copies}\n    FROM {})",
        fill(&start, values, "    ", ""),
        image(table, online, "copied")
    )
}

fn with_commas(values: Vec<String>) -> Vec<String> {
    let last = values.len().saturating_sub(1);
    let values = values.into_iter().enumerate();
    values.map(|(at, it)| if at < last { it + "," } else { it }).collect()
}

/// A value as the new column stores it.
fn stored(table: &RebuiltTable, column: &CopiedColumn) -> String {
    let (from, to) = (&table.tables.from, &table.tables.to);
    let is_same = matches!(&column.value, crate::plan::CopiedValue::Column(name)
        if from.affinity(name) == to.affinity(&column.target));
    let value = value(column);
    let has_collation = from.column(&column.target).is_some_and(|it| it.collation.is_some());
    let affinity = to.affinity(&column.target).filter(|_| !is_same);
    let stored = affinity
        .and_then(|it| it.stored(&format!("({value})")))
        .unwrap_or(value);
    match is_same && !has_collation {
        true => stored,
        false => format!("({stored}) COLLATE BINARY"),
    }
}
