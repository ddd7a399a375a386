-- mixed-affinity is raised. A text refers to an integer.
INSERT INTO users VALUES (1);
