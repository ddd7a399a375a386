//! What the real engine makes of names and positions: where values land, what columns are called, which counter counts on.

use std::fs;
use std::path::Path;

use reconcile::database::{Database as _, Value};
use reconcile::plan::{Probe, Question, Source};
use reconcile::render;
use reconcile::schema::Name;
use reconcile::sql::split;

use crate::project::Project;
use crate::server::{Remote, Server, tests};

tests![
    a_trigger_fills_the_columns_that_it_means,
    a_sequence_goes_on_whatever_case_the_table_has,
    view_columns_are_called_as_they_are_spelt,
    a_column_called_true_is_asked_about,
];

fn statements(case: &str, file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(case)
        .join(file);
    let text = fs::read_to_string(path).unwrap();
    let spans = split(&text);
    spans.into_iter().map(|span| text[span.range].to_owned()).collect()
}

/// A database on which the migration of a golden case was applied.
fn migrated(server: &'static Server, case: &str, respelt: &dyn Fn(String) -> String) -> Remote {
    let remote = server.database();
    let mut before = statements(case, "before.sql");
    before.extend(statements(case, "rows.sql"));
    remote.load(&before.into_iter().map(respelt).collect::<Vec<_>>());
    let project = Project::of(&remote);
    project.migration("0001_case.sql", &statements(case, "migration.sql").join(";\n"));
    let mut database = remote.open();
    assert_eq!(project.apply(&mut database).unwrap().applied.len(), 1);
    remote
}

fn a_trigger_fills_the_columns_that_it_means(server: &'static Server) {
    let remote = migrated(server, "rebuild/positions_of_a_trigger", &|it| it);
    let mut database = remote.open();
    database.run(&["INSERT INTO t VALUES (2, 7)".to_owned()]).unwrap();
    let rows = database
        .query("SELECT what, who, n FROM log ORDER BY rowid DESC LIMIT 1")
        .unwrap();
    let text = |it: &str| Value::Text(it.to_owned());
    assert_eq!(rows.rows, [[text("ins"), text("me"), Value::Integer(7)]]);
}

fn a_sequence_goes_on_whatever_case_the_table_has(server: &'static Server) {
    let upper = |it: String| it.replace("TABLE a ", "TABLE A ").replace("INTO a ", "INTO A ");
    let remote = migrated(server, "rebuild/sequence_is_kept", &upper);
    let planned = migrated(server, "rebuild/sequence_is_kept", &|it| it);
    let seq = |remote: &Remote| {
        remote
            .open()
            .query("SELECT seq FROM sqlite_sequence WHERE name = 'a'")
            .unwrap()
            .rows
    };
    let found = seq(&remote);
    assert_eq!(found.len(), 1);
    assert_eq!(found, seq(&planned));
}

fn view_columns_are_called_as_they_are_spelt(server: &'static Server) {
    let remote = migrated(server, "objects/names_of_view_columns", &|it| it);
    for (view, name) in [("n", "COUNT(*)"), ("s", "a + 1"), ("k", "total"), ("x", "MAX(a)")] {
        let rows = remote.open().query(&format!("SELECT * FROM {view}")).unwrap();
        assert_eq!(rows.columns, [name], "{view}");
    }
}

fn a_column_called_true_is_asked_about(server: &'static Server) {
    let remote = server.database();
    remote.load(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY, \"true\" TEXT)".to_owned(),
        "INSERT INTO t VALUES (1, '007')".to_owned(),
    ]);
    let name = Name::new("true");
    let probe = Probe {
        source: Source {
            table: Name::new("t"),
            wanted: Name::new("t"),
            columns: vec![(name.clone(), name.clone())],
            values: Vec::new(),
            computed: Vec::new(),
            key: Vec::new(),
        },
        question: Question::Converts {
            column: name,
            type_name: "INT".to_owned(),
            strict: false,
        },
    };
    let count = remote.open().query(&render::question(&probe).count).unwrap();
    assert_eq!(count.rows, [[Value::Integer(1)]]);
}
