//! Every screen as a person sees it, at 80 and 120 columns and in colours: `screens/*.txt`.
//!
//! `RECONCILE_BLESS=1 cargo test --test cli screens` writes what is printed now; read the diff then.

use std::fs;
use std::path::Path;

use crate::Sandbox;
use crate::sandbox::Run;

const SCHEMA: &str = "\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT
);
CREATE TABLE products (
  sku TEXT PRIMARY KEY,
  title TEXT NOT NULL
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid')),
  note TEXT
);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  sku TEXT NOT NULL REFERENCES products (sku),
  PRIMARY KEY (order_id, sku)
) WITHOUT ROWID;
CREATE INDEX order_lines_by_sku ON order_lines (sku);
CREATE VIEW open_orders AS SELECT id, customer_id FROM orders WHERE status = 'open';
";

const ROWS: &str = "
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO customers SELECT i, CASE WHEN i % 5 THEN 'name ' || i END FROM n;
INSERT INTO products VALUES ('a', 'A'), ('b', 'B');
INSERT INTO orders (id, customer_id, note) SELECT id, id, CASE WHEN id % 9 THEN NULL ELSE 'n' END FROM customers;
INSERT INTO order_lines SELECT id, 'a' FROM orders;
";

/// A shop of four tables with its first migration applied, and rows.
pub(crate) fn shop() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", SCHEMA);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql(ROWS);
    sandbox
}

/// The same with a schema that wants what rows do not allow.
pub(crate) fn changed() -> Sandbox {
    let sandbox = shop();
    sandbox.edit(
        "  name TEXT\n",
        "  full_name TEXT NOT NULL -- reconcile: renamed-from name\n",
    );
    sandbox.edit("'paid'))", "'paid', 'refunded'))");
    sandbox.edit(",\n  note TEXT\n", "\n");
    sandbox.edit(
        "  title TEXT NOT NULL\n",
        "  title TEXT NOT NULL,\n  weight_g INTEGER\n",
    );
    sandbox
}

/// The same with a plan that is written.
pub(crate) fn planned() -> Sandbox {
    let sandbox = changed();
    sandbox.edit(
        "renamed-from name",
        "renamed-from name -- reconcile: backfill 'unknown'",
    );
    let plan = sandbox.run(&["plan", "--allow", "drop-column", "--name", "refunds"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    sandbox
}

/// The shop with changes by hand.
pub(crate) fn by_hand() -> Sandbox {
    let sandbox = shop();
    sandbox.sql("CREATE INDEX hot ON orders (status); ALTER TABLE customers ADD vip INTEGER; DROP VIEW open_orders");
    sandbox
}

/// The shop with a migration that someone wrote.
pub(crate) fn hand_written() -> Sandbox {
    let sandbox = shop();
    sandbox.write(
        "generated/0002_hand.sql",
        "UPDATE customers SET name = upper(name);\nDROP TABLE orders;\nCREATE TABLE orders (id INTEGER PRIMARY KEY)",
    );
    sandbox
}

/// What is printed at both widths, and in colours; escapes are written out.
fn screen(name: &str, sandbox: &Sandbox, arguments: &[&str]) {
    let mut text = String::new();
    for (title, columns, color) in [
        ("80 columns", 80, "never"),
        ("120 columns", 120, "never"),
        ("in colours", 80, "always"),
    ] {
        let run = Run::of(
            sandbox
                .command(arguments)
                .args(["--color", color])
                .env("COLUMNS", columns.to_string()),
        );
        // Places are drawn with the user's own lines.
        if color == "never" && !arguments.contains(&"-v") {
            assert_fits(name, &run, columns);
        }
        let all = [run.stdout.trim_end(), run.stderr.trim_end()].join("\n");
        text.push_str(&format!(
            "== {title}: exit {}\n{}\n\n",
            run.code,
            all.trim().replace('\u{1b}', "␛")
        ));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/screens/{name}.txt"));
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(golden, text, "{}", path.display());
}

/// No line is longer, but for one word that is: a path, a command, SQL.
fn assert_fits(name: &str, run: &Run, columns: usize) {
    for line in run.stdout.lines().chain(run.stderr.lines()) {
        let longest = line.split(' ').map(|it| it.chars().count()).max().unwrap_or(0);
        // The user's own lines, in a diff.
        let is_own = line.starts_with(['+', '-']);
        let fits = line.chars().count() <= columns || longest + 16 > columns || is_own;
        assert!(fits, "{name} at {columns}: {line}");
    }
}

#[test]
fn plan() {
    screen("plan_refused", &changed(), &["plan"]);
    let sandbox = changed();
    sandbox.edit(
        "renamed-from name",
        "renamed-from name -- reconcile: backfill 'unknown'",
    );
    screen(
        "plan_would_write",
        &sandbox,
        &["plan", "--allow", "drop-column", "--check"],
    );
    screen(
        "plan_reasons",
        &sandbox,
        &["plan", "--allow", "drop-column", "--check", "-v"],
    );
    screen("plan_errors_alone", &changed(), &["plan", "-q"]);
    screen("plan_in_sync", &shop(), &["plan"]);
    screen("plan_pending", &planned(), &["plan"]);
    screen("plan_changed_by_hand", &by_hand(), &["plan"]);
}

#[test]
fn apply() {
    screen("apply_dry_run", &planned(), &["apply", "--dry-run"]);
    screen("apply_refused", &hand_written(), &["apply"]);
    screen("apply_nothing", &shop(), &["apply"]);
}

#[test]
fn status_and_drift() {
    screen("status", &planned(), &["status"]);
    screen("status_all", &planned(), &["status", "-v"]);
    screen("drift", &by_hand(), &["drift"]);
    screen("drift_none", &shop(), &["drift"]);
}

#[test]
fn verify_and_lint() {
    screen("verify", &planned(), &["verify"]);
    screen("verify_findings", &hand_written(), &["verify"]);
    screen("lint", &hand_written(), &["lint"]);
    screen("lint_places", &hand_written(), &["lint", "-v"]);
}

#[test]
fn the_others() {
    let sandbox = planned();
    sandbox.write(
        "src/index.ts",
        "db.prepare('SELECT name FROM customers');\ndb.prepare('SELECT id FROM orders');\n",
    );
    screen("compat", &sandbox, &["compat", "src/*.ts"]);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    screen("revert", &sandbox, &["revert", "--allow", "all"]);
    screen("diff_none", &shop(), &["diff", "dev", "schema"]);
    screen("explain", &shop(), &["explain", "drop-column"]);
    screen("init_again", &shop(), &["init"]);
    screen("no_such_target", &shop(), &["plan", "prod"]);
}
