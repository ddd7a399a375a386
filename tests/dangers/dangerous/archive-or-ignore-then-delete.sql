-- title: Move all messages into the archive
-- harm: Where the archive has the id already the copy is skipped, and the message deleted all the same
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE messages (id INTEGER PRIMARY KEY, t TEXT);
CREATE TABLE archive (id INTEGER PRIMARY KEY, t TEXT);
-- rows
INSERT INTO messages VALUES (1,'new one'),(2,'b');
INSERT INTO archive VALUES (1,'other');
-- migration
INSERT OR IGNORE INTO archive SELECT id, t FROM messages;
DELETE FROM messages;
-- check
SELECT NOT EXISTS (SELECT 1 FROM archive WHERE t = 'new one') AND NOT EXISTS (SELECT 1 FROM messages);
