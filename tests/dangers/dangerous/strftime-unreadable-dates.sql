-- title: Store the day of birth in ISO form
-- harm: date() cannot read '24.12.1990' or '12/24/1990', so those become NULL
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE persons (id INTEGER PRIMARY KEY, born TEXT);
-- rows
INSERT INTO persons VALUES (1,'1990-12-24'),(2,'24.12.1990'),(3,NULL);
-- migration
UPDATE persons SET born = date(born);
-- check
SELECT born IS NULL FROM persons WHERE id = 2;
