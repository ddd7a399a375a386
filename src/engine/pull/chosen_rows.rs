//! Chosen rows, and those that they refer to, read page by page and written under their masks.

use std::collections::{BTreeMap, HashSet};

use super::row_fetch::Wanted;
use super::{Error, Mask, MaskKey, SourceTable};
use crate::database::{
    self, Content, Database, ReplacementFile, RowChoice, Table, Value, changes, code, each_row, insert_row, sequences,
};
use crate::sql::Name;

/// Statements that are written at once.
const BATCH: usize = 1_000;

/// Which rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsOf {
    /// All.
    All,
    /// The first of them by key, and those that other rows refer to.
    First(usize),
    /// Those that other rows refer to.
    Parents,
    /// None.
    None,
}

/// A table of the source, and what is wanted of it.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The table.
    pub table: SourceTable,
    /// Its rows.
    pub rows: RowsOf,
    /// Masks by column.
    pub masks: BTreeMap<String, Mask>,
}

/// What is written of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// Tables, rows, indexes, views and triggers, into an empty file.
    Whole,
    /// Rows in the place of those that the tables of the file have.
    Rows,
}

/// What was written.
#[derive(Debug, Clone, Default)]
pub struct Pulled {
    /// Rows of each table, in the order of the source, and how many of them only because others refer to them.
    pub rows: Vec<(u64, u64)>,
    /// Search tables whose index no statement makes again.
    pub lost: Vec<String>,
    /// Somebody wrote rows while they were read.
    pub was_written: bool,
}

/// Reads from the source and writes into the file, whose foreign keys are for its `problems` to look at.
///
/// # Errors
/// [`Error`]; the file is of no use then.
pub fn pull(
    source: &mut dyn Database,
    into: &mut ReplacementFile,
    chosen: &[Chosen],
    contents: Contents,
    key: &MaskKey,
    progress: &mut dyn FnMut(&str),
) -> Result<Pulled, Error> {
    let before = changes(source)?;
    into.ignore_foreign_keys()?;
    let triggers = match contents {
        Contents::Whole => {
            let create: Vec<String> = chosen.iter().map(|it| it.table.table.sql.clone()).collect();
            into.database().run(&create)?;
            Vec::new()
        }
        Contents::Rows => emptied(into, chosen)?,
    };
    let mut writer = Writer::new(into, chosen, contents, key)?;
    let mut lost = Vec::new();
    // Search tables last: the rows of another table may be theirs.
    let (search, own): (Vec<usize>, Vec<usize>) =
        (0..chosen.len()).partition(|at| chosen.get(*at).is_some_and(|it| it.table.table.is_virtual));
    for at in own {
        writer.chosen(source, at, progress)?;
    }
    writer.parents(source)?;
    for at in search {
        let Some(it) = chosen.get(at) else { continue };
        let table = &it.table.table;
        let name = Name::new(table.name.as_str()).quoted();
        match table.content() {
            Content::Own => writer.chosen(source, at, progress)?,
            Content::Elsewhere => writer.write(at, vec![format!("INSERT INTO {name} ({name}) VALUES ('rebuild')")])?,
            Content::Nowhere => lost.push(table.name.clone()),
            Content::View => {}
        }
    }
    let rows = writer.finish()?;
    let after = match contents {
        Contents::Whole => [sequences(source)?, code(source)?].concat(),
        Contents::Rows => triggers,
    };
    into.database().run(&after)?;
    Ok(Pulled {
        rows,
        lost,
        was_written: changes(source)? != before,
    })
}

/// Takes the rows out of the file's tables. Gives its triggers, which have to wait until the rows are there.
fn emptied(into: &mut ReplacementFile, chosen: &[Chosen]) -> Result<Vec<String>, Error> {
    let file = into.database();
    let found = file.query("SELECT sql, name FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")?;
    let texts = |at: usize| found.rows.iter().filter_map(move |row| row.get(at)?.as_str());
    let mut batch: Vec<String> = texts(1)
        .map(|it| format!("DROP TRIGGER {}", Name::new(it).quoted()))
        .collect();
    let is_emptied =
        |it: &&Chosen| it.rows != RowsOf::None && !matches!(it.table.table.content(), Content::View | Content::Nowhere);
    for it in chosen.iter().filter(is_emptied) {
        let name = Name::new(it.table.table.name.as_str()).quoted();
        batch.push(match it.table.table.content() {
            Content::Elsewhere => format!("INSERT INTO {name} ({name}) VALUES ('delete-all')"),
            _ => format!("DELETE FROM {name}"),
        });
    }
    let triggers = texts(0).map(str::to_owned).collect();
    file.run(&batch)?;
    Ok(triggers)
}

