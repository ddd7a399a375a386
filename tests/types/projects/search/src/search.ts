import type { DailyRow, DocumentsFtsRow, DocumentsInsert, DocumentsRow, FindParams, FindRow, NearestRow, SqlValue, StatsRow } from "./schema";

export async function find(db: D1Database, ...params: FindParams): Promise<FindRow[]> {
  const { results } = await db
    .prepare(
      `-- name: find
       SELECT d.id, d.title, snippet(documents_fts, 1, '<b>', '</b>', '…', 8) AS excerpt, d.weight * 2 AS score
       FROM documents_fts JOIN documents d ON d.id = documents_fts.rowid
       WHERE documents_fts MATCH ? AND NOT d.hidden ORDER BY rank LIMIT 20`,
    )
    .bind(...params)
    .all<FindRow>();
  return results;
}

export const stats = (db: D1Database) =>
  db
    .prepare(
      `/* name: stats */
       SELECT count(*) AS n, sum(weight) AS weight, total(weight) AS sure, max(title) AS last,
         (SELECT count(*) FROM readings) AS readings, CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END AS size
       FROM documents WHERE seen_at > ?1 OR ?1 IS NULL`,
    )
    .bind(null)
    .first<StatsRow>();

export const nearest = (db: D1Database) =>
  db
    .prepare(
      `-- name: nearest
       SELECT sensor, at, value, lag(value) OVER w AS previous, row_number() OVER w AS n, strftime('%Y', 'now') AS year
       FROM readings WHERE value IS NOT NULL WINDOW w AS (PARTITION BY sensor ORDER BY at)`,
    )
    .all<NearestRow>();

export function use(found: FindRow, all: StatsRow, near: NearestRow, day: DailyRow, row: DocumentsRow, fts: DocumentsFtsRow) {
  const score: number = found.score + all.n + all.sure + all.readings + near.value + near.n;
  const text: string = found.title + all.size + near.year + near.sensor;
  const excerpt: SqlValue | null = found.excerpt;
  const seen: number | string | null = row.seen_at;
  const raw: unknown = row.raw;
  const mean: number | null = day.mean;
  const title: SqlValue | null = fts.title;
  // @ts-expect-error: no rows, no sum
  all.weight.toFixed();
  // @ts-expect-error: no rows, no last title
  all.last.trim();
  // @ts-expect-error: the first row has none before it
  near.previous.toFixed();
  // @ts-expect-error: a date may be NULL
  day.day.slice(0, 4);
  // @ts-expect-error: a column without a type holds anything
  row.anything.trim();
  // @ts-expect-error: the count of words is NULL without a body
  row.words.toFixed();
  return [score, text, excerpt, seen, raw, mean, title];
}

export const fresh: DocumentsInsert = { title: "a", anything: new ArrayBuffer(2), raw: "{}" };
// @ts-expect-error: the words are counted
export const counted: DocumentsInsert = { title: "a", words: 1 };
