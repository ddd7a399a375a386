//! The files of `examples/ci`, run in order on one repository: pull request, review, merge, deploy, a change by hand, alert.
//!
//! Each `run` and `script` is the one of the file; the action is `action.yml`, and GitHub's own actions are left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::Sandbox;
use crate::notify::Sink;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(home().join(path)).unwrap()).unwrap()
}

/// A program that answers as GitHub's: a comment is a file.
const GH: &str = r#"#!/bin/sh
if [ -e "$FAKE/read-only" ]; then echo "HTTP 403: Resource not accessible by integration" >&2; exit 1; fi
method=GET
while [ $# -gt 0 ]; do
  case $1 in
    --method) method=$2; shift ;;
    --field) body=${2#body=@}; shift ;;
    --jq) shift ;;
    api|--*) ;;
    *) path=$1 ;;
  esac
  shift
done
case $method in
  GET) for it in "$FAKE"/comments/*.md; do [ -e "$it" ] && head -n 1 "$it" | grep -qF -- "$MARKER" && basename "$it" .md; done; exit 0 ;;
  POST) cp "$body" "$FAKE/comments/$(($(ls "$FAKE/comments" | wc -l) + 1)).md" ;;
  PATCH) cp "$body" "$FAKE/comments/${path##*/}.md"; echo "$path" >> "$FAKE/updates" ;;
esac
"#;

struct Repository {
    sandbox: Sandbox,
    webhook: Sink,
}

struct Outcome {
    code: i32,
    printed: String,
}

impl Repository {
    /// A project whose first migration is applied to production, committed on main.
    fn new() -> Self {
        let sandbox = Sandbox::new();
        sandbox.write(
            "reconcile.yaml",
            "databases:\n  app:\n    targets:\n      production: { at: sqlite:production.db, protected: true }\n    default: production\n",
        );
        sandbox.write(".gitignore", "*.db\n/fake/\n/reports/\n*.json\nsummary.md\n");
        let webhook = Sink::new();
        let repository = Self { sandbox, webhook };
        assert_eq!(repository.sandbox.run(&["plan"]).code, 0);
        assert_eq!(repository.sandbox.run(&["apply", "--yes"]).code, 0);
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit("First schema");
        repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        fs::create_dir_all(repository.sandbox.path("fake/comments")).unwrap();
        repository.sandbox.write("fake/bin/gh", GH);
        repository.shell("chmod +x fake/bin/gh", &[]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let run = |it: &str| format!("'{it}'");
        let all: Vec<String> = arguments.iter().map(|it| run(it)).collect();
        let outcome = self.shell(
            &format!("git -c user.name=A -c user.email=a@example.org {}", all.join(" ")),
            &[],
        );
        assert_eq!(outcome.code, 0, "{}", outcome.printed);
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    fn shell(&self, script: &str, variables: &[(String, String)]) -> Outcome {
        let program = Path::new(env!("CARGO_BIN_EXE_reconcile")).parent().unwrap();
        let mut paths = vec![self.sandbox.path("fake/bin"), program.to_path_buf()];
        paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let output = Command::new("bash")
            .args(["-e", "-c", script])
            .current_dir(self.sandbox.path(""))
            .env_clear()
            .env("PATH", std::env::join_paths(paths).unwrap())
            .env("HOME", self.sandbox.path("fake"))
            .env("GIT_CEILING_DIRECTORIES", self.sandbox.path("").parent().unwrap())
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .env("CI", "true")
            .env("FAKE", self.sandbox.path("fake"))
            .env("RECONCILE_WEBHOOK_URL", &self.webhook.address)
            .env("RUNNER_TEMP", self.sandbox.path("fake/temporary"))
            .envs(variables.iter().cloned())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Outcome {
            code: output.status.code().unwrap(),
            printed: text(&output.stdout) + &text(&output.stderr),
        }
    }

    /// Runs the steps of a workflow's jobs, in order, until one fails.
    fn workflow(&self, file: &str, event: &[(&str, &str)]) -> Outcome {
        let workflow = yaml(&format!("examples/ci/github/{file}"));
        let mut printed = String::new();
        for (_, job) in workflow["jobs"].as_mapping().unwrap() {
            for step in job["steps"].as_sequence().unwrap() {
                let uses = step["uses"].as_str().unwrap();
                if !uses.contains("/reconcile@") {
                    assert!(uses.starts_with("actions/"), "{uses}");
                    continue;
                }
                let outcome = self.action(&step["with"], event);
                printed.push_str(&outcome.printed);
                if outcome.code != 0 {
                    return Outcome {
                        code: outcome.code,
                        printed,
                    };
                }
            }
        }
        Outcome { code: 0, printed }
    }

    /// Runs the action as a step uses it.
    fn action(&self, with: &Value, event: &[(&str, &str)]) -> Outcome {
        let action = yaml("action.yml");
        for (name, _) in with.as_mapping().unwrap() {
            assert!(action["inputs"].get(name).is_some(), "the action has no input {name:?}");
        }
        let input = |name: &str| {
            let given = with.get(name).or_else(|| action["inputs"][name].get("default"));
            given
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("{name}"))
                .to_owned()
        };
        let step = action["runs"]["steps"].as_sequence().unwrap().last().unwrap();
        let mut variables: Vec<(String, String)> = Vec::new();
        for (name, value) in step["env"].as_mapping().unwrap() {
            let expression = value
                .as_str()
                .unwrap()
                .trim_start_matches("${{ ")
                .trim_end_matches(" }}");
            let value = match expression {
                "github.event.pull_request.number" => "7".to_owned(),
                "github.action_path" => home().display().to_string(),
                other => input(other.strip_prefix("inputs.").unwrap()),
            };
            variables.push((name.as_str().unwrap().to_owned(), value));
        }
        let given = event
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        variables.extend(given);
        variables.push((
            "GITHUB_WORKSPACE".to_owned(),
            self.sandbox.path("").display().to_string(),
        ));
        variables.push(("GITHUB_REPOSITORY".to_owned(), "acme/shop".to_owned()));
        variables.push(("GITHUB_WORKFLOW".to_owned(), "schema".to_owned()));
        variables.push((
            "GITHUB_STEP_SUMMARY".to_owned(),
            self.sandbox.path("summary.md").display().to_string(),
        ));
        assert_eq!(
            step["working-directory"].as_str(),
            Some("${{ inputs.working-directory }}")
        );
        self.shell(step["run"].as_str().unwrap(), &variables)
    }

    fn comments(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.sandbox.path("fake/comments"))
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        files.iter().map(|it| fs::read_to_string(it).unwrap()).collect()
    }

