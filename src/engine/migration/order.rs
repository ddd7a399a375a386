//! The order in which migrations run: wrangler's own, so that both tools apply a folder alike.
//!
//! By path segment: leading number first (`parseInt` of what stands before the first `_`), numbered before
//! unnumbered, ties by UTF-16 code unit; then the shorter path. As wrangler 4.164 does (`compareMigrationPaths`).

use std::cmp::Ordering;

/// Compares two recorded names (paths within the folder, with `/`).
pub fn compare(a: &str, b: &str) -> Ordering {
    let mut right = b.split('/');
    for left in a.split('/') {
        let Some(right) = right.next() else {
            return Ordering::Greater;
        };
        let order = compare_segments(left, right);
        if order != Ordering::Equal {
            return order;
        }
    }
    if right.next().is_some() {
        Ordering::Less
    } else {
        Ordering::Equal
    }
}

fn compare_segments(a: &str, b: &str) -> Ordering {
    let numbers = match (leading_float(a), leading_float(b)) {
        (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    numbers.then_with(|| a.encode_utf16().cmp(b.encode_utf16()))
}

/// JavaScript numbers are floats: two 17-digit timestamps can be one number, and then the text decides.
fn leading_float(segment: &str) -> Option<f64> {
    let (sign, digits) = leading_digits(segment)?;
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then_some(sign * number)
}

/// What `parseInt` reads: white space, a sign, then digits, up to the first `_` at most.
fn leading_digits(segment: &str) -> Option<(f64, &str)> {
    let head = segment.split('_').next()?.trim_start();
    let (sign, head) = match head.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, head.strip_prefix('+').unwrap_or(head)),
    };
    let end = head.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(head.len());
    head.get(..end)
        .filter(|digits| !digits.is_empty())
        .map(|digits| (sign, digits))
}

/// The number that a recorded name opens with, as written: `0007` of `0007_teams.sql`. Of a date it is all of it,
/// `2024-01-31`, although wrangler orders by the year and then by the text.
pub fn number_text(name: &str) -> Option<&str> {
    let first = name.split('/').next()?;
    if let Some((date, _)) = date(first) {
        return Some(date);
    }
    match leading_digits(first)? {
        (sign, digits) if sign > 0.0 => Some(digits),
        _ => None,
    }
}

/// The date that a name opens with, and what stands between its parts: `2024-01-31` of `2024-01-31-teams.sql`.
pub(super) fn date(name: &str) -> Option<(&str, char)> {
    let text = name.get(..10)?;
    let between = text.chars().nth(4).filter(|it| matches!(it, '-' | '_' | '.'))?;
    let mut parts = text.split(between);
    let mut part = |digits: usize, least: u32, most: u32| {
        let part = parts
            .next()
            .filter(|it| it.len() == digits && it.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u32>().ok().filter(|it| (least..=most).contains(it))
    };
    part(4, 1900, 2099)?;
    part(2, 1, 12)?;
    part(2, 1, 31)?;
    let goes_on = name
        .get(10..)
        .is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_digit()));
    (!goes_on).then_some((text, between))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sorted(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        names.sort_by(|a, b| compare(a, b));
        names
    }

    #[test]
    fn as_wrangler_orders() {
        assert_eq!(
            sorted(&[
                "zz.sql",
                "10_d.sql",
                "0003_c.sql",
                "9_x.sql",
                "0002_b.sql",
                "0001_a.sql",
                "ab.sql"
            ]),
            [
                "0001_a.sql",
                "0002_b.sql",
                "0003_c.sql",
                "9_x.sql",
                "10_d.sql",
                "ab.sql",
                "zz.sql"
            ]
        );
        assert_eq!(
            sorted(&["0010_a/migration.sql", "9_b/migration.sql", "9_b/2.sql", "9_b/10.sql"]),
            ["9_b/2.sql", "9_b/10.sql", "9_b/migration.sql", "0010_a/migration.sql"]
        );
    }

    #[test]
    fn ties_by_code_unit() {
        // U+FF21 comes after the surrogates of U+1F600 by code unit, before it by code point.
        assert_eq!(
            sorted(&["1_\u{ff21}.sql", "1_\u{1f600}.sql"]),
            ["1_\u{1f600}.sql", "1_\u{ff21}.sql"]
        );
        assert_eq!(
            sorted(&["1_b.sql", "1_B.sql", "01_b.sql"]),
            ["01_b.sql", "1_B.sql", "1_b.sql"]
        );
        // One and the same number for JavaScript.
        assert_eq!(
            sorted(&["20261120103000001_b.sql", "20261120103000000_c.sql"]),
            ["20261120103000000_c.sql", "20261120103000001_b.sql"]
        );
        assert_eq!(compare("1_a/x.sql", "1_a"), Ordering::Greater);
        assert_eq!(compare("1_a", "1_a/x.sql"), Ordering::Less);
    }

    #[test]
    fn numbers_as_written() {
        assert_eq!(number_text("0007_teams.sql"), Some("0007"));
        assert_eq!(number_text("0007teams.sql"), Some("0007"));
        assert_eq!(number_text("0007/migration.sql"), Some("0007"));
        assert_eq!(number_text("teams_7.sql"), None);
        assert_eq!(number_text("2024-01-31-teams.sql"), Some("2024-01-31"));
        assert_eq!(number_text("2024_01_31_teams/migration.sql"), Some("2024_01_31"));
        assert_eq!(number_text("2024_teams.sql"), Some("2024"));
        assert_eq!(number_text("2024-13-31-x.sql"), Some("2024"), "no month");
        assert_eq!(number_text("-7_x.sql"), None);
        assert_eq!(number_text(""), None);
    }
}
