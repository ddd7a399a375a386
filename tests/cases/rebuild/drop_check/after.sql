CREATE TABLE item (id INTEGER PRIMARY KEY, price INT, currency TEXT, CHECK (currency <> ''));
