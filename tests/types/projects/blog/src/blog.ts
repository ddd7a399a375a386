import type { Kysely } from "kysely";
import type { Database, PostsInsert, PostsRow, PostsUpdate } from "./schema";

export async function published(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("published").selectAll().execute();
  return rows.map((it) => `${it.published_at.slice(0, 10)} ${it.title} by ${it.author}`);
}

export async function drafts(db: Kysely<Database>) {
  const rows = await db
    .selectFrom("posts")
    .leftJoin("authors", "authors.id", "posts.author_id")
    .select(["posts.id", "posts.slug", "posts.meta", "authors.name", "authors.links"])
    .where("posts.state", "=", "draft")
    .execute();
  for (const row of rows) {
    row.slug.trim();
    row.meta?.keywords.map((it) => it.trim());
    row.links?.map((it) => it.href);
    // @ts-expect-error: the author may be missing
    row.name.trim();
  }
  // @ts-expect-error: no such state
  await db.selectFrom("posts").selectAll().where("state", "=", "lost").execute();
  // @ts-expect-error: no such column
  await db.selectFrom("posts").select("nope").execute();
}

export async function write(db: Kysely<Database>) {
  await db.insertInto("posts").values({ author_id: 1, title: "First", meta: JSON.stringify({ keywords: [] }) }).execute();
  await db.insertInto("authors").values({ name: "Ada" }).execute();
  await db.updateTable("posts").set({ published_at: "2024-05-06", cover: new Uint8Array(4) }).where("id", "=", "x").execute();
  // @ts-expect-error: the slug is computed
  await db.insertInto("posts").values({ author_id: 1, title: "First", slug: "first" }).execute();
  // @ts-expect-error: a title is required
  await db.insertInto("posts").values({ author_id: 1 }).execute();
  // @ts-expect-error: JSON is written as a text
  await db.updateTable("posts").set({ meta: { keywords: [] } }).execute();
}

export const bytes = (row: PostsRow): number[] | null => row.cover;
export const fresh: PostsInsert = { author_id: 1, title: "a", state: "published" };
export const cleared: PostsUpdate = { meta: null };
// @ts-expect-error: a slug cannot be set
export const slugged: PostsUpdate = { slug: "a" };
