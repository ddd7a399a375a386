import { AGREEMENT, LEDGER, type Migration } from "./migrations";
import { type Call, ONLINE, type Online, PROGRESS, type Ranges } from "./parts";
import { AGREED } from "./run";

/** Where a rebuild is, as its row in the database says. */
export interface Progress {
  name: string;
  checksum: string;
  /** The part that is next, from 0. */
  part: number;
  /** The key of the last row that this part is done with: SQL literals, as JSON. */
  last: string | null;
  /** Rows that this part is done with. */
  done: number;
  total: number;
  switch: number;
  /** Seconds since the last call. */
  pause: number;
}

/** What one call came to: how many rows the next one takes, or that the database refused it. */
export type Called = { rows: number } | { error: string };

/** Rows of a call: of the first one, at least, and at most. */
export const ROWS = { first: 1_000, least: 50, most: 250_000 };
/** A call takes at most so many times as many rows as the one before it. */
const GROWTH = 4;
/** After so many seconds without a call, what was written meanwhile is copied before the switch. */
const PAUSE_SECONDS = 300;
/** How D1 says that a call took too long or too much. */
const TOO_MUCH = ["timeout", "exceeded its cpu", "exceeded timeout", "too long", "memory limit"];

const NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
const OWN_ROW = "ledger = ?1 AND name = ?2";

/** Rebuilds that are not at their end. The table is there. */
export async function readProgress(db: D1Database): Promise<Progress[]> {
  const rows = await db
    .prepare(
      "SELECT name, checksum, part, last, done, total, switch, " +
        `(julianday('now') - julianday(updated_at)) * 86400 AS pause FROM ${PROGRESS.table} WHERE ledger = ?1`,
    )
    .bind(LEDGER.key)
    .all<Progress>();
  return rows.results;
}

/** Why a rebuild keeps this migration from running, if one does. */
export function rebuildRefusal(all: readonly Progress[], next: Migration | undefined): string | undefined {
  const other = all.find((it) => it.name !== next?.name);
  if (other !== undefined) return `${other.name} is rebuilding a table: finish it, or take it back`;
  const own = all[0];
  if (own !== undefined && own.checksum !== next?.checksum) return `${own.name} was edited after its rebuild began`;
  return undefined;
}

/** True once the new table is in place, and only indexes get their names back. */
export function isSwitched(progress: Progress): boolean {
  return progress.part > progress.switch;
}

/** One call. */
interface Sent {
  batch: D1PreparedStatement[];
  /** How long it is to take, where it is by ranges. */
  seconds?: number;
}

/**
 * Runs the next call of a rebuild: a transaction that also notes what is next. `guard` is a statement that fails where the
 * schema is no longer the one that was read. Whatever is thrown is worth another attempt.
 */
export async function nextCall(
  db: D1Database,
  migration: Migration,
  noted: Progress | undefined,
  guard: D1PreparedStatement,
  rows: number,
): Promise<Called> {
  const online = ONLINE[migration.name] as Online;
  const run = new Rebuild(db, migration, online);
  const sent = await run.prepare(noted, guard, rows);
  const started = Date.now();
  try {
    await db.batch(sent.batch);
  } catch (error) {
    return run.afterError(noted, sent, rows, error instanceof Error ? error.message : String(error));
  }
  if (sent.seconds === undefined) return { rows };
  const took = Math.max((Date.now() - started) / 1000, 0.001);
  const factor = Math.min(Math.max(sent.seconds / took, 0.25), GROWTH);
  return { rows: Math.round(Math.min(Math.max(rows * factor, ROWS.least), ROWS.most)) };
}

class Rebuild {
  constructor(
    private readonly db: D1Database,
    private readonly migration: Migration,
    private readonly online: Online,
  ) {}

  private own(sql: string, ...more: unknown[]): D1PreparedStatement {
    return this.db.prepare(sql).bind(LEDGER.key, this.migration.name, ...more);
  }

  private prepared(texts: readonly string[]): D1PreparedStatement[] {
    return texts.map((it) => this.db.prepare(it));
  }

  /** Fails where the row is not this one: another run has gone on. */
  private assertion(noted: Progress): D1PreparedStatement {
    const sql =
      "SELECT json('another run goes on with it') WHERE NOT EXISTS " +
      `(SELECT 1 FROM ${PROGRESS.table} WHERE ${OWN_ROW} AND part = ?3 AND last IS ?4)`;
    return this.own(sql, noted.part, noted.last);
  }

  private update(part: number, last: string | null, done: number): D1PreparedStatement {
    const sql = `UPDATE ${PROGRESS.table} SET part = ?3, last = ?4, done = ?5, updated_at = ${NOW} WHERE ${OWN_ROW}`;
    return this.own(sql, part, last, done);
  }

