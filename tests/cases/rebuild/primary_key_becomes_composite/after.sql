CREATE TABLE member (
  org INT NOT NULL,
  person INT NOT NULL,
  role TEXT,
  PRIMARY KEY (org, person)
);
