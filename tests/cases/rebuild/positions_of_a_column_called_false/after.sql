CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  "true" INTEGER,
  "false" INTEGER
);

CREATE VIEW all_answers AS SELECT * FROM answers;
