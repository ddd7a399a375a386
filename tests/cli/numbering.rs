//! A folder keeps the way in which it numbers its files.

use crate::Sandbox;

fn planned_after(file: &str) -> String {
    let sandbox = Sandbox::empty();
    sandbox.write("schema/s.sql", "CREATE TABLE t (a);\nCREATE TABLE u (a);\n");
    sandbox.write(&format!("migrations/{file}"), "CREATE TABLE t (a);\n");
    let run = sandbox.run(&["plan", "sqlite:x.db"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let names = sandbox.names();
    let new = names
        .iter()
        .find(|name| name.contains("create_table_u") || name.ends_with("_u.sql"));
    new.unwrap_or_else(|| panic!("{names:?}")).clone()
}

#[test]
fn three_digits_four_digits_and_moments() {
    assert!(planned_after("001_first.sql").starts_with("migrations/002_"));
    assert!(planned_after("0001_first.sql").starts_with("migrations/0002_"));
    assert!(planned_after("0099_first.sql").starts_with("migrations/0100_"));
    let moment = planned_after("20230101120000_first.sql");
    assert!(moment.starts_with("migrations/20231114221320_"), "{moment}");
}

#[test]
fn a_wrangler_project_needs_no_config_of_ours() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "wrangler.jsonc",
        "{ // as wrangler reads it\n \"name\": \"w\", \"d1_databases\": [{ \"binding\": \"DB\", \"database_name\": \"app\", \
         \"database_id\": \"11111111-2222-3333-4444-555555555555\", \"migrations_dir\": \"db/steps\" }] }\n",
    );
    sandbox.write("schema/s.sql", "CREATE TABLE t (a);\n");
    for command in [["plan", "-v"], ["apply", "-v"], ["drift", "-v"]] {
        let run = sandbox.run(&command);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    }
    let names = sandbox.names();
    assert!(names.iter().any(|name| name.starts_with("db/steps/0001_")), "{names:?}");
    assert!(
        names.iter().any(|name| name.starts_with(".wrangler/state/")),
        "{names:?}"
    );
}
