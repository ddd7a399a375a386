-- 1/1  rebuild virtual table f
--   for       virtual table f is defined otherwise
CREATE TABLE "__new_f" AS SELECT rowid AS "__rowid", "a", "b" FROM "f";
DROP TABLE "f";
CREATE VIRTUAL TABLE f USING fts5(a, b, c, tokenize='porter');
INSERT INTO "f" (rowid, "a", "b") SELECT "__rowid", "a", "b" FROM "__new_f";
DROP TABLE "__new_f";
