//! One schema, and databases that have one definition of it otherwise: with another meaning, and with the same one spelt
//! in another way. The migration rebuilds `orders` and `tags` and puts back what is on them or reads them.

pub const BASE: &str = "\
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid')),
  code TEXT COLLATE NOCASE,
  note TEXT DEFAULT 'It''s  \"so\"',
  total INTEGER NOT NULL DEFAULT 0,
  made TEXT DEFAULT CURRENT_TIMESTAMP,
  twice INTEGER GENERATED ALWAYS AS (total * 2) VIRTUAL,
  UNIQUE (customer_id, code),
  CHECK (total >= 0)
);
CREATE TABLE tags (name TEXT PRIMARY KEY, rank INTEGER NOT NULL CHECK (rank > 0)) STRICT, WITHOUT ROWID;
CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE shipments (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL);
CREATE INDEX lines_order ON lines (order_id);
CREATE INDEX shipments_order ON shipments (order_id);
CREATE INDEX orders_status ON orders (status, total DESC);
CREATE INDEX orders_open ON orders (total) WHERE status = 'open';
CREATE INDEX orders_lower ON orders (lower(note));
CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'open';
CREATE TRIGGER orders_touch AFTER UPDATE OF status ON orders BEGIN UPDATE orders SET note = 'Touched' WHERE id = NEW.id; END;
CREATE TRIGGER lines_pay AFTER UPDATE ON lines BEGIN UPDATE orders SET status = 'paid' WHERE id = NEW.order_id; END;
";

pub const ROWS: &str = "\
INSERT INTO customers (id, name) VALUES (1, 'Ann'), (2, 'Bob');
INSERT INTO orders (id, customer_id, status, code, total) VALUES (1, 1, 'open', 'a', 5), (7, 2, 'open', 'b', 6);
INSERT INTO lines (id, order_id) VALUES (1, 1), (2, 7), (3, 7);
INSERT INTO shipments (id, order_id) VALUES (1, 7), (2, NULL);
INSERT INTO tags (name, rank) VALUES ('x', 1);
";

/// What the migration changes.
pub const CHANGES: [(&str, &str); 2] = [
    ("('open', 'paid')", "('open', 'paid', 'refunded')"),
    ("rank > 0", "rank >= 0"),
];

/// Text of the base, and what another database has in its place, or behind everything where the text is empty.
pub type Edit = (&'static str, &'static str);

