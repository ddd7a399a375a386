//! What SQLite makes of values stored in a column, by its declared type.

/// <https://www.sqlite.org/datatype3.html#type_affinity>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Affinity {
    /// Numbers and numeric text become integers where that loses nothing.
    Integer,
    /// Numbers become text.
    Text,
    /// Values stay as they are.
    Blob,
    /// Numbers and numeric text become floats.
    Real,
    /// Numeric text becomes a number.
    Numeric,
}

/// The largest integer; reals beyond it stay reals.
const LARGEST: i64 = i64::MAX;

impl Affinity {
    /// A value as a column of this affinity stores it; `None` where it stays what it is. Comparing a text with a CAST makes
    /// SQLite apply the numeric affinity to the text. <https://www.sqlite.org/datatype3.html#type_affinity>
    pub fn stored(self, value: &str) -> Option<String> {
        let number = format!("CAST({value} AS NUMERIC)");
        let is_number = format!("typeof({value}) = 'text' AND {value} = {number}");
        match self {
            Self::Blob => None,
            // The CAST compares as a TEXT column does: `>= 5` is a comparison of texts then.
            Self::Text => Some(format!("CAST({value} AS TEXT)")),
            Self::Real => Some(format!(
                "CASE WHEN typeof({value}) = 'integer' OR ({is_number}) THEN CAST({value} AS REAL) ELSE {value} END"
            )),
            // 7.0 becomes 7, as SQLite does within the range of its integers; a CAST to NUMERIC would leave it alone.
            Self::Integer | Self::Numeric => Some(format!(
                "CASE WHEN {is_number} THEN {number} WHEN typeof({value}) = 'real' AND {value} = CAST({value} AS INTEGER) \
                 AND {value} > -{LARGEST} AND {value} < {LARGEST} THEN CAST({value} AS INTEGER) ELSE {value} END"
            )),
        }
    }
}

/// The affinity of a declared type. In a STRICT table ANY keeps values as they are.
pub fn affinity(type_name: &str, strict: bool) -> Affinity {
    if strict && type_name.trim().eq_ignore_ascii_case("ANY") {
        return Affinity::Blob;
    }
    let folded = type_name.to_ascii_lowercase();
    let has = |word: &str| folded.contains(word);
    // The order of the rules is SQLite's (sqlite3AffinityType, build.c).
    if has("int") {
        Affinity::Integer
    } else if has("char") || has("clob") || has("text") {
        Affinity::Text
    } else if has("blob") || folded.trim().is_empty() {
        Affinity::Blob
    } else if has("real") || has("floa") || has("doub") {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlites_own_table_of_examples() {
        for (type_name, expected) in [
            ("INT", Affinity::Integer),
            ("UNSIGNED BIG INT", Affinity::Integer),
            ("CHARINT", Affinity::Integer),
            ("FLOATING POINT", Affinity::Integer),
            ("VARYING CHARACTER(255)", Affinity::Text),
            ("CLOB", Affinity::Text),
            ("BLOBTEXT", Affinity::Text),
            ("", Affinity::Blob),
            ("BLOB", Affinity::Blob),
            ("REALBLOB", Affinity::Blob),
            ("DOUBLE PRECISION", Affinity::Real),
            ("FLOAT", Affinity::Real),
            ("DECIMAL(10,5)", Affinity::Numeric),
            ("BOOLEAN", Affinity::Numeric),
            ("STRING", Affinity::Numeric),
            ("ANY", Affinity::Numeric),
        ] {
            assert_eq!(affinity(type_name, false), expected, "{type_name}");
        }
        assert_eq!(affinity("any", true), Affinity::Blob);
    }
}
