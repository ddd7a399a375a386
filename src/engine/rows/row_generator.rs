//! One row's values: foreign keys from parents that are there, conditions tried on the mold, the rest as odd as allowed.

use std::collections::BTreeMap;

use super::constraint_trial::Mold;
use super::pseudo_random::Dice;
use super::row_constraints::{Group, Link, Shape};
use crate::database::Value;
use crate::schema::Name;

/// Combinations of values that are tried against the conditions of one group.
const COMBINATIONS: usize = 240;

/// Values of one row by column.
pub(super) type Row = BTreeMap<Name, Value>;

/// What a foreign key can point at.
#[derive(Debug, Clone, Default)]
pub(super) struct Targets {
    /// Keys of the parent's rows.
    pub(super) keys: Vec<Vec<Value>>,
    /// The parent is this table itself: a row may be its own parent.
    pub(super) own: bool,
}

/// The choice of one row's values.
pub(super) struct Choice<'a, 's> {
    pub(super) shape: &'a Shape<'s>,
    /// One for each of the shape's links.
    pub(super) targets: &'a [Targets],
    /// Values that other tables' rows count on already.
    pub(super) fixed: &'a Row,
    pub(super) row: usize,
    /// The last row of its table, which takes NULL for its parents where it may.
    pub(super) last: bool,
    pub(super) attempt: usize,
    /// Only values without surprises.
    pub(super) plain: bool,
}

/// Columns that are chosen together, with the tuples to choose from.
struct Unit {
    columns: Vec<Name>,
    options: Vec<Vec<Value>>,
}

impl Choice<'_, '_> {
    /// Values for all columns, or why there are none.
    pub(super) fn make(&self, mold: &mut Option<Mold<'_>>, dice: &mut Dice) -> Result<Row, String> {
        let mut chosen = Row::new();
        for group in &self.shape.groups {
            let units = self.units(group)?;
            let picks = if group.conditions.is_empty() {
                units
                    .iter()
                    .map(|unit| {
                        if self.attempt == 0 {
                            0
                        } else {
                            dice.below(unit.options.len())
                        }
                    })
                    .collect()
            } else {
                self.conditioned(group, &units, mold, dice)?
            };
            for (unit, pick) in units.into_iter().zip(picks) {
                let values = unit.options.into_iter().nth(pick).unwrap_or_default();
                chosen.extend(unit.columns.into_iter().zip(values));
            }
        }
        self.own_parents(&mut chosen);
        Ok(chosen)
    }

    /// Picks options of all units so that the group's conditions hold.
    fn conditioned(
        &self,
        group: &Group,
        units: &[Unit],
        mold: &mut Option<Mold<'_>>,
        dice: &mut Dice,
    ) -> Result<Vec<usize>, String> {
        let tried = combinations(units, dice);
        let Some(mold) = mold else {
            return Ok(tried.into_iter().nth(self.attempt).unwrap_or_default());
        };
        let columns: Vec<Name> = units.iter().flat_map(|unit| unit.columns.iter().cloned()).collect();
        let values = tried.iter().map(|picks| tuple(units, picks));
        let at = match self.attempt {
            0 => mold.first_passing(&columns, values, &group.conditions),
            _ => dice.pick(&mold.passing(&columns, values, &group.conditions)).copied(),
        };
        at.and_then(|at| tried.get(at).cloned())
            .ok_or_else(|| format!("CHECK ({})", group.conditions.join(") and (")))
    }

    fn units(&self, group: &Group) -> Result<Vec<Unit>, String> {
        let mut units: Vec<Unit> = Vec::new();
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        for (at, link) in self.shape.links.iter().enumerate() {
            if !link.columns.iter().all(|name| group.columns.contains(name)) {
                continue;
            }
            let (sharing, mut rest): (Vec<_>, Vec<_>) = clusters.into_iter().partition(|cluster: &Vec<usize>| {
                cluster
                    .iter()
                    .filter_map(|other| self.shape.links.get(*other))
                    .any(|other| shares(other, link))
            });
            rest.push(sharing.into_iter().flatten().chain([at]).collect());
            clusters = rest;
        }
        for cluster in clusters {
            units.push(self.linked(&cluster)?);
        }
        for column in self.shape.table.stored_columns() {
            if !group.columns.contains(&column.name) || units.iter().any(|unit| unit.columns.contains(&column.name)) {
                continue;
            }
            let values = match self.fixed.get(&column.name) {
                Some(value) => vec![value.clone()],
                None if self.plain => self.shape.plain(column, self.row),
                None => self.shape.candidates(column, self.row),
            };
            let options = values.into_iter().map(|value| vec![value]).collect();
            units.push(Unit {
                columns: vec![column.name.clone()],
                options,
            });
        }
        Ok(units)
    }

