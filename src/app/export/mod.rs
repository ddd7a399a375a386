//! A schema in the forms that people and programs read: SQL, YAML, JSON, diagrams, a page.
//!
//! SQL and YAML can be edited and fed back as schema files; the others are to be looked at.

mod dot;
mod html;
mod json;
mod mermaid;
mod yaml;

pub(crate) use html::escaped;

use crate::schema::{ObjectRef, Schema};

/// What is written out.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// Where it was read.
    pub target: &'a str,
    /// Objects that are there and not understood, with the reason. They are not in the schema.
    pub unknown: &'a [(ObjectRef, String)],
}

/// A form.
type Form = (&'static str, fn(Subject<'_>) -> String);

const FORMS: &[Form] = &[
    ("sql", |it| it.schema.to_sql()),
    ("yaml", yaml::written),
    ("json", json::written),
    ("mermaid", mermaid::written),
    ("dot", dot::written),
    ("html", html::written),
];

/// The names of all forms.
pub fn forms() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, _)| *name)
}

/// A schema in the form of that name.
pub fn written(subject: Subject<'_>, form: &str) -> Option<String> {
    let (_, write) = FORMS.iter().find(|(name, _)| *name == form)?;
    Some(write(subject))
}