    /// Runs the scripts of a job of the GitLab pipeline.
    fn gitlab(&self, job: &str) -> Outcome {
        let pipeline = yaml("examples/ci/gitlab/.gitlab-ci.yml");
        let script = pipeline[job]["script"].as_sequence().unwrap();
        let lines: Vec<&str> = script.iter().map(|it| it.as_str().unwrap()).collect();
        let root = self.sandbox.path("").display().to_string();
        self.shell(&lines.join("\n"), &[("CI_PROJECT_DIR".to_owned(), root)])
    }

    /// A branch that changes the schema, with or without its migration.
    fn branch(&self, name: &str, from: &str, to: &str, with_migration: bool) {
        self.git(&["checkout", "-q", "-b", name, "main"]);
        self.sandbox.edit(from, to);
        if with_migration {
            assert_eq!(self.sandbox.run(&["plan", "--name", name]).code, 0);
        }
        self.commit(name);
    }
}

const PULL_REQUEST: [(&str, &str); 1] = [("GITHUB_BASE_REF", "main")];

#[test]
fn github_from_a_pull_request_to_drift() {
    let repository = Repository::new();
    let sandbox = &repository.sandbox;

    // A pull request that forgot its migration: the review says so, in a comment.
    repository.branch(
        "phone",
        "  email TEXT NOT NULL\n",
        "  email TEXT NOT NULL,\n  phone TEXT\n",
        false,
    );
    let review = repository.workflow("pull-request.yml", &PULL_REQUEST);
    assert_eq!(review.code, 1, "{}", review.printed);
    let comments = repository.comments();
    assert_eq!(comments.len(), 1);
    assert!(
        comments[0].starts_with("<!-- reconcile schema  production -->\n### production "),
        "{}",
        comments[0]
    );
    assert!(comments[0].contains("| `+` | users.phone | TEXT |"), "{}", comments[0]);

    // The same with its migration: the one comment is updated.
    assert_eq!(sandbox.run(&["plan", "--name", "phone"]).code, 0);
    repository.commit("Write the migration");
    let review = repository.workflow("pull-request.yml", &PULL_REQUEST);
    assert_eq!(review.code, 0, "{}", review.printed);
    let comments = repository.comments();
    assert_eq!(comments.len(), 1, "one comment");
    assert!(comments[0].contains("0002\\_phone.sql"), "{}", comments[0]);
    assert_eq!(sandbox.read("fake/updates"), "repos/acme/shop/issues/comments/1\n");
    for file in ["plan.html", "plan.json", "lint.sarif", "verify.xml"] {
        assert!(sandbox.path("fake/temporary/reconcile").join(file).is_file(), "{file}");
    }

    // A fork's token may not comment, and there are no credentials: the review is whole all the same.
    sandbox.write("fake/read-only", "");
    sandbox.write("summary.md", "");
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &config.replace("sqlite:production.db", "d1:app"));
    let review = repository.workflow("pull-request.yml", &PULL_REQUEST);
    sandbox.write("reconcile.yaml", &config);
    assert_eq!(review.code, 0, "{}", review.printed);
    assert!(
        review.printed.contains("this token may not comment"),
        "{}",
        review.printed
    );
    assert!(
        review.printed.contains("planned from the migrations folder"),
        "{}",
        review.printed
    );
    let summary = sandbox.read("summary.md");
    for part in ["2 migrations OK", "nothing found", "nothing to write: in sync once"] {
        assert!(summary.contains(part), "{part}: {summary}");
    }

    // Merged: saved, approved, applied.
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "phone"]);
    let deploy = repository.workflow("deploy.yml", &[]);
    assert_eq!(deploy.code, 0, "{}", deploy.printed);
    let columns = sandbox.count_in(
        "production.db",
        "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'phone'",
    );
    assert_eq!(columns, 1);

    // What was merged while the approval waited does not slip in.
    let pending = repository.shell(
        "reconcile apply production --dry-run --format json > saved-plan.json",
        &[],
    );
    assert_eq!(pending.code, 0, "{}", pending.printed);
    repository.branch("note", "  body TEXT\n", "  body TEXT,\n  note TEXT\n", true);
    let with = serde_yaml::from_str("{run: apply, target: production, saved-plan: saved-plan.json}").unwrap();
    let refused = repository.action(&with, &[]);
    assert_eq!(refused.code, 1, "{}", refused.printed);
    assert!(
        refused
            .printed
            .contains("is not what was saved in saved-plan.json: nothing was applied"),
        "{}",
        refused.printed
    );
    assert_eq!(
        sandbox.count_in("production.db", "SELECT count(*) FROM d1_migrations"),
        2
    );
    repository.git(&["checkout", "-q", "main"]);

    // Every night: nothing, until somebody changes the database.
    let night = repository.workflow("drift.yml", &[]);
    assert_eq!(night.code, 0, "{}", night.printed);
    assert_eq!(repository.webhook.heard(), [""; 0]);
    sandbox.sql_in("production.db", "CREATE INDEX hot ON users (email)");
    sandbox.write("summary.md", "");
    let night = repository.workflow("drift.yml", &[]);
    assert_eq!(night.code, 1, "{}", night.printed);
    assert!(night.printed.contains("::warning"), "{}", night.printed);
    assert_eq!(repository.webhook.heard().len(), 1, "{}", night.printed);
    assert_eq!(repository.workflow("drift.yml", &[]).code, 1);
    assert_eq!(repository.webhook.heard(), [""; 0], "told twice");
    assert!(
        sandbox.read("summary.md").contains("changed by hand: 1 difference"),
        "{}",
        sandbox.read("summary.md")
    );

    // Adopted: into the schema files, and a migration that production has.
    let adopted = repository.shell("reconcile drift production --adopt --yes", &[]);
    assert_eq!(adopted.code, 0, "{}", adopted.printed);
    repository.commit("Adopt the index");
    let night = repository.workflow("drift.yml", &[]);
    assert_eq!(night.code, 0, "{}", night.printed);
    assert_eq!(repository.webhook.heard().len(), 1, "it has cleared");
    let check = repository.shell("reconcile verify && reconcile plan production --check", &[]);
    assert_eq!(check.code, 0, "{}", check.printed);
}

