//! Kinds of change, each with the old and the new code of one application, for `staged_traffic.rs`.

use crate::staged_code::{Change, Code, LOG, PLAIN, code, column, inserted, lower, updated, word};

pub(crate) const CHANGES: &[Change] = &[
    Change {
        name: "a_renamed_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n);",
        notes: &["meta.changes"],
        ..PLAIN
    },
    Change {
        name: "a_renamed_column_of_a_referenced_table",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
            CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE); CREATE INDEX u_t ON u (t);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n);
            CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE); CREATE INDEX u_t ON u (t);",
        ..PLAIN
    },
    // 35: code that leaves the column out reads the default at once.
    Change {
        name: "a_renamed_column_with_a_default",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'none', n INT);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL DEFAULT 'none', -- reconcile: renamed-from a\n n INT);",
        old: Code {
            auto: "INSERT INTO t (n) VALUES (1) RETURNING a AS v",
            auto_gives: "none",
            value: |number| if number.is_multiple_of(3) { "none".to_owned() } else { format!("v{number}") },
            ..column!("a")
        },
        new: Code {
            auto: "INSERT INTO t (n) VALUES (1) RETURNING b AS v",
            auto_gives: "none",
            value: |number| if number.is_multiple_of(3) { "none".to_owned() } else { format!("v{number}") },
            ..column!("b")
        },
        ..PLAIN
    },
    Change {
        name: "a_renamed_column_with_a_clock",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT CURRENT_TIMESTAMP);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT DEFAULT CURRENT_TIMESTAMP -- reconcile: renamed-from a\n);",
        ..PLAIN
    },
    Change {
        name: "a_renamed_column_with_another_default",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x');",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT DEFAULT 'y' -- reconcile: renamed-from a\n);",
        notes: &["t.b gets its DEFAULT 'y' with contract"],
        ..PLAIN
    },
    Change {
        name: "a_renamed_unique_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, CHECK (length(a) > 0));",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL UNIQUE, -- reconcile: renamed-from a\n CHECK (length(b) > 0));",
        ..PLAIN
    },
    // 34: audits of what the statement names, on both sides of switch.
    Change {
        name: "an_audit_of_a_renamed_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF b ON t BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.b || ' > ' || NEW.b); END;",
        audit: LOG,
        audited: updated,
        notes: &["t.follower_writes is there until contract"],
        ..PLAIN
    },
    Change {
        name: "an_audit_of_every_update",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE ON t WHEN OLD.a <> '' BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE ON t WHEN OLD.b <> '' BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.b || ' > ' || NEW.b); END;",
        audit: LOG,
        audited: updated,
        ..PLAIN
    },
    Change {
        name: "an_audit_of_inserts",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.id || ' ' || NEW.a); END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.id || ' ' || NEW.b); END;",
        audit: LOG,
        audited: inserted,
        ..PLAIN
    },
    Change {
        name: "a_check_by_trigger",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
            CREATE TRIGGER valid BEFORE INSERT ON t WHEN NEW.a IS NULL OR NEW.a NOT LIKE 'v%' BEGIN SELECT RAISE(ABORT, 'not valid'); END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT NOT NULL -- reconcile: renamed-from a\n);
            CREATE TRIGGER valid BEFORE INSERT ON t WHEN NEW.b IS NULL OR NEW.b NOT LIKE 'v%' BEGIN SELECT RAISE(ABORT, 'not valid'); END;",
        ..PLAIN
    },
    // 33.
    Change {
        name: "a_normaliser_of_a_renamed_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
            CREATE TRIGGER tidy AFTER INSERT ON t BEGIN UPDATE t SET a = lower(NEW.a) WHERE id = NEW.id; END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT -- reconcile: renamed-from a\n);
            CREATE TRIGGER tidy AFTER INSERT ON t BEGIN UPDATE t SET b = lower(NEW.b) WHERE id = NEW.id; END;",
        refused: Some("this change cannot be split into stages: trigger tidy sets t.a itself"),
        ..PLAIN
    },
    // 30: the documented triggers of an external content table.
    SEARCHED,
    Change {
        name: "a_renamed_column_beside_a_searched_one",
        before: SEARCH_BY_A,
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT,\n m TEXT -- reconcile: renamed-from n\n);
            CREATE VIRTUAL TABLE f USING fts5(a, content='t', content_rowid='id');
            CREATE TRIGGER ai AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (NEW.id, NEW.a); END;
            CREATE TRIGGER ad AFTER DELETE ON t BEGIN INSERT INTO f (f, rowid, a) VALUES ('delete', OLD.id, OLD.a); END;
            CREATE TRIGGER au AFTER UPDATE ON t BEGIN INSERT INTO f (f, rowid, a) VALUES ('delete', OLD.id, OLD.a);
                INSERT INTO f (rowid, a) VALUES (NEW.id, NEW.a); END;",
        old: Code { insert: "INSERT INTO t (id, a, n) VALUES ({id}, {v}, 'n')", ..column!("a") },
        new: Code { insert: "INSERT INTO t (id, a, m) VALUES ({id}, {v}, 'm')", ..column!("a") },
        holds: FOUND_BY_A,
        ..PLAIN
    },
    // 29: the fill is no matter for the schema's own triggers.
    Change {
        name: "a_backfill_beside_a_clock_and_a_log",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, at TEXT DEFAULT 'never'); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER touch AFTER UPDATE ON t BEGIN UPDATE t SET at = 'touched' WHERE id = NEW.id;
                INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, at TEXT DEFAULT 'never',
            c TEXT NOT NULL -- reconcile: backfill upper(a)\n); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER touch AFTER UPDATE ON t BEGIN UPDATE t SET at = 'touched' WHERE id = NEW.id;
                INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        new: Code {
            insert: "INSERT INTO t (id, a, c) VALUES ({id}, {v}, 'C') RETURNING a AS v",
            upsert: "",
            auto: "INSERT INTO t (a, c) VALUES ({v}, 'C')",
            ..column!("a")
        },
        audit: LOG,
        audited: updated,
        holds: &["SELECT * FROM t WHERE (at = 'touched') <> (id IN (SELECT CAST(entry AS INTEGER) FROM log))"],
        ..PLAIN
    },
    SPLIT,
    Change {
        name: "two_columns_become_one",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n name TEXT NOT NULL -- reconcile: backfill first || ' ' || last\n);",
        old: SPLIT.new,
        new: SPLIT.old,
        both_ways: false,
        old_sees_inserts: false,
        notes: &["t.name follows t.first and t.last, but not the other way round"],
        ..PLAIN
    },
    Change {
        name: "a_converted_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, price TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from price\n
            -- reconcile: using CAST(round(CAST(price AS REAL) * 100) AS INTEGER)\n cents INTEGER NOT NULL);",
        old: Code { value: |number| format!("{number}.25"), ..column!("price") },
        new: Code { value: |number| format!("{number}"), ..column!("cents") },
        converted: |value| value.replace('.', ""),
        both_ways: false,
        old_sees_inserts: false,
        notes: &["t.cents follows t.price, but not the other way round"],
        ..PLAIN
    },
    Change {
        name: "a_new_required_column",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT NOT NULL,\n slug TEXT NOT NULL -- reconcile: backfill lower(title)\n);",
        old: Code { value: |number| format!("V{number}"), ..column!("title") },
        new: Code {
            insert: "INSERT INTO t (id, title, slug) VALUES ({id}, {v}, {v}) RETURNING slug AS v",
            upsert: "",
            auto: "INSERT INTO t (title, slug) VALUES ({v}, {v})",
            ..column!("slug")
        },
        converted: lower,
        both_ways: false,
        new_sees_updates: false,
        ..PLAIN
    },
    // 4 of section A: a default in every row is no value that a backfill has to leave.
    Change {
        name: "a_new_column_with_a_default_and_a_backfill",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL,\n c TEXT NOT NULL DEFAULT 'new' -- reconcile: backfill upper(a)\n);
            CREATE VIEW unfilled AS SELECT id FROM t WHERE c IS NULL;",
        new: column!("a"),
        notes: &["t.c is 'new' in rows that old code inserts"],
        ..PLAIN
    },
    // 32: an order must not be tied to a stranger.
    Change {
        name: "a_renamed_table",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        after: "-- reconcile: renamed-from t\nCREATE TABLE s (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF a ON s BEGIN INSERT INTO log VALUES (OLD.id || ' ' || OLD.a || ' > ' || NEW.a); END;",
        new: Code {
            auto: "INSERT INTO s (a) VALUES ({v})",
            ..code(
                "INSERT INTO s (id, a) VALUES ({id}, {v}) RETURNING a AS v",
                "UPDATE s SET a = {v} WHERE id = {id}",
                "DELETE FROM s WHERE id = {id}",
                "SELECT a AS v FROM s WHERE id = {id}",
            )
        },
        audit: LOG,
        audited: updated,
        auto_refused: "INSERT INTO s must give s.id, or go to t until the contract stage",
        notes: &["an INSERT into it must give s.id"],
        ..PLAIN
    },
    Change {
        name: "a_renamed_table_whose_key_code_makes",
        before: "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT NOT NULL, n INT); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF n ON t BEGIN INSERT INTO log VALUES ('n'); END;",
        after: "-- reconcile: renamed-from t\nCREATE TABLE s (id TEXT PRIMARY KEY, a TEXT NOT NULL, n INT); CREATE TABLE log (entry TEXT);
            CREATE TRIGGER audit AFTER UPDATE OF n ON s BEGIN INSERT INTO log VALUES ('n'); END;",
        old: Code { auto: "", ..column!("a") },
        new: code(
            "INSERT INTO s (id, a) VALUES ({id}, {v}) RETURNING a AS v",
            "UPDATE s SET a = {v} WHERE id = '{id}'",
            "DELETE FROM s WHERE id = '{id}'",
            "SELECT a AS v FROM s WHERE id = '{id}'",
        ),
        holds: &["SELECT * FROM log"],
        ..PLAIN
    },
    Change {
        name: "a_column_that_goes",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, gone TEXT NOT NULL);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);",
        old: Code {
            insert: "INSERT INTO t (id, a, gone) VALUES ({id}, {v}, 'g') RETURNING a AS v",
            upsert: "",
            auto: "INSERT INTO t (a, gone) VALUES ({v}, 'g')",
            ..column!("a")
        },
        new: column!("a"),
        ..PLAIN
    },
    Change {
        name: "a_table_that_goes_and_one_that_comes",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE gone (x);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE came (t INTEGER REFERENCES t (id));
            CREATE INDEX came_t ON came (t);",
        old: Code { update: "UPDATE t SET a = {v} WHERE id = {id} AND (SELECT count(*) FROM gone) >= 0", ..column!("a") },
        new: column!("a"),
        ..PLAIN
    },
    Change {
        name: "a_constraint_that_comes",
        before: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);",
        after: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE CHECK (a <> ''));",
        new: column!("a"),
        ..PLAIN
    },
];

