//! How a migration comes about: where it starts, the plan and its proof, the header that a reviewer reads, the file; and what
//! is said of it to type next.

pub(crate) mod after_plan;
pub(crate) mod author_migration;
pub(crate) mod contract_assertions;
pub(crate) mod cosmetic_notes;
pub(crate) mod drift_repair;
pub(crate) mod earlier_conversions;
pub(crate) mod expressions_already_run;
pub(crate) mod folder_note;
pub(crate) mod hand_written_schema;
pub(crate) mod header_review;
pub(crate) mod idempotence_check;
pub(crate) mod ignored_dependents;
pub(crate) mod made_by_pending;
pub(crate) mod merged_schema;
pub(crate) mod migration_tests;
pub(crate) mod naming;
pub(crate) mod new_backfill;
pub(crate) mod plan_base;
pub(crate) mod plan_request;
pub(crate) mod reference_rows;
pub(crate) mod replan_pending;
pub(crate) mod reseal;
pub(crate) mod revert_blockers;
pub(crate) mod reverting_migration;
pub(crate) mod schema_patch;
pub(crate) mod stage_fill;
pub(crate) mod stages;
pub(crate) mod test_frame;
pub(crate) mod undo_drift;
pub(crate) mod unfilled_columns;
pub(crate) mod unknown_renames;
pub(crate) mod verdict;
