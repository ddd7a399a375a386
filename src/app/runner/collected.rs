//! The results of a run, from the central database.

use serde_json::{Map, Value as Json};

use super::{CatalogRow, Error};
use crate::database::{self, Database, Rows, Value};

/// What a run came to so far.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// The first line of the run's file.
    pub header: Map<String, Json>,
    /// Databases that came to an end, in the order in which they were started.
    pub results: Vec<DatabaseResult>,
    /// `done`, `stopped` or `failed`; none while it runs.
    pub verdict: Option<&'static str>,
    /// When the last shard ended.
    pub finished_at: Option<String>,
    /// Definitions that the Worker did not know, by their hash.
    pub(crate) shapes: Vec<(String, Vec<CatalogRow>)>,
}

/// What one database came to.
#[derive(Debug, Clone, PartialEq)]
pub struct DatabaseResult {
    /// What it is called in the fleet.
    pub name: String,
    /// Where it is: `d1:ID`.
    pub target: String,
    /// The number of its wave, from 0.
    pub wave: i64,
    /// `applied`, `in-sync`, `failed` or `refused`.
    pub verdict: String,
    /// What the run applied to it.
    pub applied: Vec<String>,
    /// When it came to an end.
    pub at: String,
    /// From its start to there.
    pub duration_ms: i64,
    /// Why it failed or was refused.
    pub error: Option<String>,
    /// The hash of definitions that the Worker did not know.
    pub shape: Option<String>,
}

/// Reads a run's results; of the newest run where none is named.
///
/// # Errors
/// Those of the database; a run that it does not know.
pub fn collect(database: &mut dyn Database, run: Option<&str>) -> Result<Collected, Error> {
    let no_run = || Error::NoRun {
        run: run.map(str::to_owned),
    };
    let wanted = run.map_or("NULL".to_owned(), |it| Value::Text(it.to_owned()).to_sql());
    // Ids begin with the moment.
    let newest = format!(
        "SELECT run, header FROM _reconcile_fleet_runs WHERE run = ifnull({wanted}, run) ORDER BY run DESC LIMIT 1"
    );
    let found = match database.query(&newest) {
        Err(database::Error::Statement { .. }) => return Err(no_run()),
        found => found?,
    };
    let row = found.rows.first().ok_or_else(no_run)?;
    let (Some(run), Some(header)) = (text(row, 0), text(row, 1)) else {
        return Err(no_run());
    };
    let header = serde_json::from_str(&header).map_err(|error| Error::Unreadable(error.to_string()))?;
    let run = Value::Text(run).to_sql();
    let answers = database.query_all(&[
        format!("SELECT verdict, at FROM _reconcile_fleet_drivers WHERE run = {run}"),
        format!(
            "SELECT name, target, wave, verdict, applied, at, duration_ms, error, shape FROM _reconcile_fleet_results \
             WHERE run = {run} ORDER BY wave, at, name"
        ),
        format!(
            "SELECT DISTINCT s.shape, s.catalog FROM _reconcile_fleet_shapes AS s JOIN _reconcile_fleet_results AS r \
             USING (shape) WHERE r.run = {run}"
        ),
    ])?;
    let [drivers, results, shapes] = answers.as_slice() else {
        return Err(no_run());
    };
    let (verdict, finished_at) = ended(drivers);
    Ok(Collected {
        header,
        results: results.rows.iter().map(|it| result(it)).collect(),
        verdict,
        finished_at,
        shapes: shapes.rows.iter().filter_map(|it| shape(it)).collect(),
    })
}

fn text(row: &[Value], at: usize) -> Option<String> {
    row.get(at).and_then(Value::as_str).map(str::to_owned)
}

/// The worst that any shard says, once all of them ended.
fn ended(drivers: &Rows) -> (Option<&'static str>, Option<String>) {
    let says = |verdict: &str| drivers.rows.iter().any(|it| text(it, 0).as_deref() == Some(verdict));
    if drivers.rows.is_empty() || says("running") {
        return (None, None);
    }
    let worst = ["stopped", "failed"].into_iter().find(|it| says(it));
    let last = drivers.rows.iter().filter_map(|it| text(it, 1)).max();
    (Some(worst.unwrap_or("done")), last)
}

fn result(row: &[Value]) -> DatabaseResult {
    let number = |at: usize| row.get(at).and_then(Value::as_i64).unwrap_or_default();
    let applied = text(row, 4).and_then(|it| serde_json::from_str(&it).ok());
    DatabaseResult {
        name: text(row, 0).unwrap_or_default(),
        target: text(row, 1).unwrap_or_default(),
        wave: number(2),
        verdict: text(row, 3).unwrap_or_default(),
        applied: applied.unwrap_or_default(),
        at: text(row, 5).unwrap_or_default(),
        duration_ms: number(6),
        error: text(row, 7),
        shape: text(row, 8),
    }
}

fn shape(row: &[Value]) -> Option<(String, Vec<CatalogRow>)> {
    let catalog = text(row, 1).and_then(|it| serde_json::from_str(&it).ok());
    text(row, 0).zip(catalog)
}
