//! Rows of two tables that a statement or a view compares: one of them finds a partner, the others do not.

use std::collections::BTreeMap;

use super::free_columns::free_columns;
use crate::database::Scratch;
use crate::rows;
use crate::schema::{Name, Schema, Table};
use crate::sql::lexemes;

/// A column of a table, as a text calls it.
type Place<'a> = (&'a Table, Name);

/// Gives a row of one side the value of the other, for every `a = b` between columns of two tables.
pub(super) fn prepare<'a>(scratch: &mut Scratch, schema: &Schema, texts: impl Iterator<Item = &'a str>) {
    for text in texts {
        let joins = lexemes(text).iter().any(|it| it.is("JOIN"));
        for (one, other) in comparisons(schema, text) {
            let (to, from) = if is_fixed(&one) { (other, one) } else { (one, other) };
            let Some(rowid) = rows::rowid_name(to.0).filter(|_| !is_fixed(&to)) else {
                continue;
            };
            let (table, column) = (to.0.name.quoted(), to.1.quoted());
            let (partner, value) = (from.0.name.quoted(), from.1.quoted());
            // A CHECK or a type may be against it.
            let _ = scratch.execute(&format!(
                "UPDATE OR IGNORE {table} SET {column} = (SELECT {value} FROM {partner} WHERE {value} IS NOT NULL LIMIT 1) \
                 WHERE {rowid} = (SELECT min({rowid}) FROM {table}) \
                 AND NOT EXISTS (SELECT 1 FROM {partner} p JOIN {table} t ON p.{value} = t.{column})"
            ));
            if joins {
                double(scratch, &to, &from);
                if !is_fixed(&from) {
                    double(scratch, &from, &to);
                }
            }
        }
    }
}

/// Where nothing keeps two rows from having one value, two rows of the table find the same partner.
fn double(scratch: &mut Scratch, one: &Place<'_>, other: &Place<'_>) {
    let Some(rowid) = rows::rowid_name(one.0) else { return };
    let (table, column) = (one.0.name.quoted(), one.1.quoted());
    let (partner, value) = (other.0.name.quoted(), other.1.quoted());
    let found = format!("FROM {table} t JOIN {partner} p ON p.{value} = t.{column}");
    // A CHECK or a UNIQUE may be against it.
    let _ = scratch.execute(&format!(
        "UPDATE OR IGNORE {table} SET {column} = (SELECT t.{column} {found} LIMIT 1) \
         WHERE {rowid} = (SELECT max({rowid}) FROM {table}) AND (SELECT count(*) FROM {table}) > 2 \
         AND EXISTS (SELECT 1 {found}) \
         AND NOT EXISTS (SELECT 1 {found} GROUP BY t.{column} HAVING count(DISTINCT t.{rowid}) > 1)"
    ));
}

/// True for a column that is computed, or part of a key.
fn is_fixed((table, column): &Place<'_>) -> bool {
    let mut uniques = table.uniques.iter().flat_map(|it| &it.columns);
    free_columns(table).all(|it| it.name != *column) || uniques.any(|it| it.name == *column)
}

/// Columns of two tables with `=` between them.
fn comparisons<'a>(schema: &'a Schema, text: &str) -> Vec<(Place<'a>, Place<'a>)> {
    let all = lexemes(text);
    let word = |at: usize| all.get(at).map_or("", |it| it.text);
    let name = |at: usize| all.get(at).filter(|it| it.is_identifier())?.name();
    // Tables by what the text calls them.
    let mut called: BTreeMap<Name, &Table> = BTreeMap::new();
    for at in 0..all.len() {
        let Some(table) = name(at).and_then(|it| schema.tables.get(&it)) else {
            continue;
        };
        let alias = at + 1 + usize::from(word(at + 1).eq_ignore_ascii_case("AS"));
        called.insert(table.name.clone(), table);
        if let Some(alias) = name(alias) {
            called.entry(alias).or_insert(table);
        }
    }
    let column = |table: Option<Name>, column: Name| -> Option<Place<'a>> {
        match table {
            Some(table) => called.get(&table).map(|it| (*it, column)),
            None => {
                let mut owners = called.values().filter(|it| it.column(&column).is_some());
                let owner = owners.next()?;
                owners.all(|it| it.name == owner.name).then(|| (*owner, column.clone()))
            }
        }
    };
    let find = |at: usize| {
        let left = match at.checked_sub(3).filter(|it| word(it + 1) == ".") {
            Some(table) => column(name(table), name(at - 1)?),
            None => column(None, name(at.checked_sub(1)?)?),
        }?;
        let right = match word(at + 2) {
            "." => column(name(at + 1), name(at + 3)?),
            _ => column(None, name(at + 1)?),
        }?;
        let both = left.0.column(&left.1).is_some() && right.0.column(&right.1).is_some();
        (both && left.0.name != right.0.name).then_some((left, right))
    };
    let equals = (0..all.len()).filter(|at| matches!(word(*at), "=" | "=="));
    equals.filter_map(find).collect()
}
