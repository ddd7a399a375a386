//! Which steps of variables are in a statement that was checked: none of the others may pass for one that works.

use std::collections::{BTreeMap, BTreeSet};

use super::Unchecked;
use super::source::Place;
use super::statement::Statement;

/// The steps that were met in statements.
#[derive(Debug, Default)]
pub(super) struct Steps {
    checked: BTreeSet<Place>,
    failed: BTreeMap<Place, String>,
}

impl Steps {
    /// Takes up those of a statement: it was told what there is to tell of it, or it works on neither schema.
    pub(super) fn add(&mut self, statement: &Statement, tried: Result<(), String>) {
        for place in statement.steps() {
            match &tried {
                Ok(()) => {
                    self.checked.insert(place);
                }
                Err(message) => {
                    self.failed.entry(place).or_insert_with(|| message.clone());
                }
            }
        }
    }

    /// Those that are in no statement that was checked.
    pub(super) fn left(&self, all: &BTreeMap<Place, String>) -> Vec<Unchecked> {
        let left = all.iter().filter(|(place, _)| !self.checked.contains(place));
        left.map(|(place, name)| Unchecked {
            place: place.clone(),
            reason: match self.failed.get(place) {
                Some(message) => format!("{name} with this works on neither schema, as far as is known: {message}"),
                None => format!("{name} can be built in more ways than are tried"),
            },
        })
        .collect()
    }
}
