//! What the databases of a fleet are expected to be at, so that a migration takes one request and not two.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use super::row_questions::locked;
use super::{KnownState, Session};
use crate::config::Target;
use crate::error::Error;
use crate::fleet::LastStates;
use crate::migration::Checksum;

/// States by a word for each: one database of each state is asked, and the others are expected to be the same.
#[derive(Default)]
pub(super) struct ExpectedStates {
    /// The word of each target.
    last: Mutex<LastStates>,
    known: Mutex<HashMap<String, Arc<OnceLock<Option<KnownState>>>>>,
}

impl ExpectedStates {
    pub(super) fn of(last: LastStates) -> Self {
        Self {
            last: Mutex::new(last),
            known: Mutex::default(),
        }
    }

    /// The words of all targets.
    pub(super) fn last(&self) -> BTreeMap<String, String> {
        locked(&self.last).clone()
    }

    /// Notes the state that a target was seen in; without one, nothing is known of it any more.
    pub(super) fn note(&self, target: &Target, word: Option<String>) {
        let mut last = locked(&self.last);
        match word {
            Some(word) => last.insert(target.to_string(), word),
            None => last.remove(&target.to_string()),
        };
    }

    /// Expects what a target turned out to be of the others that are called the same: the first that was asked may be the
    /// odd one out.
    pub(super) fn correct(&self, word: &str, found: KnownState) {
        let cell = OnceLock::from(Some(found));
        locked(&self.known).insert(word.to_owned(), Arc::new(cell));
    }

    /// The session with what is known of its target, and the word for that. Only a remote target is not asked, and only if
    /// it was seen in a state that another one has now.
    ///
    /// # Errors
    /// Those of the target.
    pub(super) fn session<'s>(&self, target: &Target, session: Session<'s>) -> Result<(Session<'s>, String), Error> {
        let is_local = session.database()?.is_local();
        let noted = locked(&self.last).get(&target.to_string()).cloned();
        let guess = noted.filter(|_| !is_local);
        let is_guess = guess.is_some();
        let word = match guess {
            Some(word) => word,
            None => session.state()?.as_str().to_owned(),
        };
        let cell = Arc::clone(locked(&self.known).entry(word.clone()).or_default());
        let mut is_first = false;
        let state = cell.get_or_init(|| {
            is_first = true;
            session.known_state().ok()
        });
        Ok((
            match state {
                Some(state) if !is_first && is_guess => session.expecting(state),
                Some(state) if !is_first => session.knowing(state),
                _ => session,
            },
            word,
        ))
    }
}

/// The word for the state that migrations leave.
pub(super) fn after(word: &str, applied: &[String]) -> String {
    match applied {
        [] => word.to_owned(),
        applied => Checksum::of(&format!("{word} {}", applied.join(" ")))
            .as_str()
            .to_owned(),
    }
}
