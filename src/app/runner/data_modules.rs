//! What the code of the Worker reads: the run, the migrations, the definitions, the databases of a shard.

use std::fmt::Write as _;

use serde_json::json;

use super::known_shapes::{catalog_query, positions};
use super::{Binding, Error, Runner};
use crate::bundle::typescript::{string, template};
use crate::bundle::{self};
use crate::ledger::Provenance;
use crate::migration::Migration;

/// `run.ts`
pub(super) fn run(runner: &Runner<'_>) -> String {
    let mut waves = String::new();
    for wave in &runner.waves {
        let _ = writeln!(
            waves,
            "  {{ name: {}, members: {}, parallel: {}, maxFailures: {}, soakSeconds: {} }},",
            string(&wave.name),
            wave.members.len(),
            wave.parallel.map_or("null".to_owned(), |it| it.to_string()),
            wave.max_failures,
            wave.soak_seconds
        );
    }
    let agreed: Vec<String> = runner.agreed.iter().map(|it| string(it)).collect();
    include_str!("templates/src/run.ts")
        .replace("\"RUN\"", &string(&runner.run))
        .replace("\"HEADER\"", &template(&header(runner)))
        .replace("\"APPLIED_BY\"", &string(&runner.applied_by()))
        .replace("\"AGREED\"", &agreed.join(", "))
        .replace("  \"WAVES\",\n", &waves)
}

/// The first line of the run's file.
fn header(runner: &Runner<'_>) -> String {
    let names: Vec<&str> = runner
        .folder
        .migrations()
        .iter()
        .map(|it| it.file_name.as_str())
        .collect();
    let waves: Vec<&str> = runner.waves.iter().map(|it| it.name.as_str()).collect();
    let members: usize = runner.waves.iter().map(|it| it.members.len()).sum();
    let by = runner.provenance.applied_by.as_deref().unwrap_or_default();
    let started_at = runner.started_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let chosen = runner
        .waves
        .iter()
        .flat_map(|it| &it.members)
        .map(|it| it.name.as_str());
    let only = match runner.is_part {
        true => format!(",\"only\":{}", json!(chosen.collect::<Vec<_>>())),
        false => String::new(),
    };
    format!(
        "{{\"version\":1,\"run\":{},\"command\":\"apply\",\"database\":{},\"fleet\":{},\"runner\":\"workflow\",\"by\":{},\
         \"started_at\":{},\"migrations\":{},\"members\":{members},\"waves\":{}{only}}}",
        json!(runner.run),
        json!(runner.database),
        json!(runner.fleet),
        json!(by),
        json!(started_at),
        json!(names),
        json!(waves),
    )
}

/// `migrations.ts`
pub(super) fn migrations(runner: &Runner<'_>) -> String {
    let provenance = Provenance {
        applied_by: Some(runner.applied_by()),
        ..runner.provenance.clone()
    };
    let files = runner.folder.migrations();
    let last = runner.up_to.as_ref();
    let last = last.and_then(|name| files.iter().position(|it| it.file_name == *name));
    let held = |it: &Migration| {
        let is_later =
            last.is_some_and(|last| !files.iter().take(last + 1).any(|other| other.file_name == it.file_name));
        let held = it.held_until().filter(|_| !runner.released.contains(&it.file_name));
        match is_later {
            true => Some("another run".to_owned()),
            false => held.map(str::to_owned),
        }
    };
    bundle::migrations(runner.folder, runner.ownership, &provenance, held)
}

/// `shapes.ts`
pub(super) fn shapes(runner: &Runner<'_>) -> Result<String, Error> {
    let condition = runner.condition();
    let query = catalog_query(&condition);
    let mut text = format!(
        "/** The rows of `sqlite_schema` that belong to the migrations. */\nexport const CATALOG = {};\n\n\
         /** The same as one text. */\nexport const CATALOG_TEXT =\n  \
         `SELECT json_group_array(json_array(type, name, tbl_name, sql)) FROM (${{CATALOG}})`;\n\n\
         /** What `shapeOf` gives before the first migration, after the first, and so on. */\n\
         export const SHAPES: readonly (readonly string[])[] = [\n",
        template(&query)
    );
    for position in positions(runner.folder, runner.ownership, &condition, &runner.learned)? {
        let hashes: Vec<String> = position.hashes.iter().map(|it| string(it)).collect();
        let _ = writeln!(text, "  [{}],", hashes.join(", "));
    }
    text.push_str("];\n");
    Ok(text)
}

/// `members.ts` of a shard: its databases, each with its binding and its wave.
pub(super) fn members(shard: usize, members: &[(usize, &Binding)]) -> String {
    let mut text = format!(
        "import type {{ Target }} from \"../../src/results\";\n\nexport const SHARD = {shard};\n\n\
         /** Name, id and wave; the binding of the first one is DB_1. */\n\
         const DATABASES: readonly (readonly [string, string, number])[] = [\n"
    );
    for (wave, member) in members {
        let _ = writeln!(text, "  [{}, {}, {wave}],", string(&member.name), string(&member.id));
    }
    text.push_str(
        "];\n\nexport const MEMBERS: readonly Target[] = DATABASES.map(([name, id, wave], at) => \
         ({ name, id, binding: `DB_${at + 1}`, wave, shard: SHARD }));\n",
    );
    text
}
