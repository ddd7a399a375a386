//! How a folder numbers its migrations, and which number comes next.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::order;

/// Width of the numbers in a new folder: `0001`, as wrangler pads them.
const WIDTH: usize = 4;

/// How a folder numbers its migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbering {
    /// 1, 2, 3, … or 10, 20, 30, …
    Sequence {
        /// Digits, filled with zeros; 1 for numbers without zeros.
        width: usize,
        /// From one number to the next.
        step: u64,
    },
    /// The moment of writing, by the calendar or in seconds or milliseconds since 1970.
    Moment {
        /// How many digits, which tells the format.
        digits: usize,
    },
    /// The day of writing: `2024-01-31-teams.sql`.
    Date {
        /// What stands between year, month and day.
        between: char,
    },
}

impl Numbering {
    /// What the recorded names of a folder use. The highest number decides between counting and moments.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = names.into_iter().filter_map(order::number_text).collect();
        if let Some((_, between)) = texts.iter().rev().find_map(|it| order::date(it)) {
            return Self::Date { between };
        }
        let numbers: Vec<u64> = texts.iter().filter_map(|it| it.parse().ok()).collect();
        let highest = texts.iter().max_by_key(|it| it.parse::<u64>().unwrap_or(0));
        if let Some(text) = highest.filter(|it| is_moment(it)) {
            return Self::Moment { digits: text.len() };
        }
        let counted = texts.iter().filter(|it| !is_moment(it));
        let padded = counted.clone().any(|it| it.len() > 1 && it.starts_with('0'));
        let width = match counted.map(|it| it.len()).max() {
            None => WIDTH,
            Some(longest) if padded => longest,
            Some(_) => 1,
        };
        Self::Sequence {
            width,
            step: step(&numbers),
        }
    }

    /// What stands between the number and the name.
    pub fn separator(&self) -> char {
        match self {
            Self::Date { between } => *between,
            _ => '_',
        }
    }

    /// The next number after the highest of these names, as written in a file name.
    pub fn next<'a>(&self, names: impl IntoIterator<Item = &'a str>, now: Timestamp) -> String {
        if let Self::Date { between } = self {
            return next_day(names, now, *between);
        }
        let numbers = names
            .into_iter()
            .filter_map(order::number_text)
            .filter_map(|it| it.parse::<u64>().ok());
        let highest = numbers.max();
        match self {
            Self::Sequence { width, step } => {
                let next = highest.map_or(*step, |it| it.saturating_add(*step));
                format!("{next:0width$}")
            }
            Self::Moment { digits } => {
                let now = moment(now, *digits);
                match highest {
                    // A clock behind, or a second migration within the same second.
                    Some(highest) if now <= highest => highest.saturating_add(1).to_string(),
                    _ => now.to_string(),
                }
            }
            Self::Date { between } => next_day([], now, *between),
        }
    }
}

/// Today, or the day after the last one: two names of one day are ordered by what follows.
fn next_day<'a>(names: impl IntoIterator<Item = &'a str>, now: Timestamp, between: char) -> String {
    let day = |text: &str| text.replace(between, "-").parse::<Date>().ok();
    let texts = names.into_iter().filter_map(order::number_text);
    let last = texts.filter_map(day).max();
    let today = now.to_zoned(TimeZone::UTC).date();
    let next = match last.and_then(|last| last.tomorrow().ok()) {
        Some(next) if next > today => next,
        _ => today,
    };
    next.to_string().replace('-', &between.to_string())
}

/// 14 digits `20261120103000`, also with milliseconds or without seconds or time; 10 or 13 digits since 1970.
fn is_moment(text: &str) -> bool {
    match text.len() {
        8 | 12 | 14 | 17 => text.starts_with("19") || text.starts_with("20"),
        10 | 13 => text.starts_with('1'),
        6 => is_day(text),
        _ => false,
    }
}

/// Digits that name a day, of which several migrations can be: `20240131`, or `240131` since 2015.
pub(super) fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|it| it.parse::<u32>().ok());
    let fits = |from: usize| {
        number(from..from + 2).is_some_and(|it| (1..=12).contains(&it))
            && number(from + 2..from + 4).is_some_and(|it| (1..=31).contains(&it))
    };
    match text.len() {
        6 => number(0..2).is_some_and(|it| (15..=60).contains(&it)) && fits(2),
        8 => is_moment(text) && fits(4),
        _ => false,
    }
}

fn moment(now: Timestamp, digits: usize) -> u64 {
    let format = match digits {
        6 => "%y%m%d",
        8 => "%Y%m%d",
        10 => return now.as_second().unsigned_abs(),
        12 => "%Y%m%d%H%M",
        13 => return now.as_millisecond().unsigned_abs(),
        17 => "%Y%m%d%H%M%S%3f",
        _ => "%Y%m%d%H%M%S",
    };
    now.to_zoned(TimeZone::UTC)
        .strftime(format)
        .to_string()
        .parse()
        .unwrap_or(0)
}

