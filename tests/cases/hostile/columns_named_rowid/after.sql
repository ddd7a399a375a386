CREATE TABLE t (rowid TEXT, _rowid_ TEXT, oid TEXT, x TEXT NOT NULL);
