-- 1/1  create table pragma_settings
--   for       table pragma_settings is new
CREATE TABLE pragma_settings (id INTEGER PRIMARY KEY);
CREATE INDEX pragma_table_list ON pragma_settings (id);
