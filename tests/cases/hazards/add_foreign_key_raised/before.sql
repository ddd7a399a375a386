CREATE TABLE account (id INTEGER PRIMARY KEY);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, account INTEGER);
CREATE INDEX invoice_by_account ON invoice (account);
