//! Reference tables on the real engine: rows by key, with values that JSON would change, and children that stay.

use reconcile::database::Database as _;

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![reference_tables_are_kept_on_d1];

fn reference_tables_are_kept_on_d1(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str], code: i32| {
        let before = remote.log().len();
        let ran = reconcile(&project, server, TOKEN, arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.text);
        (ran.text, remote.log().len() - before)
    };
    project.write(
        "schema/all.sql",
        "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, big INTEGER, icon BLOB);\n\
         CREATE TABLE users (id INTEGER PRIMARY KEY, role INTEGER REFERENCES roles (id) ON DELETE CASCADE);\n",
    );
    let text = "id,name,big,icon\n1,admin,9007199254740993,x'00ff'\n2,\"it's; a \"\"guest\"\"\n--\",,\n";
    project.write("schema/reference/roles.csv", text);
    run(&["plan", "d1:DB"], 0);
    run(&["apply", "d1:DB", "--yes"], 0);
    let (_, asked) = run(&["plan", "d1:DB", "--check"], 0);
    assert_eq!(asked, 2, "the schema, and the rows of all reference tables");
    run(&["drift", "d1:DB"], 0);
    let rows = "SELECT group_concat(id || quote(name) || ifnull(quote(big), '') || quote(icon), ' | ') FROM roles";
    let held = |expected: &str| {
        let found = remote.open().query(rows).unwrap();
        assert_eq!(found.texts().collect::<Vec<_>>(), [expected]);
    };
    held("1'admin'9007199254740993X'00FF' | 2'it''s; a \"guest\"\n--'NULLNULL");
    remote
        .open()
        .run(&[
            "INSERT INTO users VALUES (1, 1), (2, 2)".to_owned(),
            "INSERT INTO roles VALUES (9, 'trial', NULL, NULL)".to_owned(),
        ])
        .unwrap();
    let (text, _) = run(&["drift", "d1:DB"], 2);
    assert!(text.contains("roles[id = 9] is only in the database"), "{text}");
    // A row that a row refers to stays, also where another database let the file be written.
    project.write("schema/reference/roles.csv", "id,name\n1,admin\n");
    let (text, _) = run(&["plan", "d1:DB", "--allow", "delete-rows"], 3);
    assert!(text.contains("delete-referenced-rows"), "{text}");
    project.write("schema/reference/roles.csv", "id,name\n1,guest\n2,admin\n3,editor\n");
    run(&["plan", "d1:DB", "--check", "--allow", "delete-rows"], 2);
    run(&["plan", "d1:DB", "--allow", "delete-rows"], 0);
    run(&["apply", "d1:DB", "--yes"], 0);
    held("1'guest'9007199254740993X'00FF' | 2'admin'NULLNULL | 3'editor'NULLNULL");
    run(&["plan", "d1:DB", "--check"], 0);
    let users = remote.open().query("SELECT count(*) FROM users").unwrap();
    assert_eq!(users.count(), Some(2), "no child row is lost");
    run(&["verify"], 0);
}
