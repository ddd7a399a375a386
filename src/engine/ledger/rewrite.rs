//! The statements that give applied entries the names that their files have now, in both tables and one transaction.

use super::record::text;
use super::{Entry, Event, Ledger, Note, OWN_TABLE, Provenance, tables};
use crate::migration::Folder;
use crate::schema::Name;

/// How a ledger is to read, with what becomes of each entry of `old`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Recorded names, and the names of their files now.
    pub renamed: Vec<(String, String)>,
    /// Recorded names that no file has, and that leave wrangler's table. Our own rows about them stay as history.
    pub removed: Vec<String>,
    /// Files that take their place.
    pub added: Vec<String>,
    /// The whole ledger afterwards.
    pub ledger: Ledger,
}

impl Rewrite {
    /// In SQLite's message when the ledger changed since it was read: no other statement leaves this column without a value.
    pub const GUARD: &str = "_reconcile_ledger.ledger";

    /// The statements. The third one fails where wrangler's table is no longer what `old` says: [`Self::GUARD`].
    pub fn statements(&self, old: &Ledger, folder: &Folder, provenance: &Provenance) -> Vec<String> {
        let table = Name::new(&old.table).quoted();
        let key = text(Some(&Ledger::key(&old.table)));
        let mut batch = Vec::from(tables(&old.table));
        batch.push(unchanged(old, &table));
        let id = |entry: &Entry| entry.id.to_string();
        let gone = old.entries.iter().filter(|it| self.removed.contains(&it.name));
        batch.extend(in_chunks(gone.map(id), &|ids| {
            format!("DELETE FROM {table} WHERE id IN ({ids})")
        }));
        // Out of the way first: a new name can be another one's old name.
        let moved = old.entries.iter().filter(|it| self.new_name(&it.name).is_some());
        batch.extend(in_chunks(moved.map(id), &|ids| {
            format!("UPDATE {table} SET name = char(1) || name WHERE id IN ({ids})")
        }));
        let stale = self.renamed.iter().map(|it| &it.1);
        let stale = stale.filter(|it| self.new_name(it).is_none());
        batch.extend(in_chunks(stale.map(|it| text(Some(it))), &|names| {
            format!("DELETE FROM {OWN_TABLE} WHERE ledger = {key} AND name IN ({names})")
        }));
        batch.extend(in_chunks(self.renamed.iter().map(|it| text(Some(&it.0))), &|names| {
            format!("UPDATE {OWN_TABLE} SET name = char(1) || name WHERE ledger = {key} AND name IN ({names})")
        }));
        for (from, to) in &self.renamed {
            let (from, to) = (text(Some(from)), text(Some(to)));
            batch.push(format!("UPDATE {table} SET name = {to} WHERE name = char(1) || {from}"));
            batch.push(format!(
                "UPDATE {OWN_TABLE} SET name = {to} WHERE ledger = {key} AND name = char(1) || {from}"
            ));
        }
        batch.extend(self.renumbered(old, &table));
        for entry in self.ledger.entries.iter().filter(|it| self.added.contains(&it.name)) {
            let applied_at = match entry.applied_at.is_empty() {
                true => "CURRENT_TIMESTAMP".to_owned(),
                false => text(Some(&entry.applied_at)),
            };
            let name = text(Some(&entry.name));
            batch.push(format!(
                "INSERT INTO {table} (id, name, applied_at) VALUES ({}, {name}, {applied_at})",
                entry.id
            ));
            if let Some(migration) = folder.get(&entry.name) {
                batch.push(Note::of(migration, &old.table, provenance, None).own_row());
            }
        }
        let added = self.added.iter().filter_map(|it| folder.get(it)).collect::<Vec<_>>();
        let event = Event::renamed(&self.renamed, &self.removed, &added, &old.table, provenance);
        batch.extend(event.statements());
        batch
    }

    fn new_name(&self, name: &str) -> Option<&str> {
        let pair = self.renamed.iter().find(|it| it.0 == name);
        pair.map(|it| it.1.as_str())
    }

    /// Entries that come later than before: one file became several.
    fn renumbered(&self, old: &Ledger, table: &str) -> Vec<String> {
        let before = |entry: &Entry| {
            let pair = self.renamed.iter().find(|it| it.1 == entry.name);
            old.get(pair.map_or(entry.name.as_str(), |it| it.0.as_str()))
        };
        let entries = self.ledger.entries.iter();
        let stay = entries.filter(|it| !self.added.contains(&it.name));
        let moved: Vec<(i64, i64)> = stay
            .filter_map(|entry| Some((before(entry)?.id, entry.id)))
            .filter(|(from, to)| from != to)
            .collect();
        // Negative ones are nobody's.
        let away = moved
            .iter()
            .map(|(from, _)| format!("UPDATE {table} SET id = -{from} WHERE id = {from}"));
        let back = moved
            .iter()
            .map(|(from, to)| format!("UPDATE {table} SET id = {to} WHERE id = -{from}"));
        away.chain(back).collect()
    }
}

/// Fails, by a NULL where none may be, unless wrangler's table is as it was read.
fn unchanged(old: &Ledger, table: &str) -> String {
    let last = old.entries.iter().map(|it| it.id).max().unwrap_or(0);
    let letters: usize = old.entries.iter().map(|it| it.name.chars().count()).sum();
    format!(
        "INSERT INTO {OWN_TABLE} (ledger, name, checksum, applied_at) SELECT NULL, NULL, NULL, NULL FROM \
         (SELECT count(*) AS entries, coalesce(max(id), 0) AS last, coalesce(sum(length(name)), 0) AS letters FROM {table}) \
         WHERE entries <> {} OR last <> {last} OR letters <> {letters}",
        old.entries.len()
    )
}

