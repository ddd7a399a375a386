//! A pair of schemas as a user would go from one to the other: schema file with directives, `plan`, the file's statements on
//! a database with rows; then back from the archive, or in stages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use reconcile::config::{self, Flags, Project};
use reconcile::database::{Database as _, Scratch, Value};
use reconcile::error;
use reconcile::ledger;
use reconcile::migration::{Folder, Migration};
use reconcile::rows::{self, Fit};
use reconcile::schema::Hints;
use reconcile::session::Session;
use reconcile::verbs::{self, PlanIntent, PlanRequest, RevertIntent};

use super::model::{Schema, Table, quoted};
use crate::{oracle, pipeline};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Plain,
    ArchiveAndBack,
    Stages,
}

pub enum Outcome {
    Arrived,
    /// With a code, or a sentence that says why.
    Refused(String),
    /// SQLite takes no such schema, or nothing changes.
    Unfit,
}

fn statements(schema: &Schema) -> Vec<String> {
    let mut all = schema.storage(None);
    all.extend(schema.code());
    all
}

pub fn go(before: &Schema, after: &Schema, way: Way) -> Result<Outcome, String> {
    let (Ok(mut live), Ok(mut wanted)) = (
        pipeline::database(&statements(before)),
        pipeline::database(&statements(after)),
    ) else {
        return Ok(Outcome::Unfit);
    };
    // What SQLite makes and cannot read again, such as a search table over a name that it takes for the rowid.
    let Ok(from) = pipeline::schema(&mut live) else {
        return Ok(Outcome::Unfit);
    };
    let to = pipeline::schema(&mut wanted)?;
    let mut home = Home::new(before, after, way);
    let (mut moved, mut twin) = (filled(before, &from, &to)?, filled(before, &from, &to)?);
    let fingerprint = from.fingerprint();
    home.record(&mut moved, "0001_before.sql")?;
    let scripts = match home.plan(&mut moved, way) {
        Ok(scripts) => scripts,
        Err(Refusal::Held(reason)) => return Ok(Outcome::Refused(reason)),
        Err(Refusal::Wrong(reason)) => return Err(reason),
    };
    if scripts.is_empty() {
        return Ok(Outcome::Unfit);
    }
    let text = scripts
        .iter()
        .map(|it| it.text.as_str())
        .collect::<Vec<_>>()
        .join("\n==> next\n");
    let failed = |error: String| format!("{error}\n\n==> script\n{text}");
    for script in &scripts {
        let last = scripts.last().is_some_and(|last| last.file_name == script.file_name);
        if let Err(error) = run(&mut moved, script) {
            // Rows that the last stage asserts, and that could not be asked about when it was written.
            let is_asserted = way == Way::Stages && last && error.contains("constraint failed");
            return if is_asserted {
                Ok(Outcome::Refused("asserted by contract".into()))
            } else {
                Err(failed(error))
            };
        }
        home.record(&mut moved, &script.file_name)?;
    }
    arrived(before, after, &mut twin, &mut moved, &mut wanted, way).map_err(failed)?;
    match way {
        Way::Plain => {
            behaves_alike(before, after, &scripts).map_err(failed)?;
        }
        Way::ArchiveAndBack => {
            let undo = match home.revert(&mut moved) {
                Ok(Some(undo)) => undo,
                Ok(None) => return Err(failed("nothing to go back to".into())),
                Err(Refusal::Held(reason)) => return Ok(Outcome::Refused(format!("back: {reason}"))),
                Err(Refusal::Wrong(reason)) => return Err(failed(reason)),
            };
            let failed = |error: String| format!("{error}\n\n==> script\n{text}\n\n==> back\n{}", undo.text);
            run(&mut moved, &undo).map_err(failed)?;
            if pipeline::schema(&mut moved).map_err(failed)?.fingerprint() != fingerprint {
                return Err(failed("the way back ends elsewhere".into()));
            }
            carried(before, &converted(before, after), &mut twin, &mut moved).map_err(failed)?;
        }
        Way::Stages => {
            // The rows are those that one migration would leave.
            let mut once = filled(before, &from, &to)?;
            let other = Home::new(before, after, Way::Plain);
            other.record(&mut once, "0001_before.sql")?;
            if let Ok(scripts) = other.plan(&mut once, Way::Plain) {
                for script in &scripts {
                    run(&mut once, script)?;
                }
                for table in &after.tables {
                    let (one, staged) = (by_name(&mut once, &table.name)?, by_name(&mut moved, &table.name)?);
                    if one != staged {
                        return Err(failed(format!(
                            "{}: stages leave {staged:#?}, one migration {one:#?}",
                            table.name
                        )));
                    }
                }
            }
        }
    }
    Ok(Outcome::Arrived)
}

