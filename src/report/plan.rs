//! What `plan` found: the steps with their reasons, the hazards, the proof, the file.

use serde::Serialize;

use super::{Block, BreakReport, Report, Tone, to_json};
use crate::plan::{Cost, Hazard, HazardCode, Plan, Price, Severity, Step, StrategyName};
use crate::proof::Evidence;
use crate::render::{thousands, title};

/// The result of `plan`.
#[derive(Debug, Clone, Serialize)]
pub struct PlanReport {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `in-sync`, `changes` or `unknown`.
    pub verdict: &'static str,
    /// What was done to the target by hand, one sentence each; it is in no migration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drift: Vec<String>,
    /// `folder` where the plan starts from the end of the folder, since the target was changed by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'static str>,
    /// The migration, written or only shown.
    pub migration: Option<MigrationReport>,
    /// In execution order.
    pub steps: Vec<StepReport>,
    /// Hazards of the plan as a whole.
    pub hazards: Vec<HazardReport>,
    /// What the steps together cost on D1; `None` where rows are unknown.
    pub cost: Option<Price>,
    /// Codes of the hazards that keep it from being written.
    pub refused: Vec<HazardCode>,
    /// What was proven on scratch.
    pub proof: Vec<Evidence>,
    /// Statements of the application that break, where the config names its sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compat: Vec<BreakReport>,
    /// Differences without effect, unknown objects, warnings.
    pub notes: Vec<String>,
    /// Migrations that are written and not applied to the target yet.
    pub pending: Vec<String>,
    /// The unified diff of the two schemas, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
    /// What to say when there is nothing to do, where that is not that the schema is reached.
    #[serde(skip)]
    pub nothing: Option<&'static str>,
}

/// The file that holds a plan.
#[derive(Debug, Clone, Serialize)]
pub struct MigrationReport {
    /// Its path.
    pub file: String,
    /// The name to record.
    #[serde(skip)]
    pub name: String,
    /// Its number as written.
    pub number: String,
    /// Its whole text.
    pub sql: String,
    /// False for `--dry-run` and `--check`.
    pub written: bool,
}

/// One step.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    id: usize,
    verb: &'static str,
    object: String,
    strategy: Option<StrategyName>,
    passed_over: Vec<PassedOverReport>,
    because: Vec<String>,
    after: Vec<AfterReport>,
    hazards: Vec<HazardReport>,
    cost: Option<Cost>,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    strategy_words: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct PassedOverReport {
    strategy: StrategyName,
    obstacle: String,
}

#[derive(Debug, Clone, Serialize)]
struct AfterReport {
    step: usize,
    because: String,
}

/// One hazard, with what the data answered.
#[derive(Debug, Clone, Serialize)]
pub struct HazardReport {
    code: HazardCode,
    severity: Severity,
    object: String,
    message: String,
    rows: Option<u64>,
    sample: Vec<String>,
    remedy: String,
    #[serde(skip)]
    refused: bool,
}

impl StepReport {
    /// A step of a plan; `refused` tells which hazards are.
    pub fn new(plan: &Plan, step: &Step, refused: &impl Fn(&Hazard) -> bool) -> Self {
        let obstacles = step.passed_over.iter().flat_map(|passed| {
            let strategy = passed.strategy;
            passed.obstacles.iter().map(move |obstacle| PassedOverReport {
                strategy,
                obstacle: obstacle.clone(),
            })
        });
        let after = plan.before(step.id).map(|(id, because)| AfterReport {
            step: id.0,
            because: because.to_owned(),
        });
        Self {
            id: step.id.0,
            verb: step.operation.verb(),
            object: step.operation.object().to_string(),
            strategy: step.strategy,
            passed_over: obstacles.collect(),
            because: step.because.clone(),
            after: after.collect(),
            hazards: step
                .hazards
                .iter()
                .map(|hazard| HazardReport::new(hazard, refused))
                .collect(),
            cost: step.cost,
            title: title(&step.operation),
            strategy_words: step.strategy.map(|it| it.to_string()),
        }
    }
}

