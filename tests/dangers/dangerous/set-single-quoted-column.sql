-- title: Fill the new column title_sort from title
-- harm: 'title' is the word, not the column
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
-- rows
INSERT INTO books VALUES (1,'Emma');
-- migration
ALTER TABLE books ADD COLUMN title_sort TEXT;
UPDATE books SET title_sort = 'title' WHERE title_sort IS NULL;
-- check
SELECT title_sort = 'title' FROM books;
