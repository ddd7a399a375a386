INSERT INTO place VALUES ('CH','Bern','x'),('DE','Bonn','y');
INSERT INTO shop VALUES (1,'CH','Bern'),(2,'DE',NULL),(3,'DE','Bonn');
