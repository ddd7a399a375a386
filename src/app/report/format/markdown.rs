//! Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::markdown_limit::{COMMENT, Folded, Part, SUMMARY, fitted};
use super::{Look, mermaid};
use crate::diff::Mark;
use crate::report::{Block, ChangeRow, Difference, Report, Tone, counted};
use crate::schema::visible_but;

/// The `markdown` format: a comment.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    within(report, look, COMMENT)
}

/// The `github-summary` format: a page with more room.
pub(super) fn render_long(report: &dyn Report, look: Look<'_>) -> String {
    within(report, look, SUMMARY)
}

/// Findings that a comment shows; nobody reads the eleventh there.
const FINDINGS: usize = 10;

fn within(report: &dyn Report, look: Look<'_>, limit: usize) -> String {
    let (mut parts, mut findings, mut hidden) = (Vec::new(), 0, 0);
    for block in report.blocks() {
        let block = match block {
            Block::Differences(mut all) => {
                let room = FINDINGS.saturating_sub(findings);
                findings += all.len();
                hidden += all.len().saturating_sub(room);
                all.truncate(room);
                Block::Differences(all)
            }
            other => other,
        };
        if matches!(block, Block::Problem(_) | Block::Excerpt(_)) {
            findings += 1;
            if findings > FINDINGS {
                hidden += 1;
                continue;
            }
        } else if hidden > 0 && !matches!(block, Block::Differences(_)) {
            parts.push(part(&Block::Line(Tone::Plain, more(hidden)), look));
            hidden = 0;
        }
        parts.push(part(&block, look));
    }
    if hidden > 0 {
        parts.push(part(&Block::Line(Tone::Plain, more(hidden)), look));
    }
    fitted(&parts, limit, |folded, code| {
        fold(&folded.title, &fenced(folded.language, code))
    })
}

fn more(count: usize) -> String {
    format!("and {}", counted(count, "more finding"))
}

fn part(block: &Block, look: Look<'_>) -> Part {
    let mut text = String::new();
    write(&mut text, block, look);
    let folded = match block {
        Block::Attachment(title, language, code) => Some(Folded {
            title: (*title).to_owned(),
            language,
            code: code.clone(),
        }),
        _ => None,
    };
    let is_extra = matches!(block, Block::Fold(..) | Block::Steps(_) | Block::Code(..));
    Part { text, folded, is_extra }
}

fn fold(title: &str, contents: &str) -> String {
    format!("<details><summary>{title}</summary>\n\n{contents}</details>\n\n")
}

/// A fence longer than any within keeps the text in its block.
fn fenced(language: &str, code: &str) -> String {
    let code = visible_but(code, &['\n', '\t', '\r']);
    let fence = "`".repeat(longest_run(&code).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n\n", code.trim_end())
}

fn write(text: &mut String, block: &Block, look: Look<'_>) {
    match block {
        Block::Verdict(_, target, line) => drop(writeln!(
            text,
            "### {}: {}\n",
            escaped(&(look.named)(target)),
            sentence(line)
        )),
        Block::Heading(line) => drop(writeln!(text, "#### {}\n", escaped(line))),
        Block::Line(Tone::Bad | Tone::Warning, line) => drop(writeln!(text, "**{}**\n", sentence(line))),
        Block::Line(_, line) => drop(writeln!(text, "{}\n", sentence(line))),
        Block::Changes(rows) => changes(text, rows),
        Block::Problem(it) => {
            let _ = writeln!(text, "- **{}** `{}` {}", it.severity, it.code, sentence(&it.message));
            if !it.remedy.is_empty() {
                let _ = writeln!(text, "  - {}", sentence(&it.remedy));
            }
            text.push('\n');
        }
        Block::Fold(title, blocks) => {
            let mut contents = String::new();
            blocks.iter().for_each(|it| write(&mut contents, it, look));
            text.push_str(&fold(title, &contents));
        }
        Block::Attachment(title, language, code) => {
            text.push_str(&fold(title, &fenced(language, code)));
        }
        Block::Brief(blocks) => blocks.iter().for_each(|it| write(text, it, look)),
        Block::Facts(facts) => {
            for (label, _, value) in facts {
                let _ = writeln!(text, "- *{label}* {}", sentence(value));
            }
            text.push('\n');
        }
        Block::Differences(differences) => {
            write(
                text,
                &Block::Facts(differences.iter().map(Difference::fact).collect()),
                look,
            );
        }
        Block::Table(head, rows) => {
            let _ = writeln!(text, "| {} |", head.join(" | "));
            let _ = writeln!(text, "|{}", " --- |".repeat(head.len()));
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                let _ = writeln!(text, "| {} |", cells.join(" | "));
            }
            text.push('\n');
        }
        Block::Code(language, code) => {
            text.push_str(&fenced(language, code));
        }
        Block::Excerpt(it) => {
            let _ = writeln!(
                text,
                "- **{}** {}:{}:{} {} (`{}`)",
                it.severity,
                escaped(&look.in_repository(&it.place.file)),
                it.place.line,
                it.place.column,
                sentence(&it.message),
                it.code
            );
            if !it.remedy.is_empty() {
                let _ = writeln!(text, "  - {}", sentence(&it.remedy));
            }
            text.push('\n');
        }
        Block::Steps(steps) => {
            if let Some(chart) = mermaid::chart(steps) {
                text.push_str(&fold("steps as a picture", &fenced("mermaid", &chart)));
            }
        }
        // The page of `html` draws them.
        Block::Tables(_) | Block::Space => {}
    }
}

/// A table: the mark, the object, what becomes of it and how.
fn changes(text: &mut String, rows: &[ChangeRow]) {
    text.push_str("| | object | change | how |\n| --- | --- | --- | --- |\n");
    for row in rows {
        let mark = match row.mark {
            Some(Mark::Added) => "`+`",
            Some(Mark::Changed) => "`~`",
            Some(Mark::Removed) => "`-`",
            None => "",
        };
        let [object, change, how] = [&row.object, &row.change, &row.how].map(|it| escaped(it));
        let _ = writeln!(text, "| {mark} | {object} | {change} | {how} |");
    }
    text.push('\n');
}

/// Names are the user's: they must not become markup, nor hide.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible_but(text, &['\n']).chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// A sentence with its commands, which stand between backticks, as code.
fn sentence(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // A backtick without its other one is a backtick.
    if pieces.len().is_multiple_of(2) {
        return escaped(text);
    }
    let piece = |(at, it): (usize, &&str)| match at % 2 == 1 && !it.is_empty() {
        true => format!("`{}`", visible_but(it, &[])),
        false => escaped(it),
    };
    pieces.iter().enumerate().map(piece).collect()
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}
