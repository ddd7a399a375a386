//! What `plan --expand-contract` made.

use serde::Serialize;

use super::{Block, Check, Document, PlanReport, Review, Screen, Tone, plan_review};
use crate::plan::Code;
use crate::stage::StageName;

/// The result of `plan --expand-contract`.
///
/// target: The target.
/// verdict: `in-sync` or `changes`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StagesReport {
    /// The stages, in order.
    pub stages: Vec<StageReport>,
    /// The plan of the whole change, if it is refused; then there are no stages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<Document<PlanReport>>,
    /// Changes that somebody made to the target outside migrations; the stages start where the folder ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drift: Vec<String>,
}

/// One stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageReport {
    /// `expand`, `backfill`, `switch` or `contract`.
    pub stage: StageName,
    /// When to apply it.
    pub when: &'static str,
    /// As `plan` tells it.
    #[serde(flatten)]
    pub plan: Document<PlanReport>,
}

impl Document<StagesReport> {
    /// Hazards that keep all of it from being written.
    pub fn refused(&self) -> Vec<Code> {
        let plans = self.stages.iter().map(|it| &it.plan).chain(&self.whole);
        plans.flat_map(|it| it.refused.iter().copied()).collect()
    }
}

impl Screen for Document<StagesReport> {
    fn blocks(&self) -> Vec<Block> {
        if let Some(whole) = &self.whole {
            return whole.blocks();
        }
        if self.stages.is_empty() {
            let line = "in sync with the schema".to_owned();
            return vec![Block::Verdict(Tone::Good, self.target.clone(), line)];
        }
        let refused = !self.refused().is_empty();
        let mut blocks = super::plan::drift_blocks(&self.drift);
        for (at, stage) in self.stages.iter().enumerate() {
            if at > 0 {
                blocks.push(Block::Space);
            }
            let number = format!("stage {} of {}", at + 1, self.stages.len());
            blocks.push(Block::Heading(format!("{number}, {}: {}", stage.stage, stage.when)));
            let mut plan = stage.plan.clone();
            plan.target.clone_from(&self.target);
            // Each stage is proven; its evidence is in the file.
            plan.proof.clear();
            if refused && plan.refused.is_empty() {
                plan.migration = None;
            }
            blocks.extend(plan.blocks());
        }
        if !self.next.is_empty() {
            blocks.push(Block::Space);
            blocks.extend(self.next_lines());
        }
        blocks
    }

    fn review(&self) -> Option<Review> {
        let mut checks: Vec<Check> = self.whole.iter().flat_map(plan_review::checks).collect();
        for stage in &self.stages {
            checks.extend(plan_review::checks(&stage.plan).into_iter().map(|it| Check {
                name: format!("{}: {}", stage.stage, it.name),
                ..it
            }));
        }
        self.reviewed("plan", checks)
    }
}
