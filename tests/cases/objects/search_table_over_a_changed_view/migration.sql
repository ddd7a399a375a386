-- 1/3  drop view texts for now
--   for       view texts is defined otherwise
DROP VIEW "texts";

-- 2/3  create view texts
--   for       view texts is defined otherwise
--   after     step 1: the name texts is free then
CREATE VIEW texts AS SELECT id, title AS text FROM docs;

-- 3/3  rebuild virtual table texts_fts
--   for       its contents are rows of texts, which is another one
--   after     step 2: its contents are rows of texts
DROP TABLE "texts_fts";
CREATE VIRTUAL TABLE texts_fts USING fts5(text, content='texts', content_rowid='id');
INSERT INTO "texts_fts"("texts_fts") VALUES('rebuild');
