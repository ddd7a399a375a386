INSERT INTO country VALUES ('de','Germany'),('FR','France');
INSERT INTO city VALUES (1,'de'),(2,'de'),(3,'FR'),(4,NULL);
