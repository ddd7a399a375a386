CREATE UNIQUE INDEX for_now ON plans (code);
INSERT INTO plans VALUES (1, 'free'), (2, 'paid');
INSERT INTO users VALUES (1, 'free'), (2, NULL);
DROP INDEX for_now;
