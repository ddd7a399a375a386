-- title: Delete the releases before 10
-- harm: version is a TEXT column, the number is compared as text: '9' is not less than '10'
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE releases (version TEXT);
-- rows
INSERT INTO releases VALUES ('9'),('10'),('11'),('1');
-- migration
DELETE FROM releases WHERE version < 10;
-- check
SELECT count(*) = 1 FROM releases WHERE version = '9';
