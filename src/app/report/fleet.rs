//! The databases of fleets.

use serde::Serialize;
use serde_json::{Map, Value};

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `fleet list`.
///
/// target: The fleet that was asked for, or `all fleets`.
/// verdict: `listed`.
#[derive(Debug, Clone, Serialize)]
pub struct FleetListReport {
    /// The fleets, by name.
    pub fleets: Vec<FleetRow>,
}

/// One fleet.
#[derive(Debug, Clone, Serialize)]
pub struct FleetRow {
    /// Its name in the config.
    pub name: String,
    /// What lists its databases, as the config says it.
    pub source: String,
    /// Its databases: as listed, else by name.
    pub members: Vec<MemberRow>,
    /// How many entries of the registry `where` leaves out.
    pub left_out: usize,
}

/// One database of a fleet.
#[derive(Debug, Clone, Serialize)]
pub struct MemberRow {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub target: String,
    /// Its entry in the registry, with every field.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub entry: Map<String, Value>,
}

impl Screen for Document<FleetListReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for fleet in &self.fleets {
            if !blocks.is_empty() {
                blocks.push(Block::Space);
            }
            let left_out = match fleet.left_out {
                0 => String::new(),
                1 => ", 1 entry left out".to_owned(),
                several => format!(", {several} entries left out"),
            };
            let size = format!("{}{left_out}", counted(fleet.members.len(), "database"));
            blocks.push(Block::Verdict(Tone::Plain, fleet.name.clone(), size));
            blocks.push(Block::Line(Tone::Dim, fleet.source.clone()));
            let row = |it: &MemberRow| vec![it.name.clone(), it.target.clone()];
            blocks.push(Block::Table(
                vec!["name", "target"],
                fleet.members.iter().map(row).collect(),
            ));
        }
        blocks
    }
}
