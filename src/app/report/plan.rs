//! What `plan` found: the steps with their reasons, the hazards, the proof, the file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::counted::counted;
use super::pictures::nodes;
use super::plan_steps::{HazardReport, StepReport, step_facts};
use super::{
    Block, BreakReport, ChangeRow, Document, FindingPlace, FindingReport, Review, Screen, TablesPicture, Tone, changes,
    plan_review,
};
use crate::desired::{Desired, Location};
use crate::diff::Diff;
use crate::plan::{Code, Hazard, Plan, Price};
use crate::proof::Evidence;
use crate::render::thousands;
use crate::schema::{ObjectRef, Schema};

/// The result of `plan`.
///
/// target: The target.
/// verdict: `in-sync`, `changes` or `unknown`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlanReport {
    /// Changes that somebody made to the target outside migrations, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drift: Vec<String>,
    /// `folder` if the plan starts where the folder ends, because the target was changed by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'static str>,
    /// Why, as `--because` said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The issue or ticket, as `--ref` said.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The migration; null if there is nothing to write.
    pub migration: Option<MigrationReport>,
    /// What changes, one line per object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeRow>,
    /// The steps, in the order in which they run.
    pub steps: Vec<StepReport>,
    /// Hazards of the plan as a whole.
    pub hazards: Vec<HazardReport>,
    /// What the steps together cost on D1; null where rows are unknown.
    pub cost: Option<Price>,
    /// Codes of the hazards that keep it from being written.
    pub refused: Vec<Code>,
    /// `target` if it was proven on a copy of the target's rows, `made` if on generated rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proven_on: Option<&'static str>,
    /// What the proof on a scratch database found.
    pub proof: Vec<Evidence>,
    /// Statements of the application that break, if the configuration names its sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compat: Vec<BreakReport>,
    /// Differences without effect, unknown objects, warnings.
    pub notes: Vec<String>,
    /// Migrations that are written and not applied to the target yet.
    pub pending: Vec<String>,
    /// The unified diff of the two schemas, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// What to say when there is nothing to do, where that is not that the schema is reached.
    #[serde(skip)]
    pub nothing: Option<&'static str>,
    /// With `--check` a change is a finding.
    #[serde(skip)]
    pub is_check: bool,
    /// Where the schema files define what changes, by object.
    #[serde(skip)]
    pub places: BTreeMap<String, FindingPlace>,
    /// The tables before and after.
    #[serde(skip)]
    pub tables: TablesPicture,
}

/// The file that holds a plan.
#[derive(Debug, Clone, Serialize)]
pub struct MigrationReport {
    /// Its path.
    pub file: String,
    /// The name to record.
    #[serde(skip)]
    pub name: String,
    /// Its number, as in the file name.
    pub number: String,
    /// Its whole text.
    pub sql: String,
    /// False for `--dry-run` and `--check`.
    pub written: bool,
}

impl Document<PlanReport> {
    /// Takes in what `plan` does for `diff`; `refused` tells which hazards are.
    pub fn take(&mut self, diff: &Diff, plan: &Plan, refused: &impl Fn(&Hazard) -> bool) {
        self.changes = changes::rows(diff, plan);
        self.steps = plan.steps.iter().map(|it| StepReport::new(plan, it, refused)).collect();
        self.hazards = plan.hazards.iter().map(|it| HazardReport::new(it, refused)).collect();
        self.cost = Price::of(plan);
        let codes: BTreeSet<Code> = plan.all_hazards().filter(|it| refused(it)).map(|it| it.code).collect();
        self.refused = codes.into_iter().collect();
    }

    /// Takes in the tables before and after `diff`, and where the schema files define them.
    pub fn take_schemas(&mut self, from: &Schema, desired: &Desired, diff: &Diff) {
        self.tables = TablesPicture::of(from, &desired.schema, diff);
        let place = |(object, it): (&ObjectRef, &Location)| {
            let place = FindingPlace::line(it.file.display().to_string(), it.line);
            (object.to_string(), place)
        };
        self.places = desired.sources.iter().map(place).collect();
    }
}

