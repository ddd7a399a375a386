CREATE TABLE account (id INTEGER PRIMARY KEY);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account (id));
CREATE INDEX by_account ON invoice (account);
