-- title: Clean the phone numbers of blanks
-- harm: none
-- before
CREATE TABLE phones (id INTEGER PRIMARY KEY, nr TEXT);
-- rows
INSERT INTO phones VALUES (1,'+44 20'),(2,'0 30 1');
-- migration
UPDATE phones SET nr = replace(nr, ' ', '');
-- check
SELECT (SELECT nr FROM phones WHERE id = 1) = '+4420' AND (SELECT nr FROM phones WHERE id = 2) = '0301';
