INSERT INTO t (id,cost) VALUES (1,5);
