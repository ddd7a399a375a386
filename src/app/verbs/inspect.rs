//! `inspect`: a live schema as it is, or some tables of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::export::TableSize;
use crate::introspect::{self, Live, ObjectPattern, Unknown};
use crate::schema::{Name, ObjectKind, ObjectRef, Schema};
use crate::session::Session;
use crate::sql::nearest;

/// A schema, or the part of it that was asked for.
#[derive(Debug)]
pub struct Inspected {
    /// What is there.
    pub live: Live,
    /// Tables that were not asked for, with those of the part that reference them.
    pub left_out: BTreeMap<Name, BTreeSet<Name>>,
}

/// Which tables and views are meant, with what is on them: all without a pattern.
#[derive(Debug, Clone, Default)]
pub struct TableChoice(Vec<ObjectPattern>);

/// The schema of a target.
///
/// # Errors
/// Those of the database; a pattern that no table and no view matches.
pub fn inspect(session: &Session<'_>, choice: &TableChoice) -> Result<Inspected, Error> {
    let live = whole(session)?;
    choice.check(&readable(&live))?;
    Ok(choice.part(live))
}

/// How much the tables hold, counted in one request.
///
/// # Errors
/// Those of the database.
pub fn sizes(session: &Session<'_>, live: &Live) -> Result<BTreeMap<Name, TableSize>, Error> {
    let is_readable = |it: &&Name| !live.unknown.iter().any(|unknown| unknown.object.name == **it);
    let tables = live.schema.tables.keys().chain(live.schema.virtual_tables.keys());
    let mut database = session.database()?;
    let rows = introspect::row_counts(&mut *database, tables.filter(is_readable))?;
    let bytes = introspect::table_bytes(&mut *database);
    let size = |(name, rows): (Name, u64)| {
        let bytes = bytes.get(&name).copied();
        (name, TableSize { rows, bytes })
    };
    Ok(rows.into_iter().map(size).collect())
}

/// All that is there.
pub(super) fn whole(session: &Session<'_>) -> Result<Live, Error> {
    let mut live = session.live()?.clone();
    let unreadable = introspect::unreadable(&live.schema)?;
    live.unknown
        .extend(unreadable.into_iter().map(|(name, missing)| Unknown {
            object: ObjectRef::new(ObjectKind::VirtualTable, name),
            reason: missing.to_string(),
        }));
    Ok(live)
}

/// Tables and views, those that are not understood included.
pub(super) fn readable(live: &Live) -> BTreeSet<ObjectRef> {
    let of = |kind, name: &Name| ObjectRef::new(kind, name.clone());
    let schema = &live.schema;
    let tables = schema.tables.keys().map(|it| of(ObjectKind::Table, it));
    let tables = tables.chain(schema.virtual_tables.keys().map(|it| of(ObjectKind::VirtualTable, it)));
    let all = tables.chain(schema.views.keys().map(|it| of(ObjectKind::View, it)));
    let unknown = live.unknown.iter().map(|it| it.object.clone());
    all.chain(unknown.filter(|it| is_choosable(it.kind))).collect()
}

fn is_choosable(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Table | ObjectKind::VirtualTable | ObjectKind::View)
}

impl TableChoice {
    /// What these patterns mean.
    pub fn new(patterns: Vec<ObjectPattern>) -> Self {
        Self(patterns)
    }

    /// Reads a pattern of tables and views.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn pattern(text: &str) -> Result<ObjectPattern, String> {
        let pattern = ObjectPattern::parse(text)?;
        match pattern.kind().is_none_or(is_choosable) {
            true => Ok(pattern),
            false => Err("name a table or a view: what is on them comes along".to_owned()),
        }
    }

    fn has(&self, object: &ObjectRef) -> bool {
        self.0.iter().any(|it| it.matches(object))
    }

    /// Every pattern has to mean something.
    pub(super) fn check(&self, known: &BTreeSet<ObjectRef>) -> Result<(), Error> {
        let means_nothing = |it: &&ObjectPattern| !known.iter().any(|object| it.matches(object));
        let Some(pattern) = self.0.iter().find(means_nothing) else {
            return Ok(());
        };
        let pattern = pattern.to_string();
        let names = || known.iter().map(|it| it.name.as_str());
        let typed = pattern.rsplit(':').next().unwrap_or_default();
        Err(Error::NothingChosen {
            nearest: nearest(typed, names()).map(str::to_owned),
            known: names().map(str::to_owned).collect(),
            pattern,
        })
    }

    /// The tables and views that are meant, with their indexes and triggers.
    pub(super) fn part(&self, live: Live) -> Inspected {
        if self.0.is_empty() {
            let left_out = BTreeMap::new();
            return Inspected { live, left_out };
        }
        let chosen = readable(&live).into_iter().filter(|it| self.has(it));
        let schema = live.schema.only(&chosen.map(|it| it.name).collect());
        // What an index or a trigger that is not understood is on, nobody knows.
        let is_meant = |it: &Unknown| !is_choosable(it.object.kind) || self.has(&it.object);
        let left_out = left_out(&live.schema, &schema);
        let mut unknown = live.unknown;
        unknown.retain(is_meant);
        let mut part = Live::default();
        (part.schema, part.unknown) = (schema, unknown);
        Inspected { live: part, left_out }
    }
}

/// Tables of the whole that tables of the part reference.
fn left_out(whole: &Schema, part: &Schema) -> BTreeMap<Name, BTreeSet<Name>> {
    let mut found: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
    for table in part.tables.values() {
        for key in &table.foreign_keys {
            if whole.tables.contains_key(&key.parent) && !part.tables.contains_key(&key.parent) {
                found.entry(key.parent.clone()).or_default().insert(table.name.clone());
            }
        }
    }
    found
}
