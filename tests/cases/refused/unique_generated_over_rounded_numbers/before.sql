-- Under REAL both numbers become 9007199254740992.0, and so does the text that is generated from them.
CREATE TABLE readings (
  id INTEGER PRIMARY KEY,
  value INT,
  label TEXT GENERATED ALWAYS AS (CAST(value AS TEXT)) VIRTUAL,
  UNIQUE (value, label)
);
