//! What rows and queries hold, as types of the languages that an application is written in: a schema becomes a description
//! that knows no language, and each flavour is one file that writes it.

mod column_checks;
mod describe;
mod description;
mod infer;
mod language;
mod options;
mod queries;
#[cfg(test)]
mod tests;
mod type_names;
mod value_type;

pub use description::{Description, EnumType, Field, IdType, Insert, Kind, QueryTypes, TableTypes};
pub use language::{Flavour, flavour, flavours};
pub use options::{Error, Options};
pub use value_type::{Origin, Storage, ValueType};

use crate::compat::Prepared;
use crate::schema::Schema;

/// The types of a schema, and of these statements of the application.
///
/// # Errors
/// A schema that cannot be made on scratch; a named type of a column that is not there.
pub fn describe(schema: &Schema, statements: &[Prepared], options: &Options) -> Result<Description, Error> {
    let mut describer = describe::Describer::of_schema(schema, options)?;
    describer.queries(statements);
    Ok(describer.description)
}
