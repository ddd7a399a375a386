//! What ALTER TABLE … RENAME does to a schema's tables and indexes. <https://www.sqlite.org/lang_altertable.html>
//!
//! Views and triggers are left alone: the planner drops those in the way and creates the wanted ones again.
//! Text is changed word by word and read again, so what comes out is what SQLite would store, quotes aside.

use std::ops::Range;

use super::ddl::within;
use super::read::{self, Role};
use super::{Name, Object, Schema, Table, column_refs};
use crate::sql::{Edits, Lexeme, lexemes};

/// Renames a table, ordinary or virtual, with its indexes and all references to it.
/// Does nothing and says false if there is no such table or the new name is taken.
pub fn table(schema: &mut Schema, from: &Name, to: &Name) -> bool {
    // A view of that name is no obstacle, nor is a virtual table to an ordinary one: the wanted schema has another kind of
    // object there, so the one that is in the way is dropped first.
    let is_virtual = schema.virtual_tables.contains_key(from);
    let is_taken = schema.tables.contains_key(to) || (is_virtual && schema.virtual_tables.contains_key(to));
    if is_taken && from != to {
        return false;
    }
    if let Some(old) = schema.virtual_tables.get(from) {
        let text = replace_first(old.sql.text(), from, to);
        let Ok(Object::VirtualTable(renamed)) = read::object("table", &text) else {
            return false;
        };
        schema.virtual_tables.remove(from);
        schema.virtual_tables.insert(to.clone(), renamed);
        return true;
    }
    if !schema.tables.contains_key(from) {
        return false;
    }
    let done = rewrite(
        schema,
        |table, role, lexemes| match role {
            Role::Table if table.name == *from => Renaming::Whole,
            Role::Parent(parent) if parent == from => Renaming::Whole,
            Role::Expression if table.name == *from => Renaming::Within(column_refs::qualifiers(lexemes, from)),
            _ => Renaming::None,
        },
        to,
    );
    done && rewrite_indexes(schema, to, |_, _, on| {
        // Within an index, columns are never qualified: SQLite forbids the dot there.
        let mut edits = Edits::default();
        edits.replace(on.clone(), to.quoted());
        edits
    })
}

/// Renames a column of `table`, in the table itself, its indexes and the foreign keys that reference it.
/// Does nothing and says false if there is no such column or the new name is taken.
pub fn column(schema: &mut Schema, table: &Name, from: &Name, to: &Name) -> bool {
    let has = |name: &Name| schema.tables.get(table).is_some_and(|it| it.column(name).is_some());
    if !has(from) || (has(to) && from != to) {
        return false;
    }
    let done = rewrite(
        schema,
        |each, role, lexemes| match role {
            Role::Column(name) if each.name == *table && name == from => Renaming::Whole,
            Role::ParentColumn { table: parent, column } if parent == table && column == from => Renaming::Whole,
            Role::Expression if each.name == *table => Renaming::Within(column_refs::columns(lexemes, table, from)),
            _ => Renaming::None,
        },
        to,
    );
    done && rewrite_indexes(schema, table, |text, all, on| {
        let mut edits = Edits::default();
        for range in column_refs::columns(within(all, &(on.end..text.len())), table, from) {
            edits.replace(range, to.quoted());
        }
        edits
    })
}

/// What of a mark gets the new name.
enum Renaming {
    None,
    Whole,
    Within(Vec<Range<usize>>),
}

/// Puts `to` wherever `choose` says, in the text of every table, and reads the changed tables again.
fn rewrite(schema: &mut Schema, choose: impl Fn(&Table, &Role, &[Lexeme<'_>]) -> Renaming, to: &Name) -> bool {
    let mut read_again = Vec::new();
    for table in schema.tables.values() {
        let Ok(text) = read::table::parse(&table.sql) else {
            return false;
        };
        let all = lexemes(&table.sql);
        let mut edits = Edits::default();
        for mark in &text.marks {
            match choose(table, &mark.role, within(&all, &mark.range)) {
                Renaming::None => {}
                Renaming::Whole => edits.replace(mark.range.clone(), to.quoted()),
                Renaming::Within(ranges) => ranges.into_iter().for_each(|range| edits.replace(range, to.quoted())),
            }
        }
        let sql = edits.apply(&table.sql);
        // An unchanged text is read again, too: a parent's key that it leaves unwritten may have another name now.
        let Ok(read) = read::table::parse(&sql) else {
            return false;
        };
        read_again.push((table.name.clone(), read.table));
    }
    for (name, mut table) in read_again {
        if let Some(old) = schema.tables.get(&name).cloned() {
            schema.tables.remove(&name);
            table.indexes = old.indexes;
        }
        schema.tables.insert(table.name.clone(), table);
    }
    schema.fill_parent_keys();
    true
}

/// Edits the text of every index on `table` and reads it again. `edit` gets the text, its lexemes, and where the table's
/// name stands in it.
fn rewrite_indexes(
    schema: &mut Schema,
    table: &Name,
    edit: impl Fn(&str, &[Lexeme<'_>], &Range<usize>) -> Edits,
) -> bool {
    let Some(old) = schema.tables.get_mut(table).map(|it| std::mem::take(&mut it.indexes)) else {
        return false;
    };
    let mut done = true;
    for (name, index) in old {
        let all = lexemes(&index.sql);
        let on = all.iter().position(|it| it.is("ON")).and_then(|at| all.get(at + 1));
        let text = on.map(|on| edit(&index.sql, &all, &(on.start..on.end())).apply(&index.sql));
        let read = text.and_then(|text| schema.read_index(&text).ok());
        done &= read.is_some();
        if let Some(table) = schema.tables.get_mut(table) {
            table.indexes.insert(name, read.unwrap_or(index));
        }
    }
    done
}

/// `text` with the first word that names `from` replaced.
fn replace_first(text: &str, from: &Name, to: &Name) -> String {
    let mut edits = Edits::default();
    // CREATE VIRTUAL TABLE come first, and no table name can be one of the reserved among them.
    if let Some(lexeme) = lexemes(text).iter().skip(3).find(|it| it.names(from)) {
        edits.replace(lexeme.start..lexeme.end(), to.quoted());
    }
    edits.apply(text)
}

#[cfg(test)]
#[path = "rename_tests.rs"]
mod tests;
