-- reconcile: renamed-from docs
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  title TEXT,
  text TEXT -- reconcile: renamed-from body
);
CREATE VIRTUAL TABLE docs_fts USING fts5(title, text, content='articles', content_rowid='id');
