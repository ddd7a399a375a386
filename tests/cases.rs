//! One test per folder of `tests/cases/<strategy>/<what_it_shows>/`.
//!
//! `before.sql` is the live schema, `rows.sql` its rows, `after.sql` the desired schema with its directives. What must
//! hold is judged first: the migration runs in one transaction under D1's rules, ends at the desired schema, a second
//! plan is empty, no row of a table that stays is lost, carried values are what they were, no foreign key is broken, and the
//! text does not depend on the order in which the tables are given. Then the text is compared with
//! `migration.sql`, or the refusal with `error.txt`. `RECONCILE_BLESS=1` writes those two anew; it never touches what
//! must hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "support/carried.rs"]
mod carried;
#[path = "support/case.rs"]
mod case;
#[path = "support/known_desired.rs"]
mod known_desired;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use carried::Carried;
use case::{Flags, filled, folders, last, read};
use libtest_mimic::{Arguments, Failed, Trial};
use reconcile::database::{Database, Scratch, Value};
use reconcile::desired::{self, Desired};
use reconcile::draft;
use reconcile::introspect;
use reconcile::plan::{Hazard, Options, Plan};
use reconcile::schema::{Name, Schema};
use reconcile::sql::split;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut trials = Vec::new();
    for strategy in folders(&root) {
        for case in folders(&strategy) {
            let name = format!("{}/{}", last(&strategy), last(&case));
            trials.push(Trial::test(name, move || run(&case)));
        }
    }
    assert!(trials.len() >= 100, "only {} cases were found", trials.len());
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(case: &Path) -> Result<(), Failed> {
    let flags = Flags::of(case);
    let mut database = filled(&read(case, "before.sql"), &read(case, "rows.sql"))?;
    known_desired::agree(&read(case, "after.sql"), &mut database)?;
    let wanted = match desired::parse_sql(Path::new("after.sql"), read(case, "after.sql")) {
        Ok(wanted) => wanted,
        Err(error) => return text(case, "error.txt", &format!("{error}\n")),
    };
    let live = introspect::read(&mut database)?;
    if !live.unknown.is_empty() {
        return Err(format!("unknown objects in before.sql: {:?}", live.unknown).into());
    }
    let code = case::code(case, &live.schema, &wanted.schema);
    let draft = match case::draft(case, &live.schema, &wanted, &mut database, &flags.options, code) {
        Err(draft::Error::Plan(error)) => return text(case, "error.txt", &format!("{error}\n")),
        Err(draft::Error::Reference(error)) => {
            let told = format!("{error}\n  {}\n", error.help().unwrap_or_default());
            return text(case, "error.txt", &told.replace(&format!("{}/", case.display()), ""));
        }
        draft => draft?,
    };
    let refused: Vec<String> = draft
        .plan
        .all_hazards()
        .filter(|hazard| {
            hazard.is_refused(|code| {
                flags.allowed.iter().any(|it| it == code.name() || it == "all") || is_allowed_in_schema(&wanted, hazard)
            })
        })
        .map(|hazard| {
            let rows = hazard
                .finding
                .as_ref()
                .map(|it| format!(" [{} rows: {}]", it.rows, it.sample.join(" | ")));
            format!(
                "{}: {}{}\n  {}\n",
                hazard.code,
                hazard.message,
                rows.unwrap_or_default(),
                hazard.remedy
            )
        })
        .collect();
    if !refused.is_empty() {
        return text(case, "error.txt", &refused.concat());
    }
    if case.join("error.txt").exists() {
        return Err("a refusal was expected, and there is a plan".into());
    }
    let before = Snapshot::take(&mut database, &live.schema);
    let batch: Vec<String> = draft.script.statements().map(str::to_owned).collect();
    if let Err(error) = database.run(&batch) {
        let at = match &error {
            reconcile::database::Error::Statement { index: Some(index), .. } => batch.get(*index).cloned(),
            _ => None,
        };
        return Err(format!(
            "the migration failed: {error}\nat: {}\n\n{}",
            at.unwrap_or_default(),
            draft.script.text()
        )
        .into());
    }
    known_desired::agree(&read(case, "after.sql"), &mut database)?;
    judge(case, &mut database, &wanted, &live.schema, &draft.plan, &before)
        .map_err(|why| format!("{why}\n\n{}", draft.script.text()))?;
    let again = text_in_reverse(case, &flags.options)?;
    if again != draft.script.text() {
        return Err(difference("one order", &draft.script.text(), "the other", &again));
    }
    if !draft.diff.is_empty() {
        text(case, "migration.sql", &draft.script.text())?;
    } else if case.join("migration.sql").exists() {
        return Err("a migration was expected, and nothing differs".into());
    }
    Ok(())
}

fn is_allowed_in_schema(wanted: &Desired, hazard: &Hazard) -> bool {
    wanted.hints.allowed.iter().any(|it| {
        it.code == hazard.code.name()
            && it.object == hazard.object
            && (it.column.is_none() || it.column == hazard.column)
    })
}

/// The text of the same migration, with the tables of both sides given in reverse order.
fn text_in_reverse(case: &Path, options: &Options) -> Result<String, Failed> {
    let mut database = filled(&reversed(&read(case, "before.sql")), &read(case, "rows.sql"))?;
    let wanted = desired::parse_sql(Path::new("after.sql"), reversed(&read(case, "after.sql")))?;
    let live = introspect::read(&mut database)?;
    let code = case::code(case, &live.schema, &wanted.schema);
    let draft = case::draft(case, &live.schema, &wanted, &mut database, options, code)?;
    Ok(draft.script.text())
}

