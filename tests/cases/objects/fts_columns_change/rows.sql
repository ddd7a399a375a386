INSERT INTO f (rowid, a, b) VALUES (5,'x','y');
