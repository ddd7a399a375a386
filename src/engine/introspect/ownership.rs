//! Which objects of a database are the project's: what is not belongs to SQLite, D1, a ledger, another tool, or is
//! ignored on request.

use std::collections::BTreeSet;
use std::ops::Deref;

use super::{LEDGER_TABLE, ObjectPattern, other_tools};
use crate::schema::{Name, ObjectKind, ObjectRef, SchemaRow};

/// What of a database is the project's. Used as a text, it is the name of the project's ledger table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownership {
    ledger: String,
    /// Tables that the schema files declare: theirs, even under a name that another tool uses.
    declared: BTreeSet<Name>,
    ignored: Vec<ObjectPattern>,
    /// Tables of other tools count as well.
    whole: bool,
}

impl Default for Ownership {
    fn default() -> Self {
        Self::of(LEDGER_TABLE)
    }
}

/// Where only the ledger's name is wanted.
impl Deref for Ownership {
    type Target = str;

    fn deref(&self) -> &str {
        &self.ledger
    }
}

impl Ownership {
    /// All that belongs to nobody else, in a project with this ledger table.
    pub fn of(ledger: impl Into<String>) -> Self {
        Self {
            ledger: ledger.into(),
            declared: BTreeSet::new(),
            ignored: Vec::new(),
            whole: false,
        }
    }

    /// All but what is internal: of a database that holds nothing but the project's.
    pub fn whole() -> Self {
        Self {
            whole: true,
            ..Self::default()
        }
    }

    /// Wrangler's ledger table of the project.
    pub fn ledger(&self) -> &str {
        &self.ledger
    }

    /// Leaves the objects that match these patterns to other programs.
    pub fn ignoring(mut self, patterns: impl IntoIterator<Item = ObjectPattern>) -> Self {
        self.ignored.extend(patterns);
        self
    }

    /// Takes tables for the project's own, whatever their names.
    pub fn declaring(mut self, tables: impl IntoIterator<Item = Name>) -> Self {
        self.declared.extend(tables);
        self
    }

    /// True if this may be a table that a module of the application keeps for itself: no schema file declares it, and the
    /// database is no scratch of ours, where no such module runs.
    pub(super) fn may_be_kept(&self, table: &Name) -> bool {
        !self.whole && !self.declared.contains(table)
    }

    /// True if anything is left to another program on request.
    pub fn ignores_anything(&self) -> bool {
        !self.ignored.is_empty()
    }

    /// What is left to other programs on request.
    pub(super) fn patterns(&self) -> &[ObjectPattern] {
        &self.ignored
    }

    /// The same, with what is ignored.
    pub(super) fn without_patterns(&self) -> Self {
        Self {
            ignored: Vec::new(),
            ..self.clone()
        }
    }

    /// The pattern by which an object is left to another program.
    pub fn ignores(&self, object: &ObjectRef) -> Option<&ObjectPattern> {
        self.ignored.iter().find(|it| it.matches(object))
    }

    /// True if SQLite's words say that nothing is missing but a table or view that is left to another program.
    pub fn lacks_ignored(&self, words: &str) -> bool {
        let missing = words
            .split_once("no such table: ")
            .map(|(_, name)| name.trim_start_matches("main."));
        missing.is_some_and(|name| self.ignores_relation(&Name::new(name)).is_some())
    }

    /// The pattern by which a table or view of this name is left to another program.
    pub fn ignores_relation(&self, name: &Name) -> Option<&ObjectPattern> {
        if !self.ignores_anything() {
            return None;
        }
        let of = |kind| self.ignores(&ObjectRef::new(kind, name.clone()));
        of(ObjectKind::Table).or_else(|| of(ObjectKind::View))
    }

    /// True for objects that belong to SQLite, D1, wrangler or reconcile, which no plan may touch. What migrations kept aside is
    /// part of the schema: a migration made it, and one will drop it.
    pub fn is_internal(&self, name: &Name) -> bool {
        (name.is_reserved() && !name.is_trash()) || name.as_str().eq_ignore_ascii_case(&self.ledger)
    }