/// Where a value of a row is read, and what becomes of it.
struct Column {
    name: String,
    /// Place among the values that are read.
    at: usize,
    mask: Option<Mask>,
    is_unique: bool,
}

/// How the rows of a table are read and written.
struct Plan {
    /// Columns that the file has.
    columns: Vec<Column>,
    /// What is read beside the table's own columns.
    more: Vec<String>,
    /// Places of the values that tell a row from others.
    identity: Vec<usize>,
    /// Per key: the parent, its columns, and the places of the values.
    keys: Vec<(usize, Vec<String>, Vec<usize>)>,
}

struct Writer<'a> {
    into: &'a mut ReplacementFile,
    chosen: &'a [Chosen],
    key: &'a MaskKey,
    plans: Vec<Plan>,
    /// Rows that are written, by table; only where some of a table may be read twice.
    known: Vec<HashSet<String>>,
    wanted: Wanted,
    follows: bool,
    rows: Vec<(u64, u64)>,
}

impl<'a> Writer<'a> {
    fn new(
        into: &'a mut ReplacementFile,
        chosen: &'a [Chosen],
        contents: Contents,
        key: &'a MaskKey,
    ) -> Result<Self, Error> {
        let mut plans = Vec::with_capacity(chosen.len());
        for it in chosen {
            let there = match contents {
                Contents::Whole => None,
                Contents::Rows => Some(columns_there(into, &it.table.table)?),
            };
            plans.push(Plan::of(it, there.as_deref()));
        }
        Ok(Self {
            into,
            chosen,
            key,
            known: vec![HashSet::new(); plans.len()],
            rows: vec![(0, 0); plans.len()],
            plans,
            wanted: Wanted::default(),
            follows: chosen
                .iter()
                .any(|it| matches!(it.rows, RowsOf::First(_) | RowsOf::Parents)),
        })
    }

    /// The rows that were asked for.
    fn chosen(&mut self, source: &mut dyn Database, at: usize, progress: &mut dyn FnMut(&str)) -> Result<(), Error> {
        let Some(it) = self.chosen.get(at) else { return Ok(()) };
        let limit = match it.rows {
            RowsOf::All => None,
            RowsOf::First(count) => Some(count),
            RowsOf::Parents | RowsOf::None => return Ok(()),
        };
        progress(&it.table.table.name);
        self.read(source, at, None, limit, false)
    }

    /// Rows that others refer to, until none is missing.
    fn parents(&mut self, source: &mut dyn Database) -> Result<(), Error> {
        while let Some((at, condition)) = self.wanted.next() {
            self.read(source, at, Some(condition), None, true)?;
        }
        Ok(())
    }

    fn read(
        &mut self,
        source: &mut dyn Database,
        at: usize,
        condition: Option<String>,
        limit: Option<usize>,
        is_parent: bool,
    ) -> Result<(), Error> {
        let (Some(it), Some(plan)) = (self.chosen.get(at), self.plans.get(at)) else {
            return Ok(());
        };
        let choice = RowChoice {
            condition,
            limit,
            more: plan.more.clone(),
        };
        let mut batch = Vec::new();
        each_row(source, &it.table.table, &choice, &mut |values| {
            self.row(at, &values, is_parent, &mut batch);
            match batch.len() < BATCH {
                true => Ok(()),
                false => self.write(at, std::mem::take(&mut batch)),
            }
        })?;
        self.write(at, batch)
    }

