//! `plan --expand-contract`: a breaking change as several migrations, each safe with the code that runs then.

use super::author_migration::{Brief, Intent, author};
use super::drift_repair::repair;
use super::plan_base::{Start, base};
use super::plan_request::{PlanRequest, empty_report};
use super::{earlier_conversions, idempotence_check, naming, stage_fill};
use crate::config::command_at;
use crate::desired::Desired;
use crate::diff::{Change, Diff, compare};
use crate::error::Error;
use crate::introspect;
use crate::migration::{Folder, Migration};
use crate::pending::{unfinished_rebuilds, unrecorded_changes};
use crate::reference::Reference;
use crate::report::{Document, MigrationReport, PlanReport, StageReport, StagesReport};
use crate::schema::{Hints, Name, Object, Schema, ddl, on_one_line};
use crate::session::{Session, known, relocation, schema_after};
use crate::stage::{self, Fill, Kept, StageName, Stages};

/// What was typed.
const COMMAND: &str = "plan --expand-contract";

/// Writes the stages as the next migrations, or none of them.
///
/// # Errors
/// Those of `plan`; a backfill that fails on made rows, or changes other rows when it is run again.
pub fn plan_stages(
    session: &Session<'_>,
    start: Option<Start>,
    request: &PlanRequest,
) -> Result<Document<StagesReport>, Error> {
    let (project, desired, live) = (session.project, session.desired()?, session.live()?);
    let mut ahead = session.folder()?.clone();
    relocation::read_to_plan(session)?;
    let pending = session.pending()?;
    unfinished_rebuilds::refuse(session)?;
    let told = unrecorded_changes::refuse(session)?;
    let base = base(session, start, told.is_some())?;
    let from = base.schema;
    let desired = Desired {
        schema: desired.schema.keeping_trash_of(&from),
        ..desired.clone()
    };
    let (desired, _) = earlier_conversions::still_to_do(session, &from, desired)?;
    earlier_conversions::refuse_idle(session, &from, &desired)?;
    let mut report = Document::new(session.label(), "in-sync", StagesReport::default());
    report.drift = base.drift;
    known(live.clone())?;
    let whole = compare(&from, &desired.schema, &desired.hints);
    if whole.is_empty() {
        return Ok(report);
    }
    report.verdict = "changes";
    let title = request
        .name
        .as_ref()
        .map_or_else(|| naming::title(&whole, &from), |name| name.replace('_', " "));
    let title = on_one_line(&title);
    if let Some((table, column)) = passed_on(&whole, &from) {
        return Err(Error::NotDivided { table, column });
    }
    // What the change does to the rows that are there is asked before the first stage goes out, not at the last.
    let brief = Brief {
        asks: &[],
        reference: Reference::default(),
        from: &from,
        there: &live.schema,
        desired: &desired,
        real_rows: false,
        purpose: "",
        command: COMMAND,
        intent: Intent::Question,
    };
    let empty = empty_report(session.label(), &introspect::Live::default(), &desired);
    let asked = author(session, &mut ahead, &brief, request, empty)?;
    if !asked.refused.is_empty() {
        report.whole = Some(asked);
        return Ok(report);
    }
    let stages = stage::stages(&from, &desired.schema, &desired.hints);
    if let Some(it) = stages.undivided.first() {
        return Err(Error::Undivided {
            reason: it.reason.clone(),
            help: it.remedy.clone(),
        });
    }
    let expand = expanded(&stages)?;
    let switch = switched(&stages, &expand)?;
    let mut writer = Writer {
        session,
        request,
        start: &from,
        there: &live.schema,
        nothing_pending: pending.is_empty() && base.start == Start::Live,
        title: &title,
        old: stages.old.join(", "),
        kept: &stages.kept,
        notes: &stages.notes,
        written: Vec::new(),
        report: &mut report,
    };
    let contract = Desired {
        schema: desired.schema.clone(),
        hints: stages.hints.clone(),
        ..desired.clone()
    };
    let plain = |schema: &Schema| Desired {
        schema: schema.clone(),
        ..Desired::default()
    };
    let first = Desired {
        hints: Hints {
            columns: stages.filled_at_once.clone(),
            ..Hints::default()
        },
        ..plain(&expand)
    };
    writer.schema(StageName::Expand, &from, &first, &mut ahead)?;
    writer.rows(&stages.fills, &expand, &mut ahead)?;
    writer.schema(StageName::Switch, &expand, &plain(&switch), &mut ahead)?;
    writer.schema(StageName::Contract, &switch, &contract, &mut ahead)?;
    let written = std::mem::take(&mut writer.written);
    if request.write && report.refused().is_empty() {
        let mut folder = session.folder()?.clone();
        for migration in written {
            folder.write(migration)?;
        }
        for stage in &mut report.stages {
            stage.plan.migration.iter_mut().for_each(|it| it.written = true);
        }
        let apply = |words: &str| command_at(project, words);
        if base.start == Start::Folder {
            let repair = repair(&live.schema, &folder, &session.reading()?.ledger, &project.ledger)?;
            report.next.extend(repair.next(project, &session.label()));
        }
        match pending.iter().find(|it| it.held_until().is_some()) {
            None => report
                .next
                .push(format!("review the migrations, then: {}", apply("apply"))),
            Some(held) => report.next.extend([
                format!(
                    "they wait for {}, which is held until {}",
                    held.file_name,
                    held.held_until().unwrap_or_default()
                ),
                format!(
                    "review the migrations; to release it: {}",
                    apply(&format!("apply --release {}", held.number_text()))
                ),
            ]),
        }
        if project.rollbacks {
            let word = "stages have no down files: undo one with reconcile revert after it has run";
            report.next.push(word.to_owned());
        }
        report.next.push(format!(
            "`apply` leaves held stages pending; to release one: {}",
            apply("apply --release NNNN")
        ));
    }
    Ok(report)
}