const SPLIT: Change = Change {
    name: "one_column_becomes_two",
    before: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
    after: "CREATE TABLE t (id INTEGER PRIMARY KEY,
        first TEXT NOT NULL, -- reconcile: backfill substr(name, 1, instr(name, ' ') - 1)
        last TEXT NOT NULL -- reconcile: backfill substr(name, instr(name, ' ') + 1)\n);",
    old: Code { value: |number| format!("a{number} b{number}"), ..column!("name") },
    new: Code {
        value: |number| format!("a{number} b{number}"),
        ..code(
            "INSERT INTO t (id, first, last) VALUES ({id}, substr({v}, 1, instr({v}, ' ') - 1), substr({v}, instr({v}, ' ') + 1))
                RETURNING first || ' ' || last AS v",
            "UPDATE t SET first = substr({v}, 1, instr({v}, ' ') - 1), last = substr({v}, instr({v}, ' ') + 1) WHERE id = {id}",
            "DELETE FROM t WHERE id = {id}",
            "SELECT first || ' ' || last AS v FROM t WHERE id = {id}",
        )
    },
    converted: |value| format!("{} {}", word(value, 0), word(value, 1)),
    both_ways: false,
    old_sees_inserts: false,
    notes: &["t.first follows t.name, but not the other way round"],
    ..PLAIN
};

