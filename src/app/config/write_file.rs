//! Files that commands write: made again each time (types, a bundle), or changed in place (schema files).

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::Error;

/// Writes the file, with the folders above it.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(path, text));
    written.map_err(|error| failed(path, &error))
}

/// Replaces a file that is there: at any time it is the old one or the new one.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Error> {
    // Of a link, what it leads to is replaced.
    let written = fs::canonicalize(path).and_then(|whole| {
        let folder = whole.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(fs::metadata(&whole)?.permissions())?;
        file.persist(&whole).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::Write {
        path: path.to_path_buf(),
        message: error.to_string(),
    }
}
