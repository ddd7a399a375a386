//! What a command checked and found, the same for every format that shows findings in a program.

use crate::diagnostic::Code;

/// Everything that was checked, with what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// The command, as `lint`.
    pub command: &'static str,
    /// What was looked at.
    pub target: String,
    /// What came out, in a word.
    pub verdict: String,
    /// What was checked, in the order of the report.
    pub checks: Vec<Check>,
    /// Warnings do not keep the command from success.
    pub is_lenient: bool,
}

/// One thing that was checked: a file, a migration, a step, a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is.
    pub name: String,
    /// What was found; nothing where it passed.
    pub findings: Vec<Finding>,
    /// Why it was not checked, where it was not.
    pub skipped: Option<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What it is about, where that has a name: `table users`.
    pub object: Option<String>,
    /// Where it is.
    pub place: Option<FindingPlace>,
    /// One lower-case sentence.
    pub message: String,
    /// What to do about it; may be empty.
    pub remedy: String,
}

/// A place in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingPlace {
    /// The file, as one would open it from here.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1; none where the line as a whole is meant.
    pub column: Option<usize>,
    /// The text of the line; empty where it is not known.
    pub text: String,
}

impl Check {
    /// With what was found.
    pub(super) fn of(name: impl Into<String>, findings: Vec<Finding>) -> Self {
        Self {
            name: name.into(),
            findings,
            skipped: None,
        }
    }

    /// Not checked, and why.
    pub(super) fn skipped(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            skipped: Some(reason.into()),
            ..Self::of(name, Vec::new())
        }
    }
}

impl Finding {
    /// Without an object, a place or a remedy.
    pub(super) fn new(code: impl Into<String>, severity: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity,
            object: None,
            place: None,
            message: message.into(),
            remedy: String::new(),
        }
    }

    /// The place, or the first line of the file that findings without a place are shown at.
    pub(super) fn place_or(&self, home: &str) -> FindingPlace {
        let home = || FindingPlace {
            file: home.to_owned(),
            line: 1,
            ..FindingPlace::default()
        };
        self.place.clone().unwrap_or_else(home)
    }

    /// What stays the same when lines move and rows are counted again: the code, the file, the object, and the line's text or
    /// else the sentence without its figures.
    pub(super) fn identity(&self) -> String {
        let place = self.place.as_ref();
        let file = place.map(|it| it.file.as_str()).unwrap_or_default();
        let text = place.map(|it| it.text.trim()).filter(|it| !it.is_empty());
        let said = match text {
            Some(text) => text.to_owned(),
            None => self.message.chars().filter(|it| !it.is_ascii_digit()).collect(),
        };
        let object = self.object.as_deref().unwrap_or_default();
        [self.code.as_str(), file, object, said.as_str()].join("\u{0}")
    }
}

impl FindingPlace {
    /// A line as a whole.
    pub(crate) fn line(file: impl Into<String>, line: usize) -> Self {
        Self {
            file: file.into(),
            line: line.max(1),
            ..Self::default()
        }
    }
}

impl Review {
    /// True where a finding of a check keeps the command from success.
    pub(super) fn fails(&self, check: &Check) -> bool {
        let counts = |it: &Finding| it.severity == "error" || it.severity == "warning" && !self.is_lenient;
        check.findings.iter().any(counts)
    }

    /// All findings, in the order of the report.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.checks.iter().flat_map(|it| &it.findings)
    }

    /// Each finding with a fingerprint: equal findings of one file are counted.
    pub(super) fn with_fingerprints(&self) -> Vec<(&Finding, String)> {
        let mut seen = std::collections::BTreeMap::new();
        let findings = self.findings().map(|finding| {
            let identity = finding.identity();
            let count: &mut usize = seen.entry(identity.clone()).or_default();
            *count += 1;
            (finding, hash(&format!("{identity}\u{0}{count}")))
        });
        findings.collect()
    }
}

