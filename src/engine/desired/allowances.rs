//! The hazards that schema files allow, with their places. Which hazards there are is known elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::source::{SourceFile, place};
use super::{Error, Location};

/// The codes of all `allow … because …`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Allowed {
    named: Vec<(String, Location)>,
    texts: BTreeMap<PathBuf, Arc<str>>,
}

impl Allowed {
    pub(super) fn add(&mut self, code: &str, file: &SourceFile, range: Range<usize>) {
        self.named.push((code.to_owned(), place(file, range)));
        let text = || Arc::clone(&file.text);
        self.texts.entry(file.path.clone()).or_insert_with(text);
    }

    /// Gives the places in the files that people wrote, each with the text of its file.
    pub(super) fn moved(&mut self, place: impl Fn(&Location) -> Option<(Location, Arc<str>)>) {
        for (_, location) in &mut self.named {
            if let Some((found, text)) = place(location) {
                self.texts.insert(found.file.clone(), text);
                *location = found;
            }
        }
    }

    /// Asks of every code what helps if there is no such hazard.
    ///
    /// # Errors
    /// The first one that there is not, at its place.
    pub fn check(&self, help: impl Fn(&str) -> Option<String>) -> Result<(), Error> {
        for (code, location) in &self.named {
            if let Some(help) = help(code) {
                let text = self.texts.get(&location.file).cloned().unwrap_or_default();
                let message = format!("unknown hazard {code}");
                return Err(Error::at(location.clone(), &text, message, Some(help)));
            }
        }
        Ok(())
    }
}
