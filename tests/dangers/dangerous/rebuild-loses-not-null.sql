-- title: Rebuild messages with a wider subject
-- harm: body was NOT NULL before
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE messages (id INTEGER PRIMARY KEY, subject VARCHAR(50), body TEXT NOT NULL);
-- rows
INSERT INTO messages VALUES (1,'s','b'),(2,NULL,'');
-- migration
CREATE TABLE messages_new (id INTEGER PRIMARY KEY, subject VARCHAR(500), body TEXT);
INSERT INTO messages_new SELECT id, subject, body FROM messages;
DROP TABLE messages;
ALTER TABLE messages_new RENAME TO messages;
-- check
SELECT "notnull" = 0 FROM pragma_table_info('messages') WHERE name = 'body';