/// Works through the stages in memory, so that all of them are written or none.
struct Writer<'a, 's> {
    session: &'a Session<'s>,
    request: &'a PlanRequest,
    /// Where the first stage starts.
    start: &'a Schema,
    there: &'a Schema,
    nothing_pending: bool,
    title: &'a str,
    old: String,
    kept: &'a [Kept],
    notes: &'a [String],
    written: Vec<Migration>,
    report: &'a mut Document<StagesReport>,
}

impl Writer<'_, '_> {
    fn schema(&mut self, name: StageName, from: &Schema, desired: &Desired, ahead: &mut Folder) -> Result<(), Error> {
        // As the stages before it leave it: a migration compares a database with the definitions that they make.
        let earlier: Vec<&Migration> = self.written.iter().collect();
        // Of a refused stage there is no file, and the ones after it do not run without it.
        let left = match self.report.refused().is_empty() {
            true => Some(schema_after(self.start, &earlier, self.session.project)?),
            false => None,
        };
        let from = left.as_ref().filter(|it| *it == from).unwrap_or(from);
        let hold = match name {
            StageName::Expand | StageName::Backfill => None,
            StageName::Switch => Some("the new code is deployed".to_owned()),
            StageName::Contract if self.old.is_empty() => Some("no old code is running".to_owned()),
            StageName::Contract => Some(format!("no running code uses {}", self.old)),
        };
        let brief = Brief {
            asks: &[],
            reference: Reference::default(),
            real_rows: self.nothing_pending && self.report.stages.is_empty(),
            purpose: &format!("{name}: run {}", name.when()),
            intent: Intent::Stage {
                hold: hold.as_deref(),
                kept: if name == StageName::Contract { self.kept } else { &[] },
            },
            from,
            there: self.there,
            desired,
            command: COMMAND,
        };
        let request = PlanRequest {
            name: Some(format!("{name} {}", self.title)),
            write: false,
            ..self.request.clone()
        };
        let report = empty_report(String::new(), &introspect::Live::default(), desired);
        let mut report = author(self.session, ahead, &brief, &request, report)?;
        if name == StageName::Expand {
            report.notes.extend(self.notes.iter().cloned());
        }
        if report.verdict != "in-sync" {
            self.take_up(name, report, ahead);
        }
        Ok(())
    }

