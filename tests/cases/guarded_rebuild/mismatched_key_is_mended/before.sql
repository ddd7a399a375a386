CREATE TABLE plans (id INTEGER PRIMARY KEY, code TEXT);
-- No write to this table succeeds: the parent's column is not unique.
CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT REFERENCES plans (code));
