INSERT INTO a (rowid, x) VALUES (7,'x'),(9,'y');
