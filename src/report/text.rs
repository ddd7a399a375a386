//! Text for people: colours are written always and stripped where they are not wanted.

use std::borrow::Cow;
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
            let line = shown(line);
            let bold = Style::new().bold();
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
            text.push_str(code);
            if !code.ends_with('\n') {
                text.push('\n');
            }
        }
        Block::Excerpt(excerpt) => {
            let _ = writeln!(text, "{}\n", excerpt.drawn(|it| shown(it).into_owned()));
        }
        Block::Space => text.push('\n'),
    }
}

/// Names are the user's, or an attacker's: what they hold must not move the cursor or set the terminal's title.
fn shown(text: &str) -> Cow<'_, str> {
    let is_unsafe = |it: char| it.is_control() && it != '\n';
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
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
