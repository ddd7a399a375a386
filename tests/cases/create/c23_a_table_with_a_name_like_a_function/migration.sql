CREATE TABLE pragma_settings (id INTEGER PRIMARY KEY);
CREATE INDEX pragma_table_list ON pragma_settings (id);
