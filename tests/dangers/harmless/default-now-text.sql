-- title: Add the day of joining, today by default
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO members VALUES (1);
-- migration
ALTER TABLE members ADD COLUMN joined TEXT;
UPDATE members SET joined = date('now');
-- check
SELECT joined GLOB '20??-??-??' FROM members;
