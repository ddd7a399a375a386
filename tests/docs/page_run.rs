//! Runs every block of a page, in order, in one project; the page of an example in a copy of its folder.
//!
//! - `sh`: each line runs; the last one exits with 0, or with N of `sh exit=N`. `sh no-run` is not run: [`NOT_RUN`] lists those.
//! - `text`: what the `sh` block above it prints (`RECONCILE_BLESS=1` writes it).
//! - `file=PATH` behind any of these: the block is that file of this repository, or the project's `newest-migration`
//!   (`RECONCILE_BLESS=1` writes it). `part-of=PATH`: its lines are in that file, in this order.
//! - `sql into=PATH`: its CREATE statements replace those of the same names in that file of the project, or are added.
//! - `sql`: a first line `-- PATH` writes that file. Without it, CREATE statements are schema files, with their directives;
//!   any other statement runs on a copy of `dev.db`.
//! - `yaml`: the configuration, a schema file where it has `tables`, or rows in a folder `reference`. `json` is one
//!   document. `ts`, `jsonc` and `csv` name their file.
//! - `<!-- test: … -->` sets the scene: `empty folder`, `usual project`, `sql FILE STATEMENTS`, or a line of a shell.

use std::fs;
use std::path::{Path, PathBuf};

use reconcile::config::Config;
use reconcile::desired;
use rusqlite::Connection;

use crate::blocks::{Block, blocks};
use crate::project::Project;
use crate::{home, is_blessing, pages};

/// What needs an account, Node, or this repository: the page and the block's first line.
const NOT_RUN: &[(&str, &str)] = &[
    (
        "CONTRIBUTING.md",
        "cargo test                                  # everything; what .ci/run runs",
    ),
    (
        "README.md",
        "cargo run --example tour      # the main job on the sample schema: plan, apply, change, plan, apply, drift",
    ),
    (
        "docs/agents.md",
        "mkdir -p .claude/skills && cp -r node_modules/reconcile-d1/skills/reconcile .claude/skills/",
    ),
    (
        "docs/alerts.md",
        "RECONCILE_WEBHOOK_URL=https://hooks.slack.com/services/… reconcile drift production --notify",
    ),
    (
        "docs/benchmarks.md",
        "npm install drizzle-kit drizzle-orm && pip install alembic && apt-get install sqlite3-tools",
    ),
    ("docs/ci.md", "17 3 * * * cd /srv/app && sh drift.sh production"),
    (
        "docs/ci.md",
        "reconcile inspect production --format json > src/deployed.json && npx wrangler deploy",
    ),
    ("docs/commands/approve.md", "reconcile approve 0007 --target production"),
    ("docs/commands/database.md", "reconcile database list"),
    ("docs/commands/mcp.md", "reconcile mcp"),
    ("docs/commands/preflight.md", "reconcile preflight production"),
    ("docs/commands/pull.md", "reconcile pull"),
    ("docs/commands/reset.md", "reconcile reset"),
    ("docs/commands/restore.md", "reconcile restore production BOOKMARK"),
    ("docs/commands/seed.md", "reconcile seed"),
    (
        "docs/d1.md",
        "reconcile plan d1:DB              # a binding, a database name or an id",
    ),
    (
        "docs/d1.md",
        "reconcile database list                   # or: reconcile database list client-",
    ),
    (
        "docs/first-minute.md",
        "export CLOUDFLARE_API_TOKEN=…          # or `wrangler login`",
    ),
    (
        "docs/fleets.md",
        "reconcile fleet apply clients --runner workflow                   # writes fleet-runner/, to be read",
    ),
    (
        "docs/from/prisma.md",
        "npx prisma migrate diff --from-empty --to-schema prisma/schema.prisma --script > schema/schema.sql",
    ),
    (
        "docs/introduction.md",
        "npm install --save-dev reconcile-d1   # in a project with a package.json; then: npx reconcile plan",
    ),
    (
        "docs/seeds.md",
        "reconcile pull                              # production into dev; asks, or needs --yes, if dev is there",
    ),
    (
        "docs/undo.md",
        "reconcile restore production             # to the state before the newest migration",
    ),
    (
        "examples/environments/README.md",
        "reconcile init                       # writes reconcile.yaml, one target per database, and the schema",
    ),
    (
        "examples/worker/README.md",
        "reconcile apply                      # makes dev.db",
    ),
];

/// Drawings.
const NOT_PRINTED: &[(&str, &str)] = &[("ARCHITECTURE.md", "schema/*.sql ─► desired::load ────┐")];

struct Run {
    page: String,
    project: Project,
    /// What the last `sh` block printed.
    printed: Option<String>,
    /// Texts that have to be written into the page.
    corrected: Vec<(std::ops::Range<usize>, String)>,
    not_run: Vec<String>,
}

