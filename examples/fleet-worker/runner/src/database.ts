import { AGREEMENT, LEDGER, MIGRATIONS, type Migration } from "./migrations";
import { type Progress, ROWS, isSwitched, nextCall, readProgress, rebuildRefusal } from "./online";
import { ONLINE, PROGRESS } from "./parts";
import { AGREED, APPLIED_BY } from "./run";
import { type CatalogRow, shapeOf } from "./shape";
import { CATALOG, CATALOG_TEXT, SHAPES } from "./shapes";

/** What a database came to. */
export interface Outcome {
  verdict: "applied" | "in-sync" | "failed" | "refused";
  /** What this run applied. */
  applied: string[];
  error: string | null;
  /** A schema that is none of the known ones. */
  shape: string | null;
  catalog: string | null;
}

interface State {
  /** The catalog as one text, for the transaction to compare. */
  text: string;
  catalog: CatalogRow[];
  shape: string;
  /** Names in wrangler's table, in the order in which they were applied. */
  names: string[];
  checksums: Map<string, string>;
  /** What this run applied. */
  applied: string[];
  /** Rebuilds that are not at their end. */
  rebuilds: Progress[];
}

/** More is to do: so many rows in the next call of a rebuild, and whether this was one. */
export interface GoOn {
  goOn: true;
  rows: number;
  isRebuilding: boolean;
}

/** Another attempt reads the database again, and sees what the lost one did. */
const TRANSIENT = [
  "Network connection lost",
  "storage caused object to be reset",
  "reset because its code was updated",
  "transient issue on remote node",
  "client disconnected",
  "internal error",
  "overloaded",
  "database is locked",
  "reset and rolled back",
];

/** How the errors of a migration's own assertions begin. */
const ASSERTIONS = ["stopped: ", "_reconcile_assert."];

/**
 * Applies the next pending migration, if there is one, and verifies what it left; else says what the database came to.
 * Whatever is thrown is worth another attempt.
 */
export async function applyNext(db: D1Database, rows: number): Promise<Outcome | GoOn> {
  const state = await read(db);
  const done = state.names.length;
  const next: Migration | undefined = MIGRATIONS[done];
  const refusal = ledgerRefusal(state) ?? rebuildRefusal(state.rebuilds, next);
  if (refusal !== undefined) return outcome(state, "refused", refusal);
  const rebuild = state.rebuilds[0];
  // After the switch, the schema is neither the one before nor the one after.
  const isBetween = rebuild !== undefined && isSwitched(rebuild);
  if (!isBetween && !SHAPES[done]?.includes(state.shape)) return otherShape(state, next);
  if (next === undefined || next.heldUntil !== undefined) {
    return outcome(state, state.applied.length > 0 ? "applied" : "in-sync");
  }
  if (ONLINE[next.name] !== undefined) {
    const called = await nextCall(db, next, rebuild, unchanged(db, state.text), rows);
    if ("rows" in called) return { goOn: true, rows: called.rows, isRebuilding: true };
    return afterError(db, next, state, called.error);
  }
  try {
    await db.batch(statements(db, next, state.text));
  } catch (error) {
    return afterError(db, next, state, error instanceof Error ? error.message : String(error));
  }
  return GO_ON;
}

const GO_ON: GoOn = { goOn: true, rows: ROWS.first, isRebuilding: false };

/** Where somebody changed the schema since it was read, this row has no checksum, and the transaction ends. */
function unchanged(db: D1Database, catalog: string): D1PreparedStatement {
  const sql =
    `INSERT INTO ${LEDGER.own} (ledger, name, checksum, applied_at) ` +
    `SELECT 'schema changed', '', NULL, '' WHERE (${CATALOG_TEXT}) IS NOT ?1`;
  return db.prepare(sql).bind(catalog);
}

