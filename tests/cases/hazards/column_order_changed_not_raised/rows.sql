-- column-order-changed is not raised. The rebuild keeps the order.
INSERT INTO items VALUES (1, 'x', 5);
