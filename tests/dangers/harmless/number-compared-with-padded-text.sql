-- title: Close counter 7
-- harm: none
-- before
CREATE TABLE counters (code TEXT PRIMARY KEY, closed INTEGER DEFAULT 0);
-- rows
INSERT INTO counters (code) VALUES ('007'),('008');
-- migration
UPDATE counters SET closed = 1 WHERE code = '007';
-- check
SELECT sum(closed) = 1 FROM counters;
