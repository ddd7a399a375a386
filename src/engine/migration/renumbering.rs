//! New numbers for migrations that nobody applied yet: no number twice, one width, nothing before what is applied.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::numbering::is_day;
use super::{Numbering, order};

/// Which recorded name becomes which, in the order in which the files run.
///
/// `fixed` are applied somewhere and keep their names. Of two files with one number, one of `last` comes after the other.
///
/// ```
/// use reconcile::migration::renumbered;
///
/// let names = ["0011_teams.sql", "0012_mine.sql", "0012_theirs.sql"];
/// let theirs = ["0011_teams.sql".to_owned(), "0012_theirs.sql".to_owned()].into();
/// let renamed = renumbered(&names, &theirs, &Default::default(), jiff::Timestamp::UNIX_EPOCH);
/// assert_eq!(renamed, [("0012_mine.sql".to_owned(), "0013_mine.sql".to_owned())]);
/// ```
pub fn renumbered(
    names: &[&str],
    fixed: &BTreeSet<String>,
    last: &BTreeSet<String>,
    now: Timestamp,
) -> Vec<(String, String)> {
    let numbering = Numbering::of(names.iter().copied());
    let number = |name: &str| number_text(name).and_then(|it| it.parse::<u64>().ok());
    let mut taken: Vec<String> = names
        .iter()
        .filter(|it| fixed.contains(**it))
        .map(|it| (*it).to_owned())
        .collect();
    let mut free: Vec<&str> = names.iter().copied().filter(|it| !fixed.contains(*it)).collect();
    // A stable sort: what else has the same number stays in its order.
    free.sort_by_key(|it| (number(it).unwrap_or(u64::MAX), last.contains(*it)));
    let mut renamed = Vec::new();
    for name in free {
        let before = taken.iter().max_by(|a, b| order::compare(a, b));
        let is_after = before.is_none_or(|before| is_after(name, before));
        let new = match is_after && has_style(name, &numbering) {
            true => name.to_owned(),
            false => {
                let next = numbering.next(taken.iter().map(String::as_str), now);
                format!("{next}{}{}", numbering.separator(), rest(name))
            }
        };
        if new != name {
            renamed.push((name.to_owned(), new.clone()));
        }
        taken.push(new);
    }
    renamed
}

/// True if a file runs after another one, and has a higher number; of one day there may be several.
fn is_after(name: &str, before: &str) -> bool {
    let text = order::number_text(name).unwrap_or_default();
    let number = |text: &str| text.parse::<u64>().ok();
    let is_higher = match (number(text), order::number_text(before).and_then(number)) {
        (Some(number), Some(before)) => number > before || is_day(text),
        _ => true,
    };
    is_higher && order::compare(name, before).is_gt()
}

/// True if the number is as wide as the folder's.
fn has_style(name: &str, numbering: &Numbering) -> bool {
    let Some(text) = order::number_text(name) else {
        return false;
    };
    match numbering {
        Numbering::Sequence { width, .. } => text.len() == *width || text.len() > *width && !text.starts_with('0'),
        Numbering::Moment { digits } => text.len() == *digits,
        Numbering::Date { .. } => order::date(text).is_some(),
    }
}

/// The number that a name opens with, also of `V7__teams.sql`, as Flyway and refinery number their files.
fn number_text(name: &str) -> Option<&str> {
    let versioned = || {
        let digits = name.strip_prefix(['V', 'U'])?.split_once("__")?.0;
        (!digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())).then_some(digits)
    };
    order::number_text(name).or_else(versioned)
}

/// What follows the number.
fn rest(name: &str) -> &str {
    let number = number_text(name).unwrap_or_default();
    let after = name
        .find(number)
        .and_then(|at| name.get(at + number.len()..))
        .unwrap_or(name);
    after.trim_start_matches(['_', '-', '.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str], fixed: &[&str], last: &[&str]) -> Vec<String> {
        let set = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        renumbered(names, &set(fixed), &set(last), Timestamp::UNIX_EPOCH)
            .into_iter()
            .map(|(from, to)| format!("{from} -> {to}"))
            .collect()
    }

    #[test]
    fn who_was_applied_keeps_the_number() {
        let names = ["0001_a.sql", "0002_mine.sql", "0002_theirs.sql"];
        assert_eq!(
            of(&names, &["0001_a.sql", "0002_theirs.sql"], &[]),
            ["0002_mine.sql -> 0003_mine.sql"]
        );
        assert_eq!(of(&names, &[], &[]), ["0002_theirs.sql -> 0003_theirs.sql"]);
        assert_eq!(of(&names, &[], &["0002_mine.sql"]), ["0002_mine.sql -> 0003_mine.sql"]);
        assert!(of(&names, &names, &[]).is_empty());
    }

    #[test]
    fn files_behind_it_move_on_in_their_order() {
        let names = ["0001_a.sql", "0002_b.sql", "0002_c.sql", "0003_d.sql", "0009_e.sql"];
        assert_eq!(
            of(&names, &[], &[]),
            ["0002_c.sql -> 0003_c.sql", "0003_d.sql -> 0004_d.sql"]
        );
        // What is not applied comes after what is.
        assert_eq!(
            of(&names, &["0009_e.sql"], &[]),
            [
                "0001_a.sql -> 0010_a.sql",
                "0002_b.sql -> 0011_b.sql",
                "0002_c.sql -> 0012_c.sql",
                "0003_d.sql -> 0013_d.sql"
            ]
        );
    }

    #[test]
    fn three_digits_four_and_none_become_one_width() {
        let names = ["001_a.sql", "002_b.sql", "0003_c.sql", "seed.sql"];
        assert_eq!(
            of(&names, &[], &[]),
            [
                "001_a.sql -> 0001_a.sql",
                "002_b.sql -> 0002_b.sql",
                "seed.sql -> 0004_seed.sql"
            ]
        );
        let versions = ["V1__a.sql", "V10__c.sql", "V2__b.sql"];
        assert_eq!(
            of(&versions, &[], &[]),
            [
                "V1__a.sql -> 0001_a.sql",
                "V2__b.sql -> 0002_b.sql",
                "V10__c.sql -> 0003_c.sql"
            ]
        );
        let days = ["2024-01-31-a.sql", "2024-01-31-b.sql", "2024-02-01-c.sql"];
        assert_eq!(of(&days, &[], &[]), [""; 0]);
        assert_eq!(of(&["240131_a.sql", "240131_b.sql"], &[], &[]), [""; 0]);
        assert_eq!(of(&["1_a.sql", "9_b.sql", "10_c.sql"], &[], &[]), [""; 0]);
        assert_eq!(
            of(&["0010_a.sql", "0020_b.sql", "0020_c.sql"], &[], &[]),
            ["0020_c.sql -> 0030_c.sql"]
        );
        assert_eq!(
            of(&["0001_a/migration.sql", "0001_b/migration.sql"], &[], &[]),
            ["0001_b/migration.sql -> 0002_b/migration.sql"]
        );
    }
}
