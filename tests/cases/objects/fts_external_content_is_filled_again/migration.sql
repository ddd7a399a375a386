-- 1/1  rebuild virtual table f
--   for       virtual table f is defined otherwise
DROP TABLE "f";
CREATE VIRTUAL TABLE f USING fts5(body, content='d', content_rowid='id', tokenize='porter');
INSERT INTO "f"("f") VALUES('rebuild');
