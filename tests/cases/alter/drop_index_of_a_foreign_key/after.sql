CREATE TABLE account (id INTEGER PRIMARY KEY);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account (id), paid INTEGER);
CREATE INDEX by_paid ON invoice (paid);
