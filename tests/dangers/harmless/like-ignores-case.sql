-- title: Delete the codes of the old series, those that begin with a capital A
-- harm: none
-- before
CREATE TABLE codes (c TEXT);
-- rows
INSERT INTO codes VALUES ('A1'),('a1'),('b1');
-- migration
DELETE FROM codes WHERE c GLOB 'A*';
-- check
SELECT count(*) = 2 FROM codes;
