//! The text of a backup: its first line holds a checksum of the others, so that one which was cut short or edited is told
//! from one that is whole.

use sha2::{Digest as _, Sha256};

use crate::schema::is_invisible;
use crate::sql::split;

const BEGIN: &str = "-- Backup by reconcile ";
const CHECKSUM: &str = ", sha256:";

/// What a text that is no whole backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// Its first line is not that of a backup.
    #[error("it was not written by `reconcile backup`")]
    Foreign,
    /// Its checksum is another.
    #[error("it is not what `reconcile backup` wrote: it was cut short or edited")]
    Changed,
}

/// The lines of a backup of `label` under their first.
pub fn sealed(label: &str, lines: &str) -> String {
    let label = label.replace(is_invisible, "?");
    let version = env!("CARGO_PKG_VERSION");
    let help = "restore it with: reconcile restore TARGET --file FILE";
    format!(
        "{BEGIN}{version} of {label}{CHECKSUM}{}; {help}\n{lines}",
        checksum(lines)
    )
}

/// True if a text is a whole backup of `label`.
///
/// # Errors
/// [`NotWhole`].
pub fn is_of(text: &str, label: &str) -> Result<bool, NotWhole> {
    let checksum = statements(text)?.1;
    let label = label.replace(is_invisible, "?");
    Ok(text.contains(&format!(" of {label}{CHECKSUM}{checksum};")))
}

/// The statements of a backup, and its checksum.
///
/// # Errors
/// [`NotWhole`].
pub fn statements(text: &str) -> Result<(Vec<String>, String), NotWhole> {
    let (first, lines) = text.split_once('\n').ok_or(NotWhole::Foreign)?;
    let rest = first.strip_prefix(BEGIN).ok_or(NotWhole::Foreign)?;
    let (_, said) = rest.rsplit_once(CHECKSUM).ok_or(NotWhole::Foreign)?;
    let said = said.split(';').next().unwrap_or_default();
    if checksum(lines) != said {
        return Err(NotWhole::Changed);
    }
    let statement = |range: std::ops::Range<usize>| lines.get(range).unwrap_or_default().to_owned();
    let all = split(lines).into_iter().map(|it| statement(it.range)).collect();
    Ok((all, said.to_owned()))
}

fn checksum(lines: &str) -> String {
    let bytes: [u8; 32] = Sha256::digest(lines.as_bytes()).into();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_backup_is_whole_or_refused() {
        let lines = "-- a note\nCREATE TABLE t (a);\nINSERT INTO t (a) VALUES ('x;\ny');\n";
        let text = sealed("d1:odd\n, sha256:name", lines);
        let (statements, checksum) = super::statements(&text).unwrap();
        assert_eq!(is_of(&text, "d1:odd\n, sha256:name"), Ok(true));
        assert_eq!(is_of(&text, "d1:other"), Ok(false));
        assert_eq!(statements, ["CREATE TABLE t (a)", "INSERT INTO t (a) VALUES ('x;\ny')"]);
        assert_eq!(checksum.len(), 64);
        for (from, to) in [("('x", "('z"), (");\n", ")\n"), ("-- a note\n", "")] {
            assert_eq!(
                super::statements(&text.replace(from, to)),
                Err(NotWhole::Changed),
                "{from}"
            );
        }
        for end in 1..lines.len() {
            let cut = text.get(..text.len() - end).unwrap();
            assert_eq!(super::statements(cut), Err(NotWhole::Changed), "{cut}");
        }
        for foreign in ["", "CREATE TABLE t (a);\n", "-- Backup by reconcile\n", lines] {
            assert_eq!(super::statements(foreign), Err(NotWhole::Foreign), "{foreign}");
        }
    }
}
