-- title: Let loans refer to the card number
-- harm: The unique index on nr is partial, which does not count for a foreign key: each insert of a loan fails
-- kind: side-effect
-- line: 2
-- before
CREATE TABLE cards (id INTEGER PRIMARY KEY, nr TEXT);
-- rows
INSERT INTO cards VALUES (1,'c1');
-- migration
CREATE UNIQUE INDEX cards_nr ON cards (nr) WHERE nr IS NOT NULL;
CREATE TABLE loans (id INTEGER PRIMARY KEY, card TEXT REFERENCES cards(nr));
-- check
SELECT partial = 1 FROM pragma_index_list('cards');
