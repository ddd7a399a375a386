//! The parts of migrations that rebuild tables while the application writes, for the Worker to run call by call.

use std::fmt::Write as _;

use super::known_shapes::{empty, run};
use super::{Error, Runner};
use crate::bundle::typescript::{items, string, template};
use crate::database::{Database, Scratch, Value};
use crate::introspect;
use crate::ledger::{self, Note, PROGRESS_TABLE, Progress, Provenance};
use crate::migration::{Batch, Migration, Part, Parts, line_endings, walk};
use crate::schema::{Name, Schema};

/// `parts.ts`
pub(super) fn parts(runner: &Runner<'_>) -> Result<String, Error> {
    let table = runner.ownership.ledger();
    let mut create = ledger::tables(table).to_vec();
    create.push(Progress::create());
    let mut scratch = empty(runner.ownership)?;
    let mut all = String::new();
    for migration in runner.folder.migrations() {
        let parts = migration.parts().map_err(|finding| Error::Parts {
            finding: finding.to_string(),
            help: finding.remedy.clone(),
        })?;
        if let Some(parts) = parts {
            let schema = introspect::read_beside(&mut scratch, runner.ownership)?.schema;
            all.push_str(&entry(runner, migration, &parts, &schema)?);
        }
        run(&mut scratch, migration)?;
    }
    let online = match all.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{\n{all}}}"),
    };
    // What comes from the files is put in last, since it may hold the names of places.
    Ok(include_str!("templates/src/parts.ts")
        .replace("\"TABLE\"", &string(PROGRESS_TABLE))
        .replace("[\"CREATE\"]", &format!("[\n{}  ]", items(4, &create)))
        .replace("{\n  \"ONLINE\": [],\n}", &online))
}

fn entry(runner: &Runner<'_>, migration: &Migration, parts: &Parts, schema: &Schema) -> Result<String, Error> {
    let table = runner.ownership.ledger();
    let progress = Progress::new(migration, 0, parts.switch(), parts.undo());
    let provenance = Provenance::default();
    let [rows, milliseconds] = progress.figures(table);
    let note = Note::of(migration, table, &provenance, None).measured_by(rows, milliseconds);
    let mut text = format!("  {}: {{\n    parts: [\n", string(&migration.file_name));
    let mut prepared = None;
    for part in parts.all() {
        match part {
            Part::Call(statements) => {
                let sent = |it: &(usize, String)| line_endings::outside_quotes(&it.1).into_owned();
                let statements: Vec<String> = statements.iter().map(sent).collect();
                if prepared.is_none() {
                    let mut database = introspect::replica(schema)?;
                    database.run(&statements)?;
                    prepared = Some(database);
                }
                let _ = writeln!(
                    text,
                    "      {{\n        call: [\n{}        ],\n      }},",
                    items(10, &statements)
                );
            }
            Part::Ranges(batch) => {
                let key: Vec<String> = key(batch, schema, prepared.as_mut())?
                    .iter()
                    .map(|it| string(&it.quoted()))
                    .collect();
                let sent = |it: &str| template(&line_endings::outside_quotes(it));
                let _ = writeln!(
                    text,
                    "      {{\n        head: {},\n        condition: {},\n        table: {},\n        key: [{}],\n        \
                     seconds: {},\n      }},",
                    sent(&batch.head),
                    sent(&batch.condition),
                    string(&batch.table.quoted()),
                    key.join(", "),
                    batch.rows
                );
            }
        }
    }
    let undo = serde_json::Value::from(parts.undo()).to_string();
    let _ = writeln!(
        text,
        "    ],\n    catchUp: {},\n    switch: {},\n    undo: {},\n    closing: [\n{}    ],\n  }},",
        parts.catch_up(),
        parts.switch(),
        template(&undo),
        items(6, &note.closing())
    );
    Ok(text)
}

/// What tells the rows of a table apart: one of the schema, or the list of rows to copy again, which is in none.
fn key(batch: &Batch, schema: &Schema, prepared: Option<&mut Scratch>) -> Result<Vec<Name>, Error> {
    if let Some(key) = schema.tables.get(&batch.table).and_then(walk) {
        return Ok(key);
    }
    let Some(prepared) = prepared else {
        return Ok(Vec::new());
    };
    let name = Value::Text(batch.table.as_str().to_owned()).to_sql();
    let columns = format!("SELECT name FROM pragma_table_info({name}) WHERE pk > 0 ORDER BY pk");
    Ok(prepared.query(&columns)?.texts().map(Name::new).collect())
}
