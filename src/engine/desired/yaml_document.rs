//! The parts of a YAML schema file.

use serde::{Deserialize, Deserializer};
use serde_yaml::Value;

use super::ordered::Ordered;
use super::text_or_fields::text_or_fields;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Document {
    pub(super) tables: Ordered<Table>,
    pub(super) views: Ordered<String>,
    pub(super) triggers: Ordered<String>,
    pub(super) sql: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Table {
    pub(super) columns: Ordered<Definition>,
    pub(super) primary_key: Vec<String>,
    pub(super) unique: Vec<Vec<String>>,
    pub(super) checks: Vec<String>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) indexes: Ordered<Index>,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
    pub(super) keep_order: bool,
    pub(super) renamed_from: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Column {
    #[serde(rename = "type")]
    pub(super) type_name: String,
    pub(super) primary_key: bool,
    pub(super) autoincrement: bool,
    pub(super) not_null: bool,
    pub(super) unique: bool,
    pub(super) default: Option<Value>,
    pub(super) collate: Option<String>,
    pub(super) check: Option<String>,
    pub(super) references: Option<String>,
    pub(super) generated: Option<String>,
    pub(super) stored: bool,
    pub(super) renamed_from: Option<String>,
    pub(super) backfill: Option<String>,
    pub(super) using: Option<String>,
}

/// A column's definition.
#[derive(Debug)]
pub(super) enum Definition {
    /// The short form: the SQL after the column's name.
    Sql(String),
    /// Part by part.
    Parts(Box<Column>),
}

impl<'de> Deserialize<'de> for Definition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expecting = "the SQL after a column's name, such as TEXT NOT NULL, or its parts such as `type:`";
        let of_text = |sql: &str| Ok(Self::Sql(sql.to_owned()));
        text_or_fields(deserializer, expecting, of_text, |it| Self::Parts(Box::new(it)))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForeignKey {
    pub(super) columns: Vec<String>,
    /// `users (id) ON DELETE CASCADE`: the SQL after REFERENCES.
    pub(super) references: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Index {
    pub(super) columns: Vec<String>,
    pub(super) unique: bool,
    #[serde(rename = "where")]
    pub(super) predicate: Option<String>,
}
