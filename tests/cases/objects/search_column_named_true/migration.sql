-- 1/1  rebuild virtual table f
--   for       virtual table f is defined otherwise
CREATE TABLE "__new_f" AS SELECT rowid AS "__rowid", "true" AS "__true", "body" FROM "f";
DROP TABLE "f";
CREATE VIRTUAL TABLE f USING fts5("true", body, more);
INSERT INTO "f" (rowid, "true", "body") SELECT "__rowid", "__true", "body" FROM "__new_f";
DROP TABLE "__new_f";
