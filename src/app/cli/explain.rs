//! `reconcile explain`

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::diagnostic::Code;
use crate::lint;
use crate::plan::hazard;
use crate::report::{Document, ExplainReport, ExplainedHazard};
use crate::sql::nearest;

/// Explain a hazard or a lint finding.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Its code [default: list all].
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let Some(code) = &self.code else {
            let hazards = all().collect();
            ui.report(
                common,
                &Document::new("all hazards", "known", ExplainReport { hazards }),
            )?;
            return Ok(Outcome::Done);
        };
        let known = || all().map(|it| it.code).collect::<Vec<_>>().join(", ");
        let one = all()
            .find(|it| Code::read(code).is_some_and(|known| it.code == known.name()))
            .ok_or_else(|| Error::Code {
                name: code.clone(),
                nearest: nearest(code, Code::named().map(Code::name)),
                known: known(),
            })?;
        let (code, hazards) = (one.code, vec![one]);
        ui.report(common, &Document::new(code, "known", ExplainReport { hazards }))?;
        Ok(Outcome::Done)
    }
}

/// Hazards, then what lint alone finds.
fn all() -> impl Iterator<Item = ExplainedHazard> {
    let hazards = hazard::kinds().map(|kind| ExplainedHazard {
        code: kind.code.name(),
        severity: kind.code.severity().to_string(),
        title: kind.title,
        explanation: kind.explanation,
        gate: kind.gate.meaning(kind.code),
        raised_by: "plan and lint",
        page: kind.code.page(),
    });
    let findings = lint::kinds().map(|kind| ExplainedHazard {
        code: kind.code.name(),
        severity: kind.code.severity().to_string(),
        title: kind.title,
        explanation: kind.explanation,
        gate: format!(
            "Write `-- reconcile: allow {0} because REASON` to accept one; `{0}: deny` in policy forbids that.",
            kind.code
        ),
        raised_by: "lint",
        page: kind.code.page(),
    });
    hazards.chain(findings)
}
