INSERT INTO v (x) VALUES ('a');