pub const OTHER_MEANINGS: &[Edit] = &[
    // Columns.
    ("DEFAULT 'open'", "DEFAULT 'Open'"),
    ("DEFAULT 'open' ", ""),
    ("total INTEGER NOT NULL DEFAULT 0", "total INTEGER NOT NULL DEFAULT 1"),
    ("total INTEGER NOT NULL DEFAULT 0", "total INTEGER DEFAULT 0"),
    ("total INTEGER NOT NULL", "total REAL NOT NULL"),
    ("DEFAULT CURRENT_TIMESTAMP", "DEFAULT \"CURRENT_TIMESTAMP\""),
    ("DEFAULT 'It''s  \"so\"'", "DEFAULT 'It''s \"so\"'"),
    ("code TEXT COLLATE NOCASE", "code TEXT"),
    ("code TEXT COLLATE NOCASE", "code TEXT COLLATE RTRIM"),
    ("note TEXT DEFAULT", "note TEXT NOT NULL DEFAULT"),
    ("  note TEXT", "  memo TEXT, note TEXT"),
    // Keys.
    ("PRIMARY KEY AUTOINCREMENT", "PRIMARY KEY"),
    ("UNIQUE (customer_id, code),", ""),
    ("UNIQUE (customer_id, code)", "UNIQUE (code)"),
    (
        "UNIQUE (customer_id, code)",
        "UNIQUE (customer_id, code) ON CONFLICT REPLACE",
    ),
    (
        "name TEXT PRIMARY KEY, rank INTEGER NOT NULL",
        "name TEXT NOT NULL, rank INTEGER PRIMARY KEY",
    ),
    ("customers (id) ON DELETE CASCADE,", "customers (id),"),
    (
        "customers (id) ON DELETE CASCADE,",
        "customers (id) ON DELETE CASCADE ON UPDATE CASCADE,",
    ),
    (
        "customers (id) ON DELETE CASCADE,",
        "customers (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,",
    ),
    (" REFERENCES customers (id) ON DELETE CASCADE", ""),
    // CHECK and GENERATED.
    ("status IN ('open', 'paid')", "status IN ('open', 'paid', 'lost')"),
    ("status IN ('open', 'paid')", "status IN ('open', 'Paid')"),
    (" CHECK (status IN ('open', 'paid'))", ""),
    ("CHECK (total >= 0)", "CHECK (total >= 0 OR total IS NULL)"),
    (",\n  CHECK (total >= 0)", ""),
    ("CHECK (total >= 0)", "CHECK (total >= 0), CHECK (total < 1000)"),
    ("(total * 2) VIRTUAL", "(total * 3) VIRTUAL"),
    ("(total * 2) VIRTUAL", "(total * 2) STORED"),
    // Options of the table.
    (" STRICT, WITHOUT ROWID", " WITHOUT ROWID"),
    (" STRICT, WITHOUT ROWID", " STRICT"),
    // Indexes.
    ("CREATE INDEX orders_status ON orders (status, total DESC);", ""),
    ("CREATE INDEX orders_status ON", "CREATE UNIQUE INDEX orders_status ON"),
    ("(status, total DESC)", "(status, total)"),
    ("(status, total DESC)", "(total DESC, status)"),
    ("(status, total DESC)", "(status COLLATE NOCASE, total DESC)"),
    (
        "ON orders (total) WHERE status = 'open';",
        "ON orders (total) WHERE status = 'paid';",
    ),
    ("ON orders (total) WHERE status = 'open';", "ON orders (total);"),
    ("lower(note)", "upper(note)"),
    ("", "CREATE INDEX orders_hot ON orders (made);"),
    // Views and triggers.
    (
        "SELECT id, total FROM orders",
        "SELECT id, total + 1 AS total FROM orders",
    ),
    (
        "FROM orders WHERE status = 'open';",
        "FROM orders WHERE status = 'Open';",
    ),
    (
        "CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'open';",
        "",
    ),
    ("", "CREATE VIEW all_orders AS SELECT id FROM orders;"),
    ("'Touched'", "'touched'"),
    ("AFTER UPDATE OF status", "AFTER UPDATE OF total"),
    ("AFTER UPDATE OF status", "BEFORE UPDATE OF status"),
    (
        "status = 'paid' WHERE id = NEW.order_id",
        "status = 'open' WHERE id = NEW.order_id",
    ),
    (
        "",
        "CREATE TRIGGER orders_log AFTER DELETE ON orders BEGIN SELECT 1; END;",
    ),
    // Tables that reference it.
    (
        "order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE",
        "order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE RESTRICT",
    ),
    (
        "order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL",
        "order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE",
    ),
    (" REFERENCES orders (id) ON DELETE SET NULL", ""),
    (
        "",
        "CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE);",
    ),
    (
        "",
        "CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));",
    ),
];

