//! Fills tables row by row: parents first, each row retried with other values until the database takes it.

use std::collections::{BTreeMap, BTreeSet};

use super::constraint_trial::{Mold, rowid_name};
use super::fixups;
use super::pseudo_random::Dice;
use super::row_conditions::Fit;
use super::row_constraints::Shape;
use super::row_generator::{Choice, Row, Targets};
use super::value::integer;
use crate::database::{Database, Error, Scratch, Value};
use crate::schema::{Name, Schema, Table};

/// Rows of a table without parents.
const ROWS: usize = 5;
/// Rows of any table: a chain of keys makes each child one row longer than its parent.
const MOST_ROWS: usize = 12;
/// Tries for the first row of a table; later rows get half of them.
const ATTEMPTS: usize = 40;

/// What was put where.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// Rows by table.
    pub tables: BTreeMap<Name, usize>,
    /// Tables for which no row could be made, each with the reason.
    pub unfilled: BTreeMap<Name, String>,
    /// The statements that did it, in order.
    pub statements: Vec<String>,
}

/// A foreign key whose parents come later in the order.
pub(super) struct Late {
    pub(super) table: Name,
    pub(super) columns: Vec<Name>,
    pub(super) parent: Name,
    pub(super) parent_columns: Vec<Name>,
    /// Conditions that find each row of the table.
    pub(super) rows: Vec<String>,
}

/// Fills the tables of `scope`. Foreign keys are not enforced while this runs, since keys may form cycles, and hold
/// afterwards. The scratch database must not have triggers yet.
pub fn fill(scratch: &mut Scratch, schema: &Schema, scope: &BTreeSet<Name>, fit: &Fit) -> Result<Filled, Error> {
    fill_beside(scratch, schema, scope, fit, Given::default())
}

/// Rows that are there before any is made.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Their tables, which get no other row, with their number.
    pub tables: BTreeMap<Name, usize>,
    /// Keys that they point at, by the parent's name: each is to be found there.
    pub parents: BTreeMap<Name, Vec<BTreeMap<Name, Value>>>,
}

/// As [`fill`], beside rows that are there.
pub fn fill_beside(
    scratch: &mut Scratch,
    schema: &Schema,
    scope: &BTreeSet<Name>,
    fit: &Fit,
    given: Given,
) -> Result<Filled, Error> {
    let scope = &scope
        .iter()
        .filter(|it| !given.tables.contains_key(*it))
        .cloned()
        .collect();
    let mut filler = Filler {
        scratch,
        bench: Scratch::new()?,
        molded: None,
        schema,
        scope,
        fit,
        filled: Filled {
            tables: given.tables,
            ..Filled::default()
        },
        demands: given.parents,
        late: Vec::new(),
    };
    filler.execute("PRAGMA foreign_keys = OFF")?;
    for name in schema.parents_first(scope) {
        if let Some(table) = schema.tables.get(&name) {
            filler.table(table)?;
        }
    }
    let Filler {
        scratch, filled, late, ..
    } = filler;
    let filled = fixups::finish(scratch, schema, filled, &late, fit)?;
    scratch.execute("PRAGMA foreign_keys = ON")?;
    Ok(filled)
}

struct Filler<'a> {
    scratch: &'a mut Scratch,
    bench: Scratch,
    /// The table whose mold the bench holds.
    molded: Option<Name>,
    schema: &'a Schema,
    scope: &'a BTreeSet<Name>,
    fit: &'a Fit,
    filled: Filled,
    /// Keys that rows of other tables already point at.
    demands: BTreeMap<Name, Vec<Row>>,
    late: Vec<Late>,
}