#[test]
fn gitlab_from_a_merge_request_to_drift() {
    let repository = Repository::new();
    let sandbox = &repository.sandbox;
    repository.branch(
        "phone",
        "  email TEXT NOT NULL\n",
        "  email TEXT NOT NULL,\n  phone TEXT\n",
        true,
    );
    let review = repository.gitlab("review");
    assert_eq!(review.code, 0, "{}", review.printed);
    assert_eq!(sandbox.read("reports/lint.json"), "[]\n");
    for job in ["save", "deploy"] {
        let outcome = repository.gitlab(job);
        assert_eq!(outcome.code, 0, "{job}: {}", outcome.printed);
    }
    assert_eq!(
        sandbox.count_in("production.db", "SELECT count(*) FROM d1_migrations"),
        2
    );
    assert_eq!(repository.gitlab("drift").code, 0);
    sandbox.sql_in("production.db", "DROP TABLE posts");
    let night = repository.gitlab("drift");
    assert_eq!(night.code, 2, "{}", night.printed);
    assert!(
        sandbox.read("reports/drift.xml").contains("failures=\"1\""),
        "{}",
        sandbox.read("reports/drift.xml")
    );
}

#[test]
fn a_bare_cron_is_silent_until_there_is_something_to_say() {
    let repository = Repository::new();
    let script = home().join("examples/ci/cron/drift.sh");
    let night = || repository.shell(&format!("sh '{}' production", script.display()), &[]);
    let quiet = night();
    assert_eq!((quiet.code, quiet.printed.as_str()), (0, ""));
    repository
        .sandbox
        .sql_in("production.db", "CREATE INDEX hot ON users (email)");
    let loud = night();
    assert_eq!(loud.code, 2);
    assert!(
        loud.printed.starts_with("production was changed by hand:\n"),
        "{}",
        loud.printed
    );
    fs::write(
        repository.sandbox.path("production.db"),
        "this is no database at all, it is a text",
    )
    .unwrap();
    let unread = night();
    assert_eq!(unread.code, 1);
    assert!(
        unread.printed.starts_with("production could not be checked:\n"),
        "{}",
        unread.printed
    );
}

