CREATE TABLE t (rowid TEXT, _rowid_ TEXT, x TEXT);
