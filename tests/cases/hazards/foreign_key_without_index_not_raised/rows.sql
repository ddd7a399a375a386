-- foreign-key-without-index is not raised. The primary key begins with it.
INSERT INTO users VALUES (1);
