//! The line that says what a migration is to cost: `about 25,012 rows written, 480 read`.

use crate::plan::Cost;
use crate::render::thousands;

pub(super) fn write(cost: Cost) -> String {
    let rows = if cost.rows_written == 1 { "row" } else { "rows" };
    let (written, read) = (thousands(cost.rows_written), thousands(cost.rows_read));
    format!("about {written} {rows} written, {read} read")
}

/// Nothing of a line that was reworded.
pub(super) fn read(text: &str) -> Option<Cost> {
    let (written, read) = text.strip_prefix("about ")?.split_once(" written, ")?;
    let (written, _) = written.split_once(' ')?;
    let number = |text: &str| text.replace(',', "").parse().ok();
    Some(Cost {
        rows_read: number(read.strip_suffix(" read")?)?,
        rows_written: number(written)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_reworded_is_no_figure() {
        let cost = Cost {
            rows_read: 1_204,
            rows_written: 25_012,
        };
        assert_eq!(write(cost), "about 25,012 rows written, 1,204 read");
        assert_eq!(read(&write(cost)), Some(cost));
        for text in [
            "",
            "next to nothing",
            "about many rows written, 1,204 read",
            "about 2 rows written",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
