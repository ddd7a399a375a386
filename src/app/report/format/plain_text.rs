//! Text for people. What is not wanted in colours is written without: stripping them afterwards would strip the user's SQL.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Detail, Look};
use crate::diff::Mark;
use crate::report::columns::{column_width, padded, table, wrapped};
use crate::report::{Block, ChangeRow, Difference, FailurePlace, FindingReport, LintFinding, Report, Tone};
use crate::schema::visible_but;

/// The `text` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let mut text = String::new();
    let page = Page { look };
    let is_wanted = |it: &Block| look.detail != Detail::Errors || is_error(it);
    for block in report.blocks().iter().filter(|it| is_wanted(it)) {
        page.write(&mut text, block);
    }
    text
}

/// True for what is read with `-q`, too: errors, verdicts that are no good news, and SQL that was asked for.
fn is_error(block: &Block) -> bool {
    match block {
        Block::Verdict(tone, ..) => *tone >= Tone::Warning,
        Block::Line(tone, _) => *tone == Tone::Bad,
        Block::Problem(it) => it.severity == "error",
        Block::Excerpt(it) => it.severity == "error",
        Block::Code(..) => true,
        _ => false,
    }
}

/// Where a text is written to.
struct Page<'a> {
    look: Look<'a>,
}

impl Page<'_> {
    /// Names are the user's, or an attacker's.
    fn shown(&self, text: &str) -> String {
        visible_but(&(self.look.completed)(text), &['\n']).into_owned()
    }

    fn style(&self, tone: Tone) -> Style {
        if self.look.color { style(tone) } else { Style::new() }
    }

    fn bold(&self) -> Style {
        if self.look.color {
            Style::new().bold()
        } else {
            Style::new()
        }
    }

    /// `line` in its style, wrapped behind two spaces.
    fn line(&self, text: &mut String, style: Style, line: &str) {
        for line in wrapped(&self.shown(line), self.look.width, "", 2) {
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
    }

    fn write(&self, text: &mut String, block: &Block) {
        match block {
            Block::Verdict(tone, target, line) => {
                let target = (self.look.named)(target);
                self.line(text, self.style(*tone), &format!("{target}: {line}"));
            }
            Block::Heading(line) => self.line(text, self.bold(), line),
            Block::Line(tone, line) => self.line(text, self.style(*tone), line),
            Block::Changes(rows) => self.changes(text, rows),
            Block::Problem(problem) => self.problem(text, problem),
            Block::Facts(facts) => self.facts(text, facts),
            Block::Differences(differences) => {
                differences.iter().for_each(|it| self.difference(text, it));
            }
            Block::Table(head, rows) => self.table(text, head, rows),
            Block::Code(_, code) => {
                match self.look.terminal {
                    true => text.push_str(&visible_but(&code.replace("\r\n", "\n"), &['\n', '\t'])),
                    false => text.push_str(code),
                }
                if !code.ends_with('\n') {
                    text.push('\n');
                }
            }
            Block::Excerpt(excerpt) => self.excerpt(text, excerpt),
            Block::Fold(title, blocks) if self.look.detail == Detail::Full => {
                self.line(text, self.bold(), title);
                blocks.iter().for_each(|it| self.write(text, it));
            }
            Block::Brief(blocks) if self.look.detail != Detail::Full => {
                blocks.iter().for_each(|it| self.write(text, it))
            }
            Block::Fold(..) | Block::Brief(_) | Block::Attachment(..) | Block::Steps(_) | Block::Tables(_) => {}
            // What is folded away may stand between two of them.
            Block::Space if text.ends_with("\n\n") => {}
            Block::Space => text.push('\n'),
        }
    }

    /// `  + users.mail  TEXT        how`
    fn changes(&self, text: &mut String, rows: &[ChangeRow]) {
        let changed = rows.iter().filter(|it| it.mark.is_some());
        let objects = column_width(changed.map(|it| it.object.as_str()), WIDEST_OBJECT);
        let with_how = rows.iter().filter(|it| !it.how.is_empty());
        let changes = column_width(with_how.map(|it| it.change.as_str()), WIDEST_CHANGE);
        for row in rows {
            if row.mark.is_none() {
                let line = self.shown(&format!("{}: {}", row.object, row.change));
                let dim = self.style(Tone::Dim);
                for line in wrapped(&line, self.look.width, "    ", 6) {
                    let _ = writeln!(text, "{dim}{line}{dim:#}");
                }
                continue;
            }
            let (mark, tone) = marked(row.mark);
            let object = padded(&self.shown(&row.object), objects);
            let change = match row.how.as_str() {
                "" => self.shown(&row.change),
                how => format!("{}  {how}", padded(&self.shown(&row.change), changes)),
            };
            let lines = wrapped(&change, self.look.width, &format!("  {mark} {object}  "), objects + 6);
            let style = self.style(tone);
            for line in lines {
                let _ = writeln!(text, "{style}{}{style:#}", line.trim_end());
            }
        }
    }

    /// `  + index hot is only in the database`
    fn difference(&self, text: &mut String, difference: &Difference) {
        let (mark, tone) = marked(difference.mark);
        let style = self.style(tone);
        for line in wrapped(
            &self.shown(&difference.message),
            self.look.width,
            &format!("  {mark} "),
            6,
        ) {
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
    }

    /// `error[code]: message`, and what to do about it.
    fn problem(&self, text: &mut String, problem: &FindingReport) {
        let FindingReport {
            code,
            severity: level,
            message,
            remedy,
            ..
        } = problem;
        let (style, dim) = (self.style(Tone::of(level)), self.style(Tone::Dim));
        let lines = wrapped(&self.shown(message), self.look.width, &format!("{level}[{code}]: "), 2);
        for (at, line) in lines.iter().enumerate() {
            match line.split_once(": ").filter(|_| at == 0) {
                Some((first, rest)) => drop(writeln!(text, "{style}{first}{style:#}: {rest}")),
                None => drop(writeln!(text, "{line}")),
            }
        }
        if !remedy.is_empty() {
            for line in wrapped(&self.shown(remedy), self.look.width, "  fix: ", 7) {
                let _ = writeln!(text, "{dim}{line}{dim:#}");
            }
        }
    }

    fn facts(&self, text: &mut String, facts: &[(&'static str, Tone, String)]) {
        let mut last = "";
        for (label, tone, value) in facts {
            let title = if *label == last { "" } else { label };
            last = label;
            let (dim, style) = (self.style(Tone::Dim), self.style(*tone));
            let width = self.look.width.map(|it| it.saturating_sub(FACTS));
            for (at, line) in wrapped(&self.shown(value), width, "", 2).iter().enumerate() {
                let title = if at == 0 { title } else { "" };
                let _ = writeln!(text, "    {dim}{title:<9}{dim:#} {style}{line}{style:#}");
            }
        }
    }

    fn table(&self, text: &mut String, head: &[&'static str], rows: &[Vec<String>]) {
        let mut all: Vec<Vec<String>> = vec![head.iter().map(|it| (*it).to_owned()).collect()];
        all.extend(rows.iter().map(|row| row.iter().map(|cell| self.shown(cell)).collect()));
        let dim = self.style(Tone::Dim);
        for (at, line) in table(&all, self.look.width).iter().enumerate() {
            match at {
                0 => drop(writeln!(text, "{dim}{line}{dim:#}")),
                _ => drop(writeln!(text, "{line}")),
            }
        }
    }

    /// A finding at its place in a line; with `-v`, the line itself.
    fn excerpt(&self, text: &mut String, excerpt: &LintFinding) {
        if self.look.detail == Detail::Full {
            let drawn = excerpt.drawn(self.look.color, |it| self.shown(it));
            let _ = writeln!(text, "{drawn}\n");
            return;
        }
        let (level, code) = (excerpt.severity, &excerpt.code);
        let FailurePlace { file, line, column, .. } = &excerpt.place;
        let (style, dim) = (self.style(Tone::of(level)), self.style(Tone::Dim));
        let place = self.shown(&format!("{file}:{line}:{column}"));
        let first = format!("{place} {level}[{code}]: ");
        let lines = wrapped(&self.shown(&excerpt.message), self.look.width, &first, 2);
        for line in &lines {
            match line.strip_prefix(first.as_str()) {
                Some(rest) => drop(writeln!(text, "{place} {style}{level}[{code}]{style:#}: {rest}")),
                None => drop(writeln!(text, "{line}")),
            }
        }
        if !excerpt.remedy.is_empty() {
            for line in wrapped(&self.shown(&excerpt.remedy), self.look.width, "  fix: ", 7) {
                let _ = writeln!(text, "{dim}{line}{dim:#}");
            }
        }
    }
}

/// A mark and its colour.
fn marked(mark: Option<Mark>) -> (&'static str, Tone) {
    match mark {
        Some(Mark::Added) => ("+", Tone::Good),
        Some(Mark::Changed) => ("~", Tone::Warning),
        Some(Mark::Removed) => ("-", Tone::Bad),
        None => (" ", Tone::Dim),
    }
}

/// Columns before the value of a fact.
const FACTS: usize = 14;

/// Longer names do not widen the column.
const WIDEST_OBJECT: usize = 36;

/// Longer changes do not move what is behind them.
const WIDEST_CHANGE: usize = 32;

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
