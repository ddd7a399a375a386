INSERT INTO place VALUES ('CH','Bern');
INSERT INTO shop VALUES (1,'CH','Bonn'),(2,NULL,'x'),(3,'CH','Bern');
