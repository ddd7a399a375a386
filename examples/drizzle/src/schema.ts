import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const authors = sqliteTable("authors", {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
});

export const books = sqliteTable(
  "books",
  {
    id: integer().primaryKey(),
    authorId: integer("author_id").notNull().references(() => authors.id, { onDelete: "cascade" }),
    title: text().notNull(),
    price: integer().notNull().default(0),
  },
  (table) => [index("books_by_author").on(table.authorId)],
);
