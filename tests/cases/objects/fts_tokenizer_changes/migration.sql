-- 1/1  rebuild virtual table f
--   for       virtual table f is defined otherwise
CREATE TABLE "__new_f" AS SELECT rowid AS "__rowid", "title", "body" FROM "f";
DROP TABLE "f";
CREATE VIRTUAL TABLE f USING fts5(title, body, tokenize = 'porter ascii');
INSERT INTO "f" (rowid, "title", "body") SELECT "__rowid", "title", "body" FROM "__new_f";
DROP TABLE "__new_f";