/// A database with rows in all tables, put in before views and triggers have a say in it.
fn filled(
    before: &Schema,
    from: &reconcile::schema::Schema,
    to: &reconcile::schema::Schema,
) -> Result<Scratch, String> {
    let mut database = pipeline::database(&before.storage(None))?;
    // Made to fit both schemas: what does not is refused, and shows nothing.
    if let Ok(planned) = pipeline::plan(from, to, &Hints::default(), None) {
        let fit = Fit::new(&planned.plan, to, &planned.diff);
        rows::fill(&mut database, from, &rows::everything(from), &fit).map_err(|error| error.to_string())?;
    }
    for search in before.searches.iter().filter(|it| it.form < 2) {
        let name = quoted(&search.name);
        let rebuild = format!("INSERT INTO {name} ({name}) VALUES ('rebuild')");
        database
            .execute(&rebuild)
            .map_err(|error| format!("{error} in: {rebuild}"))?;
    }
    for statement in before.code() {
        database
            .execute(&statement)
            .map_err(|error| format!("{error} in: {statement}"))?;
    }
    Ok(database)
}

fn run(database: &mut Scratch, script: &Migration) -> Result<(), String> {
    let statements: Vec<String> = script.statements().into_iter().map(|(_, sql)| sql).collect();
    database
        .run(&statements)
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", script.file_name))
}

enum Refusal {
    Held(String),
    Wrong(String),
}

struct Home {
    folder: tempfile::TempDir,
    project: Project,
    request: PlanRequest,
}

impl Home {
    fn new(before: &Schema, after: &Schema, way: Way) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("generated")).unwrap();
        fs::write(path("generated/0001_before.sql"), before.text(None)).unwrap();
        fs::write(path("schema.sql"), after.text(Some(before))).unwrap();
        let flags = Flags {
            schema: vec![path("schema.sql")],
            migrations: Some(path("generated")),
            ..Flags::default()
        };
        let mut project = config::project(&flags, Path::new(folder.path())).unwrap();
        project.archive = way == Way::ArchiveAndBack;
        let request = PlanRequest {
            allow: vec!["all".to_owned()],
            write: true,
            now: Timestamp::UNIX_EPOCH,
            ..PlanRequest::default()
        };
        Self {
            folder,
            project,
            request,
        }
    }

    fn record(&self, database: &mut Scratch, name: &str) -> Result<(), String> {
        let mut batch = ledger::tables("d1_migrations").to_vec();
        batch.push(format!(
            "INSERT INTO d1_migrations (name) VALUES ({})",
            Value::Text(name.to_owned()).to_sql()
        ));
        database.run(&batch).map(|_| ()).map_err(|error| error.to_string())
    }

    /// The migrations after the first.
    fn written(&self) -> Vec<Migration> {
        let written = Folder::read(self.folder.path().join("generated")).unwrap();
        written.migrations().iter().skip(1).cloned().collect()
    }

    fn plan(&self, database: &mut Scratch, way: Way) -> Result<Vec<Migration>, Refusal> {
        let session = Session::new(&self.project, Box::new(database));
        if way == Way::Stages {
            let report = verbs::plan_stages(&session, None, &self.request).map_err(refusal)?;
            held(&report.refused())?;
        } else {
            let report = verbs::plan(session, &PlanIntent::Next(None), &self.request).map_err(refusal)?;
            held(&report.refused)?;
        }
        Ok(self.written())
    }

    fn revert(&mut self, database: &mut Scratch) -> Result<Option<Migration>, Refusal> {
        let there = self.written().len();
        // What the migration made goes for good.
        self.project.archive = false;
        let session = Session::new(&self.project, Box::new(database));
        let report = verbs::revert(session, &RevertIntent::default(), &self.request).map_err(refusal)?;
        held(&report.refused)?;
        Ok(self.written().get(there).cloned())
    }
}