    /// A row as statements, unless it is there already.
    fn row(&mut self, at: usize, values: &[String], is_parent: bool, batch: &mut Vec<String>) {
        let (Some(it), Some(plan)) = (self.chosen.get(at), self.plans.get(at)) else {
            return;
        };
        let value = |at: &usize| values.get(*at).map_or("NULL", String::as_str);
        if self.follows {
            let identity: Vec<&str> = plan.identity.iter().map(value).collect();
            if !self.known.get_mut(at).is_some_and(|it| it.insert(identity.join(", "))) {
                return;
            }
            for (parent, to, from) in &plan.keys {
                let is_whole = self.chosen.get(*parent).is_none_or(|it| it.rows == RowsOf::All);
                let literals: Vec<&str> = from.iter().map(value).collect();
                if !is_whole && !literals.contains(&"NULL") {
                    self.wanted.add(*parent, to, &literals);
                }
            }
        }
        if let Some(count) = self.rows.get_mut(at) {
            count.0 += 1;
            count.1 += u64::from(is_parent);
        }
        let masked = |column: &Column| match &column.mask {
            None | Some(Mask::Sql(_)) => value(&column.at).to_owned(),
            Some(mask) => self.key.masked(mask, value(&column.at), column.is_unique),
        };
        let written: Vec<String> = plan.columns.iter().map(masked).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let names: Vec<&str> = plan.columns.iter().map(|it| it.name.as_str()).collect();
        insert_row(&it.table.table.name, &names, &written, batch);
    }

    fn write(&mut self, at: usize, batch: Vec<String>) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        self.into.database().run(&batch).map(drop).map_err(|error| match error {
            database::Error::Statement { message, .. } => Error::Row {
                table: self
                    .chosen
                    .get(at)
                    .map(|it| it.table.table.name.clone())
                    .unwrap_or_default(),
                reason: message,
            },
            other => Error::Source(other),
        })
    }

    fn finish(self) -> Result<Vec<(u64, u64)>, Error> {
        Ok(self.rows)
    }
}

/// The columns of a table of the file that take values.
fn columns_there(into: &mut ReplacementFile, table: &Table) -> Result<Vec<String>, Error> {
    let name = Value::Text(table.name.clone()).to_sql();
    let rows = into
        .database()
        .query(&format!("SELECT name FROM pragma_table_xinfo({name}) WHERE hidden = 0"))?;
    Ok(rows.texts().map(|it| Name::new(it).quoted()).collect())
}

impl Plan {
    /// `there` are the columns that the file has, where it has others.
    fn of(chosen: &Chosen, there: Option<&[String]>) -> Self {
        let table = &chosen.table.table;
        let own = table.inserted();
        let quoted = |name: &String| Name::new(name.as_str()).quoted();
        let is_same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let mut more: Vec<String> = Vec::new();
        let mut place = |expression: String| {
            more.push(expression);
            own.len() + more.len() - 1
        };
        let mut columns = Vec::new();
        for (at, name) in own.iter().enumerate() {
            if there.is_some_and(|it| !it.iter().any(|known| is_same(known, name))) {
                continue;
            }
            let mask = chosen
                .masks
                .iter()
                .find(|it| is_same(&quoted(it.0), name))
                .map(|it| it.1.clone());
            let at = match &mask {
                Some(Mask::Sql(sql)) => place(format!("({sql})")),
                _ => at,
            };
            let is_unique = chosen.table.unique.iter().any(|it| is_same(&quoted(it), name));
            columns.push(Column {
                name: name.clone(),
                at,
                mask,
                is_unique,
            });
        }
        let mut keys = Vec::new();
        for key in &chosen.table.keys {
            let from = key.from.iter().map(|name| {
                let name = quoted(name);
                let own = own.iter().position(|it| is_same(it, &name));
                own.unwrap_or_else(|| place(name))
            });
            let from = from.collect();
            keys.push((key.parent, key.to.iter().map(quoted).collect(), from));
        }
        let identity = match table.identity() {
            Some(names) => own
                .iter()
                .enumerate()
                .filter(|it| names.contains(it.1))
                .map(|it| it.0)
                .collect(),
            None => (0..own.len()).collect(),
        };
        Self {
            columns,
            more,
            identity,
            keys,
        }
    }
}
