//! Each hazard has a case that raises it, a near miss that does not, and a page that says both.
//!
//! The cases are `tests/cases/hazards/<code>_raised` and `<code>_not_raised`, run like all others by `tests/cases.rs`; here
//! it is asked what they raise. `docs/hazards` is made from what `plan::hazard` says of each kind and from its case:
//! `RECONCILE_BLESS=1 cargo test --test hazards` writes the pages anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "support/case.rs"]
mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use case::{Flags, filled, folders, last, read};
use reconcile::desired::{self, Desired};
use reconcile::introspect;
use reconcile::plan::hazard::{self, HazardKind};
use reconcile::plan::{Gate, Hazard};

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn case_of(kind: &HazardKind, ending: &str) -> PathBuf {
    home().join(format!(
        "tests/cases/hazards/{}_{ending}",
        kind.code.name().replace('-', "_")
    ))
}

/// What the plan of a case raises, with what its rows answered.
fn raised(case: &Path) -> Vec<Hazard> {
    let mut database = filled(&read(case, "before.sql"), &read(case, "rows.sql")).expect("before.sql runs");
    let live = introspect::read(&mut database).unwrap();
    let after = read(case, "after.sql");
    // What no schema file may say, a folder of migrations still can: `revert` and `lint` meet it.
    let wanted = desired::parse_sql(Path::new("after.sql"), after.clone()).unwrap_or_else(|_| {
        let mut scratch = filled(&after, "").expect("after.sql runs");
        let schema = introspect::read(&mut scratch).unwrap().schema;
        Desired {
            schema,
            ..Desired::default()
        }
    });
    let options = Flags::of(case).options;
    let code = case::code(case, &live.schema, &wanted.schema);
    let draft = case::draft(case, &live.schema, &wanted, &mut database, &options, code).unwrap();
    assert!(!draft.diff.is_empty(), "{}: nothing differs", case.display());
    draft.plan.all_hazards().cloned().collect()
}

/// True if the hazard stands: the rows have not shown that none of them is concerned.
fn stands(hazard: &Hazard) -> bool {
    hazard.finding.as_ref().is_none_or(|finding| finding.rows > 0)
}

#[test]
fn each_is_raised_by_a_case_and_not_by_its_near_miss() {
    for kind in hazard::kinds() {
        let (raises, spares) = (case_of(kind, "raised"), case_of(kind, "not_raised"));
        for case in [&raises, &spares] {
            assert!(case.is_dir(), "{} has no case {}", kind.code, case.display());
        }
        let same = |file: &str| read(&raises, file) == read(&spares, file);
        assert!(
            same("before.sql") || same("after.sql"),
            "{}: {} shares neither end with the case that raises it: no near miss",
            kind.code,
            last(&spares)
        );
        let of_kind = |case: &Path| {
            let found = raised(case).into_iter();
            found.filter(|it| it.code == kind.code).collect::<Vec<_>>()
        };
        let found = of_kind(&raises);
        assert!(found.iter().any(stands), "{} is not raised: {found:#?}", kind.code);
        for hazard in found {
            assert!(
                !hazard.message.ends_with('.') && !hazard.remedy.is_empty(),
                "{hazard:#?}"
            );
        }
        let spared = of_kind(&spares);
        assert!(!spared.iter().any(stands), "{} is raised: {spared:#?}", kind.code);
    }
}

#[test]
fn no_case_is_of_a_hazard_that_is_not_there() {
    let known: BTreeSet<String> = hazard::kinds()
        .flat_map(|kind| ["raised", "not_raised"].map(|it| last(&case_of(kind, it))))
        .collect();
    for case in folders(&home().join("tests/cases/hazards")) {
        assert!(known.contains(&last(&case)), "{} is of no hazard", case.display());
    }
}

/// The page says what a hazard of its kind does at most; none may do more.
#[test]
fn no_hazard_is_worse_than_its_kind() {
    let kinds: BTreeMap<&str, &HazardKind> = hazard::kinds().map(|kind| (kind.code.name(), kind)).collect();
    for case in folders(&home().join("tests/cases/hazards")) {
        for hazard in raised(&case) {
            let kind = kinds[hazard.code.name()];
            assert!(hazard.severity <= kind.code.severity(), "{hazard:#?}");
            assert!(hazard.gate == kind.gate || hazard.gate == Gate::Open, "{hazard:#?}");
        }
    }
}

