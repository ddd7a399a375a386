-- title: Build the label out of brand and model
-- harm: + is arithmetic in SQLite, so every label is 0
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE cars (id INTEGER PRIMARY KEY, brand TEXT, model TEXT, label TEXT);
-- rows
INSERT INTO cars VALUES (1,'Vee','Golf',NULL),(2,'Eff','X1',NULL);
-- migration
UPDATE cars SET label = brand + ' ' + model;
-- check
SELECT count(*) = 2 FROM cars WHERE label = '0';
