-- title: Build the label out of brand and model
-- harm: none
-- before
CREATE TABLE cars (id INTEGER PRIMARY KEY, brand TEXT, model TEXT, label TEXT);
-- rows
INSERT INTO cars VALUES (1,'Vee','Golf',NULL),(2,'Eff','X1',NULL);
-- migration
UPDATE cars SET label = brand || ' ' || model;
-- check
SELECT label = 'Vee Golf' FROM cars WHERE id = 1;