impl HazardReport {
    /// A hazard of a plan.
    pub fn new(hazard: &Hazard, refused: &impl Fn(&Hazard) -> bool) -> Self {
        Self {
            code: hazard.code,
            severity: hazard.severity,
            object: hazard.object.to_string(),
            message: hazard.message.clone(),
            rows: hazard.finding.as_ref().map(|finding| finding.rows),
            sample: hazard
                .finding
                .as_ref()
                .map(|finding| finding.sample.clone())
                .unwrap_or_default(),
            remedy: hazard.remedy.clone(),
            refused: refused(hazard),
        }
    }

    /// A hazard that the data showed to concern no row.
    fn is_settled(&self) -> bool {
        self.rows == Some(0) && !self.refused
    }

    fn sentence(&self) -> String {
        let mut text = format!("{}: {}", self.code, self.message);
        match self.rows {
            Some(0) => text.push_str("; no row is concerned"),
            Some(1) => text.push_str("; 1 row"),
            Some(rows) => text.push_str(&format!("; {} rows", thousands(rows))),
            None => {}
        }
        if !self.sample.is_empty() {
            text.push_str(&format!(" ({})", self.sample.join("; ")));
        }
        text
    }

    fn facts(&self) -> Vec<(&'static str, Tone, String)> {
        let (label, tone) = match (self.refused, self.severity) {
            (true, _) => ("refused", Tone::Bad),
            _ if self.is_settled() => ("checked", Tone::Good),
            (_, Severity::Danger | Severity::Warning) => ("hazard", Tone::Warning),
            (_, Severity::Note) => ("note", Tone::Dim),
        };
        let mut facts = vec![(label, tone, self.sentence())];
        if self.refused {
            facts.push(("remedy", Tone::Plain, self.remedy.clone()));
        }
        facts
    }
}

impl Report for PlanReport {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.verdict == "in-sync" {
            blocks.push(Block::Line(Tone::Good, self.in_sync()));
        } else {
            blocks.extend(self.counted_on().map(|line| Block::Line(Tone::Dim, line)));
        }
        blocks.extend(drift_blocks(&self.target, &self.drift));
        if self.from.is_some() && !self.steps.is_empty() {
            let line = "planned from where the folder ends, so that the file runs on every target";
            blocks.extend([Block::Line(Tone::Dim, line.to_owned()), Block::Space]);
        }
        for step in &self.steps {
            blocks.push(Block::Heading(format!(
                "{}/{}  {}",
                step.id,
                self.steps.len(),
                step.title
            )));
            blocks.push(Block::Facts(step_facts(step)));
        }
        for hazard in &self.hazards {
            blocks.push(Block::Facts(hazard.facts()));
        }
        if !self.compat.is_empty() {
            let fact = |it: &BreakReport| ("code", Tone::Warning, it.sentence());
            blocks.push(Block::Heading("the application's own SQL".to_owned()));
            blocks.push(Block::Facts(self.compat.iter().map(fact).collect()));
        }
        if let Some(price) = self.cost.filter(|it| it.cost.rows_written >= WORTH_A_LINE) {
            blocks.push(Block::Space);
            blocks.push(Block::Heading("on D1".to_owned()));
            blocks.push(Block::Facts(price_facts(&price)));
        }
        if let Some(diff) = &self.diff {
            blocks.push(Block::Space);
            blocks.push(Block::Code("diff", diff.clone()));
        }
        if !self.proof.is_empty() {
            blocks.push(Block::Space);
            blocks.push(Block::Heading("proven on scratch".to_owned()));
            let fact = |it: &Evidence| (it.check, Tone::Good, it.detail.clone());
            blocks.push(Block::Table(
                vec!["check", "found"],
                self.proof
                    .iter()
                    .map(fact)
                    .map(|(check, _, detail)| vec![check.to_owned(), detail])
                    .collect(),
            ));
        }
        for note in &self.notes {
            blocks.push(Block::Line(Tone::Dim, format!("note: {note}")));
        }
        blocks.push(Block::Space);
        blocks.extend(self.ending());
        if blocks.last() == Some(&Block::Space) {
            blocks.pop();
        }
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

/// What was done by hand.
pub(super) fn drift_blocks(target: &str, drift: &[String]) -> Vec<Block> {
    if drift.is_empty() {
        return Vec::new();
    }
    let fact = |it: &String| ("drifted", Tone::Warning, it.clone());
    vec![
        Block::Line(Tone::Warning, format!("{target} was changed by hand:")),
        Block::Facts(drift.iter().map(fact).collect()),
    ]
}

impl PlanReport {
    /// One line, however many files are pending.
    fn counted_on(&self) -> Option<String> {
        match self.pending.as_slice() {
            [] => None,
            [name] => Some(format!("counting on {name}, which is written and not applied yet")),
            [first, .., last] => Some(format!(
                "counting on {} pending migrations, {first} to {last}, which are not applied yet",
                self.pending.len()
            )),
        }
    }

