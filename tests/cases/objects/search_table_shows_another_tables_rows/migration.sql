-- 1/1  rebuild virtual table find
--   for       virtual table find is defined otherwise
--   hazard    drop-search-contents: the rows of virtual table find are deleted: it shows those of docs from now on
DROP TABLE "find";
CREATE VIRTUAL TABLE find USING fts5(body, content='docs', content_rowid='id');
INSERT INTO "find"("find") VALUES('rebuild');