const SEARCH_BY_A: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n TEXT);
    CREATE VIRTUAL TABLE f USING fts5(a, content='t', content_rowid='id');
    CREATE TRIGGER ai AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (NEW.id, NEW.a); END;
    CREATE TRIGGER ad AFTER DELETE ON t BEGIN INSERT INTO f (f, rowid, a) VALUES ('delete', OLD.id, OLD.a); END;
    CREATE TRIGGER au AFTER UPDATE ON t BEGIN INSERT INTO f (f, rowid, a) VALUES ('delete', OLD.id, OLD.a);
        INSERT INTO f (rowid, a) VALUES (NEW.id, NEW.a); END;";

/// The index is what the table says.
const FOUND_BY_A: &[&str] = &[
    "INSERT INTO f (f, rank) VALUES ('integrity-check', 1)",
    "SELECT id FROM t WHERE a IS NOT NULL AND id NOT IN (SELECT rowid FROM f WHERE f MATCH '\"' || t.a || '\"')",
];

const SEARCHED: Change = Change {
    name: "a_renamed_searched_column",
    before: SEARCH_BY_A,
    after: "CREATE TABLE t (id INTEGER PRIMARY KEY,\n b TEXT, -- reconcile: renamed-from a\n n TEXT);
        CREATE VIRTUAL TABLE f USING fts5(b, content='t', content_rowid='id');
        CREATE TRIGGER ai AFTER INSERT ON t BEGIN INSERT INTO f (rowid, b) VALUES (NEW.id, NEW.b); END;
        CREATE TRIGGER ad AFTER DELETE ON t BEGIN INSERT INTO f (f, rowid, b) VALUES ('delete', OLD.id, OLD.b); END;
        CREATE TRIGGER au AFTER UPDATE ON t BEGIN INSERT INTO f (f, rowid, b) VALUES ('delete', OLD.id, OLD.b);
            INSERT INTO f (rowid, b) VALUES (NEW.id, NEW.b); END;",
    holds: &["INSERT INTO f (f, rank) VALUES ('integrity-check', 1)"],
    notes: &["virtual table f changes for old and new code with switch"],
    ..PLAIN
};
