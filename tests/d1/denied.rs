//! `policy: { CODE: deny }` on remote D1, for every code that there is: a file by hand that raises it is not applied. The
//! examples are those of `tests/cli/deny.rs`.

use reconcile::migration::Migration;

use crate::commands::reconcile;
use crate::denied_examples::{Example, codes, denies, example, of_dangers};
use crate::project::Project;
use crate::server::{Server, TOKEN, Test};

pub(crate) fn tests() -> Vec<Test> {
    let dangers = of_dangers();
    let test = |code: &'static str| -> Test {
        let example = example(code, &dangers).unwrap_or_else(|| panic!("{code}: no example; add one to `own`"));
        let test = move |server: &'static Server| is_held(server, code, &example);
        (code.to_owned(), Box::new(test))
    };
    codes().map(|it| test(it.name())).collect()
}

fn is_held(server: &'static Server, code: &str, example: &Example) {
    let remote = server.database();
    let project = Project::of(&remote);
    let config = |policy: &str| project.write("reconcile.yaml", &Example::config("d1:DB", policy));
    config("");
    project.write("app.ts", example.app.as_deref().unwrap_or_default());
    project.write("schema/schema.sql", Example::schema(code));
    project.write("generated/0001_before.sql", &example.first());
    let first = reconcile(&project, server, TOKEN, &["apply", "--yes"]);
    assert_eq!(first.code, Some(0), "{}", first.text);
    let rows = Migration::parse("rows.sql", &example.rows).statements();
    remote.load(&rows.into_iter().map(|it| it.1).collect::<Vec<_>>());
    project.write(&format!("generated/{}", Example::file(code)), &example.migration);
    config(&format!("policy:\n  {code}: deny\n"));
    let writes = remote.count("POST query");
    let ran = reconcile(
        &project,
        server,
        TOKEN,
        &[&Example::apply(code)[..], &["--yes"]].concat(),
    );
    assert_eq!(ran.code, Some(3), "{}", ran.text);
    assert!(ran.text.contains(&denies(code)), "{}", ran.text);
    assert_eq!(remote.count("POST query"), writes, "something was sent: {}", ran.text);
}
