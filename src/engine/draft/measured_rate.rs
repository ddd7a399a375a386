//! The rate at which a remote database reads rows with all their values: the time of a large plan is estimated from it.

use std::time::{Duration, Instant};

use crate::database::Database;
use crate::plan::Facts;
use crate::schema::Schema;

/// Rows that are read for it.
const SAMPLE: u64 = 20_000;
/// Less time than this is as good as none.
const LEAST: Duration = Duration::from_millis(1);

/// By the largest of the counted tables; none where that cannot be read.
pub(super) fn rate(data: &mut dyn Database, there: &Schema, facts: &Facts) -> Option<u64> {
    let counted = facts
        .tables
        .iter()
        .filter_map(|(name, it)| Some((it.rows?, there.tables.get(name)?)));
    let (rows, table) = counted.max_by_key(|it| it.0)?;
    let lengths: Vec<String> = table
        .columns
        .iter()
        .map(|it| format!("sum(length(quote({})))", it.name.quoted()))
        .collect();
    let sample = format!(
        "SELECT {} FROM (SELECT * FROM {} LIMIT {SAMPLE})",
        lengths.join(", "),
        table.name.quoted()
    );
    let mut time = |sql: &str| {
        let sent = Instant::now();
        data.query(sql).ok().map(|_| sent.elapsed())
    };
    let way = time("SELECT 1")?;
    let took = time(&sample)?.saturating_sub(way).max(LEAST);
    let rows = rows.min(SAMPLE) as f64;
    Some((rows / took.as_secs_f64()) as u64)
}
