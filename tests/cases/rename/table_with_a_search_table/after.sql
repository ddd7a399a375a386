-- reconcile: renamed-from t
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE t_fts USING fts5(body, content='notes', content_rowid='id');
CREATE TRIGGER t_ai AFTER INSERT ON notes BEGIN INSERT INTO t_fts(rowid, body) VALUES (NEW.id, NEW.body); END;
