//! How a page looks: one title, and lines that fit.

use crate::pages;

const WIDEST: usize = 120;

#[test]
fn every_page_has_one_title() {
    for (name, text) in pages() {
        assert!(text.starts_with("# "), "{name} does not begin with its title");
        let mut is_code = false;
        let titles = text.lines().filter(|line| {
            is_code ^= line.trim_start().starts_with("```");
            !is_code && line.starts_with("# ")
        });
        // The parts of the book are titles, too.
        assert!(
            titles.count() == 1 || name == "docs/SUMMARY.md",
            "{name} has another title"
        );
    }
}

/// Tables cannot be wrapped; a link or a word that is longer stays whole.
#[test]
fn lines_are_wrapped() {
    let mut wrong = Vec::new();
    for (name, text) in pages() {
        let (mut is_code, mut is_comment) = (false, false);
        for (index, line) in text.lines().enumerate() {
            is_code ^= line.trim_start().starts_with("```");
            is_comment |= line.starts_with("<!--");
            let is_free = is_code || is_comment || line.starts_with('|');
            is_comment &= !line.contains("-->");
            if !is_free && line.chars().count() > WIDEST {
                wrong.push(format!("{name}:{}", index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "longer than {WIDEST}: {}", wrong.join(" "));
}

/// Words that a reader would have to guess at.
#[test]
fn words_are_plain() {
    const RIDDLES: &[&str] = &[
        " anew",
        "stands on",
        " is told",
        "goes away",
        "take turns",
        "whoever",
        "that are there",
        "that is there",
    ];
    let mut wrong = Vec::new();
    for (name, text) in pages() {
        // Made from the texts of hazards and rules, or from the complaints' heads.
        let is_made = name.starts_with("docs/hazards/") || name == "docs/lint.md" || name == "docs/complaints.md";
        if is_made || name == "CHANGELOG.md" || name == "CONTRIBUTING.md" || name == "ARCHITECTURE.md" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let found = RIDDLES.iter().filter(|it| line.to_lowercase().contains(**it));
            wrong.extend(found.map(|it| format!("{name}:{}: {it}", index + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
