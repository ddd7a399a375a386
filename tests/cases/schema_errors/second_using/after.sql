CREATE TABLE u (
  a TEXT -- reconcile: using lower(a) -- reconcile: using upper(a)
);
