-- reconcile: renamed-from customers
CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  email TEXT -- reconcile: renamed-from mail
);
