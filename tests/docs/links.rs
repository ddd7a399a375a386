//! Every relative link of a page leads to a file, and every anchor to a heading of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::project::Project;
use crate::{home, pages};

/// The text without fenced blocks and code spans.
fn prose(page: &str) -> String {
    let mut is_code = false;
    let mut text = String::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code {
            continue;
        }
        for (index, piece) in line.split('`').enumerate() {
            text.push_str(if index % 2 == 0 { piece } else { "x" });
        }
        text.push('\n');
    }
    text
}

/// The targets of `[…](…)`.
pub(crate) fn targets(page: &str) -> Vec<String> {
    let prose = prose(page);
    let links = prose.split("](").skip(1);
    links
        .filter_map(|it| it.split_once(')'))
        .map(|it| it.0.to_owned())
        .collect()
}

/// The anchors of a page's headings, as GitHub makes them.
pub(crate) fn anchors(page: &str) -> BTreeSet<String> {
    let mut seen = BTreeMap::new();
    let mut is_code = false;
    let mut found = BTreeSet::new();
    for line in page.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let Some(title) = line.strip_prefix('#').filter(|_| !is_code) else {
            continue;
        };
        let title = title.trim_start_matches('#').trim().to_lowercase();
        let slug: String = title
            .chars()
            .filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'))
            .map(|it| if it == ' ' { '-' } else { it })
            .collect();
        let times = seen.entry(slug.clone()).and_modify(|it| *it += 1).or_insert(0);
        found.insert(if *times == 0 { slug } else { format!("{slug}-{times}") });
    }
    found
}

pub(crate) fn resolved(page: &str, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in Path::new(page).parent().unwrap().join(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{page}: {link} leaves the project"),
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}

#[test]
fn every_link_leads_somewhere() {
    let pages: BTreeMap<String, String> = pages().into_iter().collect();
    let mut wrong = Vec::new();
    for (name, text) in &pages {
        for target in targets(text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = match file {
                "" => PathBuf::from(name),
                file => resolved(name, file),
            };
            let there = pages.get(path.to_string_lossy().as_ref());
            let is_right = match (there, anchor) {
                (None, _) => anchor.is_empty() && home().join(&path).exists(),
                (Some(_), "") => true,
                (Some(text), anchor) => anchors(text).contains(anchor),
            };
            if !is_right {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever begins at the README gets everywhere.
#[test]
fn every_page_can_be_reached() {
    let pages: BTreeMap<String, String> = pages().into_iter().collect();
    let mut reached = BTreeSet::new();
    let mut next = vec!["README.md".to_owned()];
    while let Some(name) = next.pop() {
        if !reached.insert(name.clone()) {
            continue;
        }
        for target in targets(&pages[&name]).iter().filter(|it| !it.contains("://")) {
            let file = target.split('#').next().unwrap_or_default();
            let path = resolved(&name, file).to_string_lossy().into_owned();
            next.extend(Some(path).filter(|it| pages.contains_key(it)));
        }
    }
    let lost: Vec<&String> = pages.keys().filter(|it| !reached.contains(*it)).collect();
    assert!(lost.is_empty(), "no page links to {lost:?}");
}

/// Messages and comments of the program that send a reader to a page.
#[test]
fn pages_that_the_program_names_are_there() {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut sources = Vec::new();
    walk(&home().join("src"), &mut sources);
    let mut wrong = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(&path).unwrap();
        for piece in text.split("docs/").skip(1) {
            let end = piece.find(|it: char| !(it.is_ascii_alphanumeric() || "-_./".contains(it)));
            let name = &piece[..end.unwrap_or(piece.len())];
            if name.ends_with(".md") && !home().join("docs").join(name).exists() {
                wrong.push(format!("{}: docs/{name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `explain` ends with the page of a code.
#[test]
fn pages_that_explain_names_are_there() {
    let (code, output) = Project::empty().reconcile(&["explain", "--format", "json"]);
    assert_eq!(code, 0, "{output}");
    let document: serde_json::Value = serde_json::from_str(&output).unwrap();
    let explained = document["hazards"].as_array().unwrap();
    assert!(explained.len() > 50, "{output}");
    for one in explained {
        let link = one["page"].as_str().unwrap();
        let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
        let page = std::fs::read_to_string(home().join(file)).unwrap_or_else(|it| panic!("{link}: {it}"));
        assert!(anchor.is_empty() || anchors(&page).contains(anchor), "{link}");
    }
}
