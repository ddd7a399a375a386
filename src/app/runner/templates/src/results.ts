import type { Outcome } from "./database";
import { RUN, RUN_HEADER } from "./run";

/** One database of the fleet. */
export interface Target {
  name: string;
  /** Its id at Cloudflare. */
  id: string;
  /** The name of its binding. */
  binding: string;
  /** The number of its wave, from 0. */
  wave: number;
  /** The number of the Worker that reaches it. */
  shard: number;
}

export interface Counts {
  /** Databases of the wave that came to an end, in all shards. */
  finished: number;
  /** Of these: failed and refused. */
  failures: number;
  /** Of this shard. */
  finishedHere: number;
  /** When a rebuild of this shard last said that it moves. */
  moved: string | null;
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS _reconcile_fleet_runs (run TEXT NOT NULL PRIMARY KEY, header TEXT NOT NULL)
    WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS _reconcile_fleet_drivers (run TEXT NOT NULL, shard INTEGER NOT NULL,
    verdict TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run, shard)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS _reconcile_fleet_results (run TEXT NOT NULL, wave INTEGER NOT NULL, name TEXT NOT NULL,
    shard INTEGER NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, applied TEXT NOT NULL, at TEXT NOT NULL,
    duration_ms INTEGER NOT NULL, error TEXT, shape TEXT, PRIMARY KEY (run, wave, name)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS _reconcile_fleet_rebuilds (run TEXT NOT NULL, shard INTEGER NOT NULL, name TEXT NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (run, shard, name)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS _reconcile_fleet_shapes (shape TEXT NOT NULL PRIMARY KEY, catalog TEXT NOT NULL)
    WITHOUT ROWID`,
];

const now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/** Makes the tables, and notes that the run began. */
export async function begin(central: D1Database, shard: number): Promise<void> {
  const run = central.prepare("INSERT OR IGNORE INTO _reconcile_fleet_runs VALUES (?1, ?2)");
  const driver = central.prepare(`INSERT OR REPLACE INTO _reconcile_fleet_drivers VALUES (?1, ?2, 'running', ${now})`);
  const tables = TABLES.map((it) => central.prepare(it));
  await central.batch([...tables, run.bind(RUN.id, RUN_HEADER), driver.bind(RUN.id, shard)]);
}

/** Notes how the run ended in this shard. */
export async function end(central: D1Database, shard: number, verdict: string): Promise<void> {
  const statement = `INSERT OR REPLACE INTO _reconcile_fleet_drivers VALUES (?1, ?2, ?3, ${now})`;
  await central.prepare(statement).bind(RUN.id, shard, verdict).run();
}

/** Notes what a database came to, and the schema of one that has another than the known ones, once. */
export async function record(central: D1Database, target: Target, outcome: Outcome, since: Date): Promise<void> {
  const result = central
    .prepare(`INSERT OR REPLACE INTO _reconcile_fleet_results VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ${now}, ?8, ?9, ?10)`)
    .bind(
      RUN.id,
      target.wave,
      target.name,
      target.shard,
      `d1:${target.id}`,
      outcome.verdict,
      JSON.stringify(outcome.applied),
      Math.max(0, Date.now() - since.getTime()),
      outcome.error,
      outcome.shape,
    );
  const shape = central
    .prepare("INSERT OR IGNORE INTO _reconcile_fleet_shapes VALUES (?1, ?2)")
    .bind(outcome.shape, outcome.catalog);
  await central.batch(outcome.shape === null ? [result] : [result, shape]);
}

/** Notes that a table of a database is being rebuilt. */
export async function noteProgress(central: D1Database, target: Target): Promise<void> {
  const statement = `INSERT OR REPLACE INTO _reconcile_fleet_rebuilds VALUES (?1, ?2, ?3, ${now})`;
  await central.prepare(statement).bind(RUN.id, target.shard, target.name).run();
}

/** How far a wave is. */
export async function count(central: D1Database, wave: number, shard: number): Promise<Counts> {
  const counted = await central
    .prepare(
      "SELECT count(*) AS finished, count(*) FILTER (WHERE verdict IN ('failed', 'refused')) AS failures, " +
        "count(*) FILTER (WHERE shard = ?3) AS finishedHere, " +
        "(SELECT max(at) FROM _reconcile_fleet_rebuilds WHERE run = ?1 AND shard = ?3) AS moved " +
        "FROM _reconcile_fleet_results WHERE run = ?1 AND wave = ?2",
    )
    .bind(RUN.id, wave, shard)
    .first<Counts>();
  return counted ?? { finished: 0, failures: 0, finishedHere: 0, moved: null };
}

/** The names of the databases of a wave that came to an end. */
export async function finishedNames(central: D1Database, wave: number): Promise<Set<string>> {
  const rows = await central
    .prepare("SELECT name FROM _reconcile_fleet_results WHERE run = ?1 AND wave = ?2")
    .bind(RUN.id, wave)
    .all<{ name: string }>();
  return new Set(rows.results.map((it) => it.name));
}
