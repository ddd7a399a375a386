-- double-quoted-string is raised. "stat" is no column, and so a text.
INSERT INTO items VALUES (1);
