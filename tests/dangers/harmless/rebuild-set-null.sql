-- title: Widen the type of authors.name by rebuilding the table while guard triggers hold the books still
-- harm: none
-- before
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(20));
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors(id) ON DELETE SET NULL);
-- rows
INSERT INTO authors VALUES (1,'Ada'),(2,'Bo');
INSERT INTO books VALUES (1,1),(2,2);
-- migration
PRAGMA defer_foreign_keys = ON;
CREATE TRIGGER guard_d BEFORE DELETE ON books BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER guard_u BEFORE UPDATE ON books BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE authors_tmp (id INTEGER PRIMARY KEY, name VARCHAR(200));
INSERT INTO authors_tmp SELECT * FROM authors;
DROP TABLE authors;
ALTER TABLE authors_tmp RENAME TO authors;
DROP TRIGGER guard_d;
DROP TRIGGER guard_u;
PRAGMA defer_foreign_keys = OFF;
-- check
SELECT group_concat(author_id) = '1,2' FROM (SELECT author_id FROM books ORDER BY id);
