-- title: Rebuild subscribers with a unique address
-- harm: The conflict clause in the table itself drops the second row without a word
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE subscribers (id INTEGER PRIMARY KEY, mail TEXT, since TEXT);
-- rows
INSERT INTO subscribers VALUES (1,'a@x','2020'),(2,'a@x','2024'),(3,'b@x','2021');
-- migration
CREATE TABLE subscribers_new (id INTEGER PRIMARY KEY, mail TEXT UNIQUE ON CONFLICT IGNORE, since TEXT);
INSERT INTO subscribers_new SELECT id, mail, since FROM subscribers;
DROP TABLE subscribers;
ALTER TABLE subscribers_new RENAME TO subscribers;
-- check
SELECT count(*) = 2 FROM subscribers;
