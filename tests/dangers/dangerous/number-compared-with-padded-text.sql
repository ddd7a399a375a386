-- title: Close counter 7
-- harm: The codes are text with leading zeros, 7 is compared as '7'
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE counters (code TEXT PRIMARY KEY, closed INTEGER DEFAULT 0);
-- rows
INSERT INTO counters (code) VALUES ('007'),('008');
-- migration
UPDATE counters SET closed = 1 WHERE code = 7;
-- check
SELECT sum(closed) = 0 FROM counters;
