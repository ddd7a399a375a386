INSERT INTO kv VALUES (1,'a',x'00ff'),(2,'b',1.5),(3,'c',NULL);
