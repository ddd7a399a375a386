//! The shape of each command's JSON, read from the structs that it is made of and checked against real documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::home;
use crate::project::Project;

/// Where the structs are.
const FILES: &[&str] = &[
    "src/core/plan/d1_cost.rs",
    "src/core/plan/cost.rs",
    "src/engine/proof/proven.rs",
    "src/checks/compat/source.rs",
];

/// One key, by its path: `migrations[].name`.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    path: String,
    meaning: String,
}

/// One field of a struct.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// Its type, as Rust writes it.
    pub(crate) kind: String,
    pub(crate) meaning: String,
    /// Left out where there is nothing to say.
    pub(crate) is_optional: bool,
    pub(crate) is_flattened: bool,
}

/// Every struct by its name.
pub(crate) struct Shapes {
    pub(crate) structs: BTreeMap<String, Vec<Field>>,
}

impl Shapes {
    pub(crate) fn read() -> Self {
        let mut paths: Vec<_> = FILES.iter().map(|it| home().join(it)).collect();
        let reports = fs::read_dir(home().join("src/app/report")).unwrap();
        paths.extend(
            reports
                .map(|it| it.unwrap().path())
                .filter(|it| it.extension().is_some_and(|it| it == "rs")),
        );
        let mut structs = BTreeMap::new();
        for path in paths {
            let text = fs::read_to_string(path).unwrap();
            let parts: Vec<&str> = text.split("Serialize)]\n").collect();
            for (before, derived) in parts.iter().zip(parts.iter().skip(1)) {
                let head = derived.trim_start_matches("#[serde(transparent)]\n");
                let Some(part) = head.strip_prefix("pub struct ").or(head.strip_prefix("struct ")) else {
                    continue;
                };
                if let Some((name, rest)) = part.split_once(" {\n").filter(|it| !it.0.contains('<')) {
                    let body = rest.split("\n}").next().unwrap();
                    let own = head_of_document(before).into_iter().chain(fields(body)).collect();
                    structs.insert(name.to_owned(), own);
                }
            }
        }
        Self { structs }
    }

    /// The keys of a report.
    pub(crate) fn of(&self, name: &str) -> Vec<Key> {
        let mut found = Vec::new();
        self.add(name, "", &mut vec![name.to_owned()], &mut found);
        assert!(!found.is_empty(), "{name} is not there");
        found
    }

    fn add(&self, name: &str, before: &str, open: &mut Vec<String>, found: &mut Vec<Key>) {
        for field in &self.structs[name] {
            let inner = field
                .kind
                .trim_start_matches("Option<")
                .trim_start_matches("Vec<")
                .trim_end_matches('>');
            let is_list = field.kind.contains("Vec<");
            let is_known = self.structs.contains_key(inner);
            if field.is_flattened {
                // A stage is a plan with two keys more.
                if inner == "PlanReport" {
                    found.push(Key {
                        path: format!("{before}…"),
                        meaning: "The other keys are those of a plan.".to_owned(),
                    });
                } else {
                    self.add(inner, before, open, found);
                }
                continue;
            }
            let path = format!("{before}{}{}", field.name, if is_list { "[]" } else { "" });
            let mut meaning = match field.name.as_str() {
                "version" => "1, the version of this shape.".to_owned(),
                _ => field.meaning.clone(),
            };
            if field.is_optional {
                meaning.push_str(" Absent if there is none.");
            } else if field.kind.starts_with("Option<") && !meaning.contains("null") {
                meaning.push_str(" It may be null.");
            }
            found.push(Key {
                path: path.clone(),
                meaning,
            });
            if is_known && inner != "PlanReport" && !open.contains(&inner.to_owned()) {
                open.push(inner.to_owned());
                self.add(inner, &format!("{path}."), open, found);
                open.pop();
            }
        }
    }

    /// `inspect` has no report: `export` makes its document.
    pub(crate) fn inspect(&self) -> Vec<Key> {
        INSPECT
            .iter()
            .map(|(path, meaning)| Key {
                path: (*path).to_owned(),
                meaning: (*meaning).to_owned(),
            })
            .collect()
    }
}

