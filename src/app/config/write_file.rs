//! A file that a command writes anew each time: types, a bundle.

use std::fs;
use std::path::Path;

use super::Error;

/// Writes the file, with the folders above it.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(path, text));
    written.map_err(|error| Error::Write {
        path: path.to_path_buf(),
        message: error.to_string(),
    })
}
