INSERT INTO a VALUES (1,'7'),(2,'007'),(3,'abc'),(4,NULL);
