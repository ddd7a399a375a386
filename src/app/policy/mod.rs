//! Allow, ask or deny: what policy, flags, the schema's own words and a header's consent say of hazards and findings, and
//! what they say once the rows of the target are asked.

pub(crate) mod allowed_losses;
pub(crate) mod approvals;
pub(crate) mod due_files;
pub(crate) mod hand_written_files;
pub(crate) mod hazard_gate;
pub(crate) mod known_codes;
pub(crate) mod lint_findings;
pub(crate) mod loss_assertions;
pub(crate) mod promotion;
pub(crate) mod release;
pub(crate) mod unreviewed_loss;
