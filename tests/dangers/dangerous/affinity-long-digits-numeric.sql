-- title: Make the card token a NUMERIC(20) column
-- harm: Twenty digits do not fit an integer and become a rounded floating point number
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE cards (id INTEGER PRIMARY KEY, token TEXT);
-- rows
INSERT INTO cards VALUES (1,'12345678901234567890'),(2,'42');
-- migration
CREATE TABLE cards_new (id INTEGER PRIMARY KEY, token NUMERIC(20));
INSERT INTO cards_new (id, token) SELECT id, token FROM cards;
DROP TABLE cards;
ALTER TABLE cards_new RENAME TO cards;
-- check
SELECT typeof(token) = 'real' FROM cards WHERE id = 1;
