//! How far a command over a fleet is: a bar on a terminal, a line for each tenth elsewhere.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::shared_flags::Common;

/// Databases from which on lines are written where there is no terminal.
const LINES: usize = 50;

/// A count of databases that goes up to a known number.
pub(super) struct FleetProgress {
    total: usize,
    done: usize,
    failed: usize,
    /// Tenths that a line was written for.
    tenth: usize,
    bar: Option<ProgressBar>,
    lines: bool,
}

impl FleetProgress {
    /// Nothing done yet.
    pub(super) fn of(common: &Common, total: usize) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = (is_terminal && !common.quiet && total > 1).then(|| {
            let bar = ProgressBar::with_draw_target(u64::try_from(total).ok(), ProgressDrawTarget::stderr());
            let style = "{bar:30} {pos}/{len}  {per_sec}  {eta} left  {msg}";
            bar.with_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self {
            total,
            done: 0,
            failed: 0,
            tenth: 0,
            bar,
            lines: !is_terminal && !common.quiet && total >= LINES,
        }
    }

    /// One more is done.
    pub(super) fn advance(&mut self, is_failure: bool) {
        self.done += 1;
        self.failed += usize::from(is_failure);
        if let Some(bar) = &self.bar {
            bar.inc(1);
            if is_failure {
                bar.set_message(format!("{} failed", self.failed));
            }
        }
        let tenth = self.done * 10 / self.total.max(1);
        if self.lines && tenth > self.tenth {
            self.tenth = tenth;
            let failed = match self.failed {
                0 => String::new(),
                count => format!(", {count} failed"),
            };
            let _ = writeln!(
                anstream::stderr().lock(),
                "{} of {} databases{failed}",
                self.done,
                self.total
            );
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}
