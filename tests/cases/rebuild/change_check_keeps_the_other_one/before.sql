CREATE TABLE item (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('open', 'done')), n INT CHECK (n > 0));
