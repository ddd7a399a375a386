//! Personal data made unrecognisable: equal values stay equal, different ones different, and NULL stays NULL.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// What a column's values become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mask {
    /// `null`
    Null,
    /// A meaningless value of the same storage class.
    Hash,
    /// `user-1f0c…@example.com`
    Email,
    /// `Robin Marsh`; with letters behind it where the column is UNIQUE.
    Name,
    /// This text.
    Text(String),
    /// An expression over the columns of the row, which the source computes.
    Sql(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Word(Option<String>),
    Text { text: String },
    Sql { sql: String },
}

impl<'de> Deserialize<'de> for Mask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kinds = "hash, email, name, null, { text: … } or { sql: … }";
        let written = Written::deserialize(deserializer).map_err(|_| D::Error::custom(format!("a mask is {kinds}")))?;
        match written {
            Written::Word(None) => Ok(Self::Null),
            Written::Text { text } => Ok(Self::Text(text)),
            Written::Sql { sql } => Ok(Self::Sql(sql)),
            Written::Word(Some(word)) => match word.as_str() {
                "hash" => Ok(Self::Hash),
                "email" => Ok(Self::Email),
                "name" => Ok(Self::Name),
                "null" => Ok(Self::Null),
                other => Err(D::Error::custom(format!("{other} is no mask: one of {kinds}"))),
            },
        }
    }
}

impl Serialize for Mask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let field = |name: &str, value: &str| std::collections::BTreeMap::from([(name.to_owned(), value.to_owned())]);
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Hash => serializer.serialize_str("hash"),
            Self::Email => serializer.serialize_str("email"),
            Self::Name => serializer.serialize_str("name"),
            Self::Text(text) => field("text", text).serialize(serializer),
            Self::Sql(sql) => field("sql", sql).serialize(serializer),
        }
    }
}

/// What makes masks differ from those of somebody else: without it, they tell nothing of the values.
#[derive(Clone)]
pub struct MaskKey([u8; 32]);

impl MaskKey {
    /// Of a text: the same masks whenever it is the same.
    pub fn of(text: &[u8]) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// A value under a mask. `literal` is SQL, and so is what comes back.
    pub(super) fn masked(&self, mask: &Mask, literal: &str, is_unique: bool) -> String {
        let value = Value::of(literal);
        if value == Value::Null {
            return "NULL".to_owned();
        }
        match (mask, value) {
            (Mask::Null, _) => "NULL".to_owned(),
            (Mask::Text(text), _) => quoted(text),
            // Addresses are the same in any case.
            (Mask::Email, Value::Text(bytes)) => {
                let hash = self.hash(&bytes.to_ascii_lowercase());
                format!("'user-{}@example.com'", hex(&hash, 8))
            }
            (Mask::Name, Value::Text(bytes)) => quoted(&name(&self.hash(&bytes), is_unique)),
            (_, Value::Text(bytes)) => format!("'{}'", hex(&self.hash(&bytes), 10)),
            (_, Value::Blob(bytes)) => format!("X'{}'", hex(&self.hash(&bytes), 16)),
            (_, Value::Integer(text)) => number(&self.hash(text.as_bytes())).to_string(),
            (_, Value::Real(text)) => format!("{}.0", number(&self.hash(text.as_bytes()))),
            (_, Value::Null) => "NULL".to_owned(),
        }
    }

    fn hash(&self, content: &[u8]) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.0)
            .chain_update(content)
            .finalize()
            .into()
    }
}

