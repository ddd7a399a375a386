-- title: Delete the codes of the old series, those that begin with a capital A
-- harm: LIKE does not regard case: the codes with a small a, the new series, go as well
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE codes (c TEXT);
-- rows
INSERT INTO codes VALUES ('A1'),('a1'),('b1');
-- migration
DELETE FROM codes WHERE c LIKE 'A%';
-- check
SELECT count(*) = 1 FROM codes;
