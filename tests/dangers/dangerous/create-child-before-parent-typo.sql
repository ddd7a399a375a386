-- title: Create the table of plots, which refers to gardens
-- harm: The name of the parent is misspelt, SQLite does not look: every insert into plots fails later
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE gardens (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO gardens VALUES (1);
-- migration
CREATE TABLE plots (id INTEGER PRIMARY KEY, garden_id INTEGER REFERENCES garden(id));
-- check
SELECT count(*) = 1 FROM pragma_foreign_key_list('plots') WHERE "table" NOT IN (SELECT name FROM sqlite_schema);
