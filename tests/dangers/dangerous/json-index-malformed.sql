-- title: Index a value within the JSON
-- harm: One row holds no JSON, the index cannot be made
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, data TEXT);
-- rows
INSERT INTO docs VALUES (1,'{"k":1}'),(2,'plain');
-- migration
CREATE INDEX docs_k ON docs (json_extract(data, '$.k'));
-- check
-- error: malformed JSON
SELECT 1;