fn held(codes: &[reconcile::plan::Code]) -> Result<(), Refusal> {
    match codes.first() {
        Some(code) => Err(Refusal::Held(code.to_string())),
        None => Ok(()),
    }
}

/// A failed proof is ours, whatever it says.
fn refusal(error: error::Error) -> Refusal {
    match error {
        error::Error::Disproof(disproof) => match disproof.cause {
            reconcile::proof::Cause::Bug => Refusal::Wrong(format!("{disproof}\n\n{}", disproof.case())),
            _ => Refusal::Held(disproof.to_string()),
        },
        error if error.to_string().contains("bug") => Refusal::Wrong(error.to_string()),
        error::Error::Plan(_)
        | error::Error::Desired(_)
        | error::Error::Backfill(_)
        | error::Error::Fill { .. }
        | error::Error::NotDone { .. }
        | error::Error::NotDivided { .. }
        | error::Error::Undivided { .. } => Refusal::Held(error.to_string()),
        other => Refusal::Wrong(format!("no refusal: {other:?}: {other}")),
    }
}

fn arrived(
    before: &Schema,
    after: &Schema,
    twin: &mut Scratch,
    moved: &mut Scratch,
    wanted: &mut Scratch,
    way: Way,
) -> Result<(), String> {
    carried(before, after, twin, moved)?;
    let orphans = pipeline::texts(moved, "PRAGMA foreign_key_check")?;
    if !orphans.is_empty() {
        return Err(format!("rows without parents: {orphans:?}"));
    }
    for search in after.searches.iter().filter(|it| it.form < 2) {
        let name = quoted(&search.name);
        let check = format!("INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)");
        moved
            .execute(&check)
            .map_err(|error| format!("{} no longer finds what is there: {error}", search.name))?;
    }
    let ours = |fact: &String| !fact.contains("d1_migrations") && !fact.contains("_reconcile");
    let facts = |database: &mut Scratch| -> Result<BTreeSet<String>, String> {
        Ok(oracle::facts(database)?.into_iter().filter(ours).collect())
    };
    let (is, should) = (facts(moved)?, facts(wanted)?);
    if is != should && way != Way::ArchiveAndBack {
        let (extra, missing): (Vec<_>, Vec<_>) = (is.difference(&should).collect(), should.difference(&is).collect());
        return Err(format!(
            "SQLite sees another schema: {extra:#?} instead of {missing:#?}"
        ));
    }
    // Again: nothing is left to do.
    let home = Home::new(before, after, way);
    fs::write(home.folder.path().join("schema.sql"), after.text(Some(after))).unwrap();
    let request = PlanRequest {
        write: false,
        ..home.request.clone()
    };
    let session = Session::new(&home.project, Box::new(moved));
    let again =
        verbs::plan(session, &PlanIntent::Next(None), &request).map_err(|error| format!("a second plan: {error}"))?;
    let copies = again
        .steps
        .iter()
        .filter(|step| way != Way::ArchiveAndBack || !format!("{step:?}").contains("trash"));
    let left: Vec<String> = copies.map(|step| format!("{step:?}")).collect();
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("a second plan is not empty: {left:#?}"))
    }
}

