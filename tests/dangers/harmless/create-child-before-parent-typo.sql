-- title: Create the table of plots, which refers to gardens
-- harm: none
-- before
CREATE TABLE gardens (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO gardens VALUES (1);
-- migration
CREATE TABLE plots (id INTEGER PRIMARY KEY, garden_id INTEGER REFERENCES gardens(id));
INSERT INTO plots VALUES (1, 1);
-- check
SELECT count(*) = 1 FROM plots;
