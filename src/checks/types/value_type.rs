//! What an expression can yield: storage classes, NULL, and the column that a value comes from.

use crate::schema::{Affinity, Column, Name, Table, affinity};

/// A set of SQLite's storage classes; NULL is told apart. <https://www.sqlite.org/datatype3.html#storage_classes_and_datatypes>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage(u8);

impl Storage {
    /// No value at all: NULL.
    pub const NONE: Self = Self(0);
    /// INTEGER.
    pub const INTEGER: Self = Self(1);
    /// REAL.
    pub const REAL: Self = Self(2);
    /// INTEGER or REAL.
    pub const NUMBER: Self = Self(3);
    /// TEXT.
    pub const TEXT: Self = Self(4);
    /// BLOB.
    pub const BLOB: Self = Self(8);
    /// Any of them.
    pub const ANY: Self = Self(15);

    /// What is in either.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// True if a value can be of one of these classes.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// True if every value is of one of these classes.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What becomes of values that a column of this affinity stores. <https://www.sqlite.org/datatype3.html#type_affinity>
    pub(super) fn stored(self, affinity: Affinity) -> Self {
        let mut stored = self;
        match affinity {
            Affinity::Blob => {}
            Affinity::Text if self.has(Self::NUMBER) => stored = Self(self.0 & !Self::NUMBER.0).or(Self::TEXT),
            Affinity::Text => {}
            Affinity::Real => {
                if self.has(Self::INTEGER.or(Self::TEXT)) {
                    stored = Self(self.0 & !Self::INTEGER.0).or(Self::REAL);
                }
            }
            Affinity::Integer | Affinity::Numeric => {
                if self.has(Self::TEXT) {
                    stored = self.or(Self::NUMBER);
                } else if self.has(Self::REAL) {
                    stored = self.or(Self::INTEGER);
                }
            }
        }
        stored
    }
}

/// A column of a table of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The table.
    pub table: Name,
    /// The column.
    pub column: Name,
}

/// What an expression, a column or a parameter can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueType {
    /// Storage classes.
    pub storage: Storage,
    /// NULL is possible.
    pub nullable: bool,
    /// Every value that is not NULL is one of this column.
    pub origin: Option<Origin>,
}

impl ValueType {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self::new(Storage::ANY, true);
    /// NULL.
    pub const NULL: Self = Self::new(Storage::NONE, true);

    /// A value of these classes that is no column's.
    pub const fn new(storage: Storage, nullable: bool) -> Self {
        Self {
            storage,
            nullable,
            origin: None,
        }
    }

    /// A value of these classes that is never NULL.
    pub const fn of(storage: Storage) -> Self {
        Self::new(storage, false)
    }

    /// The same, or NULL.
    pub fn or_null(self, nullable: bool) -> Self {
        Self {
            nullable: self.nullable || nullable,
            ..self
        }
    }

    /// The same as a value that is not NULL.
    pub fn not_null(self) -> Self {
        Self {
            nullable: false,
            ..self
        }
    }

    /// One or the other.
    pub fn or(self, other: Self) -> Self {
        let origin = match (self.storage, other.storage) {
            (_, Storage::NONE) => self.origin,
            (Storage::NONE, _) => other.origin,
            _ => self.origin.filter(|it| other.origin.as_ref() == Some(it)),
        };
        Self {
            storage: self.storage.or(other.storage),
            nullable: self.nullable || other.nullable,
            origin,
        }
    }
}

/// What a column holds where the application writes what the types of an insert let in.
pub(super) fn column_type(table: &Table, column: &Column) -> ValueType {
    let is_rowid = table.rowid_alias().is_some_and(|it| it.name == column.name);
    ValueType {
        storage: storage(&column.type_name, table.strict),
        nullable: column.not_null.is_none() && !is_rowid,
        origin: Some(Origin {
            table: table.name.clone(),
            column: column.name.clone(),
        }),
    }
}

/// Storage classes by declared type. Where SQLite's NUMERIC affinity comes from a name such as DATETIME, texts are as usual
/// there as numbers.
fn storage(type_name: &str, strict: bool) -> Storage {
    const NUMBERS: [&str; 3] = ["numeric", "decimal", "number"];
    let folded = type_name.trim().to_ascii_lowercase();
    match affinity(type_name, strict) {
        Affinity::Integer => Storage::INTEGER,
        Affinity::Real => Storage::REAL,
        Affinity::Text => Storage::TEXT,
        Affinity::Blob if folded.contains("blob") => Storage::BLOB,
        Affinity::Blob => Storage::ANY,
        // D1 and SQLite give 0 and 1.
        Affinity::Numeric if folded.starts_with("bool") => Storage::INTEGER,
        Affinity::Numeric if NUMBERS.iter().any(|it| folded.starts_with(it)) => Storage::NUMBER,
        Affinity::Numeric => Storage::NUMBER.or(Storage::TEXT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_by_declared_type() {
        for (type_name, strict, expected) in [
            ("INTEGER", false, Storage::INTEGER),
            ("VARCHAR(20)", false, Storage::TEXT),
            ("DOUBLE", false, Storage::REAL),
            ("BLOB", false, Storage::BLOB),
            ("", false, Storage::ANY),
            ("ANY", true, Storage::ANY),
            ("BOOLEAN", false, Storage::INTEGER),
            ("DECIMAL(10, 2)", false, Storage::NUMBER),
            ("DATETIME", false, Storage::NUMBER.or(Storage::TEXT)),
            ("STRING", false, Storage::NUMBER.or(Storage::TEXT)),
            ("JSON", false, Storage::NUMBER.or(Storage::TEXT)),
        ] {
            assert_eq!(storage(type_name, strict), expected, "{type_name}");
        }
    }

    #[test]
    fn affinity_changes_what_is_stored() {
        let any = Storage::INTEGER.or(Storage::TEXT);
        assert_eq!(any.stored(Affinity::Text), Storage::TEXT);
        assert_eq!(any.stored(Affinity::Integer), Storage::NUMBER.or(Storage::TEXT));
        assert_eq!(Storage::INTEGER.stored(Affinity::Real), Storage::REAL);
        assert_eq!(Storage::BLOB.stored(Affinity::Text), Storage::BLOB);
    }

    #[test]
    fn a_union_keeps_an_origin_that_both_share() {
        let column = ValueType {
            storage: Storage::TEXT,
            nullable: false,
            origin: Some(Origin {
                table: Name::new("t"),
                column: Name::new("a"),
            }),
        };
        assert_eq!(column.clone().or(ValueType::NULL).origin, column.origin);
        assert_eq!(column.clone().or(ValueType::of(Storage::TEXT)).origin, None);
        assert!(column.or(ValueType::NULL).nullable);
    }
}
