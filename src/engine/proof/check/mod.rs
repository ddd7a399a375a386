//! What must hold after the script ran; one check per file, each named in `ALL`.

mod absent_modules;
mod archived_rows;
mod keys;
mod leftovers;
mod length;
mod rowids;
mod rows;
mod schema;
mod second_plan_empty;
mod splitter;
mod values;

use super::execution::Rehearsal;

/// One thing that must hold.
pub(super) trait Check: Sync {
    /// Its name in evidence and reports.
    fn name(&self) -> &'static str;

    /// What was found, as one lower-case sentence, empty where the plan has nothing of the kind: `Err` when it does not hold.
    fn judge(&self, rehearsal: &mut Rehearsal<'_>) -> Result<String, String>;
}

/// Every check, in the order of the evidence.
pub(super) const ALL: &[&dyn Check] = &[
    &schema::Schema,
    &second_plan_empty::Settled,
    &rows::Rows,
    &values::Values,
    &archived_rows::Copies,
    &rowids::Rowids,
    &keys::Keys,
    &leftovers::Leftovers,
    &splitter::Splitter,
    &length::Length,
    &absent_modules::AbsentModules,
];
