//! What `status`, `drift` and `verify` found on the databases of a fleet: those of the same state and shape together.

use serde::Serialize;

use super::counted::counted;
use super::{AlertRow, Block, Check, Document, Failure, Finding, Review, Screen, Tone};

/// One database of a fleet: a line of `--format json`.
#[derive(Debug, Clone, Serialize)]
pub struct MemberReport {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `in-sync`, `pending`, `changes`, `drifted`, `running` if it is being changed right now, `blocked`, `unknown`, or
    /// `failed` if it could not be read; of `lint` `ok` or `findings`, of `backup` `written`, or `kept` if
    /// its copy was there, of `seed` `seeded` or `refused`.
    pub verdict: &'static str,
    /// What it is called in its fleet.
    pub name: String,
    /// What was found.
    #[serde(flatten)]
    pub found: MemberState,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// What is said of a database of a fleet.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MemberState {
    /// The last migration that it has.
    pub at: Option<String>,
    /// How many migrations it lacks.
    pub pending: usize,
    /// The fingerprint of its schema.
    pub shape: Option<String>,
    /// What is wrong, or worth knowing, one sentence each.
    pub findings: Vec<String>,
}

/// All databases of a fleet; with `--format json` the last line.
///
/// target: `fleet NAME`.
/// verdict: The worst verdict of a database.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FleetReport {
    /// How many databases were asked.
    pub databases: usize,
    /// Databases of the same verdict, migration and schema: the worst first, then the largest.
    pub groups: Vec<GroupRow>,
    /// What `drift --notify` sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertRow>,
    /// Each database, as it was asked: what `--report` writes.
    #[serde(skip)]
    pub members: Vec<MemberReport>,
}

/// Databases of which the same is said.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GroupRow {
    /// Their verdict.
    pub verdict: &'static str,
    /// How many.
    pub databases: usize,
    /// The first of them, by name.
    pub names: Vec<String>,
    /// What was found.
    #[serde(flatten)]
    pub found: MemberState,
    /// Why they could not be read; the error of the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// Verdicts, the worst first, with how they are meant and what they are called.
const VERDICTS: [(&str, Tone, &str); 14] = [
    ("failed", Tone::Bad, "failed"),
    ("refused", Tone::Bad, "refused"),
    ("unknown", Tone::Bad, "unknown"),
    ("blocked", Tone::Bad, "blocked"),
    ("drifted", Tone::Warning, "drifted"),
    ("running", Tone::Plain, "being changed"),
    ("changes", Tone::Warning, "without the schema's changes"),
    ("pending", Tone::Plain, "pending"),
    ("findings", Tone::Warning, "with findings"),
    ("in-sync", Tone::Good, "in sync"),
    ("ok", Tone::Good, "without findings"),
    ("seeded", Tone::Good, "seeded"),
    ("written", Tone::Good, "written"),
    ("kept", Tone::Good, "there already"),
];

/// Names that a group shows.
const NAMES: usize = 5;
/// Findings that a group shows.
const FINDINGS: usize = 5;

fn rank(verdict: &str) -> usize {
    VERDICTS.iter().position(|it| it.0 == verdict).unwrap_or_default()
}

fn tone(verdict: &str) -> Tone {
    VERDICTS.get(rank(verdict)).map_or(Tone::Bad, |it| it.1)
}

impl Document<FleetReport> {
    /// No database yet.
    pub fn of_fleet(fleet: &str) -> Self {
        Self::new(format!("fleet {fleet}"), "in-sync", FleetReport::default())
    }

    /// Counts a database.
    pub fn add(&mut self, member: &MemberReport) {
        self.databases += 1;
        self.members.push(member.clone());
        if rank(member.verdict) < rank(self.verdict) {
            self.verdict = member.verdict;
        }
        // An error names its database, and others have the same one.
        let unnamed = |it: &Failure| {
            let begins = format!("{}: ", member.target);
            it.message.replace(&begins, "").replace(&member.target, "the database")
        };
        let text = member.error.as_ref().map(unnamed);
        let is_same = |it: &&mut GroupRow| {
            let known = it.error.as_ref().map(|error| error.message.clone());
            it.verdict == member.verdict && it.found == member.found && known == text
        };
        match self.groups.iter_mut().find(is_same) {
            Some(group) => {
                group.databases += 1;
                if group.names.len() < NAMES {
                    group.names.push(member.name.clone());
                }
            }
            None => {
                let group = GroupRow {
                    verdict: member.verdict,
                    databases: 1,
                    names: vec![member.name.clone()],
                    found: member.found.clone(),
                    error: member.error.clone().map(|error| Failure {
                        message: text.unwrap_or_default(),
                        ..error
                    }),
                };
                self.groups.push(group);
            }
        }
        self.groups
            .sort_by_key(|it| (rank(it.verdict), std::cmp::Reverse(it.databases)));
    }

    /// How many databases have this verdict.
    pub fn count(&self, verdict: &str) -> usize {
        let groups = self.groups.iter().filter(|it| it.verdict == verdict);
        groups.map(|it| it.databases).sum()
    }

