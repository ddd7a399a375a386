//! Text for people: colours are written always and stripped where they are not wanted.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, presets};

use super::{Block, Format, Report, Tone};

/// The `text` format.
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn render(&self, report: &dyn Report) -> String {
        let mut text = String::new();
        for block in report.blocks() {
            write(&mut text, &block);
        }
        text
    }
}

fn write(text: &mut String, block: &Block) {
    match block {
        Block::Heading(line) => {
            let bold = Style::new().bold();
            let _ = writeln!(text, "{bold}{line}{bold:#}");
        }
        Block::Line(tone, line) => {
            let style = style(*tone);
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
        Block::Facts(facts) => {
            let mut last = "";
            for (label, tone, value) in facts {
                let shown = if *label == last { "" } else { label };
                last = label;
                let (dim, style) = (style(Tone::Dim), style(*tone));
                let _ = writeln!(text, "    {dim}{shown:<9}{dim:#} {style}{value}{style:#}");
            }
        }
        Block::Table(head, rows) => {
            let mut table = Table::new();
            table
                .load_style(presets::NOTHING)
                .set_content_arrangement(ContentArrangement::Disabled);
            table.set_header(head.clone());
            for row in rows {
                table.add_row(row.clone());
            }
            for line in table.lines() {
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
        Block::Code(_, code) => {
            text.push_str(code);
            if !code.ends_with('\n') {
                text.push('\n');
            }
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
