//! What a migration asserts about the database it runs on: what it was reviewed for, and that no row is lost.

use std::collections::BTreeSet;

use super::context::Situation;
use super::{Operation, Rebuild, Step};
use crate::schema::{
    ForeignKey, Name, Object, ObjectKind, ObjectRef, Pair, ReferentialAction, Schema, Sql, VirtualTable, ddl,
};
use crate::sql::same_tokens;

/// The assertions of a migration. They are made from the plan, and end up as SQL in the file itself, so that they
/// hold under any tool that applies it. A migration that only adds tables, columns and indexes needs none: SQLite's own
/// errors stop it where a name is taken or missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Safeguards {
    /// Definitions that must be what was reviewed, checked before anything else runs.
    pub reviewed: Vec<Reviewed>,
    /// Tables whose columns must come in this order, since a view or trigger uses the positions.
    pub ordered: Vec<(Name, Vec<Name>)>,
    /// What is dropped and created again as it was.
    pub put_back: Vec<ObjectRef>,
    /// Tables that must have as many rows at the end as at the start: name at the start, name at the end.
    pub counted: Vec<Pair<Name>>,
    /// Columns that must hold as many keys at the end as at the start: a DROP would empty them.
    pub keys: Vec<CountedKey>,
    /// Tables whose foreign keys must not be violated more than at the start.
    pub checked: Vec<Checked>,
    /// Foreign keys are deferred to the end of the transaction.
    pub deferred: bool,
}

/// An object as the reviewer saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// Its live name.
    pub object: ObjectRef,
    /// Its definition, as the database stores it.
    pub sql: String,
    /// Of a table that is dropped or rebuilt: what else the DROP reaches.
    pub reach: Option<Reach>,
}

/// What a DROP TABLE reaches beside the table. Unknown objects would vanish, and rows of an unknown child with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Foreign keys of other tables to it.
    pub used_by: Vec<(Name, ForeignKey)>,
    /// Indexes and triggers on it.
    pub attached: Vec<ObjectRef>,
}

/// The foreign key column of a table that references a rebuilt one ON DELETE SET NULL or SET DEFAULT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedKey {
    /// Its table at the start and at the end.
    pub table: Pair<Name>,
    /// Its name at the start and at the end.
    pub column: Pair<Name>,
    /// What a DROP would put there; none for NULL.
    pub default: Option<String>,
}

/// A table whose foreign keys are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its name at the start, if it can be checked there: it exists and its foreign keys fit their parents.
    pub before: Option<Name>,
    /// Its name at the end.
    pub after: Name,
}

/// What the steps do to what was there, as far as it matters here.
#[derive(Default)]
struct Touched<'a> {
    /// Tables, by their names after the renames, to which columns are added, or that lose one.
    altered: BTreeSet<Name>,
    /// Those that lose one.
    narrowed: BTreeSet<Name>,
    /// Tables that are dropped or rebuilt.
    replaced: BTreeSet<Name>,
    /// Those of them that are rebuilt.
    rebuilt: BTreeSet<Name>,
    /// Other objects that are dropped.
    dropped: Vec<&'a Object>,
    rebuilds: Vec<&'a Rebuild>,
    copied: Vec<Pair<Name>>,
}

impl<'a> Touched<'a> {
    fn by(steps: &'a [Step]) -> Self {
        let mut touched = Self::default();
        for step in steps {
            match &step.operation {
                Operation::AddColumn { table, .. } => drop(touched.altered.insert(table.name.clone())),
                Operation::DropColumn { table, .. } => {
                    touched.altered.insert(table.clone());
                    touched.narrowed.insert(table.clone());
                }
                Operation::Drop(Object::Table(table), _) => drop(touched.replaced.insert(table.name.clone())),
                Operation::Drop(object, _) => touched.dropped.push(object),
                Operation::Rebuild(rebuild) => {
                    let names = rebuild.tables.iter().map(|it| it.tables.from.name.clone());
                    touched.rebuilt.extend(names);
                    touched.rebuilds.push(rebuild);
                }
                Operation::CopyRows(copy) if copy.with_value.is_empty() => touched.copied.push(Pair {
                    from: copy.from.clone(),
                    to: copy.into.clone(),
                }),
                _ => {}
            }
        }
        touched.replaced.extend(touched.rebuilt.iter().cloned());
        touched
    }
}

