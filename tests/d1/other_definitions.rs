//! Plain `wrangler d1 migrations apply` stops on a database with another definition of something that is replaced, and runs
//! where it is only spelt in another way.

use std::path::Path;

use reconcile::database::Scratch;
use reconcile::plan::Options;
use reconcile::sql::split;
use reconcile::{desired, draft, introspect};

use crate::definitions::{BASE, Edit, OTHER_MEANINGS, OTHER_SPELLINGS, ROWS, edited, wanted};
use crate::project::Project;
use crate::server::{Server, tests};
use crate::snapshot;

tests![
    another_meaning_stops_wrangler_with_nothing_changed,
    another_spelling_does_not_stop_wrangler,
];

fn statements(sql: &str) -> Vec<String> {
    let spans = split(sql);
    spans.into_iter().map(|span| sql[span.range].to_owned()).collect()
}

fn migration() -> String {
    let mut base = Scratch::new().unwrap();
    for statement in statements(BASE).iter().chain(&statements(ROWS)) {
        base.execute(statement).unwrap();
    }
    let live = introspect::read(&mut base).unwrap().schema;
    let wanted = desired::parse_sql(Path::new("after.sql"), wanted()).unwrap();
    let draft = draft::draft(&live, &wanted, &mut base, &live, &Options::default(), Vec::new()).unwrap();
    draft.script.text()
}

/// True if wrangler applied it; otherwise nothing is changed and it says why.
fn applies(server: &'static Server, migration: &str, edit: Edit) -> bool {
    let remote = server.database();
    let mut before = statements(&edited(edit));
    before.extend(statements(ROWS));
    // wrangler makes its own table first.
    let [ledger, _] = reconcile::ledger::tables("d1_migrations");
    before.push(ledger);
    remote.load(&before);
    let project = Project::of(&remote);
    project.migration("0001_case.sql", migration);
    let was = snapshot::of(&mut remote.open());
    let said = project.try_wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    if !said.succeeded {
        assert_eq!(snapshot::of(&mut remote.open()), was, "{edit:?}");
        let names_it = [
            "stopped: ",
            "no such view: ",
            "no such trigger: ",
            "no such index: ",
            "error in view ",
        ];
        assert!(
            names_it.iter().any(|it| said.text.contains(it)),
            "{edit:?}: {}",
            said.text
        );
    }
    remote.wipe();
    said.succeeded
}

fn another_meaning_stops_wrangler_with_nothing_changed(server: &'static Server) {
    let migration = migration();
    let passed: Vec<&Edit> = OTHER_MEANINGS
        .iter()
        .filter(|edit| applies(server, &migration, **edit))
        .collect();
    assert!(passed.is_empty(), "{passed:?}");
}

fn another_spelling_does_not_stop_wrangler(server: &'static Server) {
    let migration = migration();
    let stopped: Vec<&Edit> = OTHER_SPELLINGS
        .iter()
        .filter(|edit| !applies(server, &migration, **edit))
        .collect();
    assert!(stopped.is_empty(), "{stopped:?}");
}
