-- title: Let loans refer to the card number
-- harm: none
-- before
CREATE TABLE cards (id INTEGER PRIMARY KEY, nr TEXT);
-- rows
INSERT INTO cards VALUES (1,'c1');
-- migration
CREATE UNIQUE INDEX cards_nr ON cards (nr);
CREATE TABLE loans (id INTEGER PRIMARY KEY, card TEXT REFERENCES cards(nr));
INSERT INTO loans VALUES (1, 'c1');
-- check
SELECT count(*) = 1 FROM loans;