/// The assertions that these steps need.
pub(super) fn safeguards(situation: &Situation<'_>, steps: &[Step]) -> Safeguards {
    let touched = Touched::by(steps);
    // A dropped table takes the rows of those that still reference it along, as a rebuilt one does.
    let reach = situation.reach(&touched.replaced);
    let (reviewed, put_back) = definitions(situation, steps, &touched);
    let stays = |name: &&Name| situation.now.tables.contains_key(name) && situation.wanted.tables.contains_key(name);
    Safeguards {
        reviewed,
        ordered: ordered(situation, &touched),
        put_back,
        counted: reach
            .iter()
            .filter(stays)
            .map(|name| Pair {
                from: situation.live_name(name),
                to: name.clone(),
            })
            .chain(touched.copied.iter().cloned())
            .collect(),
        keys: keys(situation, &touched),
        checked: reach
            .iter()
            .filter(|name| !is_online(&touched, name))
            .filter_map(|name| checked(situation, name))
            .collect(),
        deferred: !touched.replaced.is_empty(),
    }
}

/// True for a table whose foreign keys have bound every row of the new table since it was copied.
fn is_online(touched: &Touched<'_>, name: &Name) -> bool {
    let mut online = touched.rebuilds.iter().filter(|it| it.online.is_some());
    online.any(|it| it.subject == *name)
}

/// What must be as it was reviewed, and what is put back as it was, whatever that is.
fn definitions(situation: &Situation<'_>, steps: &[Step], touched: &Touched<'_>) -> (Vec<Reviewed>, Vec<ObjectRef>) {
    let mut reviewed = Vec::new();
    let renamed = situation.renamed_names();
    let tables: BTreeSet<&Name> = renamed
        .iter()
        .chain(&touched.narrowed)
        .chain(&touched.replaced)
        .collect();
    for name in tables {
        let live = situation.live_name(name);
        let Some(table) = situation.live.tables.get(&live) else {
            continue;
        };
        reviewed.push(Reviewed {
            object: ObjectRef::new(ObjectKind::Table, live.clone()),
            sql: table.sql.clone(),
            reach: touched.replaced.contains(name).then(|| Reach {
                used_by: references_to(situation.live, &live),
                attached: attached(situation.live, &live),
            }),
        });
    }
    let created = Created::by(steps);
    let indexes = touched.rebuilt.iter().flat_map(|name| {
        let table = situation.live.tables.get(&situation.live_name(name));
        table.into_iter().flat_map(|it| it.indexes.values())
    });
    let indexes = indexes.map(|it| (ObjectRef::new(ObjectKind::Index, it.name.clone()), it.sql.as_str()));
    let dropped = touched.dropped.iter().filter_map(|it| {
        let object = it.reference();
        Some((object.clone(), text_of(situation.live, &object)?))
    });
    let search = steps.iter().filter_map(|step| match &step.operation {
        Operation::RebuildVirtual { tables, .. } => {
            let object = ObjectRef::new(ObjectKind::VirtualTable, tables.from.name.clone());
            Some((object.clone(), text_of(situation.live, &object)?))
        }
        _ => None,
    });
    let mut put_back = Vec::new();
    let mut known = BTreeSet::new();
    for (object, sql) in indexes.chain(dropped).chain(search) {
        if !known.insert(object.clone()) {
            continue;
        }
        let is_opaque = |it: &ObjectRef| {
            let table = situation.live.virtual_tables.get(&it.name);
            it.kind == ObjectKind::VirtualTable && table.is_some_and(VirtualTable::is_opaque)
        };
        match created.is_as_it_was(&object, sql) {
            true => put_back.push(object),
            // On scratch, another table is in its place.
            false if is_opaque(&object) => {}
            false => reviewed.push(Reviewed {
                object,
                sql: sql.to_owned(),
                reach: None,
            }),
        }
    }
    put_back.sort();
    (reviewed, put_back)
}

/// What the steps create, with its text.
struct Created(Vec<(ObjectRef, String)>);

impl Created {
    fn by(steps: &[Step]) -> Self {
        let mut created = Vec::new();
        for step in steps {
            match &step.operation {
                Operation::Create(Object::Index(it)) => created.push((ObjectKind::Index, &it.name, it.sql.clone())),
                Operation::Create(Object::View(it)) => {
                    created.push((ObjectKind::View, &it.name, it.sql.text().to_owned()));
                }
                Operation::Create(Object::Trigger(it)) => {
                    created.push((ObjectKind::Trigger, &it.name, ddl::one_line_trigger(it.sql.text())));
                }
                // Those of an online rebuild get their names back later.
                Operation::Rebuild(rebuild) if rebuild.online.is_none() => {
                    let indexes = rebuild.tables.iter().flat_map(|it| &it.indexes);
                    created.extend(indexes.map(|it| (ObjectKind::Index, &it.name, it.sql.clone())));
                }
                _ => {}
            }
        }
        let reference = |(kind, name, sql): (ObjectKind, &Name, String)| (ObjectRef::new(kind, name.clone()), sql);
        Self(created.into_iter().map(reference).collect())
    }

