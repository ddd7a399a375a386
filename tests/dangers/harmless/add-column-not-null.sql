-- title: Add a mandatory column
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO users VALUES (1);
-- migration
ALTER TABLE users ADD COLUMN tz TEXT NOT NULL DEFAULT 'UTC';
-- check
SELECT tz = 'UTC' FROM users;