/// A literal as SQLite's `quote` writes it.
#[derive(Debug, PartialEq, Eq)]
enum Value {
    Null,
    Integer(String),
    Real(String),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Value {
    fn of(literal: &str) -> Self {
        let inside = |before: &str, after: &str| literal.strip_prefix(before)?.strip_suffix(after);
        if let Some(hex) = inside("CAST(X'", "' AS TEXT)") {
            return Self::Text(bytes(hex));
        }
        if let Some(hex) = inside("X'", "'") {
            return Self::Blob(bytes(hex));
        }
        if let Some(text) = inside("'", "'") {
            return Self::Text(text.replace("''", "'").into_bytes());
        }
        match literal {
            "NULL" => Self::Null,
            number if number.trim_start_matches('-').bytes().all(|it| it.is_ascii_digit()) => {
                Self::Integer(number.to_owned())
            }
            number => Self::Real(number.to_owned()),
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    hex.as_bytes().chunks(2).filter_map(byte).collect()
}

fn hex(hash: &[u8], bytes: usize) -> String {
    hash.iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

/// Positive, and exact also in JSON.
fn number(hash: &[u8; 32]) -> u64 {
    let first = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    (first >> 11).max(1)
}

fn quoted(text: &str) -> String {
    crate::database::Value::Text(text.to_owned()).to_sql()
}

const FIRST: [&str; 16] = [
    "Robin", "Alex", "Sam", "Kim", "Jo", "Charlie", "Noa", "Toni", "Luca", "Mika", "Sascha", "Andrea", "Ariel", "Dana",
    "Eden", "Kai",
];
const LAST: [&str; 16] = [
    "Marsh", "Field", "Brook", "Stone", "Wood", "Hill", "Lake", "Vale", "Moor", "Grove", "Heath", "Glen", "Dale",
    "Ford", "Shaw", "Reed",
];

fn name(hash: &[u8; 32], is_unique: bool) -> String {
    let pick = |names: &[&'static str; 16], at: usize| {
        let byte = hash.get(at).copied().unwrap_or_default();
        names.get(usize::from(byte) % names.len()).copied().unwrap_or_default()
    };
    let name = format!("{} {}", pick(&FIRST, 0), pick(&LAST, 1));
    match is_unique {
        true => format!("{name} {}", hex(hash, 8)),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key() -> MaskKey {
        MaskKey::of(b"k")
    }

    #[test]
    fn each_storage_class_keeps_its_class() {
        let masked = |literal: &str| Value::of(&key().masked(&Mask::Hash, literal, false));
        assert!(matches!(masked("'a''b'"), Value::Text(it) if it.len() == 20));
        assert!(matches!(masked("CAST(X'610062' AS TEXT)"), Value::Text(it) if it.len() == 20));
        assert!(matches!(masked("-9223372036854775808"), Value::Integer(_)));
        assert!(matches!(masked("9.0e+999"), Value::Real(_)));
        assert!(matches!(masked("X'00ff'"), Value::Blob(it) if it.len() == 16));
        assert_eq!(masked("NULL"), Value::Null);
    }

    #[test]
    fn equal_values_stay_equal_and_others_differ() {
        let masked = |mask: &Mask, literal: &str| key().masked(mask, literal, true);
        for mask in [Mask::Hash, Mask::Email, Mask::Name] {
            assert_eq!(masked(&mask, "'a'"), masked(&mask, "CAST(X'61' AS TEXT)"));
            assert_ne!(masked(&mask, "'a'"), masked(&mask, "'b'"));
            assert_ne!(masked(&mask, "'a'"), MaskKey::of(b"other").masked(&mask, "'a'", true));
            assert_eq!(masked(&mask, "NULL"), "NULL");
        }
        assert_eq!(masked(&Mask::Email, "'A@B.C'"), masked(&Mask::Email, "'a@b.c'"));
        assert_eq!(masked(&Mask::Text("it's".to_owned()), "7"), "'it''s'");
    }

    #[test]
    fn masks_as_they_are_written() {
        let read = |text: &str| serde_yaml::from_str::<Mask>(text).map_err(|it| it.to_string());
        assert_eq!(read("hash"), Ok(Mask::Hash));
        assert_eq!(read("null"), Ok(Mask::Null));
        assert_eq!(read("{ text: x }"), Ok(Mask::Text("x".to_owned())));
        assert_eq!(read("{ sql: lower(a) }"), Ok(Mask::Sql("lower(a)".to_owned())));
        assert!(read("hsah").unwrap_err().starts_with("hsah is no mask: one of hash, "));
        assert!(read("[1]").unwrap_err().starts_with("a mask is hash, "));
        for mask in [Mask::Null, Mask::Email, Mask::Sql("a".to_owned())] {
            assert_eq!(read(&serde_yaml::to_string(&mask).unwrap()), Ok(mask));
        }
    }
}
