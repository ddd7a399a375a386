//! `docs/SUMMARY.md`, the order of the book: every page once, under its title, and nothing that mdBook would not read.
//! `RECONCILE_BLESS=1 cargo test --test docs book` writes the lists of commands and hazards into it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use reconcile::cli;

use crate::links::{anchors, resolved, targets};
use crate::{home, is_blessing, pages};

const SUMMARY: &str = "docs/SUMMARY.md";

/// A chapter: how deep its line is indented, its title, and its page from `docs/`.
#[derive(Debug, PartialEq)]
struct Chapter {
    depth: usize,
    title: String,
    page: String,
}

/// The chapters, as mdBook reads them: `[Title](page)` before the list, `# Part`, and items indented by two spaces.
fn chapters(text: &str) -> Vec<Chapter> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let said = line.trim_start();
        let depth = (line.len() - said.len()) / 2;
        if said.is_empty() || line.starts_with("# ") {
            continue;
        }
        let link = said.strip_prefix("- ").unwrap_or(said);
        let parts = link.strip_prefix('[').and_then(|it| it.strip_suffix(')'));
        let Some((title, page)) = parts.and_then(|it| it.split_once("](")) else {
            panic!(
                "{SUMMARY}:{}: neither a chapter nor the title of a part: {line}",
                index + 1
            );
        };
        assert!(
            said.starts_with("- ") || found.is_empty(),
            "{SUMMARY}:{}: only the first chapter may be outside of the list",
            index + 1
        );
        found.push(Chapter {
            depth,
            title: title.to_owned(),
            page: page.to_owned(),
        });
    }
    found
}

fn summary() -> String {
    fs::read_to_string(home().join(SUMMARY)).unwrap()
}

/// The codes of docs/hazards/README.md in their order.
fn hazards() -> Vec<String> {
    let text = fs::read_to_string(home().join("docs/hazards/README.md")).unwrap();
    let rows = text.lines().filter_map(|it| it.strip_prefix("| [`")?.split_once('`'));
    rows.map(|it| it.0.to_owned()).collect()
}

/// `text` with these chapters, and no others, one level below the chapter of `folder/README.md`.
fn with_chapters_of(text: &str, folder: &str, names: &[String]) -> String {
    let head = format!("]({folder}/README.md)\n");
    let at = text
        .find(&head)
        .unwrap_or_else(|| panic!("{SUMMARY} has no chapter {folder}/README.md"))
        + head.len();
    let mut list = String::new();
    for name in names {
        let _ = writeln!(list, "  - [{name}]({folder}/{name}.md)");
    }
    let rest: String = text[at..]
        .split_inclusive('\n')
        .skip_while(|it| it.starts_with("  - "))
        .collect();
    format!("{}{list}{rest}", &text[..at])
}

#[test]
fn commands_and_hazards_are_chapters_in_the_order_of_their_lists() {
    let text = summary();
    let commands: Vec<String> = cli::groups().flat_map(|it| it.1).map(str::to_owned).collect();
    let wanted = with_chapters_of(&text, "commands", &commands);
    let wanted = with_chapters_of(&wanted, "hazards", &hazards());
    if is_blessing() && wanted != text {
        fs::write(home().join(SUMMARY), &wanted).unwrap();
        return;
    }
    assert_eq!(
        text, wanted,
        "RECONCILE_BLESS=1 cargo test --test docs book writes these lists"
    );
}

#[test]
fn every_page_is_one_chapter() {
    let chapters = chapters(&summary());
    let mut listed = BTreeSet::new();
    for chapter in &chapters {
        assert!(
            listed.insert(format!("docs/{}", chapter.page)),
            "{} is listed twice",
            chapter.page
        );
    }
    let there: BTreeSet<String> = pages()
        .into_iter()
        .map(|it| it.0)
        .filter(|it| it.starts_with("docs/") && it != SUMMARY)
        .collect();
    let missing: Vec<&String> = there.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "give each of these its place in {SUMMARY}: {missing:?}"
    );
    let gone: Vec<&String> = listed.difference(&there).collect();
    assert!(gone.is_empty(), "{SUMMARY} lists pages that do not exist: {gone:?}");
}

#[test]
fn chapters_are_called_what_their_pages_are_called() {
    for chapter in chapters(&summary()).iter().filter(|it| it.depth == 0) {
        let text = fs::read_to_string(home().join("docs").join(&chapter.page)).unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        assert_eq!(chapter.title, title, "{SUMMARY}: {}", chapter.page);
    }
}

/// What `packaging/book.sh` gives to mdBook: every link leads to a page and a heading in the book, or to the repository.
#[cfg(unix)]
#[test]
fn every_link_of_the_book_stays_in_it_or_is_a_url() {
    const URL: &str = "https://example.org/owner/reconcile/blob/v1.2.3";
    let sandbox = crate::memory::folder();
    let out = sandbox.path().join("book");
    let done = Command::new("bash")
        .arg(home().join("packaging/book.sh"))
        .args([out.as_os_str(), URL.as_ref()])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(out.join("book.toml").is_file());
    let (mut wrong, mut leaving) = (Vec::new(), 0);
    let summary = fs::read_to_string(out.join(SUMMARY)).unwrap();
    for chapter in chapters(&summary) {
        let text = fs::read_to_string(out.join("docs").join(&chapter.page)).unwrap();
        for target in targets(&text) {
            if let Some(path) = target.strip_prefix(&format!("{URL}/")) {
                leaving += 1;
                let file = path.split('#').next().unwrap();
                wrong.extend((!home().join(file).exists()).then(|| format!("{}: {target}", chapter.page)));
            } else if !target.contains("://") {
                let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
                let page = match file {
                    "" => format!("docs/{}", chapter.page).into(),
                    file => resolved(&format!("docs/{}", chapter.page), file),
                };
                let there = page
                    .starts_with("docs")
                    .then(|| fs::read_to_string(out.join(&page)).ok())
                    .flatten();
                let is_right = there.is_some_and(|it| anchor.is_empty() || anchors(&it).contains(anchor));
                wrong.extend((!is_right).then(|| format!("{}: {target}", chapter.page)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(leaving > 5, "no page links to the repository");
}

#[test]
fn chapters_of_a_summary() {
    let found = chapters("# Summary\n\n[In](in.md)\n\n# Part\n\n- [A](a.md)\n  - [B](b/c.md)\n");
    let read: Vec<(usize, &str, &str)> = found
        .iter()
        .map(|it| (it.depth, it.title.as_str(), it.page.as_str()))
        .collect();
    assert_eq!(read, [(0, "In", "in.md"), (0, "A", "a.md"), (1, "B", "b/c.md")]);
    let listed = with_chapters_of(
        "- [C](c/README.md)\n  - [old](c/old.md)\n- [D](d.md)\n",
        "c",
        &["new".to_owned()],
    );
    assert_eq!(listed, "- [C](c/README.md)\n  - [new](c/new.md)\n- [D](d.md)\n");
}
