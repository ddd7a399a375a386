//! A fleet of SQLite files: those that a glob matches.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use serde_json::Map;

use super::{Error, Member};
use crate::config::Target;

/// The files in the order of their paths. A member has the name of its file, without folder and ending where that names one
/// file only.
pub(super) fn members(glob: &str, base: &Path) -> Result<Vec<Member>, Error> {
    let glob = glob.trim_start_matches("./");
    let matcher = matcher(glob)?;
    // The base of a config in the current folder is empty, and an empty path is no folder.
    let seen_from = Path::new(".").join(base);
    let mut paths: Vec<PathBuf> = WalkBuilder::new(seen_from.join(folder(glob)))
        .standard_filters(false)
        .follow_links(true)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.path().strip_prefix(&seen_from).map(Path::to_path_buf).ok())
        .filter(|path| matcher.is_match(path))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Error::NoFile(base.join(glob).display().to_string()));
    }
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut stems: BTreeMap<String, usize> = BTreeMap::new();
    for path in &paths {
        *stems.entry(stem(path)).or_default() += 1;
    }
    let name = |path: &Path| match stems.get(&stem(path)) {
        Some(1) => stem(path),
        _ => path.display().to_string(),
    };
    Ok(paths
        .iter()
        .map(|path| Member {
            name: name(path),
            target: Target::Sqlite(base.join(path)),
            entry: Map::new(),
        })
        .collect())
}

/// `*` stays within a folder, as in a shell.
pub(super) fn matcher(glob: &str) -> Result<GlobMatcher, Error> {
    let built = GlobBuilder::new(glob).literal_separator(true).build();
    built.map(|it| it.compile_matcher()).map_err(|error| Error::Glob {
        glob: glob.to_owned(),
        message: error.kind().to_string(),
    })
}

/// The folder that everything that the glob matches is in.
fn folder(glob: &str) -> PathBuf {
    let parts: Vec<&str> = glob.split('/').collect();
    let fixed = parts.iter().take_while(|it| !it.contains(['*', '?', '[', '{']));
    let before = parts.len().saturating_sub(1);
    fixed.take(before).collect()
}
