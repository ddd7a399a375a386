//! Applied entries paired with the files that they are now, where files were renamed, moved or merged since.
//!
//! A checksum decides where one is recorded. Wrangler records none: there the name without number, folder and ending has to
//! do, and whoever relies on it replays the files first.

use std::collections::BTreeSet;

use super::{Entry, Ledger};
use crate::migration::{Folder, Migration, order};

/// What became of the applied entries that the folder no longer holds under their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing<'a> {
    /// Entries whose file has another name now.
    pub renamed: Vec<(&'a Entry, &'a Migration)>,
    /// Entries that no file is any more.
    pub gone: Vec<&'a Entry>,
    /// Entries whose file has another text now. Where files were merged into it, that is why.
    pub edited: Vec<(&'a Entry, &'a Migration)>,
    /// Of `gone`: a file has the same name but for its number, and another text than the one that was applied.
    pub lookalikes: Vec<(&'a Entry, &'a Migration)>,
    /// Files that no entry is about, in the order in which they run.
    pub unclaimed: Vec<&'a Migration>,
}

/// Pairs the ledger with the folder; none where every entry has its file under its own name.
pub fn pairing<'a>(folder: &'a Folder, ledger: &'a Ledger) -> Option<Pairing<'a>> {
    let is_file = |entry: &Entry, file: &Migration| {
        entry.name == file.file_name
            && entry
                .record
                .as_ref()
                .is_none_or(|record| record.checksum == file.checksum)
    };
    let has_file = |entry: &Entry| folder.get(&entry.name).is_some_and(|file| is_file(entry, file));
    let mut entries: Vec<&Entry> = ledger.entries.iter().filter(|it| !has_file(it)).collect();
    if entries.is_empty() {
        return None;
    }
    let is_claimed = |file: &Migration| ledger.get(&file.file_name).is_some_and(|entry| is_file(entry, file));
    let mut files: Vec<&Migration> = folder.migrations().iter().filter(|it| !is_claimed(it)).collect();
    let mut renamed = Vec::new();
    let text = |entry: &Entry, file: &Migration| entry.record.as_ref().is_some_and(|it| it.checksum == file.checksum);
    // Empty files, and copies of one another: the likeliest name first.
    for alike in [stem as fn(&str) -> &str, slug] {
        take(&mut entries, &mut files, &mut renamed, |entry, file| {
            text(entry, file) && alike(&entry.name) == alike(&file.file_name)
        });
    }
    take(&mut entries, &mut files, &mut renamed, text);
    for alike in [stem as fn(&str) -> &str, slug] {
        let (entry_names, file_names) = (once(entries.iter().map(|it| alike(&it.name))), {
            once(files.iter().map(|it| alike(&it.file_name)))
        });
        take(&mut entries, &mut files, &mut renamed, |entry, file| {
            let name = alike(&entry.name);
            entry.record.is_none()
                && folder.get(&entry.name).is_none()
                && ledger.get(&file.file_name).is_none()
                && name == alike(&file.file_name)
                && entry_names.contains(name)
                && file_names.contains(name)
        });
    }
    let mut edited = Vec::new();
    take(&mut entries, &mut files, &mut edited, |entry, file| {
        entry.name == file.file_name
    });
    if entries.is_empty() && renamed.is_empty() {
        return None;
    }
    let lookalike = |entry: &&'a Entry| {
        let name = slug(&entry.name);
        let file = files
            .iter()
            .find(|it| !name.is_empty() && slug(&it.file_name) == name)?;
        entry.record.as_ref().map(|_| (*entry, *file))
    };
    Some(Pairing {
        lookalikes: entries.iter().filter_map(lookalike).collect(),
        renamed,
        gone: entries,
        edited,
        unclaimed: files,
    })
}

/// Moves the pairs that fit out of both lists.
fn take<'a>(
    entries: &mut Vec<&'a Entry>,
    files: &mut Vec<&'a Migration>,
    pairs: &mut Vec<(&'a Entry, &'a Migration)>,
    fits: impl Fn(&Entry, &Migration) -> bool,
) {
    entries.retain(|entry| match files.iter().position(|file| fits(entry, file)) {
        Some(at) => {
            pairs.push((entry, files.remove(at)));
            false
        }
        None => true,
    });
}

/// The names that occur once.
fn once<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let (mut single, mut several) = (BTreeSet::new(), BTreeSet::new());
    for name in names.filter(|it| !it.is_empty()) {
        if !single.insert(name.to_owned()) {
            several.insert(name.to_owned());
        }
    }
    single.difference(&several).cloned().collect()
}

