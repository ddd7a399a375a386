INSERT INTO place VALUES ('CH','Bern'),('DE','Bonn');
INSERT INTO shop VALUES (1,'CH','Bern'),(2,'CH',NULL),(3,NULL,'Nowhere');
