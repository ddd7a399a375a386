-- title: Put a default on seats.state by rebuilding seats
-- harm: The bookings refer to (hall, number) with ON DELETE CASCADE and vanish
-- kind: rows-lost
-- line: 3
-- before
CREATE TABLE seats (hall TEXT, number INTEGER, state TEXT, PRIMARY KEY (hall, number));
CREATE TABLE bookings (id INTEGER PRIMARY KEY, hall TEXT, number INTEGER,
  CONSTRAINT seat FOREIGN KEY (hall, number) REFERENCES seats (hall, number) ON UPDATE CASCADE ON DELETE CASCADE);
-- rows
INSERT INTO seats VALUES ('A',1,'ok'),('A',2,'ok');
INSERT INTO bookings VALUES (1,'A',1),(2,'A',2);
-- migration
CREATE TABLE new_seats (hall TEXT, number INTEGER, state TEXT DEFAULT 'ok', PRIMARY KEY (hall, number));
INSERT INTO new_seats SELECT hall, number, state FROM seats;
DROP TABLE seats;
ALTER TABLE new_seats RENAME TO seats;
-- check
SELECT count(*) = 0 FROM bookings;