    /// The rows of `sqlite_schema` that are the project's.
    pub(super) fn filter(&self, rows: impl Iterator<Item = SchemaRow>) -> Vec<SchemaRow> {
        let rows: Vec<SchemaRow> = rows.collect();
        let others: BTreeSet<Name> = rows
            .iter()
            .filter(|row| row.kind.eq_ignore_ascii_case("table") || row.kind.eq_ignore_ascii_case("view"))
            .filter(|row| self.is_others_relation(row))
            .map(|row| Name::new(row.name.as_str()))
            .collect();
        let is_own = |row: &SchemaRow| {
            let table = Name::new(row.table.as_str());
            !self.is_internal(&Name::new(row.name.as_str()))
                && !self.is_internal(&table)
                && !others.contains(&table)
                && !self.ignores_row(row)
        };
        rows.into_iter().filter(is_own).collect()
    }

    fn is_others_relation(&self, row: &SchemaRow) -> bool {
        let name = Name::new(row.name.as_str());
        let is_theirs = || other_tools::is_theirs(&name, row.sql.as_deref().unwrap_or_default());
        self.ignores_row(row) || (!self.whole && !self.declared.contains(&name) && is_theirs())
    }

    fn ignores_row(&self, row: &SchemaRow) -> bool {
        self.ignores_anything() && self.ignores(&reference(row)).is_some()
    }
}

fn reference(row: &SchemaRow) -> ObjectRef {
    let kind = match row.kind.to_ascii_lowercase().as_str() {
        "index" => ObjectKind::Index,
        "view" => ObjectKind::View,
        "trigger" => ObjectKind::Trigger,
        _ => ObjectKind::Table,
    };
    ObjectRef::new(kind, Name::new(row.name.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect::{read_beside, stored, texts};

    const LIVE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE INDEX ext_i ON users (id);
        CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT); CREATE INDEX by_hash ON __drizzle_migrations (hash);
        CREATE TABLE schema_migrations (version TEXT PRIMARY KEY);
        CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TIMESTAMP);
        CREATE TABLE ext_orders (id INTEGER PRIMARY KEY); CREATE TRIGGER on_orders AFTER INSERT ON ext_orders BEGIN SELECT 1; END;
        CREATE VIEW report_all AS SELECT id FROM users; CREATE VIEW all_users AS SELECT id FROM users;
        CREATE VIRTUAL TABLE ext_words USING fts5 (word);";

    fn found(ownership: &Ownership) -> Vec<String> {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(LIVE).unwrap();
        let live = read_beside(&mut scratch, ownership).unwrap();
        assert_eq!(live.unknown, []);
        live.schema.objects().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ledgers_of_other_tools_are_no_part_of_the_schema() {
        let own = found(&Ownership::default());
        assert!(
            own.iter()
                .all(|it| !it.contains("migrations") && !it.contains("by_hash")),
            "{own:?}"
        );
        let own = found(&Ownership::of("my_ledger"));
        assert!(!own.contains(&"table d1_migrations".to_owned()), "{own:?}");
    }

    #[test]
    fn a_table_that_the_schema_files_declare_is_the_projects() {
        let own = found(&Ownership::default().declaring([Name::new("Schema_Migrations")]));
        assert!(own.contains(&"table schema_migrations".to_owned()), "{own:?}");
    }

    #[test]
    fn ignored_objects_go_with_all_that_is_on_them() {
        let patterns = ["ext_*", "view:report_*"].map(|it| ObjectPattern::parse(it).unwrap());
        let own = found(&Ownership::default().ignoring(patterns));
        assert_eq!(own, ["table users", "view all_users"]);
    }

    #[test]
    fn the_stored_texts_leave_out_the_same() {
        let ownership = Ownership::default().ignoring([ObjectPattern::parse("ext_*").unwrap()]);
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(LIVE).unwrap();
        let live = read_beside(&mut scratch, &ownership).unwrap();
        let stored = stored(&mut scratch).unwrap();
        assert!(texts(&stored, &ownership).are(&live.schema));
    }
}
