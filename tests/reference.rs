//! Random declared rows, rows that are there, and rows that refer to them: the plan makes the declared rows, deletes others
//! only where it may, and loses no row that refers to one.
//!
//! 300 cases by default, the same ones each time; `RECONCILE_PAIRS=20000` for that many new ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reconcile::database::{Database, Scratch, Value};
use reconcile::desired;
use reconcile::diagnostic::Code;
use reconcile::draft;
use reconcile::introspect;
use reconcile::plan::Options;
use reconcile::proof::{self, Claim, Rows};
use reconcile::reference::{self, DeclaredTable, Reference, StartRows};
use reconcile::sql::split;

/// Names by key: which rows a table has.
type Roles = BTreeMap<i64, usize>;

const NAMES: [&str; 6] = ["admin", "Admin", "it's", "", "a;b\nc", "é"];
const ACTIONS: [&str; 4] = ["CASCADE", "SET NULL", "RESTRICT", "NO ACTION"];

#[derive(Debug, Clone)]
struct Case {
    live: Roles,
    declared: Roles,
    keeps_others: bool,
    /// Roles that rows refer to, by their key.
    users: Vec<i64>,
    action: usize,
    /// The table gets a column in the same plan.
    grows: bool,
}

fn roles() -> impl Strategy<Value = Roles> {
    // Names are UNIQUE: one for each key at most.
    let keys = proptest::collection::btree_set(0_i64..8, 0..=NAMES.len());
    (keys, Just((0..NAMES.len()).collect::<Vec<_>>()).prop_shuffle())
        .prop_map(|(keys, names)| keys.into_iter().zip(names).collect())
}

fn cases() -> impl Strategy<Value = Case> {
    let users = proptest::collection::vec(0_i64..8, 0..5);
    (roles(), roles(), any::<bool>(), users, 0..ACTIONS.len(), any::<bool>()).prop_map(
        |(live, declared, keeps_others, users, action, grows)| Case {
            users: users.into_iter().filter(|it| live.contains_key(it)).collect(),
            live,
            declared,
            keeps_others,
            action,
            grows,
        },
    )
}

fn text(name: usize) -> String {
    Value::Text(NAMES[name].to_owned()).to_sql()
}

fn rows(database: &mut Scratch, sql: &str) -> Vec<Vec<Value>> {
    database.query(sql).unwrap().rows
}

