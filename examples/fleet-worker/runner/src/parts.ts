/** Statements that run in one call. */
export interface Call {
  readonly call: readonly string[];
}

/** A statement that runs by ranges of a table's key, each in a call of its own. */
export interface Ranges {
  /** The statement up to its WHERE. */
  readonly head: string;
  readonly condition: string;
  readonly table: string;
  /** The columns of the key. */
  readonly key: readonly string[];
  /** How long a call is to take. */
  readonly seconds: number;
}

/** A migration that rebuilds tables while the application writes. */
export interface Online {
  readonly parts: readonly (Call | Ranges)[];
  /** The first part that runs again after a pause. */
  readonly catchUp: number;
  /** The part that puts the new tables into place. */
  readonly switch: number;
  /** The statements that take back what is prepared, as JSON. */
  readonly undo: string;
  /** Statements for the ledger in its last call, in the place of the migration's own. */
  readonly closing: readonly string[];
}

/** The table that notes how far such a migration is, and what makes it and those of the ledger. */
export const PROGRESS = {
  table: "_reconcile_progress",
  create: [
    `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`,
    `CREATE TABLE IF NOT EXISTS _reconcile_ledger (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL, duration_ms INTEGER, applied_by TEXT, environment TEXT, git_commit TEXT, version TEXT, from_fingerprint TEXT, to_fingerprint TEXT, bookmark TEXT, PRIMARY KEY (ledger, name)) WITHOUT ROWID`,
    `CREATE TABLE IF NOT EXISTS _reconcile_progress (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, part INTEGER NOT NULL, switch INTEGER NOT NULL, last TEXT, done INTEGER NOT NULL, total INTEGER NOT NULL, started_at TEXT NOT NULL, updated_at TEXT NOT NULL, undo TEXT NOT NULL, PRIMARY KEY (ledger, name)) WITHOUT ROWID`,
  ],
};

/** By the name of the migration. */
export const ONLINE: Readonly<Record<string, Online>> = {};
