INSERT INTO f(rowid,title,body) VALUES (5,'a','running'),(9,NULL,'it''s');
