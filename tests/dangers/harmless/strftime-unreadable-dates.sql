-- title: Store the day of birth in ISO form
-- harm: none
-- before
CREATE TABLE persons (id INTEGER PRIMARY KEY, born TEXT);
-- rows
INSERT INTO persons VALUES (1,'1990-12-24'),(2,'24.12.1990'),(3,NULL);
-- migration
UPDATE persons SET born = date(born) WHERE date(born) IS NOT NULL;
UPDATE persons SET born = substr(born, 7, 4) || '-' || substr(born, 4, 2) || '-' || substr(born, 1, 2) WHERE born GLOB '??.??.????';
-- check
SELECT born = '1990-12-24' FROM persons WHERE id = 2;
