//! Columns that stay kept their values; a column with another type holds what SQLite makes of the old value.

use crate::database::{Scratch, Value};
use crate::plan::hazard::is_volatile;
use crate::proof::conversion;
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::proof::snapshot::Contents;
use crate::proof::surviving_columns::Stay;
use crate::schema::{Column, Name, affinity};

/// Compares each row that stays, found again by its rowid, else by its primary key, else by its values alone.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let mut bench = Scratch::new().map_err(|error| error.to_string())?;
    let (mut tally, mut tables) = (Tally::default(), 0);
    for stay in &rehearsal.stays {
        let (Some(before), Some(after)) = (
            rehearsal.before.tables.get(&stay.tables.from.name),
            rehearsal.after.tables.get(&stay.tables.to.name),
        ) else {
            continue;
        };
        table(stay, before, after, &mut bench, &mut tally)?;
        tables += 1;
    }
    if tables == 0 {
        return Ok(String::new());
    }
    let Tally {
        same,
        converted,
        made,
        filled,
    } = tally;
    let mut detail = format!("{} in {} as before", count(same, "value"), count(tables, "table"));
    if converted > 0 {
        detail.push_str(&format!(", {converted} converted to another type"));
    }
    if made > 0 {
        detail.push_str(&format!(", {made} converted by an expression"));
    }
    if filled > 0 {
        detail.push_str(&format!(", {filled} filled by a backfill"));
    }
    Ok(detail)
}

/// What became of values.
#[derive(Default)]
struct Tally {
    same: usize,
    /// Not the same any more, and what a column of the new type makes of them.
    converted: usize,
    /// Not the same any more, and what a `using` directive makes of them.
    made: usize,
    /// They were NULL, and a backfill gives them a value.
    filled: usize,
}

/// A row as it is compared: what finds it again, and its carried values (`None`: anything may stand there).
type Line = (Vec<Value>, Vec<Option<Value>>);

fn table(
    stay: &Stay<'_>,
    before: &Contents,
    after: &Contents,
    bench: &mut Scratch,
    tally: &mut Tally,
) -> Result<(), String> {
    let mut expected: Vec<Vec<Option<Value>>> = vec![Vec::new(); before.rows.len()];
    let mut found: Vec<Vec<Option<Value>>> = vec![Vec::new(); after.rows.len()];
    let readable = |contents: &Contents| contents.rowids.len() == contents.rows.len() && !contents.rowids.is_empty();
    let keyed = stay.keeps_rowid() && readable(before) && readable(after);
    let key = if keyed { Some(Vec::new()) } else { stay.key() };
    for carried in &stay.columns {
        // Without a key a row cannot be found again, so a value that a backfill may change cannot be judged.
        let judged = match &carried.made {
            Some(value) => !is_volatile(value),
            None => key.is_some() || !carried.backfilled,
        };
        let was = column(before, &carried.columns.from.name)?;
        let old = match &carried.made {
            Some(_) => before
                .converted
                .get(&carried.columns.from.name)
                .cloned()
                .unwrap_or_default(),
            None => was.clone(),
        };
        let new = column(after, &carried.columns.to.name)?;
        // ANY is another type where the table is not STRICT.
        let kind = |column: &Column, strict| (column.type_name.clone(), affinity(&column.type_name, strict));
        let (from, to) = (&stay.tables.from, &stay.tables.to);
        let same_type =
            carried.made.is_none() && kind(carried.columns.from, from.strict) == kind(carried.columns.to, to.strict);
        let converted = if same_type && !stay.tables.to.strict {
            old.clone()
        } else {
            conversion::stored(bench, &carried.columns.to.type_name, stay.tables.to.strict, &old).unwrap_or(old.clone())
        };
        for ((line, value), was) in expected.iter_mut().zip(converted).zip(&was) {
            let free = carried.backfilled && *was == Value::Null;
            *match (free, same(&value, was)) {
                (true, _) => &mut tally.filled,
                (false, true) => &mut tally.same,
                (false, false) if carried.made.is_some() => &mut tally.made,
                (false, false) => &mut tally.converted,
            } += 1;
            line.push(Some(value).filter(|_| judged && !free));
        }
        for (line, value) in found.iter_mut().zip(new) {
            line.push(Some(value).filter(|_| judged));
        }
    }
    let name = &stay.tables.to.name;
    let expected = lines(expected, &before.rowids, keyed, key.as_deref());
    let found = lines(found, &after.rowids, keyed, key.as_deref());
    if expected.len() != found.len() {
        return Err(format!(
            "{name} has {} rows afterwards, not {}",
            found.len(),
            expected.len()
        ));
    }
    for ((was, old), (is, new)) in expected.iter().zip(&found) {
        if was != is {
            return Err(format!("{name}: row {} is lost", told(was.iter())));
        }
        for ((old, new), carried) in old.iter().zip(new).zip(&stay.columns) {
            if let Some(old) = old
                && new.as_ref().is_none_or(|new| !same(old, new))
            {
                let new = new.as_ref().unwrap_or(&Value::Null);
                return Err(format!(
                    "{name}.{}: {} became {}",
                    carried.columns.to.name,
                    old.to_sql(),
                    new.to_sql()
                ));
            }
        }
    }
    Ok(())
}

fn column(contents: &Contents, name: &Name) -> Result<Vec<Value>, String> {
    let at = contents
        .position(name)
        .ok_or_else(|| format!("column {name} cannot be read"))?;
    Ok(contents
        .rows
        .iter()
        .map(|row| row.get(at).cloned().unwrap_or(Value::Null))
        .collect())
}

/// Rows in an order that both sides share.
fn lines(rows: Vec<Vec<Option<Value>>>, rowids: &[Value], keyed: bool, key: Option<&[usize]>) -> Vec<Line> {
    let mut lines: Vec<Line> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            let by = if keyed {
                rowids.get(at).cloned().into_iter().collect()
            } else {
                key.unwrap_or_default()
                    .iter()
                    .filter_map(|at| row.get(*at).cloned().flatten())
                    .collect()
            };
            (by, row)
        })
        .collect();
    lines.sort_by_cached_key(|(by, row)| {
        if by.is_empty() {
            format!("{row:?}")
        } else {
            format!("{by:?}")
        }
    });
    lines
}

/// Equality of storage: NaN cannot be stored, so floats compare by bits, but 0.0 and -0.0 are one.
fn same(one: &Value, other: &Value) -> bool {
    one == other
}

fn told<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    values.map(Value::to_sql).collect::<Vec<_>>().join(", ")
}
