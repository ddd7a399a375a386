//! `policy: { CODE: deny }`, for every code that there is: a file by hand that raises it is not applied. `tests/d1/denied.rs`
//! asks the same of the real engine.

use std::fs;

use crate::Sandbox;
use crate::denied_examples::{Example, codes, denies, example, of_dangers};

/// A project whose only pending file is the example.
fn sandbox(code: &str, example: &Example) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", &Example::config("sqlite:dev.db", ""));
    sandbox.write("app.ts", example.app.as_deref().unwrap_or_default());
    sandbox.write("schema/schema.sql", Example::schema(code));
    sandbox.write("generated/0001_before.sql", &example.first());
    let run = sandbox.run(&["apply"]);
    assert_eq!(run.code, 0, "{code}: {}", run.stderr);
    sandbox.sql(&example.rows);
    sandbox.write(&format!("generated/{}", Example::file(code)), &example.migration);
    sandbox
}

/// Files that reconcile wrote and proved are held to the conventions, too.
#[test]
fn conventions_that_policy_denies_hold_proven_files() {
    for (code, table) in [
        ("naming", "CREATE TABLE BadName (id INTEGER PRIMARY KEY);\n"),
        ("no-primary-key", "CREATE TABLE log (what TEXT);\n"),
        (
            "needless-index",
            "CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b TEXT);\nCREATE INDEX i ON u (a);\nCREATE INDEX j ON u (a, b);\n",
        ),
    ] {
        let sandbox = Sandbox::empty();
        sandbox.write("reconcile.yaml", &Example::config("sqlite:dev.db", ""));
        sandbox.write("app.ts", "");
        sandbox.write(
            "schema/schema.sql",
            &format!("CREATE TABLE t (id INTEGER PRIMARY KEY);\n{table}"),
        );
        assert_eq!(sandbox.run(&["plan"]).code, 0);
        let policy = format!("policy:\n  {code}: deny\n");
        sandbox.write("reconcile.yaml", &Example::config("sqlite:dev.db", &policy));
        let run = sandbox.run(&["apply", "--allow", "all"]);
        assert!(
            run.code == 3 && run.stderr.contains(&denies(code)),
            "{code}: {}",
            run.stderr
        );
        assert_eq!(sandbox.run(&["apply", "--dry-run"]).code, 3, "{code}");
        sandbox.write(
            "reconcile.yaml",
            &Example::config("sqlite:dev.db", &policy.replace("deny", "ask")),
        );
        assert_eq!(sandbox.run(&["apply"]).code, 0, "{code}");
    }
}

#[test]
fn every_code_that_policy_denies_is_held_at_apply() {
    let dangers = of_dangers();
    let mut wrong = Vec::new();
    for code in codes().map(reconcile::diagnostic::Code::name) {
        let Some(example) = example(code, &dangers) else {
            wrong.push(format!("{code}: no example; add one to `own`"));
            continue;
        };
        let sandbox = sandbox(code, &example);
        let policy = format!("policy:\n  {code}: deny\n");
        sandbox.write("reconcile.yaml", &Example::config("sqlite:dev.db", &policy));
        let before = fs::read(sandbox.path("dev.db")).unwrap();
        let run = sandbox.run(&Example::apply(code));
        if run.code != 3 || !run.stderr.contains(&denies(code)) {
            wrong.push(format!("{code}: exit {}\n{}", run.code, run.stderr));
        } else if fs::read(sandbox.path("dev.db")).unwrap() != before {
            wrong.push(format!("{code}: something was changed"));
        }
    }
    assert!(wrong.is_empty(), "{} codes:\n{}", wrong.len(), wrong.join("\n"));
}
