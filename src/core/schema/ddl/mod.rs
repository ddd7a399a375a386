//! New DDL from stored DDL: the author's own text with as little changed as can be, or parts written out.

mod column;
mod columns_changed;
mod directives;
mod one_column_per_line;
mod plain_names;
mod retarget;
mod retarget_index;
mod schema_file_layout;
mod trigger;
mod write;

pub use column::{column_alone, column_definition, has_constraint_elsewhere};
pub use columns_changed::with_columns_of;
pub use directives::without_directives;
pub use one_column_per_line::{ColumnComments, one_column_per_line};
pub use plain_names::with_plain_names;
pub use retarget::retarget;
pub(crate) use retarget::within;
pub use retarget_index::retarget_index;
pub use schema_file_layout::schema_file_layout;
pub use trigger::one_line_trigger;
pub use write::{ColumnConstraints, column_clauses, create_table, key_column, reference, with_constraints};
