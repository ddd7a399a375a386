//! `seed` on the real engine: one transaction with its event, once, and a way back; a file that fails leaves nothing.

use reconcile::database::Database as _;
use reconcile::ledger::{self, WRANGLER_TABLE};

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![seed_files_run_once_on_d1];

fn seed_files_run_once_on_d1(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let table = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE);\n";
    project.write("schema/users.sql", table);
    project.migration("0001_first.sql", table);
    project.write(
        "seeds/common/01_a.sql",
        "INSERT OR IGNORE INTO users VALUES (1, 'a;b'), (2, 'c');\n",
    );
    project.write(
        "seeds/common/02_b.sql",
        "INSERT INTO users VALUES (1, 'd');\nINSERT INTO nowhere VALUES (1);\n",
    );
    let pending = run(&["seed", "d1:DB"]);
    assert_eq!(pending.code, Some(3), "{}", pending.text);
    let applied = run(&["apply", "d1:DB", "--yes"]);
    assert_eq!(applied.code, Some(0), "{}", applied.text);
    let failed = run(&["seed", "d1:DB"]);
    assert_eq!(failed.code, Some(1), "{}", failed.text);
    assert!(
        failed.text.contains("02_b.sql") && failed.text.contains("common/01_a.sql before it is seeded"),
        "{}",
        failed.text
    );
    project.write("seeds/common/02_b.sql", "UPDATE users SET name = 'e' WHERE id = 2;\n");
    let seeded = run(&["seed", "d1:DB"]);
    assert_eq!(seeded.code, Some(0), "{}", seeded.text);
    assert!(seeded.text.contains("seeded 1 file, 1 row changed"), "{}", seeded.text);
    let again = run(&["seed", "d1:DB"]);
    assert!(again.text.contains("nothing to seed"), "{}", again.text);
    let mut database = remote.open();
    let names = database.query("SELECT group_concat(name) FROM users").unwrap();
    assert_eq!(names.texts().collect::<Vec<_>>(), ["a;b,e"]);
    let history = ledger::read_history(&mut database).unwrap();
    let seeds: Vec<_> = history.iter().filter(|it| it.event == "seeded").collect();
    assert_eq!(
        seeds.iter().map(|it| it.rows_changed).collect::<Vec<_>>(),
        [Some(2), Some(1)]
    );
    let verified = ledger::verify(&history, &ledger::read(&mut database, WRANGLER_TABLE).unwrap());
    assert_eq!(verified.findings, []);
}
