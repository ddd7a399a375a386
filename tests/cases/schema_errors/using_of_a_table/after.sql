-- reconcile: using lower(a)
CREATE TABLE u (a TEXT);
