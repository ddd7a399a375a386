INSERT INTO customers VALUES (1,'m');
INSERT INTO orders VALUES (1,1);
