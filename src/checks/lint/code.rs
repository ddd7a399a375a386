//! The codes that there are, for people who misspell one.

use crate::plan::hazard;

/// The hazards that `--allow` and `allow … because …` in the schema may name.
pub fn hazards() -> impl Iterator<Item = &'static str> {
    hazard::kinds().map(|kind| kind.code.0)
}

/// The hazards, and what `lint` alone finds.
pub fn codes() -> impl Iterator<Item = &'static str> {
    hazards().chain(super::kinds().map(|kind| kind.code))
}

/// Codes of before, with the rule that finds the same now.
const RENAMED: &[(&str, &str)] = &[
    ("drop-cascades", "rows-lost"),
    ("replace-cascades", "rows-lost"),
    ("partial-copy", "rows-lost"),
    ("recreated-empty", "rows-lost"),
    ("lost-values", "values-lost"),
    ("copy-order", "values-lost"),
    ("lost-index", "guarantee-lost"),
    ("lost-trigger", "guarantee-lost"),
    ("lost-sequence", "guarantee-lost"),
    ("copy-as-table", "guarantee-lost"),
    ("drop-code", "drop-view"),
    ("breaks-old-code", "breaks-app"),
    ("breaks-new-code", "app-needs-migration"),
    ("lost-parent", "drop-referenced-table"),
    ("becomes-rowid", "not-an-integer-key"),
    ("splitter", "split-trigger"),
    ("gap", "missing-number"),
];

/// The code that is used now for one that may be of before.
pub fn current(code: &str) -> &str {
    let renamed = RENAMED.iter().find(|(old, _)| *old == code);
    renamed.map_or(code, |(_, new)| new)
}

/// The codes of before that mean this one now.
pub fn aliases(code: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    let renamed = RENAMED.iter().filter(move |(_, new)| *new == code);
    renamed.map(|(old, _)| *old)
}

/// The rules that judge what a file does to rows.
pub const OF_ROWS: &[&str] = &["rows-lost", "values-lost", "side-effect", "wrong-condition"];

/// Of these codes, the one that `code` is most like, unless it is like none. A few letters may differ, be missing, be too
/// many, or have changed places.
pub fn nearest(code: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    nearest_of(code, known)
}

/// The same of any names.
pub(super) fn nearest_of<'a>(code: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (code.len() / 3).clamp(1, 3);
    let distances = known.map(|it| (distance(code, it), it));
    distances
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, it)| it)
}

/// What to do about a code that there is not, of these.
pub fn meant(code: &str, known: impl Iterator<Item = &'static str>) -> String {
    let all = "`reconcile explain` lists all codes";
    nearest(code, known).map_or_else(|| all.to_owned(), |it| format!("did you mean {it}? {all}"))
}

/// The fewest letters to put in, leave out, change or swap with the next (optimal string alignment), capitals apart.
fn distance(one: &str, other: &str) -> usize {
    strsim::osa_distance(&one.to_lowercase(), &other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_code() {
        for (typed, meant) in [
            ("drop-colum", Some("drop-column")),
            ("drp-table", Some("drop-table")),
            ("drop-tabel", Some("drop-table")),
            ("drop_column", Some("drop-column")),
            ("Drop-Table", Some("drop-table")),
            ("not-nul", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(nearest(typed, codes()), meant, "{typed}");
        }
        assert_eq!(nearest("unfilterd-write", codes()), Some("unfiltered-write"));
        assert_eq!(nearest("unfilterd-write", hazards()), None);
    }

    #[test]
    fn slips_of_the_fingers() {
        for (one, other, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "ab", 2),
            ("table", "table", 0),
            ("tabel", "table", 1),
            ("atble", "table", 1),
            ("tble", "table", 1),
            ("taable", "Table", 1),
            ("cable", "table", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }
}
