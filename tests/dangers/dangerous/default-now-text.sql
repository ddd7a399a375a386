-- title: Add the day of joining, today by default
-- harm: 'now' means the present only to the date functions; stored it is the word
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO members VALUES (1);
-- migration
ALTER TABLE members ADD COLUMN joined TEXT DEFAULT 'now';
-- check
SELECT joined = 'now' FROM members;
