//! The head of a migration: aborts unless the tables that it touches are what was reviewed.
//!
//! Compared by meaning, through PRAGMA functions, never by stored text: quoting, comments and column order (where
//! no position is used) differ between databases that behave the same. <https://www.sqlite.org/pragma.html#pragfunc>

use super::assertion::{Assertion, statements};
use super::{Segment, script::literal};
use crate::plan::{Reviewed, Safeguards};
use crate::schema::{Column, ForeignKey, GeneratedKind, Name, ReferentialAction, Table};

/// The head, if anything that was there before is touched.
pub(super) fn head(safeguards: &Safeguards) -> Option<Segment> {
    let assertions: Vec<Assertion> = safeguards.reviewed.iter().flat_map(assertions).collect();
    let comments = vec!["stops here unless the tables are what was reviewed".to_owned()];
    let statements = statements(&assertions);
    (!statements.is_empty()).then_some(Segment {
        step: None,
        comments,
        statements,
    })
}

fn assertions(reviewed: &Reviewed) -> Vec<Assertion> {
    let table = &reviewed.table;
    let name = literal(&table.name.folded());
    let assertion = |what: &str, query: String, expected: Vec<String>| Assertion {
        message: format!("{} is not what was reviewed: {what}", table.name),
        violated: violated(&query, expected),
    };
    let mut assertions = vec![
        assertion(
            "columns",
            columns_query(&name),
            table.columns.iter().map(|it| column(table, it)).collect(),
        ),
        assertion(
            "foreign keys",
            keys_query(&name),
            table.foreign_keys.iter().flat_map(foreign_key).collect(),
        ),
    ];
    if reviewed.is_ordered {
        let query = format!("SELECT cid || ':' || lower(name) AS it FROM pragma_table_xinfo({name})");
        let columns = table.columns.iter().enumerate();
        let expected = columns.map(|(at, it)| format!("{at}:{}", it.name.folded())).collect();
        assertions.push(assertion("order of columns", query, expected));
    }
    if let Some(children) = &reviewed.referenced_by {
        let expected = children
            .iter()
            .flat_map(|(child, key)| referencing(child, key))
            .collect();
        assertions.push(assertion("referenced by", children_query(&name), expected));
    }
    if let Some(attached) = &reviewed.attached {
        let expected = attached.iter().map(Name::folded).collect();
        assertions.push(assertion("indexes and triggers", attached_query(&name), expected));
    }
    assertions
}

/// `query` gives one text per row; sorted and joined they must be what was reviewed.
fn violated(query: &str, mut expected: Vec<String>) -> String {
    expected.sort();
    expected.dedup();
    // One literal: a chain of `||` with a term per column would pass SQLite's limit of 100 nested expressions.
    let joined = literal(&expected.join(", "));
    format!("SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM ({query} ORDER BY 1)) IS NOT {joined}")
}

/// name:type:pk:hidden — `notnull` is left out for key columns, where SQLite reports what it implies.
fn columns_query(name: &str) -> String {
    format!(
        "SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || \
         CASE WHEN pk THEN 'key' ELSE \"notnull\" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo({name})"
    )
}

fn column(table: &Table, column: &Column) -> String {
    let position = table
        .primary_key
        .as_ref()
        .and_then(|key| key.columns.iter().position(|it| it.name == column.name))
        .map_or(0, |at| at + 1);
    let hidden = match column.generated.as_ref().map(|it| it.kind) {
        None => 0,
        Some(GeneratedKind::Virtual) => 2,
        Some(GeneratedKind::Stored) => 3,
    };
    let not_null = if position > 0 {
        "key"
    } else if column.not_null.is_some() {
        "1"
    } else {
        "0"
    };
    let type_name = column.type_name.to_ascii_uppercase().replace(' ', "");
    format!("{}:{type_name}:{not_null}:{position}:{hidden}", column.name.folded())
}

/// A key that is declared twice is one key: `DISTINCT`.
fn keys_query(name: &str) -> String {
    format!(
        "SELECT DISTINCT lower(\"from\") || '>' || lower(\"table\") || ':' || on_update || ':' || on_delete AS it \
         FROM pragma_foreign_key_list({name})"
    )
}

fn foreign_key(key: &ForeignKey) -> Vec<String> {
    let rest = format!(
        "{}:{}:{}",
        key.parent.folded(),
        action(key.on_update),
        action(key.on_delete)
    );
    key.columns
        .iter()
        .map(|column| format!("{}>{rest}", column.folded()))
        .collect()
}

/// A child that was not there at review time would lose its rows to the DROP: D1's reserved tables are left out, since
/// their names must not be given to a PRAGMA function.
fn children_query(name: &str) -> String {
    format!(
        "SELECT DISTINCT lower(m.name) || '.' || lower(k.\"from\") || ':' || k.on_delete AS it FROM \
         (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' \
         AND lower(name) <> {name}) m, pragma_foreign_key_list(m.name) k WHERE lower(k.\"table\") = {name}"
    )
}

fn referencing(child: &Name, key: &ForeignKey) -> Vec<String> {
    let action = action(key.on_delete);
    key.columns
        .iter()
        .map(|column| format!("{}.{}:{action}", child.folded(), column.folded()))
        .collect()
}

fn attached_query(name: &str) -> String {
    format!(
        "SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = {name} AND type IN ('index', 'trigger') \
         AND sql IS NOT NULL"
    )
}

/// As PRAGMA foreign_key_list words it.
fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
        ReferentialAction::Cascade => "CASCADE",
    }
}
