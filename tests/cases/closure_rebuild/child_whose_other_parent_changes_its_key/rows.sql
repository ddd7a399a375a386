INSERT INTO teams VALUES ('x', 'a'), ('y', 'b');
INSERT INTO labels VALUES ('x', 'l'), ('y', 'm');
INSERT INTO members VALUES (1, 'x', 'a', 'l'), (2, 'y', 'b', 'm');
