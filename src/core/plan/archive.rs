//! What a migration drops is kept aside, and brought back: rows copied between a table and its place in the trash.
//!
//! The table in the trash has no types, keys or constraints: it takes every value as it is, and nothing that happens to
//! other tables reaches its rows.

use crate::diff::{Change, Diff, TableChange};
use crate::schema::{Name, Object, Pair, Schema, Table, read};

/// Most columns that one SELECT may give on D1: <https://developers.cloudflare.com/d1/platform/limits/>
const COLUMNS: usize = 100;

/// Rows of one table copied into another one that takes them as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyRows {
    /// The CREATE TABLE that makes their place first; none where it is there, or a step of its own.
    pub create: Option<String>,
    /// Where they are: a live name.
    pub from: Name,
    /// Where they go.
    pub into: Name,
    /// Columns on either side.
    pub columns: Vec<Pair<Name>>,
    /// Names of the rowid on either side, where it is no column and can be carried over.
    pub rowid: Option<Pair<Name>>,
    /// Only rows in which one of these columns has a value; empty: all rows.
    pub with_value: Vec<Name>,
    /// AUTOINCREMENT's counter goes along: numbers of rows that were deleted are not given again.
    pub counter: bool,
}

/// A place in the trash, and what goes there.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// The table that holds it.
    pub trash: Table,
    /// The rows.
    pub copy: CopyRows,
    /// Columns that are kept (live names) with the key of their row; `None` when it is the whole table.
    pub columns: Option<KeptColumns>,
}

/// Columns in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptColumns {
    /// The columns that are dropped.
    pub dropped: Vec<Name>,
    /// Columns that tell which row a value belongs to; empty: the rowid does.
    pub key: Vec<Name>,
}

/// Where everything goes that the differences drop from `live`, for the migration of this number.
pub fn aside(diff: &Diff, live: &Schema, number: &str) -> Vec<Aside> {
    let mut kept: Vec<Aside> = Vec::new();
    for change in &diff.changes {
        let found = match change {
            Change::Drop(Object::Table(table)) if !table.name.is_trash() => whole(table, number),
            Change::AlterTable(change) => columns(change, diff, live, number),
            _ => None,
        };
        // Two of one name: a table that goes, and another one that takes its name and loses a column.
        kept.extend(found.filter(|it| !kept.iter().any(|other| other.trash.name == it.trash.name)));
    }
    kept
}

fn whole(table: &Table, number: &str) -> Option<Aside> {
    let names: Vec<Name> = stored(table).cloned().collect();
    make(table, number, &names, Vec::new(), None)
}

fn columns(change: &TableChange, diff: &Diff, live: &Schema, number: &str) -> Option<Aside> {
    let dropped = change.dropped_columns().filter(|it| it.generated.is_none());
    let dropped: Vec<Name> = dropped.map(|it| it.name.clone()).collect();
    if dropped.is_empty() {
        return None;
    }
    let table = live.tables.get(&before(diff, &change.tables.to.name))?;
    let key: Vec<Name> = table.key_names().cloned().collect();
    // A key that goes tells nothing afterwards; the rowid does, where there is one.
    let key_stays = key.iter().all(|name| !dropped.contains(name));
    let key = if key_stays { key } else { Vec::new() };
    let names: Vec<Name> = match key.is_empty() && table.without_rowid {
        true => stored(table).cloned().collect(),
        false => key.iter().chain(&dropped).cloned().collect(),
    };
    let kept = KeptColumns {
        dropped: dropped.clone(),
        key,
    };
    make(table, number, &names, dropped, Some(kept))
}

fn stored(table: &Table) -> impl Iterator<Item = &Name> {
    table.stored_columns().map(|column| &column.name)
}

fn make(
    table: &Table,
    number: &str,
    names: &[Name],
    with_value: Vec<Name>,
    columns: Option<KeptColumns>,
) -> Option<Aside> {
    let name = Name::kept_aside(number, &table.name);
    let sql = format!("CREATE TABLE {} ({})", name.quoted(), Name::quoted_list(names));
    let Ok(Object::Table(trash)) = read::object("table", &sql) else {
        return None;
    };
    let rowids = table.rowid_name().zip(trash.rowid_name());
    let rowid = rowids
        .filter(|_| names.len() < COLUMNS)
        .map(|(from, to)| Pair { from, to });
    Some(Aside {
        copy: CopyRows {
            create: Some(sql),
            from: table.name.clone(),
            into: name,
            columns: names
                .iter()
                .map(|name| Pair {
                    from: name.clone(),
                    to: name.clone(),
                })
                .collect(),
            rowid,
            with_value,
            counter: columns.is_none() && has_counter(table),
        },
        trash,
        columns,
    })
}

fn has_counter(table: &Table) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.autoincrement)
}

/// The live name of a table that the differences may rename.
fn before(diff: &Diff, wanted: &Name) -> Name {
    let renamed = diff.changes.iter().find_map(|change| match change {
        Change::RenameTable { from, to } if to == wanted => Some(from.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| wanted.clone())
}

impl Aside {
    /// The rows of a whole table, the other way. A rowid that is a column goes with its column.
    pub fn back(&self, table: &Table) -> CopyRows {
        let has_alias = table.rowid_alias().is_some();
        let swap = |pair: &Pair<Name>| Pair {
            from: pair.to.clone(),
            to: pair.from.clone(),
        };
        CopyRows {
            create: None,
            from: self.copy.into.clone(),
            into: self.copy.from.clone(),
            columns: self.copy.columns.iter().map(swap).collect(),
            rowid: self.copy.rowid.as_ref().filter(|_| !has_alias).map(swap),
            with_value: Vec::new(),
            counter: self.copy.counter && has_counter(table),
        }
    }

    /// The value that a kept column had in the row of `table` at hand; `None` where nothing tells which row it was.
    pub fn value(&self, column: &Name, table: &Table) -> Option<String> {
        let kept = self.columns.as_ref()?;
        let place = self.trash.name.quoted();
        let of = |name: &Name| format!("{}.{}", table.name.quoted(), name.quoted());
        let rowid = self.copy.rowid.as_ref();
        let same_rowid = rowid.map(|it| format!("{place}.{} = {}", it.to.quoted(), of(&it.from)));
        let mut same: Vec<String> = kept
            .key
            .iter()
            .map(|name| format!("{place}.{} IS {}", name.quoted(), of(name)))
            .collect();
        if kept.key.is_empty() {
            same.push(same_rowid?);
        } else if let (true, Some(same_rowid)) = (table.may_share_key(), same_rowid) {
            let known: Vec<String> = kept
                .key
                .iter()
                .map(|name| format!("{} IS NOT NULL", of(name)))
                .collect();
            same.push(format!("({} OR {same_rowid})", known.join(" AND ")));
        }
        let value = format!(
            "(SELECT {place}.{} FROM {place} WHERE {})",
            column.quoted(),
            same.join(" AND ")
        );
        // Rows that came later have no value in the trash.
        let definition = table.column(column)?;
        Some(match (&definition.not_null, &definition.default) {
            (Some(_), Some(default)) => format!("coalesce({value}, {})", default.text()),
            _ => value,
        })
    }
}
