//! An application that writes while a table is rebuilt online: every kind of write that SQLite has, and cascades into the
//! table. What it does to the database it also does to a plain copy, which is then rebuilt at once: both must be equal.
#![allow(dead_code)]

use rusqlite::Connection;

/// The schema before; `orders` is rebuilt.
pub(crate) const BEFORE: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  email TEXT COLLATE NOCASE UNIQUE,
  status TEXT NOT NULL DEFAULT 'open',
  total INTEGER NOT NULL
);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE UNIQUE INDEX orders_by_total ON orders (total) WHERE total > 0;
CREATE TABLE lines (
  id INTEGER PRIMARY KEY,
  order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX lines_by_order ON lines (order_id);
CREATE TABLE notes (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL ON UPDATE CASCADE);
CREATE INDEX notes_by_order ON notes (order_id);
CREATE VIEW open_orders AS SELECT id FROM orders WHERE status = 'open';
CREATE TRIGGER orders_status AFTER UPDATE OF total ON orders WHEN NEW.total % 7 = 0 BEGIN UPDATE orders SET status = 'paid' WHERE id = NEW.id; END;
";

/// The schema after: a CHECK, and a column that is converted to what the application writes anyway.
pub(crate) fn after() -> String {
    BEFORE.replace(
        "status TEXT NOT NULL DEFAULT 'open',",
        "status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid')), -- reconcile: using lower(status)",
    )
}

/// Fills the tables with so many rows of `orders`, and a quarter as many of the others.
pub(crate) fn rows(count: u64) -> Vec<String> {
    let quarter = (count / 4).max(1);
    let mut statements = Vec::new();
    let mut fill = |table: &str, values: String, count: u64| {
        // In pieces that one call has time for.
        for start in (0..count).step_by(100_000) {
            let (first, end) = (start + 1, (start + 100_000).min(count));
            statements.push(format!(
                "WITH RECURSIVE n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {end}) INSERT INTO {table} SELECT {values} FROM n"
            ));
        }
    };
    fill("customers", "i, 'customer ' || i".to_owned(), quarter);
    let mail = "'mail' || i || '@example.com', iif(i % 3, 'Open', 'PAID'), i";
    fill("orders", format!("i, i % {quarter} + 1, {mail}"), count);
    fill("lines", format!("i, i * 4 % {count} + 1"), quarter);
    fill("notes", format!("i, i * 3 % {count} + 1"), quarter);
    statements
}

/// All rows of all tables, each as one text.
pub(crate) const ALL: [&str; 4] = [
    "SELECT quote(id) || quote(name) FROM customers ORDER BY id",
    "SELECT quote(id) || ' ' || quote(customer_id) || quote(email) || quote(status) || quote(total) FROM orders ORDER BY id",
    "SELECT quote(id) || ' ' || quote(order_id) FROM lines ORDER BY id",
    "SELECT quote(id) || ' ' || quote(order_id) FROM notes ORDER BY id",
];

/// The writes, one after another.
pub(crate) struct Writer {
    state: u64,
    count: u64,
    /// The plain copy.
    pub(crate) copy: Connection,
    pub(crate) writes: u64,
    pub(crate) failed: u64,
}

impl Writer {
    pub(crate) fn new(count: u64, seed: u64) -> Self {
        let copy = Connection::open_in_memory().unwrap();
        copy.execute_batch("PRAGMA foreign_keys = on").unwrap();
        copy.execute_batch(BEFORE).unwrap();
        copy.execute_batch(&rows(count).join(";\n")).unwrap();
        Self {
            state: seed,
            count,
            copy,
            writes: 0,
            failed: 0,
        }
    }

    fn random(&mut self, limit: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % limit
    }

    /// One write, here and there; `there` says whether the database took it.
    pub(crate) fn write(&mut self, there: impl FnOnce(&str) -> bool) {
        let sql = self.next();
        self.writes += 1;
        let is_taken = there(&sql);
        let here = self.copy.execute_batch(&sql);
        self.failed += u64::from(here.is_err());
        assert_eq!(is_taken, here.is_ok(), "{sql}: {here:?}");
    }

    /// So many writes in one transaction, here and there, as D1's `batch()` makes them. Those that the constraints refuse are
    /// left out: one would take back all of them.
    pub(crate) fn write_together(&mut self, most: usize, there: impl FnOnce(&[String]) -> bool) {
        self.copy.execute_batch("BEGIN").unwrap();
        let mut batch = Vec::new();
        for _ in 0..most {
            let sql = self.next();
            if self.copy.execute_batch(&sql).is_ok() {
                batch.push(sql);
            }
        }
        self.copy.execute_batch("COMMIT").unwrap();
        self.writes += batch.len() as u64;
        assert!(batch.is_empty() || there(&batch), "{batch:?}");
    }

    fn next(&mut self) -> String {
        let most = self.count + self.count / 8;
        let id = self.random(most) + 1;
        let other = self.random(most) + 1;
        let customer = self.random(self.count / 4) + 1;
        let total = self.random(most) + 1;
        let letter = if self.random(2) == 0 { "mail" } else { "MAIL" };
        let values = format!("{id}, {customer}, '{letter}{other}@example.com', {total}");
        let columns = "orders (id, customer_id, email, total)";
        match self.random(24) {
            0 => format!("INSERT INTO {columns} VALUES ({values})"),
            1 | 2 => format!("INSERT OR REPLACE INTO {columns} VALUES ({values})"),
            3 => format!("INSERT OR IGNORE INTO {columns} VALUES ({values})"),
            4 => format!("INSERT OR ABORT INTO {columns} VALUES ({values})"),
            5 => format!("INSERT OR FAIL INTO {columns} VALUES ({values})"),
            6 => format!("INSERT INTO {columns} VALUES ({values}) ON CONFLICT DO UPDATE SET customer_id = {customer}"),
            7 => format!("INSERT INTO {columns} VALUES ({values}) ON CONFLICT DO NOTHING"),
            8 => format!(
                "REPLACE INTO orders (customer_id, email, total) VALUES ({customer}, '{letter}{other}@example.com', {total})"
            ),
            9 => format!("UPDATE orders SET total = {total} WHERE id = {id}"),
            10 => format!(
                "UPDATE orders SET status = 'paid', customer_id = {customer} WHERE id BETWEEN {id} AND {id} + 5"
            ),
            11 => format!("UPDATE orders SET id = {other} WHERE id = {id}"),
            12 => format!("UPDATE OR REPLACE orders SET id = {other}, total = {total} WHERE id = {id}"),
            13 => format!("UPDATE OR REPLACE orders SET email = '{letter}{other}@example.com' WHERE id = {id}"),
            14 => format!(
                "UPDATE OR IGNORE orders SET email = '{letter}{other}@example.com', total = {total} WHERE id = {id}"
            ),
            15 => format!("UPDATE OR REPLACE orders SET id = id + 1, email = NULL WHERE id IN ({id}, {other})"),
            16 => format!("DELETE FROM orders WHERE id = {id}"),
            17 => format!("DELETE FROM orders WHERE total BETWEEN {total} AND {total} + 2"),
            18 => format!("DELETE FROM customers WHERE id = {customer}"),
            19 => format!("INSERT OR REPLACE INTO customers VALUES ({customer}, 'again')"),
            20 => format!(
                "UPDATE OR IGNORE customers SET id = {} WHERE id = {customer}",
                self.count + customer
            ),
            21 => format!("INSERT INTO lines (order_id) SELECT id FROM orders WHERE id > {id} LIMIT 3"),
            22 => format!("UPDATE orders SET total = -total WHERE id = {id}"),
            _ => {
                format!("INSERT INTO orders (customer_id, total) SELECT id, NULL FROM customers WHERE id = {customer}")
            }
        }
    }

    /// All rows that a rebuild of the copy at once gives.
    pub(crate) fn expected(&self) -> Vec<Vec<String>> {
        self.copy
            .execute_batch("DROP TRIGGER orders_status; UPDATE orders SET status = lower(status)")
            .unwrap();
        ALL.iter().map(|sql| read(&self.copy, sql)).collect()
    }
}

/// The first column.
pub(crate) fn read(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}
