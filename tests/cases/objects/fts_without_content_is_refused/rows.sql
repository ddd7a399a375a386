INSERT INTO f(rowid,title) VALUES (1,'a');
