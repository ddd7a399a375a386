//! The examples of `docs/hazards` run as they are printed: the first raises the hazard, the second does not.

use std::fs;

use serde_json::Value;

use crate::blocks::blocks;
use crate::home;
use crate::project::Project;

/// The parts of an example, by the comments above them.
#[derive(Debug, Default, Clone)]
struct Example {
    database: String,
    rows: String,
    schema: String,
    application: String,
    /// The rows that a reference table declares.
    declared: String,
    has_sqlite_rules: bool,
}

impl Example {
    fn read(&mut self, block: &crate::blocks::Block) {
        if block.language() == "ts" {
            self.application = block.text.clone();
            return;
        }
        if block.language() == "csv" {
            self.declared = block.text.clone();
            return;
        }
        let mut part = String::new();
        let (mut database, mut rows, mut schema) = (None, None, None);
        for line in block.text.lines() {
            if let Some(title) = line.strip_prefix("-- the ").or(line.strip_prefix("-- its ")) {
                part = title.to_owned();
                self.has_sqlite_rules |= title.contains("rules: sqlite");
                continue;
            }
            let place = match part.split(',').next().unwrap() {
                "database" => &mut database,
                "rows" => &mut rows,
                "schema files" => &mut schema,
                other => panic!("-- the {other}"),
            };
            *place.get_or_insert_with(String::new) += &format!("{line}\n");
        }
        // A second example names only what differs from the first.
        self.database = database.unwrap_or_else(|| self.database.clone());
        self.rows = rows.unwrap_or_else(|| self.rows.clone());
        self.schema = schema.unwrap_or_else(|| self.schema.clone());
    }

    /// The codes that `plan` and `lint` report, and concern rows or none that were counted.
    fn codes(&self) -> Result<Vec<String>, String> {
        let project = Project::empty();
        let rules = if self.has_sqlite_rules { "sqlite" } else { "d1" };
        project.write(
            "reconcile.yaml",
            &format!(
                "databases:\n  app:\n    rules: {rules}\n    compat: [app.ts]\n    targets:\n      dev: sqlite:dev.db\n"
            ),
        );
        project.write("schema/schema.sql", &self.schema);
        project.write("app.ts", &self.application);
        if !self.declared.is_empty() {
            project.write("schema/reference/roles.csv", &self.declared);
        }
        project
            .sql(
                "dev.db",
                &format!("PRAGMA foreign_keys = off; {}\n{}", self.database, self.rows),
            )
            .map_err(|it| it.to_string())?;
        let (_, output) = project.reconcile(&["plan", "--check", "--format", "json"]);
        let plan: Value = serde_json::from_str(&output).map_err(|it| format!("{it}: {output}"))?;
        if let Some(error) = plan.get("error") {
            return Err(format!("{error:#}"));
        }
        let steps = plan["steps"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|it| it["hazards"].as_array().unwrap());
        let hazards = steps.chain(plan["hazards"].as_array().unwrap());
        let raised = hazards
            .filter(|it| it["rows"] != 0)
            .map(|it| it["code"].as_str().unwrap().to_owned());
        Ok(raised.collect())
    }
}

#[test]
fn examples_run_as_they_are_printed() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(home().join("docs/hazards")).unwrap() {
        let path = entry.unwrap().path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        if code == "README" {
            continue;
        }
        let page = fs::read_to_string(&path).unwrap();
        let (raised, spared) = page.split_once("## Not raised").unwrap();
        let mut example = Example::default();
        for (part, is_raised) in [(raised, true), (spared, false)] {
            for block in blocks(part).iter().filter(|it| it.language() != "text") {
                example.read(block);
            }
            match example.codes() {
                Ok(codes) if codes.contains(&code) == is_raised => {}
                Ok(codes) => wrong.push(format!("{code}, raised {is_raised}: {codes:?}")),
                Err(error) => wrong.push(format!("{code}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