pub(crate) const INSPECT: &[(&str, &str)] = &[
    ("version", "1, the version of this shape."),
    ("target", "The target."),
    ("verdict", "`read`, or `unknown` where `unknown` is not empty."),
    (
        "unknown[]",
        "`object` and `reason` of each object that is not understood.",
    ),
    ("fingerprint", "Equal for schemas that behave the same."),
    ("tables[]", "Each table."),
    ("tables[].name", "Its name."),
    (
        "tables[].comment",
        "What the comments in its statement say of the table; null where there are none.",
    ),
    ("tables[].rows", "How many rows it has; null without `--rows`."),
    (
        "tables[].bytes",
        "What it takes in the file with its indexes; null without `--rows` and for a remote database.",
    ),
    (
        "tables[].columns[]",
        "`name`, `type`, `not_null`, `default`, `collation`, `generated` and `comment` of each column; null where there is none.",
    ),
    (
        "tables[].columns[].generated",
        "`expression` and `stored` of a generated column.",
    ),
    ("tables[].primary_key", "Its `columns` and `autoincrement`, or null."),
    ("tables[].unique[]", "The columns of each UNIQUE."),
    ("tables[].checks[]", "The expression of each CHECK."),
    (
        "tables[].foreign_keys[]",
        "`columns`, `parent`, `parent_columns`, `on_delete` and `on_update` of each.",
    ),
    ("tables[].strict", "True for a STRICT table."),
    ("tables[].without_rowid", "True for a WITHOUT ROWID table."),
    ("tables[].indexes[]", "`name`, `unique` and `sql` of each index."),
    ("tables[].sql", "The stored statement."),
    (
        "virtual_tables[]",
        "`name`, `module`, `arguments`, `rows` and `sql` of each.",
    ),
    ("views[]", "`name` and `sql` of each."),
    ("triggers[]", "`name`, `on` (its table or view) and `sql` of each."),
];

/// What `Document` puts before the fields of a struct whose comment says what target and verdict are.
fn head_of_document(before: &str) -> Vec<Field> {
    let lines = before.lines().rev().skip(1);
    let comment: Vec<&str> = lines.map_while(|it| it.strip_prefix("///")).map(str::trim).collect();
    let comment: Vec<&str> = comment.into_iter().rev().collect();
    let Some(at) = comment.iter().position(|it| it.starts_with("target: ")) else {
        return Vec::new();
    };
    let text = comment[at..].join(" ");
    let (target, verdict) = text["target: ".len()..].split_once(" verdict: ").unwrap();
    let field = |name: &str, kind: &str, meaning: &str| Field {
        name: name.to_owned(),
        kind: kind.to_owned(),
        meaning: meaning.to_owned(),
        is_optional: false,
        is_flattened: false,
    };
    vec![
        field("version", "u8", "Of this shape."),
        field("target", "String", target),
        field("verdict", "&'static str", verdict),
    ]
}

fn fields(body: &str) -> Vec<Field> {
    let mut found = Vec::new();
    let (mut meaning, mut attributes) = (Vec::new(), String::new());
    for line in body.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            meaning.push(text.trim());
        } else if line.starts_with("#[") {
            attributes.push_str(line);
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(": ") {
            if !attributes.contains("serde(skip)") {
                let renamed = attributes
                    .split_once("rename = \"")
                    .and_then(|it| it.1.split('"').next());
                let name = renamed.unwrap_or_else(|| name.rsplit(' ').next().unwrap());
                assert!(
                    !meaning.is_empty(),
                    "{name} has no comment, so the page of its command cannot say what it means"
                );
                found.push(Field {
                    name: name.to_owned(),
                    kind: kind.replace("Document<PlanReport>", "PlanReport"),
                    meaning: meaning.join(" "),
                    is_optional: attributes.contains("skip_serializing_if"),
                    is_flattened: attributes.contains("flatten"),
                });
            }
            meaning.clear();
            attributes.clear();
        }
    }
    found
}

/// The keys as a table.
pub(crate) fn table(keys: Vec<Key>) -> String {
    let mut text = "\n| key | meaning |\n| --- | --- |\n".to_owned();
    for Key { path, meaning } in keys {
        let _ = writeln!(text, "| `{path}` | {} |", meaning.replace('|', "\\|"));
    }
    text
}

