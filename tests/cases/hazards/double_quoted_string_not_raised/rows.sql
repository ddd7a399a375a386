-- double-quoted-string is not raised. Names in double quotes, texts in single ones.
INSERT INTO items VALUES (1);
