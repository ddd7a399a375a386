-- title: Rebuild tickets with a NOT NULL title
-- harm: Without AUTOINCREMENT the numbers of deleted tickets are given out again
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
-- rows
INSERT INTO tickets (title) VALUES ('a'),('b'),('c');
DELETE FROM tickets WHERE id = 3;
-- migration
CREATE TABLE tickets_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
INSERT INTO tickets_new SELECT id, title FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_new RENAME TO tickets;
INSERT INTO tickets (title) VALUES ('d');
-- check
SELECT max(id) = 3 FROM tickets;
