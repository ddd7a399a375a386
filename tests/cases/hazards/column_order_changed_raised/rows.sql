-- column-order-changed is raised. The rebuild puts price before name.
INSERT INTO items VALUES (1, 'x', 5);
