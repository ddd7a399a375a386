//! After an apply: what the database says of rows beside what was expected of the file.
//!
//! The rows are counted in the file's own transaction, so that nobody else's writes count. Only what cannot be meant is a
//! surprise: rows gone or new in a table where none should be, another figure than a copy of the same rows had, writes beside
//! the statement's own, reads of another order of magnitude.

use std::collections::BTreeMap;

use crate::apply::{Applied, Counted, RowFigures};
use crate::lint::{ExpectedRows, ExpectedTable};
use crate::migration::{Folder, Migration};
use crate::policy::due_files::DueFiles;
use crate::policy::hand_written_files::is_volatile_file;
use crate::render::thousands;
use crate::schema::{Name, Pair};

/// So often a statement may read or write all rows: an index, a sort, a trigger each take a turn.
const TURNS: u64 = 10;
/// Fewer rows than these are no matter.
const FEW: u64 = 10_000;

/// The tables to count with each file, by its name.
pub(crate) fn counted(judged: &DueFiles) -> BTreeMap<String, Vec<Counted>> {
    let mut found = BTreeMap::new();
    // A table is counted where it is known to be there.
    let mut there: Vec<Name> = judged.live.tables.keys().cloned().collect();
    for file in &judged.files {
        let tables = file.expected.tables.iter().map(|it| it.names.clone());
        let tables: Vec<Counted> = tables.filter(|it| there.contains(&it.from)).collect();
        there.retain(|it| file.after.tables.contains_key(it) || !tables.iter().any(|table| table.from == *it));
        there.extend(tables.iter().map(|it| it.to.clone()));
        found.insert(file.file.clone(), tables);
    }
    found
}

/// What was not expected of a file that was applied, one sentence each.
pub(crate) fn surprises(judged: &DueFiles, folder: &Folder, applied: &Applied) -> Vec<String> {
    let file = judged.files.iter().find(|it| it.file == applied.file);
    let Some((file, migration)) = file.zip(folder.get(&applied.file)) else {
        return Vec::new();
    };
    let figures = &applied.figures;
    let tables = figures.tables.iter().filter_map(|(names, rows)| {
        let expected = file.expected.tables.iter().find(|it| it.names == *names)?;
        of_table(expected, rows, migration)
    });
    let statements = of_statements(&file.expected, figures, migration);
    tables.chain(statements).chain(of_cost(figures, migration)).collect()
}

fn of_table(expected: &ExpectedTable, rows: &Pair<u64>, migration: &Migration) -> Option<String> {
    let table = &expected.names.to;
    let (from, to) = (thousands(rows.from), thousands(rows.to));
    let known = expected
        .rows
        .as_ref()
        .filter(|it| it.from == rows.from && !is_volatile_file(migration));
    match known {
        Some(known) if known.to == rows.to => None,
        Some(known) => Some(format!(
            "{table}: {from} → {to} rows, but {} on a copy of the same rows",
            thousands(known.to)
        )),
        None if rows.to < rows.from && !expected.may_shrink => Some(format!(
            "{table}: {from} → {to} rows, but none should have been deleted"
        )),
        None if rows.to > rows.from && !expected.may_grow => {
            Some(format!("{table}: {from} → {to} rows, but none should have been added"))
        }
        None => None,
    }
}

/// Statements that changed more rows than their table has.
fn of_statements<'a>(
    expected: &'a ExpectedRows,
    figures: &'a RowFigures,
    migration: &Migration,
) -> impl Iterator<Item = String> + use<'a> {
    let lines: Vec<usize> = migration.statements().into_iter().map(|it| it.0).collect();
    let is_whole = lines.len() == expected.own_rows.len() && lines.len() == figures.changes.len();
    let mut earlier = 0;
    let statements = expected.own_rows.iter().zip(&figures.changes).zip(lines);
    statements.filter(move |_| is_whole).filter_map(move |((own, changes), line)| {
        // Earlier statements may have put rows in.
        let before = earlier;
        earlier += changes;
        let table = own.as_ref()?;
        let (_, rows) = figures.tables.iter().find(|it| it.0.from == *table)?;
        (*changes > rows.from + before).then(|| {
            format!(
                "line {line}: {} rows were changed, but {table} has {}: something else also writes, such as a trigger that no migration creates",
                thousands(*changes),
                thousands(rows.from)
            )
        })
    })
}

/// Reads and writes of another order of magnitude.
fn of_cost<'a>(figures: &'a RowFigures, migration: &Migration) -> impl Iterator<Item = String> + use<'a> {
    let rows: u64 = figures.tables.iter().map(|(_, rows)| rows.from.max(rows.to)).sum();
    let touched = rows + figures.changes.iter().sum::<u64>();
    let most = touched * TURNS * migration.statements().len() as u64 + FEW;
    let costs = [
        (
            figures.rows_read,
            "read",
            "a statement scans a table once per row, so an index is missing",
        ),
        (figures.rows_written, "written", "triggers or indexes also write"),
    ];
    let told = costs
        .into_iter()
        .filter(move |_| rows > 0)
        .filter_map(move |(cost, verb, why)| {
            let cost = cost.filter(|it| *it > most)?;
            Some(format!(
                "{} rows were {verb}, but the tables have {}: {why}",
                thousands(cost),
                thousands(rows)
            ))
        });
    told.collect::<Vec<_>>().into_iter()
}
