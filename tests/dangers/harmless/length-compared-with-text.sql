-- title: Delete the codes that are too short
-- harm: none
-- before
CREATE TABLE codes (c TEXT);
-- rows
INSERT INTO codes VALUES ('abc'),('abcdefgh');
-- migration
DELETE FROM codes WHERE length(c) < 5;
-- check
SELECT count(*) = 1 FROM codes;