/// One statement per 500 values: D1 takes 100,000 bytes.
fn in_chunks(values: impl Iterator<Item = String>, statement: &dyn Fn(&str) -> String) -> Vec<String> {
    let values: Vec<String> = values.collect();
    values.chunks(500).map(|it| statement(&it.join(", "))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use super::super::{WRANGLER_TABLE, read};
    use super::*;
    use crate::database::{self, Database, Scratch};
    use crate::migration::Migration;

    /// A ledger of these names, all noted by us.
    fn noted(names: &[&str]) -> (Scratch, Ledger) {
        let mut scratch = Scratch::new().unwrap();
        let provenance = Provenance::default();
        for name in names {
            let migration = Migration::parse(*name, name);
            let note = Note::of(&migration, WRANGLER_TABLE, &provenance, None);
            scratch.run(&note.record()).unwrap();
        }
        let ledger = read(&mut scratch, WRANGLER_TABLE).unwrap();
        (scratch, ledger)
    }

    fn rewrite(old: &Ledger, renamed: &[(&str, &str)], removed: &[&str], after: &[(i64, &str)]) -> Rewrite {
        let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let pair = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
        let renamed: Vec<(String, String)> = renamed.iter().map(pair).collect();
        let is_old =
            |name: &str| old.get(name).is_some() && !removed.contains(&name) || renamed.iter().any(|it| it.1 == name);
        let entry = |(id, name): &(i64, &str)| Entry {
            id: *id,
            name: (*name).to_owned(),
            applied_at: "2026-01-02 03:04:05".to_owned(),
            record: None,
        };
        Rewrite {
            removed: owned(removed),
            added: after
                .iter()
                .filter(|it| !is_old(it.1))
                .map(|it| it.1.to_owned())
                .collect(),
            ledger: Ledger {
                entries: after.iter().map(entry).collect(),
                ..old.clone()
            },
            renamed,
        }
    }

    fn folder(names: &[(i64, &str)]) -> Folder {
        Folder::of("m", names.iter().map(|it| Migration::parse(it.1, it.1)))
    }

    /// Rewrites, and reads back `id name checksum-of`.
    fn rewritten(names: &[&str], renamed: &[(&str, &str)], removed: &[&str], after: &[(i64, &str)]) -> Vec<String> {
        let (mut scratch, old) = noted(names);
        let statements =
            rewrite(&old, renamed, removed, after).statements(&old, &folder(after), &Provenance::default());
        scratch.run(&statements).unwrap();
        let new = read(&mut scratch, WRANGLER_TABLE).unwrap();
        let of = |entry: &Entry| {
            let is = |name: &&&str| {
                entry
                    .record
                    .as_ref()
                    .is_some_and(|it| it.checksum == crate::migration::Checksum::of(name))
            };
            let all: Vec<&str> = names.iter().copied().chain(after.iter().map(|it| it.1)).collect();
            all.iter().find(is).map_or("nothing", |it| *it).to_owned()
        };
        new.entries
            .iter()
            .map(|it| format!("{} {} {}", it.id, it.name, of(it)))
            .collect()
    }

    #[test]
    fn a_rename_keeps_number_and_record() {
        assert_eq!(
            rewritten(
                &["1", "it's"],
                &[("it's", "2/migration.sql")],
                &[],
                &[(1, "1"), (2, "2/migration.sql")]
            ),
            ["1 1 1", "2 2/migration.sql it's"]
        );
    }

    #[test]
    fn names_that_change_places() {
        assert_eq!(
            rewritten(
                &["a", "b", "c"],
                &[("a", "b"), ("b", "c"), ("c", "a")],
                &[],
                &[(1, "b"), (2, "c"), (3, "a")]
            ),
            ["1 b a", "2 c b", "3 a c"]
        );
    }

    #[test]
    fn many_become_one_and_one_becomes_many() {
        assert_eq!(
            rewritten(&["1", "2", "3", "4"], &[], &["1", "2", "3"], &[(1, "all"), (4, "4")]),
            ["1 all all", "4 4 4"]
        );
        assert_eq!(
            rewritten(
                &["1", "4", "5"],
                &[("5", "6")],
                &["1"],
                &[(1, "1a"), (2, "1b"), (3, "1c"), (4, "4"), (5, "6")]
            ),
            ["1 1a 1a", "2 1b 1b", "3 1c 1c", "4 4 4", "5 6 5"]
        );
        assert_eq!(
            rewritten(&["1", "2"], &[], &["1", "2"], &[(1, "1")]),
            ["1 1 1"],
            "into the first of them"
        );
    }

    #[test]
    fn a_ledger_that_changed_since_is_left_as_it_is() {
        let (mut scratch, old) = noted(&["a"]);
        let after = [(1, "b")];
        let statements =
            rewrite(&old, &[("a", "b")], &[], &after).statements(&old, &folder(&after), &Provenance::default());
        scratch
            .execute("INSERT INTO d1_migrations (name) VALUES ('c')")
            .unwrap();
        let Err(database::Error::Statement { message, .. }) = scratch.run(&statements) else {
            panic!()
        };
        assert!(message.contains(Rewrite::GUARD), "{message}");
        assert_eq!(read(&mut scratch, WRANGLER_TABLE).unwrap().entries.len(), 2);
    }
}
