//! What to type next, about the same databases: the target and the flags that chose them are said again.

use crate::config::{Flags, Project};
use crate::schema::is_invisible;

/// Commands that take their target as `--target` alone, since another argument stands first.
const TARGET_IS_A_FLAG: &[&str] = &["revert", "compat", "approve", "database"];
/// Commands that need no target.
const WITHOUT_TARGET: &[&str] = &["verify", "lint", "new"];
/// Commands that take `--fleet`.
const ON_FLEETS: &[&str] = &[
    "plan", "apply", "status", "drift", "history", "verify", "lint", "backup", "inspect", "seed",
];
/// Commands that messages name without knowing how this one was called.
const NAMED: &[&str] = &[
    "plan",
    "plan --undo-drift",
    "plan --from folder",
    "apply",
    "status",
    "drift",
    "baseline",
    "verify",
    "verify --write-schema",
    "lint",
    "revert",
    "purge",
    "new NAME",
];

/// `reconcile WORDS`, as this command was called: the target is named where it was given.
pub fn command(given: &Flags, words: &str) -> String {
    line(given, words, given.target.clone())
}

/// As [`command`]; a target that was not given is named too.
pub fn command_at(project: &Project, words: &str) -> String {
    let told = || project.target.as_ref().map(ToString::to_string);
    let target = project
        .given
        .target
        .clone()
        .or(project.target_name.clone())
        .or_else(told);
    line(&project.given, words, target)
}

/// A text with each bare command in backticks made one that is about the same databases.
pub fn completed(given: &Flags, text: &str) -> String {
    if !text.contains("`reconcile ") {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for words in NAMED {
        text = text.replace(&format!("`reconcile {words}`"), &format!("`{}`", command(given, words)));
    }
    let text = with_file(given, &text, "verify --reseal ");
    with_file(given, &text, "plan --redo ")
}

/// A file's name is what the message knows and we do not.
fn with_file(given: &Flags, text: &str, verb: &str) -> String {
    let bare = &format!("`reconcile {verb}");
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(bare) {
        let (name, behind) = after.split_once('`').unwrap_or((after, ""));
        let words = format!("{verb}{}", quoted(name));
        told.push_str(&format!("{before}`{}`", command(given, &words)));
        rest = behind;
    }
    told + rest
}

fn line(given: &Flags, words: &str, target: Option<String>) -> String {
    let verb = words.split(' ').next().unwrap_or_default();
    let rest = words.strip_prefix(verb).unwrap_or_default();
    let mut line = format!("reconcile {verb}");
    let target = target.filter(|_| !WITHOUT_TARGET.contains(&verb) && given.fleet.is_none());
    match target {
        Some(target) if TARGET_IS_A_FLAG.contains(&verb) => {
            line.push_str(&format!("{rest}{}", flag("--target", &target)));
        }
        Some(target) => line.push_str(&format!(" {}{rest}", quoted(&target))),
        None => line.push_str(rest),
    }
    if let Some(fleet) = &given.fleet
        && ON_FLEETS.contains(&verb)
    {
        line.push_str(&flag("--fleet", fleet));
    }
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let flags = [
        ("--config", given.config.as_ref().map(path)),
        ("--database", given.database.clone()),
        ("--env", given.environment.clone()),
        ("--wrangler", given.wrangler.as_ref().map(path)),
        ("--persist-to", given.persist_to.as_ref().map(path)),
        ("--migrations", given.migrations.as_ref().map(path)),
    ];
    for schema in &given.schema {
        line.push_str(&flag("--schema", &path(schema)));
    }
    for (name, value) in flags {
        line.extend(value.map(|value| flag(name, &value)));
    }
    line
}

/// A value that looks like a flag is told from one by the equals sign.
fn flag(name: &str, value: &str) -> String {
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!(" {name}{between}{}", quoted(value))
}

/// A word as a POSIX shell takes it: <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02>
pub fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./:@%+=,".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // It is shown on a terminal, where a control character would do more than be read.
    let mut shown = String::new();
    for it in word.chars() {
        match it {
            '\'' => shown.push_str("'\\''"),
            it if is_invisible(it) => shown.extend(it.escape_default()),
            it => shown.push(it),
        }
    }
    format!("'{shown}'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn given() -> Flags {
        Flags {
            target: Some("sqlite:my db.db".to_owned()),
            schema: vec![PathBuf::from("a.sql"), PathBuf::from("-b")],
            migrations: Some(PathBuf::from("it's")),
            ..Flags::default()
        }
    }

    #[test]
    fn a_command_says_target_and_flags_again() {
        let flags = " --schema a.sql --schema=-b --migrations 'it'\\''s'";
        assert_eq!(
            command(&given(), "plan --expand-contract"),
            format!("reconcile plan 'sqlite:my db.db' --expand-contract{flags}")
        );
        assert_eq!(
            command(&given(), "revert 0003"),
            format!("reconcile revert 0003 --target 'sqlite:my db.db'{flags}")
        );
        assert_eq!(command(&given(), "verify"), format!("reconcile verify{flags}"));
        assert_eq!(command(&Flags::default(), "apply"), "reconcile apply");
    }

    #[test]
    fn bare_commands_of_a_text_are_completed() {
        let given = Flags {
            database: Some("api".to_owned()),
            target: Some("live".to_owned()),
            ..Flags::default()
        };
        assert_eq!(
            completed(&given, "run `reconcile drift`, then `reconcile explain CODE`"),
            "run `reconcile drift live --database api`, then `reconcile explain CODE`"
        );
        assert_eq!(
            completed(&given, "`reconcile verify --reseal 1_a.sql` or `reconcile new NAME`"),
            "`reconcile verify --reseal 1_a.sql --database api` or `reconcile new NAME --database api`"
        );
        let text = "run `reconcile plan` again";
        assert_eq!(completed(&Flags::default(), text), text);
    }

    #[test]
    fn words_for_a_shell() {
        for (word, shown) in [
            ("", "''"),
            ("a/b.db", "a/b.db"),
            ("$(x)", "'$(x)'"),
            ("a\u{1b}", "'a\\u{1b}'"),
        ] {
            assert_eq!(quoted(word), shown);
        }
    }
}
