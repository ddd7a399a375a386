//! `fleet collect`: the results of a run at Cloudflare, into its file beside reconcile.yaml.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value as Json, json};

use super::runner::{shapes_folder, unwritable};
use crate::database::Database;
use crate::error::Error;
use crate::fleet::{Member, MemberRun, RunEnd, RunStart};
use crate::report::{CollectReport, CollectedCount, CollectedFailure, Document};
use crate::runner::{self, Collected, DatabaseResult, Explained};
use crate::session::FleetSession;

/// Reads what there is, writes the run's file, and keeps definitions that the Worker did not know for the next run.
///
/// # Errors
/// A central database that cannot be read or knows no such run; files that cannot be written.
pub fn fleet_collect(
    fleet: &FleetSession<'_>,
    central: &mut dyn Database,
    run: Option<&str>,
) -> Result<Document<CollectReport>, Error> {
    let mut found = runner::collect(central, run)?;
    let other_spelling = explain(fleet, &mut found)?;
    let header = Json::Object(found.header.clone());
    let start: RunStart = serde_json::from_value(header.clone()).map_err(unreadable)?;
    let waves: Vec<String> = header
        .get("waves")
        .and_then(|it| serde_json::from_value(it.clone()).ok())
        .unwrap_or_default();
    let only: Option<Vec<String>> = header
        .get("only")
        .and_then(|it| serde_json::from_value(it.clone()).ok());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = vec![json!(start)];
    for result in &found.results {
        *counts.entry(result.verdict.clone()).or_default() += 1;
        lines.push(json!(line(result, &waves)));
    }
    if let Some(verdict) = found.verdict {
        let ended: BTreeSet<&str> = found.results.iter().map(|it| it.name.as_str()).collect();
        let is_meant = |it: &&Member| only.as_ref().is_none_or(|only| only.contains(&it.name));
        let skipped = fleet.members.iter().filter(is_meant);
        for member in skipped.filter(|it| !ended.contains(it.name.as_str())) {
            *counts.entry("skipped".to_owned()).or_default() += 1;
            lines.push(json!(MemberRun {
                name: member.name.clone(),
                target: member.target.to_string(),
                verdict: "skipped".to_owned(),
                at: found.finished_at.clone().unwrap_or_default(),
                ..MemberRun::default()
            }));
        }
        lines.push(json!(RunEnd {
            verdict: verdict.to_owned(),
            finished_at: found.finished_at.clone().unwrap_or_default(),
            counts: counts.clone(),
            reason: (verdict == "stopped").then(|| "more failures than the wave bears with".to_owned()),
        }));
    }
    let path = fleet.project.base.join(format!(".reconcile/runs/{}.jsonl", start.run));
    let lines: String = lines.iter().map(|it| format!("{it}\n")).collect();
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(&path, lines))
        .map_err(|error| unwritable(&path, &error))?;
    let failures = found.results.iter().filter(|it| it.error.is_some());
    let report = CollectReport {
        run: start.run,
        file: path.display().to_string(),
        databases: start.members,
        counts: counts
            .into_iter()
            .map(|(verdict, databases)| CollectedCount { verdict, databases })
            .collect(),
        failures: failures.map(failure).collect(),
        other_spelling,
    };
    Ok(Document::new(start.fleet, found.verdict.unwrap_or("running"), report))
}

fn line(result: &DatabaseResult, waves: &[String]) -> MemberRun {
    let wave = usize::try_from(result.wave).ok().and_then(|it| waves.get(it));
    MemberRun {
        name: result.name.clone(),
        target: result.target.clone(),
        wave: wave.cloned().unwrap_or_default(),
        verdict: result.verdict.clone(),
        applied: result.applied.clone(),
        at: result.at.clone(),
        duration_ms: u64::try_from(result.duration_ms).unwrap_or_default(),
        error: result.error.clone(),
        ..MemberRun::default()
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    runner::Error::Unreadable(error.to_string()).into()
}

fn failure(result: &DatabaseResult) -> CollectedFailure {
    CollectedFailure {
        name: result.name.clone(),
        target: result.target.clone(),
        verdict: result.verdict.clone(),
        error: result.error.clone().unwrap_or_default(),
    }
}

/// Says in what an unknown schema differs. Returns how many databases have a known one in another spelling.
fn explain(fleet: &FleetSession<'_>, found: &mut Collected) -> Result<usize, Error> {
    let session = fleet.offline();
    let folder = session.folder()?;
    let mut other_spelling = 0;
    for (hash, catalog) in &found.shapes {
        let path = shapes_folder(fleet.project).join(format!("{hash}.json"));
        let has_it = |it: &&mut DatabaseResult| it.shape.as_ref() == Some(hash);
        let said = match runner::explained(folder, &fleet.project.ledger, catalog)? {
            Explained::Spelling => {
                other_spelling += found
                    .results
                    .iter()
                    .filter(|it| it.shape.as_ref() == Some(hash))
                    .count();
                let written = fs::create_dir_all(shapes_folder(fleet.project));
                let written = written.and_then(|()| fs::write(&path, json!(catalog).to_string()));
                written.map_err(|error| unwritable(&path, &error))?;
                "it is the reviewed schema in another spelling; the next run takes it".to_owned()
            }
            Explained::Other(differences) => differences.join("; "),
        };
        for result in found.results.iter_mut().filter(has_it) {
            if let Some(error) = &mut result.error {
                error.push_str(&format!(": {said}"));
            }
        }
    }
    Ok(other_spelling)
}
