//! `reconcile plan` on 1,000 tables of 8 columns, each with an index: in sync with the schema, and all of them new. On
//! 5,000 such tables: one more column, planned and proven.
//!
//! `cargo bench --bench plan`; peers need 0.2 s to 21 s for the same.
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

mod projects;

use std::path::Path;
use std::process::Command;

use criterion::{Criterion, criterion_group, criterion_main};
use projects::Shape;

const TABLES: usize = 1_000;
/// Five times as many should take five times as long.
const MANY: usize = 5_000;

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
    std::fs::write(folder.path().join("schema.sql"), Shape::Tables.schema(TABLES)).unwrap();
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

/// One column more, in a database that has all the tables.
fn one_column(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan/one more column");
    group.sample_size(10);
    for tables in [TABLES, MANY] {
        let folder = tempfile::tempdir().unwrap();
        projects::write(folder.path(), Shape::Tables, tables).unwrap();
        std::fs::rename(folder.path().join("more.sql"), folder.path().join("schema.sql")).unwrap();
        group.bench_function(format!("{tables} tables"), |bencher| {
            bencher.iter(|| assert_eq!(reconcile(folder.path(), &["plan", "--check"]), 2));
        });
    }
    group.finish();
}

criterion_group!(benches, plan, one_column);
criterion_main!(benches);