fn judge(case: &Case) -> Result<(), String> {
    let users = format!(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, role INTEGER REFERENCES roles (id) ON DELETE {});",
        ACTIONS[case.action]
    );
    let before = format!("CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT);\n{users}");
    let after = match case.grows {
        true => before.replace("note TEXT", "note TEXT, rank INTEGER NOT NULL DEFAULT 3"),
        false => before.clone(),
    };
    let mut database = Scratch::new().unwrap();
    for span in split(&before) {
        database.execute(&before[span.range]).unwrap();
    }
    for (id, name) in &case.live {
        let sql = format!("INSERT INTO roles VALUES ({id}, {}, 'kept {id}')", text(*name));
        database.execute(&sql).unwrap();
    }
    for role in &case.users {
        database
            .execute(&format!("INSERT INTO users (role) VALUES ({role})"))
            .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut csv = if case.keeps_others {
        "# reconcile: keep-others\n"
    } else {
        ""
    }
    .to_owned();
    csv.push_str("id,name\n");
    for (id, name) in &case.declared {
        csv.push_str(&format!("{id},\"{}\"\n", NAMES[*name]));
    }
    std::fs::write(folder.path().join("roles.csv"), csv).unwrap();
    let wanted = desired::parse_sql(Path::new("after.sql"), after).unwrap();
    let live = introspect::read(&mut database).unwrap().schema;
    let declared = reference::load(&[folder.path().to_path_buf()], &wanted.schema).map_err(|it| it.to_string())?;
    let start = start(&mut database, &live, &declared);
    let reference = Reference {
        declared: &declared,
        starts: &[start],
    };
    let plan = |database: &mut Scratch, live: &reconcile::schema::Schema, reference| {
        draft::draft_with_rows(
            live,
            &wanted,
            database,
            live,
            &Options::default(),
            Vec::new(),
            reference,
        )
    };
    let others: Vec<(&i64, &usize)> = case
        .live
        .iter()
        .filter(|it| !case.declared.contains_key(it.0))
        .collect();
    let drafted = match plan(&mut database, &live, reference) {
        Ok(drafted) => drafted,
        Err(error) => {
            // The name of a row that stays cannot be given to another one.
            let is_taken = |it: &&usize| case.declared.values().any(|name| name == *it);
            let is_right = case.keeps_others && others.iter().any(|(_, name)| is_taken(name));
            return is_right.then_some(()).ok_or_else(|| error.to_string());
        }
    };
    let users_before = rows(&mut database, "SELECT * FROM users");
    let refers = !case.keeps_others && others.iter().any(|(id, _)| case.users.contains(id));
    let found = |code: Code| {
        let mut all = drafted.plan.all_hazards();
        all.any(|it| it.code == code && it.finding.as_ref().is_some_and(|it| it.rows > 0))
    };
    if found(Code::DeleteReferencedRows) != refers {
        return Err(format!(
            "rows refer to deleted ones: {refers}, and the plan says otherwise"
        ));
    }
    if found(Code::DeleteRows) != (!case.keeps_others && !others.is_empty()) {
        return Err("it is not said that rows are deleted".to_owned());
    }
    let batch: Vec<String> = drafted.script.statements().map(str::to_owned).collect();
    if refers {
        // Whoever runs it all the same loses nothing.
        let ran = database.run(&batch).is_ok();
        let is_same = rows(&mut database, "SELECT * FROM users") == users_before;
        return (!ran && is_same)
            .then_some(())
            .ok_or_else(|| "it ran over rows that refer to others".to_owned());
    }
    proof::prove(&Claim {
        plan: &drafted.plan,
        script: &drafted.script,
        from: &live,
        desired: &wanted.schema,
        hints: &wanted.hints,
        rows: Rows::Made,
        settle: &[],
        reference,
    })
    .map_err(|it| it.to_string())?;
    database
        .run(&batch)
        .map_err(|it| format!("{it}\n{}", drafted.script.text()))?;
    if rows(&mut database, "SELECT * FROM users") != users_before {
        return Err("a row that refers to a role is not what it was".to_owned());
    }
    for (id, name) in &case.declared {
        let note = if case.live.contains_key(id) {
            format!("'kept {id}'")
        } else {
            "NULL".to_owned()
        };
        let sql = format!(
            "SELECT 1 FROM roles WHERE id = {id} AND name = {} AND note IS {note}",
            text(*name)
        );
        if rows(&mut database, &sql).len() != 1 {
            return Err(format!("row {id} is not as declared"));
        }
    }
    for (id, name) in others {
        let sql = format!(
            "SELECT 1 FROM roles WHERE id = {id} AND name = {} AND note = 'kept {id}'",
            text(*name)
        );
        if rows(&mut database, &sql).is_empty() == case.keeps_others {
            return Err(format!("row {id} is there: {}", !case.keeps_others));
        }
    }
    let live = introspect::read(&mut database).unwrap().schema;
    let start = self::start(&mut database, &live, &declared);
    let again = Reference {
        declared: &declared,
        starts: &[start],
    };
    let second = plan(&mut database, &live, again).map_err(|it| it.to_string())?;
    match second.diff.is_empty() {
        true => Ok(()),
        false => Err(format!("a second plan is not empty: {}", second.script.text())),
    }
}

fn start(database: &mut Scratch, live: &reconcile::schema::Schema, declared: &[DeclaredTable]) -> StartRows {
    let counts = declared.iter().map(|it| (it.table.clone(), it.rows.len())).collect();
    StartRows::read(database, live, &counts).unwrap()
}

#[test]
fn random_rows_become_the_declared_ones_and_no_child_is_lost() {
    let given = std::env::var("RECONCILE_PAIRS").ok().and_then(|it| it.parse().ok());
    let config = Config {
        rng_seed: given.map_or(RngSeed::Fixed(300), |_: u32| RngSeed::Random),
        cases: given.unwrap_or(300),
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&cases(), |case| judge(&case).map_err(TestCaseError::fail));
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
