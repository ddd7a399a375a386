//! Text for people. What is not wanted in colours is written without: stripping them afterwards would strip the user's SQL.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, presets};

use super::{Block, Difference, Format, Look, Report, Tone};
use crate::schema::visible_but;

/// The `text` format.
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn render(&self, report: &dyn Report, look: Look<'_>) -> String {
        let mut text = String::new();
        for block in report.blocks() {
            write(&mut text, &block, look);
        }
        text
    }
}

fn write(text: &mut String, block: &Block, look: Look<'_>) {
    // Names are the user's, or an attacker's.
    let shown = |text: &str| visible_but(&(look.completed)(text), &['\n']).into_owned();
    let style = |tone| if look.color { style(tone) } else { Style::new() };
    match block {
        Block::Heading(line) => {
            let line = shown(line);
            let bold = if look.color { Style::new().bold() } else { Style::new() };
            let _ = writeln!(text, "{bold}{line}{bold:#}");
        }
        Block::Line(tone, line) => {
            let (style, line) = (style(*tone), shown(line));
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
        Block::Facts(facts) => {
            let mut last = "";
            for (label, tone, value) in facts {
                let title = if *label == last { "" } else { label };
                last = label;
                let value = shown(value);
                let (dim, style) = (style(Tone::Dim), style(*tone));
                let _ = writeln!(text, "    {dim}{title:<9}{dim:#} {style}{value}{style:#}");
            }
        }
        Block::Differences(differences) => {
            let facts = differences.iter().map(Difference::fact).collect();
            write(text, &Block::Facts(facts), look);
        }
        Block::Table(head, rows) => {
            let mut table = Table::new();
            table
                .load_style(presets::NOTHING)
                .set_content_arrangement(ContentArrangement::Disabled);
            table.set_header(head.clone());
            for row in rows {
                table.add_row(row.iter().map(|cell| shown(cell)));
            }
            for line in table.lines() {
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
        Block::Code(_, code) => {
            match look.terminal {
                true => text.push_str(&visible_but(&code.replace("\r\n", "\n"), &['\n', '\t'])),
                false => text.push_str(code),
            }
            if !code.ends_with('\n') {
                text.push('\n');
            }
        }
        Block::Excerpt(excerpt) => {
            let _ = writeln!(text, "{}\n", excerpt.drawn(look.color, shown));
        }
        Block::Space => text.push('\n'),
    }
}

fn style(tone: Tone) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match tone {
        Tone::Plain => Style::new(),
        Tone::Dim => Style::new().dimmed(),
        Tone::Good => color(AnsiColor::Green),
        Tone::Warning => color(AnsiColor::Yellow),
        Tone::Bad => color(AnsiColor::Red).bold(),
    }
}
