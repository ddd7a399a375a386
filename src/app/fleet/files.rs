//! A fleet of SQLite files: those that a glob matches.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobMatcher;
use ignore::WalkBuilder;
use serde_json::Map;

use super::{Error, Member};
use crate::compat::{parted, path_pattern};
use crate::config::Target;

/// The files in the order of their paths. A member has the name of its file, without folder and ending where that names one
/// file only.
pub(super) fn members(glob: &str, base: &Path) -> Result<Vec<Member>, Error> {
    let (folder, rest) = parted(glob);
    let matcher = matcher(&rest, glob)?;
    let folder = base.join(folder);
    // The base of a config in the current folder is empty, and an empty path is no folder.
    let start = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder.as_path()
    };
    let mut paths: Vec<PathBuf> = WalkBuilder::new(start)
        .standard_filters(false)
        .follow_links(true)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.path().strip_prefix(start).map(Path::to_path_buf).ok())
        .filter(|path| matcher.is_match(path))
        .map(|path| folder.join(path))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Error::NoFile(
            base.join(glob.trim_start_matches("./")).display().to_string(),
        ));
    }
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut stems: BTreeMap<String, usize> = BTreeMap::new();
    for path in &paths {
        *stems.entry(stem(path)).or_default() += 1;
    }
    let name = |path: &Path| match stems.get(&stem(path)) {
        Some(1) => stem(path),
        _ => path.strip_prefix(base).unwrap_or(path).display().to_string(),
    };
    Ok(paths
        .iter()
        .map(|path| Member {
            name: name(path),
            target: Target::Sqlite(path.clone()),
            entry: Map::new(),
        })
        .collect())
}

/// What a path or a name is matched with; the config has it as a part of `given`.
pub(super) fn matcher(glob: &str, given: &str) -> Result<GlobMatcher, Error> {
    let built = path_pattern(glob).map(|it| it.compile_matcher());
    built.map_err(|message| Error::Glob {
        glob: given.to_owned(),
        message,
    })
}
