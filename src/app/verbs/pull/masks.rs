//! The masks of the config, each on the columns that it means.

use super::chosen_tables::{check_parents, is_masked_table};
use crate::config::PullConfig;
use crate::database::{Column, Database};
use crate::error::Error;
use crate::introspect::Ownership;
use crate::pull::{Chosen, Mask, RowsOf};
use crate::schema::Name;

/// Sets the masks of each table.
///
/// # Errors
/// A mask of a column that is not there or cannot have it, with its place; keys that would not hold any more.
pub(super) fn set(
    config: &PullConfig,
    ownership: &Ownership,
    source: &mut dyn Database,
    chosen: &mut [Chosen],
) -> Result<(), Error> {
    // A column's own mask goes before that of all columns of its name.
    let (every, own): (Vec<_>, Vec<_>) = config.mask.iter().partition(|(key, _)| key.starts_with("*."));
    for (key, mask) in own.into_iter().chain(every) {
        let refused = |message: String| Error::Mask {
            place: config.place(key),
            message,
        };
        let Some((table, column)) = key.rsplit_once('.') else {
            return Err(refused(format!("{key} is no column: write TABLE.COLUMN or *.COLUMN")));
        };
        let mut found = 0;
        for it in chosen.iter_mut().filter(|it| is_masked_table(ownership, &it.table)) {
            let own = it
                .table
                .table
                .columns
                .iter()
                .find(|it| it.name.eq_ignore_ascii_case(column));
            if table != "*" && !it.table.table.name.eq_ignore_ascii_case(table) {
                continue;
            }
            let Some(own) = own.filter(|it| table != "*" || !it.is_computed).cloned() else {
                continue;
            };
            found += 1;
            if it.masks.contains_key(&own.name) {
                continue;
            }
            if let Some(reason) = unfit(&own, mask) {
                return Err(refused(format!("{}.{} {reason}", it.table.table.name, own.name)));
            }
            check_sql(source, it, mask).map_err(|message| refused(format!("{key}: {message}")))?;
            it.masks.insert(own.name, mask.clone());
        }
        if found == 0 {
            let what = match table {
                "*" => format!("no table of {} has a column {column}", source.label()),
                _ => format!("{} has no column {key}", source.label()),
            };
            return Err(refused(what));
        }
    }
    check_parents(chosen)?;
    check_keys(config, chosen)
}

/// Why a column cannot have a mask.
fn unfit(column: &Column, mask: &Mask) -> Option<&'static str> {
    if column.is_computed {
        return Some("is computed: mask the columns that it is computed from");
    }
    match mask {
        Mask::Null if column.is_required => Some("is NOT NULL, so it cannot be masked as null"),
        Mask::Null if column.key > 0 => Some("is a key, so it cannot be masked as null"),
        _ => None,
    }
}

/// The source says whether an expression can be computed.
fn check_sql(source: &mut dyn Database, chosen: &Chosen, mask: &Mask) -> Result<(), String> {
    let Mask::Sql(sql) = mask else { return Ok(()) };
    let table = Name::new(chosen.table.table.name.as_str()).quoted();
    let asked = source.query(&format!("SELECT ({sql}) AS value FROM {table} LIMIT 0"));
    asked.map(drop).map_err(|error| error.to_string())
}

/// Both sides of a key have the same mask, or the child's is null.
fn check_keys(config: &PullConfig, chosen: &[Chosen]) -> Result<(), Error> {
    for it in chosen.iter().filter(|it| it.rows != RowsOf::None) {
        for key in &it.table.keys {
            let Some(parent) = chosen.get(key.parent) else { continue };
            for (from, to) in key.from.iter().zip(&key.to) {
                let mask = |of: &Chosen, column: &str| {
                    let own = of.masks.iter().find(|it| it.0.eq_ignore_ascii_case(column));
                    own.map(|it| it.1.clone())
                };
                let (own, theirs) = (mask(it, from), mask(parent, to));
                if own == theirs || own == Some(Mask::Null) {
                    continue;
                }
                let child = format!("{}.{from}", it.table.table.name);
                let parent = format!("{}.{to}", parent.table.table.name);
                let known = [&child, &parent].into_iter().find(|it| config.mask.contains_key(*it));
                return Err(Error::Mask {
                    place: known.map_or_else(|| "reconcile.yaml".to_owned(), |it| config.place(it)),
                    message: format!("{child} refers to {parent}: give both the same mask"),
                });
            }
        }
    }
    Ok(())
}
