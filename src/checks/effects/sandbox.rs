//! A scratch database to run statements on: the part of a schema that they reach, with rows.

use std::collections::{BTreeMap, BTreeSet};

use super::collision::{self, Collision};
use super::condition::Condition;
use super::free_columns::free_columns;
use super::joined_rows;
use crate::database::{Database, Error, Scratch, Value};
use crate::rows::{self, Fit, SourceRows};
use crate::schema::{Affinity, Name, Schema, Table, View, affinity};
use crate::sql::{Lexeme, lexemes};

/// A scratch database that is ready, and what could not be made ready.
pub struct Bench {
    /// Holds the part of the schema that the statements reach, with rows.
    pub scratch: Scratch,
    /// Tables without rows, each with the reason.
    pub unfilled: BTreeMap<Name, String>,
    /// What statements with a conflict clause meet, by their position.
    pub collisions: BTreeMap<usize, Collision>,
}

/// What rows the tables get.
#[derive(Debug, Clone, Copy)]
pub enum Data<'a> {
    /// Rows that are made, hostile where they may be.
    Hostile,
    /// Rows that are made to fit these conditions.
    Fitting(&'a Fit),
    /// A target's own.
    Copied(&'a SourceRows),
}

/// Makes the database for statements that start from `schema`.
///
/// # Errors
/// A statement of the schema that D1 would refuse.
pub fn bench(schema: &Schema, statements: &[String], conditions: &[Condition], data: Data<'_>) -> Result<Bench, Error> {
    let named = named(statements);
    let part = part(schema, &named);
    let mut scratch = Scratch::new()?;
    let code = part.code();
    let (search, code) = code.split_at(part.virtual_tables.len().min(code.len()));
    scratch.create(&part.storage())?;
    scratch.run(search)?;
    let mut collisions = BTreeMap::new();
    let filled = match data {
        Data::Copied(source) => source.load(&mut scratch, &part)?,
        Data::Hostile | Data::Fitting(_) => {
            let hinting = Fit::hinting(&part, statements.iter().map(String::as_str));
            let fit = match data {
                Data::Fitting(fit) => fit,
                _ => &hinting,
            };
            let filled = rows::fill(&mut scratch, &part, &rows::everything(&part), fit)?;
            scratch.execute("PRAGMA foreign_keys = OFF")?;
            if matches!(data, Data::Hostile) {
                for table in part.tables.values().filter(|it| named.contains(&it.name)) {
                    vary(&mut scratch, table)?;
                }
            }
            let views = part.views.values().map(|it| it.sql.text());
            joined_rows::prepare(&mut scratch, &part, statements.iter().map(String::as_str).chain(views));
            collisions = collision::prepare(&mut scratch, &part, statements)?;
            for (turn, condition) in conditions.iter().enumerate() {
                condition.meet(&mut scratch, &part, turn)?;
            }
            scratch.execute("PRAGMA foreign_keys = ON")?;
            filled
        }
    };
    // Triggers come last, so that filling does not fire them; search tables over other tables are read again.
    scratch.run(code)?;
    rows::reindex(&mut scratch, &part);
    Ok(Bench {
        scratch,
        unfilled: filled.unfilled,
        collisions,
    })
}

/// Makes columns of a row different, and rows alike: the last row has another value in each column, the second row has the
/// same values, the third has them in capitals, and the fourth has none. Values that the table does not take are left as they are.
fn vary(scratch: &mut Scratch, table: &Table) -> Result<(), Error> {
    let Some(rowid) = rows::rowid_name(table) else {
        return Ok(());
    };
    let name = table.name.quoted();
    let ids = scratch.query(&format!("SELECT {rowid} FROM {name} ORDER BY 1"))?;
    let ids: Vec<String> = ids.rows.iter().flatten().map(Value::to_sql).collect();
    let [_, second, third, fourth, .., last] = ids.as_slice() else {
        return Ok(());
    };
    for (at, column) in free_columns(table).enumerate() {
        let column_name = column.name.quoted();
        let same = format!("(SELECT {column_name} FROM {name} WHERE {rowid} = {last})");
        let other = match affinity(&column.type_name, table.strict) {
            Affinity::Integer | Affinity::Numeric | Affinity::Real => format!("{}", 100 + at),
            Affinity::Text | Affinity::Blob => Value::Text(format!("{} {at}", column.name)).to_sql(),
        };
        let capitals = format!("CASE typeof({same}) WHEN 'text' THEN upper({same}) ELSE {same} END");
        for (id, value) in [
            (last, other),
            (second, same),
            (third, capitals),
            (fourth, "NULL".to_owned()),
        ] {
            // A CHECK, a UNIQUE or a type may be against it.
            let _ = scratch.execute(&format!(
                "UPDATE OR IGNORE {name} SET {column_name} = {value} WHERE {rowid} = {id}"
            ));
        }
    }
    Ok(())
}

/// The tables that statements reach: those that they name, and all whose rows may follow.
pub fn reached(schema: &Schema, statements: &[String]) -> BTreeSet<Name> {
    part(schema, &named(statements)).tables.keys().cloned().collect()
}

/// Every name in the statements, and every text that SQLite may take for one.
fn named(statements: &[String]) -> BTreeSet<Name> {
    let names = |sql: &String| lexemes(sql).iter().filter_map(Lexeme::name).collect::<Vec<_>>();
    statements.iter().flat_map(names).collect()
}

/// The part of a schema that statements reach: the tables and views that they name, all that reference these, what their
/// triggers and views mention, and the parents without which none of them can have a row.
fn part(schema: &Schema, named: &BTreeSet<Name>) -> Schema {
    let children = schema.children_by_parent();
    let mut triggers: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for trigger in schema.triggers.values() {
        triggers.entry(&trigger.on).or_default().push(&trigger.name);
    }
    let is_there = |it: &Name| {
        schema.tables.contains_key(it) || schema.views.contains_key(it) || schema.virtual_tables.contains_key(it)
    };
    let mut searches: BTreeMap<Name, Vec<&Name>> = BTreeMap::new();
    for search in schema.virtual_tables.values() {
        if let Some(content) = search.content_table() {
            searches.entry(Name::new(content)).or_default().push(&search.name);
        }
    }
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    let mut open: Vec<Name> = named.iter().cloned().collect();
    // An index or a trigger brings its table along.
    open.extend(named.iter().filter_map(|it| Some(schema.triggers.get(it)?.on.clone())));
    // A column that is added may change what a view shows.
    if named.contains(&Name::new("ADD")) {
        let shows = |it: &&View| {
            named
                .iter()
                .any(|name| schema.tables.contains_key(name) && it.sql.mentions(name))
        };
        open.extend(schema.views.values().filter(shows).map(|it| it.name.clone()));
    }
    let indexed = schema
        .tables
        .values()
        .filter(|table| table.indexes.keys().any(|it| named.contains(it)));
    open.extend(indexed.map(|it| it.name.clone()));
    while let Some(name) = open.pop() {
        if !is_there(&name) || !reached.insert(name.clone()) {
            continue;
        }
        open.extend(children.get(&name).into_iter().flatten().copied().cloned());
        open.extend(searches.get(&name).into_iter().flatten().copied().cloned());
        let own = triggers
            .get(&name)
            .into_iter()
            .flatten()
            .filter_map(|it| schema.triggers.get(it));
        let texts = own
            .map(|it| it.sql.text())
            .chain(schema.views.get(&name).map(|it| it.sql.text()));
        open.extend(texts.flat_map(|text| self::named(&[text.to_owned()])));
        if let Some(search) = schema.virtual_tables.get(&name) {
            open.extend(search.content_table().map(Name::new));
            open.extend(search.arguments.iter().map(|it| Name::new(it.trim())));
        }
    }
    // Whatever is out of reach is never copied: a schema may be large, and a folder long.
    schema.only(&schema.with_parents(reached))
}
