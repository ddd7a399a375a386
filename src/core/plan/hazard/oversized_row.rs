//! oversized-row: values that the migration makes may be more than D1 keeps in a row.

use super::{Code, Found, Gate, HazardKind, Probe, Question, Source};
use crate::diff::{Clause, TableChange};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::Name;
use crate::sql::{Lexeme, TokenKind, closing, functions, lexemes};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::OversizedRow,
    gate: Gate::NeedsAllowIfFound,
    title: "a row becomes longer than D1 allows",
    explanation: "D1 allows at most 2,000,000 bytes in a row and in a value. A backfill that pads, collects or \
repeats text may work on a file and fail on D1. Existing rows were checked.\n\n\
Shorten the values, or move them to a table of their own. On plain SQLite, which has no such limit, pass `--allow \
oversized-row`.",
    find,
};

/// <https://developers.cloudflare.com/d1/platform/limits/>
const ROW: u64 = 2_000_000;

/// What makes values much longer than those it is given.
const LENGTHENING: &[&str] = &[
    "zeroblob",
    "randomblob",
    "hex",
    "printf",
    "format",
    "group_concat",
    "string_agg",
    "json_group_array",
    "json_group_object",
];

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let found = |change: &TableChange| {
        let to = &change.tables.to;
        let column = change.clauses.iter().find_map(lengthened)?;
        let source = Source::of(situation, to, Some(change))?;
        let there = source.columns.iter().map(|(new, _)| new);
        let mut names: Vec<&Name> = there.chain(source.made()).collect();
        names.sort();
        names.dedup();
        let lengths: Vec<String> = names
            .iter()
            .map(|name| format!("coalesce(length(CAST({} AS BLOB)), 0)", name.quoted()))
            .collect();
        let question = Question::Violates(format!("{} <= {ROW}", lengths.join(" + ")));
        let message = format!(
            "rows of {} grow by the value of {column}, and D1 allows 2,000,000 bytes in a row",
            to.name
        );
        let remedy = "shorten the values, or move them to a table of their own";
        let probe = Some(Probe { source, question });
        Some(KIND.on(steps, (&to.name, Some(column)), probe, message, remedy))
    };
    situation.table_changes().filter_map(found).collect()
}

/// The column that a clause fills with a value that may be long.
fn lengthened(clause: &Clause) -> Option<&Name> {
    let (column, value) = clause.made()?;
    let calls = functions(&value)?;
    let mut lengthening = calls.iter().map(String::as_str).filter(|it| LENGTHENING.contains(it));
    lengthening
        .any(|call| !is_bounded(&value, call))
        .then_some(&column.name)
}

/// The longest value that a literal may ask for without anybody having to think of the row.
const SHORT: u64 = 10_000;

/// True if every call of the function makes a short value, whatever the row: `hex(randomblob(16))`, `printf('%05d', id)`.
fn is_bounded(expression: &str, function: &str) -> bool {
    let all = lexemes(expression);
    let calls = (0..all.len()).filter(|at| {
        let is = |offset: usize, wanted: &dyn Fn(&Lexeme<'_>) -> bool| all.get(at + offset).is_some_and(wanted);
        is(0, &|it| it.is(function)) && is(1, &|it| it.is_mark("("))
    });
    let mut calls = calls.filter_map(|at| {
        let end = closing(&all, at + 1)?;
        all.get(at + 2..end)
    });
    calls.all(|inside| match (function, inside) {
        ("randomblob" | "zeroblob", [length]) => length.text.parse::<u64>().is_ok_and(|it| it <= SHORT),
        // Twice as long as what it is given.
        ("hex", [blob, open, length, close]) => {
            let is_blob = blob.is("randomblob") || blob.is("zeroblob");
            is_blob && open.is_mark("(") && close.is_mark(")") && length.text.parse::<u64>().is_ok_and(|it| it <= SHORT)
        }
        ("printf" | "format", [format, ..]) => {
            let widths = format.text.split(|it: char| !it.is_ascii_digit());
            format.kind == TokenKind::String && !format.text.contains('*') && widths.into_iter().all(|it| it.len() <= 4)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d13_values_that_are_short_in_every_row() {
        let is_short = |text: &str, calls: &[&str]| calls.iter().all(|it| is_bounded(text, it));
        assert!(is_short("lower(hex(randomblob(16)))", &["hex", "randomblob"]));
        assert!(is_short(
            "hex(randomblob(4)) || '-' || HEX(RANDOMBLOB(2))",
            &["hex", "randomblob"]
        ));
        assert!(is_short("printf('%05d-%s', id, name)", &["printf"]));
        for (text, call) in [
            ("randomblob(n)", "randomblob"),
            ("zeroblob(3000000)", "zeroblob"),
            ("hex(body)", "hex"),
            ("printf('%.*c', n, 'x')", "printf"),
            ("printf('%3000000d', n)", "printf"),
            ("(SELECT group_concat(x) FROM y)", "group_concat"),
        ] {
            assert!(!is_bounded(text, call), "{text}");
        }
    }
}
