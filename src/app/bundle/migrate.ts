import { AGREEMENT, LEDGER, MIGRATIONS, type Migration } from "./migrations";

/** What a caller may ask for; every list holds names of migrations, such as "0007_teams.sql". */
export interface MigrateOptions {
  /** Held migrations (`-- reconcile: hold until …`) that may run now. */
  release?: readonly string[];
  /** Migrations that may lose rows or values which were not there when they were reviewed. */
  allowLoss?: readonly string[];
}

/** Why nothing more was applied. The migration that is named has left nothing behind. */
export class MigrationError extends Error {
  override name = "MigrationError";

  constructor(
    readonly migration: string,
    message: string,
  ) {
    super(`${migration}: ${message}`);
  }
}

/**
 * Applies what is pending, each migration in one transaction with its rows in the ledger, and returns the names.
 * Call it in the constructor of the Durable Object, before anything else uses its storage:
 *
 *     constructor(ctx: DurableObjectState, env: Env) {
 *       super(ctx, env);
 *       migrate(ctx.storage);
 *     }
 */
export function migrate(storage: DurableObjectStorage, options: MigrateOptions = {}): string[] {
  const sql = storage.sql;
  const pending = pendingMigrations(sql, options.release ?? []);
  if (pending[0] === undefined) return [];
  usualPragmas(sql, pending[0]);
  for (const migration of pending) {
    const losesRows = options.allowLoss?.includes(migration.name) ?? false;
    storage.transactionSync(() => apply(sql, migration, losesRows));
  }
  return pending.map((it) => it.name);
}

/** What the ledger lacks, in order, up to the first migration that is held. */
function pendingMigrations(sql: SqlStorage, release: readonly string[]): Migration[] {
  const applied = appliedMigrations(sql);
  for (const [name, checksum] of applied) {
    const known = MIGRATIONS.find((it) => it.name === name);
    if (known === undefined) {
      throw new MigrationError(name, "it was applied to this object, and this bundle does not have it");
    }
    if (checksum !== undefined && checksum !== known.checksum) {
      throw new MigrationError(name, "it was edited after it was applied to this object");
    }
  }
  const last = MIGRATIONS.findLastIndex((it) => applied.has(it.name));
  const skipped = MIGRATIONS.slice(0, last + 1).find((it) => !applied.has(it.name));
  if (skipped !== undefined) {
    throw new MigrationError(skipped.name, `it is not applied, and ${MIGRATIONS[last]?.name}, which comes later, is`);
  }
  const pending = MIGRATIONS.slice(last + 1);
  const held = pending.findIndex((it) => it.heldUntil !== undefined && !release.includes(it.name));
  return held < 0 ? pending : pending.slice(0, held);
}

/** The names in wrangler's table, each with the checksum of its file where one is recorded. */
function appliedMigrations(sql: SqlStorage): Map<string, string | undefined> {
  const tables = sql
    .exec<{ name: string }>("SELECT lower(name) AS name FROM sqlite_schema WHERE type = 'table'")
    .toArray()
    .map((it) => it.name);
  const applied = new Map<string, string | undefined>();
  if (!tables.includes(LEDGER.key)) return applied;
  for (const { name } of sql.exec<{ name: string }>(LEDGER.names)) applied.set(name, undefined);
  if (!tables.includes(LEDGER.own)) return applied;
  for (const { name, checksum } of sql.exec<{ name: string; checksum: string }>(LEDGER.checksums)) {
    if (applied.has(name)) applied.set(name, checksum);
  }
  return applied;
}

/**
 * Migrations are proven with the pragmas that a new object has. Others stay on an object until it is evicted, and
 * foreign keys cannot be switched on in a transaction.
 */
function usualPragmas(sql: SqlStorage, first: Migration): void {
  sql.exec("PRAGMA legacy_alter_table = off").toArray();
  sql.exec("PRAGMA ignore_check_constraints = off").toArray();
  sql.exec("PRAGMA foreign_keys = on").toArray();
  if (sql.exec("PRAGMA foreign_keys").one().foreign_keys !== 1) {
    const message = "foreign keys are off; call migrate() outside of a transaction, before any write";
    throw new MigrationError(first.name, message);
  }
}

function apply(sql: SqlStorage, migration: Migration, losesRows: boolean): void {
  // Without this, a key that an earlier migration left to the end would be checked where no error can name it.
  const orphans = migration.leavesKeysDeferred ? countOrphans(sql) : 0;
  const statements = [
    ...migration.opening,
    ...(losesRows ? [AGREEMENT.agree] : []),
    ...migration.statements,
    ...(losesRows ? [AGREEMENT.agreed] : []),
    ...migration.closing,
  ];
  for (const statement of statements) {
    try {
      sql.exec(statement).toArray();
    } catch (error) {
      throw new MigrationError(migration.name, error instanceof Error ? error.message : String(error));
    }
  }
  if (!migration.leavesKeysDeferred) return;
  // transactionSync() is a savepoint: the pragma would last, and the keys be checked, at the end of the whole event.
  if (countOrphans(sql) > orphans) {
    throw new MigrationError(migration.name, "it leaves rows without their parent: FOREIGN KEY constraint failed");
  }
  sql.exec("PRAGMA defer_foreign_keys = off").toArray();
}

function countOrphans(sql: SqlStorage): number {
  return sql.exec<{ count: number }>("SELECT count(*) AS count FROM pragma_foreign_key_check").one().count;
}