/// Rows and values of what kept its identity and its type.
fn carried(before: &Schema, after: &Schema, old: &mut Scratch, new: &mut Scratch) -> Result<(), String> {
    for wanted in &after.tables {
        let Some(live) = before.table(wanted.id) else { continue };
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for column in wanted.written() {
            let Some(was) = live.column(column.id).filter(|was| was.generated.is_none()) else {
                continue;
            };
            if was.kind == column.kind && live.strict == wanted.strict && column.backfill.is_none() {
                from.push(format!("quote({})", quoted(&was.name)));
                to.push(format!("quote({})", quoted(&column.name)));
            }
        }
        let ask = |table: &Table, list: &[String]| {
            let list = std::iter::once("1".to_owned())
                .chain(list.iter().cloned())
                .collect::<Vec<_>>()
                .join(", ");
            format!("SELECT {list} FROM {}", quoted(&table.name))
        };
        let (mut was, mut is) = (
            pipeline::texts(old, &ask(live, &from))?,
            pipeline::texts(new, &ask(wanted, &to))?,
        );
        was.sort();
        is.sort();
        if was != is {
            return Err(format!("{}: {was:#?} became {is:#?}", wanted.name));
        }
    }
    Ok(())
}

/// `before`, without the columns whose values the way there was told to change.
fn converted(before: &Schema, after: &Schema) -> Schema {
    let mut kept = before.clone();
    for table in &mut kept.tables {
        let Some(moved) = after.table(table.id) else { continue };
        if moved.strict != table.strict {
            table.strict = !table.strict;
        }
        for column in &mut table.columns {
            if let Some(it) = moved
                .column(column.id)
                .filter(|it| it.kind != column.kind || it.backfill.is_some())
            {
                column.kind = if it.kind == column.kind { "filled" } else { it.kind };
            }
        }
    }
    kept
}

/// What a table or view holds, by the names of its columns.
fn by_name(database: &mut Scratch, table: &str) -> Result<Vec<String>, String> {
    let sql = format!("SELECT * FROM {}", quoted(table));
    let found = database.query(&sql).map_err(|error| format!("{error} in: {sql}"))?;
    let row = |row: &Vec<Value>| {
        let mut pairs: Vec<String> = found
            .columns
            .iter()
            .zip(row)
            .map(|(name, value)| format!("{name} = {}", value.to_sql()))
            .collect();
        pairs.sort();
        pairs.join(", ")
    };
    let mut rows: Vec<String> = found.rows.iter().map(row).collect();
    rows.sort();
    Ok(rows)
}

/// The same statements do the same to a database that was migrated and to one that was made so.
fn behaves_alike(before: &Schema, after: &Schema, scripts: &[Migration]) -> Result<(), String> {
    let mut moved = pipeline::database(&statements(before))?;
    let mut made = pipeline::database(&statements(after))?;
    let ledger = ledger::tables("d1_migrations").to_vec();
    moved.run(&ledger).map_err(|error| error.to_string())?;
    for script in scripts {
        run(&mut moved, script).map_err(|error| format!("without rows: {error}"))?;
    }
    for seed in 1..3 {
        for table in &after.tables {
            let on = quoted(&table.name);
            let columns: Vec<String> = table.written().map(|it| quoted(&it.name)).collect();
            let first = columns.first().cloned().unwrap_or_default();
            for statement in [
                format!(
                    "INSERT INTO {on} ({}) VALUES ({})",
                    columns.join(", "),
                    table.values(seed).join(", ")
                ),
                format!("UPDATE {on} SET {first} = {first}"),
            ] {
                let outcomes = [moved.execute(&statement).is_ok(), made.execute(&statement).is_ok()];
                if outcomes[0] != outcomes[1] {
                    return Err(format!("{statement}: migrated {}, made {}", outcomes[0], outcomes[1]));
                }
            }
        }
    }
    let views = after.views.iter().map(|it| &it.name);
    for name in after.tables.iter().map(|it| &it.name).chain(views) {
        let (is, should) = (by_name(&mut moved, name)?, by_name(&mut made, name)?);
        if is != should {
            return Err(format!(
                "{name} holds {is:#?} where it was migrated, {should:#?} where it was made so"
            ));
        }
    }
    Ok(())
}