/// 10, 100, … when all numbers are multiples of it: room was left on purpose. One number alone shows nothing.
fn step(numbers: &[u64]) -> u64 {
    let fits = |step: &u64| numbers.len() > 1 && numbers.iter().all(|it| it % step == 0);
    [1000, 100, 10].into_iter().find(fits).unwrap_or(1)
}

/// Numbers that are missing between those of a sequence, as ranges with both ends; none where moments are used.
pub fn gaps<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Gap> {
    let mut counted: Vec<(u64, &str)> = names
        .into_iter()
        .filter_map(|name| order::number_text(name).map(|text| (name, text)))
        .filter(|(_, text)| !is_moment(text))
        .filter_map(|(name, text)| Some((text.parse().ok()?, name)))
        .collect();
    counted.sort_unstable();
    let step = step(&counted.iter().map(|it| it.0).collect::<Vec<_>>());
    let pairs = counted.iter().zip(counted.iter().skip(1));
    pairs
        .filter(|(before, after)| after.0 - before.0 > step)
        .map(|(before, after)| Gap {
            first: before.0 + step,
            last: after.0 - step,
            before: after.1.to_owned(),
        })
        .collect()
}

/// Missing numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The lowest number that is missing.
    pub first: u64,
    /// The highest; often the same.
    pub last: u64,
    /// The recorded name of the migration after the gap.
    pub before: String,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first >= self.last {
            write!(f, "number {} is missing", self.first)
        } else {
            write!(f, "numbers {} to {} are missing", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn next(names: &[&str]) -> String {
        let now: Timestamp = "2026-11-20T10:30:05.25Z".parse().unwrap();
        Numbering::of(names.iter().copied()).next(names.iter().copied(), now)
    }

    #[test]
    fn a_new_folder_counts_from_0001() {
        assert_eq!(next(&[]), "0001");
        assert_eq!(next(&["seed.sql"]), "0001");
    }

    #[test]
    fn width_follows_the_folder() {
        assert_eq!(next(&["001_a.sql", "002_b.sql"]), "003");
        assert_eq!(next(&["0009_a.sql"]), "0010");
        assert_eq!(next(&["9_a.sql", "10_b.sql"]), "11");
        assert_eq!(next(&["0002_a.sql", "9_x.sql", "10_b.sql"]), "0011");
        assert_eq!(next(&["999_a.sql"]), "1000");
        assert_eq!(next(&["0000_a/migration.sql"]), "0001");
        assert_eq!(next(&["0010_a.sql", "0020_b.sql"]), "0030");
    }

    #[test]
    fn moments_follow_the_clock_and_never_go_back() {
        assert_eq!(next(&["20250101000000_a.sql"]), "20261120103005");
        assert_eq!(next(&["20991231235959_a.sql"]), "20991231235960");
        assert_eq!(next(&["202501010000_a.sql"]), "202611201030");
        assert_eq!(next(&["20250101_a.sql"]), "20261120");
        assert_eq!(next(&["240101_a.sql", "240101_b.sql"]), "261120");
        assert_eq!(next(&["000101_a.sql"]), "000102");
        assert_eq!(next(&["2024-01-01-a.sql"]), "2026-11-20");
        assert_eq!(next(&["2024_01_01_a.sql", "2026_11_30_b.sql"]), "2026_12_01");
        assert_eq!(next(&["1700000000_a.sql"]), "1795170605");
        assert_eq!(next(&["1700000000000_a.sql"]), "1795170605250");
        assert_eq!(next(&["20250101000000123_a.sql"]), "20261120103005250");
        assert_eq!(next(&["0001_a.sql", "20250101000000_b.sql"]), "20261120103005");
    }

    #[test]
    fn gaps_are_ranges() {
        let found = gaps(["0001_a.sql", "0003_b.sql", "0007_c.sql", "zz.sql"]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].to_string(), "number 2 is missing");
        assert_eq!(found[0].before, "0003_b.sql");
        assert_eq!(found[1].to_string(), "numbers 4 to 6 are missing");
    }

    #[test]
    fn no_gap_where_numbers_are_spaced_or_are_moments() {
        assert_eq!(gaps(["0010_a.sql", "0020_b.sql"]), []);
        assert_eq!(
            gaps(["0010_a.sql", "0040_b.sql"])[0].to_string(),
            "numbers 20 to 30 are missing"
        );
        assert_eq!(gaps(["20250101000000_a.sql", "20260101000000_b.sql"]), []);
        assert_eq!(gaps(["0005_a.sql", "0006_b.sql", "0006_c.sql"]), []);
        assert_eq!(gaps(["2024-01-01-a.sql", "2024-03-01-b.sql", "2026-01-01-c.sql"]), []);
        assert_eq!(gaps(["240101_a.sql", "240315_b.sql"]), []);
    }
}