/// A check for each file, then one for each other file or place that something was found in.
pub(super) fn by_file(files: &[String], findings: impl Iterator<Item = Finding>) -> Vec<Check> {
    let mut checks: Vec<Check> = files.iter().map(|it| Check::of(it.clone(), Vec::new())).collect();
    for finding in findings {
        let name = finding.place.as_ref().map(|it| it.file.as_str());
        let name = name.filter(|it| !it.is_empty()).unwrap_or(FOLDER);
        match checks.iter_mut().find(|it| it.name == name) {
            Some(check) => check.findings.push(finding),
            None => checks.push(Check::of(name.to_owned(), vec![finding])),
        }
    }
    checks
}

/// What is checked of all files together.
const FOLDER: &str = "the folder as a whole";

/// 32 hexadecimal digits.
fn hash(text: &str) -> String {
    use sha2::Digest;
    let bytes = sha2::Sha256::digest(text.as_bytes());
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What a code stands for that has a name, but is no hazard and no rule.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "drifted",
        "the database was changed outside migrations",
        "docs/commands/drift.md",
    ),
    (
        "schema-change",
        "no migration makes this change of the schema yet",
        "docs/commands/plan.md",
    ),
    ("unknown", "an object could not be understood", "docs/commands/drift.md"),
    (
        "unreachable",
        "the database could not be read",
        "docs/commands/drift.md",
    ),
    (
        "status",
        "the migrations of the database are not as they should be",
        "docs/commands/status.md",
    ),
    (
        "broken",
        "a statement of the application fails on both schemas",
        "docs/compat.md",
    ),
    ("test", "the test of a migration failed", "docs/commands/verify.md"),
    ("error", "the command came to no result", "docs/output.md"),
    ("refused", "a person must decide", "docs/output.md"),
    ("failed", "the database could not be read", "docs/fleets.md"),
];

/// What a code stands for in a few words, and where that is explained.
pub(super) fn explained(code: &str) -> (String, String) {
    if let Some(known) = Code::ALL.iter().find(|it| it.is_called(code)) {
        let help = format!("`reconcile explain {known}`, or {} in the documentation", known.page());
        return (known.name().replace('-', " "), help);
    }
    let other = OTHERS.iter().find(|it| it.0 == code);
    let (words, page) = other.map_or((code, "docs/output.md"), |it| (it.1, it.2));
    (words.replace('-', " "), format!("{page} in the documentation"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(line: usize, text: &str, message: &str) -> Finding {
        let place = FindingPlace {
            text: text.to_owned(),
            ..FindingPlace::line("1.sql", line)
        };
        Finding {
            place: Some(place),
            ..Finding::new("drop-table", "error", message)
        }
    }

    fn prints(findings: Vec<Finding>) -> Vec<String> {
        let review = Review {
            checks: vec![Check::of("1.sql", findings)],
            ..Review::default()
        };
        review.with_fingerprints().into_iter().map(|it| it.1).collect()
    }

    #[test]
    fn a_fingerprint_outlives_lines_and_figures() {
        let before = prints(vec![finding(3, "  DROP TABLE a;", "2 rows")]);
        assert_eq!(before, prints(vec![finding(9, "DROP TABLE a;", "5 rows")]));
        assert_ne!(before, prints(vec![finding(3, "DROP TABLE b;", "2 rows")]));
        assert_eq!(
            prints(vec![finding(3, "", "2 rows")]),
            prints(vec![finding(4, "", "31 rows")])
        );
        let twice = prints(vec![finding(3, "x", ""), finding(4, "x", "")]);
        assert_ne!(twice.first(), twice.last());
    }

    #[test]
    fn a_code_has_a_page() {
        assert!(explained("drop-table").1.contains("docs/hazards/drop-table.md"));
        assert_eq!(explained("drifted").1, "docs/commands/drift.md in the documentation");
        assert_eq!(explained("in-sync").0, "in sync");
    }
}
