-- title: Move all messages into the archive
-- harm: none
-- before
CREATE TABLE messages (id INTEGER PRIMARY KEY, t TEXT);
CREATE TABLE archive (id INTEGER PRIMARY KEY, t TEXT);
-- rows
INSERT INTO messages VALUES (1,'new one'),(2,'b');
INSERT INTO archive VALUES (1,'other');
-- migration
INSERT OR IGNORE INTO archive SELECT id, t FROM messages;
DELETE FROM messages WHERE EXISTS (SELECT 1 FROM archive a WHERE a.id = messages.id AND a.t IS messages.t);
-- check
SELECT t = 'new one' FROM messages;