    /// `412 in sync, 3 pending, 1 drifted`
    fn counts(&self) -> String {
        let counts = VERDICTS.iter().rev().filter_map(|(verdict, _, words)| {
            let count = self.count(verdict);
            (count > 0).then(|| format!("{count} {words}"))
        });
        counts.collect::<Vec<_>>().join(", ")
    }
}

impl MemberReport {
    fn check(&self) -> Check {
        let severity = match tone(self.verdict) {
            Tone::Bad => "error",
            Tone::Warning => "warning",
            _ => "note",
        };
        let mut findings: Vec<Finding> = self
            .found
            .findings
            .iter()
            .map(|it| Finding::new(self.verdict, severity, it.clone()))
            .collect();
        findings.extend(self.error.iter().map(|it| it.finding("failed")));
        if findings.is_empty() && severity != "note" {
            findings.push(Finding::new(
                self.verdict,
                severity,
                format!("the verdict is {}", self.verdict),
            ));
        }
        for finding in &mut findings {
            finding.object = Some(format!("database {}", self.name));
        }
        Check::of(self.name.clone(), findings)
    }
}

impl GroupRow {
    /// `a, b and 3 more`
    pub fn who(&self) -> String {
        let names = self.names.join(", ");
        match self.databases.saturating_sub(self.names.len()) {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }

    fn row(&self) -> Vec<String> {
        let shape = self.found.shape.as_deref().unwrap_or("-");
        vec![
            self.databases.to_string(),
            self.verdict.to_owned(),
            self.found.at.clone().unwrap_or_else(|| "-".to_owned()),
            shape.get(..8).unwrap_or(shape).to_owned(),
            self.who(),
        ]
    }

    fn details(&self) -> Vec<Block> {
        let tone = tone(self.verdict);
        let mut lines: Vec<String> = self.found.findings.iter().take(FINDINGS).cloned().collect();
        let more = self.found.findings.len().saturating_sub(FINDINGS);
        lines.extend((more > 0).then(|| format!("and {more} more")));
        if let Some(error) = &self.error {
            lines.extend(error.message.lines().map(str::to_owned));
            lines.extend(error.help.iter().map(|it| format!("help: {it}")));
        }
        if lines.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![
            Block::Space,
            Block::Line(tone, format!("{}: {}", self.verdict, self.who())),
        ];
        blocks.extend(lines.into_iter().map(|it| Block::Line(Tone::Plain, format!("  {it}"))));
        blocks
    }
}

impl Screen for Document<FleetReport> {
    fn blocks(&self) -> Vec<Block> {
        let name = self.target.trim_start_matches("fleet ").to_owned();
        let line = match self.databases {
            0 => "no databases".to_owned(),
            count => format!("{}: {}", counted(count, "database"), self.counts()),
        };
        let mut blocks = vec![Block::Verdict(tone(self.verdict), name, line)];
        if !self.groups.is_empty() {
            let head = vec!["databases", "verdict", "at", "schema", "names"];
            blocks.push(Block::Table(head, self.groups.iter().map(GroupRow::row).collect()));
        }
        blocks.extend(self.groups.iter().flat_map(GroupRow::details));
        if !self.next.is_empty() {
            blocks.push(Block::Space);
        }
        blocks.extend(self.next_lines());
        blocks.extend(self.alerts.iter().map(AlertRow::line));
        blocks
    }

    fn review(&self) -> Option<Review> {
        let mut members: Vec<&MemberReport> = self.members.iter().collect();
        members.sort_by(|one, other| one.name.cmp(&other.name));
        self.reviewed("fleet", members.into_iter().map(MemberReport::check).collect())
    }

    fn members(&self) -> &[MemberReport] {
        &self.members
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn member(name: &str, verdict: &'static str, error: Option<&str>) -> MemberReport {
        let target = format!("sqlite:{name}.db");
        MemberReport {
            version: 1,
            verdict,
            name: name.to_owned(),
            found: MemberState::default(),
            error: error.map(|it| Failure {
                message: format!("{target}: {it}"),
                ..Failure::default()
            }),
            target,
        }
    }

    #[test]
    fn the_worst_comes_first_and_equal_errors_are_one_group() {
        let mut report = Document::of_fleet("clients");
        for name in ["a", "b", "c", "d", "e", "f", "g"] {
            report.add(&member(name, "in-sync", None));
        }
        report.add(&member("x", "failed", Some("it is locked")));
        report.add(&member("y", "failed", Some("it is locked")));
        report.add(&member("z", "pending", None));
        let groups: Vec<(&str, usize, String)> = report
            .groups
            .iter()
            .map(|it| (it.verdict, it.databases, it.who()))
            .collect();
        assert_eq!(
            groups,
            [
                ("failed", 2, "x, y".to_owned()),
                ("pending", 1, "z".to_owned()),
                ("in-sync", 7, "a, b, c, d, e and 2 more".to_owned()),
            ]
        );
        assert_eq!((report.verdict, report.databases), ("failed", 10));
        assert_eq!(report.counts(), "7 in sync, 1 pending, 2 failed");
    }
}
