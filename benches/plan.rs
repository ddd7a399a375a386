//! `reconcile plan` on 1,000 tables of 8 columns, each with an index: in sync with the schema, and all of them new.
//!
//! `cargo bench --bench plan`; peers need 0.2 s to 21 s for the same.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

use criterion::{Criterion, criterion_group, criterion_main};

const TABLES: usize = 1_000;

fn schema() -> String {
    let mut sql = String::new();
    for at in 0..TABLES {
        let parent = at / 2;
        sql.push_str(&format!(
            "CREATE TABLE table_{at} (\n  id INTEGER PRIMARY KEY,\n  parent_id INTEGER REFERENCES table_{parent} (id) ON DELETE CASCADE,\n  \
             name TEXT NOT NULL,\n  email TEXT COLLATE NOCASE,\n  amount REAL DEFAULT 0,\n  state TEXT NOT NULL DEFAULT 'new' CHECK (state <> ''),\n  \
             created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  data BLOB\n);\nCREATE INDEX table_{at}_parent ON table_{at} (parent_id);\n"
        ));
    }
    sql
}

/// The program itself, as a person runs it: start, read, plan, prove, report.
fn reconcile(folder: &Path, arguments: &[&str]) -> i32 {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .current_dir(folder)
        .args(arguments)
        .args([
            "--schema",
            "schema.sql",
            "--migrations",
            "generated",
            "--target",
            "sqlite:dev.db",
        ])
        .output()
        .unwrap();
    output.status.code().unwrap()
}

fn plan(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("schema.sql"), schema()).unwrap();
    let mut group = criterion.benchmark_group("plan/1000 tables");
    group.sample_size(20);
    group.bench_function("all new", |bencher| {
        bencher.iter(|| assert_eq!(reconcile(folder.path(), &["plan", "--check"]), 2));
    });
    assert_eq!(reconcile(folder.path(), &["plan"]), 0);
    assert_eq!(reconcile(folder.path(), &["apply"]), 0);
    group.bench_function("in sync", |bencher| {
        bencher.iter(|| assert_eq!(reconcile(folder.path(), &["plan", "--check"]), 0));
    });
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