  async prepare(noted: Progress | undefined, guard: D1PreparedStatement, rows: number): Promise<Sent> {
    if (noted === undefined) return this.begin(guard);
    const { catchUp, switch: place, parts } = this.online;
    if (noted.pause > PAUSE_SECONDS && noted.part > catchUp && noted.part <= place) {
      return { batch: [this.assertion(noted), this.update(catchUp, null, 0)] };
    }
    const part = parts[noted.part];
    if (part === undefined) throw new Error(`${this.migration.name} has no part ${noted.part}`);
    return "call" in part ? this.call(noted, part, guard) : this.range(noted, part, rows);
  }

  /** The tables that are prepared, and the first row of the progress. */
  private async begin(guard: D1PreparedStatement): Promise<Sent> {
    const { parts, undo, switch: place } = this.online;
    const copied = parts.find((it): it is Ranges => !("call" in it));
    const total = await this.db.prepare(`SELECT count(*) AS total FROM ${copied?.table}`).first<number>("total");
    const insert =
      `INSERT INTO ${PROGRESS.table} (ledger, name, checksum, part, switch, done, total, started_at, updated_at, undo) ` +
      `VALUES (?1, ?2, ?3, 1, ?4, 0, ?5, ${NOW}, ${NOW}, ?6)`;
    const first = parts[0] as Call;
    const batch = [
      ...this.prepared(PROGRESS.create),
      this.own(insert, this.migration.checksum, place, total ?? 0, undo),
      guard,
      ...this.prepared(first.call),
    ];
    return { batch };
  }

  /** Statements in one call; the last one with the ledger's rows. */
  private call(noted: Progress, part: Call, guard: D1PreparedStatement): Sent {
    const { migration, online } = this;
    const next = noted.part + 1;
    const isLast = next === online.parts.length;
    const isAgreed = AGREED.includes(migration.name);
    const batch = [
      this.assertion(noted),
      // Where `apply` began, the ledger that the guard writes to may be missing.
      ...this.prepared(isLast ? migration.opening : PROGRESS.create),
      guard,
      ...this.prepared(isAgreed ? [AGREEMENT.agree] : []),
      ...this.prepared(part.call),
      ...this.prepared(isAgreed ? [AGREEMENT.agreed] : []),
    ];
    if (!isLast) return { batch: [...batch, this.update(next, null, 0)] };
    const end = this.own(`DELETE FROM ${PROGRESS.table} WHERE ${OWN_ROW}`);
    return { batch: [...batch, ...this.prepared(online.closing), end] };
  }

  /** The rows of one range; those behind the last one where fewer are left. */
  private async range(noted: Progress, part: Ranges, rows: number): Promise<Sent> {
    const names = part.key.join(", ");
    const last = noted.last === null ? null : (JSON.parse(noted.last) as string[]);
    const behind = last === null ? "" : `${row(part.key)} > ${row(last)}`;
    const where = behind === "" ? "" : ` WHERE ${behind}`;
    // As literals, so that no value is rounded on its way through JavaScript.
    const literals = part.key.map((it, at) => `quote(${it}) AS k${at}`).join(", ");
    const bound = await this.db
      .prepare(`SELECT ${literals} FROM ${part.table}${where} ORDER BY ${names} LIMIT 1 OFFSET ${rows - 1}`)
      .first<Record<string, string>>();
    const until = bound === null ? null : part.key.map((_, at) => bound[`k${at}`] as string);
    const conditions = [
      `(${part.condition}\n)`,
      ...(behind === "" ? [] : [behind]),
      ...(until === null ? [] : [`${row(part.key)} <= ${row(until)}`]),
    ];
    const batch = [
      this.assertion(noted),
      this.db.prepare(`${part.head} WHERE ${conditions.join(" AND ")}`),
      until === null
        ? this.update(noted.part + 1, null, 0)
        : this.update(noted.part, JSON.stringify(until), noted.done + rows),
    ];
    return { batch, seconds: part.seconds };
  }

  /** An answer that got lost is no failure: the row tells. */
  async afterError(noted: Progress | undefined, sent: Sent, rows: number, message: string): Promise<Called> {
    const table = await this.db
      .prepare("SELECT count(*) AS there FROM sqlite_schema WHERE type = 'table' AND name = ?1")
      .bind(PROGRESS.table)
      .first<number>("there");
    const all = table === 0 ? [] : await readProgress(this.db);
    const now = all.find((it) => it.name === this.migration.name);
    const isMoved = now?.part !== noted?.part || now?.last !== noted?.last;
    // It was done, or another run has gone on: the next call reads where it is.
    if (isMoved) return { rows };
    const isTooMuch = TOO_MUCH.some((it) => message.toLowerCase().includes(it));
    if (isTooMuch && sent.seconds !== undefined && rows > ROWS.least) {
      return { rows: Math.max(Math.floor(rows / 4), ROWS.least) };
    }
    return { error: message };
  }
}

/** One term as it is, several as a row value. */
function row(terms: readonly string[]): string {
  return terms.length === 1 ? (terms[0] as string) : `(${terms.join(", ")})`;
}
