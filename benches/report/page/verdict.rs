//! What is wanted of the figures, and whether it is met.

use super::cases::{CASES, Case, GROWTH, Limit};
use super::figures::{Figures, Point};
use super::growth;

/// A case at one size.
pub struct Row<'a> {
    pub case: &'static Case,
    pub point: &'a Point,
    pub floor: Option<&'a Point>,
    pub limits: &'static [Limit],
}

impl Limit {
    pub fn words(self) -> String {
        format!("≤ {}{}", self.number(), self.unit())
    }

    fn number(self) -> f64 {
        match self {
            Self::TimesFloor(limit) | Self::Seconds(limit) | Self::Elapsed(limit) | Self::Mib(limit) => limit,
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::TimesFloor(_) => " × the floor",
            Self::Seconds(_) | Self::Elapsed(_) => " s",
            Self::Mib(_) => " MiB",
        }
    }
}

impl Row<'_> {
    pub fn ratio(&self) -> Option<f64> {
        Some(self.point.cpu / self.floor?.cpu)
    }

    fn value(&self, limit: Limit) -> Option<f64> {
        match limit {
            Limit::TimesFloor(_) => self.ratio(),
            Limit::Seconds(_) => Some(self.point.cpu),
            Limit::Elapsed(_) => Some(self.point.elapsed),
            Limit::Mib(_) => Some(self.point.mib),
        }
    }

    /// `4.2 × the floor instead of at most 3 × at 1,000 tables`
    pub fn unmet(&self) -> Vec<String> {
        let words = |limit: &Limit| {
            let value = self.value(*limit);
            if value.is_some_and(|it| it <= limit.number()) {
                return None;
            }
            let (unit, at) = (limit.unit(), super::counted(self.case, self.point.size));
            let value = value.map_or("not measured".to_owned(), |it| format!("{it:.1}{unit}"));
            Some(format!("{value} instead of at most {}{unit} at {at}", limit.number()))
        };
        self.limits.iter().filter_map(words).collect()
    }

    pub fn met(&self) -> &'static str {
        match (self.limits.is_empty(), self.unmet().is_empty()) {
            (true, _) => "–",
            (false, true) => "yes",
            (false, false) => "**no**",
        }
    }
}

/// The sizes of each case that something is wanted of; the largest one where none of them was measured.
pub fn rows(figures: &Figures) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for case in CASES {
        let row = |size: usize, limits: &'static [Limit]| {
            Some(Row {
                case,
                point: figures.at(case.series, size)?,
                floor: case.floor.as_ref().and_then(|it| figures.at(it.series, size)),
                limits,
            })
        };
        let before = rows.len();
        rows.extend(case.wanted.iter().filter_map(|(size, limits)| row(*size, limits)));
        if rows.len() == before {
            rows.extend(figures.series(case.series).last().and_then(|it| row(it.0, &[])));
        }
    }
    rows
}

/// How the CPU time of a case grows.
pub struct Growth {
    pub case: &'static Case,
    pub from: usize,
    pub to: usize,
    pub exponent: f64,
    pub last_step: Option<f64>,
    pub of_floor: Option<f64>,
}

impl Growth {
    /// As it is printed.
    pub fn is_met(&self) -> bool {
        (self.exponent * 100.0).round() / 100.0 <= GROWTH
    }

    pub fn unmet(&self) -> Option<String> {
        let floor = self
            .of_floor
            .map_or(String::new(), |it| format!(" (its floor with {it:.2})"));
        (!self.is_met()).then(|| {
            format!(
                "grows with the power {:.2}{floor} instead of at most {GROWTH}",
                self.exponent
            )
        })
    }
}

/// Of all cases with two sizes or more that the start of a process does not fill.
pub fn growths(figures: &Figures) -> Vec<Growth> {
    let measured = |case: &'static Case, series: &str| {
        let mut points = figures.series(series);
        points.retain(|it| it.0 >= case.project.counts().1);
        points
    };
    let growth = |case: &'static Case| {
        let points = measured(case, case.series);
        let floor = case
            .floor
            .as_ref()
            .map(|it| measured(case, it.series))
            .unwrap_or_default();
        Some(Growth {
            case,
            from: points.first()?.0,
            to: points.last()?.0,
            exponent: growth::exponent(&points)?,
            last_step: growth::last_step(&points),
            of_floor: growth::exponent(&floor),
        })
    };
    CASES.iter().filter_map(growth).collect()
}