impl Run {
    fn block(&mut self, block: &Block) -> Result<(), String> {
        if let Some(done) = self.shown(block) {
            return done;
        }
        match block.language() {
            "test" => block.text.lines().try_for_each(|line| self.scene(line)),
            "sh" if block.has("no-run") => {
                self.not_run.push(block.first_line().to_owned());
                Ok(())
            }
            "sh" => self.shell(block),
            "text" => self.text(block),
            "sql" => self.sql(block),
            "yaml" => self.yaml(block),
            "json" => serde_json::from_str::<serde_json::Value>(&block.text)
                .map(drop)
                .map_err(|it| it.to_string()),
            "ts" | "jsonc" | "csv" => {
                let file = block.file().ok_or("its first line names no file")?;
                self.project.write(file, &block.text);
                Ok(())
            }
            other => Err(format!("no test knows a block of `{other}`")),
        }
    }

    fn scene(&mut self, line: &str) -> Result<(), String> {
        match line.trim() {
            "empty folder" => self.project = Project::empty(),
            "usual project" => self.project = Project::usual(),
            other => {
                if let Some((file, sql)) = other.strip_prefix("sql ").and_then(|it| it.split_once(' ')) {
                    return self.project.sql(file, sql).map_err(|it| it.to_string());
                }
                let (code, output) = self.project.shell(other);
                if code != 0 {
                    return Err(format!("{other}: exit code {code}\n{output}"));
                }
            }
        }
        Ok(())
    }

    fn shell(&mut self, block: &Block) -> Result<(), String> {
        let text = block.text.replace("\\\n", " ");
        let lines: Vec<&str> = text.lines().filter(|it| !it.trim().is_empty()).collect();
        let mut printed = String::new();
        for (index, line) in lines.iter().enumerate() {
            let (code, output) = self.project.shell(line);
            let expected = if index + 1 == lines.len() { block.exit() } else { 0 };
            if code != expected {
                return Err(format!("{line}: exit code {code}, not {expected}\n{output}"));
            }
            printed.push_str(&output);
        }
        self.printed = Some(printed);
        Ok(())
    }

    fn text(&mut self, block: &Block) -> Result<(), String> {
        if NOT_PRINTED.contains(&(&self.page, block.first_line())) {
            return Ok(());
        }
        let printed = self.printed.take().ok_or("no command above it prints this")?;
        if timeless(&printed) == timeless(&block.text) {
            return Ok(());
        }
        if is_blessing() {
            self.corrected.push((block.range.clone(), printed));
            return Ok(());
        }
        Err(format!(
            "the command prints another text (RECONCILE_BLESS=1 writes it):\n{printed}"
        ))
    }

    /// The text that `file=PATH` or `part-of=PATH` names: a file of this repository, or the newest migration of the project.
    fn named(&self, name: &str) -> Result<String, String> {
        let path = if name == "newest-migration" {
            let folder = fs::read_dir(self.project.path().join("generated")).map_err(|it| it.to_string())?;
            let newest = folder.map(|it| it.unwrap().path()).filter(|it| it.is_file()).max();
            newest.ok_or("there is no migration")?
        } else {
            home().join(name)
        };
        fs::read_to_string(&path).map_err(|it| format!("{}: {it}", path.display()))
    }

    /// A block that shows a file, or lines of it in their order.
    fn shown(&mut self, block: &Block) -> Option<Result<(), String>> {
        if let Some(name) = block.value("part-of") {
            let text = match self.named(name) {
                Ok(text) => text,
                Err(why) => return Some(Err(why)),
            };
            let mut lines = text.lines();
            let lost = block.text.lines().find(|line| !lines.any(|it| it == *line));
            return Some(lost.map_or(Ok(()), |line| {
                Err(format!("{name} has no such line there: {line}\n{text}"))
            }));
        }
        let text = match self.named(block.value("file")?) {
            Ok(text) => text,
            Err(why) => return Some(Err(why)),
        };
        if text.trim_end() == block.text.trim_end() {
            return Some(Ok(()));
        }
        if is_blessing() {
            self.corrected.push((block.range.clone(), text));
            return Some(Ok(()));
        }
        Some(Err(format!(
            "the file is another one (RECONCILE_BLESS=1 writes it):\n{text}"
        )))
    }

    /// Puts each CREATE statement in the place of the one with the same name.
    fn redefine(&mut self, block: &Block, file: &str) -> Result<(), String> {
        let path = self.project.path().join(file);
        let mut text = fs::read_to_string(&path).map_err(|it| format!("{file}: {it}"))?;
        for statement in block.text.split_inclusive(";\n") {
            let create = statement.lines().find(|it| it.starts_with("CREATE"));
            let name: Vec<&str> = create.unwrap_or_default().split(' ').take(3).collect();
            let head = format!("{} ", name.join(" "));
            let start = text.find(&head);
            let end = start.and_then(|start| Some(start + text[start..].find(";\n")? + 2));
            let place = start.zip(end).map_or(text.len()..text.len(), |(start, end)| start..end);
            text.replace_range(place, statement);
        }
        fs::write(&path, text).unwrap();
        desired::load(&[path]).map(drop).map_err(|it| it.to_string())
    }

