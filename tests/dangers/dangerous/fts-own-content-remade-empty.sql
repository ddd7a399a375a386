-- title: Add a column to the search table
-- harm: This one holds its own text; it is dropped and nothing fills the new one
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE mails (id INTEGER PRIMARY KEY, subject TEXT, body TEXT);
CREATE VIRTUAL TABLE mails_idx USING fts5(subject);
-- rows
INSERT INTO mails VALUES (1,'hello','world');
INSERT INTO mails_idx (rowid, subject) VALUES (1,'hello');
-- migration
DROP TABLE mails_idx;
CREATE VIRTUAL TABLE mails_idx USING fts5(subject, body);
-- check
SELECT count(*) = 0 FROM mails_idx;
