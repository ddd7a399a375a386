//! What was measured, as it is kept in `figures.jsonl`: a line for the machine, then one for each series and size.

use serde::{Deserialize, Serialize};

/// Where, when and with what the figures were made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Machine {
    /// `2026-11-29`
    pub date: String,
    /// As processor, memory and system, each with its value.
    pub facts: Vec<(String, String)>,
    /// Programs, each with its version.
    pub versions: Vec<(String, String)>,
    /// Peers that were not found.
    pub not_installed: Vec<String>,
    /// One run of each, at small sizes.
    pub is_quick: bool,
    /// False where the system does not say what a process used: times are elapsed ones, and there is no memory.
    pub has_usage: bool,
}

/// The medians of one series at one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub series: String,
    /// The number of tables, migrations, rows or databases.
    pub size: usize,
    pub runs: usize,
    /// User and system time of the process and its children, in seconds.
    pub cpu: f64,
    /// In seconds.
    pub elapsed: f64,
    /// The largest resident size, in MiB.
    pub mib: f64,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct Figures {
    pub machine: Machine,
    pub points: Vec<Point>,
}

impl Figures {
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        let mut lines = text.lines();
        let machine = serde_json::from_str(lines.next().unwrap_or_default())?;
        let points = lines.map(serde_json::from_str).collect::<serde_json::Result<_>>()?;
        Ok(Self { machine, points })
    }

    pub fn to_lines(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string(&self.machine)? + "\n";
        for point in &self.points {
            text += &(serde_json::to_string(point)? + "\n");
        }
        Ok(text)
    }

    pub fn at(&self, series: &str, size: usize) -> Option<&Point> {
        self.points.iter().find(|it| it.series == series && it.size == size)
    }

    /// The points of a series by size.
    pub fn series(&self, name: &str) -> Vec<(usize, f64)> {
        let points = self.points.iter().filter(|it| it.series == name);
        let mut points: Vec<(usize, f64)> = points.map(|it| (it.size, it.cpu)).collect();
        points.sort_by_key(|it| it.0);
        points
    }
}
