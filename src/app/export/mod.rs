//! A schema in the forms that people and programs read: SQL, YAML, JSON, diagrams, a picture, a page.
//!
//! SQL and YAML can be edited and fed back as schema files; the others are to be looked at.

mod cardinality;
mod dot;
mod html;
mod json;
mod markup;
mod mermaid;
mod svg;
mod table_box;
mod table_layout;
mod table_size;
mod tables_svg;
mod yaml;

use std::collections::BTreeMap;

pub use cardinality::{Cardinality, End};
pub(crate) use markup::{escaped, shortened};
pub use table_box::{ColumnLine, TableBox, Wire};
pub use table_size::TableSize;
pub(crate) use table_size::size;
pub(crate) use tables_svg::{PALETTE, PICTURE, draw};

use crate::schema::{Name, ObjectRef, Schema};

/// What is written out.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// Where it was read.
    pub target: &'a str,
    /// Objects that are there and not understood, with the reason. They are not in the schema.
    pub unknown: &'a [(ObjectRef, String)],
    /// How much its tables and virtual tables hold, where that was asked for.
    pub sizes: Option<&'a BTreeMap<Name, TableSize>>,
}

impl Subject<'_> {
    /// How much a table holds.
    fn size(&self, table: &Name) -> Option<&TableSize> {
        self.sizes.and_then(|it| it.get(table))
    }
}

/// A form.
type Form = (&'static str, fn(Subject<'_>) -> String);

const FORMS: &[Form] = &[
    ("sql", |it| it.schema.to_sql()),
    ("yaml", yaml::written),
    ("json", json::written),
    ("mermaid", mermaid::written),
    ("dot", dot::written),
    ("svg", svg::written),
    ("html", html::written),
];

/// The forms that show how much tables hold.
const WITH_SIZES: &[&str] = &["json", "svg", "html"];

/// The names of all forms.
pub fn forms() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, _)| *name)
}

/// The names of those that show how much tables hold.
pub fn forms_with_sizes() -> &'static [&'static str] {
    WITH_SIZES
}

/// A schema in the form of that name.
pub fn written(subject: Subject<'_>, form: &str) -> Option<String> {
    let (_, write) = FORMS.iter().find(|(name, _)| *name == form)?;
    Some(write(subject))
}
