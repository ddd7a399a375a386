//! What a plan asks the rows of a fleet's databases, and what they answered together with their schema.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::Target;
use crate::database::Rows;

/// Questions that are sent with the one about ledger and schema, so that they cost no request.
#[derive(Default)]
pub(super) struct RowQuestions {
    asked: Mutex<Vec<String>>,
    answers: Mutex<BTreeMap<Target, Vec<Rows>>>,
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RowQuestions {
    /// Notes what a plan asked of one database: it will ask the same of all.
    pub(super) fn note(&self, queries: &[String]) {
        let mut asked = locked(&self.asked);
        for query in queries {
            if !asked.contains(query) {
                asked.push(query.clone());
            }
        }
    }

    /// The questions so far.
    pub(super) fn asked(&self) -> Vec<String> {
        locked(&self.asked).clone()
    }

    /// Notes the answers of a database to [`RowQuestions::asked`].
    pub(super) fn answered(&self, target: &Target, answers: &[Rows]) {
        locked(&self.answers).insert(target.clone(), answers.to_vec());
    }

    /// The answers of a database, if it answered all of these questions.
    pub(super) fn answers(&self, target: &Target, queries: &[String]) -> Option<Vec<Rows>> {
        let asked = locked(&self.asked);
        let answers = locked(&self.answers);
        let answers = answers.get(target)?;
        let answer = |query: &String| {
            let index = asked.iter().position(|it| it == query)?;
            answers.get(index).cloned()
        };
        queries.iter().map(answer).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_and_answered_is_known() {
        let questions = RowQuestions::default();
        let target = Target::D1("a".to_owned());
        let asked = ["SELECT 1".to_owned(), "SELECT 2".to_owned()];
        questions.note(&asked);
        questions.note(&asked);
        assert_eq!(questions.answers(&target, &asked), None);
        questions.answered(&target, &[Rows::default(), Rows::default()]);
        questions.note(&["SELECT 3".to_owned()]);
        assert_eq!(questions.answers(&target, &asked), Some(vec![Rows::default(); 2]));
        assert_eq!(questions.answers(&target, &questions.asked()), None);
        assert_eq!(questions.answers(&Target::D1("b".to_owned()), &asked), None);
    }
}
