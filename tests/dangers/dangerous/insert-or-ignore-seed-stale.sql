-- title: Correct the name of the third status
-- harm: The row exists, OR IGNORE keeps the old name
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE statuses (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO statuses VALUES (1,'open'),(3,'cloesd');
-- migration
INSERT OR IGNORE INTO statuses (id, name) VALUES (1, 'open'), (3, 'closed');
-- check
SELECT name = 'cloesd' FROM statuses WHERE id = 3;
