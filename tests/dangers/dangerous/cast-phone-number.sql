-- title: Clean the phone numbers of blanks
-- harm: The cast to a number drops the + and the leading zeros
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE phones (id INTEGER PRIMARY KEY, nr TEXT);
-- rows
INSERT INTO phones VALUES (1,'+44 20'),(2,'0 30 1');
-- migration
UPDATE phones SET nr = CAST(replace(nr, ' ', '') AS INTEGER);
-- check
SELECT (SELECT nr FROM phones WHERE id = 1) = '4420' AND (SELECT nr FROM phones WHERE id = 2) = '301';