impl Filler<'_> {
    fn execute(&mut self, sql: &str) -> Result<(), Error> {
        self.scratch.execute(sql)
    }

    fn table(&mut self, table: &Table) -> Result<(), Error> {
        let shape = match Shape::new(table, self.schema, self.fit) {
            Ok(shape) => shape,
            Err(reason) => {
                self.filled.unfilled.insert(table.name.clone(), reason);
                return Ok(());
            }
        };
        let mut dice = Dice::seeded(table.name.as_str());
        let fixed = self.demands.remove(&table.name).unwrap_or_default();
        let (mut targets, waiting) = self.targets(&shape);
        let parents = targets.iter().map(|target| target.keys.len() + 1).max().unwrap_or(0);
        let rows = ROWS.max(parents).clamp(fixed.len(), MOST_ROWS.max(fixed.len()));
        let none = Row::new();
        let mut found = Vec::new();
        let mut reason = String::new();
        for row in 0..rows {
            let mut demanded: Vec<(Name, Row)> = Vec::new();
            self.demand(&shape, &waiting, row, &mut targets, &mut demanded);
            let attempts = if found.is_empty() { ATTEMPTS } else { ATTEMPTS / 2 };
            for attempt in 0..attempts {
                let choice = Choice {
                    shape: &shape,
                    targets: &targets,
                    fixed: fixed.get(row).unwrap_or(&none),
                    row,
                    last: row + 1 == rows,
                    attempt,
                    plain: attempt > 1 && attempt % 2 == 0,
                };
                match self.insert(&choice, &mut dice)? {
                    Ok(locator) => {
                        found.push(locator);
                        for (parent, key) in demanded {
                            self.demands.entry(parent).or_default().push(key);
                        }
                        break;
                    }
                    Err(why) => reason = why,
                }
            }
            for (link, target) in shape.links.iter().zip(&mut targets) {
                if link.parent == table.name {
                    target.keys = self.keys(&link.parent, &link.parent_columns);
                }
            }
        }
        if found.is_empty() {
            self.filled.unfilled.insert(table.name.clone(), reason);
        } else {
            self.filled.tables.insert(table.name.clone(), found.len());
        }
        let late = waiting.iter().filter_map(|at| shape.links.get(*at)).map(|link| Late {
            table: table.name.clone(),
            columns: link.columns.clone(),
            parent: link.parent.clone(),
            parent_columns: link.parent_columns.clone(),
            rows: found.clone(),
        });
        self.late.extend(late);
        Ok(())
    }

    /// What each foreign key can point at, and the positions of those whose parent is filled later.
    fn targets(&mut self, shape: &Shape<'_>) -> (Vec<Targets>, Vec<usize>) {
        let mut waiting = Vec::new();
        let mut targets = Vec::new();
        for (at, link) in shape.links.iter().enumerate() {
            let own = link.parent == shape.table.name;
            let known =
                self.filled.tables.contains_key(&link.parent) || self.filled.unfilled.contains_key(&link.parent);
            if !own && !known && self.scope.contains(&link.parent) {
                waiting.push(at);
            }
            let keys = self.keys(&link.parent, &link.parent_columns);
            targets.push(Targets { keys, own });
        }
        (targets, waiting)
    }

    /// For a key that may not be NULL and whose parent comes later: settles now which key that parent will have.
    fn demand(
        &mut self,
        shape: &Shape<'_>,
        waiting: &[usize],
        row: usize,
        targets: &mut [Targets],
        demanded: &mut Vec<(Name, Row)>,
    ) {
        for at in waiting {
            let (Some(link), Some(target)) = (shape.links.get(*at), targets.get_mut(*at)) else {
                continue;
            };
            let columns = link.columns.iter().filter_map(|name| shape.table.column(name));
            if columns.clone().any(|column| shape.nullable(column)) {
                continue;
            }
            let Some(parent) = self.schema.tables.get(&link.parent) else {
                continue;
            };
            let Ok(parent_shape) = Shape::new(parent, self.schema, self.fit) else {
                continue;
            };
            let key: Option<Vec<Value>> = link
                .parent_columns
                .iter()
                .map(|name| parent_shape.plain(parent.column(name)?, row).into_iter().next())
                .collect();
            if let Some(key) = key {
                demanded.push((
                    link.parent.clone(),
                    link.parent_columns.iter().cloned().zip(key.iter().cloned()).collect(),
                ));
                target.keys = vec![key];
            }
        }
    }

    fn keys(&mut self, parent: &Name, columns: &[Name]) -> Vec<Vec<Value>> {
        let whole: Vec<String> = columns
            .iter()
            .map(|it| format!("{} IS NOT NULL", it.quoted()))
            .collect();
        let question = format!(
            "SELECT {} FROM {} WHERE {} LIMIT {MOST_ROWS}",
            Name::quoted_list(columns),
            parent.quoted(),
            whole.join(" AND ")
        );
        self.scratch
            .query(&question)
            .map(|found| found.rows)
            .unwrap_or_default()
    }

    /// Inserts one row; gives the condition that finds it, or why it was not taken.
    fn insert(&mut self, choice: &Choice<'_, '_>, dice: &mut Dice) -> Result<Result<String, String>, Error> {
        let table = choice.shape.table;
        let conditioned = choice.shape.groups.iter().any(|group| !group.conditions.is_empty());
        let mut mold = if conditioned {
            Mold::new(&mut self.bench, &mut self.molded, table)
        } else {
            None
        };
        let mut row = match choice.make(&mut mold, dice) {
            Ok(row) => row,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut names: Vec<String> = row.keys().map(Name::quoted).collect();
        let mut values: Vec<String> = row.values().map(Value::to_sql).collect();
        let rowid = rowid_name(table).filter(|_| table.rowid_alias().is_none());
        if let Some(rowid) = rowid {
            names.push(rowid.to_owned());
            // With gaps: rowids that a copy numbers anew must show.
            values.push((integer(choice.row) * 4 + 3).to_string());
            row.insert(Name::new(rowid), Value::Integer(integer(choice.row) * 4 + 3));
        }
        let quoted = table.name.quoted();
        let statement = format!(
            "INSERT OR ABORT INTO {quoted} ({}) VALUES ({})",
            names.join(", "),
            values.join(", ")
        );
        if let Err(error) = self.execute(&statement) {
            return Ok(Err(error.to_string()));
        }
        let locator = locator(table, &row, rowid);
        if self.fit.table(&table.name).is_some_and(|fit| !fit.holds(self.scratch)) {
            self.execute(&format!("DELETE FROM {quoted} WHERE {locator}"))?;
            return Ok(Err(format!("the desired schema rejects the row: {statement}")));
        }
        self.filled.statements.push(statement);
        Ok(Ok(locator))
    }
}

/// An SQL condition that finds exactly this row.
fn locator(table: &Table, row: &Row, rowid: Option<&'static str>) -> String {
    let key: Vec<Name> = match (rowid, table.rowid_alias()) {
        (Some(rowid), _) => vec![Name::new(rowid)],
        (None, Some(alias)) => vec![alias.name.clone()],
        (None, None) => match &table.primary_key {
            Some(_) => table.key_names().cloned().collect(),
            None => row.keys().cloned().collect(),
        },
    };
    let equal = key.iter().map(|name| {
        let quoted = if rowid.is_some() {
            name.to_string()
        } else {
            name.quoted()
        };
        format!("{quoted} IS {}", row.get(name).unwrap_or(&Value::Null).to_sql())
    });
    equal.collect::<Vec<_>>().join(" AND ")
}
