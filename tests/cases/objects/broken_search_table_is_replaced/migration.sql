-- 1/1  rebuild virtual table docs_fts
--   for       virtual table docs_fts is defined otherwise
--   hazard    drop-search-contents: virtual table docs_fts is recreated empty
DROP TABLE "docs_fts";
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body);
