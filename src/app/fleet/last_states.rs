//! In which state each database of a fleet was last seen: `.reconcile/states/FLEET.json` beside the config.
//!
//! Only a guess that saves requests: what is sent to a database because of it fails there if the guess is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::run_file;

/// A word for the state of each target; targets with the same word are the same, as far as is known.
pub type LastStates = BTreeMap<String, String>;

fn path(base: &Path, fleet: &str) -> PathBuf {
    let plain: String = fleet
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .collect();
    base.join(".reconcile/states").join(format!("{plain}.json"))
}

/// What was noted, and what runs left that were killed since; nothing where that cannot be read.
pub fn last_states(base: &Path, fleet: &str) -> LastStates {
    let path = path(base, fleet);
    let mut states = noted(&path);
    let since = fs::metadata(&path).and_then(|it| it.modified()).ok();
    run_file::unfinished(base, fleet, since, &mut |it| match it.state {
        Some(state) => drop(states.insert(it.target, state)),
        None => drop(states.remove(&it.target)),
    });
    states
}

fn noted(path: &Path) -> LastStates {
    let text = fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Notes these for the next command; of other databases, what was noted holds. That it cannot be written costs requests,
/// and nothing else.
pub fn note_states(base: &Path, fleet: &str, states: LastStates) {
    let path = path(base, fleet);
    let mut all = noted(&path);
    all.extend(states);
    let Ok(text) = serde_json::to_string(&all) else {
        return;
    };
    let written = || {
        let folder = path.parent().unwrap_or(Path::new(""));
        run_file::own_folder(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(&path).map_err(|error| error.error)
    };
    let _: std::io::Result<fs::File> = written();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_noted_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last_states(folder.path(), "a/b"), LastStates::new());
        let states = LastStates::from([("d1:x".to_owned(), "1".to_owned())]);
        note_states(folder.path(), "a/b", states.clone());
        assert_eq!(last_states(folder.path(), "a/b"), states);
        fs::write(folder.path().join(".reconcile/states/a-b.json"), "{").unwrap();
        assert_eq!(last_states(folder.path(), "a/b"), LastStates::new());
    }
}
