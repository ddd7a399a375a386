CREATE TABLE log (
  id INT,
  line TEXT
);