pub const OTHER_SPELLINGS: &[Edit] = &[
    // Quotes.
    ("CREATE TABLE orders (", "CREATE TABLE \"orders\" ("),
    ("CREATE TABLE orders (", "CREATE TABLE [orders](\n"),
    ("CREATE TABLE orders (", "CREATE TABLE `orders`\t("),
    ("CREATE TABLE orders (", "CREATE TABLE IF NOT EXISTS main.orders ("),
    ("  note TEXT", "  \"note\" TEXT"),
    ("  note TEXT", "  [note] \"TEXT\""),
    ("  note TEXT", "  `NOTE` text"),
    ("CREATE TABLE tags (name", "create table TAGS (\"name\""),
    ("REFERENCES customers (id)", "REFERENCES \"customers\"(\"id\")"),
    ("CHECK (total >= 0)", "CHECK (\"total\" >= 0)"),
    ("CHECK (total >= 0)", "CHECK ([TOTAL]>=0)"),
    ("(status, total DESC)", "(`status`, \"total\" DESC)"),
    ("ON orders (lower(note))", "ON \"orders\" (lower(\"note\"))"),
    ("SELECT id, total FROM orders", "SELECT \"id\", [total] FROM `orders`"),
    ("ON orders BEGIN UPDATE orders", "ON \"orders\" BEGIN UPDATE \"orders\""),
    // Letter case.
    (
        "status TEXT NOT NULL DEFAULT 'open' CHECK",
        "STATUS text not null default 'open' check",
    ),
    ("UNIQUE (customer_id, code)", "unique (Customer_Id, CODE)"),
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "integer primary key autoincrement"),
    ("STRICT, WITHOUT ROWID", "strict, without rowid"),
    ("COLLATE NOCASE,", "collate nocase,"),
    (
        "GENERATED ALWAYS AS (total * 2) VIRTUAL",
        "generated always as (TOTAL*2) virtual",
    ),
    (
        "CREATE INDEX orders_status ON orders",
        "create index ORDERS_STATUS on ORDERS",
    ),
    (
        "AS SELECT id, total FROM orders WHERE",
        "as select ID, TOTAL from ORDERS where",
    ),
    (
        "AFTER UPDATE OF status ON orders BEGIN UPDATE orders SET",
        "after update of STATUS on ORDERS begin update ORDERS set",
    ),
    // Comments and white space.
    ("  note TEXT", "  -- it's the customer's \"own\" words\n  note TEXT"),
    ("  note TEXT", "  /* a comment, with (one */ note /**/ TEXT"),
    ("CHECK (total >= 0)", "CHECK (total -- cents\n    >= 0)"),
    ("CHECK (total >= 0)\n)", "CHECK (total >= 0) -- the end\n)"),
    ("UNIQUE (customer_id, code),", "UNIQUE\t(customer_id,code) ,"),
    ("status IN ('open', 'paid')", "status\r\n    IN('open','paid')"),
    (
        "rank INTEGER NOT NULL CHECK (rank > 0)",
        "rank   INTEGER   NOT   NULL   CHECK(rank>0)",
    ),
    (
        "(total) WHERE status = 'open';",
        "(total) /* few */ WHERE status='open';",
    ),
    (
        "AS SELECT id, total FROM orders",
        "AS\n  -- the open ones\n  SELECT id,total\n  FROM orders",
    ),
    ("SET note = 'Touched' WHERE", "SET note='Touched' /* why */\nWHERE"),
    // Order, and names of constraints' own lines.
    (
        "  code TEXT COLLATE NOCASE,\n  note TEXT DEFAULT 'It''s  \"so\"',",
        "  note TEXT DEFAULT 'It''s  \"so\"',\n  code TEXT COLLATE NOCASE,",
    ),
    (
        "  UNIQUE (customer_id, code),\n  CHECK (total >= 0)\n",
        "  CHECK (total >= 0),\n  UNIQUE (customer_id, code)\n",
    ),
    // Renamed there and back, added and dropped again.
    ("", "ALTER TABLE orders RENAME TO o; ALTER TABLE o RENAME TO orders;"),
    (
        "",
        "ALTER TABLE orders RENAME COLUMN total TO t; ALTER TABLE orders RENAME COLUMN t TO total;",
    ),
    (
        "",
        "ALTER TABLE customers RENAME TO c; ALTER TABLE c RENAME TO customers;",
    ),
    (
        "",
        "ALTER TABLE orders ADD COLUMN x TEXT; ALTER TABLE orders DROP COLUMN x;",
    ),
    ("", "ALTER TABLE tags RENAME TO t; ALTER TABLE t RENAME TO tags;"),
    // What has nothing to do with it.
    (
        "",
        "CREATE TABLE other (id INTEGER PRIMARY KEY); CREATE VIEW o AS SELECT id FROM other;",
    ),
    (
        "",
        "CREATE TRIGGER orders AFTER INSERT ON customers BEGIN SELECT 1; END;",
    ),
    (
        "customers (id INTEGER PRIMARY KEY, name TEXT)",
        "customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    ),
];

/// The statements of the base with this edit.
pub fn edited((from, to): Edit) -> String {
    if from.is_empty() {
        return format!("{BASE}{to}\n");
    }
    assert!(BASE.contains(from), "the base has no {from}");
    BASE.replacen(from, to, 1)
}

/// The schema that the migration leads to.
pub fn wanted() -> String {
    CHANGES.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the base has no {from}");
        text.replacen(from, to, 1)
    })
}
