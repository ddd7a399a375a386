/** The rows of `sqlite_schema` that belong to the migrations. */
export const CATALOG = `SELECT m.type, m.name, m.tbl_name, m.sql FROM sqlite_schema AS m
  WHERE m.sql IS NOT NULL
  AND lower(m.name) NOT GLOB 'sqlite_*'
  AND lower(m.name) NOT GLOB '_cf_*'
  AND (lower(m.name) NOT GLOB '_reconcile_*' OR lower(m.name) GLOB '_reconcile_trash_*')
  AND lower(m.name) NOT IN ('_reconcile', 'd1_migrations')
  AND lower(m.tbl_name) NOT GLOB 'sqlite_*'
  AND lower(m.tbl_name) NOT GLOB '_cf_*'
  AND (lower(m.tbl_name) NOT GLOB '_reconcile_*' OR lower(m.tbl_name) GLOB '_reconcile_trash_*')
  AND lower(m.tbl_name) NOT IN ('_reconcile', 'd1_migrations')
  AND lower(m.tbl_name) NOT IN ('d1_migrations', '__drizzle_migrations', '_prisma_migrations', 'kysely_migration', 'kysely_migration_lock', 'payload_migrations', '__alchemy_migrations', 'mikro_orm_migrations', 'knex_migrations', 'knex_migrations_lock', 'sequelizemeta', 'sequelizedata', 'migrations', 'typeorm_metadata', '_sqlx_migrations', 'refinery_schema_history', '__diesel_schema_migrations', 'seaql_migrations', 'schema_migrations', 'ar_internal_metadata', 'goose_db_version', 'bun_migrations', 'bun_migration_locks', 'atlas_schema_revisions', 'alembic_version', 'django_migrations', 'migrations', 'doctrine_migration_versions', 'phinxlog', 'flyway_schema_history', 'databasechangelog', 'databasechangeloglock', '__efmigrationshistory', '__efmigrationslock', 'libsql_wasm_func_table', 'libsql_vector_meta_shadow', '_migrations', '__migrations', 'applied_migrations', 'db_migrations', 'migration_history', 'schema_version')
  AND lower(m.tbl_name) NOT GLOB '_litestream_*'
  AND lower(m.tbl_name) NOT GLOB '__turso_internal_*'
  AND lower(m.tbl_name) NOT GLOB 'crsql_*'
  AND m.tbl_name NOT IN (SELECT l.name FROM pragma_table_list AS l WHERE l.type = 'shadow')
  ORDER BY m.type, m.name`;

/** The same as one text. */
export const CATALOG_TEXT =
  `SELECT json_group_array(json_array(type, name, tbl_name, sql)) FROM (${CATALOG})`;

/** What `shapeOf` gives before the first migration, after the first, and so on. */
export const SHAPES: readonly (readonly string[])[] = [
  ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["5cca10fbbd5f8aa1820c095b7d5bf2dc49589974810df104843f1dd01fe83259"],
  ["f3a31ba694c597e2ec80571980e97cfd4e0bfce650918e18a3d573d28ee3eb0d"],
];