/// `0001_a` of `0001_a`, `0001_a.sql`, `0001_a/migration.sql` and `v1/0001_a.sql`.
fn stem(name: &str) -> &str {
    let name = name.strip_suffix(".sql").unwrap_or(name);
    let mut segments = name.rsplit('/');
    let last = segments.next().unwrap_or(name);
    match (order::number_text(last), segments.next()) {
        (None, Some(folder)) => folder,
        _ => last,
    }
}

/// The same without its number: `a`.
fn slug(name: &str) -> &str {
    let stem = stem(name);
    let number = order::number_text(stem).map_or(0, str::len);
    stem.get(number..).unwrap_or(stem).trim_start_matches(['_', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(entries: &[(&str, Option<&str>)], files: &[(&str, &str)]) -> Vec<String> {
        let ledger = Ledger::of_texts(entries);
        let folder = Folder::of("x", files.iter().map(|(name, text)| Migration::parse(*name, text)));
        let Some(found) = pairing(&folder, &ledger) else {
            return Vec::new();
        };
        let pair =
            |verb: &str, (entry, file): &(&Entry, &Migration)| format!("{} {verb} {}", entry.name, file.file_name);
        let renamed = found.renamed.iter().map(|it| pair("is", it));
        let edited = found.edited.iter().map(|it| pair("edited", it));
        let lookalikes = found.lookalikes.iter().map(|it| pair("like", it));
        let gone = found.gone.iter().map(|it| format!("{} gone", it.name));
        let new = found.unclaimed.iter().map(|it| format!("{} new", it.file_name));
        renamed.chain(edited).chain(lookalikes).chain(gone).chain(new).collect()
    }

    #[test]
    fn nothing_to_pair() {
        assert_eq!(
            paired(&[("1_a.sql", Some("a"))], &[("1_a.sql", "a"), ("2_b.sql", "")]),
            [""; 0]
        );
        // An edit is no rename.
        assert_eq!(paired(&[("1_a.sql", Some("a"))], &[("1_a.sql", "b")]), [""; 0]);
    }

    #[test]
    fn a_checksum_decides() {
        assert_eq!(
            paired(
                &[("1_a.sql", Some("a")), ("2_b.sql", Some("b"))],
                &[("1_a.sql", "a"), ("2_x.sql", "x"), ("3_b.sql", "b")]
            ),
            ["2_b.sql is 3_b.sql", "2_x.sql new"]
        );
        assert_eq!(
            paired(
                &[("1.sql", Some("a")), ("2.sql", Some("b"))],
                &[("1.sql", "b"), ("2.sql", "a")]
            ),
            ["1.sql is 2.sql", "2.sql is 1.sql"]
        );
        assert_eq!(
            paired(
                &[("1_a.sql", Some("")), ("2_b.sql", Some(""))],
                &[("1_b.sql", ""), ("2_a.sql", "")]
            ),
            ["1_a.sql is 2_a.sql", "2_b.sql is 1_b.sql"],
            "one text, two names"
        );
    }

    #[test]
    fn names_do_where_no_checksum_is_recorded() {
        let entries = [("0001_a", None), ("0002_b.sql", None), ("0003_c.sql", None)];
        assert_eq!(
            paired(
                &entries,
                &[("0001_a/migration.sql", ""), ("v1/0002_b.sql", ""), ("0004_c.sql", "")]
            ),
            [
                "0001_a is 0001_a/migration.sql",
                "0002_b.sql is v1/0002_b.sql",
                "0003_c.sql is 0004_c.sql"
            ]
        );
        assert_eq!(
            paired(
                &[("1_a.sql", None), ("2_a.sql", None)],
                &[("3_a.sql", ""), ("4_a.sql", "")]
            ),
            ["1_a.sql gone", "2_a.sql gone", "3_a.sql new", "4_a.sql new"],
            "two names alike say nothing"
        );
    }

    #[test]
    fn renamed_and_edited_is_told_apart_from_merged() {
        assert_eq!(
            paired(&[("1_a.sql", Some("a"))], &[("2_a.sql", "other")]),
            ["1_a.sql like 2_a.sql", "1_a.sql gone", "2_a.sql new"]
        );
        assert_eq!(
            paired(&[("1_a.sql", Some("a")), ("2_b.sql", Some("b"))], &[("1_a.sql", "ab")]),
            ["1_a.sql edited 1_a.sql", "2_b.sql gone"]
        );
    }
}