/// Every key of a document, at any depth.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| keys(it, found)),
        _ => {}
    }
}

/// Lines of a shell, then the command whose document is looked at.
const RUNS: &[(&str, &str)] = &[
    ("true", "plan"),
    (
        "sed -i.old 's/  slug TEXT/  slug TEXT NOT NULL,\\n  age INTEGER CHECK (age > 0)/; s/  name TEXT,//' schema/schema.sql",
        "plan",
    ),
    (
        "sed -i.old 's/  login TEXT,/  handle TEXT, -- reconcile: renamed-from login/; s/WHERE login/WHERE handle/' schema/schema.sql",
        "plan --dry-run --diff",
    ),
    (
        "sed -i.old 's/  login TEXT,/  handle TEXT, -- reconcile: renamed-from login/; s/WHERE login/WHERE handle/' schema/schema.sql",
        "plan --expand-contract --dry-run",
    ),
    ("true", "apply"),
    (
        "sed -i.old 's/  name TEXT,/  name TEXT,\\n  age INTEGER,/' schema/schema.sql; reconcile plan",
        "apply --dry-run",
    ),
    (
        "sed -i.old 's/  name TEXT,/  name TEXT,\\n  age INTEGER,/' schema/schema.sql; reconcile plan",
        "apply --yes",
    ),
    ("printf 'DELETE FROM users;' > generated/0008_x.sql", "apply --dry-run"),
    ("printf 'DROP TABLE users;' > generated/0008_x.sql", "apply"),
    ("printf 'DELETE FROM users;' > generated/0008_x.sql", "status"),
    ("true", "drift"),
    (
        "sed -i.old 's/  name TEXT,/  name TEXT,\\n  age INTEGER,/; s/posts_by_user/by_user/' schema/schema.sql",
        "drift",
    ),
    ("true", "verify"),
    (
        "printf -- '-- x' >> schema/schema.sql; printf 'DELETE FROM users;' > generated/0009_x.sql",
        "verify",
    ),
    ("printf 'DELETE FROM users;' > generated/0009_x.sql", "lint"),
    ("sed -i.old 's/email/mail/' schema/schema.sql", "compat"),
    ("true", "diff dev schema"),
    (
        "sed -i.old 's/  name TEXT,/  name TEXT,\\n  age INTEGER,/' schema/schema.sql",
        "diff dev schema",
    ),
    ("true", "inspect"),
    ("true", "explain drop-column"),
    ("true", "new fill"),
    ("true", "revert --allow all"),
    ("true", "purge"),
    ("rm -r reconcile.yaml schema", "init"),
    (
        "rm production.db; reconcile apply production --yes",
        "baseline production --yes",
    ),
    (
        "mv generated/0007_*.sql generated/0008_renamed.sql",
        "baseline production --yes",
    ),
    ("true", "backup --output copy.sql"),
];

#[test]
fn every_key_of_real_documents_is_on_the_page_of_its_command() {
    let mut wrong = Vec::new();
    for (before, line) in RUNS {
        let project = Project::usual();
        project.shell(before);
        let arguments: Vec<&str> = line.split(' ').chain(["--format", "json"]).collect();
        let (_, output) = project.reconcile(&arguments);
        let document: Value = serde_json::from_str(&output).unwrap_or_else(|it| panic!("{line}: {it}: {output}"));
        let is_error = document.get("error").is_some();
        let is_wanted = *line == "apply" && before.starts_with("printf");
        assert_eq!(is_error, is_wanted, "{line}: {output}");
        let name = if is_error {
            "output.md".to_owned()
        } else {
            format!("commands/{}.md", arguments[0])
        };
        let page = fs::read_to_string(home().join("docs").join(&name)).unwrap();
        let mut found = BTreeSet::new();
        keys(&document, &mut found);
        for key in found {
            let is_said = ["`{}`", ".{}`", "`{}[]`", ".{}[]`"]
                .iter()
                .any(|it| page.contains(&it.replace("{}", &key)));
            if !is_said {
                wrong.push(format!(
                    "docs/{name} does not say what `{key}` of `reconcile {line}` is"
                ));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
