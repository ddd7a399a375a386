//! Globs → source files. What Git ignores is left out, and so is `node_modules`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use super::source::{Place, Source};
use super::{Found, Unchecked};

/// Where the sources of a Worker usually are; tests are no running code.
pub const USUAL: &[&str] = &[
    "{src,app,lib,functions,server,worker,workers,api,routes,pages}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sql}",
    "{apps,packages,workers,services}/*/{src,app,lib,functions,server}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sql}",
    "{index,worker,main,server}.{ts,js,mjs}",
    "!**/*.{test,spec,d}.*",
    "!**/{test,tests,__tests__}/**",
];

/// What a folder that is named as such is searched for.
const IN_A_FOLDER: &str = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sql}";

/// Larger files are bundles, which nobody wrote.
const LARGEST: usize = 1_000_000;

/// What was gathered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    /// In the order of their paths.
    pub files: Vec<Source>,
    /// Files that were left out.
    pub left_out: Vec<Unchecked>,
}

/// An error of this room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pattern that is none.
    #[error("{glob} is not a valid file pattern: {message}")]
    Glob {
        /// As given.
        glob: String,
        /// Why.
        message: String,
    },
    /// No file is there.
    #[error("no source file {}", sought(globs))]
    Nothing {
        /// What was looked for.
        globs: Vec<String>,
    },
    /// A file that cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
}

fn sought(globs: &[String]) -> String {
    if globs.iter().eq(USUAL) {
        return "is one of the usual source folders: src, app, lib, functions and the like".to_owned();
    }
    format!("matches {}", globs.join(" "))
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Glob { .. } => "write it as in 'src/**/*.ts'; a leading ! excludes files",
            Self::Nothing { .. } => "name the sources, as in: reconcile compat 'app/**/*.ts'",
            Self::Read { .. } => "check the path and its permissions",
        }
    }
}

/// Reads the files that the globs name, seen from `base`. A glob with a leading `!` leaves files out. SQL files below
/// the folders in `own` (migrations, schema) are none of the application's.
///
/// # Errors
/// A pattern that is none, a file that cannot be read, no file at all.
pub fn gather(base: &Path, globs: &[String], own: &[PathBuf]) -> Result<Sources, Error> {
    let mut wanted: BTreeMap<PathBuf, Vec<Glob>> = BTreeMap::new();
    let mut unwanted = GlobSetBuilder::new();
    let mut paths: Vec<PathBuf> = Vec::new();
    for glob in globs {
        if let Some(glob) = glob.strip_prefix('!') {
            unwanted.add(pattern(glob, glob)?);
            continue;
        }
        let path = base.join(glob);
        if path.is_file() {
            paths.push(path);
        } else if path.is_dir() {
            wanted.entry(path).or_default().push(pattern(IN_A_FOLDER, glob)?);
        } else {
            let (root, rest) = parted(glob);
            wanted.entry(base.join(root)).or_default().push(pattern(&rest, glob)?);
        }
    }
    let unwanted = set(unwanted, globs)?;
    for (root, globs_here) in wanted {
        let mut builder = GlobSetBuilder::new();
        for glob in globs_here {
            builder.add(glob);
        }
        walk(&root, &set(builder, globs)?, &mut paths);
    }
    paths.retain(|path| {
        let seen = path.strip_prefix(base).unwrap_or(path);
        !unwanted.is_match(seen) && !is_own(path, own)
    });
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Err(Error::Nothing { globs: globs.to_vec() });
    }
    let mut sources = Sources::default();
    for path in paths {
        sources.read(path)?;
    }
    Ok(sources)
}

/// The folder that a glob begins with, and the rest: `../app` and `*.ts`.
pub(crate) fn parted(glob: &str) -> (PathBuf, String) {
    let mut parts: Vec<&str> = glob.split('/').collect();
    let plain = parts
        .iter()
        .take_while(|it| !it.contains(['*', '?', '[', '{', '\\']))
        .count();
    let rest = parts.split_off(plain.min(parts.len().saturating_sub(1)));
    let is_root = glob.starts_with('/');
    let root: PathBuf = parts.into_iter().filter(|it| !matches!(*it, "" | ".")).collect();
    (if is_root { Path::new("/").join(root) } else { root }, rest.join("/"))
}

/// A pattern of paths in which `*` stays within a folder, as in a shell; else why it is none.
pub(crate) fn path_pattern(glob: &str) -> Result<Glob, String> {
    let built = GlobBuilder::new(glob).literal_separator(true).build();
    built.map_err(|error| error.kind().to_string())
}

/// A pattern, which the user gave as a part of `given`.
fn pattern(glob: &str, given: &str) -> Result<Glob, Error> {
    path_pattern(glob).map_err(|message| Error::Glob {
        glob: given.to_owned(),
        message,
    })
}

fn set(builder: GlobSetBuilder, globs: &[String]) -> Result<GlobSet, Error> {
    builder.build().map_err(|error| Error::Glob {
        glob: globs.join(" "),
        message: error.kind().to_string(),
    })
}

/// Files below `root` that match. A folder that cannot be read holds no sources of the application.
fn walk(root: &Path, globs: &GlobSet, found: &mut Vec<PathBuf>) {
    let start = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let walk = WalkBuilder::new(start)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != "node_modules")
        .build();
    for entry in walk.filter_map(Result::ok) {
        let path = entry.path();
        let Ok(seen) = path.strip_prefix(start) else { continue };
        if entry.file_type().is_some_and(|it| it.is_file()) && globs.is_match(seen) {
            found.push(root.join(seen));
        }
    }
}

/// True for SQL of the schema and of the migrations.
fn is_own(path: &Path, own: &[PathBuf]) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    path.extension().is_some_and(|it| it == "sql") && own.iter().any(|it| whole(path).starts_with(whole(it)))
}

impl Sources {
    fn read(&mut self, path: PathBuf) -> Result<(), Error> {
        let failure = |message: String| Error::Read {
            path: path.clone(),
            message,
        };
        let bytes = std::fs::read(&path).map_err(|error| failure(error.to_string()))?;
        let reason = if bytes.len() > LARGEST {
            "the file is larger than 1 MB"
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => {
                    self.files.push(Source { path, text });
                    return Ok(());
                }
                Err(_) => "the file is not UTF-8 text",
            }
        };
        self.left_out.push(Unchecked {
            place: Place {
                file: path.display().to_string().replace('\\', "/"),
                line: 1,
                column: 1,
            },
            reason: reason.to_owned(),
        });
        Ok(())
    }

    /// The statements of the files, with the files that were left out; `others` as for [`super::find`].
    pub fn find(self, others: &[String]) -> Found {
        let mut found = super::find(self.files, others);
        found.unknown.extend(self.left_out);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_begins_with_a_folder() {
        for (glob, root, rest) in [
            ("src/**/*.ts", "src", "**/*.ts"),
            ("./a/../b/*.ts", "a/../b", "*.ts"),
            ("../app/{a,b}/c.ts", "../app", "{a,b}/c.ts"),
            ("/x/*.ts", "/x", "*.ts"),
            ("*.ts", "", "*.ts"),
            ("gone/a.ts", "gone", "a.ts"),
            ("", "", ""),
        ] {
            assert_eq!(parted(glob), (PathBuf::from(root), rest.to_owned()), "{glob}");
        }
    }
}
