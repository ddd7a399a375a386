-- lines goes first, since it references orders, which is rebuilt; the trigger of log mentions it until log goes.
CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, log INTEGER REFERENCES log (id), total INT);
CREATE TABLE lines (id INTEGER PRIMARY KEY, orders INTEGER REFERENCES orders (id));
CREATE TRIGGER log_lines AFTER UPDATE ON log BEGIN UPDATE lines SET orders = orders; END;
