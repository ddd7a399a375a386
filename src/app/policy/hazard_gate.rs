//! Which hazards keep a plan from being written.

use super::known_codes::decision;
use crate::config::{Decision, Project};
use crate::desired::Desired;
use crate::plan::Hazard;
use crate::schema::ObjectRef;

/// True if neither the rows, the flags, the schema's own words nor policy let a hazard pass.
pub(crate) fn refuses(project: &Project, desired: &Desired, flags: &[String], hazard: &Hazard) -> bool {
    let code = hazard.code;
    if decision(project, code) == Decision::Deny {
        return hazard.finding.as_ref().is_none_or(|finding| finding.rows > 0);
    }
    hazard.is_refused(|_| is_allowed(project, desired, flags, hazard))
}

/// True if the flags, policy or the schema's own words allow a hazard.
pub(crate) fn is_allowed(project: &Project, desired: &Desired, flags: &[String], hazard: &Hazard) -> bool {
    let code = hazard.code;
    code.is_among(flags) || decision(project, code) == Decision::Allow || is_allowed_in_schema(desired, hazard)
}

/// `-- reconcile: allow CODE because …` on the object or column at risk.
fn is_allowed_in_schema(desired: &Desired, hazard: &Hazard) -> bool {
    let same = |object: &ObjectRef| *object == hazard.object;
    desired.hints.allowed.iter().any(|it| {
        hazard.code.is_called(&it.code) && same(&it.object) && (it.column.is_none() || it.column == hazard.column)
    })
}
