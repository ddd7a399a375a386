// Written by `reconcile types`. Do not edit: change the schema and run the command again.

import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable, Updateable } from "kysely";
import type { Link, Meta } from "./meta";

/** What D1 takes for a BLOB. */
export type BlobInput = ArrayBuffer | ArrayBufferView | number[];

/** posts.state */
export type PostsState = "draft" | "published";

/** authors */
export interface AuthorsTable {
  id: Generated<number>;
  name: string;
  bio: string | null;
  links: ColumnType<Link[], string | undefined, string>;
}

export type AuthorsRow = Selectable<AuthorsTable>;
export type AuthorsInsert = Insertable<AuthorsTable>;
export type AuthorsUpdate = Updateable<AuthorsTable>;

/** post_tags */
export interface PostTagsTable {
  post_id: string;
  tag: string;
}

export type PostTagsRow = Selectable<PostTagsTable>;
export type PostTagsInsert = Insertable<PostTagsTable>;
export type PostTagsUpdate = Updateable<PostTagsTable>;

/** posts */
export interface PostsTable {
  id: Generated<string>;
  author_id: number;
  title: string;
  slug: GeneratedAlways<string>;
  body: Generated<string>;
  state: Generated<PostsState>;
  meta: ColumnType<Meta | null, string | null | undefined, string | null>;
  cover: ColumnType<number[] | null, BlobInput | null | undefined, BlobInput | null>;
  published_at: string | null;
}

export type PostsRow = Selectable<PostsTable>;
export type PostsInsert = Insertable<PostsTable>;
export type PostsUpdate = Updateable<PostsTable>;

/** tags */
export interface TagsTable {
  name: string;
}

export type TagsRow = Selectable<TagsTable>;
export type TagsInsert = Insertable<TagsTable>;
export type TagsUpdate = Updateable<TagsTable>;

/** published */
export interface PublishedTable {
  id: string;
  title: string;
  published_at: string;
  author: string;
}

export type PublishedRow = Selectable<PublishedTable>;

/** All tables and views by name, for `new Kysely<Database>(…)`. */
export interface Database {
  authors: AuthorsTable;
  post_tags: PostTagsTable;
  posts: PostsTable;
  tags: TagsTable;
  published: PublishedTable;
}
