//! Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::{Block, ChangeRow, Difference, Look, Report, Tone};
use crate::diff::Mark;
use crate::schema::visible_but;

/// The `markdown` format.
pub(super) fn render(report: &dyn Report, _: Look<'_>) -> String {
    let mut text = String::new();
    report.blocks().iter().for_each(|it| write(&mut text, it));
    text
}

fn write(text: &mut String, block: &Block) {
    match block {
        Block::Verdict(_, target, line) => drop(writeln!(text, "### {}: {}\n", escaped(target), escaped(line))),
        Block::Heading(line) => drop(writeln!(text, "#### {}\n", escaped(line))),
        Block::Line(Tone::Bad | Tone::Warning, line) => drop(writeln!(text, "**{}**\n", escaped(line))),
        Block::Line(_, line) => drop(writeln!(text, "{}\n", escaped(line))),
        Block::Changes(rows) => changes(text, rows),
        Block::Problem(it) => {
            let _ = writeln!(text, "- **{}** `{}` {}", it.severity, it.code, escaped(&it.message));
            if !it.remedy.is_empty() {
                let _ = writeln!(text, "  - {}", escaped(&it.remedy));
            }
            text.push('\n');
        }
        Block::Fold(title, blocks) => {
            let _ = writeln!(text, "<details><summary>{title}</summary>\n");
            blocks.iter().for_each(|it| write(text, it));
            text.push_str("</details>\n\n");
        }
        Block::Attachment(title, language, code) => {
            write(text, &Block::Fold(title, vec![Block::Code(language, code.clone())]));
        }
        Block::Brief(blocks) => blocks.iter().for_each(|it| write(text, it)),
        Block::Facts(facts) => {
            for (label, _, value) in facts {
                let _ = writeln!(text, "- *{label}* {}", escaped(value));
            }
            text.push('\n');
        }
        Block::Differences(differences) => {
            write(text, &Block::Facts(differences.iter().map(Difference::fact).collect()));
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
            // A fence longer than any within keeps the text in its block.
            let code = visible_but(code, &['\n', '\t', '\r']);
            let fence = "`".repeat(longest_run(&code).max(2) + 1);
            let _ = writeln!(text, "{fence}{language}\n{}\n{fence}\n", code.trim_end());
        }
        Block::Excerpt(it) => {
            let _ = writeln!(
                text,
                "- **{}** {}:{}:{} {} (`{}`)",
                it.severity,
                escaped(&it.place.file),
                it.place.line,
                it.place.column,
                escaped(&it.message),
                it.code
            );
            if !it.remedy.is_empty() {
                let _ = writeln!(text, "  - {}", escaped(&it.remedy));
            }
            text.push('\n');
        }
        Block::Space => {}
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

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}
