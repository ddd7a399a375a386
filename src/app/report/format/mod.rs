//! The forms in which a report can be written: one file each, and one line in [`ALL`].

mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod markdown_limit;
mod mermaid;
mod plain_text;
mod sarif;

use super::Report;

/// A way to write a report.
pub struct Format {
    /// What `--format` and `--report` call it.
    pub name: &'static str,
    /// The reports that it can hold.
    pub serves: Serves,
    /// The whole text, ending with a line feed.
    pub render: fn(&dyn Report, Look<'_>) -> String,
}

/// The reports that a format can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// Those of every command.
    Every,
    /// Those of commands that check something, and list what they found.
    Checks,
}

impl Format {
    const fn every(name: &'static str, render: fn(&dyn Report, Look<'_>) -> String) -> Self {
        let serves = Serves::Every;
        Self { name, serves, render }
    }

    const fn checks(name: &'static str, render: fn(&dyn Report, Look<'_>) -> String) -> Self {
        let serves = Serves::Checks;
        Self { name, serves, render }
    }
}

/// What a text for people is written to.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Colours are wanted.
    pub color: bool,
    /// A terminal obeys what it is sent. Anything else takes SQL as the bytes that it is.
    pub terminal: bool,
    /// Columns to wrap at; `None` where nobody reads it as it is.
    pub width: Option<usize>,
    /// How much is wanted.
    pub detail: Detail,
    /// The folder that paths start from, as the root of the repository calls it: empty, or ending with `/`.
    pub folder: &'a str,
    /// The file that a finding is shown at which has no place of its own.
    pub home: &'a str,
    /// Makes a target, as a report names it, one with the name that the config gives it.
    pub named: &'a dyn Fn(&str) -> String,
    /// Makes commands to type next, as sentences name them, commands about the same target and folders.
    pub completed: &'a dyn Fn(&str) -> String,
}

impl<'a> Look<'a> {
    /// Neither colours nor a width, for what a program reads.
    pub fn plain(named: &'a dyn Fn(&str) -> String, completed: &'a dyn Fn(&str) -> String) -> Self {
        Self {
            color: false,
            terminal: false,
            width: None,
            detail: Detail::Brief,
            folder: "",
            home: "reconcile.yaml",
            named,
            completed,
        }
    }

    /// A path as the root of the repository has it, with `/` between folders.
    pub(super) fn in_repository(&self, path: &str) -> String {
        let path = path.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        let is_absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
        if is_absolute || self.folder.is_empty() {
            return path.to_owned();
        }
        let mut folders: Vec<&str> = self.folder.split('/').filter(|it| !it.is_empty()).collect();
        let mut rest = path;
        while let Some(above) = rest.strip_prefix("../").filter(|_| !folders.is_empty()) {
            folders.pop();
            rest = above;
        }
        folders.push(rest);
        folders.join("/")
    }
}

/// How much of a result a person wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Only errors: `-q`.
    Errors,
    /// Verdict, problems, changes, the next command.
    Brief,
    /// Reasons, order and evidence as well: `-v`.
    Full,
}

/// All formats.
pub const ALL: &[Format] = &[
    Format::every("text", plain_text::render),
    Format::every("json", json::render),
    Format::every("markdown", markdown::render),
    Format::every("html", html::render),
    Format::every("github", github::render),
    Format::every(STEP_SUMMARY, markdown::render_long),
    Format::checks("sarif", sarif::render),
    Format::checks("junit", junit::render),
    Format::checks("gitlab", gitlab::render),
];

/// The format that GitHub shows on the page of a workflow run, from the file that a variable names.
pub const STEP_SUMMARY: &str = "github-summary";

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_the_root_of_the_repository_calls_it() {
        let none: &dyn Fn(&str) -> String = &str::to_owned;
        let path = |folder, path: &str| {
            Look {
                folder,
                ..Look::plain(none, none)
            }
            .in_repository(path)
        };
        assert_eq!(path("", "a/b.sql"), "a/b.sql");
        assert_eq!(path("apps/api/", "./a.sql"), "apps/api/a.sql");
        assert_eq!(path("apps/api/", "../../db/a.sql"), "db/a.sql");
        assert_eq!(path("apps/", "../../a.sql"), "../a.sql");
        assert_eq!(path("apps/", "/tmp/a.sql"), "/tmp/a.sql");
        assert_eq!(path("apps/", "a\\b.sql"), "apps/a/b.sql");
    }
}
