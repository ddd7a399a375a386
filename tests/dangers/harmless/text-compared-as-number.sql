-- title: Delete the releases before 10
-- harm: none
-- before
CREATE TABLE releases (version TEXT);
-- rows
INSERT INTO releases VALUES ('9'),('10'),('11'),('1');
-- migration
DELETE FROM releases WHERE CAST(version AS INTEGER) < 10;
-- check
SELECT count(*) = 2 FROM releases;
