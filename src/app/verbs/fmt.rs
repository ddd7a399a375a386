//! `fmt`: the SQL files of the schema in one layout.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::{self, Project};
use crate::desired::{self, SourceFile};
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
    let mut files = Vec::new();
    for path in paths {
        for file in desired::files(path)? {
            if file.extension().is_some_and(|it| it == "sql") {
                let text = read(&file)?;
                // A text that is no SQL has no layout; nothing is written where one is not.
                desired::check_syntax(SourceFile {
                    path: file.clone(),
                    text: text.as_str().into(),
                    origin: None,
                })?;
                files.push((file, text));
            }
        }
    }
    for (file, text) in files {
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
            false => config::replace_file(&file, &laid_out)?,
        }
        found.changed.push(name);
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