    fn sql(&mut self, block: &Block) -> Result<(), String> {
        if let Some(file) = block.value("into") {
            return self.redefine(block, file);
        }
        let path = self.project.path().to_path_buf();
        if let Some(file) = block.file() {
            self.project.write(file, &block.text);
            if !file.starts_with("schema/") {
                return Ok(());
            }
            return desired::load(&[path.join("schema")])
                .map(drop)
                .map_err(|it| it.to_string());
        }
        let mut words = block.text.lines().filter(|it| !it.trim_start().starts_with("--"));
        if words.next().is_some_and(|it| it.starts_with("CREATE")) {
            return desired::parse_sql(Path::new("block.sql"), block.text.clone())
                .map(drop)
                .map_err(|it| it.to_string());
        }
        let copy = path.join("copy.db");
        fs::copy(path.join("dev.db"), &copy).map_err(|it| it.to_string())?;
        let database = Connection::open(&copy).unwrap();
        let hint = "a block that shows a file is `sql file=PATH`, or `sql file=newest-migration` below an `sh` block";
        let done = database
            .execute_batch(&block.text)
            .map_err(|it| format!("{it}\n{hint}"));
        drop(database);
        fs::remove_file(copy).unwrap();
        done
    }

    fn yaml(&mut self, block: &Block) -> Result<(), String> {
        if let Some(file) = block.file() {
            self.project.write(file, &block.text);
            if file.contains("reference/") {
                return Ok(());
            }
        }
        if block.text.lines().any(|it| it == "tables:") {
            let folder = tempfile::tempdir().unwrap();
            let file: PathBuf = folder.path().join("schema.yaml");
            fs::write(&file, &block.text).unwrap();
            return desired::load(&[file]).map(drop).map_err(|it| it.to_string());
        }
        let has_databases = block.text.lines().any(|it| it == "databases:");
        let text = if has_databases {
            block.text.clone()
        } else {
            format!("databases: {{}}\n{}", block.text)
        };
        Config::parse(Path::new("reconcile.yaml"), &text)
            .map(drop)
            .map_err(|it| it.to_string())
    }
}

/// `12 ms` and moments are of the clock.
fn timeless(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim_end();
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let moment = rest.get(..16).filter(|it| {
            let shape: String = it
                .chars()
                .map(|it| if it.is_ascii_digit() { '0' } else { it })
                .collect();
            shape == "0000-00-00 00:00" || shape == "0000-00-00T00:00"
        });
        if digits > 0 && rest[digits..].starts_with(" ms") {
            out.push_str("# ms");
            rest = &rest[digits + 3..];
        } else if moment.is_some() {
            out.push_str("NOW");
            rest = &rest[16..];
        } else {
            let width = digits.max(first.len_utf8());
            out.push_str(&rest[..width]);
            rest = &rest[width..];
        }
    }
    // Columns move with the widths of durations.
    out.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n")
        .collect()
}

/// The page's blocks that went wrong, and those that were not run.
pub(crate) fn run(page: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let mut run = Run {
        page: page.to_owned(),
        project: match page.strip_suffix("README.md").filter(|it| it.starts_with("examples/")) {
            Some(folder) => Project::of(&home().join(folder)),
            None => Project::usual(),
        },
        printed: None,
        corrected: Vec::new(),
        not_run: Vec::new(),
    };
    let mut wrong = Vec::new();
    for block in blocks(text) {
        if let Err(why) = run.block(&block) {
            wrong.push(format!("{page}:{}: {why}", block.line));
        }
    }
    let mut corrected = text.to_owned();
    for (range, printed) in run.corrected.iter().rev() {
        corrected.replace_range(range.clone(), &format!("{}\n", printed.trim_end()));
    }
    if corrected != text {
        fs::write(home().join(page), corrected).unwrap();
    }
    (wrong, run.not_run)
}

/// `RECONCILE_PAGE=docs/undo.md` runs that page.
#[test]
fn every_block_of_every_page_runs() {
    let chosen = std::env::var("RECONCILE_PAGE").ok();
    // The pages of hazards have blocks of their own kind: `hazard_pages` runs them.
    let pages: Vec<(String, String)> = pages()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("docs/hazards/"))
        .filter(|(name, _)| chosen.as_ref().is_none_or(|it| it == name))
        .collect();
    let (left, right) = pages.split_at(pages.len() / 2);
    let all = |pages: &[(String, String)]| -> Vec<(String, Vec<String>, Vec<String>)> {
        let one = |(name, text): &(String, String)| {
            let (wrong, not_run) = run(name, text);
            (name.clone(), wrong, not_run)
        };
        pages.iter().map(one).collect()
    };
    let done = std::thread::scope(|scope| {
        let other = scope.spawn(|| all(right));
        let mut done = all(left);
        done.extend(other.join().unwrap());
        done
    });
    let wrong: Vec<&String> = done.iter().flat_map(|it| &it.1).collect();
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.iter().map(|it| it.as_str()).collect::<Vec<_>>().join("\n\n")
    );
    if chosen.is_none() {
        let not_run = done
            .iter()
            .flat_map(|(page, _, lines)| lines.iter().map(move |it| (page.as_str(), it.as_str())));
        assert_eq!(not_run.collect::<Vec<_>>(), NOT_RUN, "the blocks that are not run");
    }
}
