-- title: Write the name of the table in small letters
-- harm: The two names are the same to SQLite
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE Users (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE Users RENAME TO users;
-- check
-- error: there is already another table or index with this name
SELECT 1;
