-- mixed-affinity is not raised. BIGINT and INTEGER convert alike.
INSERT INTO users VALUES (1);
