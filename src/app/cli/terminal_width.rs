//! How many columns lines are wrapped at.

use std::io::IsTerminal;

/// The columns of `warning: ` before a text.
pub(super) const LABEL: usize = 9;

/// The columns that lines are wrapped at: `COLUMNS`, or those of the terminal. What goes elsewhere is not wrapped, so that
/// programs find a line where it was.
pub(super) fn width(stream: &impl IsTerminal) -> Option<usize> {
    let wanted = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let is_terminal = stream.is_terminal();
    wanted.or_else(|| {
        let size = terminal_size::terminal_size().filter(|_| is_terminal)?;
        Some(usize::from(size.0.0))
    })
}
