//! `fmt`: the SQL files of the schema in one layout.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::config::{self, Project};
use crate::desired;
use crate::error::Error;
use crate::report::{Document, FmtReport, unified_diff};
use crate::schema::ddl::schema_file_layout;

/// Lays out these files, or those of the schema where none is named. YAML files stay as they are.
///
/// # Errors
/// A file that cannot be read or written.
pub fn fmt(project: &Project, named: &[PathBuf], only_checks: bool) -> Result<Document<FmtReport>, Error> {
    let paths = if named.is_empty() {
        project.schema.as_slice()
    } else {
        named
    };
    let mut found = FmtReport::default();
    for path in paths {
        for file in desired::files(path)? {
            if file.extension().is_none_or(|it| it != "sql") {
                continue;
            }
            let text = read(&file)?;
            let laid_out = schema_file_layout(&text);
            found.files += 1;
            if laid_out == text {
                continue;
            }
            let name = file.display().to_string();
            match only_checks {
                true => found
                    .diff
                    .push_str(&unified_diff(&text, &laid_out, [&name, "reconcile fmt"])),
                false => replace(&file, &laid_out)?,
            }
            found.changed.push(name);
        }
    }
    let verdict = match (found.changed.is_empty(), only_checks) {
        (true, _) => "in-sync",
        (false, true) => "differs",
        (false, false) => "written",
    };
    let target: Vec<String> = paths.iter().map(|it| it.display().to_string()).collect();
    Ok(Document::new(target.join(", "), verdict, found))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        config::Error::Read {
            path: path.to_path_buf(),
            message: error.to_string(),
        }
        .into()
    })
}

/// At any time the file is the old one or the new one.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    // Of a link, what it leads to is replaced.
    let written = fs::canonicalize(path).and_then(|whole| {
        let folder = whole.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(fs::metadata(&whole)?.permissions())?;
        file.persist(&whole).map_err(|error| error.error)
    });
    written.map(|_| ()).map_err(|error| {
        config::Error::Write {
            path: path.to_path_buf(),
            message: error.to_string(),
        }
        .into()
    })
}