    fn is_as_it_was(&self, object: &ObjectRef, sql: &str) -> bool {
        let found = self.0.iter().find(|(it, _)| it == object);
        found.is_some_and(|(_, created)| same_tokens(created, sql))
    }
}

/// The stored definition of anything but a table.
fn text_of<'a>(schema: &'a Schema, object: &ObjectRef) -> Option<&'a str> {
    let name = &object.name;
    Some(match object.kind {
        ObjectKind::Table => return None,
        ObjectKind::VirtualTable => schema.virtual_tables.get(name)?.sql.text(),
        ObjectKind::Index => {
            let index = schema.tables.values().find_map(|table| table.indexes.get(name))?;
            &index.sql
        }
        ObjectKind::View => Sql::text(&schema.views.get(name)?.sql),
        ObjectKind::Trigger => schema.triggers.get(name)?.sql.text(),
    })
}

fn attached(schema: &Schema, table: &Name) -> Vec<ObjectRef> {
    let indexes = schema.tables.get(table).into_iter().flat_map(|it| it.indexes.keys());
    let triggers = schema.triggers.values().filter(|it| it.on == *table);
    let mut attached: Vec<ObjectRef> = indexes
        .map(|it| ObjectRef::new(ObjectKind::Index, it.clone()))
        .chain(triggers.map(|it| ObjectRef::new(ObjectKind::Trigger, it.name.clone())))
        .collect();
    attached.sort();
    attached
}

/// All foreign keys to `parent`.
fn references_to(schema: &Schema, parent: &Name) -> Vec<(Name, ForeignKey)> {
    let keys = schema
        .tables
        .values()
        .flat_map(|table| table.foreign_keys.iter().map(|key| (table.name.clone(), key.clone())));
    keys.filter(|(_, key)| key.parent == *parent).collect()
}

/// A rebuilt table has the order of its file; another one keeps its own.
fn ordered(situation: &Situation<'_>, touched: &Touched<'_>) -> Vec<(Name, Vec<Name>)> {
    let by_position = situation.wanted.used_by_position();
    let renamed = situation.renamed_names();
    let changed = touched.altered.union(&renamed);
    let names = changed.filter(|name| by_position.contains_key(*name) && !touched.replaced.contains(*name));
    let live = names.filter_map(|name| situation.live.tables.get(&situation.live_name(name)));
    live.map(|table| {
        let columns = table.columns.iter().map(|it| it.name.clone()).collect();
        (table.name.clone(), columns)
    })
    .collect()
}

/// Of the children that guards stand on: those that are rebuilt themselves may get other values.
fn keys(situation: &Situation<'_>, touched: &Touched<'_>) -> Vec<CountedKey> {
    let mut keys = Vec::new();
    for rebuild in &touched.rebuilds {
        let parents: Vec<&Name> = rebuild.tables.iter().map(|it| &it.tables.from.name).collect();
        for guard in rebuild.guards.iter().filter(|it| !it.delete) {
            let (Some(now), Some(wanted)) = (
                situation
                    .now
                    .tables
                    .get(&guard.table)
                    .filter(|it| !touched.rebuilt.contains(&it.name)),
                situation.wanted.tables.get(&guard.table),
            ) else {
                continue;
            };
            for key in now.foreign_keys.iter().filter(|key| parents.contains(&&key.parent)) {
                let sets_default = key.on_delete == ReferentialAction::SetDefault;
                if !sets_default && key.on_delete != ReferentialAction::SetNull {
                    continue;
                }
                for column in key.columns.iter().filter(|it| wanted.column(it).is_some()) {
                    let default = now.column(column).and_then(|it| it.default.as_ref());
                    keys.push(CountedKey {
                        table: Pair {
                            from: situation.live_name(&now.name),
                            to: now.name.clone(),
                        },
                        column: Pair {
                            from: situation.live_column(&now.name, column),
                            to: column.clone(),
                        },
                        default: default.filter(|_| sets_default).map(|it| it.text().to_owned()),
                    });
                }
            }
        }
    }
    keys.dedup();
    keys
}

/// `PRAGMA foreign_key_check` fails on a key whose parent columns are not unique, so such a table is checked at the end only.
fn checked(situation: &Situation<'_>, name: &Name) -> Option<Checked> {
    let wanted = situation.wanted.tables.get(name)?;
    if wanted.foreign_keys.is_empty() {
        return None;
    }
    let live = situation.live_name(name);
    let fits = situation
        .live
        .tables
        .get(&live)
        .is_some_and(|table| situation.live.keys_fit(table));
    Some(Checked {
        before: fits.then_some(live),
        after: name.clone(),
    })
}
