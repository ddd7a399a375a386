-- title: Index a value within the JSON
-- harm: none
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, data TEXT);
-- rows
INSERT INTO docs VALUES (1,'{"k":1}'),(2,'plain');
-- migration
CREATE INDEX docs_k ON docs (json_extract(data, '$.k')) WHERE json_valid(data);
-- check
SELECT count(*) = 1 FROM pragma_index_list('docs');
