//! Which files a folder holds.

use std::fs;
use std::io;
use std::path::Path;

use super::{Error, Pattern, order};

/// The recorded names of all files that match, in order, and whether the folder is there.
/// Symbolic links are passed over, as wrangler does.
pub(super) fn names(dir: &Path, pattern: &Pattern) -> Result<(Vec<String>, bool), Error> {
    let mut names = Vec::new();
    let mut folders = vec![(dir.to_owned(), String::new())];
    let mut exists = true;
    while let Some((path, prefix)) = folders.pop() {
        let failed = |source| Error::Read {
            path: path.clone(),
            source,
        };
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() && error.kind() == io::ErrorKind::NotFound => {
                exists = false;
                break;
            }
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() && pattern.may_lie_below(&name) {
                folders.push((entry.path(), format!("{name}/")));
            } else if kind.is_file() && pattern.matches(&name) {
                names.push(name);
            }
        }
    }
    names.sort_by(|a, b| order::compare(a, b));
    Ok((names, exists))
}
