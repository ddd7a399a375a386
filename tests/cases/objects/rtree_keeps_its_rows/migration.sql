-- 1/1  rebuild virtual table box
--   for       virtual table box is defined otherwise
CREATE TABLE "__new_box" AS SELECT rowid AS "__rowid", "id", "x1", "x2" FROM "box";
DROP TABLE "box";
CREATE VIRTUAL TABLE box USING rtree(id, x1, x2, +note);
INSERT INTO "box" ("id", "x1", "x2") SELECT "id", "x1", "x2" FROM "__new_box";
DROP TABLE "__new_box";
