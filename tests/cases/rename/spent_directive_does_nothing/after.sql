-- reconcile: renamed-from old
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  email TEXT -- reconcile: renamed-from mail
);