    fn in_sync(&self) -> String {
        let target = &self.target;
        match (self.nothing, self.pending.as_slice()) {
            (Some(nothing), _) => format!("{target}: {nothing}"),
            (None, []) => format!("{target} is in sync with the schema"),
            (None, [name]) => format!("{target} will be in sync once {name} is applied"),
            (None, many) => format!(
                "{target} will be in sync once {} pending migrations are applied",
                many.len()
            ),
        }
    }

    fn ending(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.verdict == "unknown" {
            blocks.push(Block::Line(
                Tone::Bad,
                "nothing is planned: what the notes name is not understood".to_owned(),
            ));
        } else if !self.refused.is_empty() {
            let codes: Vec<String> = self.refused.iter().map(ToString::to_string).collect();
            blocks.push(Block::Line(
                Tone::Bad,
                format!("refused, nothing is written: {}", codes.join(", ")),
            ));
        } else if let Some(migration) = &self.migration {
            let line = if migration.written {
                format!("wrote {}", migration.file)
            } else {
                format!("would write {}", migration.file)
            };
            blocks.push(Block::Line(Tone::Good, line));
        }
        blocks.extend(self.next.iter().map(|line| Block::Line(Tone::Plain, line.clone())));
        blocks
    }
}

/// Fewer rows than this cost a tenth of a cent, and their price would be noise.
const WORTH_A_LINE: u64 = 1_000;

fn price_facts(price: &Price) -> Vec<(&'static str, Tone, String)> {
    let (read, written) = (thousands(price.cost.rows_read), thousands(price.cost.rows_written));
    let mut facts = vec![
        (
            "cost",
            Tone::Plain,
            format!("about {read} rows read, {written} written"),
        ),
        (
            "paid",
            Tone::Plain,
            format!("at most ${:.3}, if the month's allowance is used up", price.dollars),
        ),
    ];
    let percent = thousands(price.free_day_percent);
    facts.push(match price.free_day_percent {
        0..=100 => (
            "free",
            Tone::Plain,
            format!("{percent} % of what the free plan allows in a day"),
        ),
        _ => (
            "free",
            Tone::Warning,
            format!("{percent} % of what the free plan allows in a day: D1 would refuse it there"),
        ),
    });
    if !price.fits_one_call {
        let words = "D1 ends a call after 30 s, and this one touches many rows: try it on a copy first; if time runs out, nothing \
                     is changed";
        facts.push(("time", Tone::Warning, words.to_owned()));
    }
    facts
}

fn step_facts(step: &StepReport) -> Vec<(&'static str, Tone, String)> {
    let mut facts = Vec::new();
    facts.extend(step.because.iter().map(|it| ("for", Tone::Plain, it.clone())));
    facts.extend(step.strategy_words.iter().map(|it| ("by", Tone::Plain, it.clone())));
    for passed in &step.passed_over {
        facts.push(("by", Tone::Dim, format!("not {}: {}", passed.strategy, passed.obstacle)));
    }
    for after in &step.after {
        facts.push(("after", Tone::Dim, format!("step {}: {}", after.step, after.because)));
    }
    for hazard in &step.hazards {
        facts.extend(hazard.facts());
    }
    if let Some(cost) = step.cost.filter(|cost| cost.rows_written > 6 || cost.rows_read > 0) {
        let (read, written) = (thousands(cost.rows_read), thousands(cost.rows_written));
        facts.push(("cost", Tone::Dim, format!("about {read} rows read, {written} written")));
    }
    facts
}
