INSERT INTO a VALUES (1,5),(2,'abc'),(3,1.5);
