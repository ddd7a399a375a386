//! A schema as statements, in an order that SQLite can execute.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical_form::Form;
use super::{Fingerprint, ForeignKey, Index, Name, Object, ObjectKind, ObjectRef, Schema, Table, View, VirtualTable};
use crate::sql::{TokenKind, lexemes, tokens};

/// Tables that are made together.
const TOGETHER: usize = 40;

impl Schema {
    /// True if there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.virtual_tables.is_empty() && self.views.is_empty() && self.triggers.is_empty()
    }

    /// The canonical form: the same text for all schemas that behave the same.
    pub fn canonical(&self) -> String {
        self.form()
    }

    /// A hash of the canonical form.
    pub fn fingerprint(&self) -> Fingerprint {
        let (form, earlier) = self.forms();
        Fingerprint::of(&form, earlier.as_deref())
    }

    /// The object referred to.
    pub fn get(&self, reference: &ObjectRef) -> Option<Object> {
        let name = &reference.name;
        match reference.kind {
            ObjectKind::Table => self.tables.get(name).cloned().map(Object::Table),
            ObjectKind::VirtualTable => self.virtual_tables.get(name).cloned().map(Object::VirtualTable),
            ObjectKind::Index => self.index(name).cloned().map(Object::Index),
            ObjectKind::View => self.views.get(name).cloned().map(Object::View),
            ObjectKind::Trigger => self.triggers.get(name).cloned().map(Object::Trigger),
        }
    }

    /// The index of this name, whatever its table.
    pub fn index(&self, name: &Name) -> Option<&Index> {
        self.tables.values().find_map(|table| table.indexes.get(name))
    }

    /// The foreign keys that reference `parent`, with the tables they are on; self-references included.
    pub fn children<'a>(&'a self, parent: &'a Name) -> impl Iterator<Item = (&'a Table, &'a ForeignKey)> {
        let tables = self.tables.values();
        tables.flat_map(move |table| table.foreign_keys_to(parent).map(move |key| (table, key)))
    }

    /// Every object, in the order of [`Schema::statements`].
    pub fn objects(&self) -> Vec<ObjectRef> {
        let named = |kind| move |name: &Name| ObjectRef::new(kind, name.clone());
        let indexes = self.tables.values().flat_map(|table| table.indexes.keys());
        let mut objects: Vec<_> = self.tables.keys().map(named(ObjectKind::Table)).collect();
        objects.extend(self.virtual_tables.keys().map(named(ObjectKind::VirtualTable)));
        objects.extend(indexes.map(named(ObjectKind::Index)));
        objects.extend(
            self.ordered_views()
                .into_iter()
                .map(|it| named(ObjectKind::View)(&it.name)),
        );
        objects.extend(self.triggers.keys().map(named(ObjectKind::Trigger)));
        objects
    }

    /// The CREATE statements of ordinary tables, each with its indexes. No group needs another one.
    pub fn storage(&self) -> Vec<Vec<String>> {
        let tables: Vec<&Table> = self.tables.values().collect();
        let group = |tables: &[&Table]| {
            let indexes = tables.iter().flat_map(|table| table.indexes.values());
            let sql = tables.iter().map(|it| &it.sql).chain(indexes.map(|it| &it.sql));
            sql.cloned().collect()
        };
        tables.chunks(TOGETHER).map(group).collect()
    }

    /// As [`Schema::storage`], and then those of virtual tables, each of which makes several tables of its own.
    pub fn storage_with_virtual_tables(&self) -> Vec<Vec<String>> {
        let virtual_tables: Vec<&VirtualTable> = self.virtual_tables.values().collect();
        let group = |tables: &[&VirtualTable]| tables.iter().map(|it| it.sql.text().to_owned()).collect();
        let mut groups = self.storage();
        groups.extend(virtual_tables.chunks(TOGETHER / 5).map(group));
        groups
    }

    /// The CREATE statements of all that follows the tables: search tables, views after those they mention, triggers.
    pub fn code(&self) -> Vec<String> {
        let search = self.virtual_tables.values().map(|it| it.sql.text());
        let views = self.ordered_views().into_iter().map(|it| it.sql.text());
        let triggers = self.triggers.values().map(|it| it.sql.text());
        search.chain(views).chain(triggers).map(str::to_owned).collect()
    }

    /// The views and triggers of [`Schema::code`], with the tables that triggers are on. No group needs another one.
    pub fn code_with_tables(&self) -> Vec<Vec<String>> {
        let mut on: BTreeMap<&Name, Vec<&str>> = BTreeMap::new();
        for trigger in self.triggers.values() {
            on.entry(&trigger.on).or_default().push(trigger.sql.text());
        }
        let group = |relations: &[(&Name, &str)]| -> Vec<String> {
            let triggers = relations
                .iter()
                .flat_map(|(name, _)| on.get(name).into_iter().flatten().copied());
            let relations = relations.iter().map(|(_, sql)| *sql);
            relations.chain(triggers).map(str::to_owned).collect()
        };
        let tables = self.tables.iter().filter(|(name, _)| on.contains_key(name));
        let tables = tables.map(|(name, it)| (name, it.sql.as_str()));
        let views = self.views.iter().map(|(name, it)| (name, it.sql.text()));
        let all: Vec<(&Name, &str)> = tables.chain(views).collect();
        all.chunks(TOGETHER).map(group).collect()
    }

    /// The CREATE statements without `;`: tables, virtual tables, indexes, views after those they mention, triggers.
    pub fn statements(&self) -> Vec<String> {
        let tables = self.tables.values().map(|it| it.sql.as_str());
        let virtual_tables = self.virtual_tables.values().map(|it| it.sql.text());
        let indexes = self.tables.values().flat_map(|table| table.indexes.values());
        let views = self.ordered_views().into_iter().map(|it| it.sql.text());
        let triggers = self.triggers.values().map(|it| it.sql.text());
        tables
            .chain(virtual_tables)
            .chain(indexes.map(|it| it.sql.as_str()))
            .chain(views)
            .chain(triggers)
            .map(str::to_owned)
            .collect()
    }

    /// The CREATE statements of all objects, in no order that SQLite could execute.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let tables = self.tables.values();
        let indexes = self.tables.values().flat_map(|table| table.indexes.values());
        let virtual_tables = self.virtual_tables.values().map(|it| it.sql.text());
        let views = self.views.values().map(|it| it.sql.text());
        let triggers = self.triggers.values().map(|it| it.sql.text());
        let storage = tables
            .map(|it| it.sql.as_str())
            .chain(indexes.map(|it| it.sql.as_str()));
        storage.chain(virtual_tables).chain(views).chain(triggers)
    }

    /// The schema as a script, each table followed by its indexes.
    pub fn to_sql(&self) -> String {
        let mut out = String::new();
        let mut paragraph = |statements: &mut dyn Iterator<Item = &str>| {
            if !out.is_empty() {
                out.push('\n');
            }
            for statement in statements {
                out.push_str(&terminated(statement));
                out.push('\n');
            }
        };
        for table in self.tables.values() {
            let indexes = table.indexes.values().map(|it| it.sql.as_str());
            paragraph(&mut std::iter::once(table.sql.as_str()).chain(indexes));
        }
        for table in self.virtual_tables.values() {
            paragraph(&mut std::iter::once(table.sql.text()));
        }
        for view in self.ordered_views() {
            paragraph(&mut std::iter::once(view.sql.text()));
        }
        for trigger in self.triggers.values() {
            paragraph(&mut std::iter::once(trigger.sql.text()));
        }
        out
    }

    /// Views, each after those it mentions; by name where that leaves a choice, and within a circle.
    pub(crate) fn ordered_views(&self) -> Vec<&View> {
        let mut waiting: BTreeMap<&Name, BTreeSet<&Name>> = self
            .views
            .values()
            .map(|view| (&view.name, self.mentioned_views(view)))
            .collect();
        let mut needed_by: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
        for (name, needs) in &waiting {
            for needed in needs {
                needed_by.entry(needed).or_default().push(name);
            }
        }
        let free = waiting.iter().filter(|(_, needs)| needs.is_empty());
        let mut free: BTreeSet<&Name> = free.map(|(name, _)| *name).collect();
        let mut ordered = Vec::with_capacity(waiting.len());
        while let Some((first, _)) = waiting.first_key_value() {
            let next = free.pop_first().unwrap_or_else(|| in_circle(first, &waiting));
            waiting.remove(next);
            for name in needed_by.get(next).into_iter().flatten() {
                if let Some(needs) = waiting.get_mut(name)
                    && needs.remove(next)
                    && needs.is_empty()
                {
                    free.insert(name);
                }
            }
            ordered.extend(self.views.get(next));
        }
        ordered
    }

    fn mentioned_views<'a>(&'a self, view: &View) -> BTreeSet<&'a Name> {
        lexemes(view.sql.text())
            .iter()
            .filter_map(|lexeme| lexeme.name())
            .filter(|name| *name != view.name)
            .filter_map(|name| self.views.get_key_value(&name))
            .map(|(name, _)| name)
            .collect()
    }
}

/// A view that needs itself by way of others, found from `start`. Every waiting view needs one that waits, so there is one.
fn in_circle<'a>(start: &'a Name, waiting: &BTreeMap<&'a Name, BTreeSet<&'a Name>>) -> &'a Name {
    let mut seen = BTreeSet::new();
    let mut name = start;
    while seen.insert(name) {
        let Some(next) = waiting.get(name).and_then(|needs| needs.first()) else {
            break;
        };
        name = next;
    }
    name
}

/// The statement with its `;`, which a comment at the end must not swallow.
pub(crate) fn terminated(statement: &str) -> String {
    let last = tokens(statement).into_iter().last();
    let is_comment = last.is_some_and(|token| token.kind == TokenKind::LineComment);
    format!("{statement}{};", if is_comment { "\n" } else { "" })
}
