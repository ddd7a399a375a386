//! How much a table holds.

use crate::render::thousands;

/// How much a table holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableSize {
    /// Its rows.
    pub rows: u64,
    /// What it takes in the file, its indexes included; unknown for a remote database.
    pub bytes: Option<u64>,
}

impl TableSize {
    /// That of several; the bytes of those that are known.
    pub(super) fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        all.fold(Self::default(), |sum, it| Self {
            rows: sum.rows + it.rows,
            bytes: it
                .bytes
                .map_or(sum.bytes, |bytes| Some(sum.bytes.unwrap_or_default() + bytes)),
        })
    }

    /// `1,204 rows, 48 KB`
    pub(super) fn text(&self) -> String {
        let rows = match self.rows {
            1 => "1 row".to_owned(),
            rows => format!("{} rows", thousands(rows)),
        };
        match self.bytes {
            Some(bytes) => format!("{rows}, {}", size(bytes)),
            None => rows,
        }
    }
}

/// In the largest unit of which there is one.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    match UNITS.iter().find(|(_, unit)| bytes >= *unit) {
        // Below ten, a digit behind the point says something.
        Some((name, unit)) if bytes / unit < 10 && !bytes.is_multiple_of(*unit) => {
            format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
        }
        Some((name, unit)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_bytes() {
        let of = |rows, bytes| TableSize { rows, bytes };
        assert_eq!(of(1204, Some(49152)).text(), "1,204 rows, 48 KB");
        assert_eq!(of(1, Some(5 << 20 | 1 << 19)).text(), "1 row, 5.5 MB");
        assert_eq!(of(0, None).text(), "0 rows");
        let all = [of(1, Some(4096)), of(2, None)];
        assert_eq!(TableSize::sum(all.iter()), of(3, Some(4096)));
    }
}
