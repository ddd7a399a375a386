INSERT INTO d VALUES (1, 'running');
INSERT INTO f (rowid, body) VALUES (1, 'running');
