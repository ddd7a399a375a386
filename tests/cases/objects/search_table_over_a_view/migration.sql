-- 1/2  create view texts
--   for       view texts is new
CREATE VIEW texts AS SELECT id, title || ' ' || body AS text FROM docs;

-- 2/2  create virtual table texts_fts
--   for       virtual table texts_fts is new
--   after     step 1: its contents are rows of Texts
CREATE VIRTUAL TABLE texts_fts USING fts5(TEXT, content='Texts', content_rowid='ID');
INSERT INTO "texts_fts"("texts_fts") VALUES('rebuild');
