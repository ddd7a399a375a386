CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  "false" INTEGER
);

CREATE VIEW all_answers AS SELECT * FROM answers;
