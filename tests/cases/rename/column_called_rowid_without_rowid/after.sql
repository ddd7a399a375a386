CREATE TABLE a (
  id TEXT PRIMARY KEY,
  label TEXT, -- reconcile: renamed-from rowid
  oid INT -- reconcile: renamed-from n
) WITHOUT ROWID;