/// Tables in reverse order, each with the comments above it; then the rest, which depends on them, as it was.
fn reversed(sql: &str) -> String {
    let mut tables: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    let mut start = 0;
    for span in split(sql) {
        let end = sql[span.range.end..]
            .find(';')
            .map_or(sql.len(), |at| span.range.end + at + 1);
        let end = if sql[..span.range.end].ends_with(';') {
            span.range.end
        } else {
            end
        };
        let mut words = sql[span.range].split_whitespace();
        let is_table = words.next().is_some_and(|it| it.eq_ignore_ascii_case("CREATE"))
            && words.next().is_some_and(|it| it.eq_ignore_ascii_case("TABLE"));
        if is_table { &mut tables } else { &mut others }.push(&sql[start..end]);
        start = end;
    }
    let chunks: Vec<&str> = tables.into_iter().rev().chain(others).collect();
    format!("{}{}", chunks.join("\n"), &sql[start..])
}

fn judge(
    case: &Path,
    database: &mut Scratch,
    wanted: &Desired,
    was: &Schema,
    plan: &Plan,
    before: &Snapshot,
) -> Result<(), String> {
    let now = introspect::read(database).map_err(|error| error.to_string())?;
    if !now.unknown.is_empty() {
        return Err(format!("unknown objects afterwards: {:?}", now.unknown));
    }
    let again = case::draft(case, &now.schema, wanted, database, &Options::default(), Vec::new())
        .map_err(|it| it.to_string())?;
    // That these hold what is declared is what the second plan says.
    let declared = case::declared(case, &wanted.schema).map_err(|it| it.to_string())?;
    let is_declared = |name: &Name| declared.iter().any(|it| it.table == *name);
    if !again.diff.is_empty() {
        return Err(format!("a second plan is not empty: {:?}", again.plan.steps));
    }
    if now.schema.fingerprint() != wanted.schema.fingerprint() {
        return Err("the fingerprints differ though nothing differs".to_owned());
    }
    let violations = database
        .query("SELECT count(*) FROM pragma_foreign_key_check")
        .map_err(|error| error.to_string())?;
    if violations.scalar() != Some(&Value::Integer(before.violations)) {
        return Err("foreign keys are broken".to_owned());
    }
    let after = Snapshot::take(database, &now.schema);
    for (name, rows) in &before.rows {
        let renamed = carried::final_name(plan, name);
        let stays = now.schema.tables.contains_key(&renamed) && was.tables.contains_key(name) && !is_declared(&renamed);
        if let Some(found) = after.rows.get(&renamed).filter(|_| stays)
            && found != rows
        {
            return Err(format!("{name} had {rows} rows and {renamed} has {found}"));
        }
    }
    let values = after.values.without(is_declared);
    before.values.judge(&values, was, &now.schema, plan, wanted)?;
    for (name, sequence) in &before.sequences {
        if let Some(found) = after.sequences.get(name)
            && found != sequence
        {
            return Err(format!("the sequence of {name} was {sequence} and is {found}"));
        }
    }
    if after.temporary != before.temporary {
        return Err("something temporary is left over".to_owned());
    }
    Ok(())
}

/// Rows per table, their values, sequences, and broken foreign keys.
struct Snapshot {
    rows: BTreeMap<Name, u64>,
    values: Carried,
    sequences: BTreeMap<String, i64>,
    violations: i64,
    /// Objects with names that only a migration gives.
    temporary: i64,
}

impl Snapshot {
    fn take(database: &mut Scratch, schema: &Schema) -> Self {
        let unreadable = introspect::unreadable(schema).unwrap();
        let search = schema.virtual_tables.keys().filter(|it| !unreadable.contains_key(*it));
        let rows = introspect::row_counts(database, schema.tables.keys().chain(search)).unwrap();
        let sequences = database
            .query("SELECT name, seq FROM sqlite_sequence")
            .map(|found| {
                let pair = |row: &Vec<Value>| {
                    (
                        row[0].as_str().unwrap_or_default().to_owned(),
                        row[1].as_i64().unwrap_or_default(),
                    )
                };
                found.rows.iter().map(pair).collect()
            })
            .unwrap_or_default();
        let mut count = |sql| {
            let found = database.query(sql).ok();
            found
                .and_then(|rows| rows.scalar().and_then(Value::as_i64))
                .unwrap_or_default()
        };
        let violations = count("SELECT count(*) FROM pragma_foreign_key_check");
        let temporary = count(
            "SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_reconcile\\_%' ESCAPE '\\' \
             OR name LIKE '\\_\\_guard\\_%' ESCAPE '\\'",
        );
        Self {
            rows,
            values: Carried::take(database, schema),
            sequences,
            violations,
            temporary,
        }
    }
}

fn text(case: &Path, name: &str, found: &str) -> Result<(), Failed> {
    let path = case.join(name);
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, found)?;
        return Ok(());
    }
    let expected = fs::read_to_string(&path).map_err(|_| format!("{name} is missing; the text is:\n{found}"))?;
    if expected == found {
        return Ok(());
    }
    Err(difference(name, &expected, "now", found))
}

fn difference(old_name: &str, old: &str, new_name: &str, new: &str) -> Failed {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().header(old_name, new_name).to_string().into()
}