/// Node runs the Worker, on rows of `sqlite_schema` that this reads.
#[test]
fn a_worker_sees_what_differs() {
    if Command::new("node").arg("--version").output().is_err() {
        return;
    }
    let repository = Repository::new();
    let sandbox = &repository.sandbox;
    let inspected = sandbox.run(&["inspect", "--format", "json"]);
    sandbox.write("worker/deployed.json", &inspected.stdout);
    fs::copy(
        home().join("examples/ci/cloudflare-cron/src/index.js"),
        sandbox.path("worker/index.js"),
    )
    .unwrap();
    sandbox.write("worker/package.json", "{\"type\": \"module\"}");
    let seen = || {
        let rows: String = {
            let connection = rusqlite::Connection::open(sandbox.path("production.db")).unwrap();
            let sql = "SELECT json_group_array(json_object('type', type, 'name', name, 'sql', sql)) FROM (SELECT * FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)";
            connection.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        let script = format!(
            "import watch, {{ differences }} from './index.js';
             const database = {{ prepare: () => ({{ all: async () => ({{ results: {rows} }}) }}) }};
             globalThis.fetch = async (url, request) => {{ console.log(url, request.body); return {{ ok: true }}; }};
             console.log(JSON.stringify(await differences(database)));
             await watch.scheduled({{}}, {{ DB: database, WEBHOOK_URL: 'hook' }});"
        );
        sandbox.write("worker/try.js", &script);
        let run = repository.shell("cd worker && node --no-warnings try.js", &[]);
        assert_eq!(run.code, 0, "{}", run.printed);
        run.printed
    };
    assert_eq!(seen(), "[]\n");
    sandbox.sql_in(
        "production.db",
        "CREATE INDEX hot ON users (email); DROP TABLE posts; ALTER TABLE users ADD vip INTEGER",
    );
    let found = seen();
    assert!(
        found.starts_with("[\"+ index hot\",\"~ table users\",\"- table posts\"]\n"),
        "{found}"
    );
    assert!(
        found.contains("hook {\"text\":\"The schema of sqlite:production.db was changed by hand:"),
        "{found}"
    );
}

/// The hooks run commands that there are.
#[test]
fn pre_commit_hooks() {
    let sandbox = Sandbox::applied();
    for hook in yaml(".pre-commit-hooks.yaml").as_sequence().unwrap() {
        let words: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(words[0], "reconcile");
        let run = sandbox.run(&words[1..]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    }
}
