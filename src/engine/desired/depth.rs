//! Chains of cascades and triggers that D1 does not follow to their end: `too many levels of trigger recursion`.
//!
//! To SQLite both are trigger programs, and D1 allows ten, one within the other. A table's own chain ends where it comes
//! round to itself: then rows run out, or not, and no schema tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::read::trigger_body;
use crate::schema::{Name, ReferentialAction, Schema, Trigger, TriggerEvent};
use crate::sql::limits::TRIGGER_DEPTH;
use crate::sql::{Statement, StatementSpan, Verb, split};

/// A change that goes too deep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deep {
    pub(super) table: Name,
    pub(super) event: Event,
    pub(super) depth: usize,
}

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    Delete,
    Insert,
    Update,
}

impl Event {
    /// For a sentence that goes on with the table's name.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Delete => "deleting a row of",
            Self::Insert => "inserting a row into",
            Self::Update => "updating a row of",
        }
    }
}

type Node = (Name, Event);
type Edges = BTreeMap<Node, BTreeSet<Node>>;

/// The changes at the heads of chains that are too long; those further down would only repeat them.
pub(super) fn too_deep(schema: &Schema) -> Vec<Deep> {
    let edges = edges(schema);
    let below: BTreeSet<&Node> = edges.values().flatten().collect();
    let mut known = BTreeMap::new();
    edges
        .keys()
        .filter(|node| !below.contains(node))
        .map(|node| (node, depth(node, &edges, &mut BTreeSet::new(), &mut known)))
        .filter(|(_, depth)| *depth > TRIGGER_DEPTH)
        .map(|((table, event), depth)| Deep {
            table: table.clone(),
            event: *event,
            depth,
        })
        .collect()
}

fn edges(schema: &Schema) -> Edges {
    let mut edges = Edges::new();
    for table in schema.tables.values() {
        for key in table.foreign_keys.iter().filter(|key| key.parent != table.name) {
            let event = match key.on_delete {
                ReferentialAction::Cascade => Event::Delete,
                ReferentialAction::SetNull | ReferentialAction::SetDefault => Event::Update,
                ReferentialAction::NoAction | ReferentialAction::Restrict => continue,
            };
            let from = (key.parent.clone(), Event::Delete);
            edges.entry(from).or_default().insert((table.name.clone(), event));
        }
    }
    for trigger in schema.triggers.values() {
        let event = match trigger.event {
            TriggerEvent::Delete => Event::Delete,
            TriggerEvent::Insert => Event::Insert,
            TriggerEvent::Update(_) => Event::Update,
        };
        let set_off = changes(trigger).into_iter().filter(|(table, _)| *table != trigger.on);
        edges.entry((trigger.on.clone(), event)).or_default().extend(set_off);
    }
    edges
}

/// The changes in a trigger's body.
fn changes(trigger: &Trigger) -> Vec<Node> {
    let text = trigger.sql.text();
    let body = trigger_body(text).and_then(|at| text.get(at + "BEGIN".len()..));
    let body = body.unwrap_or_default();
    let change = |span: StatementSpan| {
        let statement = Statement::read(body.get(span.range)?);
        let event = match statement.verb {
            Verb::Delete { .. } => Event::Delete,
            Verb::Insert { .. } => Event::Insert,
            Verb::Update { .. } => Event::Update,
            _ => return None,
        };
        Some((statement.subject?, event))
    };
    split(body).into_iter().filter_map(change).collect()
}

fn depth<'a>(
    node: &'a Node,
    edges: &'a Edges,
    open: &mut BTreeSet<&'a Node>,
    known: &mut BTreeMap<&'a Node, usize>,
) -> usize {
    if let Some(depth) = known.get(node) {
        return *depth;
    }
    if !open.insert(node) {
        return 0;
    }
    let next = edges.get(node).into_iter().flatten();
    let deepest = next.map(|it| 1 + depth(it, edges, open, known)).max().unwrap_or(0);
    open.remove(node);
    known.insert(node, deepest);
    deepest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::path::Path;

    use super::*;
    use crate::database::Scratch;
    use crate::desired::parse_sql;

    /// Tables t0 … tN; a change of each sets off one of the next.
    fn chain(length: usize, link: fn(usize) -> String) -> String {
        (0..=length).map(link).collect()
    }

    fn cascades(at: usize) -> String {
        match at {
            0 => "CREATE TABLE t0 (id INTEGER PRIMARY KEY);\n".to_owned(),
            _ => format!(
                "CREATE TABLE t{at} (id INTEGER PRIMARY KEY REFERENCES t{} ON DELETE CASCADE);\n",
                at - 1
            ),
        }
    }

    fn triggers(at: usize) -> String {
        let table = format!("CREATE TABLE t{at} (id INTEGER PRIMARY KEY);\n");
        match at {
            0 => table,
            _ => format!(
                "{table}CREATE TRIGGER r{at} AFTER INSERT ON t{} BEGIN SELECT 1; INSERT OR IGNORE INTO \"t{at}\" VALUES (new.id); END;\n",
                at - 1
            ),
        }
    }

    fn told(sql: &str) -> Vec<Deep> {
        too_deep(&parse_sql(Path::new("schema.sql"), sql).unwrap().schema)
    }

    fn engine_takes(sql: &str, rows: &[String], change: &str) -> bool {
        let mut scratch = Scratch::new().unwrap();
        for statement in crate::sql::split(sql) {
            scratch.execute(&sql[statement.range]).unwrap();
        }
        for row in rows {
            scratch.execute(row).unwrap();
        }
        scratch.execute(change).is_ok()
    }

    #[test]
    fn a_chain_is_told_exactly_where_the_engine_fails() {
        for length in [
            1,
            TRIGGER_DEPTH - 1,
            TRIGGER_DEPTH,
            TRIGGER_DEPTH + 1,
            TRIGGER_DEPTH + 3,
        ] {
            let sql = chain(length, cascades);
            let rows: Vec<String> = (0..=length).map(|at| format!("INSERT INTO t{at} VALUES (1)")).collect();
            assert_eq!(
                told(&sql).is_empty(),
                engine_takes(&sql, &rows, "DELETE FROM t0"),
                "cascades {length}"
            );
            let sql = chain(length, triggers);
            let change = "INSERT INTO t0 VALUES (1)";
            assert_eq!(
                told(&sql).is_empty(),
                engine_takes(&sql, &[], change),
                "triggers {length}"
            );
        }
    }

    #[test]
    fn only_the_head_of_a_chain_is_told() {
        let deep = told(&chain(12, triggers));
        assert_eq!(deep.len(), 1, "{deep:?}");
        assert_eq!(
            (deep[0].table.as_str(), deep[0].event, deep[0].depth),
            ("t0", Event::Insert, 12)
        );
    }

    #[test]
    fn a_cycle_ends() {
        let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY REFERENCES b ON DELETE CASCADE);\n\
                   CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a ON DELETE CASCADE);";
        assert_eq!(told(sql), []);
    }
}
