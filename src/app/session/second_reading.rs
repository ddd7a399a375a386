//! A finding is read twice: one reading that went wrong, or that met a migration halfway, is no news.

use std::thread;
use std::time::Duration;

use super::Session;
use crate::error::Error;

/// How often a target is read until two readings in a row agree.
const READINGS: usize = 5;

/// Between two readings: what is under way has a moment to end.
const PAUSE: Duration = Duration::from_millis(100);

impl Session<'_> {
    /// Reads the target until two readings in a row agree. What the first one found is enough where it is no finding.
    /// `read` gives a word for what it read along with what it makes of that.
    ///
    /// # Errors
    /// Those of `read`; [`Error::Changing`] where no two in a row agree.
    pub(crate) fn read_until_agreed<W: PartialEq, T>(
        &self,
        read: impl Fn(&Session<'_>) -> Result<(W, T), Error>,
        is_finding: impl FnOnce(&T) -> bool,
    ) -> Result<T, Error> {
        let (mut word, found) = read(self)?;
        if !is_finding(&found) {
            return Ok(found);
        }
        for _ in 1..READINGS {
            thread::sleep(PAUSE);
            let (next, found) = self.read_again(&read)?;
            if next == word {
                return Ok(found);
            }
            word = next;
        }
        Err(Error::Changing)
    }

    /// The same target, asked again: nothing of what was read from it counts.
    pub(crate) fn read_again<T>(&self, read: impl FnOnce(&Session<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut database = self.database()?;
        let again = Session::new(self.project, Box::new(&mut *database)).sharing(self.files());
        read(&again)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::cell::Cell;

    use super::*;
    use crate::config::Project;
    use crate::database::Scratch;

    /// What comes of these words, one for each reading, and how many of them were read.
    fn came_of(words: &[u8]) -> (Option<usize>, usize) {
        let project = Project::default();
        let session = Session::new(&project, Box::new(Scratch::new().unwrap()));
        let readings = Cell::new(0);
        let read = |_: &Session<'_>| {
            let at = readings.replace(readings.get() + 1);
            Ok((words[at], at))
        };
        let found = session.read_until_agreed(read, |at| words[*at] > 0);
        (found.ok(), readings.get())
    }

    #[test]
    fn a_finding_is_read_until_two_readings_in_a_row_agree() {
        assert_eq!(came_of(&[0]), (Some(0), 1));
        assert_eq!(came_of(&[1, 1]), (Some(1), 2));
        assert_eq!(came_of(&[1, 0, 0]), (Some(2), 3));
        assert_eq!(came_of(&[1, 2, 1, 2, 2]), (Some(4), 5));
        assert_eq!(came_of(&[1, 2, 3, 4, 5]), (None, 5));
    }
}
