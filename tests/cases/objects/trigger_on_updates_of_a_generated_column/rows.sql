INSERT INTO orders (id, cents) VALUES (1, 250);
