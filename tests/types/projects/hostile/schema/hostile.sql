CREATE TABLE "order items" (id INTEGER PRIMARY KEY, "select" TEXT NOT NULL, "a b" TEXT, "a_b" TEXT, "aB" TEXT);
CREATE TABLE order_items (id INTEGER PRIMARY KEY, "quote""d" TEXT NOT NULL, 'it''s' TEXT);
CREATE TABLE "OrderItems" (id INTEGER PRIMARY KEY, [back\slash] TEXT, `tick` TEXT);
CREATE TABLE "*/ export const evil = 1; /*" (id INTEGER PRIMARY KEY, "*/" TEXT NOT NULL);
CREATE TABLE class ("type" TEXT NOT NULL CHECK ("type" IN ('a"b', 'it''s', '', '1', 'A b', 'a-b', 'self')), "self" TEXT, "crate" TEXT, "constructor" TEXT, "1st" TEXT);
CREATE TABLE "array" (buffer TEXT NOT NULL CHECK (buffer IN ('x')));
CREATE TABLE "日本" ("列" TEXT NOT NULL, "größe" REAL);
CREATE TABLE string (id INTEGER PRIMARY KEY, "row" TEXT CHECK ("row" IN ('a')));
CREATE TABLE string_row (id INTEGER PRIMARY KEY);
CREATE TABLE "new
line" ("a
b" TEXT);
CREATE VIEW "v i e w" AS SELECT id AS "i d", "select", count(*) OVER () AS "count(*)" FROM "order items";
