//! A `backfill` that reads the values it should leave alone: it fills rows that have none, and `using` converts the others.

use std::ops::Range;

use crate::desired::source::SourceFile;
use crate::desired::{Error, Problem};
use crate::schema::{Hints, Name, Schema};
use crate::sql::{lexemes, places};

/// One `backfill`.
pub(super) struct Fill {
    pub(super) table: Name,
    pub(super) column: Name,
    pub(super) expression: String,
    /// Index of its file.
    pub(super) file: usize,
    /// The expression, in bytes of the file.
    pub(super) range: Range<usize>,
}

const HELP: &str = "`backfill` fills rows that have no value; to convert existing values, write `-- reconcile: using \
                    EXPRESSION` instead";

/// True for the column in `coalesce(column, …)`, which leaves its values as they are.
fn is_kept(expression: &str, at: &Range<usize>) -> bool {
    let all = lexemes(expression);
    let Some(place) = all.iter().position(|it| it.start == at.start) else {
        return false;
    };
    let before = place.checked_sub(2).and_then(|start| all.get(start..place));
    let is_first = match before {
        Some([function, open]) => (function.is("coalesce") || function.is("ifnull")) && open.is_mark("("),
        _ => false,
    };
    is_first && all.get(place + 1).is_some_and(|it| it.is_mark(","))
}

/// What to say of a `using` whose column does not change, at its place.
pub(super) fn idle(
    (table, column): &(Name, Name),
    expression: &str,
    file: &SourceFile,
    range: Range<usize>,
) -> Problem {
    let expression = expression.trim_end().trim_end_matches(';').trim_end();
    let message = format!(
        "column {table}.{column} does not change, so its `using` would never run: nothing would tell a second run that it has \
         been done"
    );
    let help = format!(
        "write the conversion as a migration: `reconcile new NAME`, with UPDATE {} SET {} = {expression}; then take the \
         directive out",
        table.quoted(),
        column.quoted()
    );
    file.problem(range, message, Some(help))
}

/// The first backfill that reads its own column, under its name or the one that it had.
pub(super) fn check(files: &[SourceFile], fills: &[Fill], hints: &Hints, schema: &Schema) -> Result<(), Error> {
    for fill in fills {
        // A query may look at other rows, or at other tables.
        if lexemes(&fill.expression).iter().any(|it| it.is("SELECT")) {
            continue;
        }
        let hint = hints.columns.get(&(fill.table.clone(), fill.column.clone()));
        let is_free = |name: &&Name| {
            let table = schema.tables.get(&fill.table);
            table.is_none_or(|table| table.column(name).is_none())
        };
        let old = hint.and_then(|hint| hint.renamed_from.as_ref()).filter(is_free);
        let read = |name: &Name| places(&fill.expression, name).find(|at| !is_kept(&fill.expression, at));
        let found = read(&fill.column).map(|at| (&fill.column, at));
        let found = found.or_else(|| old.and_then(|name| Some((name, read(name)?))));
        if let (Some((name, at)), Some(file)) = (found, files.get(fill.file)) {
            let message = format!(
                "this backfill of {}.{} reads {name} itself, but fills only rows where it is NULL",
                fill.table, fill.column
            );
            let range = fill.range.start + at.start..fill.range.start + at.end;
            return Err(file.error(range, message, Some(HELP.to_owned())));
        }
    }
    Ok(())
}
