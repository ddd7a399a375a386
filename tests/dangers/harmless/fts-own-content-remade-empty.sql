-- title: Add a column to the search table
-- harm: none
-- before
CREATE TABLE mails (id INTEGER PRIMARY KEY, subject TEXT, body TEXT);
CREATE VIRTUAL TABLE mails_idx USING fts5(subject);
-- rows
INSERT INTO mails VALUES (1,'hello','world');
INSERT INTO mails_idx (rowid, subject) VALUES (1,'hello');
-- migration
DROP TABLE mails_idx;
CREATE VIRTUAL TABLE mails_idx USING fts5(subject, body);
INSERT INTO mails_idx (rowid, subject, body) SELECT id, subject, body FROM mails;
-- check
SELECT count(*) = 1 FROM mails_idx WHERE mails_idx MATCH 'world';
