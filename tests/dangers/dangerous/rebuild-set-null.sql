-- title: Widen the type of authors.name by rebuilding the table
-- harm: The drop sets author_id of every book to NULL (ON DELETE SET NULL)
-- kind: values-changed
-- line: 4
-- before
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(20));
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors(id) ON DELETE SET NULL);
-- rows
INSERT INTO authors VALUES (1,'Ada'),(2,'Bo');
INSERT INTO books VALUES (1,1),(2,2);
-- migration
PRAGMA defer_foreign_keys = ON;
CREATE TABLE authors_tmp (id INTEGER PRIMARY KEY, name VARCHAR(200));
INSERT INTO authors_tmp SELECT * FROM authors;
DROP TABLE authors;
ALTER TABLE authors_tmp RENAME TO authors;
-- check
SELECT count(author_id) = 0 FROM books;
