CREATE TABLE item (id INTEGER PRIMARY KEY, price INT CHECK (price > 0), currency TEXT, CHECK (currency <> ''));
