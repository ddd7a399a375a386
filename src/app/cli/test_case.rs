//! The test case of a failed proof, for a report to us.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use crate::proof::Disproof;

/// Longest test case that is shown; a longer one goes into files.
const LONGEST: usize = 120;

/// Its text, or where it was put.
pub(super) fn shown(disproof: &Disproof) -> String {
    let text = disproof.case();
    if text.lines().count() <= LONGEST {
        return text;
    }
    match written(disproof) {
        Ok(folder) => format!("the test case is in {}", folder.display()),
        Err(_) => text,
    }
}

/// The files of a test case in a folder of its own that nobody else can read, under a name that nobody can have prepared:
/// the temporary folder belongs to everyone on this machine.
fn written(disproof: &Disproof) -> std::io::Result<PathBuf> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("reconcile-case-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    let folder = builder.tempdir()?;
    for (name, text) in disproof.files() {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(folder.path().join(name))?;
        file.write_all(text.as_bytes())?;
    }
    Ok(folder.keep())
}