    /// The tuples for foreign keys that share columns.
    fn linked(&self, cluster: &[usize]) -> Result<Unit, String> {
        let links: Vec<(&Link, Vec<Vec<Value>>)> = cluster
            .iter()
            .filter_map(|at| Some((self.shape.links.get(*at)?, self.keys(*at))))
            .collect();
        let mut columns: Vec<Name> = Vec::new();
        for name in links.iter().flat_map(|(link, _)| &link.columns) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        let most = links.iter().map(|(_, keys)| keys.len()).max().unwrap_or(0).clamp(1, 16);
        let mut options: Vec<Vec<Value>> = Vec::new();
        for turn in 0..most {
            if let Some(row) = self.joined(&links, self.row + turn) {
                options.push(
                    columns
                        .iter()
                        .map(|name| row.get(name).cloned().unwrap_or(Value::Null))
                        .collect(),
                );
            }
        }
        if links
            .iter()
            .all(|(link, _)| link.columns.iter().any(|name| self.may_be_null(name)))
        {
            let base = options
                .first()
                .cloned()
                .unwrap_or_else(|| vec![Value::Integer(1); columns.len()]);
            let nulls = columns
                .iter()
                .zip(base)
                .map(|(name, value)| match self.fixed.get(name) {
                    Some(fixed) => fixed.clone(),
                    None if self.may_be_null(name) => Value::Null,
                    None => value,
                })
                .collect();
            options.insert(if self.last { 0 } else { options.len() }, nulls);
        }
        if options.is_empty() {
            let parents: Vec<String> = links.iter().map(|(link, _)| link.parent.to_string()).collect();
            return Err(format!("no row of {} to refer to", parents.join(" and ")));
        }
        Ok(Unit { columns, options })
    }

    /// One tuple that satisfies all links at once.
    fn joined(&self, links: &[(&Link, Vec<Vec<Value>>)], turn: usize) -> Option<Row> {
        let mut row: Row = self.fixed.clone();
        for (link, keys) in links {
            let start = turn.checked_rem(keys.len()).unwrap_or(0);
            let fitting = keys.iter().cycle().skip(start).take(keys.len()).find(|key| {
                let mut pairs = link.columns.iter().zip(key.iter());
                pairs.all(|(name, value)| row.get(name).is_none_or(|set| set == value))
            });
            match fitting {
                Some(key) => row.extend(link.columns.iter().cloned().zip(key.iter().cloned())),
                None => {
                    let open = link
                        .columns
                        .iter()
                        .find(|name| !row.contains_key(*name) && self.may_be_null(name))?;
                    row.insert(open.clone(), Value::Null);
                }
            }
        }
        Some(row)
    }

    fn keys(&self, link: usize) -> Vec<Vec<Value>> {
        let targets = self.targets.get(link).cloned().unwrap_or_default();
        let mut keys = targets.keys;
        if targets.own
            && let Some(link) = self.shape.links.get(link)
        {
            keys.push(self.own_key(link));
        }
        keys
    }

    /// The key that this row is going to have, if nothing stands against the preferred values.
    fn own_key(&self, link: &Link) -> Vec<Value> {
        let columns = link.parent_columns.iter().map(|name| {
            let fixed = self.fixed.get(name).cloned();
            let column = self.shape.table.column(name);
            fixed.or_else(|| {
                self.shape
                    .candidates(column?, self.row)
                    .into_iter()
                    .find(|it| *it != Value::Null)
            })
        });
        columns.map(|value| value.unwrap_or(Value::Null)).collect()
    }

    /// A row that was made its own parent points at the key it got in the end.
    fn own_parents(&self, chosen: &mut Row) {
        for (link, targets) in self.shape.links.iter().zip(self.targets) {
            let key: Vec<Value> = link
                .columns
                .iter()
                .filter_map(|name| chosen.get(name).cloned())
                .collect();
            if targets.own && key == self.own_key(link) && !targets.keys.contains(&key) {
                for (name, parent) in link.columns.iter().zip(&link.parent_columns) {
                    if let Some(value) = chosen.get(parent).cloned() {
                        chosen.insert(name.clone(), value);
                    }
                }
            }
        }
    }

    fn may_be_null(&self, name: &Name) -> bool {
        !self.fixed.contains_key(name)
            && self
                .shape
                .table
                .column(name)
                .is_some_and(|column| self.shape.nullable(column))
    }
}

fn shares(one: &Link, other: &Link) -> bool {
    one.columns.iter().any(|name| other.columns.contains(name))
}

fn tuple(units: &[Unit], picks: &[usize]) -> Vec<Value> {
    units
        .iter()
        .zip(picks)
        .flat_map(|(unit, pick)| unit.options.get(*pick).cloned().unwrap_or_default())
        .collect()
}

/// All combinations where they are few, else the preferred one and a sample.
fn combinations(units: &[Unit], dice: &mut Dice) -> Vec<Vec<usize>> {
    let all = units
        .iter()
        .try_fold(1_usize, |product, unit| product.checked_mul(unit.options.len()));
    match all.filter(|all| *all <= COMBINATIONS) {
        Some(all) => (0..all)
            .map(|mut number| {
                let digits = units.iter().map(|unit| {
                    let digit = number % unit.options.len().max(1);
                    number /= unit.options.len().max(1);
                    digit
                });
                digits.collect()
            })
            .collect(),
        None => {
            let mut tried = vec![vec![0; units.len()]];
            tried.extend((1..COMBINATIONS).map(|_| units.iter().map(|unit| dice.below(unit.options.len())).collect()));
            tried
        }
    }
}
