INSERT INTO box VALUES (3, 1, 2),(8, -1, 5);
