//! Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::{Block, Difference, Format, Look, Report, Tone};
use crate::schema::visible_but;

/// The `markdown` format.
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn render(&self, report: &dyn Report, _: Look<'_>) -> String {
        let mut text = String::new();
        for block in report.blocks() {
            write(&mut text, &block);
        }
        text
    }
}

fn write(text: &mut String, block: &Block) {
    match block {
        Block::Heading(line) => drop(writeln!(text, "### {}\n", escaped(line))),
        Block::Line(Tone::Bad | Tone::Warning, line) => drop(writeln!(text, "**{}**\n", escaped(line))),
        Block::Line(_, line) => drop(writeln!(text, "{}\n", escaped(line))),
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
                it.level,
                escaped(&it.file),
                it.line,
                it.column,
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
