-- reconcile: allow dangling-reference because invoices of before 2020 are imported
CREATE TABLE invoice (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account (id));
