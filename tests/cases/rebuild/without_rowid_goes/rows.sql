INSERT INTO k VALUES ('b', 1), ('a', X'00');
