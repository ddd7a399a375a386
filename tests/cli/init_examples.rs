//! The examples that know nothing of reconcile: `init`, and `plan` is in sync without an edit.

use std::path::Path;

use crate::Sandbox;

/// A copy of an example, as its author left it.
fn example(name: &str) -> Sandbox {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let to = to.join(path.file_name().unwrap());
            match path.is_dir() {
                true => copy(&path, &to),
                false => drop(std::fs::copy(&path, to).unwrap()),
            }
        }
    }
    let sandbox = Sandbox::empty();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    copy(&folder, &sandbox.path("."));
    sandbox
}

#[test]
fn are_in_sync_without_an_edit() {
    for (name, databases) in [
        ("wrangler-migrations", 1),
        ("reversible", 1),
        ("drizzle", 1),
        ("prisma", 1),
        ("environments", 1),
        ("monorepo", 3),
        ("mixed-numbers", 3),
    ] {
        let sandbox = example(name);
        let all: &[&str] = if databases > 1 { &["--all"] } else { &[] };
        let init = sandbox.run(&["init"]);
        assert_eq!(init.code, 0, "{name}: {}", init.stderr);
        let words = |command: &'static str| [&[command], all].concat();
        let plan = sandbox.run(&words("plan"));
        assert_eq!(plan.code, 0, "{name}: {}{}", plan.stdout, plan.stderr);
        assert_eq!(
            plan.stdout.matches("in sync once").count(),
            databases,
            "{name}: {}",
            plan.stdout
        );
        for command in ["verify", "apply", "drift", "plan"] {
            let done = sandbox.run(&words(command));
            assert_eq!(done.code, 0, "{name} {command}: {}{}", done.stdout, done.stderr);
        }
    }
}

#[test]
fn central_and_client_databases_are_in_sync() {
    let sandbox = example("fleet");
    for words in [
        &["plan", "--database", "central", "--check"] as &[&str],
        &["plan", "--fleet", "--database", "client", "--check"],
    ] {
        let done = sandbox.run(words);
        assert_eq!(done.code, 0, "{words:?}: {}{}", done.stdout, done.stderr);
    }
}
