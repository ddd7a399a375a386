-- title: Delete the codes that are too short
-- harm: length() is a number and '5' a text: every number is less than a text
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE codes (c TEXT);
-- rows
INSERT INTO codes VALUES ('abc'),('abcdefgh');
-- migration
DELETE FROM codes WHERE length(c) < '5';
-- check
SELECT count(*) = 0 FROM codes;
