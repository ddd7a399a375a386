// Written by `reconcile types`. Do not edit: change the schema and run the command again.

/** What D1 returns: a BLOB comes as an array of its bytes. */
export type SqlValue = number | string | number[];

/** A row of documents. */
export interface DocumentsRow {
  id: number;
  title: string;
  body: string | null;
  weight: number;
  hidden: number;
  seen_at: number | string | null;
  anything: SqlValue | null;
  raw: unknown;
  words: number | null;
}

/** What an INSERT into documents gives. */
export interface DocumentsInsert {
  id?: number;
  title: string;
  body?: string | null;
  weight?: number;
  hidden?: number;
  seen_at?: number | string | null;
  anything?: SqlValue | ArrayBuffer | ArrayBufferView | null;
  raw?: number | string | null;
}

/** What an UPDATE of documents sets. */
export type DocumentsUpdate = Partial<DocumentsInsert>;

/** A row of readings. */
export interface ReadingsRow {
  sensor: string;
  at: number;
  value: number | null;
}

/** What an INSERT into readings gives. */
export interface ReadingsInsert {
  sensor: string;
  at: number;
  value?: number | null;
}

/** What an UPDATE of readings sets. */
export type ReadingsUpdate = Partial<ReadingsInsert>;

/** A row of documents_fts. */
export interface DocumentsFtsRow {
  title: SqlValue | null;
  body: SqlValue | null;
}

/** What an INSERT into documents_fts gives. */
export interface DocumentsFtsInsert {
  title?: SqlValue | ArrayBuffer | ArrayBufferView | null;
  body?: SqlValue | ArrayBuffer | ArrayBufferView | null;
}

/** What an UPDATE of documents_fts sets. */
export type DocumentsFtsUpdate = Partial<DocumentsFtsInsert>;

/** A row of daily. */
export interface DailyRow {
  sensor: string;
  day: string | null;
  lowest: number | null;
  highest: number | null;
  mean: number | null;
  readings: number;
}

/** All tables and views by name. */
export interface Database {
  documents: { row: DocumentsRow; insert: DocumentsInsert; update: DocumentsUpdate };
  readings: { row: ReadingsRow; insert: ReadingsInsert; update: ReadingsUpdate };
  documents_fts: { row: DocumentsFtsRow; insert: DocumentsFtsInsert; update: DocumentsFtsUpdate };
  daily: { row: DailyRow };
}

/** src/search.ts: SELECT d.id, d.title, snippet(documents_fts, 1, '<b>', '</b>', '…', 8) AS excerpt, d.weight * 2 AS score FROM documents_fts JOIN documents d ON d.id = documents_fts.rowid WHERE documents_fts MATCH ? AND NOT d.hidden ORDER BY rank LIMIT 20 */
export interface FindRow {
  id: number;
  title: string;
  excerpt: SqlValue | null;
  score: number;
}

/** src/search.ts: SELECT d.id, d.title, snippet(documents_fts, 1, '<b>', '</b>', '…', 8) AS excerpt, d.weight * 2 AS score FROM documents_fts JOIN documents d ON d.id = documents_fts.rowid WHERE documents_fts MATCH ? AND NOT d.hidden ORDER BY rank LIMIT 20 */
export type FindParams = [p1: string];

/** src/search.ts: SELECT count(*) AS n, sum(weight) AS weight, total(weight) AS sure, max(title) AS last, (SELECT count(*) FROM readings) AS readings, CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END AS size FROM documents WHERE seen_at > ?1 OR ?1 IS NULL */
export interface StatsRow {
  n: number;
  weight: number | null;
  sure: number;
  last: string | null;
  readings: number;
  size: string;
}

/** src/search.ts: SELECT count(*) AS n, sum(weight) AS weight, total(weight) AS sure, max(title) AS last, (SELECT count(*) FROM readings) AS readings, CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END AS size FROM documents WHERE seen_at > ?1 OR ?1 IS NULL */
export type StatsParams = [seen_at: number | string | null];

/** src/search.ts: SELECT sensor, at, value, lag(value) OVER w AS previous, row_number() OVER w AS n, strftime('%Y', 'now') AS year FROM readings WHERE value IS NOT NULL WINDOW w AS (PARTITION BY sensor ORDER BY at) */
export interface NearestRow {
  sensor: string;
  at: number;
  value: number;
  previous: number | null;
  n: number;
  year: string;
}

/** src/search.ts: SELECT sensor, at, value, lag(value) OVER w AS previous, row_number() OVER w AS n, strftime('%Y', 'now') AS year FROM readings WHERE value IS NOT NULL WINDOW w AS (PARTITION BY sensor ORDER BY at) */
export type NearestParams = [];

/** Every statement above by its SQL, for a `prepare` that knows them. */
export interface Queries {
  "-- name: find\n       SELECT d.id, d.title, snippet(documents_fts, 1, '<b>', '</b>', '…', 8) AS excerpt, d.weight * 2 AS score\n       FROM documents_fts JOIN documents d ON d.id = documents_fts.rowid\n       WHERE documents_fts MATCH ? AND NOT d.hidden ORDER BY rank LIMIT 20": { params: FindParams; row: FindRow };
  "/* name: stats */\n       SELECT count(*) AS n, sum(weight) AS weight, total(weight) AS sure, max(title) AS last,\n         (SELECT count(*) FROM readings) AS readings, CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END AS size\n       FROM documents WHERE seen_at > ?1 OR ?1 IS NULL": { params: StatsParams; row: StatsRow };
  "-- name: nearest\n       SELECT sensor, at, value, lag(value) OVER w AS previous, row_number() OVER w AS n, strftime('%Y', 'now') AS year\n       FROM readings WHERE value IS NOT NULL WINDOW w AS (PARTITION BY sensor ORDER BY at)": { params: NearestParams; row: NearestRow };
}
