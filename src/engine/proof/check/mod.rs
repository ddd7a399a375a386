//! What must hold after the script ran; one check per file, each named in `ALL`.

mod absent_modules;
mod application_writes;
mod archived_rows;
mod declared_rows;
mod keys;
mod leftovers;
mod length;
mod rowids;
mod rows;
mod schema;
mod second_plan_empty;
mod splitter;
mod values;

use super::counterexample::DECLARED;
use super::execution::Rehearsal;

/// What was found, as one lower-case sentence, empty where the plan has nothing of the kind: `Err` when it does not hold.
type Judge = fn(&mut Rehearsal<'_>) -> Result<String, String>;

/// Every check by its name in evidence and reports, in the order of the evidence.
pub(super) const ALL: &[(&str, Judge)] = &[
    ("schema", schema::judge),
    ("settled", second_plan_empty::judge),
    ("rows", rows::judge),
    ("values", values::judge),
    ("copies", archived_rows::judge),
    ("rowids", rowids::judge),
    (DECLARED, declared_rows::judge),
    ("foreign-keys", keys::judge),
    ("leftovers", leftovers::judge),
    ("splitter", splitter::judge),
    ("length", length::judge),
    ("modules", absent_modules::judge),
    ("writes", application_writes::judge),
];