/** One transaction: the ledger's rows, the schema as it was read, the migration. */
function statements(db: D1Database, migration: Migration, catalog: string): D1PreparedStatement[] {
  const agreed = AGREED.includes(migration.name);
  const prepared = (texts: readonly string[]) => texts.map((it) => db.prepare(it));
  return [
    ...prepared(migration.opening),
    unchanged(db, catalog),
    ...prepared(agreed ? [AGREEMENT.agree] : []),
    ...prepared(migration.statements),
    ...prepared(agreed ? [AGREEMENT.agreed] : []),
    ...prepared(migration.closing),
  ];
}

/** An answer that got lost is no failure: the ledger tells. */
async function afterError(
  db: D1Database,
  migration: Migration,
  before: State,
  message: string,
): Promise<Outcome | GoOn> {
  const state = await read(db);
  if (state.names.includes(migration.name)) return GO_ON;
  if (state.text !== before.text || TRANSIENT.some((it) => message.includes(it))) throw new Error(message);
  const stopped = ASSERTIONS.some((it) => message.includes(it));
  return outcome(state, stopped ? "refused" : "failed", `${migration.name}: ${message}`);
}

/** Why the ledger does not fit the migrations, if it does not. */
function ledgerRefusal(state: State): string | undefined {
  for (const [at, name] of state.names.entries()) {
    const known = MIGRATIONS.find((it) => it.name === name);
    if (known === undefined) return `${name} was applied, and the migrations do not have it`;
    const checksum = state.checksums.get(name);
    if (checksum !== undefined && checksum !== known.checksum) return `${name} was edited after it was applied`;
    const expected = MIGRATIONS[at];
    if (expected !== undefined && !state.names.includes(expected.name)) {
      return `${expected.name} is not applied, and ${name}, which comes later, is`;
    }
  }
  return undefined;
}

function otherShape(state: State, next: Migration | undefined): Outcome {
  const last = state.names[state.names.length - 1];
  const isOurs = last !== undefined && state.applied.includes(last);
  const expected = next === undefined ? "the migrations leave" : `${next.name} was reviewed for`;
  const error = isOurs
    ? `another shape: ${last} left another schema than the reviewed one`
    : `another shape: its schema is not the one that ${expected}`;
  return {
    ...outcome(state, isOurs ? "failed" : "refused", error),
    shape: state.shape,
    catalog: JSON.stringify(state.catalog.map((it) => [it.type, it.name, it.tbl_name, it.sql])),
  };
}

function outcome(state: State, verdict: Outcome["verdict"], error: string | null = null): Outcome {
  return { verdict, applied: state.applied, error, shape: null, catalog: null };
}

async function read(db: D1Database): Promise<State> {
  const [text, rows, tables] = await db.batch([
    db.prepare(`SELECT (${CATALOG_TEXT}) AS text`),
    db.prepare(CATALOG),
    db.prepare("SELECT lower(name) AS name FROM sqlite_schema WHERE type = 'table'"),
  ]);
  const catalog = (rows?.results ?? []) as CatalogRow[];
  const there = ((tables?.results ?? []) as { name: string }[]).map((it) => it.name);
  const state: State = {
    text: (text?.results as { text: string }[])[0]?.text ?? "",
    catalog,
    shape: await shapeOf(catalog),
    names: [],
    checksums: new Map(),
    applied: [],
    rebuilds: there.includes(PROGRESS.table) ? await readProgress(db) : [],
  };
  if (!there.includes(LEDGER.key)) return state;
  const names = await db.prepare(LEDGER.names).all<{ name: string }>();
  state.names = names.results.map((it) => it.name);
  if (!there.includes(LEDGER.own)) return state;
  type Row = { name: string; checksum: string; applied_by: string | null };
  const records = await db.prepare(LEDGER.checksums).all<Row>();
  for (const { name, checksum, applied_by } of records.results) {
    state.checksums.set(name, checksum);
    if (applied_by === APPLIED_BY && state.names.includes(name)) state.applied.push(name);
  }
  state.applied.sort((a, b) => state.names.indexOf(a) - state.names.indexOf(b));
  return state;
}