    fn rows(&mut self, fills: &[Fill], schema: &Schema, ahead: &mut Folder) -> Result<(), Error> {
        if fills.is_empty() {
            return Ok(());
        }
        let title = format!("backfill {}", self.title);
        let next = ahead.next(&title, self.request.now)?;
        let note = format!(
            "Run it {}: rows that have a value are not changed.",
            StageName::Backfill.when()
        );
        let sql: String = fills
            .iter()
            .map(|it| format!("\n{}", stage_fill::sql(it, schema)))
            .collect();
        let migration = next.clone().hand_written(&title, self.request.now, &note, &sql);
        let fresh: Vec<_> = fills.iter().map(|fill| (&fill.table, &fill.column)).collect();
        idempotence_check::run(&migration, schema, &fresh)?;
        let mut report = empty_report(String::new(), &introspect::Live::default(), &Desired::default());
        report.verdict = "changes";
        report.migration = Some(MigrationReport {
            file: ahead.path_of(&next.file_name).display().to_string(),
            name: next.file_name,
            number: next.number,
            sql: migration.text,
            written: false,
        });
        for fill in fills {
            report.notes.extend(stage_fill::notes(fill));
        }
        self.take_up(StageName::Backfill, report, ahead);
        Ok(())
    }

    fn take_up(&mut self, name: StageName, plan: Document<PlanReport>, ahead: &mut Folder) {
        if let Some(it) = &plan.migration {
            let migration = Migration::parse(it.name.clone(), &it.sql);
            ahead.take_up(migration.clone());
            self.written.push(migration);
        }
        self.report.stages.push(StageReport {
            stage: name,
            when: name.when(),
            plan,
        });
    }
}

/// A column whose new name is another one's old name: the two cannot stand beside each other.
fn passed_on(whole: &Diff, from: &Schema) -> Option<(Name, Name)> {
    whole.changes.iter().find_map(|change| match change {
        Change::RenameColumn { table, to, .. } => {
            let live = whole.changes.iter().find_map(|it| match it {
                Change::RenameTable { from, to } if to == table => Some(from),
                _ => None,
            });
            let there = from.tables.get(live.unwrap_or(table))?;
            there.column(to).map(|_| (table.clone(), to.clone()))
        }
        _ => None,
    })
}

/// The first stage as SQLite reads it, with the views that compile there.
fn expanded(stages: &Stages) -> Result<Schema, Error> {
    let mut schema = settled(&stages.expand)?;
    for view in &stages.views {
        schema = with(&schema, view).unwrap_or(schema);
    }
    Ok(schema)
}

/// The third stage: what changes for both codes at once.
fn switched(stages: &Stages, expand: &Schema) -> Result<Schema, Error> {
    let mut schema = expand.clone();
    for (name, wanted) in &stages.defaults {
        let Some(table) = schema.tables.get_mut(name) else {
            continue;
        };
        for column in table.columns.iter_mut().filter(|it| it.name == wanted.name) {
            column.default.clone_from(&wanted.default);
        }
        table.sql = ddl::create_table(table);
    }
    let mut schema = settled(&schema)?;
    for object in stages.views.iter().chain(&stages.switched) {
        schema = with(&schema, object).unwrap_or(schema);
    }
    Ok(schema)
}

/// The schema with this object in it, if it compiles there; else it waits for the last stage.
fn with(schema: &Schema, object: &Object) -> Option<Schema> {
    let mut more = schema.clone();
    more.insert(object.clone()).ok()?;
    let settled = settled(&more).ok()?;
    let broken = introspect::broken(&settled).ok()?;
    broken.is_empty().then_some(settled)
}

fn settled(schema: &Schema) -> Result<Schema, Error> {
    known(introspect::read(&mut introspect::replica(schema)?)?)
}