impl Screen for Document<PlanReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        blocks.extend(self.counted_on().map(|line| Block::Line(Tone::Dim, line)));
        blocks.extend(drift_blocks(&self.drift));
        if self.from.is_some() && !self.steps.is_empty() {
            let line = "planned from the end of the migrations folder, so the file runs on every target";
            blocks.push(Block::Line(Tone::Dim, line.to_owned()));
        }
        if !self.changes.is_empty() {
            blocks.extend([Block::Space, Block::Changes(self.changes.clone()), Block::Space]);
        }
        blocks.extend(self.problems());
        if !self.compat.is_empty() {
            blocks.push(Block::Line(Tone::Warning, "statements of the application:".to_owned()));
            let line = |it: &BreakReport| Block::Line(Tone::Plain, format!("  {}", it.sentence()));
            blocks.extend(self.compat.iter().map(line));
        }
        blocks.extend(
            self.notes
                .iter()
                .map(|it| Block::Line(Tone::Dim, format!("note: {it}"))),
        );
        if let Some(diff) = &self.diff {
            blocks.extend([Block::Space, Block::Code("diff", diff.clone())]);
        }
        blocks.extend(self.evidence());
        if blocks.last() != Some(&Block::Space) && blocks.len() > 1 && !self.next.is_empty() {
            blocks.push(Block::Space);
        }
        blocks.extend(self.next_lines());
        if let Some(migration) = &self.migration {
            blocks.push(Block::Attachment("migration", "sql", migration.sql.clone()));
        }
        blocks.dedup_by(|next, it| *it == Block::Space && *next == Block::Space);
        blocks
    }

    fn review(&self) -> Option<Review> {
        self.reviewed("plan", plan_review::checks(self))
    }
}

/// What was done by hand.
pub(super) fn drift_blocks(drift: &[String]) -> Vec<Block> {
    if drift.is_empty() {
        return Vec::new();
    }
    let fact = |it: &String| ("by hand", Tone::Warning, it.clone());
    vec![Block::Facts(drift.iter().map(fact).collect())]
}

impl Document<PlanReport> {
    /// One line, however many files are pending.
    fn counted_on(&self) -> Option<String> {
        match self.pending.as_slice() {
            [] => None,
            [name] => Some(format!("assumes {name}, which is pending")),
            [first, .., last] => Some(format!(
                "assumes {} pending migrations, {first} to {last}",
                self.pending.len()
            )),
        }
    }

    fn verdict_line(&self) -> Block {
        let wrote = |verb: &str, file: &str| match self.changes.is_empty() {
            true => format!("{verb} {file}"),
            false => format!("{}, {verb} {file}", self.count()),
        };
        let (tone, line) = match (self.verdict, &self.migration) {
            ("in-sync", _) => (Tone::Good, self.in_sync()),
            _ if self.changes.is_empty() && !self.drift.is_empty() => {
                (Tone::Warning, "changed by hand; nothing to write".to_owned())
            }
            ("unknown", _) => (
                Tone::Bad,
                "nothing planned: see the notes for what could not be parsed".to_owned(),
            ),
            _ if !self.refused.is_empty() => {
                let codes: Vec<String> = self.refused.iter().map(ToString::to_string).collect();
                let line = format!("{} refused, nothing written: {}", self.count(), codes.join(", "));
                (Tone::Bad, line)
            }
            (_, Some(it)) if it.written => (Tone::Good, wrote("wrote", &it.file)),
            (_, Some(it)) => (Tone::Good, wrote("would write", &it.file)),
            (_, None) => (Tone::Plain, self.count()),
        };
        Block::Verdict(tone, self.target.clone(), line)
    }

    /// `4 changes`
    fn count(&self) -> String {
        counted(self.changes.iter().filter(|it| it.mark.is_some()).count(), "change")
    }

    fn in_sync(&self) -> String {
        match (self.nothing, self.pending.as_slice()) {
            (Some(nothing), _) => nothing.to_owned(),
            (None, []) => "in sync with the schema".to_owned(),
            (None, [name]) => format!("nothing to write: in sync once {name} is applied"),
            (None, many) => format!(
                "nothing to write: in sync once {} pending migrations are applied",
                many.len()
            ),
        }
    }