fn index() -> String {
    let mut page = "# Hazards\n\nWhat `plan` and `lint` warn of. `reconcile explain CODE` prints the same text. `policy` in\n\
[the configuration](../configuration.md) sets how a target treats each hazard. [Lint](../lint.md) lists what only `lint`\nfinds.\n\n\
| hazard | severity | what happens | then |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for kind in hazard::kinds() {
        let then = match kind.gate {
            Gate::Open => "reported",
            Gate::NeedsAllow => "refused until allowed",
            Gate::NeedsAllowIfFound => "refused until allowed, if rows are concerned",
            Gate::Impossible => "refused if rows are concerned",
        };
        let _ = writeln!(
            page,
            "| [`{0}`]({0}.md) | {1} | {2} | {then} |",
            kind.code,
            kind.code.severity(),
            kind.title
        );
    }
    let _ = write!(
        page,
        "\nTo allow a hazard, pass `--allow CODE`, write `-- reconcile: allow CODE because REASON` in the schema, or set\n`CODE: allow` in \
policy. A change that existing rows violate is refused; no flag overrides that.\n"
    );
    page
}

fn page(kind: &HazardKind) -> String {
    let raises = case_of(kind, "raised");
    let spares = case_of(kind, "not_raised");
    let hazard = raised(&raises)
        .into_iter()
        .find(|it| it.code == kind.code && stands(it))
        .expect("its case raises it");
    let mut page = format!(
        "# {}\n\n{}: {}.\n\n{}\n\n{}\n\n## Raised\n\n",
        kind.code,
        kind.code.severity(),
        kind.title,
        wrapped(kind.explanation),
        wrapped(&kind.gate.meaning(kind.code))
    );
    page.push_str(&sql(&raises, FILES));
    let rows = match &hazard.finding {
        Some(finding) if finding.sample.is_empty() => format!("; {} rows", finding.rows),
        Some(finding) => format!("; {} rows ({})", finding.rows, finding.sample.join(", ")),
        None => String::new(),
    };
    let rows = rows.replace("; 1 rows", "; 1 row");
    let _ = write!(
        page,
        "\n```text\n{}: {}{rows}\n{}\n```\n\n## Not raised\n\n",
        hazard.code, hazard.message, hazard.remedy
    );
    let other = |name: &&str| read(&raises, name) != read(&spares, name);
    let files: Vec<&str> = FILES.iter().copied().filter(other).collect();
    page.push_str(&sql(&spares, &files));
    page.push_str("\n[All hazards](README.md)\n");
    page
}

/// Each paragraph in lines of at most 120 columns.
fn wrapped(text: &str) -> String {
    let options = textwrap::Options::new(120)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options)
}

/// Schema files of a case that D1's rules refuse: what the page shows in the place of `after.sql`.
const SQLITE: &str = "sqlite_rules.sql";

/// What a case is made of.
const FILES: &[&str] = &["before.sql", "rows.sql", "after.sql", ROWS, APP];

/// The rows that a case declares, where it does.
const ROWS: &str = "reference/roles.csv";

/// The application of a case, where it has one.
const APP: &str = "app.ts";

/// The files of a case as one block, each under what it is; the application in another.
fn sql(case: &Path, files: &[&str]) -> String {
    let mut block = "```sql\n".to_owned();
    let mut parts = Vec::new();
    for file in files.iter().filter(|it| ![APP, ROWS].contains(*it)) {
        let with_sqlite = Some(read(case, SQLITE)).filter(|it| *file == "after.sql" && !it.is_empty());
        let what = match *file {
            "before.sql" => "-- the database",
            "rows.sql" => "-- its rows",
            _ if with_sqlite.is_some() => "-- the schema files, with `rules: sqlite` in reconcile.yaml",
            _ => "-- the schema files",
        };
        let text = with_sqlite.unwrap_or_else(|| read(case, file));
        if !text.trim().is_empty() {
            parts.push(format!("{what}\n{}\n", text.trim_end()));
        }
    }
    block.push_str(&parts.join("\n"));
    block.push_str("```\n");
    if parts.is_empty() {
        block.clear();
    }
    for (name, block_of) in [(ROWS, "csv\n# schema/reference/roles.csv"), (APP, "ts\n// app.ts")] {
        let text = if files.contains(&name) {
            read(case, name)
        } else {
            String::new()
        };
        if !text.is_empty() {
            let gap = if block.is_empty() { "" } else { "\n" };
            let _ = write!(block, "{gap}```{block_of}\n{text}```\n");
        }
    }
    block
}

#[test]
fn the_pages_say_what_the_hazards_say() {
    let folder = home().join("docs/hazards");
    let mut pages: BTreeMap<String, String> = hazard::kinds()
        .map(|kind| (format!("{}.md", kind.code), page(kind)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(kept, *text, "docs/hazards/{name}: RECONCILE_BLESS=1 writes it anew");
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(pages.contains_key(&name), "docs/hazards/{name} is of no hazard");
    }
}
