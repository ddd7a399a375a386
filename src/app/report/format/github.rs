//! GitHub's annotations, which show findings at their lines in a pull request.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::fmt::Write as _;

use super::Look;
use crate::report::{Block, Report, Tone};
use crate::schema::visible_but;

/// The `github` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let mut text = String::new();
    report.blocks().iter().for_each(|it| write(&mut text, it, look));
    text
}

fn write(text: &mut String, block: &Block, look: Look<'_>) {
    match block {
        Block::Excerpt(it) => {
            let level = level(it.severity);
            let mut message = it.message.clone();
            if !it.remedy.is_empty() {
                message = format!("{message}\n{}", it.remedy);
            }
            let _ = writeln!(
                text,
                "::{level} file={},line={},col={},title={}::{}",
                property(&look.in_repository(&it.place.file)),
                it.place.line,
                it.place.column,
                property(&it.code),
                data(&message)
            );
        }
        // One annotation each: what is said of them together is no annotation.
        Block::Differences(differences) => {
            for it in differences {
                let level = match it.tone {
                    Tone::Bad | Tone::Warning => "warning",
                    _ => "notice",
                };
                let place = it.place.as_ref();
                let place =
                    place.map(|(file, line)| format!("file={},line={line},", property(&look.in_repository(file))));
                let _ = writeln!(
                    text,
                    "::{level} {}title={}::{}",
                    place.unwrap_or_default(),
                    property(it.label),
                    data(&it.message)
                );
            }
        }
        Block::Verdict(Tone::Bad, target, line) => drop(writeln!(text, "::error::{}: {}", data(target), data(line))),
        Block::Verdict(_, target, line) => drop(writeln!(text, "{}: {}", data(target), data(line))),
        Block::Changes(rows) => {
            for row in rows {
                let line = [&row.object, &row.change, &row.how].map(String::as_str).join("  ");
                let _ = writeln!(text, "{}", data(line.trim_end()));
            }
        }
        Block::Problem(it) => {
            let level = level(it.severity);
            let place = it.place.as_ref();
            let place = place.map(|it| format!("file={},line={},", property(&look.in_repository(&it.file)), it.line));
            let remedy = Some(it.remedy.as_str()).filter(|it| !it.is_empty());
            let message = [it.message.as_str()]
                .into_iter()
                .chain(remedy)
                .collect::<Vec<_>>()
                .join("\n");
            let _ = writeln!(
                text,
                "::{level} {}title={}::{}",
                place.unwrap_or_default(),
                property(&it.code),
                data(&message)
            );
        }
        Block::Brief(blocks) => blocks.iter().for_each(|it| write(text, it, look)),
        // The log holds what is asked for, and findings; the rest is in the other formats.
        Block::Fold(..) | Block::Attachment(..) | Block::Steps(_) | Block::Tables(_) => {}
        Block::Line(Tone::Bad, line) => drop(writeln!(text, "::error::{}", data(line))),
        Block::Heading(line) | Block::Line(_, line) => drop(writeln!(text, "{}", data(line))),
        Block::Facts(facts) => {
            for (label, _, value) in facts {
                let _ = writeln!(text, "{label} {}", data(value));
            }
        }
        Block::Table(head, rows) => {
            let _ = writeln!(text, "{}", head.join("  "));
            for row in rows {
                let _ = writeln!(text, "{}", data(&row.join("  ")));
            }
        }
        // A line of the user's SQL must not become a command to the runner.
        Block::Code(_, code) => {
            for line in code.lines() {
                let _ = writeln!(text, "  {}", data(line));
            }
        }
        Block::Space => text.push('\n'),
    }
}

/// What GitHub calls a severity.
fn level(severity: &'static str) -> &'static str {
    if severity == "note" { "notice" } else { severity }
}

/// The text after `::`.
fn data(text: &str) -> String {
    let text = visible_but(text, &['\n', '\r', '\t']);
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    // Only the start of a line makes a command.
    text.strip_prefix("::")
        .map_or(text.clone(), |rest| format!(" ::{rest}"))
}

/// A value before `::`.
fn property(text: &str) -> String {
    let text = visible_but(text, &['\n', '\r']);
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_users_becomes_a_command() {
        assert_eq!(data("::error::x\ny 5%"), " ::error::x%0Ay 5%25");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
