//! The steps of a plan with their reasons and hazards.

use serde::Serialize;

use super::{FindingReport, Tone};
use crate::plan::{Code, Cost, Hazard, Plan, Severity, Step, StrategyName};
use crate::render::{thousands, title};

/// One step.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    /// Its place in the order, from 1.
    pub(super) id: usize,
    /// `create`, `drop`, `alter`, `rebuild`, `rename`, …
    verb: &'static str,
    /// As `table users`.
    object: String,
    /// How the table is changed; null for what has one way only.
    strategy: Option<StrategyName>,
    /// Cheaper strategies that cannot make this change.
    passed_over: Vec<PassedOverReport>,
    /// Sentences: what it is for.
    because: Vec<String>,
    /// Steps that come first.
    after: Vec<AfterReport>,
    /// Hazards of this step.
    pub(super) hazards: Vec<HazardReport>,
    /// Rows that it reads and writes; null where rows are unknown.
    cost: Option<Cost>,
    #[serde(skip)]
    pub(super) title: String,
    #[serde(skip)]
    strategy_words: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct PassedOverReport {
    /// `alter`, `rebuild`, `guarded-rebuild` or `closure-rebuild`.
    strategy: StrategyName,
    /// Why it cannot.
    obstacle: String,
}

#[derive(Debug, Clone, Serialize)]
struct AfterReport {
    /// The `id` of the other step.
    step: usize,
    /// Why it comes first.
    because: String,
}

/// One hazard, with what the data answered.
#[derive(Debug, Clone, Serialize)]
pub struct HazardReport {
    /// Its code, as `--allow` takes it.
    pub(super) code: Code,
    /// `danger`, `warning` or `note`.
    severity: Severity,
    /// As `table users` or `column users.name`.
    object: String,
    /// One lower-case sentence.
    message: String,
    /// How many rows of the target it concerns; null where they were not counted.
    rows: Option<u64>,
    /// Keys of some of these rows.
    sample: Vec<String>,
    /// What to do about it.
    remedy: String,
    #[serde(skip)]
    refused: bool,
    /// The table, index, view or trigger, where `object` is a column of it.
    #[serde(skip)]
    pub(super) of: String,
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

impl StepReport {
    /// The steps that it waits for, with the reason of each.
    pub(super) fn before(&self) -> impl Iterator<Item = (usize, String)> {
        self.after.iter().map(|it| (it.step, it.because.clone()))
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
            of: hazard.object.to_string(),
        }
    }

    /// A hazard that the data showed to concern no row.
    pub(super) fn is_settled(&self) -> bool {
        self.rows == Some(0) && !self.refused
    }

    fn sentence(&self) -> String {
        let mut text = self.message.clone();
        match self.rows {
            Some(0) if self.code == Code::DropTable => text.push_str("; it has no rows"),
            Some(0) => text.push_str("; no row violates it"),
            Some(1) => text.push_str("; 1 row"),
            Some(rows) => text.push_str(&format!("; {} rows", thousands(rows))),
            None => {}
        }
        if !self.sample.is_empty() {
            text.push_str(&format!(" ({})", self.sample.join(", ")));
        }
        text
    }

    /// What a person must read of it; nothing of notes.
    pub(super) fn problem(&self) -> Option<FindingReport> {
        let severity = match (self.refused, self.severity) {
            (true, _) => "error",
            _ if self.is_settled() => return None,
            (_, Severity::Error | Severity::Danger | Severity::Warning) => "warning",
            (_, Severity::Note) => return None,
        };
        Some(FindingReport {
            code: self.code.to_string(),
            severity,
            message: self.sentence(),
            remedy: if self.refused {
                self.remedy.clone()
            } else {
                String::new()
            },
            place: None,
        })
    }

    fn facts(&self) -> Vec<(&'static str, Tone, String)> {
        let (label, tone) = match (self.refused, self.severity) {
            (true, _) => ("refused", Tone::Bad),
            _ if self.is_settled() => ("checked", Tone::Good),
            (_, Severity::Error | Severity::Danger | Severity::Warning) => ("hazard", Tone::Warning),
            (_, Severity::Note) => ("note", Tone::Dim),
        };
        let mut facts = vec![(label, tone, format!("{}: {}", self.code, self.sentence()))];
        if self.refused {
            facts.push(("remedy", Tone::Plain, self.remedy.clone()));
        }
        facts
    }
}

/// What `-v` says of a step.
pub(super) fn step_facts(step: &StepReport) -> Vec<(&'static str, Tone, String)> {
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
