CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIRTUAL TABLE f USING fts5(title, content='posts', content_rowid='id');
CREATE TRIGGER ai AFTER INSERT ON posts BEGIN INSERT INTO f (rowid, title) VALUES (new.id, new.title); END;
