//! wrong-condition: a DEFAULT that is not the value it seems to be.

use super::suspicious_expression::Oddity;
use crate::lint::file::{File, Statement};
use crate::schema::{Affinity, Column, ObjectKind, Table, affinity};
use crate::sql::{Verb, unquote};

/// The odd defaults of columns that a statement makes.
pub(super) fn check(file: &File<'_>, index: usize, statement: &Statement) -> Vec<Oddity> {
    let Some(subject) = &statement.subject else {
        return Vec::new();
    };
    let name = match &statement.verb {
        Verb::Create {
            kind: ObjectKind::Table,
            ..
        } => {
            let made = file.lineage.tables.iter().find(|(_, it)| it.created == Some(index));
            made.map_or(subject, |(name, _)| name)
        }
        Verb::AddColumn { .. } => subject,
        _ => return Vec::new(),
    };
    let Some(table) = file.after.tables.get(name) else {
        return Vec::new();
    };
    // What a rebuild takes over was said before.
    let old = file.before.tables.get(name);
    let is_old = |it: &Column| {
        old.and_then(|table| table.column(&it.name))
            .is_some_and(|old| old.default == it.default)
    };
    let is_made = |it: &&Column| match &statement.verb {
        Verb::AddColumn { column, .. } => it.name == *column,
        _ => !is_old(it),
    };
    table
        .columns
        .iter()
        .filter(is_made)
        .filter_map(|it| odd(table, it))
        .collect()
}

fn odd(table: &Table, column: &Column) -> Option<Oddity> {
    let default = column.default.as_ref()?.text().trim();
    let name = &column.name;
    let affinity = affinity(&column.type_name, table.strict);
    if affinity == Affinity::Text
        && default.len() > 1
        && default.starts_with('0')
        && default.bytes().all(|it| it.is_ascii_digit())
    {
        let bare = default.trim_start_matches('0');
        return Some(Oddity::warning(
            format!("DEFAULT {default} of {name} is the number {bare}, without the leading zeros"),
            format!("write DEFAULT '{default}'"),
        ));
    }
    let text = default.starts_with('\'').then(|| unquote(default))?;
    let folded = text.trim().to_ascii_lowercase();
    let is_word = ["now", "null", "current_timestamp", "current_date", "current_time"].contains(&folded.as_str());
    let is_call = [
        "datetime(",
        "date(",
        "time(",
        "strftime(",
        "unixepoch(",
        "julianday(",
        "randomblob(",
        "random(",
        "lower(hex(",
    ]
    .iter()
    .any(|it| folded.starts_with(it) || folded.starts_with(&format!("({it}")));
    if is_word || is_call {
        let meant = match folded.as_str() {
            "null" => "remove DEFAULT".to_owned(),
            "now" => "write DEFAULT CURRENT_TIMESTAMP".to_owned(),
            _ if is_call => format!("write DEFAULT ({})", text.trim()),
            _ => format!("write DEFAULT {}", text.trim()),
        };
        return Some(Oddity::warning(
            format!("DEFAULT {default} of {name} is a text, the same for every row"),
            meant,
        ));
    }
    let is_number = text.trim().parse::<f64>().is_ok();
    (matches!(affinity, Affinity::Integer | Affinity::Real) && !is_number).then(|| {
        Oddity::warning(
            format!("DEFAULT {default} of {name} is a text in a numeric column"),
            match folded.as_str() {
                "false" => "write DEFAULT 0".to_owned(),
                "true" => "write DEFAULT 1".to_owned(),
                _ => "write a number, or declare the column TEXT".to_owned(),
            },
        )
    })
}
