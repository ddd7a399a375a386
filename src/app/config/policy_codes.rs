//! The codes that policies name, with their lines: whether there is such a hazard is known elsewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::file::Config;

/// A code in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCode {
    /// The code, as written.
    pub code: String,
    /// The file.
    pub path: PathBuf,
    /// Its first line, from 1.
    pub line: usize,
}

/// All codes that the policies of a config name, in the order of their lines.
pub(super) fn named(path: &Path, text: &str, config: &Config) -> Vec<NamedCode> {
    let targets = config.databases.values().flat_map(|database| database.targets.values());
    let policies = targets
        .map(|target| target.full().policy)
        .chain([config.policy.clone()]);
    let codes: BTreeSet<String> = policies.flat_map(|policy| policy.into_keys()).collect();
    let place = |code: String| NamedCode {
        line: line_of(text, &code),
        code,
        path: path.to_path_buf(),
    };
    let mut named: Vec<NamedCode> = codes.into_iter().map(place).collect();
    named.sort_by_key(|it| it.line);
    named
}

/// The first line on which `code` is a key; the parser keeps no places of keys.
pub(super) fn line_of(text: &str, code: &str) -> usize {
    let is_word = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    let is_key = |line: &str| {
        line.match_indices(code).any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default();
            let after = line.get(at + code.len()..).unwrap_or_default();
            let is_whole = !before.ends_with(is_word) && !before.contains('#');
            is_whole && after.trim_start_matches(['"', '\'']).trim_start().starts_with(':')
        })
    };
    text.lines().position(is_key).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_policy_is_looked_at() {
        let text = "databases:\n  drop-table:\n    targets:\n      dev: { at: sqlite:dev.db, policy: { 'drop-colum' : deny } }\n\
                    policy:\n  # rename: deny\n  no-rename: ask\n  rename: ask\n";
        let config = Config::parse(Path::new("r.yaml"), text).unwrap();
        let named: Vec<(String, usize)> = named(Path::new("r.yaml"), text, &config)
            .into_iter()
            .map(|it| (it.code, it.line))
            .collect();
        assert_eq!(
            named,
            [
                ("drop-colum".to_owned(), 4),
                ("no-rename".to_owned(), 7),
                ("rename".to_owned(), 8)
            ]
        );
    }
}
