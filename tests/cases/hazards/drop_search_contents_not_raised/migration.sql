-- 1/1  rebuild virtual table search
--   for       virtual table search is defined otherwise
CREATE TABLE "__new_search" AS SELECT rowid AS "__rowid", "body" FROM "search";
DROP TABLE "search";
CREATE VIRTUAL TABLE search USING fts5 (body, lang);
INSERT INTO "search" (rowid, "body") SELECT "__rowid", "body" FROM "__new_search";
DROP TABLE "__new_search";