    /// Refusals, then warnings; what no row raises in a line.
    fn problems(&self) -> Vec<Block> {
        let all: Vec<&HazardReport> = self
            .steps
            .iter()
            .flat_map(|it| &it.hazards)
            .chain(&self.hazards)
            .collect();
        let mut problems: Vec<FindingReport> = all.iter().filter_map(|it| it.problem()).collect();
        problems.sort_by_key(|it| std::cmp::Reverse(Tone::of(it.severity)));
        let settled: BTreeSet<String> = all
            .iter()
            .filter(|it| it.is_settled())
            .map(|it| it.code.to_string())
            .collect();
        let checked = (!settled.is_empty()).then(|| {
            let codes: Vec<String> = settled.into_iter().collect();
            let line = format!("checked, no row violates: {}", codes.join(", "));
            Block::Brief(vec![Block::Line(Tone::Dim, line)])
        });
        problems.into_iter().map(Block::Problem).chain(checked).collect()
    }

    /// One line for the proof and one for the price; with steps and checks behind them on request.
    fn evidence(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.steps.is_empty() {
            blocks.push(Block::Steps(nodes(&self.steps)));
            blocks.push(Block::Tables(Box::new(self.tables.clone())));
            let steps = self.steps.iter().flat_map(|step| {
                let title = format!("{}/{}  {}", step.id, self.steps.len(), step.title);
                [Block::Line(Tone::Plain, title), Block::Facts(step_facts(step))]
            });
            blocks.extend([Block::Fold("steps", steps.collect())]);
        }
        if !self.proof.is_empty() {
            let rows = self.proof.iter().map(|it| vec![it.check.to_owned(), it.detail.clone()]);
            let table = Block::Table(vec!["check", "found"], rows.collect());
            blocks.extend([Block::Fold("proof", vec![table]), Block::Space]);
            let found = ["rows", "foreign-keys"].map(|check| self.proof.iter().find(|it| it.check == check));
            let line = match found {
                [Some(rows), Some(keys)] => {
                    let whose = match self.proven_on {
                        Some("target") => "a copy of your rows",
                        _ => "generated rows",
                    };
                    let (rows, keys) = (&rows.detail, &keys.detail);
                    let declared = self.proof.iter().find(|it| it.check == "declared-rows");
                    let declared = declared.map(|it| format!("{}; ", it.detail)).unwrap_or_default();
                    format!("Proven on {whose}: {rows}; {declared}{keys}; a second plan is empty")
                }
                _ => "Proven: it produces the desired schema, and a second plan is empty".to_owned(),
            };
            blocks.push(Block::Line(Tone::Good, line));
            let unrun = self.proof.iter().filter(|it| it.check == "modules");
            blocks.extend(unrun.map(|it| Block::Line(Tone::Warning, it.detail.clone())));
        }
        if let Some(price) = self.cost.filter(|it| it.cost.rows_written >= WORTH_A_LINE) {
            blocks.extend(price_lines(&price));
        }
        blocks
    }
}

/// Fewer rows than this cost a tenth of a cent, and their price would be noise.
const WORTH_A_LINE: u64 = 1_000;

/// `On D1: about 9,000 rows written, at most $0.010, 10 % of a free day.`
fn price_lines(price: &Price) -> Vec<Block> {
    let (read, written) = (thousands(price.cost.rows_read), thousands(price.cost.rows_written));
    let percent = thousands(price.free_day_percent);
    let is_free = price.free_day_percent <= 100;
    let day = match is_free {
        true => format!("{percent} % of a free day"),
        false => format!("{percent} % of a free day, which D1 would refuse on the free plan"),
    };
    let line = format!(
        "On D1: about {written} rows written and {read} read, at most ${:.3}, {day}",
        price.dollars
    );
    let mut blocks = vec![Block::Line(if is_free { Tone::Plain } else { Tone::Warning }, line)];
    if !price.fits_one_call {
        let switch = price.switch.and_then(|it| it.seconds).filter(|it| *it > 0);
        let words = match (price.online, switch) {
            (true, None) => "`apply` runs it in calls of about 2 s, and the application goes on writing".to_owned(),
            (true, Some(seconds)) => format!(
                "`apply` runs it in calls of about 2 s, and the application goes on writing; it waits for the last one, the \
                 switch, about {seconds} s"
            ),
            (false, _) => {
                "D1 stops a call after 30 s, and this one touches many rows: rebuild while the application writes \
                 with --online, or try it on a copy first; if it times out, nothing is changed"
                    .to_owned()
            }
        };
        let tone = if price.online { Tone::Plain } else { Tone::Warning };
        blocks.push(Block::Line(tone, words));
    }
    blocks
}
