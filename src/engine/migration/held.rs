//! `-- reconcile: hold until no old code runs any more`: a migration that waits for more than its turn.

use super::Migration;
use crate::schema::on_one_line;

/// How the line begins.
const LINE: &str = "-- reconcile: hold until ";

/// The line that holds a migration back until `moment`.
pub fn hold_line(moment: &str) -> String {
    let moment = on_one_line(moment);
    // In a comment of a script, which brings its own dashes.
    format!("{}{moment}", LINE.trim_start_matches("-- "))
}

impl Migration {
    /// Until when `apply` leaves it pending, unless it is released by name or number.
    pub fn held_until(&self) -> Option<&str> {
        self.text
            .lines()
            .find_map(|line| line.strip_prefix(LINE))
            .map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_found_wherever_it_stands() {
        let held = Migration::parse(
            "0003_x.sql",
            "-- x\n\n-- reconcile: hold until the new code is out \nSELECT 1;\n",
        );
        assert_eq!(held.held_until(), Some("the new code is out"));
        assert_eq!(Migration::parse("0003_x.sql", "SELECT '-- hold';").held_until(), None);
        assert_eq!(hold_line("a\nDROP TABLE b;"), "reconcile: hold until a DROP TABLE b;");
        assert_eq!(format!("-- {}", hold_line("noon")), "-- reconcile: hold until noon");
    }
}
