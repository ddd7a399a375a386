INSERT INTO t(oid,rowid,_rowid_,x) VALUES (10,'a','b','c'),(30,NULL,NULL,NULL);
