//! Tables in which other tools keep their own books: migration ledgers, replication state. The one list of them.

use std::collections::BTreeMap;

use crate::schema::Name;
use crate::sql::lexemes;

/// A table of another tool.
struct Known {
    /// Its name; with `*` at the end the beginning of it.
    name: &'static str,
    /// Columns that its CREATE text names, where an application may well have another table of that name.
    columns: &'static [&'static str],
}

const fn named(name: &'static str) -> Known {
    Known { name, columns: &[] }
}

const fn with(name: &'static str, columns: &'static [&'static str]) -> Known {
    Known { name, columns }
}

/// By tool; each name is the tool's default.
const TABLES: &[Known] = &[
    // wrangler, where the project configures another name
    with("d1_migrations", &["name", "applied_at"]),
    // drizzle, prisma, kysely, payload, alchemy, mikro-orm
    named("__drizzle_migrations"),
    named("_prisma_migrations"),
    named("kysely_migration"),
    named("kysely_migration_lock"),
    named("payload_migrations"),
    named("__alchemy_migrations"),
    named("mikro_orm_migrations"),
    // knex and its relatives, sequelize, typeorm
    named("knex_migrations"),
    named("knex_migrations_lock"),
    named("SequelizeMeta"),
    named("SequelizeData"),
    with("migrations", &["timestamp", "name"]),
    named("typeorm_metadata"),
    // sqlx, refinery, diesel, sea-orm
    named("_sqlx_migrations"),
    named("refinery_schema_history"),
    named("__diesel_schema_migrations"),
    named("seaql_migrations"),
    // Rails, dbmate, golang-migrate, Ecto; goose, bun, atlas
    with("schema_migrations", &["version"]),
    named("ar_internal_metadata"),
    named("goose_db_version"),
    named("bun_migrations"),
    named("bun_migration_locks"),
    named("atlas_schema_revisions"),
    // alembic, django, Laravel, Doctrine, Phinx, flyway, liquibase, Entity Framework
    named("alembic_version"),
    named("django_migrations"),
    with("migrations", &["migration", "batch"]),
    named("doctrine_migration_versions"),
    named("phinxlog"),
    named("flyway_schema_history"),
    named("databasechangelog"),
    named("databasechangeloglock"),
    named("__EFMigrationsHistory"),
    named("__EFMigrationsLock"),
    // litestream, libSQL and Turso, cr-sqlite
    named("_litestream_*"),
    named("libsql_wasm_func_table"),
    named("libsql_vector_meta_shadow"),
    named("__turso_internal_*"),
    named("crsql_*"),
];

/// The ledgers of loops that people write by hand: what the table is usually called, and what its moment is called.
pub const LOOP_TABLES: &[&str] = &[
    "_migrations",
    "__migrations",
    "migrations",
    "schema_migrations",
    "applied_migrations",
    "db_migrations",
    "migration_history",
    "schema_version",
];
/// The column with the moment, without which such a table may be anything.
pub const LOOP_MOMENTS: &[&str] = &[
    "applied_at",
    "executed_at",
    "run_at",
    "installed_on",
    "applied_on",
    "migrated_at",
];
/// The column that says which migration it was.
pub const LOOP_KEYS: &[&str] = &[
    "version",
    "filename",
    "file_name",
    "file",
    "name",
    "migration",
    "migration_name",
];

/// True for a table of this name, made by this CREATE text, that another tool keeps for itself.
pub(crate) fn is_theirs(name: &Name, sql: &str) -> bool {
    let is_called_so = |it: &&str| name.as_str().eq_ignore_ascii_case(it);
    let is_loop = LOOP_TABLES.iter().any(is_called_so);
    if !is_loop && !TABLES.iter().any(|it| it.is(name)) {
        return false;
    }
    let all = lexemes(sql);
    let has = |column: &str| all.iter().any(|it| Name::new(it.unquoted()) == Name::new(column));
    let has_one = |columns: &[&str]| columns.iter().any(|it| has(it));
    let is_known = |known: &Known| known.is(name) && known.columns.iter().all(|column| has(column));
    (is_loop && has_one(LOOP_MOMENTS) && has_one(LOOP_KEYS)) || TABLES.iter().any(is_known)
}

/// Their names; with `*` at the end the beginning of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let is_new = |name: &&str| !TABLES.iter().any(|it| it.name == *name);
    TABLES
        .iter()
        .map(|it| it.name)
        .chain(LOOP_TABLES.iter().copied().filter(is_new))
}

/// True if a text names one of them: most texts need no closer look.
pub fn may_name_one(text: &str) -> bool {
    let mut by_start: BTreeMap<u8, Vec<&[u8]>> = BTreeMap::new();
    for name in names() {
        let first = name.bytes().next().unwrap_or_default().to_ascii_lowercase();
        by_start.entry(first).or_default().push(name.as_bytes());
    }
    let is_one = |word: &[u8]| {
        let Some(first) = word.first() else { return false };
        let mut near = by_start.get(&first.to_ascii_lowercase()).into_iter().flatten();
        near.any(|name| match name.strip_suffix(b"*") {
            Some(start) => word.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)),
            None => word.eq_ignore_ascii_case(name),
        })
    };
    text.as_bytes()
        .split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
        .any(is_one)
}

impl Known {
    fn is(&self, name: &Name) -> bool {
        match self.name.strip_suffix('*') {
            Some(start) => name.has_prefix(start),
            None => name.as_str().eq_ignore_ascii_case(self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_other_tools_are_known_by_name_and_columns() {
        let theirs = |name: &str, sql: &str| is_theirs(&Name::new(name), sql);
        assert!(theirs("__Drizzle_Migrations", "") && theirs("_litestream_seq", "") && theirs("sequelizemeta", ""));
        assert!(theirs(
            "migrations",
            "CREATE TABLE migrations (id, \"timestamp\" bigint, [name] varchar)"
        ));
        assert!(theirs(
            "migrations",
            "CREATE TABLE migrations (id, migration varchar, batch integer)"
        ));
        assert!(theirs("_migrations", "CREATE TABLE _migrations (filename, applied_at)"));
        assert!(!theirs("_migrations", "CREATE TABLE _migrations (filename, species)"));
        assert!(
            !theirs("migrations", "CREATE TABLE migrations (id, bird TEXT, name TEXT)"),
            "of birds"
        );
        assert!(!theirs(
            "schema_migrations",
            "CREATE TABLE schema_migrations (id, note)"
        ));
        assert!(!theirs("drizzle", "") && !theirs("_litestream", ""));
    }
}
